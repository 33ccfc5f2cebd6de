"""What is told of each line: kept as what, or dropped and why."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold import tables
from newsfold.clean import document, explain
from newsfold.model import Article, Document, Hints, Media, Rejected, Verdict
from tests.clean.papers import BODY, HEADLINE, LEAD, SECOND, THIRD, dump

PROMO = "Read more from Bay News:Ferry returns to the outer islandsHarbour light goes dark again "
MENU = ("Search", "Log in", "We use cookies to give you the best experience on our website.")
FETCHED = datetime(2026, 3, 12, 9, tzinfo=UTC)


def verdicts(
    body: str, media: Media = Media.TEXT, *, title: str | None = None
) -> tuple[Article | Rejected, tuple[Verdict, ...]]:
    """The outcome and the verdicts on a document fetched on 12 March 2026."""
    hints = Hints(title=title)
    content = body.encode("utf-8", "surrogatepass")
    return explain.read(Document("test", "a", media, content, None, FETCHED, hints), tables.load())


def rows(found: tuple[Verdict, ...]) -> list[tuple[int | None, str, str | None, str | None]]:
    """The verdicts as plain rows, the text cut to twelve characters."""
    return [(v.line, v.text[:12], v.kept_as, v.why) for v in found]


def test_each_line_of_a_dump_has_its_number_and_verdict() -> None:
    """Kept lines say as what, dropped ones why, and a part that was cut out follows its line."""
    text = dump(*MENU, HEADLINE, "By Ann Lee", "1 day ago", LEAD, f"{SECOND} {PROMO}{THIRD}")
    _, found = verdicts(text)
    assert rows(found) == [
        (1, "Search", None, "navigation"),
        (3, "Log in", None, found[1].why),
        (5, "We use cooki", None, "cookie-notice"),
        (7, HEADLINE[:12], "headline", None),
        (9, "By Ann Lee", "byline", None),
        (11, "1 day ago", "date", None),
        (13, LEAD[:12], "body", None),
        (15, SECOND[:12], "body", None),
        (15, PROMO[:12], None, "promo"),
    ]
    assert found[-1].text == PROMO.strip()


def test_a_rejected_document_is_explained_too() -> None:
    """What would have been the body, and what told that it is none, stand there."""
    outcome, found = verdicts(dump(HEADLINE, LEAD, "Subscribe to continue reading"))
    assert isinstance(outcome, Rejected)
    assert (5, "Subscribe to", None, "paywall") in rows(found)
    assert (3, LEAD[:12], "body", None) in rows(found)


def test_what_was_refused_unread_has_no_lines() -> None:
    """A picture has none."""
    outcome, found = explain.read(
        Document("test", "a", Media.TEXT, b"\x89PNG\r\n\x1a\n" + bytes(400)), tables.load()
    )
    assert isinstance(outcome, Rejected)
    assert found == ()


def test_markdown_keeps_the_numbers_of_the_file() -> None:
    """Front matter and rules count as lines, and are told as what they are."""
    text = f"---\ntitle: {HEADLINE}\n---\n\n# {HEADLINE}\n\n***\n\n{LEAD}\n\n{SECOND}\n"
    _, found = verdicts(text, Media.MARKDOWN)
    assert rows(found) == [
        (1, "---", "front-matter", None),
        (2, f"title: {HEADLINE}"[:12], "front-matter", None),
        (3, "---", "front-matter", None),
        (5, HEADLINE[:12], "headline", None),
        (7, "***", None, "markup"),
        (9, LEAD[:12], "body", None),
        (11, SECOND[:12], "body", None),
    ]


def test_a_page_tells_its_blocks_in_order() -> None:
    """Every block of the page stands once, where the page has it, the headline as headline."""
    links = "".join(f"<li><a href='/{n}'>Part {n}</a></li>" for n in ("one", "two"))
    page = (
        f"<html><head><title>{HEADLINE}</title></head><body><nav><ul>{links}</ul></nav><article>"
        f"<h1>{HEADLINE}</h1><p>{LEAD}</p><p>{SECOND}</p>"
        "<figure><img src='a.jpg'><figcaption>The old lighthouse at dusk</figcaption></figure>"
        f"<h2>A long wait</h2><p>{THIRD}</p></article><footer><p>Terms of use</p></footer></body>"
    )
    _, found = verdicts(page, Media.HTML)
    assert [(v.text, v.kept_as) for v in found] == [
        ("Part one", None),
        ("Part two", None),
        (HEADLINE, "headline"),
        (LEAD, "body"),
        (SECOND, "body"),
        ("The old lighthouse at dusk", "caption"),
        ("A long wait", "subheading"),
        (THIRD, "body"),
        ("Terms of use", None),
    ]
    assert [v.line for v in found] == list(range(1, 10))


def test_a_table_of_contents_does_not_shift_the_lines() -> None:
    """Words that stand in a menu and again above their part are kept in the second place."""
    contents = "".join(f"<li><a href='#{n}'>Part {n}</a></li>" for n in (1, 2, 3))
    parts = zip((1, 2, 3), BODY, strict=True)
    body = "".join(f"<h2>Part {n}</h2><p>{p}</p><p>{p[::-1]}</p>" for n, p in parts)
    page = (
        f"<html><body><div class='toc'><ul>{contents}</ul></div>"
        f"<article><h1>{HEADLINE}</h1>{body}</article></body></html>"
    )
    _, found = verdicts(page, Media.HTML)
    kept = [v.text for v in found if v.kept_as in ("subheading", "body") and len(v.text) < 100]
    assert kept == ["Part 1", "Part 2", "Part 3"]
    assert [v.kept_as for v in found[:3]] == [None, None, None]


def test_a_feed_entry_tells_what_its_software_added() -> None:
    """What stood behind the text as a sign of more is told without a line of its own."""
    _, found = verdicts(f"<p>{LEAD}</p><p>{SECOND} [&hellip;]</p>", Media.ENTRY, title=HEADLINE)
    assert rows(found)[:2] == [(1, LEAD[:12], "body", None), (2, SECOND[:12], "body", None)]
    assert (None, "[…]", None, "read-more") in rows(found)


@given(
    st.lists(
        st.sampled_from(
            [*MENU, *BODY, HEADLINE, PROMO, "", "By Ann Lee", "1 day ago", "---", "# a"]
        )
        | st.text(max_size=20),
        max_size=12,
    ),
    st.sampled_from([Media.TEXT, Media.MARKDOWN]),
)
def test_every_line_that_shows_something_is_told(texts: list[str], media: Media) -> None:
    """Whatever the lines, each visible one has a verdict under its number, in rising order."""
    text = "\n".join(t.replace("\n", " ").replace("\r", " ") for t in texts)
    _, found = verdicts(text, media)
    numbers = [v.line for v in found if v.line is not None]
    assert numbers == sorted(numbers)
    assert all((v.kept_as is None) != (v.why is None) for v in found)
    if found:
        visible = {n for n, t in enumerate(text.split("\n"), 1) if any(map(str.isalnum, t))}
        apart = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"  # they end lines as well
        if not set(apart) & set(text):
            assert visible <= set(numbers)


@pytest.mark.parametrize("media", list(Media))
def test_the_outcome_is_that_of_reading(media: Media) -> None:
    """Explaining changes nothing of what comes out."""
    body = dump(*MENU, HEADLINE, *BODY) if media is not Media.RECORD else '{"text": "x"}'
    given_one = Document("test", "a", media, body.encode())
    outcome, _ = explain.read(given_one, tables.load())
    assert outcome == document.read(given_one, tables.load())
