"""The end of an excerpt: the sign that more follows, and the sentence that it cut off."""

from __future__ import annotations

import re
from dataclasses import replace

from newsfold.clean.markup.blocks import Block
from newsfold.model import Removal

REACH = 40  # characters in which a sign stands: '\u2026 [+12345 chars]'
# What feed software and news APIs put behind a text that goes on elsewhere.
_CUT = re.compile(
    r"\s*(?:(?:…|\.\.\.)?\s?\[(?:…|\.\.\.|&hellip;|\+\d{1,7} (?:chars|characters))\])\s*$"
)
_MORE = re.compile(r"\s*(?:(?:…|\.\.\.)\s?[→»>]+|[→»]+)\s*$")
_END = re.compile(r"[.!?…。！？؟।][\"'”’»)\]」』]{0,4}(?=\s|$)|[。！？]")


def without_more(found: tuple[Block, ...]) -> tuple[tuple[Block, ...], list[Removal]]:
    """The blocks without such signs; a sentence that a cut left unfinished goes as well."""
    kept: list[Block] = []
    removed: list[Removal] = []
    for block in found:
        end = _end(block.text)
        gone = block.text[end:].strip()
        if gone:
            removed.append(Removal(gone, "read-more"))
        if block.text[:end].strip():
            kept.append(replace(block, text=block.text[:end]) if gone else block)
    return tuple(kept), removed


def _end(text: str) -> int:
    start = max(0, len(text) - REACH)
    cut = _CUT.search(text[start:])
    if cut is None:
        more = _MORE.search(text[start:])
        return start + more.start() if more and not _closes_quote(text) else len(text)
    whole = text[: start + cut.start()]
    ends = [found.end() for found in _END.finditer(whole)]
    return ends[-1] if ends else 0


def _closes_quote(text: str) -> bool:
    """Whether the '»' at the end is a quotation's: « as in French », or »as in Swedish»."""
    return "«" in text or text.count("»") > 1
