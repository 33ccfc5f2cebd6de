"""The Atom feed: what RFC 4287 asks of one, for any text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID
from xml.etree import ElementTree as Xml

import feedparser
import pytest

from newsfold.config import Newsletter
from newsfold.render import atom, plain, web
from newsfold.render.atom import Entry
from tests.render import hostile, samples

A = f"{{{atom.NAMESPACE}}}"
NOW = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)
ARCHIVE = "https://news.harbour.example/a/"


def _entry(day: int, text: str = "Gate opens") -> Entry:
    told = replace(
        hostile.issue(text), id=f"daily-2026-03-{day}", due_at=NOW + timedelta(days=day - 12)
    )
    content = web.stories(told, samples.NEWSLETTER, samples.SITE)
    return Entry(told, f"{ARCHIVE}{told.id}", plain.line(text), plain.line(text), content)


def _feed(
    *entries: Entry, newsletter: Newsletter = samples.NEWSLETTER, own: str | None = None
) -> bytes:
    return atom.feed(entries, newsletter, archive=ARCHIVE, own=own)


@pytest.mark.parametrize("text", hostile.STRINGS.values(), ids=hostile.STRINGS)
def test_a_feed_has_what_the_standard_asks_for(text: str) -> None:
    """Once each: id, title, updated, author; per entry id, title, updated, link; all in order of
    meaning, whatever the texts hold."""
    root = Xml.fromstring(_feed(_entry(13, text), _entry(12, text), own=f"{ARCHIVE}daily.atom"))
    assert root.tag == f"{A}feed"
    for name in ("id", "title", "updated", "author/name".replace("/", f"/{A}")):
        assert len(root.findall(f"{A}{name}")) == 1
    assert {link.get("rel") for link in root.findall(f"{A}link")} == {"self", "alternate"}
    entries = root.findall(f"{A}entry")
    assert len(entries) == 2
    for node in entries:
        for name in ("id", "title", "updated", "published", "link", "summary", "content"):
            assert len(node.findall(f"{A}{name}")) == 1
        assert node.findtext(f"{A}title") == plain.line(text)
        assert "<script" not in (node.findtext(f"{A}content") or "")
    ids = [node.text for node in root.iter(f"{A}id")]
    assert len(set(ids)) == 3
    assert all(f"urn:uuid:{UUID((i or '')[-36:])}" == i for i in ids)
    stamp = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
    assert all(re.fullmatch(stamp, node.text or "") for node in root.iter(f"{A}updated"))
    assert root.findtext(f"{A}updated") == "2026-03-13T06:00:00Z"


def test_a_feed_reader_reads_it() -> None:
    """feedparser finds no fault, and each issue with its page, moment and content."""
    read = feedparser.parse(_feed(_entry(13), _entry(12)))
    assert not read.bozo
    assert read.feed.title == "The Harbour Post"
    assert read.feed.language == "en"
    assert [entry.link for entry in read.entries] == [
        f"{ARCHIVE}daily-2026-03-13",
        f"{ARCHIVE}daily-2026-03-12",
    ]
    assert read.entries[0].published == "2026-03-13T06:00:00Z"
    assert "<h3>" in read.entries[0].content[0].value


def test_ids_stay_when_the_pages_move() -> None:
    """They hang on newsletter, sender and issue, not on addresses; another newsletter's differ."""
    one, moved = _entry(12), replace(_entry(12), url="https://other.example/a/x")

    def ids(feed: bytes) -> list[str | None]:
        return [node.text for node in Xml.fromstring(feed).iter(f"{A}id")]

    other = samples.NEWSLETTER.model_copy(update={"slug": "weekly"})
    assert ids(_feed(one)) == ids(_feed(moved))
    assert not set(ids(_feed(one))) & set(ids(_feed(one, newsletter=other)))


def test_the_moment_is_told_in_utc() -> None:
    """An issue dated in another zone has the same moment, and equal input gives equal bytes."""
    east = NOW.astimezone(timezone(timedelta(hours=9)))
    shifted = replace(_entry(12), issue=replace(_entry(12).issue, due_at=east))
    assert _feed(shifted) == _feed(_entry(12)) == _feed(_entry(12))


@pytest.mark.parametrize("text", hostile.STRINGS.values(), ids=hostile.STRINGS)
def test_a_newsletter_of_any_name_has_a_feed(text: str) -> None:
    """What settings take as a title is well-formed in a feed, in every place of it."""
    name = "A \ufffe" + text[:50].encode("utf-8", "ignore").decode()
    values = {**samples.NEWSLETTER.model_dump(), "title": name, "sender_name": name}
    newsletter = Newsletter.model_validate(values)
    root = Xml.fromstring(_feed(_entry(12), newsletter=newsletter))
    assert root.findtext(f"{A}title") == newsletter.title == plain.line(name)
