"""A feed entry (its own HTML or text, and the feed's data as hints) -> a draft."""

from __future__ import annotations

import re
from datetime import datetime

from newsfold.clean import blocks, dump, trusted
from newsfold.clean.blocks import Block
from newsfold.clean.draft import Draft
from newsfold.model import Hints, Reason, Removal
from newsfold.text.language import Tables

# What feed software puts behind a text: 'The post X appeared first on Y', 'Continue reading ...',
# and the sign of an excerpt. Matched at the end of the last blocks only.
_MORE = re.compile(r"\s*(?:\[(?:…|\.\.\.|&hellip;)\]|(?:…|\.\.\.)\s?[→»>]+|[→»]+)\s*$")


def read(
    text: str, hints: Hints, tables: Tables, *, fetched_at: datetime | None
) -> tuple[Draft, str] | Reason:
    """The entry's draft and its language, or TOO_DEEP."""
    found = blocks.of(text)
    if found is None:
        return Reason.TOO_DEEP
    kept, removed = _without_more(found)
    sample = "\n".join([hints.title or "", *(b.text for b in kept)])
    code = dump.language_of(sample, tables, hints.language)
    draft = trusted.read(kept, tables, code, title=hints.title, fetched_at=fetched_at)
    return draft.losing(removed), code


def _without_more(found: tuple[Block, ...]) -> tuple[tuple[Block, ...], list[Removal]]:
    removed: list[Removal] = []
    kept: list[Block] = []
    for block in found:
        sign = _MORE.search(block.text[-40:])
        if sign is None:
            kept.append(block)
            continue
        cut = len(block.text) - len(block.text[-40:]) + sign.start()
        removed.append(Removal(block.text[cut:].strip(), "read-more"))
        kept.append(Block(block.text[:cut], block.level, block.is_caption))
    return tuple(kept), removed
