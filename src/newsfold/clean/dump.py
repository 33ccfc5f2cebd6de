"""A bare page dump (text or Markdown) -> a draft."""

from __future__ import annotations

import heapq
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from newsfold.clean.draft import Draft
from newsfold.clean.labelling import assembly, body, labeller, markdown
from newsfold.clean.line import lines, signs
from newsfold.clean.line.labels import Page
from newsfold.clean.line.lines import Line
from newsfold.clean.line.signs import Sign
from newsfold.clean.phrases import junk
from newsfold.model import Removal
from newsfold.text.language import UNKNOWN, Tables

SAMPLE_LINES, SAMPLE_CHARS = 8, 4000  # of the longest lines: the text, not its menu


@dataclass(frozen=True, slots=True)
class Read:
    """What a dump gave: the draft, and the labelled lines it came from."""

    draft: Draft
    page: Page
    language: str


def read(
    text: str,
    tables: Tables,
    *,
    title: str | None = None,
    language: str | None = None,
    fetched_at: datetime | None = None,
    is_markdown: bool = False,
) -> Read:
    """The draft in a dump. `title` and `language` are what the container says, if it does."""
    front = markdown.front_matter(text) if is_markdown else markdown.Front({}, text)
    code = language_of(front.rest, tables, language)
    known = tables.language(code)
    found, cut = lines.split(front.rest, known)
    if is_markdown:
        found = markdown.undressed(found, known)
    page = labelled(found, tables, code, title)
    draft = assembly.assemble(page, known, junk.phrases(tables, code), fetched_at)
    if cut:
        draft = draft.losing([Removal(f"{cut} characters", "over-limit")])
    return Read(markdown.merged(draft, front, known), page, code)


def labelled(found: Sequence[Line], tables: Tables, code: str, title: str | None = None) -> Page:
    """The lines of a dump with what each one is."""
    known, phrases = tables.language(code), junk.phrases(tables, code)
    told = signs.read(found, known, phrases)
    return labeller.label(told, body.kept(told, tables), known, phrases, title)


def signed(text: str, tables: Tables) -> tuple[tuple[Sign, ...], str]:
    """The lines of a dump with what each alone shows, and the dump's language."""
    code = language_of(text, tables)
    known = tables.language(code)
    found, _ = lines.split(text, known)
    return signs.read(found, known, junk.phrases(tables, code)), code


def language_of(text: str, tables: Tables, stated: str | None = None) -> str:
    """The language of the dump's longest lines; where they do not tell, the stated one."""
    longest = heapq.nlargest(SAMPLE_LINES, text[:1_000_000].splitlines(), key=len)
    code = tables.identify("\n".join(longest)[:SAMPLE_CHARS])
    if code == UNKNOWN and stated:
        code = stated.replace("_", "-").partition("-")[0].lower()
    return code if re.fullmatch(r"[a-z]{2,3}", code) else UNKNOWN
