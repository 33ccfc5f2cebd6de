"""What a page states about itself: title, dates, authors."""

from newsfold.model import DatedBy, Media
from tests.clean.papers import BODY, HEADLINE, article

TEXT = "".join(f"<p>{p}</p>" for p in BODY)


def page(head: str, body: str) -> str:
    """A page of that head with the body's texts."""
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'


def meta(name: str, content: str) -> str:
    """One meta tag."""
    return f'<meta property="{name}" content="{content}">'


def test_the_only_heading_outranks_a_title_for_sharing() -> None:
    """What a page prints as its headline is it, whatever it is called elsewhere."""
    head = meta("og:title", "You will not believe what this bay moves")
    assert article(page(head, f"<h1>{HEADLINE}</h1>{TEXT}"), Media.HTML).title == HEADLINE


def test_a_section_as_heading_is_no_headline() -> None:
    """Of two headings that the title holds, the one that says more is it."""
    head = f"<title>{HEADLINE} | Coast and Sea</title>"
    body = f"<h1>Coast and Sea</h1><h1>{HEADLINE}</h1>{TEXT}"
    assert article(page(head, body), Media.HTML).title == HEADLINE


def test_the_site_is_known_by_its_address() -> None:
    """' - Bay Post' goes on baypost.example.org, though nothing names the site."""
    head = (
        f"<title>{HEADLINE} - Bay Post</title>"
        '<link rel="canonical" href="https://www.baypost.org/a">'
    )
    assert article(page(head, TEXT), Media.HTML).title == HEADLINE


def test_a_change_is_no_publication() -> None:
    """The address's day outranks the day of the last change, which stands in without it."""
    changed = meta("article:modified_time", "2026-03-20T10:00:00Z")
    dated = meta("og:url", "https://example.org/2026/03/12/lighthouse")
    found = article(page(changed + dated, TEXT), Media.HTML)
    assert found.published_at is not None and found.published_at.iso == "2026-03-12"
    assert found.dated_by is DatedBy.URL
    bare = article(page(changed, TEXT), Media.HTML)
    assert bare.published_at is not None and bare.published_at.iso == "2026-03-20T10:00:00Z"


def test_the_line_below_the_headline_is_read() -> None:
    """Names and day of a printed byline, where no markup gives them; it is no paragraph."""
    body = f"<h1>{HEADLINE}</h1><div class='meta'>By Ann Lee, 12 March 2026</div>{TEXT}"
    found = article(page("", body), Media.HTML)
    assert (found.authors, found.dated_by) == (("Ann Lee",), DatedBy.BYLINE)
    assert found.published_at is not None and found.published_at.iso == "2026-03-12"
    assert found.paragraphs == BODY


def test_a_marked_up_name_is_the_author() -> None:
    """Where neither data nor a byline name one."""
    body = f"<h1>{HEADLINE}</h1><a rel='author' href='/ann'>Ann Lee</a>{TEXT}"
    assert article(page("", body), Media.HTML).authors == ("Ann Lee",)


def test_the_site_is_not_its_own_author() -> None:
    """Nor is an address."""
    head = (
        meta("og:site_name", "Bay Times")
        + meta("author", "Bay Times")
        + meta("article:author", "https://social.example.com/baytimes")
    )
    assert article(page(head, f"<h1>{HEADLINE}</h1>{TEXT}"), Media.HTML).authors == ()


def test_a_reading_time_is_no_author() -> None:
    """Cards for sharing carry it where others carry the author."""
    head = '<meta name="twitter:data1" content="4 minutes">'
    assert article(page(head, f"<h1>{HEADLINE}</h1>{TEXT}"), Media.HTML).authors == ()


def day_of(head: str, body: str) -> str | None:
    """The date of the page as ISO 8601."""
    found = article(page(head, body), Media.HTML).published_at
    return found.iso if found else None


def test_the_day_is_that_of_the_page() -> None:
    """An evening in the west is not the next day, though the metadata count in UTC."""
    published = meta("article:published_time", "2026-03-12T01:30:20Z")
    assert day_of(published, TEXT) == "2026-03-12T01:30:20Z"
    time = '<time datetime="2026-03-11 20:30:20">11 March</time>'
    assert day_of(published, f"<h1>{HEADLINE}</h1>{time}{TEXT}") == "2026-03-11T20:30:20-05:00"
    printed = "<p>Published 8:30 PM EST, March 11, 2026</p>"
    assert day_of(published, f"<h1>{HEADLINE}</h1>{printed}{TEXT}") == "2026-03-11T20:30:20-05:00"


def test_two_dates_run_together_are_none() -> None:
    """A template that wrote two dates into one attribute is not believed; the address is."""
    time = '<time datetime="2022-02-112026-03-12">12 March</time>'
    address = meta("og:url", "https://example.org/2026/mar/12/lighthouse")
    assert day_of(address, f"<h1>{HEADLINE}</h1>{time}{TEXT}") == "2026-03-12"
