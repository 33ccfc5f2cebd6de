"""The sample folder comes out as it was labelled by hand."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from newsfold import tables
from newsfold.clean import document
from newsfold.gather import folder
from newsfold.model import Article, Document, Rejected

ROOT = Path(__file__).resolve().parents[2]
_LABELLED = json.loads((ROOT / "tests/golden/seeds/labels.json").read_text("utf-8"))
GOLD: dict[str, Any] = _LABELLED["files"]
LABELS: dict[str, str] = _LABELLED["label_set"]
DOCUMENTS = {
    d.locator.rsplit("/", 1)[-1]: d
    for d in folder.documents([ROOT / "seeds"], max_bytes=10_000_000)
    if isinstance(d, Document)
}


def found(name: str) -> Article | Rejected:
    """What the room makes of one sample."""
    return document.read(DOCUMENTS[name], tables.load())


def article(name: str) -> Article:
    """One sample that is an article."""
    one = found(name)
    assert isinstance(one, Article), one
    return one


def test_every_sample_is_labelled() -> None:
    """No sample goes unchecked."""
    assert set(DOCUMENTS) == set(GOLD)


@pytest.mark.parametrize("name", sorted(n for n in GOLD if GOLD[n]["ideal"]["kind"] == "rejected"))
def test_what_is_no_article_is_refused(name: str) -> None:
    """The consent page gives no article."""
    assert isinstance(found(name), Rejected)


ARTICLES = sorted(n for n in GOLD if GOLD[n]["ideal"]["kind"] != "rejected")


@pytest.mark.parametrize("name", ARTICLES)
def test_the_record_is_the_ideal_one(name: str) -> None:
    """Headline, outlet, authors, date and every paragraph are those that an editor wrote down."""
    one, ideal = article(name), GOLD[name]["ideal"]
    assert one.title == ideal["headline"]
    assert (one.outlet, list(one.authors)) == (ideal["outlet"], ideal["authors"])
    assert one.published_at is not None
    assert one.published_at.iso == ideal["published_at"]
    assert one.dated_by == ideal["dated_by"]
    assert list(one.paragraphs) == ideal["paragraphs"]
    assert one.url == ideal.get("url")


@pytest.mark.parametrize("name", ARTICLES)
def test_headings_and_posts_are_the_ideal_ones(name: str) -> None:
    """Subheadings stand in an article, headings in a live blog's posts."""
    one, ideal = article(name), GOLD[name]["ideal"]
    posts = [(p.heading, list(p.authors), len(p.paragraphs)) for p in one.posts]
    assert posts == [(p["heading"], p["authors"], p["paragraphs"]) for p in ideal["posts"]]
    if not posts:
        assert [s.text for s in one.subheadings] == ideal["subheadings"]


@pytest.mark.parametrize("name", ARTICLES)
def test_captions_and_removals_are_the_ideal_ones(name: str) -> None:
    """A caption keeps its credit; insertions within lines are counted as removed."""
    one, ideal = article(name), GOLD[name]["ideal"]
    assert len(one.captions) == len(ideal["captions"])
    for caption, told in zip(one.captions, ideal["captions"], strict=True):
        assert told["caption"] in caption and told["credit"] in caption
    gone = [r.text for r in one.removed]
    for removal in ideal["inline_removals"]:
        assert removal["text"] in gone or any(removal["text"] in c for c in one.captions)


@pytest.mark.parametrize("name", sorted(n for n in GOLD if "lines" in GOLD[n]))
def test_no_line_of_junk_survives(name: str) -> None:
    """What a person labelled as junk stands in no part of the article."""
    one = article(name)
    kept = {one.title, *one.paragraphs, *one.captions, *(s.text for s in one.subheadings)}
    junk = {
        "nav",
        "widget",
        "cookie",
        "newsletter",
        "related",
        "other_title",
        "counter",
        "footer",
        "alt",
    }
    for line in GOLD[name]["lines"]:
        if line["label"] in junk:
            assert line["text"] not in kept


@pytest.mark.parametrize("name", sorted(n for n in GOLD if "must_not_contain" in GOLD[n]))
def test_no_furniture_survives(name: str) -> None:
    """What stands around the content of pages and feeds is nowhere in the article."""
    one = article(name)
    text = "\n".join((one.title, *one.paragraphs, *one.captions))
    assert not [phrase for phrase in GOLD[name]["must_not_contain"] if phrase in text]


DUMPS = sorted(n for n in GOLD if n.startswith("dump_"))
# Where a line of each label may be found again; 'body' is looked at by the paragraphs themselves.
DROPPED = {
    "nav", "widget", "cookie", "newsletter", "related", "other_title", "counter", "footer", "alt",
    "repeat",
}  # fmt: skip
KINDS = {
    "dump_torrick_talks.txt": {
        "promo", "call", "read-more", "doubled-punctuation", "reading-time", "navigation",
        "newsletter", "cookie-notice", "previous-next", "related", "comments", "counter", "outside",
    },
    "dump_torrick_live.txt": {
        "live-widget", "repeat", "alt", "relative-time", "no-script", "read-more", "tags",
    },
}  # fmt: skip


def test_every_dump_is_labelled_line_by_line() -> None:
    """Each line of the dirty dumps that shows something has its label, at its own number."""
    assert sorted(p.name for p in (ROOT / "seeds").glob("*.txt")) == DUMPS
    for name in DUMPS:
        rows = (ROOT / "seeds" / name).read_text("utf-8").split("\n")
        there = {number: row for number, row in enumerate(rows, 1) if row.strip()}
        assert there == {line["line"]: line["text"] for line in GOLD[name]["lines"]}
        assert {line["label"] for line in GOLD[name]["lines"]} <= set(LABELS)


@pytest.mark.parametrize("name", DUMPS)
def test_every_line_is_where_its_label_says(name: str) -> None:
    """A dropped line is counted as removed; any other stands in the article, whole or mended."""
    one, lines = article(name), GOLD[name]["lines"]
    gone = Counter(r.text for r in one.removed)
    dropped = Counter(line["text"] for line in lines if line["label"] in DROPPED)
    assert not dropped - gone
    heads = {text for post in one.posts for text in (post.heading, *post.authors) if text}
    kept = {one.title, *one.captions, *heads, *one.paragraphs, *(s.text for s in one.subheadings)}
    for line in lines:
        if line["label"] in ("headline", "heading", "caption"):
            assert line["text"] in kept
        elif line["label"] == "body" and line["text"] not in kept:
            inside = [text for text in (*kept, *gone) if text in line["text"]]
            letters = Counter("".join("".join(inside).split()))
            assert not Counter("".join(line["text"].split())) - letters


@pytest.mark.parametrize("name", DUMPS)
def test_the_samples_hold_every_kind_of_dirt(name: str) -> None:
    """The dumps are as dirty as real ones: each kind of removal that we show off occurs."""
    assert {r.why for r in article(name).removed} >= KINDS[name]


def test_a_sample_ends_without_a_line_end() -> None:
    """The last line of one dump has none, as where files were cut off: it is still read."""
    body = (ROOT / "seeds/dump_torrick_talks.txt").read_bytes()
    assert not body.endswith(b"\n")
    assert "Related Post" in {r.text for r in article("dump_torrick_talks.txt").removed}
