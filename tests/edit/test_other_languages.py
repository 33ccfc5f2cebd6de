"""Languages of which little or nothing is known: whole sentences, and nothing added wrongly."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from newsfold.edit import stories
from newsfold.model import Story
from newsfold.text import sentences
from tests.edit import newsroom

FILE = Path(__file__).parent / "newsrooms" / "others.toml"
OTHERS: dict[str, dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))
CODES = sorted(OTHERS)


def told(code: str) -> Story:
    """The story of the language's article."""
    article = newsroom.article(f"Halvik {code}", *OTHERS[code]["text"], language=code)
    (story,) = stories.tell([article], newsroom.known_tables())
    return story


@pytest.mark.parametrize("code", CODES)
def test_only_sentences_that_stand_alone_are_printed(code: str) -> None:
    """Two sentences or more, none that leans on another, none that asks."""
    known = [s for text in OTHERS[code]["text"] for s in sentences.split(text, code)]
    story = told(code)
    printed = [s.text for s in story.summary] + [e.sentence.text for e in story.key_events]
    assert len(story.summary) >= 2
    assert set(printed) <= set(known)
    assert set(OTHERS[code]["bad"]) <= set(known)
    assert not set(OTHERS[code]["bad"]) & set(printed)


@pytest.mark.parametrize("code", CODES)
def test_only_sure_days_are_added(code: str) -> None:
    """No name, and no day but those whose direction the language's own words tell."""
    story = told(code)
    every = [*story.summary, *(event.sentence for event in story.key_events)]
    added = [addition.text for sentence in every for addition in sentence.additions]
    assert added == OTHERS[code]["added"]


@pytest.mark.parametrize("code", ["sv", "tr"])
def test_without_data_nobody_speaks(code: str) -> None:
    """No speaker is guessed and no day is read where the language has no tables."""
    article = newsroom.article("Halvik", *OTHERS[code]["text"], language=code)
    for judged in newsroom.laid_out(article).judged:
        assert (judged.speaker.name, judged.when) == (None, None)


@pytest.mark.parametrize("code", ["ja", "zh"])
def test_sentences_without_spaces_have_a_length(code: str) -> None:
    """A full sentence of a script without spaces is no short one, nor one that breaks off."""
    article = newsroom.article("Halvik", *OTHERS[code]["text"], language=code)
    first = newsroom.laid_out(article).judged[0]
    assert first.flaws == frozenset()
    assert 15 <= first.line.size <= 25
