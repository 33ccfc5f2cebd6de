"""No text can become markup, an address or a fault: it comes out as the text it is."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfold.model import RenderedIssue
from newsfold.render import issue, plain
from tests.render import hostile, reading, samples

HARMLESS = "A quiet afternoon"
# Texts that fill as many paragraphs and links as HARMLESS does: one line, and no web address,
# which is not linked when it names another host.
COMPARABLE = [
    name
    for name, text in hostile.STRINGS.items()
    if len(plain.paragraphs(text, size=8_000)) == 1 and name not in ("web address", "slot")
]


@lru_cache(maxsize=64)
def _rendered(text: str, url: str | None = "https://tidewatch.example/a") -> RenderedIssue:
    return issue.render(hostile.issue(text, url), samples.NEWSLETTER, samples.SITE)


def _structure(page: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every element with the names of its attributes, in order."""
    return [
        (str(node.tag), tuple(node.keys()))
        for node in reading.tree(page).iter()
        if isinstance(node.tag, str)
    ]


@pytest.mark.parametrize("name", hostile.STRINGS)
def test_text_comes_out_as_it_is(name: str) -> None:
    """In every place of the page the text is what a reader would see of it, and no more."""
    clean = plain.line(hostile.STRINGS[name])
    page = _rendered(hostile.STRINGS[name]).html
    if not clean:
        assert reading.texts(page, "h3")[0] == "Untitled story"
        return
    assert reading.texts(page, "h2")[:2] == [clean, clean]
    assert reading.texts(page, "h3") == [clean, clean]
    assert reading.texts(page, "h1") == [plain.cut(clean, 120)]
    paragraphs = reading.texts(page, "p")
    assert f"Editor’s note: {clean}" in paragraphs
    assert f"{clean} {clean}" in paragraphs
    assert any(item.startswith(clean) for item in reading.texts(page, "li"))
    assert any(f"sources: {clean}" in p or f"Source: {clean}" in p for p in paragraphs)


@pytest.mark.parametrize("name", COMPARABLE)
def test_text_adds_no_element(name: str) -> None:
    """The page has the elements and attributes that harmless words give, and no others."""
    ours = _structure(_rendered(hostile.STRINGS[name]).html)
    theirs = _structure(_rendered(HARMLESS).html)
    assert [tag for tag, _ in ours] == [tag for tag, _ in theirs]
    assert {attribute for _, names in ours for attribute in names} == {
        attribute for _, names in theirs for attribute in names
    }


@pytest.mark.parametrize("name", hostile.STRINGS)
def test_text_part_holds_the_same(name: str) -> None:
    """The text part holds every word, breaks lines at 72 columns and has no hidden character."""
    text = _rendered(hostile.STRINGS[name]).text
    squeezed = "".join(text.split())
    assert "".join(plain.line(hostile.STRINGS[name]).split()) in squeezed
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", text)
    assert not re.search(r"[ \t]$", text, re.MULTILINE)
    assert "\n\n\n" not in text


def test_a_word_of_ten_thousand_letters_comes_out_whole() -> None:
    """A headline and a sentence of one such word each are there to the last letter."""
    word = "x" * 10_000
    told = replace(samples.issue().sections[0], stories=(samples.story("w", word, word),))
    done = issue.render(
        replace(samples.issue(), sections=(told,), also=()), samples.NEWSLETTER, samples.SITE
    )
    assert reading.texts(done.html, "h3") == [word]
    assert word in reading.texts(done.html, "p")
    assert "".join(done.text.split()).count(word) == 2


@pytest.mark.parametrize("url", hostile.URLS)
def test_only_allowed_addresses_are_linked(url: str) -> None:
    """Every link is http, https or mailto in plain ASCII; the headline is there all the same."""
    page = _rendered(HARMLESS, url).html
    assert reading.texts(page, "h3") == [HARMLESS, HARMLESS]
    for _, target in reading.links(page):
        assert re.match(r"(https?://|mailto:)[!-~]+\Z", target)
    assert not any(name.startswith("on") for _, names in _structure(page) for name in names)


def test_an_outlet_cannot_pose_as_another_host() -> None:
    """An outlet or headline that reads as a web address of another host is not linked."""
    page = _rendered("https://bank.example/login", "https://evil.example/a").html
    assert all("bank.example" not in text for text, _ in reading.links(page))


def test_no_text_can_forge_the_marker() -> None:
    """A text that holds another issue's marker leaves this one's where it belongs, alone."""
    forged = _rendered(HARMLESS).slots["unsubscribe"]
    done = _rendered(forged)
    assert done.html.count(done.slots["unsubscribe"]) == 1


def test_language_codes_are_only_attributes() -> None:
    """A story's language cannot break out of the attribute that names it."""
    told = hostile.issue(HARMLESS)
    odd = replace(told.sections[0].stories[0], language='"><script>')
    told = replace(told, sections=(replace(told.sections[0], stories=(odd,)),))
    page = issue.render(told, samples.NEWSLETTER, samples.SITE).html
    assert reading.elements(page)["script"] == 0


@given(st.text(max_size=200))
@settings(max_examples=40)
def test_any_text_renders(text: str) -> None:
    """Whatever Unicode a title holds, the issue renders and the heading is that text."""
    done = _rendered(text)
    assert reading.texts(done.html, "h3")[0] == (plain.line(text) or "Untitled story")
    assert done.html.count(done.slots["unsubscribe"]) == 1
    assert "".join(plain.line(text).split()) in "".join(done.text.split())
