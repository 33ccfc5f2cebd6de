"""Headline, date and author of bare dumps: which line is which, and what is left unknown."""

from datetime import UTC, datetime

import pytest

from newsfold import tables
from newsfold.clean import document
from newsfold.model import Article, Document, Media
from tests.clean.papers import BODY, HEADLINE, article, dump

KICKER = "Harbours"
STANDFIRST = "Keeper says the cliff has lost four metres since the spring storms."
OTHER = "Bakers of Skerry Head rise an hour later"


def day(found: Article) -> str | None:
    """The date as ISO 8601."""
    return found.published_at.iso if found.published_at else None


@pytest.mark.parametrize(
    "above",
    [
        (KICKER, HEADLINE, STANDFIRST),
        (HEADLINE, STANDFIRST, "By Ann Lee"),
        ("Home", "News", OTHER, "Sign in", KICKER, HEADLINE, "By Ann Lee", "12 March 2026"),
        (HEADLINE + " | Marrow Bay Courier", "Menu", HEADLINE, "12 March 2026"),
        (HEADLINE, "Share this article", "A lighthouse on a cliff above grey water"),
    ],
)
def test_the_headline_is_found_among_its_neighbours(above: tuple[str, ...]) -> None:
    """Kicker, standfirst, site suffix, other headlines and pictures' texts are not taken for it."""
    assert article(dump(*above, *BODY)).title == HEADLINE


@pytest.mark.parametrize("label", ["Local sport", "Harbours and ports of the coast"])
def test_a_label_is_no_headline(label: str) -> None:
    """Where no line is like a headline the title is the text's first sentence."""
    found = article(dump(label, *BODY))
    assert BODY[0].startswith(found.title)


@pytest.mark.parametrize(
    "above",
    [
        ("Lighthouse saved",),  # the text tells of it
        ("Talks collapse", "By Ann Lee", "12 March 2026"),  # its byline tells
        ("Home", "News", "Sign in", "Lighthouse saved"),
    ],
)
def test_two_words_may_be_a_headline(above: tuple[str, ...]) -> None:
    """Right above the text or its byline a terse line is one, where no other line is."""
    found = article(dump(*above, *BODY))
    assert found.title in ("Lighthouse saved", "Talks collapse")


@pytest.mark.parametrize(
    ("title", "top", "expected"),
    [
        (HEADLINE + " | Marrow Bay", ("Marrow Bay",), HEADLINE),
        (HEADLINE + " - The Skerry Times", (), HEADLINE),
        (HEADLINE + " - what we know", (), HEADLINE + " - what we know"),
    ],
)
def test_the_site_s_name_is_cut_off_the_headline(
    title: str, top: tuple[str, ...], expected: str
) -> None:
    """A tail goes when the page or its own words tell that it names the site, and is recorded."""
    found = article(dump(*top, title, "By Ann Lee", *BODY))
    assert found.title == expected
    assert bool([r for r in found.removed if r.why == "site-name"]) is (title != expected)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("12 March 202613 March 2026", "2026-03-12"),
        ("Ann LeeMar 12, 20262 Shares", "2026-03-12"),
        ("By Ann Lee on March 12, 2026 at 9:05AM", "2026-03-12"),
        ("By Ann Lee | 4:30 PM on March 12, 2026", "2026-03-12"),
        ("03/12/26 5:02pm", None),
        ("03/13/26 5:02pm", "2026-03-13"),
        ("Last updated: March 14, 2026 First published: March 12, 2026", "2026-03-12"),
        ("Harbours March 12, 2026 report", "2026-03-12"),
    ],
)
def test_the_date_line_is_read_however_it_is_printed(line: str, expected: str | None) -> None:
    """Dates glued to names, counters and other dates, with two-digit years, with words beside."""
    assert day(article(dump(HEADLINE, line, *BODY))) == expected


def test_an_ambiguous_date_is_settled_by_another_of_the_page() -> None:
    """'03/12/2026' is the third of December only where the page puts the day first elsewhere."""
    line = "Posted 03/12/2026"
    assert day(article(dump(HEADLINE, line, *BODY))) is None
    first = article(dump(HEADLINE, line, *BODY, "Most read", "25/11/2026"))
    second = article(dump(HEADLINE, line, *BODY, "Most read", "11/25/2026"))
    assert (day(first), day(second)) == ("2026-12-03", "2026-03-12")


def test_the_date_of_the_day_in_a_masthead_is_not_the_article_s() -> None:
    """The weekday and date at the top of the page give way to the line below the headline."""
    top = ("Thursday, 19 March 2026", "Home", "News", "Sport", "Weather", "Sign in", "Menu")
    assert day(article(dump(*top, HEADLINE, "By Ann Lee", "12 March 2026", *BODY))) == "2026-03-12"


def test_dates_of_comments_and_other_articles_do_not_count() -> None:
    """Without a date of its own an article stays undated whatever stands below it."""
    below = ("Related articles", OTHER, "4 March 2025", "Comments", "Bo Ray 5 March 2025 at 9:14")
    assert day(article(dump(HEADLINE, *BODY, *below))) is None


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("By Ann Lee, head of the harbour desk",), ("Ann Lee",)),
        (("By Ann Lee Ann Lee",), ("Ann Lee",)),
        (("ByAnn Lee March 12, 2026",), ("Ann Lee",)),
        (("By", "Ann Lee", "5 min read"), ("Ann Lee",)),
        (("Ann Lee", "Ann Lee"), ("Ann Lee",)),
        (("Ann Lee", "12 March 2026"), ("Ann Lee",)),
        (("Marrow Bay",), ()),
    ],
)
def test_the_author_is_named(lines: tuple[str, ...], expected: tuple[str, ...]) -> None:
    """Roles, doubled names and names alone; a name with nothing to tell what it is names nobody."""
    assert article(dump(HEADLINE, *lines, *BODY)).authors == expected


@pytest.mark.parametrize(
    ("line", "day_told"), [("12 March 2036", None), ("12 March 2026", "2026-03-12")]
)
@pytest.mark.parametrize("lead", ["", "By Ann Lee, "])
def test_no_day_after_fetching_dates_an_article(lead: str, line: str, day_told: str | None) -> None:
    """A page was not published after it was fetched."""
    text = dump(HEADLINE, lead + line, *BODY).encode()
    fetched_at = datetime(2026, 3, 12, tzinfo=UTC)
    given = Document("test", "a.txt", Media.TEXT, text, None, fetched_at=fetched_at)
    found = document.read(given, tables.load())
    assert isinstance(found, Article)
    assert day(found) == day_told


@pytest.mark.parametrize(
    "line", ["© 2026 The Bay Post. 3 March 2025", "(c) The Bay Post 3/13/2025"]
)
def test_a_copyright_line_dates_nothing(line: str) -> None:
    """The date in an imprint is that of the site; without another one it stays unknown."""
    assert article(dump(HEADLINE, *BODY, line)).published_at is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Opened: 3 May 1961", None),
        ("Date of birth: 3 May 1961 | Marrow Bay", None),
        ("Published: 12 March 2026", "2026-03-12"),
        ("Last updated: 12 March 2026", "2026-03-12"),
        ("Ann Lee: 12 March 2026", "2026-03-12"),
    ],
)
def test_a_date_with_another_label_is_not_the_article_s(line: str, expected: str | None) -> None:
    """What a label calls the date of something else dates no article."""
    assert day(article(dump(HEADLINE, line, *BODY))) == expected


def test_a_month_after_the_fetch_dates_nothing() -> None:
    """A byline's month that lies ahead of the fetch time is none of publication."""
    body = dump(HEADLINE, "By Ann Lee, December 2031", *BODY).encode()
    known = {}
    for year in (2026, 2032):
        given = Document(
            "t", "a.txt", Media.TEXT, body, fetched_at=datetime(year, 1, 6, tzinfo=UTC)
        )
        found = document.read(given, tables.load())
        assert isinstance(found, Article)
        known[year] = day(found)
    assert known == {2026: None, 2032: "2031-12"}
