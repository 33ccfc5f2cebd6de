"""The headline is the clearest of the sources' own."""

from __future__ import annotations

import tomllib
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from newsfold.edit.sentences import headline
from newsfold.model import Article
from tests.edit import newsroom

TABLES = newsroom.known_tables()
ENGLISH = TABLES.language("en")
STORIES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("headlines.toml").read_text(encoding="utf-8")
)["story"]


def chosen(articles: list[Article], code: str = "en") -> str:
    """The headline of a story."""
    return headline.choose(articles, TABLES.language(code))[0]


@pytest.mark.parametrize(
    ("title", "outlet", "plain"),
    [
        ("Talks open amid a long row – Europe live", None, "Talks open amid a long row"),
        ("Storm Edda hits the coast - live", None, "Storm Edda hits the coast"),
        ("Storm Edda hits the coast: live updates", None, "Storm Edda hits the coast"),
        ("Storm Edda – as it happened", None, "Storm Edda"),
        ("Live: Storm Edda hits the coast", None, "Storm Edda hits the coast"),
        ("Bank holds rates for now | Business | Halvik Post", None, "Bank holds rates for now"),
        ("Bank of Ostria holds rates - Halvik Post", "Halvik Post", "Bank of Ostria holds rates"),
        ("Where we live - and why", None, "Where we live - and why"),
        ("Fans of live music pay more", None, "Fans of live music pay more"),
        ("Rates - and pay - rise again", "Halvik Post", "Rates - and pay - rise again"),
        ("The mayor’s plan for live music", None, "The mayor’s plan for live music"),
        ("Opinion: close the bridge for good", None, "Opinion: close the bridge for good"),
    ],
)  # fmt: skip
def test_suffixes_go_and_words_stay(title: str, outlet: str | None, plain: str) -> None:
    """Live-blog labels and site names are taken off, nothing else is."""
    assert headline.clean(title, outlet, ENGLISH) == plain


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ("What we know about the bridge closure", "Old bridge in Halvik closed after cracks"),
        ("Is Halvik's bridge safe?", "Halvik bridge shut: cracks in two piers"),
        ("OLD BRIDGE IN HALVIK CLOSED", "Old bridge in Halvik closed"),
        ("Bridge", "Old bridge in Halvik closed after cracks"),
        (
            "Old bridge in Halvik closed to all traffic after engineers find long cracks in two of "
            "its piers, mayor says",
            "Old bridge in Halvik closed after cracks",
        ),
    ],
)
def test_the_plain_headline_wins(worse: str, better: str) -> None:
    """A question, bait, shouting, a stump or an overlong line loses against a plain one."""
    body = newsroom.BRIDGE.paragraphs
    for pair in ((worse, better), (better, worse)):
        articles = [newsroom.article(title, *body, outlet=title) for title in pair]
        chosen, index = headline.choose(articles, TABLES.language("en"))
        assert chosen == better
        assert articles[index].title == better


def test_a_lone_question_stays_what_it_is() -> None:
    """With a single source its headline is used, as it is: none is made up."""
    only = newsroom.article("Is Halvik's bridge safe?", "Cracks were found.")
    assert chosen([only]) == only.title


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["best"][:30])
def test_the_headline_that_an_editor_takes(story: dict[str, Any]) -> None:
    """Plain beats bait, question, label and shout, in every language and in any order of sources
    whose titles differ in kind."""
    code, body = story["language"], story["body"]
    for titles in permutations(story["titles"]):
        articles = [
            newsroom.article(title, body, id=f"{place} {title}", outlet=f"{place}", language=code)
            for place, title in enumerate(titles)
        ]
        assert chosen(articles, code) == story["best"]


def test_enough_stories_are_told() -> None:
    """The table holds more than twenty-five, of nine languages."""
    assert len(STORIES) >= 25
    assert len({story["language"] for story in STORIES}) == 9


def test_a_story_without_titles_is_headed_by_a_sentence() -> None:
    """The first sentence that is not too long stands in; where there is no text, the address."""
    long = "The council of Halvik, " + "which met on Monday and on Tuesday, " * 5 + "met again."
    bare = newsroom.article("", long, "The old bridge in Halvik is closed.", id="a")
    assert chosen([bare]) == "The old bridge in Halvik is closed."
    assert chosen([newsroom.article("", long, id="b")]) == long
    assert chosen([newsroom.article(" ", "", id="c", locator="feeds/halvik.xml")]) != ""
