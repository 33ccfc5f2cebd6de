"""Feeds and JSON files become one document per entry or record."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.gather import container
from newsfold.gather.origin import Item, Origin
from newsfold.model import Document, Failure, Hints, Media, Notice, When

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Harbour Times</title>
<language>en-gb</language>
<item><title>Ferry &amp;amp; bridge</title><link>https://example.org/a</link>
<description>Short</description><content:encoded><![CDATA[<p>Long text.</p>]]></content:encoded>
<pubDate>Tue, 06 Jan 2026 10:00:00 +0100</pubDate><dc:creator>Reader One</dc:creator>
<category>Local</category><category>Sea</category></item>
<item><title>Second</title><description>Only&nbsp;this</description>
<pubDate>Tue, 06 Jan 2026 10:00:00</pubDate></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Bay Post</title><entry>
<title type="text">a &lt;b&gt; c</title><link href="https://example.org/x"/>
<updated>2026-01-06T10:00:00Z</updated><author><name>Reader Two</name></author>
<content type="text">One &lt; two.

Three.</content></entry></feed>"""


def split(data: bytes | str, suffix: str, **known: object) -> list[Item]:
    """The documents of a file with that suffix."""
    body = data.encode() if isinstance(data, str) else data
    origin = Origin("desk", f"file{suffix}", **known)  # type: ignore[arg-type]
    return list(container.SPLITTERS[suffix](body, origin))


def documents(items: list[Item]) -> list[Document]:
    """The documents among the items, none of which may be a failure."""
    assert [i for i in items if isinstance(i, Failure)] == []
    return [i for i in items if isinstance(i, Document)]


def test_rss() -> None:
    """Content outranks summary; link, author, tags, outlet and a zoned date become hints."""
    first, second = documents(split(RSS, ".rss"))
    assert (first.locator, first.media, first.charset) == ("file.rss#1", Media.ENTRY, "utf-8")
    assert first.body == b"<p>Long text.</p>"
    assert first.hints == Hints(
        title="Ferry & bridge",
        authors=("Reader One",),
        outlet="Harbour Times",
        url="https://example.org/a",
        published_at=When.at(datetime(2026, 1, 6, 9, tzinfo=UTC)),
        language="en-gb",
        categories=("Local", "Sea"),
    )
    assert second.body.decode() == "Only\u00a0this"
    assert second.hints.published_at == When.from_iso("2026-01-06")


def test_atom() -> None:
    """Plain text content is escaped into paragraphs, and a plain title keeps its signs."""
    (entry,) = documents(split(ATOM, ".atom"))
    assert entry.body == b"<p>One &lt; two.</p><p>Three.</p>"
    assert (entry.hints.title, entry.hints.authors) == ("a <b> c", ("Reader Two",))
    assert entry.hints.published_at == When.at(datetime(2026, 1, 6, 10, tzinfo=UTC))


def test_what_is_known_of_the_file_holds_for_its_entries() -> None:
    """Fetch time and language are shared; the title and address of the file are not an entry's."""
    known = Hints(title="All news", url="https://example.org/feed", outlet="X", language="fr")
    fetched = datetime(2026, 1, 6, tzinfo=UTC)
    (entry,) = documents(split(ATOM, ".xml", fetched_at=fetched, hints=known))
    assert (entry.fetched_at, entry.hints.language) == (fetched, "fr")
    assert (entry.hints.title, entry.hints.url) == ("a <b> c", "https://example.org/x")
    assert entry.hints.outlet == "Bay Post"


def test_a_feed_that_was_cut_off() -> None:
    """What is there is read, and the failure says that more may be missing."""
    cut = RSS[: RSS.index("<item><title>Second") + 40]
    items = split(cut, ".rss")
    assert isinstance(items[0], Document)
    assert isinstance(items[-1], Failure)
    assert items[-1].reason == "bad-feed"


def test_a_feed_on_which_the_parser_stumbles() -> None:
    """Tags torn into one another make feedparser itself fail; the feed is a failure, not the run.

    Source: found by fuzzing.
    """
    torn = "<channel<item<link</</item</link>"
    (item,) = split(f'<rss version="2.0">{torn}', ".rss")
    assert isinstance(item, Failure)
    assert item.reason == "bad-feed"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entity_declarations_are_refused(encoding: str) -> None:
    """A feed that could blow up in memory is not parsed at all."""
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>' + ATOM
    (failure,) = split(bomb.encode(encoding), ".xml")
    assert isinstance(failure, Failure)
    assert failure.reason == "entities"


def test_an_article_about_entities_is_read() -> None:
    """Only the head of the file counts, not what an article quotes."""
    quoted = RSS.replace("Long text.", "Write <!ENTITY a 'b'> there.")
    assert len(documents(split(quoted, ".rss"))) == 2


def test_a_feed_never_opens_what_it_names() -> None:
    """Bytes that spell a path or an address are no feed, and are not followed."""
    for data in (b"/etc/hostname", b"http://127.0.0.1:9/feed"):
        (failure,) = split(data, ".rss")
        assert isinstance(failure, Failure)


def test_xml_that_is_a_page_or_nothing_known() -> None:
    """XHTML is a page; other XML is a failure."""
    page = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><p>a</p></html>'
    assert documents(split(page, ".xml"))[0].media is Media.HTML
    (failure,) = split("<urlset/>", ".xml")
    assert isinstance(failure, Failure)
    assert failure.reason == "unknown-type"


@pytest.mark.parametrize("comments", [b"<!-- a > -- -->\n " * 20_000, b"<!---->" * 20_000])
def test_comments_before_the_root(comments: bytes) -> None:
    """However many comments stand first, what follows them tells whether it is a page, at once."""
    assert container.is_page(comments + b"<html>")
    assert not container.is_page(comments + b"<article>")
    assert not container.is_page(comments[:-3] + b"<html>")


def test_json_feed() -> None:
    """Items become entries; plain text is escaped; authors come from the feed if need be."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Bay Post",
        "language": "en",
        "authors": [{"name": "Desk"}],
        "items": [
            {
                "url": "https://example.org/1",
                "title": "One",
                "content_html": "<p>a</p>",
                "date_published": "2026-01-06T10:00:00Z",
                "tags": ["sea"],
            },
            {"content_text": "a < b", "author": {"name": "Reader"}},
            3,
        ],
    }
    first, second, third = split(json.dumps(feed), ".json")
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.media, first.body) == (Media.ENTRY, b"<p>a</p>")
    assert first.hints == Hints(
        title="One",
        authors=("Desk",),
        outlet="Bay Post",
        url="https://example.org/1",
        published_at=When.at(datetime(2026, 1, 6, 10, tzinfo=UTC)),
        language="en",
        categories=("sea",),
    )
    assert (second.body, second.hints.authors) == (b"<p>a &lt; b</p>", ("Reader",))
    assert isinstance(third, Failure)


@pytest.mark.parametrize(
    "shape",
    [
        [{"text": "a"}, {"text": "b"}],
        {"articles": [{"text": "a"}, {"text": "b"}]},
        {"status": "ok", "data": {"items": [{"text": "a"}, {"text": "b"}]}},
        {"@graph": [{"articleBody": "a"}, {"articleBody": "b"}]},
        {"https://example.org/1": {"text": "a"}, "https://example.org/2": {"text": "b"}},
    ],
)
def test_the_shapes_of_scrapers(shape: object) -> None:
    """A list, a wrapper, a nested wrapper, a graph and a map by address each hold two records."""
    first, second = documents(split(json.dumps(shape), ".json"))
    assert (first.locator, second.locator) == ("file.json#1", "file.json#2")
    assert "a" in json.loads(first.body).values()


def test_one_record() -> None:
    """An object with a text is one record even when it also holds a list of objects."""
    record = {"text": "a", "items": [{"text": "b"}], "fetched_at": "2026-01-06T10:00:00Z"}
    (document,) = documents(split(json.dumps(record), ".json"))
    assert document.media is Media.RECORD
    assert json.loads(document.body) == record
    assert document.fetched_at == datetime(2026, 1, 6, 10, tzinfo=UTC)


def test_a_fetch_time_without_zone_is_not_guessed() -> None:
    """A record's naive time is nobody's."""
    (document,) = documents(split('{"text": "a", "crawled_at": "2026-01-06 10:00"}', ".json"))
    assert document.fetched_at is None


def test_json_lines() -> None:
    """Each line is a record with its own number; a bad line is a failure that names it."""
    items = split('{"text": "a"}\n\n{bad\n"x"\r\n{"text": "b"}', ".jsonl")
    assert [i.locator.partition("#")[2] for i in items] == ["1", "3", "4", "5"]
    assert [isinstance(i, Failure) for i in items] == [False, True, True, False]
    assert "line 3" in items[1].detail if isinstance(items[1], Failure) else False


def test_json_lines_in_a_json_file() -> None:
    """A .json file with an object a line is read line by line."""
    assert len(documents(split('{"text": "a"}\n{"text": "b"}\n', ".json"))) == 2


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{", "bad-json"),
        (b"", "bad-json"),
        (b"\xff\xfe\x00", "bad-json"),
        (b"3", "bad-record"),
        (b"[" * 200_000, "too-deep"),
    ],
)
def test_json_that_cannot_be_read(data: bytes, reason: str) -> None:
    """Damage of every kind is one failure."""
    (failure,) = split(data, ".json")
    assert isinstance(failure, Failure)
    assert failure.reason == reason


def test_json_in_utf16_and_with_half_surrogates() -> None:
    """UTF-16 is recognised, and a lone surrogate does not stop the record."""
    body = json.dumps([{"text": "a\ud800"}], ensure_ascii=True)
    (document,) = documents(split(body.encode("utf-16"), ".json"))
    assert json.loads(document.body.decode("utf-8")) == {"text": "a\ud800"}
    assert len(documents(split('{"text": "ä"}'.encode("utf-16"), ".jsonl"))) == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["text", "items", "data", "a"]) | st.text(), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(JSON)
def test_any_json_is_split(value: object) -> None:
    """Every value gives only records and failures with a number, and nothing raises."""
    for item in split(json.dumps(value), ".json"):
        assert item.locator.startswith("file.json#") != isinstance(item, Notice)


@given(
    st.binary()
    | st.builds(
        lambda feed, n: feed[:n].encode(), st.sampled_from([RSS, ATOM]), st.integers(0, 900)
    )
)
def test_any_bytes_are_split(data: bytes) -> None:
    """Whatever the bytes, a feed file gives documents and failures."""
    assert all(isinstance(i, Document | Failure) for i in split(data, ".xml"))


def notices(items: list[Item]) -> list[Notice]:
    """The notices among the items."""
    return [i for i in items if isinstance(i, Notice)]


def test_unknown_keys_are_told_once_a_file() -> None:
    """Three records with the same two odd names make one notice, which names file and names."""
    record = {"text": "a", "Ressort": "x", "titel": "y", "_private": 1, "Published-At": "z"}
    lines = "\n".join([json.dumps(record)] * 3)
    for items in (split(lines, ".jsonl"), split(json.dumps([record] * 3), ".json")):
        (notice,) = notices(items)
        assert notice.code == "unknown-keys"
        assert "'Ressort', 'titel'." in notice.detail
        assert notice.detail.startswith(f"{notice.locator}: ")
        assert len(documents(items)) == 3


def test_unknown_keys_within_a_wrapper_and_of_a_feed() -> None:
    """A wrapper's key is told with its wrapper; a feed's extensions begin with a low line."""
    (notice,) = notices(split('{"_index": "n", "_source": {"text": "a", "ressort": 1}}', ".json"))
    assert "'_source/ressort'." in notice.detail
    item = {"content_text": "a", "_mine": 1, "titel": "b"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [item]}
    (notice,) = notices(split(json.dumps(feed), ".json"))
    assert notice.detail.endswith("'titel'.")


def test_known_keys_are_not_told() -> None:
    """What everybody writes and nobody needs is no news."""
    record = {"text": "a", "id": 7, "image": "x", "word_count": 3, "updatedAt": "y"}
    assert notices(split(json.dumps([record]), ".json")) == []
