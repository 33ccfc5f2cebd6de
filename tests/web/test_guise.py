"""web.guise: a page as readers of another kind see it, and nothing else of it changed."""

from __future__ import annotations

from lxml import html as parser

from newsfold.render import issue
from newsfold.web import guise
from newsfold.web.guise import Guise
from tests.render import samples

PAGE = issue.render(samples.issue(), samples.NEWSLETTER, samples.SITE).html


def _said(page: str) -> list[str]:
    tree = parser.document_fromstring(page)
    return [
        " ".join("".join(map(str, e.itertext())).split())
        for e in tree.iter("h1", "h2", "h3", "p", "li", "a")
    ]


def test_dark_and_light_overrule_the_browser() -> None:
    """Dark rules hold always in the dark and never in the light, whatever the browser prefers."""
    dark, light = guise.shown(PAGE, Guise(dark=True)), guise.shown(PAGE, Guise())
    assert "prefers-color-scheme" in PAGE
    assert "prefers-color-scheme" not in dark + light
    assert "@media all" in dark
    assert "@media all" not in light
    assert 'content="dark"' in dark
    assert 'content="light"' in light


def test_without_styles_the_words_stay() -> None:
    """No style element and no style attribute is left, and everything is said as before."""
    bare = guise.shown(PAGE, Guise(styles=False))
    tree = parser.document_fromstring(bare)
    assert not tree.xpath("//@style | //style | //@bgcolor | //@class")
    assert _said(bare) == _said(PAGE)


def test_without_pictures_the_alt_text_stays() -> None:
    """A picture loses its source, not its alt text."""
    page = '<p><img src="https://example.org/a.png" alt="The quay" width="1" height="1"></p>'
    assert "example.org" not in guise.shown(page, Guise(images=False))
    assert 'alt="The quay"' in guise.shown(page, Guise(images=False))
    assert "example.org" in guise.shown(page, Guise())
