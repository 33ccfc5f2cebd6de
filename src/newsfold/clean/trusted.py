"""Blocks that are known to be an article's own content -> a draft.

Pages, feed entries and records come here after their own cleaner has found the content: only
what surely is no body (labels, bylines, captions, repeats) is still taken out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from newsfold.clean import assembly, junk, labeller, lines, live, signs
from newsfold.clean.blocks import Block
from newsfold.clean.draft import Draft
from newsfold.clean.labels import Label, Labelled, Page
from newsfold.clean.lines import Line
from newsfold.model import Removal
from newsfold.text import chars
from newsfold.text.language import Language, Tables


def read(
    blocks: Sequence[Block],
    tables: Tables,
    code: str,
    *,
    title: str | None,
    fetched_at: datetime | None,
) -> Draft:
    """The draft of the blocks in their order. `title` is dropped where it stands among them."""
    language, phrases = tables.language(code), junk.phrases(tables, code)
    found, cut = _lines(blocks, language)
    told = signs.read(found, language, phrases)
    captions = {number for number, block in enumerate(blocks, 1) if block.is_caption}
    key = chars.fold(title) if title else ""
    is_live = live.is_live(told, phrases)
    labelled = live.inside(told, key) if is_live else labeller.inside(told, key)
    page = Page(
        tuple(_captioned(x) if x.sign.line.number in captions else x for x in labelled), is_live
    )
    draft = replace(assembly.assemble(page, language, phrases, fetched_at), title=title)
    return draft.losing([Removal(f"{cut} characters", "over-limit")]) if cut else draft


def _lines(blocks: Sequence[Block], language: Language) -> tuple[list[Line], int]:
    found: list[Line] = []
    cut = 0
    for number, block in enumerate(blocks[: lines.MAX_LINES], 1):
        text = chars.squeeze(chars.printable(block.text[: lines.MAX_LINE_CHARS]))
        cut += max(0, len(block.text) - lines.MAX_LINE_CHARS)
        if text:
            found.append(lines.measured(text, number, language, level=block.level))
    return found, cut + sum(len(block.text) for block in blocks[lines.MAX_LINES :])


def _captioned(labelled: Labelled) -> Labelled:
    return Labelled(labelled.sign, Label.CAPTION)
