"""Feed entries: content and hints."""

from datetime import UTC, datetime

from newsfold.model import DatedBy, Hints, Media, Reason, When
from tests.clean.papers import BODY, HEADLINE, LEAD, SECOND, article, rejected, why

HINTS = Hints(
    title=HEADLINE,
    authors=("Ann Lee",),
    outlet="The Bay Post",
    url="https://bay.example/a?utm_source=feed",
    published_at=When.at(datetime(2026, 3, 12, 8, tzinfo=UTC)),
    language="en-GB",
    categories=("Coast",),
)


def test_hints_and_content_make_the_article() -> None:
    """Block elements become paragraphs; the feed tells the rest."""
    found = article("".join(f"<p>{p}</p>" for p in BODY), Media.ENTRY, hints=HINTS)
    assert (found.title, found.paragraphs) == (HEADLINE, BODY)
    assert (found.authors, found.outlet, found.categories) == (
        ("Ann Lee",),
        "The Bay Post",
        ("Coast",),
    )
    assert found.url == "https://bay.example/a"
    assert (found.published_at, found.dated_by) == (HINTS.published_at, DatedBy.MARKUP)


def test_what_feed_software_adds_is_cut() -> None:
    """'The post ... appeared first on ...', 'Continue reading' and the sign of an excerpt go."""
    post = f"The post {HEADLINE} appeared first on The Bay Post."
    text = f"<p>{LEAD} […]</p><p>{SECOND}</p><p><a href=/a>Continue reading</a></p><p>{post}</p>"
    found = article(text, Media.ENTRY, hints=HINTS)
    assert found.paragraphs == (LEAD, SECOND)
    assert why(found, post) == "read-more"
    assert why(found, "[…]") == "read-more"


def test_a_teaser_is_an_article() -> None:
    """One sentence of a dozen words is enough for a feed."""
    assert article(LEAD, Media.ENTRY, hints=HINTS).paragraphs == (LEAD,)


def test_a_title_alone_is_too_short() -> None:
    """An entry that only repeats its title holds no article."""
    assert rejected(HEADLINE, Media.ENTRY, hints=HINTS).reason is Reason.TOO_SHORT


def test_deep_content_is_refused() -> None:
    """Nesting is checked before anything is parsed."""
    text = "<b>" * 20_000 + LEAD
    assert rejected(text, Media.ENTRY, hints=HINTS).reason is Reason.TOO_DEEP


def test_a_quotation_keeps_its_closing_sign() -> None:
    """A '»' that closes a quotation is no arrow to more."""
    quoted = "« Nous le porterons demain », a dit le maire, « ou jamais. »"
    found = article(f"<p>{LEAD}</p><p>{quoted}</p>", Media.ENTRY, hints=Hints(title=HEADLINE))
    assert found.paragraphs[-1] == quoted


def test_an_excerpt_loses_its_unfinished_sentence() -> None:
    """Feed software cuts after so many words; what is not a whole sentence is not kept."""
    text = f"<p>{LEAD} The mayor had hoped that the [&hellip;]</p>"
    found = article(text, Media.ENTRY, hints=Hints(title=HEADLINE))
    assert found.paragraphs == (LEAD,)
    assert why(found, "The mayor had hoped that the […]") == "read-more"
