"""The archive's pages: what the mail tells, in its order, with nothing fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from newsfold.config import Newsletter, Pictures
from newsfold.model import InlinePicture, Issue, Picture
from newsfold.render import issue, plain, theme, web, words
from newsfold.render.web import Around, Group, Line, Other
from tests.conftest import require
from tests.render import hostile, reading, samples
from tests.render.test_screen import FAINT
from tools import chromium

LANGUAGES = "en de fr es it pt nl pl uk ar".split()
# What stands above an editor's note: a paragraph in the mail, a heading on the page.
NOTE_HEADS = {words.of(code).note for code in LANGUAGES}
SKY = Picture("https://tidewatch.example/sky.png", "A wide sky", "Bo Ray", 1200, 800)


def _page(told: Issue, newsletter: Newsletter = samples.NEWSLETTER, **options: object) -> str:
    return web.page(told, newsletter, samples.SITE, **options)  # type: ignore[arg-type]


def _pictured(show: str) -> tuple[Issue, Newsletter]:
    told = samples.issue()
    first, *others = told.sections
    lead = replace(first.stories[0], picture=SKY)
    told = replace(told, sections=(replace(first, stories=(lead, *first.stories[1:])), *others))
    pictures = Pictures.model_validate({"show": show})
    return told, samples.NEWSLETTER.model_copy(update={"pictures": pictures})


def _said(page: str, name: str) -> list[str]:
    """The texts of these elements without any space, the foot's left out."""
    nodes = [n for n in reading.tree(page).iter(name) if n.get("class") != "foot"]
    inside = [n for n in nodes if not any(up.tag == "footer" for up in n.iterancestors())]
    shown = (plain.line(str(node.text_content())) for node in inside)
    return ["".join(text.split()) for text in shown if text not in NOTE_HEADS]


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_tells_what_the_mail_tells(code: str) -> None:
    """Every word and link of the mail's stories, in the mail's order, in every language."""
    newsletter = samples.NEWSLETTER.model_copy(update={"language": code})
    page = _page(samples.issue(), newsletter)
    mail = issue.render(samples.issue(), newsletter, samples.SITE).html
    for name in ("h1", "h2", "h3", "h4", "li", "p"):
        assert _said(page, name) == _said(mail, name)
    links = [url for _, url in reading.links(page)]
    own = ("unsubscribe", "preferences", "/a/daily-")
    theirs = [url for _, url in reading.links(mail) if not any(part in url for part in own)]
    assert [url for url in links if url in theirs] == theirs
    assert reading.tree(page).get("lang") == code


def test_a_long_issue_is_told_whole() -> None:
    """What a mail has no room for is on the page: 200 stories of 2,000 letters in full."""
    stories = tuple(samples.story(f"s{n}", f"Gate {n}", "It opened. " * 180) for n in range(200))
    section = replace(samples.issue().sections[0], stories=stories)
    told = replace(samples.issue(), sections=(section,), also=())
    assert len(reading.texts(_page(told), "h3")) == 200
    assert "more stories on the web" in issue.render(
        told, samples.NEWSLETTER, samples.SITE
    ).html or (
        len(reading.texts(issue.render(told, samples.NEWSLETTER, samples.SITE).html, "h3")) < 200
    )


@pytest.mark.parametrize("name", hostile.STRINGS)
def test_text_stays_text(name: str) -> None:
    """A hostile string in every place adds no element and comes out as the text it is."""
    clean = plain.line(hostile.STRINGS[name])
    page = _page(hostile.issue(hostile.STRINGS[name]))
    harmless = _page(hostile.issue("A quiet afternoon"))
    assert reading.elements(page)["script"] == 0
    assert reading.elements(page)["style"] == 1
    if clean and len(plain.paragraphs(hostile.STRINGS[name], size=8_000)) == 1:
        assert reading.texts(page, "h3") == [clean, clean]
        expected = reading.elements(harmless)
        if not re.match(r"https?://", clean):
            assert reading.elements(page) == expected


@pytest.mark.parametrize("url", hostile.URLS)
def test_only_allowed_addresses_are_linked(url: str) -> None:
    """Web and mail links only, in plain ASCII."""
    for _, target in reading.links(_page(hostile.issue("A quiet afternoon", url))):
        assert re.match(r"(https?://|mailto:)[!-~]+\Z", target)


def test_the_policy_of_the_page_lets_nothing_be_fetched() -> None:
    """No script, no font, no picture but the page's own; linked ones only where asked for."""
    told, linked = _pictured("linked")
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:\"" in _page(told)
    assert "img-src data: https:" in _page(told, linked)
    assert 'src="https://tidewatch.example/sky.png"' in _page(told, linked)
    assert "<img" not in _page(told)


def test_an_embedded_picture_is_inside_the_page() -> None:
    """The page needs no file beside it."""
    told, newsletter = _pictured("embedded")
    inside = InlinePicture(SKY.url, "image/png", b"\x89PNG", 900, 600)
    page = _page(told, newsletter, fetched={inside.url: inside})
    assert 'src="data:image/png;base64,iVBORw=="' in page
    assert "cid:" not in page


def test_the_page_leads_to_its_surroundings() -> None:
    """All issues, the feed and the other languages; without them no such link."""
    around = Around("../index.html", "../daily.atom", (Other("de", "Deutsch", "de/index.html"),))
    links = reading.links(_page(samples.issue(), around=around))
    assert [(text, url) for text, url in links if "://" not in url] == [
        ("Deutsch", "de/index.html"),
        ("All issues", "../index.html"),
        ("Web feed", "../daily.atom"),
    ]
    assert all("://" in url for _, url in reading.links(_page(samples.issue())))


def test_nothing_of_a_reader_is_on_the_page() -> None:
    """No unsubscribe link, no preferences, no sentence about a list."""
    page = _page(samples.issue())
    assert "nsubscribe" not in page
    assert "Preferences" not in page
    assert "on the list" not in page


def _line(day: str, headline: str = "Gate <4> opens") -> Line:
    month = day.partition(" ")[2]
    return Line(f"{day}/index.html", headline, f"Monday, {day}", month, "Issue 12")


OURS = Group("The Harbour Post", "en", "ltr", "daily.atom", (_line("12 March 2026"),))
THEIRS = Group("ميناء", "ar", "rtl", "port.atom", (_line("12 March 2026", "الميناء"),))


def test_the_list_names_each_newsletter_and_its_issues() -> None:
    """A group has its title, language and feed; a headline is a link, the date stands below it."""
    page = web.archive((OURS, THEIRS), samples.NEWSLETTER)
    assert ("Gate <4> opens", "12 March 2026/index.html") in reading.links(page)
    assert reading.texts(page, "h1") == ["All issues"]
    assert reading.texts(page, "h2") == ["The Harbour Post", "ميناء"]
    assert [s.get("dir") for s in reading.tree(page).iter("section")] == ["ltr", "rtl"]
    assert reading.links(page)[-2:] == [
        ("Web feed: The Harbour Post", "daily.atom"),
        ("Web feed: ميناء", "port.atom"),
    ]


def test_one_newsletters_list_is_its_own_by_month() -> None:
    """Its title stands once, each month once above its issues, newest first."""
    days = ("2 March 2026", "1 March 2026", "28 February 2026", "3 March 2025")
    group = replace(OURS, lines=tuple(_line(day) for day in days))
    page = web.archive((group,), samples.NEWSLETTER)
    assert reading.texts(page, "h1") == ["The Harbour Post"]
    assert reading.texts(page, "h2") == ["March 2026", "February 2026", "March 2025"]
    assert [url for _, url in reading.links(page)] == [
        *(f"{day}/index.html" for day in days),
        "daily.atom",
    ]


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_list_without_issues_says_so(code: str) -> None:
    """Nobody stands before an empty page."""
    newsletter = samples.NEWSLETTER.model_copy(update={"language": code})
    page = web.archive((), newsletter)
    assert words.of(code).no_issue in reading.texts(page, "p")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    require("chromium", chromium.PATH.exists(), "apt-get install chromium")
    with sync_playwright() as playwright:
        started = chromium.launch(playwright)
        yield started
        started.close()


def _dressed(look: str, code: str) -> Newsletter:
    chosen = samples.NEWSLETTER.theme.model_copy(update={"name": look})
    return samples.NEWSLETTER.model_copy(update={"language": code, "theme": chosen})


def _page_of(kind: str, look: str, code: str) -> str:
    """An issue's page with words that are hard to fit, or the list of all issues."""
    text = hostile.STRINGS["Arabic"] if code == "ar" else "x" * 500
    if kind == "issue":
        return _page(hostile.issue(text), _dressed(look, code))
    ours = replace(OURS, lines=(_line("12 March 2026", text), _line("11 March 2026")))
    groups = (replace(THEIRS, title=text[:60]),) if code == "ar" else (ours, THEIRS)
    return web.archive(groups, _dressed(look, code))


@pytest.mark.parametrize("kind", ["issue", "list"])
@pytest.mark.parametrize("look", theme.THEMES)
@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_fits_and_can_be_read(browser: Browser, kind: str, look: str, code: str, mode: str) -> None:
    """At 320 px nothing is wider than the screen, every text has a contrast of 4.5, nothing is
    asked of the network, and Arabic begins at the right."""
    context = browser.new_context(
        viewport={"width": 320, "height": 800}, color_scheme="dark" if mode == "dark" else "light"
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(_page_of(kind, look, code))
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    faint = page.evaluate(FAINT)
    h3 = page.evaluate("getComputedStyle(document.querySelector('h3')).direction")
    context.close()
    assert overflow <= 0
    assert faint == []
    assert [url for url in asked if not url.startswith("data:")] == []
    assert h3 == ("rtl" if code == "ar" else "ltr")


@pytest.mark.parametrize("look", theme.THEMES)
def test_the_list_shows_what_is_a_link(browser: Browser, look: str) -> None:
    """A headline of the list is underlined, and more so below the pointer."""
    page = browser.new_page()
    page.set_content(web.archive((OURS,), _dressed(look, "en")))
    headline = page.get_by_role("link", name="Gate <4> opens")
    style = "node => [getComputedStyle(node).textDecorationLine, getComputedStyle(node).%s]"
    line, quiet = headline.evaluate(style % "textDecorationColor")
    headline.hover()
    assert line == "underline"
    assert headline.evaluate(style % "textDecorationColor") != [line, quiet]
    page.close()


@pytest.mark.parametrize("look", theme.THEMES)
def test_key_events_have_their_dates_where_the_mail_has_them(browser: Browser, look: str) -> None:
    """On a line of their own in the themes that set them apart, in mail and page alike."""
    page = browser.new_page(viewport={"width": 700, "height": 800})
    newsletter = _dressed(look, "en")
    apart = []
    for drawn in (
        _page(samples.issue(), newsletter),
        issue.render(samples.issue(), newsletter, samples.SITE).html,
    ):
        page.set_content(drawn)
        apart.append(
            page.evaluate(
                """() => { const date = document.querySelector('li strong');
              const text = document.createRange();
              text.selectNodeContents(date.parentElement);
              return text.getBoundingClientRect().bottom - date.getBoundingClientRect().bottom
                > 0.6 * date.getBoundingClientRect().height; }"""
            )
        )
    page.close()
    assert apart == [theme.THEMES[look].date_apart] * 2


def test_what_was_added_in_brackets_stands_in_one_line() -> None:
    """'[11 March]' is not torn apart, in mail and page; longer brackets of a source may be."""
    story = samples.story("s", "Gate", "It opens today [11 March] [a remark of the source itself].")
    section = replace(samples.issue().sections[0], stories=(story,))
    told = replace(samples.issue(), sections=(section,))
    for drawn in (_page(told), issue.render(told, samples.NEWSLETTER, samples.SITE).html):
        assert "today [11\u00a0March] [a remark of the source itself]." in drawn


def test_printed_it_is_ink_on_paper(browser: Browser, tmp_path: Path) -> None:
    """In print, even of a dark screen, the ground is white, links show their address, and what
    only leads elsewhere is left out."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.set_content(_page(samples.issue(), around=Around("../index.html")))
    page.emulate_media(media="print", color_scheme="dark")
    style = "getComputedStyle(document.querySelector('%s')).%s"
    assert page.evaluate(style % ("body", "backgroundColor")) == "rgb(255, 255, 255)"
    assert page.evaluate(style % ("main", "backgroundColor")) == "rgb(255, 255, 255)"
    assert page.evaluate(style % ("nav", "display")) == "none"
    after = "getComputedStyle(document.querySelector('.sources a'), '::after').content"
    assert "tidewatch.example" in page.evaluate(after)
    assert page.evaluate(FAINT) == []
    context.close()
