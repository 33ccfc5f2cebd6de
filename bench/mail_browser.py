"""What Chromium says of the mails: width, order, accessibility, pixels of the other compiler."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Route, sync_playwright
from playwright.sync_api import Page as Tab

from bench import mail_pages
from bench.mail_pages import Figure, Page
from newsfold.web import guise
from newsfold.web.guise import Guise
from tools import chromium

WIDTHS = (320, 480, 640, 1024)
MODES = ("light", "dark")
# Landmarks belong to pages of the web: a mail stands inside the reader's own.
NOT_FOR_MAIL = frozenset({"landmark-one-main", "region"})
COUNTED = frozenset({"critical", "serious", "moderate"})
OVERFLOW = "Math.max(0, document.documentElement.scrollWidth - innerWidth)"
# Every block of text with its upper edge; the hidden preheader is none.
BLOCKS = """() => [...document.querySelectorAll('h1, h2, h3, h4, p, li')]
  .filter(e => e.getClientRects().length)
  .map(e => [e.textContent.replace(/\\s+/g, ' ').trim(), e.getBoundingClientRect().top])"""
AXE = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
  .map(v => [v.id, v.impact, v.nodes[0].html.slice(0, 90)])"""


@contextmanager
def running() -> Iterator[Browser | None]:
    """Debian's Chromium; None where it is not installed."""
    if not chromium.PATH.exists():
        yield None
        return
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        yield browser
        browser.close()


@contextmanager
def shown(browser: Browser, html: str, width: int, mode: str = "light") -> Iterator[Tab]:
    """The page in a window of that width; it may fetch nothing."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if mode == "dark" else "light",
        bypass_csp=True,
    )
    tab = context.new_page()
    tab.route("**/*", _refused)
    tab.set_content(html)
    yield tab
    context.close()


def _refused(route: Route) -> None:
    route.abort()


def overflow(browser: Browser, pages: list[Page]) -> Figure:
    """How far the widest page passes a small phone's screen."""
    widest, where = 0, ""
    for page in pages:
        with shown(browser, page.html, WIDTHS[0]) as tab:
            pixels = int(tab.evaluate(OVERFLOW))
        if pixels > widest:
            widest, where = pixels, f" ({page.name})"
    return mail_pages.at_most("overflow at 320 px, px", 0, widest, f"{widest}{where}")


def order(browser: Browser, pages: list[Page]) -> Figure:
    """Pages whose words or order hang on styles or pictures.

    With both, the blocks of text stand below each other as they do in the source; without either,
    the same blocks are there.
    """
    bad: list[str] = []
    for page in pages:
        blocks = _blocks(browser, page.html)
        if not blocks or [top for _, top in blocks] != sorted(top for _, top in blocks):
            bad.append(page.name)
        for look in (Guise(styles=False), Guise(images=False), Guise(images=False, styles=False)):
            bare = _blocks(browser, guise.shown(page.html, look))
            if [text for text, _ in bare] != [text for text, _ in blocks]:
                bad.append(page.name)
    return mail_pages.none("other words or order without styles, without pictures", bad)


def _blocks(browser: Browser, html: str) -> list[tuple[str, float]]:
    with shown(browser, html, 640) as tab:
        return [(str(text), float(top)) for text, top in tab.evaluate(BLOCKS)]


def accessibility(browser: Browser, pages: list[Page], npm: Path | None) -> Figure:
    """Violations of axe-core's rules, the narrowest and the widest window, light and dark."""
    what = "axe-core, 320 and 1024 px, light and dark"
    script = npm / "axe-core" / "axe.min.js" if npm else None
    if script is None or not script.exists():
        return mail_pages.missing(what, "needs the npm package axe-core (--npm)")
    source, faults = script.read_text("utf-8"), list[str]()
    for page in pages:
        for width, mode in itertools.product((WIDTHS[0], WIDTHS[-1]), MODES):
            with shown(browser, page.html, width, mode) as tab:
                tab.evaluate(source)
                faults += [
                    f"{impact} {rule} ({page.name}: {example})"
                    for rule, impact, example in tab.evaluate(AXE)
                    if impact in COUNTED and rule not in NOT_FOR_MAIL
                ]
    return mail_pages.none(what, faults)


def pixels(browser: Browser, pages: list[Page], official: dict[str, str]) -> Figure:
    """Pictures in which a page differs from the same one compiled by npm's mjml 4."""
    what = "pictures other than npm mjml 4's, four widths, light and dark"
    if not official:
        return mail_pages.missing(what, "needs node and the npm package mjml (--npm)")
    differing = [
        f"{page.name} at {width} px, {mode}"
        for page in pages
        for width, mode in itertools.product(WIDTHS, MODES)
        if _shot(browser, page.html, width, mode)
        != _shot(browser, official[page.name], width, mode)
    ]
    return mail_pages.none(what, differing)


def _shot(browser: Browser, html: str, width: int, mode: str) -> bytes:
    """The whole page as PNG; equal pixels give equal bytes."""
    with shown(browser, html, width, mode) as tab:
        return tab.screenshot(full_page=True)
