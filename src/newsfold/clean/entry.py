"""A feed entry (its own HTML or text, and the feed's data as hints) -> a draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from newsfold.clean import dump, trusted
from newsfold.clean.draft import Draft
from newsfold.clean.markup import blocks, excerpt, pictures
from newsfold.clean.phrases import junk
from newsfold.model import Hints, Reason
from newsfold.text.language import Tables


def read(
    text: str, hints: Hints, tables: Tables, *, fetched_at: datetime | None
) -> tuple[Draft, str] | Reason:
    """The entry's draft and its language, or TOO_DEEP."""
    found = blocks.of(text)
    if found is None:
        return Reason.TOO_DEEP
    kept, removed = excerpt.without_more(found)
    sample = "\n".join([hints.title or "", *(b.text for b in kept)])
    code = dump.language_of(sample, tables, hints.language)
    draft = trusted.read(kept, tables, code, title=hints.title, fetched_at=fetched_at)
    shown = pictures.of_markup(text, hints.url, junk.phrases(tables, code))
    return replace(draft, pictures=shown).losing(removed), code
