"""The fixed words of a digest, one table a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from newsfold.render import dates

Forms = Mapping[str, str]  # CLDR plural category ('one', 'few', 'other', ...) -> phrase with {n}


@dataclass(frozen=True, slots=True)
class Words:
    """Every phrase that newsfold itself puts into a mail. Braces name what is filled in."""

    language: str  # ISO 639-1
    issue: str
    stories: Forms
    in_brief: Forms
    note: str
    story_note: str
    continuing_since: str
    continuing: str
    key_events: str
    one_source: str
    sources: Forms
    event_sources: Forms
    unnamed: str
    untitled: str
    also: str
    more: Forms
    reason: str
    unsubscribe: str
    online: str
    opening: Forms

    def counted(self, forms: Forms, n: int) -> str:
        """The form of a phrase for `n` things, with the number in it."""
        category = str(dates.locale(self.language).plural_form(n))
        return forms.get(category, forms["other"]).format(n=n)


ENGLISH = Words(
    language="en",
    issue="Issue {n}",
    stories={"one": "{n} story", "other": "{n} stories"},
    in_brief={"other": "{n} in brief"},
    note="From the editor",
    story_note="Editor’s note:",
    continuing_since="Continuing since {date}",
    continuing="Continuing story",
    key_events="Key events",
    one_source="Source:",
    sources={"other": "{n} sources:"},
    event_sources={"other": "{n} sources"},
    unnamed="unnamed source",
    untitled="Untitled story",
    also="Also in the news",
    more={"one": "and {n} more story", "other": "and {n} more stories"},
    reason="You get this mail because you are on the list of {title}.",
    unsubscribe="Unsubscribe",
    online="Read this issue online",
    opening={"one": "{n} story in this issue.", "other": "{n} stories in this issue."},
)

TABLES: Mapping[str, Words] = {"en": ENGLISH}


def of(language: str) -> Words:
    """The words of an ISO 639-1 language; the English ones where it has no table yet."""
    return TABLES.get(language.replace("_", "-").split("-")[0].lower(), ENGLISH)
