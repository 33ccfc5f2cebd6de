"""Markdown's own signs -> plain lines with heading levels; front matter -> fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from newsfold.clean.draft import Draft, Evidence
from newsfold.clean.line import lines
from newsfold.clean.line.lines import Line
from newsfold.model import DatedBy
from newsfold.text import chars, dates
from newsfold.text.language import Language

MAX_FRONT_LINES = 60
_HEADING = re.compile(r"(#{1,6})\s+(.*)")  # signs that close it are taken off afterwards
_RULE = re.compile(r"(?:[-*_=]\s?){3,}$")
_BULLET = re.compile(r"\A[-*+]\s+(?=\S)")
_QUOTE = re.compile(r"\A(?:>\s?)+")
_IMAGE = re.compile(r"!\[([^\[\]]{0,500})\]\([^()\s]{0,2000}(?:\s\"[^\"]{0,500}\")?\)")
_LINK = re.compile(r"\[([^\[\]]{1,500})\]\([^()\s]{0,2000}(?:\s\"[^\"]{0,500}\")?\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_]{1,1000}?)(?<=\S)\1")
_EMPHASIS = re.compile(
    r"(?<![\w*])\*(?=\S)([^*]{1,1000}?)(?<=\S)\*(?![\w*])|(?<![\w_])_(?=\S)([^_]{1,1000}?)(?<=\S)_(?![\w_])"
)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])")
_FIELD = re.compile(r"([A-Za-z_]{1,40})\s*:\s*(.*)$")


@dataclass(frozen=True, slots=True)
class Front:
    """A file's front matter: its fields with small keys, and the text behind it."""

    fields: Mapping[str, str]
    rest: str
    lines: int = 0  # that stand above the rest


def front_matter(text: str) -> Front:
    """The fields between two lines '---' at the top, if they stand there."""
    head = text[:20_000].lstrip("\ufeff").splitlines()[: MAX_FRONT_LINES + 2]
    if not head or head[0].strip() != "---":
        return Front({}, text)
    try:
        end = next(i for i, line in enumerate(head[1:], 1) if line.strip() == "---")
    except StopIteration:
        return Front({}, text)
    found = (_FIELD.match(line) for line in head[1:end])
    fields = {m[1].lower(): m[2].strip().strip("\"'") for m in found if m and m[2].strip()}
    return Front(fields, "\n".join(text.splitlines()[end + 1 :]), end + 1)


def undressed(found: Sequence[Line], language: Language) -> tuple[Line, ...]:
    """The lines without their signs; a heading keeps its level."""
    return tuple(_undressed(found, language))


def _undressed(found: Sequence[Line], language: Language) -> Iterable[Line]:
    for index, line in enumerate(found):
        if _RULE.fullmatch(line.text):
            continue
        following = found[index + 1] if index + 1 < len(found) else None
        heading = _HEADING.match(line.text)
        level, text = (len(heading[1]), heading[2].rstrip("# ")) if heading else (0, line.text)
        if not level and following is not None and not following.opens:
            level = (
                {"=": 1, "-": 2}.get(following.text[:1], 0)
                if _RULE.fullmatch(following.text)
                else 0
            )
        shown = chars.squeeze(_plain(text))
        if shown:
            yield lines.measured(
                shown,
                line.number,
                language,
                opens=line.opens,
                level=level,
                is_item=_BULLET.match(line.text) is not None,
            )


def _plain(text: str) -> str:
    text = (
        _BULLET.sub("", _QUOTE.sub("", text, count=1), count=1)
        if text[:1] in "->*+>0123456789"
        else text
    )
    for pattern in (_IMAGE, _LINK):
        text = pattern.sub(r"\1", text)
    text = _STRONG.sub(r"\2", text)
    text = _EMPHASIS.sub(lambda m: m.group(1) or m.group(2), text)
    return _ESCAPED.sub(r"\1", text)


def merged(draft: Draft, front: Front, language: Language) -> Draft:
    """The draft with what the front matter states in place of what the lines suggest."""
    fields = front.fields
    if not fields:
        return draft
    stamps = dates.stamp(fields.get("date", "") or fields.get("published", ""), language)
    author = fields.get("author") or fields.get("authors")
    names = [n.strip(" []\"'") for n in (author or "").split(",")]
    return replace(
        draft,
        title=fields.get("title") or draft.title,
        url=fields.get("url") or fields.get("canonical_url") or draft.url,
        authors=tuple(n for n in names if n) or draft.authors,
        outlet=fields.get("outlet") or fields.get("source") or draft.outlet,
        language=fields.get("lang") or fields.get("language") or draft.language,
        dates=(*(Evidence(when, DatedBy.MARKUP) for when in stamps[:1]), *draft.dates),
    )
