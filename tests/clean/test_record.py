"""Records in the common scraper shapes."""

import json

import pytest

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
        ("2026-03-12T09:15:00+01:00", "2026-03-12T08:15:00Z"),
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
