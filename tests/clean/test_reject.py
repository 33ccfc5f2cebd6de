"""Documents that hold no article, each with its reason."""

import pytest

from newsfold import tables
from newsfold.clean import document
from newsfold.model import Document, Media, Reason, Rejected
from tests.clean import pages_refused as pages
from tests.clean.pages_refused import Blocks
from tests.clean.papers import BODY, HEADLINE, LEAD, SECOND, answer, article, dump, rejected

COOKIES = dump(
    "Before you continue",
    "We and our 214 partners use cookies to store information on your device and to read it.",
    "By clicking accept you agree to our use of cookies, our Privacy Policy and Terms of Service.",
    "Accept all",
    "Manage choices",
)
TEASERS = [
    (
        f"{place} council votes to close its {thing} next spring",
        f"The {thing} has stood in {place} since the town was built on the bay.",
    )
    for place in ("Skerry", "Varnholt", "Saltmere", "Aubremont", "Lindhaven")
    for thing in ("library", "harbour", "theatre")
]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.EMPTY),
        ("Menu\n\nSearch\n\nLog in\n\n12 comments", Reason.TOO_SHORT),
        (COOKIES, Reason.COOKIE_WALL),
        (dump("Page not found", "The page you are looking for has been moved."), Reason.ERROR_PAGE),
        (dump(HEADLINE, LEAD, "Subscribe to continue reading"), Reason.PAYWALL),
        (dump("Please enable JavaScript to continue."), Reason.ERROR_PAGE),
        ("x9 = 7; y2 = {1: 2}; " * 40, Reason.NOT_PROSE),
        ("\n\n".join(f"{a}\n\n{b}" for a, b in TEASERS), Reason.INDEX_PAGE),
    ],
)
def test_each_reason_is_told(text: str, reason: Reason) -> None:
    """The reason names what the page is instead of an article, and says it in a sentence."""
    found = rejected(text)
    assert found.reason is reason
    assert found.detail


def test_an_article_with_a_cookie_box_is_an_article() -> None:
    """The notices around an article do not make it a wall."""
    assert article(dump(*COOKIES.split("\n\n"), HEADLINE, *BODY)).paragraphs == BODY


def test_every_line_a_sentence() -> None:
    """A text with nothing to drop keeps all."""
    assert article(dump(*BODY)).paragraphs == BODY


@pytest.mark.parametrize("media", list(Media))
def test_binary_is_refused_in_every_kind(media: Media) -> None:
    """A picture under any name is binary."""
    found = answer(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, media)
    assert getattr(found, "reason", None) is Reason.BINARY


def test_a_short_article_without_wall_is_kept() -> None:
    """Two sound paragraphs are an article."""
    assert article(dump(HEADLINE, LEAD, SECOND)).paragraphs == (LEAD, SECOND)


CASES = [
    pytest.param(reason, blocks, id=f"{reason.value}: {name}")
    for reason, cases in pages.REFUSED.items()
    for name, blocks in cases.items()
]


@pytest.mark.parametrize(("reason", "blocks"), CASES)
def test_a_dump_is_refused_for_its_own_reason(reason: Reason, blocks: Blocks) -> None:
    """Each shape of each kind of page, as its text shows it."""
    assert rejected(pages.as_dump(blocks)).reason is reason


@pytest.mark.parametrize(("reason", "blocks"), CASES)
def test_a_page_is_refused_for_its_own_reason(reason: Reason, blocks: Blocks) -> None:
    """The same of its HTML."""
    assert rejected(pages.as_page(blocks), Media.HTML).reason is reason


@pytest.mark.parametrize("blocks", pages.KEPT.values(), ids=pages.KEPT.keys())
def test_what_only_looks_refusable_is_kept(blocks: Blocks) -> None:
    """Short articles among headlines, lists, tables, articles about errors: articles all."""
    text = article(pages.as_dump(blocks))
    page = article(pages.as_page(blocks), Media.HTML)
    longest = max((text for tag, text in blocks if tag == "p"), key=len)
    assert longest in text.paragraphs
    assert longest in page.paragraphs


TEASER_SHAPES = {
    "headings that are links": "<article><h3><a href='/x'>{}</a></h3><p>{}</p></article>",
    "headings in articles": "<article><h3>{}</h3><p>{}</p></article>",
    "items of a list": "<li><h2>{}</h2><p>{}</p></li>",
    "links around all": "<li><a href='/x'><h2>{}</h2><p>{}</p></a></li>",
    "cards": "<div class='card'><h2>{}</h2><p>{}</p><a href='/x'>Read more</a></div>",
}


@pytest.mark.parametrize("shape", TEASER_SHAPES.values(), ids=TEASER_SHAPES.keys())
def test_a_page_of_teasers_is_refused_however_it_is_built(shape: str) -> None:
    """Teasers in the elements that sites use for them; no heading runs into its text."""
    told = [text for _, text in pages.teasers(12)]
    teasers = "".join(map(shape.format, told[::2], told[1::2]))
    page = (
        "<html lang=en><head><title>News from the coast | The Bay Post</title></head><body>"
        f"<main><h1>News from the coast</h1><ul>{teasers}</ul></main>"
        "<footer><p>Registered in Marrow Bay.</p></footer></body></html>"
    )
    found, whole = document.judged(
        Document("test", "a.html", Media.HTML, page.encode(), "utf-8"), tables.load()
    )
    assert isinstance(found, Rejected)
    assert found.reason is Reason.INDEX_PAGE
    assert whole is not None
    parts = {*whole.paragraphs, *(s.text for s in whole.subheadings)}
    parts |= {removal.text for removal in whole.removed}
    assert parts >= {*told[::2], *told[1::2]}
