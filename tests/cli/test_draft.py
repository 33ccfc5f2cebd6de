"""`digest draft --json` field by field, and what `--explain` says of a story."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.walk.conftest import run_in

SEEDS = ("draft", "--source", ROOT / "seeds", "--at", "2026-03-12T17:00:00Z")
DAY = r"\d{4}-\d{2}-\d{2}"
CLOCK = r"T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})"
WHEN = re.compile(rf"{DAY}(/({DAY}|\.\.)|{CLOCK})?|\d{{4}}-\d{{2}}")
Json = dict[str, Any]


@pytest.fixture(scope="module")
def issue(tmp_path_factory: pytest.TempPathFactory) -> Json:
    """The draft of the seeds."""
    found: Json = json.loads(run_in(tmp_path_factory.mktemp("draft"), *SEEDS, "--json").stdout)
    return found


@pytest.fixture(scope="module")
def stories(issue: Json) -> list[Json]:
    """Its stories told in full."""
    found = [story for section in issue["sections"] for story in section["stories"]]
    assert len(found) >= 8
    return found


def test_the_issue(issue: Json) -> None:
    """id, title, day of publication, titled sections of stories."""
    assert issue["id"] == "daily-2026-03-12"
    assert issue["title"] == "The Daily Fold"
    assert issue["published_on"] == "2026-03-12"
    assert all(section["title"] and section["stories"] for section in issue["sections"])


def test_each_story(stories: list[Json]) -> None:
    """An id of its own, a headline, and the status of a story that no issue told before."""
    assert len({story["id"] for story in stories}) == len(stories)
    for story in stories:
        assert story["headline"].strip()
        assert (story["status"], story["continuing_since"]) == ("new", None)
        assert story["articles"]


def test_summaries_and_key_events_name_articles_of_their_story(stories: list[Json]) -> None:
    """Every `article_id` is an entry of the story's `articles`, an event's own the first of all."""
    for story in stories:
        known = {article["id"] for article in story["articles"]}
        assert story["summary"]
        for sentence in story["summary"]:
            assert sentence["text"].strip()
            assert sentence["article_id"] in known
        for event in story["key_events"]:
            assert set(event["article_ids"]) <= known
            assert event["article_ids"][0] == event["article_id"]
            assert 1 <= event["source_count"] <= len(event["article_ids"])


def test_key_events_are_dated_as_long_as_is_known(stories: list[Json]) -> None:
    """`when` is a day, month or span with its `precision`, or null; `speaker` a name or null."""
    events = [event for story in stories for event in story["key_events"]]
    assert any(event["when"] for event in events)
    assert any(event["speaker"] for event in events)
    for event in events:
        assert event["text"].strip()
        assert event["speaker"] is None or event["speaker"].strip()
        if event["when"] is None:
            assert event["precision"] is None
            continue
        assert WHEN.fullmatch(event["when"])
        assert event["precision"] in {"instant", "day", "month", "range"}
        assert ("/" in event["when"]) == (event["precision"] == "range")


def test_articles_say_what_is_known_of_them(stories: list[Json]) -> None:
    """id and title always; outlet, address and date where the source tells, else null."""
    articles = [article for story in stories for article in story["articles"]]
    for article in articles:
        assert re.fullmatch(r"[0-9a-f]{32}", article["id"])
        assert article["title"].strip()
        assert article["url"] is None or article["url"].startswith("http")
        assert article["published_at"] is None or WHEN.fullmatch(article["published_at"])
    assert {a["outlet"] is None for a in articles} == {True, False}


def explained(home: Path, wanted: str, *options: str) -> str:
    """What `--explain` prints."""
    return run_in(home, *SEEDS, "--explain", wanted, *options).stdout


def test_a_story_is_found_by_id_by_its_beginning_and_by_headline_words(
    tmp_path: Path, stories: list[Json]
) -> None:
    """All three name the same story."""
    wanted = next(story for story in stories if "Torrick" in story["headline"])
    by_id = explained(tmp_path, wanted["id"])
    assert by_id.startswith(wanted["headline"])
    assert explained(tmp_path, wanted["id"][:7]) == by_id
    assert explained(tmp_path, "dam TORRICK") == by_id


def test_an_explanation_names_articles_weight_and_the_origin_of_each_sentence(
    tmp_path: Path, stories: list[Json]
) -> None:
    """Every article and printed sentence is there, the parts of the weight sum up to it, and the
    similarities stand on the right sides of the threshold."""
    story = next(story for story in stories if len(story["articles"]) > 1)
    why = json.loads(explained(tmp_path, story["id"], "--json"))
    assert why["story"]["headline"] == story["headline"]
    assert [a["article_id"] for a in why["articles"]] == [a["id"] for a in story["articles"]]
    assert all(a["similarity"] >= why["threshold"] for a in why["articles"])
    assert why["nearest_left_out"]["similarity"] < min(a["similarity"] for a in why["articles"])
    parts = (why["weight"][name] for name in ("sources", "recency", "length", "place"))
    assert why["weight"]["total"] == pytest.approx(sum(parts), abs=1e-5)
    assert why["weight"]["total"] == pytest.approx(story["weight"], abs=1e-5)
    for kind in ("summary", "key_events"):
        assert [o["text"] for o in why[kind]] == [s["source_text"] for s in story[kind]]
        assert [o["paragraph"] for o in why[kind]] == [s["paragraph"] for s in story[kind]]
    printed = {s["source_text"] for kind in ("summary", "key_events") for s in story[kind]}
    assert why["not_printed"]
    assert all(r["why"] and r["text"] not in printed for r in why["not_printed"])


@pytest.mark.parametrize("wanted", ["no such story", ""])
def test_an_unknown_story_is_answered_with_the_ids(
    tmp_path: Path, stories: list[Json], wanted: str
) -> None:
    """Whoever mistypes sees what there is to choose from."""
    said = run_in(tmp_path, *SEEDS, "--explain", wanted, exits=2).stderr
    assert all(story["id"] in said and story["headline"] in said for story in stories)


def test_words_of_several_headlines_are_answered_with_those(
    tmp_path: Path, stories: list[Json]
) -> None:
    """Only the matching stories are listed."""
    said = run_in(tmp_path, *SEEDS, "--explain", "the", exits=2).stderr
    matching = [story for story in stories if "the" in story["headline"].casefold()]
    assert len(matching) > 1
    assert {s["id"] for s in stories if s["id"] in said} == {s["id"] for s in matching}
