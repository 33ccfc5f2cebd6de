"""Which language and direction each text of an issue is marked with, in the mail and on the web."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml.html import HtmlElement

from newsfold.config import Newsletter, Pictures, Site
from newsfold.model import Issue, Picture, Status
from newsfold.render import issue, web
from tests.render import editions, reading, samples

Draw = Callable[[Issue, Newsletter, Site], str]
DRAWN = pytest.mark.parametrize(
    "draw", [lambda *a: issue.render(*a).html, web.page], ids=["mail", "web"]
)
HEADLINE, FIRST, *_ = editions.ARABIC[0]
CREDIT = "Bo Ray / Tidewatch"


def _issue() -> Issue:
    """An English issue: an Arabic story with all that a story can have, and another in a line."""
    told, _ = editions.ALL["scripts"]
    picture = Picture("https://tidewatch.example/q.jpg", FIRST, CREDIT, 640, 400)
    story = replace(
        told.stories[0],
        picture=picture,
        note="Ann was there.",
        status=Status.CONTINUING,
        continuing_since="daily-2026-03-10",
    )
    section = replace(told.sections[0], stories=(story,))
    return replace(told, sections=(section,), also=(replace(story, id="also"),))


def _nearest(node: HtmlElement, name: str) -> str | None:
    return next((n.get(name) for n in (node, *node.iterancestors()) if n.get(name)), None)


def _marked(page: str, text: str) -> set[tuple[str | None, str | None]]:
    """Language and direction of every element of the body in whose own text the text stands."""
    body = reading.tree(page).find("body")
    assert body is not None
    for hidden in body.find_class("preheader"):
        hidden.drop_tree()
    own = [n for n in body.iter() if isinstance(n.tag, str)]
    holding = [n for n in own if text in (n.text or "") or text == n.get("alt")]
    holding += [up for n in own if text in (n.tail or "") and (up := n.getparent()) is not None]
    return {(_nearest(node, "lang"), _nearest(node, "dir")) for node in holding}


@DRAWN
def test_an_arabic_story_in_an_english_issue(draw: Draw) -> None:
    """Its own words are Arabic from the right; ours around them, dates too, stay English."""
    newsletter = samples.NEWSLETTER.model_copy(update={"pictures": Pictures(show="linked")})
    page = draw(_issue(), newsletter, samples.SITE)
    for own in (HEADLINE, FIRST):
        assert _marked(page, own) == {("ar", "rtl")}, own
    labels = ("Continuing since", "Editor’s note", "Key events", "2 sources:", "Also in the news")
    for text in (*labels, "11 March", "sources)", "Tidewatch", CREDIT):
        text = text if text in page else text.replace(" ", "\u00a0")
        assert _marked(page, text) == {("en", "ltr")}, text


@DRAWN
def test_an_english_story_in_an_arabic_issue(draw: Draw) -> None:
    """The other way round: English from the left, and what we say of it Arabic from the right."""
    newsletter = samples.NEWSLETTER.model_copy(update={"language": "ar"})
    page = draw(samples.issue(), newsletter, samples.SITE)
    story = samples.issue().stories[0]
    for own in (story.headline, "The count ended."):
        assert _marked(page, own) == {("en", "ltr")}, own
    for text in ("أبرز الأحداث", "مارس"):  # 'Key events', 'March'
        assert _marked(page, text) == {("ar", "rtl")}, text


@DRAWN
def test_a_story_of_the_same_direction_has_a_language_only(draw: Draw) -> None:
    """A Greek story in an English issue: `lang` for its voice, and no `dir` that says nothing."""
    told, newsletter = editions.ALL["scripts"]
    page = draw(told, newsletter, samples.SITE)
    greek = [n for n in reading.tree(page).iter("h3") if n.get("lang") == "el"]
    assert [n.get("dir") for n in greek] == [None]


def test_a_language_of_nowhere_changes_no_other_attribute() -> None:
    """A language comes from an article's markup; what is no name of one is still one value."""
    odd = replace(samples.issue().stories[0], language='x" onload="a')
    section = replace(samples.issue().sections[0], stories=(odd,))
    page = issue.render(
        replace(samples.issue(), sections=(section,)), samples.NEWSLETTER, samples.SITE
    ).html
    assert list(reading.attributes(page, "onload")) == []
    assert 'x" onload="a' in reading.attributes(page, "lang")
