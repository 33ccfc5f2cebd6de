"""`digest preview` as a page: driven in a real browser, over a real server."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.conftest import ROOT, require
from tests.render.test_screen import FAINT
from tests.walk.conftest import Digest, served
from tests.walk.test_sample import AT
from tools import chromium

SETTINGS = f"""
subscribers = "readers.csv"
[[sources]]
name = "articles"
path = "articles"
[[sources]]
name = "sample"
path = "{(ROOT / "seeds").as_posix()}"
[[newsletters]]
languages = ["de", "ar"]
"""
READERS = """email,name,language,status
ann@example.org,Ann,,
bea@example.org,Bea,de,
x@example.org,X,,unsubscribed
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with settings, readers, templates of its own and sample articles."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "digest.toml").write_text(SETTINGS, "utf-8")
    (folder / "readers.csv").write_text(READERS, "utf-8")
    (folder / "articles").mkdir()
    (folder / "templates" / "email" / "parts").mkdir(parents=True)
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where `digest preview` serves."""
    with served(site, "preview", "--at", AT) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    require("chromium", chromium.PATH.exists(), "apt-get install chromium")
    with sync_playwright() as playwright:
        started = chromium.launch(playwright)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The preview, opened; it may ask nobody but its own server, and no script may fail."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    opened = context.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.goto(address)
    expect(opened.locator("#subject")).not_to_be_empty()
    yield opened
    context.close()
    assert wrong == []
    assert [url for url in asked if not url.startswith((address, "data:"))] == []


def test_the_mail_is_shown_as_wide_as_a_device(page: Page) -> None:
    """The mail stands in the frame; phone, desktop and an own width set the frame's width."""
    frame = page.locator("iframe")
    heading = page.frame_locator("iframe").locator("h1")
    expect(heading).to_have_text("The Daily Fold")
    expect(frame).to_have_css("width", "800px")
    page.get_by_label("Phone").check()
    expect(frame).to_have_css("width", "375px")
    page.get_by_label("Own width in pixels").fill("444")
    expect(frame).to_have_css("width", "444px")


def test_another_width_asks_for_nothing(page: Page) -> None:
    """The mail that is there becomes narrower; what its reader had scrolled to stays."""
    expect(page.frame_locator("iframe").locator("h1")).to_be_visible()
    expect(page.locator("#areas > li")).to_have_count(7)  # the last answer to arrive
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.frame_locator("iframe").locator("html").evaluate("e => { e.scrollTop = 300 }")
    page.get_by_label("Phone").check()
    page.get_by_label("Own width in pixels").fill("500")
    page.get_by_label("Desktop").check()
    expect(page.locator("iframe")).to_have_css("width", "800px")
    assert page.frame_locator("iframe").locator("html").evaluate("e => e.scrollTop") == 300
    assert asked == []


def test_the_mail_as_a_list_shows_it(page: Page) -> None:
    """Sender, subject and opening stand above the mail, and above nothing else."""
    inbox = page.locator("#inbox")
    expect(page.locator("#sender")).to_have_text("The Daily Fold")
    expect(page.locator("#subject")).to_contain_text("Torrick Dam")
    expect(page.locator("#preheader")).to_contain_text("The leaders of the four river states")
    page.get_by_role("button", name="Web page").click()
    expect(inbox).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_itself_fits_and_can_be_read(
    browser: Browser, address: str, scheme: Literal["light", "dark"], width: int
) -> None:
    """On a phone and a desktop nothing is cut off sideways; a small screen begins with a phone's
    mail, a dark one with dark; each text of the page has a contrast of 4.5."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#areas > li")).to_have_count(7)
    wide = page.locator("html").evaluate("e => e.scrollWidth - innerWidth")
    chosen = page.locator("input[name=mode]:checked").get_attribute("value")
    frame = page.locator("iframe").evaluate("e => e.clientWidth")
    page.get_by_role("button", name="Checks").click()
    faint = page.locator("html").evaluate(FAINT)
    context.close()
    assert wide <= 0
    assert chosen == scheme
    assert frame == (373 if width == 360 else 798)  # the border takes two
    assert faint == []


def test_dark_and_bare(page: Page) -> None:
    """Dark colours without a dark browser; without styles the browser's own."""
    body = page.frame_locator("iframe").locator("body")
    expect(page.frame_locator("iframe").locator("h1")).to_be_visible()
    light = body.evaluate("e => getComputedStyle(e).backgroundColor")
    page.get_by_label("Dark").check()
    expect(body).not_to_have_css("background-color", light)
    page.get_by_label("Light").check()
    expect(body).to_have_css("background-color", light)
    heading = page.frame_locator("iframe").locator("h1")
    expect(heading).to_have_css("text-align", "center")
    page.get_by_label("Styles").check()
    expect(heading).to_have_css("text-align", "start")


def test_another_reader_gets_another_mail(page: Page) -> None:
    """A reader's own language and address; a part of a name finds them, and an error says so
    where it fits nobody."""
    choice = page.get_by_label("Reader", exact=True)
    expect(choice).to_have_value("ann@example.org")
    choice.fill("be")
    choice.press("Enter")
    expect(choice).to_have_value("bea@example.org")
    expect(page.locator("#tongue")).to_have_text("own language (de)")
    expect(page.frame_locator("iframe").locator("h4").first).to_have_text("Wichtige Ereignisse")
    page.get_by_role("button", name="Headers").click()
    expect(page.locator("#headers")).to_contain_text('To: "Bea" <bea@example.org>')
    page.locator("select[name=language]").select_option("en")
    page.get_by_role("button", name="Mail", exact=True).click()
    expect(page.frame_locator("iframe").locator("h4").first).to_have_text("Key events")
    choice.fill("example")
    choice.press("Enter")
    expect(page.locator("#problem")).to_contain_text("'example' fits several readers")
    choice.fill("who@example.org")
    choice.press("Enter")
    expect(page.locator("#problem")).to_contain_text("not among the 2 readers")


def test_an_arabic_mail_is_shown_from_the_right(page: Page) -> None:
    """The line of a list of mails and the text part run as the reader's language does."""
    for code, direction in (("ar", "rtl"), ("de", "ltr")):
        page.locator("select[name=language]").select_option(code)
        for part in ("#inbox", "#text"):
            expect(page.locator(part)).to_have_css("direction", direction)
            expect(page.locator(part)).to_have_attribute("lang", code)
        # The words are English: cut off at their own end, whoever reads them.
        expect(page.locator("#subject")).to_have_css("direction", "ltr")


def test_the_web_page_is_shown_in_the_same_frame(page: Page) -> None:
    """As in the archive, in the reader's language, without a reader's own links; dark too."""
    page.get_by_role("button", name="Web page").click()
    shown = page.frame_locator("iframe")
    expect(shown.locator("main h3").first).to_be_visible()
    expect(shown.locator("body")).not_to_contain_text("Unsubscribe")
    light = shown.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
    page.get_by_label("Dark").check()
    expect(shown.locator("body")).not_to_have_css("background-color", light)
    page.get_by_label("Reader", exact=True).fill("bea@example.org")
    page.get_by_label("Reader", exact=True).press("Enter")
    expect(shown.locator("h4").first).to_have_text("Wichtige Ereignisse")
    page.get_by_role("button", name="Text").click()
    expect(page.locator("iframe")).to_be_hidden()


def test_text_source_and_checks(page: Page) -> None:
    """Each panel shows its own; the gauge says how much of the budget is used."""
    page.get_by_role("button", name="Text").click()
    expect(page.locator("#text")).to_contain_text("Unsubscribe:\nmailto:")
    page.get_by_role("button", name="Source").click()
    expect(page.locator("#source")).to_contain_text("<!DOCTYPE html>")
    page.get_by_role("button", name="Checks").click()
    areas = page.locator("#areas > li")
    expect(areas).to_have_count(7)
    expect(areas.filter(has=page.locator(".warning"))).to_have_count(1)
    expect(areas.filter(has=page.locator(".warning"))).to_contain_text("site.base_url")
    expect(page.locator("#areas .error")).to_have_count(0)
    expect(areas.filter(has_text="colours")).to_contain_text("ok each text can be read, in light")
    expect(areas.filter(has=page.locator(".ok"))).to_have_count(5)
    expect(page.locator("#size")).to_contain_text("of 95.0 KB HTML")
    assert 20 < float(page.locator("#gauge").evaluate("e => e.value")) < 60


def test_a_changed_file_is_seen_at_once(page: Page, site: Path) -> None:
    """A template, then a mistake in it, then an article: no reload by hand."""
    heading = page.frame_locator("iframe").locator("h1")
    own = site / "templates" / "email" / "parts" / "masthead.j2"
    own.write_text("<h1>{{ view.title }}, mended</h1>", "utf-8")
    expect(heading).to_have_text("The Daily Fold, mended", timeout=60_000)
    own.write_text("<h1>{{ view.titel }}</h1>", "utf-8")
    expect(page.locator("#problem")).to_contain_text("masthead.j2, line 1", timeout=60_000)
    own.unlink()
    expect(heading).to_have_text("The Daily Fold", timeout=60_000)
    expect(page.locator("#problem")).to_be_hidden()
    (site / "articles" / "quay.json").write_text(
        json.dumps(
            {
                "title": "Tarnby reopens its northern quay after the winter storms",
                "text": "Tarnby reopened its northern quay on Thursday after the winter storms. "
                "The harbour master, Odd Lervik, said the cranes would run again by Monday. "
                "Repairs cost 4.1 million crowns, which the town paid out of its reserve.",
                "published_at": "2026-03-12T08:00:00Z",
                "outlet": "Tarnby Tidings",
            }
        ),
        "utf-8",
    )
    text = page.frame_locator("iframe").locator("body")
    expect(text).to_contain_text("Tarnby Tidings", timeout=60_000)


def _asked(url: str, **headers: str) -> tuple[int, str, str]:
    """Status, security policy and body of an answer."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
            policy = answer.headers["Content-Security-Policy"] or ""
            return answer.status, policy, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, "", refused.read().decode()


def test_every_reader_can_be_chosen(digest: Digest, tmp_path: Path) -> None:
    """Of a long list those are offered who fit what is typed; who has left is not there, nor is
    who left on the web: of a file, and of the store when no file is named."""
    rows = "".join(f"reader{n}@example.org,Reader {n}\n" for n in range(2_000))
    (tmp_path / "many.csv").write_text(f"email,name\n{rows}", "utf-8")
    digest("subscribers", "import", "many.csv")
    digest("subscribers", "remove", "reader7@example.org")
    for named in (["--subscribers", "many.csv"], []):
        with served(
            tmp_path, "preview", "--at", AT, "--source", str(ROOT / "seeds"), *named
        ) as url:
            assert json.loads(_asked(f"{url}state")[2])["readers"] == 1_999
            offered = json.loads(_asked(f"{url}readers?like=READER1999@")[2])
            assert offered == [{"email": "reader1999@example.org", "name": "Reader 1999"}]
            assert len(json.loads(_asked(f"{url}readers")[2])) == 20
            assert json.loads(_asked(f"{url}readers?like=reader7@")[2]) == []
            assert "To: " in _asked(f"{url}headers?reader=reader1999@example.org")[2]
            assert _asked(f"{url}headers?reader=reader7@example.org")[0] == 404


def test_only_this_machine_may_ask(address: str) -> None:
    """A page that came by another name (DNS rebinding) gets nothing, the mail runs no script."""
    assert _asked(f"{address}mail", Host="news.example.org")[0] == 400
    assert "default-src 'none'" in _asked(f"{address}mail")[1]
    status, _, said = _asked(f"{address}text?reader=who@example.org")
    assert status == 404
    assert "not among the 2 readers" in said


def test_a_port_that_is_taken_is_said(digest: Digest, address: str) -> None:
    """`--port` of another program ends with what to do."""
    port = address.rstrip("/").rpartition(":")[2]
    refused = digest("preview", "--source", ROOT / "seeds", "--port", port, exits=2)
    assert "choose another --port" in refused.stderr
