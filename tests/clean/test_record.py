"""Records in the common scraper shapes."""

import json
from typing import Any

import pytest
import trafilatura

from newsfold import record_keys
from newsfold.model import DatedBy, Media, Reason
from tests.clean.papers import BODY, HEADLINE, LEAD, SECOND, article, rejected

TEXT = "\n\n".join(BODY)


@pytest.mark.parametrize(
    "record",
    [
        {"title": HEADLINE, "text": TEXT, "url": "https://bay.example/a", "date": "2026-03-12",
         "author": "Ann Lee", "source": "The Bay Post", "section": "Coast"},
        {"headline": HEADLINE, "articleBody": TEXT, "link": "https://bay.example/a",
         "datePublished": "2026-03-12", "author": [{"name": "Ann Lee"}],
         "publisher": {"name": "The Bay Post"}, "categories": ["Coast"]},
        {"title": HEADLINE, "content": "".join(f"<p>{p}</p>" for p in BODY),
         "link": "https://bay.example/a", "pubDate": "12 March 2026", "authors": ["By Ann Lee"],
         "site": "The Bay Post", "tags": ["Coast"]},
        {"title": HEADLINE, "body": list(BODY), "url": "https://bay.example/a",
         "published": "2026-03-12", "byline": "Ann Lee", "outlet": "The Bay Post",
         "category": "Coast", "unknown": {"a": 1}},
    ],
)  # fmt: skip
def test_common_shapes_give_one_article(record: dict[str, object]) -> None:
    """Whatever the keys are called, the same article comes out."""
    found = article(json.dumps(record), Media.RECORD)
    assert (found.title, found.paragraphs, found.authors) == (HEADLINE, BODY, ("Ann Lee",))
    assert (found.outlet, found.url, found.categories) == (
        "The Bay Post",
        "https://bay.example/a",
        ("Coast",),
    )
    assert found.published_at is not None and found.published_at.iso == "2026-03-12"
    assert found.dated_by is DatedBy.MARKUP


@pytest.mark.parametrize(
    ("date", "iso"),
    [
        ("2026-03-12T09:15:00+01:00", "2026-03-12T09:15:00+01:00"),
        ("2026-03-12 09:15:00", "2026-03-12"),
        (1773302400, "2026-03-12T08:00:00Z"),
        (1773302400000, "2026-03-12T08:00:00Z"),
        ("soon", None),
        (10**30, None),
        (float("inf"), None),
    ],
)
def test_dates_keep_their_precision(date: object, iso: str | None) -> None:
    """A time without its zone is only a day; nonsense is no date."""
    found = article(json.dumps({"title": HEADLINE, "text": TEXT, "date": date}), Media.RECORD)
    assert (found.published_at.iso if found.published_at else None) == iso


def test_an_address_dates_an_undated_record() -> None:
    """A day in the path counts when no field gives one."""
    record = {"title": HEADLINE, "text": TEXT, "url": "https://bay.example/2026/03/12/a"}
    found = article(json.dumps(record), Media.RECORD)
    assert found.published_at is not None and found.published_at.iso == "2026-03-12"
    assert found.dated_by is DatedBy.URL


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON"),
        ("[1]", "no JSON object"),
        ('{"title": "x"}', "no text"),
        ('{"title": "x", "text": "  "}', "empty"),
        ('{"title": "x", "text": 7}', "empty"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_bad_record_says_what_is_missing(text: str, said: str) -> None:
    """The refusal names what a person must mend."""
    found = rejected(text, Media.RECORD)
    assert found.reason is Reason.BAD_RECORD
    assert said in found.detail


def test_a_hostile_title_is_harmless_text() -> None:
    """Line ends, controls and encoded words stay text in one line."""
    title = "Bcc: x@y.example\r\nSubject: =?utf-8?q?hi?=\u202e\u0000 a"
    found = article(json.dumps({"title": title, "text": f"{LEAD}\n{SECOND}"}), Media.RECORD)
    assert found.title == "Bcc: x@y.example Subject: =?utf-8?q?hi?= a"


NEWSPAPER = {
    "url": "https://bay.example.org/a", "read_more_link": "", "language": "en", "title": HEADLINE,
    "top_image": "https://bay.example.org/a.jpg", "meta_img": "", "images": [], "movies": [],
    "keywords": ["lighthouse"], "meta_keywords": ["coast"], "tags": ["Coast"],
    "authors": ["Ann Lee"], "publish_date": "2026-03-12T09:15:00+01:00", "summary": "",
    "meta_description": "A tower walks.", "meta_lang": "en", "meta_favicon": "",
    "meta_site_name": "The Bay Post", "canonical_link": "https://bay.example.org/a", "text": TEXT,
}  # fmt: skip
NEWS_PLEASE = {
    "authors": ["Ann Lee"], "date_download": "2026-03-12 10:00:00+00:00", "date_modify": "None",
    "date_publish": "2026-03-12 08:15:00+00:00", "description": "A tower walks.",
    "filename": "a.json", "image_url": None, "language": "en", "localpath": None,
    "maintext": TEXT, "source_domain": "The Bay Post", "text": None, "title": HEADLINE,
    "title_page": None, "title_rss": None, "url": "https://bay.example.org/a",
}  # fmt: skip
NEWS_API = {
    "source": {"id": None, "name": "The Bay Post"}, "author": "Ann Lee", "title": HEADLINE,
    "description": LEAD, "url": "https://bay.example.org/a", "urlToImage": None,
    "publishedAt": "2026-03-12T08:15:00Z", "content": TEXT,
}  # fmt: skip
GUARDIAN_LIKE = {
    "id": "coast/a", "sectionName": "Coast", "webUrl": "https://bay.example.org/a",
    "webPublicationDate": "2026-03-12T08:15:00Z",
    "fields": {"headline": HEADLINE, "byline": "Ann Lee", "bodyText": TEXT,
               "publication": "The Bay Post"},
}  # fmt: skip
WORDPRESS = {
    "id": 7, "date": "2026-03-12T09:15:00", "date_gmt": "2026-03-12T08:15:00", "author": 5,
    "link": "https://bay.example.org/a",
    "title": {"rendered": HEADLINE.replace("its", "its&#8203;")},
    "content": {"rendered": "".join(f"<p>{p}</p>" for p in BODY), "protected": False},
    "excerpt": {"rendered": "<p>Short</p>"}, "site_name": "The Bay Post", "byline": "Ann Lee",
}  # fmt: skip
LINKED_DATA = {
    "@context": "https://schema.org", "@type": "NewsArticle", "headline": HEADLINE,
    "articleBody": TEXT, "author": {"@type": "Person", "name": "Ann Lee"},
    "publisher": {"@type": "Organization", "name": "The Bay Post"},
    "datePublished": "2026-03-12T08:15:00Z",
    "mainEntityOfPage": {"@type": "WebPage", "@id": "https://bay.example.org/a"},
}  # fmt: skip
ELASTIC = {
    "_index": "news", "_id": "7", "_score": 1.0,
    "_source": {"Title": HEADLINE, "Text": TEXT, "URL": "https://bay.example.org/a",
                "Published-At": 1773303300, "AUTHOR": "By Ann Lee", "Site Name": "The Bay Post"},
}  # fmt: skip
CHAIN = {
    "page_content": TEXT,
    "metadata": {"source": "https://bay.example.org/a", "title": HEADLINE, "author": "Ann Lee",
                 "date": "20260312", "sitename": "The Bay Post"},
}  # fmt: skip
EXPORTS: dict[str, dict[str, Any]] = {
    "newspaper4k": NEWSPAPER, "news-please": NEWS_PLEASE, "NewsAPI": NEWS_API,
    "fields": GUARDIAN_LIKE, "WordPress": WORDPRESS, "schema.org": LINKED_DATA,
    "_source": ELASTIC, "metadata": CHAIN,
}  # fmt: skip


@pytest.mark.parametrize("name", EXPORTS)
def test_the_exports_of_known_programs(name: str) -> None:
    """Each gives title, text, author, outlet, address and day; nothing of it is unknown."""
    found = article(json.dumps(EXPORTS[name]), Media.RECORD)
    assert (found.title, found.paragraphs, found.authors) == (HEADLINE, BODY, ("Ann Lee",))
    assert (found.outlet, found.url) == ("The Bay Post", "https://bay.example.org/a")
    assert found.published_at is not None
    assert found.published_at.iso in (
        "2026-03-12T08:15:00Z",
        "2026-03-12T09:15:00+01:00",
        "2026-03-12",
    )
    assert list(record_keys.unknown(EXPORTS[name])) == []


def test_what_trafilatura_writes() -> None:
    """Its own JSON, made here by itself: two authors in one field, the address under 'source'."""
    page = (
        f"<html lang='en'><head><title>{HEADLINE}</title><meta name='author' content='Ann Lee; Bo"
        " Ray'><meta property='og:site_name' content='The Bay Post'><link rel='canonical'"
        " href='https://bay.example.org/a'><meta property='article:published_time'"
        " content='2026-03-12'></head><body><article><h1>" + HEADLINE + "</h1>"
        + "".join(f"<p>{p}</p>" for p in BODY) + "</article></body></html>"
    )  # fmt: skip
    written = trafilatura.extract(page, output_format="json", with_metadata=True)
    assert written is not None
    found = article(written, Media.RECORD)
    assert (found.title, found.paragraphs) == (HEADLINE, BODY)
    assert found.authors == ("Ann Lee", "Bo Ray")
    assert (found.outlet, found.url) == ("The Bay Post", "https://bay.example.org/a")
    assert found.published_at is not None and found.published_at.iso == "2026-03-12"
    assert list(record_keys.unknown(json.loads(written))) == []


@pytest.mark.parametrize("sign", ["… [+2817 chars]", "[…]", "...[+12 chars]"])
def test_a_text_that_was_cut_off_loses_its_unfinished_sentence(sign: str) -> None:
    """What an API cut stays away, and is told; whole sentences stay."""
    record = {"title": HEADLINE, "content": f"{LEAD} The mayor had hoped that the {sign}"}
    found = article(json.dumps(record), Media.RECORD)
    assert found.paragraphs == (LEAD,)
    assert "read-more" in {r.why for r in found.removed}


def test_a_record_with_its_whole_page() -> None:
    """The page is cleaned as a page; the record's own fields count before the page's."""
    page = (
        "<!doctype html><html><body><nav><a href='/'>Home</a></nav><article><h1>Other</h1>"
        + "".join(f"<p>{p}</p>" for p in BODY)
        + "</article><footer><p>Terms of use</p></footer></body></html>"
    )
    record = {"url": "https://bay.example.org/a", "title": HEADLINE, "html": page, "text": ""}
    found = article(json.dumps(record), Media.RECORD)
    assert (found.title, found.paragraphs) == (HEADLINE, BODY)
    assert found.url == "https://bay.example.org/a"


def test_junk_in_a_record_still_falls_away() -> None:
    """A record is trusted, but a cookie notice or a 'Read more' line is no paragraph."""
    junk = ("We use cookies to give you the best experience on our website.", "Share on Facebook")
    record = {"title": HEADLINE, "text": "\n\n".join([junk[0], *BODY, junk[1]])}
    found = article(json.dumps(record), Media.RECORD)
    assert found.paragraphs == BODY
    assert {r.text for r in found.removed} >= set(junk)


def test_a_value_that_says_nothing_is_none() -> None:
    """'None', 'nan' and NaN, as table programs write an empty cell, are no values."""
    record = {"title": "nan", "headline": HEADLINE, "text": float("nan"), "content": TEXT,
              "author": "None", "source": "null", "date": "nan"}  # fmt: skip
    found = article(json.dumps(record), Media.RECORD)
    assert (found.title, found.paragraphs) == (HEADLINE, BODY)
    assert (found.authors, found.outlet, found.published_at) == ((), None, None)


def test_a_record_without_text_says_what_it_has() -> None:
    """A search answer that only lists addresses is refused, with its own names."""
    record = {"url": "https://bay.example.org/a", "title": HEADLINE, "seendate": "20260312T081500Z"}
    found = rejected(json.dumps(record), Media.RECORD)
    assert found.reason is Reason.BAD_RECORD
    assert "url, title, seendate" in found.detail
