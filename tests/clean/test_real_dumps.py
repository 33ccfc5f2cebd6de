"""The two real dumps in ../shared: every label given by hand, and every field of the ideal."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newsfold import tables
from newsfold.clean import document
from newsfold.model import Article, DatedBy, Document, Media, Precision

KEYS = ("seed000", "seed001")
# What each label's kept text must become; every other label is dropped.
BODY = "BODY"
KEPT = (BODY, "HEADLINE", "KEY EVENT heading", "BYLINE", "CAPTION")
# The codes under which dropped lines may be counted, by the beginning of their label.
CODES = {
    "nav": {"navigation"},
    "image alt (decoration)": {"navigation", "alt"},
    "image alt (near": {"alt"},
    "newsletter box": {"newsletter"},
    "cookie banner": {"cookie-notice"},
    "prev/next label": {"previous-next"},
    "other article title": {"outside"},
    "related label": {"related"},
    "comments label": {"comments"},
    "share counter": {"counter"},
    "relative time": {"relative-time"},
    "byline repeat": {"repeat"},
    "repeat of": {"repeat"},
    "widget label": {"live-widget"},
    "no-JS notice": {"no-script"},
    "aggregator link": {"read-more"},
    "aggregator category": {"tags"},
}


@pytest.fixture(scope="module")
def gold(shared: Path) -> dict[str, Any]:
    """The labels by hand."""
    loaded: dict[str, Any] = json.loads((shared / "data/seeds_gold.json").read_text("utf-8"))
    return loaded


def read(
    shared: Path, gold: dict[str, Any], key: str, fetched_at: datetime | None = None
) -> Article:
    """One of the dumps, cleaned."""
    name = gold[key]["ideal"]["file"]
    body = (shared / "seeds" / name).read_bytes()
    given = Document("shared", name, Media.TEXT, body, fetched_at=fetched_at)
    found = document.read(given, tables.load())
    assert isinstance(found, Article), found
    return found


def texts(gold: dict[str, Any], key: str) -> dict[int, str]:
    """The dump's lines by number."""
    return {line["line"]: line["text"] for line in gold[key]["lines"]}


def labelled(gold: dict[str, Any], key: str, start: str) -> list[str]:
    """The lines whose label begins so, in order."""
    return [line["text"] for line in gold[key]["lines"] if line["label"].startswith(start)]


def shown(found: Article) -> Counter[str]:
    """Every text that the article shows, and how often."""
    posts = [text for post in found.posts for text in (post.heading, *post.authors) if text]
    heads = [] if found.posts else [s.text for s in found.subheadings]
    return Counter([found.title, *found.paragraphs, *found.captions, *heads, *posts])


@pytest.mark.parametrize("key", KEYS)
def test_the_labels_cover_the_dump(shared: Path, gold: dict[str, Any], key: str) -> None:
    """Every line that shows something has its label, so that nothing goes unchecked."""
    lines = (shared / "seeds" / gold[key]["ideal"]["file"]).read_text("utf-8").split("\n")
    there = {number: line for number, line in enumerate(lines, 1) if line.strip()}
    assert there == texts(gold, key)
    known = (*KEPT, *CODES)
    assert all(line["label"].startswith(known) for line in gold[key]["lines"])


@pytest.mark.parametrize("key", KEYS)
def test_every_dropped_line_is_counted_under_its_code(
    shared: Path, gold: dict[str, Any], key: str
) -> None:
    """A line labelled as junk or repeat is counted as removed, as often as it was labelled so."""
    found = read(shared, gold, key)
    gone: dict[str, Counter[str]] = {}
    for removal in found.removed:
        gone.setdefault(removal.text, Counter())[removal.why] += 1
    for start, codes in CODES.items():
        for text, count in Counter(labelled(gold, key, start)).items():
            assert sum(gone.get(text, Counter())[code] for code in codes) >= count, text


@pytest.mark.parametrize("key", KEYS)
def test_nothing_of_the_junk_survives(shared: Path, gold: dict[str, Any], key: str) -> None:
    """A dropped line stands nowhere in the article; the text of a repeat stands there once."""
    found, lines = shown(read(shared, gold, key)), texts(gold, key)
    labels = {line["line"]: line["label"] for line in gold[key]["lines"]}
    for number in gold[key]["ideal"]["dropped_lines"]:
        again = "repeat" in labels[number]
        assert found[lines[number]] == (1 if again else 0), lines[number]


@pytest.mark.parametrize("key", KEYS)
def test_nothing_else_is_dropped(shared: Path, gold: dict[str, Any], key: str) -> None:
    """What is counted as removed is a line labelled as junk, or one of the ideal's insertions."""
    ideal, lines, found = gold[key]["ideal"], texts(gold, key), read(shared, gold, key)
    dropped = {lines[number] for number in ideal["dropped_lines"]}
    alts = {image["alt"] for image in ideal["images"]}
    inside = {".", "5 Mins Read", *ideal.get("inline_removals", ())}
    assert {r.text for r in found.removed} <= dropped | alts | inside


def test_the_paragraphs_of_the_article(shared: Path, gold: dict[str, Any]) -> None:
    """Every body line is a paragraph as it was; the three dirty ones are cut where they should."""
    ideal, found = gold["seed000"]["ideal"], read(shared, gold, "seed000")
    promo, head = ideal["inline_removals"][0], ideal["subheadings"][0]
    expected: list[str] = []
    body = [line for line in gold["seed000"]["lines"] if line["label"].startswith(BODY)]
    for line in body:
        if "promo" in line["label"]:
            expected += [part.strip() for part in line["text"].split(promo)]
        elif "subheading" in line["label"]:
            assert line["text"].startswith(head)
            expected.append(line["text"].removeprefix(head).strip())
        elif "stray" in line["label"]:
            expected.append(line["text"].removesuffix("."))
        else:
            expected.append(line["text"])
    assert list(found.paragraphs) == expected
    assert len(body) == ideal["body_lines"]
    assert len(expected) == ideal["paragraphs_after_inline_repair"]
    (place,) = found.subheadings
    assert (place.text, [place.text]) == (head, ideal["subheadings"])
    assert expected[place.before].startswith("Mr Zelenskyy said post-ceasefire deployments")


def test_the_article_s_record(shared: Path, gold: dict[str, Any]) -> None:
    """Headline, outlet, day and its source; no posts, pictures or key events; three insertions."""
    ideal, found = gold["seed000"]["ideal"], read(shared, gold, "seed000")
    assert ideal["kind"] == "article" and found.posts == ()
    assert found.title == ideal["headline"] == labelled(gold, "seed000", "HEADLINE")[0]
    assert (found.outlet, found.outlet, found.authors) == (ideal["outlet"], ideal["byline"], ())
    assert found.published_at is not None
    assert found.published_at.iso == ideal["published"]
    assert found.published_at.precision is Precision(ideal["published_precision"])
    assert found.dated_by is DatedBy.BYLINE
    assert (list(found.pictures), list(found.captions)) == (ideal["images"], ideal["images"])
    assert ideal["key_events"] == []
    why = {r.text: r.why for r in found.removed}
    assert why[ideal["inline_removals"][0]] == "promo"
    assert why["."] == "doubled-punctuation" and "trailing '.'" in ideal["inline_removals"][1]
    assert why["5 Mins Read"] == "reading-time" and "5 Mins Read" in ideal["inline_removals"][2]
    # The promotion names another outlet: a hint, and never the article's own.
    assert ideal["source_hint"].partition(" (")[0] not in (found.outlet, *found.authors)


def test_the_posts_of_the_live_blog(shared: Path, gold: dict[str, Any]) -> None:
    """Six posts in printed order, each with its lines and its writer; one has no heading."""
    ideal, lines = gold["seed001"]["ideal"], texts(gold, "seed001")
    found = read(shared, gold, "seed001")
    assert ideal["kind"] == "live blog"
    for post, told in zip(found.posts, ideal["posts"], strict=True):
        assert post.heading == (lines[told["heading"]] if told["heading"] else None)
        assert list(post.paragraphs) == [lines[number] for number in told["lines"]]
        assert list(post.authors) == ([told["byline"]] if "byline" in told else [])
        assert post.time is None
    heads = [p.heading for p in found.posts if p.heading]
    assert heads == ideal["key_events"] == labelled(gold, "seed001", "KEY EVENT heading")
    assert [s.text for s in found.subheadings] == heads


def test_the_live_blog_s_record(shared: Path, gold: dict[str, Any]) -> None:
    """Headline, writers, no outlet, 35 of 40 paragraphs, one caption with its credit."""
    ideal, lines = gold["seed001"]["ideal"], texts(gold, "seed001")
    found = read(shared, gold, "seed001")
    assert found.title == ideal["headline"] == lines[1]
    assert (found.outlet, list(found.authors)) == (ideal["outlet"], ideal["byline"])
    assert list(found.paragraphs) == labelled(gold, "seed001", BODY)
    assert len(found.paragraphs) == ideal["body_paragraphs"]
    again = [r.text for r in found.removed if r.text in found.paragraphs]
    assert len(found.paragraphs) + len(again) == ideal["body_lines_with_repeats"]
    (caption,), (image,) = found.captions, ideal["images"]
    assert [caption] == labelled(gold, "seed001", "CAPTION")
    assert caption.startswith(image["caption"]) and caption.endswith(image["credit"])
    assert [r.text for r in found.removed if r.why == "alt"] == [image["alt"]]
    (pictured,) = [p for p in ideal["posts"] if "image" in p]
    assert lines[pictured["image"]] == caption and pictured["heading"] is None


@pytest.mark.parametrize("fetched_at", [None, datetime(2026, 1, 7, 10, tzinfo=UTC)])
def test_the_live_blog_s_date(
    shared: Path, gold: dict[str, Any], fetched_at: datetime | None
) -> None:
    """The page states no publication: the picture's day is evidence, before '1 day ago'."""
    ideal, found = gold["seed001"]["ideal"], read(shared, gold, "seed001", fetched_at)
    assert ideal["published"] is None and ideal["published_relative"].startswith("1 day ago")
    assert "Jan. 6, 2026" in ideal["event_date_evidence"]
    assert found.published_at is not None and found.published_at.iso == "2026-01-06"
    assert found.published_at.precision is Precision.DAY
    assert found.dated_by is DatedBy.CAPTION
