"""The page in a real browser: it fits the screen and can be read, light and dark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

import pytest
from playwright.sync_api import Browser, Route, sync_playwright

from newsfold.config import Newsletter, Pictures, Site
from newsfold.model import Issue, Picture
from newsfold.render import issue, plain, theme, web
from newsfold.web import guise
from newsfold.web.guise import Guise
from tests.conftest import require
from tests.render import editions, hostile, samples
from tools import chromium

# Contrast of every visible text with the nearest background behind it, as WCAG counts it.
FAINT = """() => {
  const rgb = c => c.match(/[\\d.]+/g).map(Number);
  const lum = c => rgb(c).slice(0, 3).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = e => { for (; e; e = e.parentElement) {
    const c = getComputedStyle(e).backgroundColor; if (rgb(c)[3] !== 0) return c; }
    return 'rgb(255, 255, 255)'; };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !e.getBoundingClientRect().width) continue;
    const [hi, lo] = [lum(getComputedStyle(e).color), lum(ground(e))].sort((a, b) => b - a);
    if ((hi + 0.05) / (lo + 0.05) < 4.5) faint.push(e.outerHTML.slice(0, 80));
  }
  return faint; }"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    require("chromium", chromium.PATH.exists(), "apt-get install chromium")
    with sync_playwright() as playwright:
        started = chromium.launch(playwright)
        yield started
        started.close()


def _long(text: str) -> Issue:
    return replace(hostile.issue(text), title="The Harbour Post")


# Every block of text with its upper edge; the hidden preheader is none.
BLOCKS = """() => [...document.querySelectorAll('h1, h2, h3, h4, p, li')]
  .filter(e => e.getClientRects().length)
  .map(e => [e.textContent.replace(/\\s+/g, ' ').trim(), e.getBoundingClientRect().top])"""
# What the HTML5 parser makes of a page: its elements with their attributes, and its headlines.
PARSED = """page => {
  const tree = new DOMParser().parseFromString(page, 'text/html');
  const all = name => [...tree.querySelectorAll(name)];
  return [all('*').map(e => [e.localName, [...e.attributes].map(a => a.name)]),
          all('h3').map(e => e.textContent.replace(/\\s+/g, ' ').trim())]; }"""
DRESSED = [(name, look) for name in editions.ALL for look in theme.THEMES]


ARABIC = hostile.STRINGS["Arabic"]
PAGES = {
    "sample": (samples.issue(), samples.NEWSLETTER),
    "long word": (_long("x" * 1_000), samples.NEWSLETTER),
    "longer word": (_long("x" * 10_000), samples.NEWSLETTER),
    "wide word": (_long("W" * 28), samples.NEWSLETTER),
    "Thai": (_long(hostile.STRINGS["Thai"] * 5), samples.NEWSLETTER),
    "right to left": (
        hostile.issue(ARABIC),
        samples.NEWSLETTER.model_copy(update={"language": "ar"}),
    ),
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [320, 1024])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_fits_and_can_be_read(browser: Browser, name: str, width: int, mode: str) -> None:
    """No sideways scrolling, no request to the network, no text below a contrast of 4.5."""
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if mode == "dark" else "light",
    )
    page = context.new_page()
    page.route("**/*", refuse)
    page.set_content(_html(name))
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    faint = page.evaluate(FAINT)
    context.close()
    assert overflow <= 0
    assert faint == []
    assert asked == []


def test_right_to_left_page_is_turned(browser: Browser) -> None:
    """In Arabic the text starts at the right, and the key events are indented from there."""
    page = browser.new_page(viewport={"width": 600, "height": 800})
    page.set_content(_html("right to left"))
    assert page.evaluate("getComputedStyle(document.querySelector('h3')).textAlign") == "right"
    assert page.evaluate("getComputedStyle(document.querySelector('h3')).direction") == "rtl"
    assert page.evaluate("getComputedStyle(document.querySelector('ul')).paddingRight") == "18px"
    page.close()


@pytest.mark.parametrize("draw", [lambda *a: issue.render(*a).html, web.page], ids=["mail", "web"])
@pytest.mark.parametrize("code", ["ar", "en"])
def test_an_editor_s_note_is_slanted_where_the_script_knows_it(
    browser: Browser, draw: Callable[[Issue, Newsletter, Site], str], code: str
) -> None:
    """Italics in English, none in Arabic, whose letters have no such form."""
    newsletter = samples.NEWSLETTER.model_copy(update={"language": code})
    page = browser.new_page()
    page.set_content(
        draw(replace(samples.issue(), note="The count ended."), newsletter, samples.SITE)
    )
    shown = page.get_by_text("The count ended.", exact=True).first
    assert shown.evaluate("e => getComputedStyle(e).fontStyle") == (
        "italic" if code == "en" else "normal"
    )
    page.close()


@pytest.mark.parametrize("draw", [lambda *a: issue.render(*a).html, web.page], ids=["mail", "web"])
def test_a_date_keeps_its_order_in_a_story_of_the_other_direction(
    browser: Browser, draw: Callable[[Issue, Newsletter, Site], str]
) -> None:
    """In an Arabic issue the day of an English story's date stands to the right of its month."""
    newsletter = samples.NEWSLETTER.model_copy(update={"language": "ar"})
    page = browser.new_page(viewport={"width": 600, "height": 800})
    page.set_content(draw(samples.issue(), newsletter, samples.SITE))
    day, month = page.evaluate(
        """() => { const text = [...document.querySelectorAll('strong')]
          .map(e => e.firstChild).find(t => t.data.startsWith('10 '));
        return [[0, 2], [3, 4]].map(([from, to]) => { const range = document.createRange();
          range.setStart(text, from); range.setEnd(text, to);
          return range.getBoundingClientRect().left; }); }"""
    )
    page.close()
    assert day > month


@pytest.mark.parametrize("draw", [lambda *a: issue.render(*a).html, web.page], ids=["mail", "web"])
def test_latin_names_stand_in_their_order_in_an_arabic_list(
    browser: Browser, draw: Callable[[Issue, Newsletter, Site], str]
) -> None:
    """Of two outlets the first is to the right, with the Arabic comma between them."""
    newsletter = samples.NEWSLETTER.model_copy(update={"language": "ar"})
    page = browser.new_page(viewport={"width": 600, "height": 800})
    page.set_content(draw(samples.issue(), newsletter, samples.SITE))
    line = page.locator("p.sources", has_text="Orrin Courier")
    first, second = (line.get_by_text(name, exact=True) for name in ("Orrin Courier", "Tidewatch"))
    lefts = [(name.bounding_box() or {"x": 0})["x"] for name in (first, second)]
    assert "Orrin Courier،" in line.inner_text()
    assert lefts[0] > lefts[1]
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_fits_without_style_elements(browser: Browser, name: str) -> None:
    """A reader that drops <style> shows the page on a phone without sideways scrolling."""
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.set_content(re.sub(r"<style.*?</style>", "", _html(name), flags=re.DOTALL))
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.close()


SKY = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='1200' height='800'%3E"
    "%3Crect width='1200' height='800' fill='skyblue'/%3E%3C/svg%3E"
)
BLOCKED = "https://tidewatch.example/sky.jpg"


@pytest.mark.parametrize("width", [320, 1024])
@pytest.mark.parametrize("source", [SKY, BLOCKED])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_picture_fits_shown_or_blocked(
    browser: Browser, width: int, source: str, mode: str
) -> None:
    """It takes its room and no more, in proportion; blocked, the words around it are as before."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if mode == "dark" else "light",
    )
    page = context.new_page()
    page.route("**/*", lambda route: route.abort())
    page.set_content(_pictured().replace(BLOCKED, source))
    box = page.evaluate(
        "(({width, height}) => [width, height])"
        "(document.querySelector('img').getBoundingClientRect())"
    )
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    faint = page.evaluate(FAINT)
    words = page.evaluate("document.body.innerText")
    context.close()
    assert overflow <= 0
    assert faint == []
    assert box[0] <= min(592, width - 48)
    assert source == BLOCKED or abs(box[0] / box[1] - 1.5) < 0.02
    assert "Picture: Bo Ray" in words


def test_blocked_pictures_take_no_word_away(browser: Browser) -> None:
    """The words of the mail are the same with pictures shown, blocked, or not sent at all."""
    seen: list[list[str]] = []
    for html in (_pictured().replace(BLOCKED, SKY), _pictured(), _html("sample")):
        page = browser.new_page(viewport={"width": 600, "height": 800})
        page.route("**/*", lambda route: route.abort())
        page.set_content(html)
        seen.append(page.evaluate("document.body.innerText").split())
        page.close()
    shown, blocked, bare = seen
    assert shown == blocked
    assert set(bare) <= set(shown)


@lru_cache
def _pictured() -> str:
    told = samples.issue()
    first, *others = told.sections
    sky = Picture(BLOCKED, "A wide sky above the quay", "Bo Ray", 1200, 800)
    lead = replace(first.stories[0], picture=sky)
    first = replace(first, stories=(lead, *first.stories[1:]))
    newsletter = samples.NEWSLETTER.model_copy(update={"pictures": Pictures(show="linked")})
    return issue.render(replace(told, sections=(first, *others)), newsletter, samples.SITE).html


@pytest.mark.parametrize(("name", "look"), DRESSED)
def test_every_issue_in_every_theme(browser: Browser, name: str, look: str) -> None:
    """It fits a phone of 320 px; words and order are the same without styles and pictures."""
    page = browser.new_page(viewport={"width": 320, "height": 800})
    told, newsletter = editions.ALL[name]
    html = issue.render(told, editions.dressed(newsletter, look), samples.SITE).html
    page.set_content(html)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    shown = page.evaluate(BLOCKS)
    tops = [top for _, top in shown]
    assert tops == sorted(tops)
    for bare in (Guise(styles=False), Guise(images=False), Guise(styles=False, images=False)):
        page.set_content(guise.shown(html, bare))
        assert [text for text, _ in page.evaluate(BLOCKS)] == [text for text, _ in shown]
    assert len(shown) > 2 * len(told.stories)
    page.close()


def test_an_html5_parser_finds_no_element_in_a_text(browser: Browser) -> None:
    """A browser sees the elements that harmless words make, and each headline as it is."""
    page = browser.new_page()
    page.goto("about:blank")
    usual, _ = page.evaluate(PARSED, _hostile("A quiet afternoon"))
    for text in hostile.STRINGS.values():
        clean = plain.line(text)
        found, headlines = page.evaluate(PARSED, _hostile(text))
        assert set(headlines) == {clean or "Untitled story"}
        assert {tag for tag, _ in found} <= {tag for tag, _ in usual}
        assert {name for _, names in found for name in names} <= {
            name for _, names in usual for name in names
        }
        if clean and len(text.splitlines()) == 1:
            assert len(found) <= len(usual)
    page.close()


def _hostile(text: str) -> str:
    return issue.render(hostile.issue(text), samples.NEWSLETTER, samples.SITE).html


@lru_cache
def _html(name: str) -> str:
    told, newsletter = PAGES[name]
    return issue.render(told, newsletter, samples.SITE).html
