"""The two real dumps in ../shared: every label that was given to them by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newsfold import tables
from newsfold.clean import document
from newsfold.model import Article, DatedBy, Document, Media

NAMES = {"seed000": "000_56cc25a641c73e27.txt", "seed001": "001_3f8c5a918a8a0fbe.txt"}


@pytest.fixture
def gold(shared: Path) -> dict[str, Any]:
    """The labels by hand."""
    loaded: dict[str, Any] = json.loads((shared / "data/seeds_gold.json").read_text("utf-8"))
    return loaded


def read(shared: Path, key: str) -> Article:
    """One of the dumps, cleaned."""
    body = (shared / "seeds" / NAMES[key]).read_bytes()
    found = document.read(Document("shared", NAMES[key], Media.TEXT, body), tables.load())
    assert isinstance(found, Article), found
    return found


def texts(gold: dict[str, Any], key: str) -> dict[int, str]:
    """The dump's lines by number."""
    return {line["line"]: line["text"] for line in gold[key]["lines"]}


@pytest.mark.parametrize("key", sorted(NAMES))
def test_nothing_of_the_junk_survives(shared: Path, gold: dict[str, Any], key: str) -> None:
    """A dropped line is no title, paragraph, heading or caption, and its removal is recorded.

    The second copies of the live blog's opening post are dropped lines whose text stands once.
    """
    found, lines = read(shared, key), texts(gold, key)
    kept = [found.title, *found.paragraphs, *found.captions, *(s.text for s in found.subheadings)]
    labels = {line["line"]: line["label"] for line in gold[key]["lines"]}
    gone = {r.text for r in found.removed}
    for number in gold[key]["ideal"]["dropped_lines"]:
        once = labels[number].startswith("repeat") and lines[number] not in found.authors
        assert kept.count(lines[number]) == (1 if once else 0), lines[number]
        assert lines[number] in gone


@pytest.mark.parametrize("key", sorted(NAMES))
def test_every_body_line_is_kept_once(shared: Path, gold: dict[str, Any], key: str) -> None:
    """What is left of each body line after the repairs inside it stands in one place."""
    found = read(shared, key)
    whole = "\n".join((*found.paragraphs, *(s.text for s in found.subheadings)))
    for line in gold[key]["lines"]:
        if line["label"] == "BODY":
            assert whole.count(line["text"]) == 1


def test_the_article(shared: Path, gold: dict[str, Any]) -> None:
    """Headline, outlet, day, nine paragraphs, one subheading; the three insertions are cut."""
    ideal, found = gold["seed000"]["ideal"], read(shared, "seed000")
    assert found.title == ideal["headline"]
    assert (found.outlet, found.outlet) == (ideal["outlet"], ideal["byline"])
    assert found.published_at is not None and found.published_at.iso == ideal["published"]
    assert found.dated_by is DatedBy.BYLINE
    assert len(found.paragraphs) == ideal["paragraphs_after_inline_repair"]
    assert [s.text for s in found.subheadings] == ideal["subheadings"]
    gone = {r.text for r in found.removed}
    assert {ideal["inline_removals"][0], ".", "5 Mins Read"} <= gone
    assert found.paragraphs[-1].endswith("'.\"")


def test_the_live_blog(shared: Path, gold: dict[str, Any]) -> None:
    """Six posts with their lines, two authors, no outlet, the day from the picture's text."""
    ideal, lines, found = gold["seed001"]["ideal"], texts(gold, "seed001"), read(shared, "seed001")
    assert found.title == ideal["headline"]
    assert (found.outlet, list(found.authors)) == (None, ideal["byline"])
    assert len(found.paragraphs) == ideal["body_paragraphs"]
    for post, told in zip(found.posts, ideal["posts"], strict=True):
        assert post.heading == (lines[told["heading"]] if told["heading"] else None)
        assert list(post.paragraphs) == [lines[number] for number in told["lines"]]
        assert list(post.authors) == ([told["byline"]] if "byline" in told else [])
    assert [p.heading for p in found.posts if p.heading] == ideal["key_events"]
    (caption,) = found.captions
    assert ideal["images"][0]["caption"] in caption and ideal["images"][0]["credit"] in caption
    assert ideal["images"][0]["alt"] in {r.text for r in found.removed if r.why == "alt"}
    assert found.published_at is not None and found.published_at.iso == "2026-01-06"
    assert found.dated_by is DatedBy.CAPTION
