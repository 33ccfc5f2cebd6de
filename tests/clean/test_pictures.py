"""Pictures: only those whose own markup says what they show and whose they are."""

from __future__ import annotations

import pytest

from newsfold.model import Hints, Media
from tests.clean.papers import BODY, HEADLINE, article

HEAD = '<meta property="og:url" content="https://bay.example/news/a">'
IMAGE = '<img src="/cliff.jpg" alt="A tower above a cliff" width="1200" height="800">'


def _page(*figures: str) -> str:
    told = "".join(f"<p>{p}</p>" for p in BODY)
    return (
        f"<html lang=en><head>{HEAD}</head><body><article><h1>{HEADLINE}</h1>"
        f"{''.join(figures)}{told}</article></body></html>"
    )


def _figure(image: str = IMAGE, caption: str = '<span class="credit">Bo Ray</span>') -> str:
    return f"<figure>{image}<figcaption>{caption}</figcaption></figure>"


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ('The tower. <span class="credit">Photograph: Bo Ray</span>', "Bo Ray"),
        ('<span itemprop="copyrightHolder">(Image credit: Bay Films)</span>', "Bay Films"),
        ("The tower at dusk. <cite>Bo Ray/Bay Agency</cite>", "Bo Ray/Bay Agency"),
        ("The tower at dusk. (Bo Ray/Bay Agency)", "Bo Ray/Bay Agency"),
        ("The tower at dusk. (Photo by Bo Ray)", "Bo Ray"),
        ("The tower at dusk. (Photo: Bo Ray)", "Bo Ray"),
    ],
)
def test_the_credit_is_an_element_of_its_own_or_ends_the_caption(caption: str, credit: str) -> None:
    """Labels, brackets and 'photo by' are not part of the name."""
    (found,) = article(_page(_figure(caption=caption)), Media.HTML).pictures
    assert (found.credit, found.alt) == (credit, "A tower above a cliff")
    assert (found.width, found.height) == (1200, 800)


@pytest.mark.parametrize(
    "caption",
    ["The tower at dusk.", "Mayor Trent (left)", f'<span class="credit">{"word " * 30}</span>', ""],
)
def test_without_a_credit_there_is_no_picture(caption: str) -> None:
    """A caption names nobody, '(left)' is no credit, and a long text is a caption."""
    assert article(_page(_figure(caption=caption)), Media.HTML).pictures == ()


@pytest.mark.parametrize(
    "image",
    [
        '<img src="/cliff.jpg" alt="">',
        '<img src="/cliff.jpg">',
        '<img alt="A tower">',
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="A tower">',
        '<img src="javascript:alert(1)" alt="A tower">',
        '<img src="/img/spacer.gif" alt="A tower">',
        '<img src="http://[" alt="A tower">',
        "<b>no image</b>",
    ],
)
def test_without_words_or_address_there_is_no_picture(image: str) -> None:
    """Neither a picture without alternative text nor one that a reader cannot fetch is kept."""
    assert article(_page(_figure(image)), Media.HTML).pictures == ()


@pytest.mark.parametrize(
    "image",
    [
        '<img src="data:image/svg+xml,x" data-src="cliff.jpg" alt="A tower">',
        '<img src="/img/blank.gif" data-original="cliff.jpg" alt="A tower">',
        '<img srcset="cliff.jpg 640w, large.jpg 1280w" alt="A tower">',
    ],
)
def test_a_picture_that_waits_for_scrolling_has_its_address_elsewhere(image: str) -> None:
    """The address is taken from where scripts find it, relative to the page's own."""
    (found,) = article(_page(_figure(image)), Media.HTML).pictures
    assert found.url == "https://bay.example/news/cliff.jpg"


@pytest.mark.parametrize(
    ("size", "read"),
    [("465.5", 465), ("600px", 600), ("", None), ("0", None), ("100%", None), ("-5", None)],
)
def test_a_size_is_a_whole_number_of_pixels(size: str, read: int | None) -> None:
    """Fractions are cut, and what is no size in pixels is unknown."""
    image = f'<img src="/cliff.jpg" alt="A tower" width="{size}" height="400">'
    (found,) = article(_page(_figure(image)), Media.HTML).pictures
    assert (found.width, found.height) == (read, 400)


def test_every_figure_gives_its_picture_once() -> None:
    """They come in the page's order; one that stands twice is one, one outside the article none."""
    other = IMAGE.replace("cliff", "boat")
    outside = _figure(IMAGE.replace("cliff", "advert"))
    text = _page(_figure(), _figure(other), _figure()).replace("</article>", f"</article>{outside}")
    found = article(text, Media.HTML).pictures
    assert [p.url.rpartition("/")[2] for p in found] == ["cliff.jpg", "boat.jpg"]


def test_a_feed_entry_has_pictures_too() -> None:
    """A figure in an entry's own HTML; its addresses start from the entry's."""
    text = _figure() + "".join(f"<p>{p}</p>" for p in BODY)
    hints = Hints(title=HEADLINE, url="https://bay.example/news/a")
    (found,) = article(text, Media.ENTRY, hints=hints).pictures
    assert (found.url, found.credit) == ("https://bay.example/cliff.jpg", "Bo Ray")
    assert article("".join(f"<p>{p}</p>" for p in BODY), Media.ENTRY, hints=hints).pictures == ()
