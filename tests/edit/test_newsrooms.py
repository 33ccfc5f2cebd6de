"""Small newsrooms in six more languages, and what an editor of each wants of them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from newsfold.edit import stories
from newsfold.model import Article, Story
from tests.edit import newsroom

HOME = Path(__file__).parent / "newsrooms"
CODES = ["de", "es", "fr", "it", "nl", "pt"]
FILES: dict[str, dict[str, Any]] = {
    code: tomllib.loads((HOME / f"{code}.toml").read_text(encoding="utf-8")) for code in CODES
}
SHOWN = {  # the days of that week as each language writes them
    "de": "{}. März", "es": "{} de marzo", "fr": "{} mars",
    "it": "{} marzo", "nl": "{} maart", "pt": "{} de março",
}  # fmt: skip


def articles(code: str) -> dict[str, list[Article]]:
    """Event -> its articles."""
    found: dict[str, list[Article]] = {}
    for row in FILES[code]["articles"]:
        article = newsroom.article(row["title"], *row["text"], outlet=row["outlet"], language=code)
        found.setdefault(row["story"], []).append(article)
    return found


@cache
def told(*codes: str) -> tuple[Story, ...]:
    """The stories of these newsrooms taken together."""
    batch = [a for code in codes for event in articles(code).values() for a in event]
    return stories.tell(batch, newsroom.known_tables())


def printed(story: Story) -> list[str]:
    """The sentences of a story as their sources wrote them."""
    return [s.text for s in story.summary] + [e.sentence.text for e in story.key_events]


@pytest.mark.parametrize("code", CODES)
def test_each_event_is_one_story_of_two_outlets(code: str) -> None:
    """What two outlets tell of an event stands together, under one of their own headlines."""
    events = {frozenset(a.title for a in event) for event in articles(code).values()}
    assert {frozenset(a.title for a in story.articles) for story in told(code)} == events
    assert all(story.headline in {a.title for a in story.articles} for story in told(code))


@pytest.mark.parametrize("code", CODES)
def test_what_cannot_stand_alone_is_never_printed(code: str) -> None:
    """Pronouns without their noun, verbs without their subject, 'but', questions: all left out;
    what is printed has no flaw beyond its length."""
    bad = set(FILES[code]["bad"])
    whole = " ".join(text for row in FILES[code]["articles"] for text in row["text"])
    assert all(sentence in whole for sentence in bad)
    for story in told(code):
        assert len(story.summary) >= 2
        assert len(story.key_events) >= 2
        assert not bad & set(printed(story))


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_has_its_own_day_and_speaker(code: str) -> None:
    """Weekdays, 'yesterday' and 'this morning' are resolved in the right direction, and
    statements have their speaker; no other sentence gets a day or a name."""
    rows = FILES[code]["told"]
    for event in articles(code).values():
        for judged in newsroom.laid_out(*event).judged:
            text = judged.line.text
            if text in FILES[code]["bad"]:
                continue
            row: dict[str, str] = next((r for r in rows if text.startswith(r["starts"])), {})
            found = (judged.when.iso if judged.when else None, judged.speaker.name)
            assert found == (row.get("day"), row.get("speaker")), text


@pytest.mark.parametrize("code", CODES)
def test_added_days_are_in_the_languages_own_words(code: str) -> None:
    """'[9 mars]', '[9. März]': what stands in brackets is a day of that week, and of the text."""
    days = {int(row["day"][-2:]) for row in FILES[code]["told"] if "day" in row}
    days.add(13)  # 'until Friday' is no event's day, but is shown
    allowed = {SHOWN[code].format(day) for day in days}
    added = [
        addition.text
        for story in told(code)
        for sentence in [*story.summary, *(e.sentence for e in story.key_events)]
        for addition in sentence.additions
    ]
    assert added
    assert set(added) <= allowed | {row.get("speaker") for row in FILES[code]["told"]}


def test_languages_are_kept_apart() -> None:
    """The same events in six languages taken together give each language's stories unchanged."""
    together = {story.id: story for story in told(*CODES)}
    alone = {story.id: story for code in CODES for story in told(code)}
    assert together.keys() == alone.keys()
    for key, story in together.items():
        assert story.language == alone[key].language
        assert printed(story) == printed(alone[key])
