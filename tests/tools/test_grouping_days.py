"""The days that grouping is fitted on."""

from __future__ import annotations

import random

from newsfold import tables
from newsfold.text import words
from tools import grouping_days as days

ENGLISH = tables.load().language("en")
PLACES = ("Okara", "Valmira", "Torvik", "Dernau", "Silberg", "Marwick")
ROWS = [
    (
        f"{place} {kind}",
        days.article(
            f"{place} {n}",
            f"Quake hits {place}",
            f"People in the town of {place} left their houses. A quake of {n}.3 broke {n}2 walls.",
        ),
    )
    for n, place in enumerate(PLACES, 4)
    for kind in ("ecb", "plus")
]


def test_an_event_told_again_has_other_names_and_numbers() -> None:
    """In a day of renamed events no name or number of the first stands in the second, and most of
    the other words do."""
    draw = random.Random(1)
    day = [row for _ in range(20) for row in days.Renaming(ROWS, ENGLISH, draw).day(1)]
    again = [told for event, told in day if event.endswith("again")]
    assert len(again) > 5
    for told in again:
        place, number, _ = told.id.split()
        found = words.words(f"{told.title} {told.paragraphs[0]}")
        assert place not in found
        assert f"{number}.3" not in found
        assert "of" in found


def test_few_articles_of_an_event() -> None:
    """A small day has the events asked for, one or two articles of each."""
    day = days.few(ROWS, 3, random.Random(2))
    assert len({event for event, _ in day}) == 3
    assert 3 <= len(day) <= 3 * days.ACCOUNTS


def test_both_events_of_a_topic() -> None:
    """Who draws a topic gets its two events."""
    rows = [(event.replace(" ", "_"), told) for event, told in ROWS]
    day = days.paired(rows, 1, random.Random(3))
    first, second = sorted({event for event, _ in day})
    assert first.removesuffix("_ecb") == second.removesuffix("_plus")
