"""A week of running stories, a `digest run` a day: a reader of every issue reads no fact twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import novelty
from newsfold.text import chars
from tests.walk import week
from tests.walk.conftest import run_in
from tests.walk.week import Told

MERGED = "avalanche"  # from day 3 on a part of the story of the climbers
NEIGHBOURS = {"regatta", "new mill", "exhibition", "budget"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[list[Told]]:
    """What each day's issue told in full."""
    home = tmp_path_factory.mktemp("week")
    (home / "readers.csv").write_text("email\nann@example.org\n")
    found = []
    for number, folder in enumerate(week.write(home / "src"), 1):
        run_in(
            home, "run", "--source", folder, "--subscribers", "readers.csv", "--outbox", "out",
            "--at", week.at(number),
        )  # fmt: skip
        name = f"daily-{week.day(number)}"
        shown = run_in(home, "issues", "show", name, "--outbox", "out", "--json").stdout
        found.append(week.stories(json.loads(shown), number))
    return found


def test_no_sentence_is_printed_twice(told: list[list[Told]]) -> None:
    """Background that the outlets repeat daily, and copies, are printed once in the week."""
    texts = [chars.fold(text) for day in told for story in day for text in story.texts]
    assert len(texts) > 60
    assert len(set(texts)) == len(texts)


def test_hardly_a_sentence_says_what_another_said(told: list[list[Told]]) -> None:
    """Of all sentences at most one in twenty shares most of its words with one of another day."""
    earlier: list[novelty.Printed] = []
    like: list[str] = []
    for day in told:
        today = [novelty.printed(text) for story in day for text in story.texts]
        like += [
            one.text
            for one in today
            if any(
                novelty.jaccard(one.words, other.words) > novelty.JACCARD
                or novelty.contained(one, other)
                for other in earlier
            )
        ]
        earlier += today
    assert len(like) <= 0.05 * len(earlier), like


def test_each_day_tells_what_went_on(told: list[list[Told]]) -> None:
    """News on a story is told however long it was silent; a mere re-telling is left out."""
    for number, (day, wanted) in enumerate(zip(told, week.WEEK["days"], strict=True), 1):
        labels = [story.label for story in day]
        assert sorted(labels) == sorted(wanted["told"]), f"day {number}"
        assert not set(labels) & set(wanted["silent"])


def test_a_story_keeps_its_id_and_says_since_when(told: list[list[Told]]) -> None:
    """First new, then continuing since the issue that told it first, under one id; of two that
    split the one that goes on keeps it, and after a merger the closer one does."""
    first: dict[str, Told] = {}
    for story in (story for day in told for story in day):
        before = first.setdefault(story.label, story)
        assert story.id == before.id, story
        if story is before:
            assert (story.status, story.since) == ("new", None), story
        else:
            since = f"daily-{week.day(before.day)}"
            assert (story.status, story.since) == ("continuing", since), story
    assert len({story.id for story in first.values()}) == len(first)
    assert MERGED in first


def test_neighbours_are_stories_of_their_own(told: list[list[Told]]) -> None:
    """What shares place or people with a story told before is new."""
    found = [story for day in told for story in day if story.label in NEIGHBOURS]
    assert {story.label for story in found} == NEIGHBOURS
    assert all(story.status == "new" for story in found)


def test_figures_that_change_are_news(told: list[list[Told]]) -> None:
    """A death toll that rises and a count that is corrected are told with the new figure."""
    texts = {story.label: " ".join(story.texts) for day in told[1:2] for story in day}
    assert "15 people died" in texts["mill"]
    corrected = {story.label: " ".join(story.texts) for story in told[2]}
    assert "30 seats and not with 31" in corrected["vote"]


def test_the_data_is_as_told(tmp_path: Path) -> None:
    """Every day has its folder, and every expected story an article of that day."""
    assert len(week.write(tmp_path / "src")) == len(week.WEEK["days"]) == 7
    for number, wanted in enumerate(week.WEEK["days"], 1):
        there = {a["story"] for a in week.WEEK["articles"] if a["day"] == number}
        assert {*wanted["told"], *wanted["silent"]} == there
