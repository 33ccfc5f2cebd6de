"""Posts that a page states as schema.org data: JSON-LD and microdata."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold import tables
from newsfold.clean.line import clock
from newsfold.clean.live import markup as live_markup
from newsfold.clean.markup import blocks
from newsfold.clean.phrases import junk
from newsfold.model import Media, Post
from tests.clean.papers import article

EN = tables.load().language("en")
PHRASES = junk.phrases(tables.load(), "en")

FIRST = {
    "@type": "BlogPosting",
    "headline": "Pumps fail on the northern quay",
    "datePublished": "2026-03-12T14:05:00+00:00",
    "author": [{"@type": "Person", "name": "Nell Farraday"}],
    "articleBody": "<p>Four of the nine pumps have stopped.</p><p>Crews are coming. See also</p>",
}
SECOND = {
    "@type": ["BlogPosting", "Article"],
    "name": "What the commission has said",
    "datePublished": "2026-03-12T12:10:00+00:00",
    "author": "By Owen Tarrant",
    "articleBody": "No gate has been opened.\nNone will be before Sunday.",
}
BARE = {"datePublished": "2026-03-12T11:32:00+00:00", "articleBody": "Good morning from the quay."}
PAGE = {"@type": "LiveBlogPosting", "liveBlogUpdate": [FIRST, SECOND, BARE, FIRST]}


MARKED = """<main itemscope itemtype="https://schema.org/LiveBlogPosting"><h1>Flood live</h1>
        <article itemprop="liveBlogUpdate" itemscope itemtype="https://schema.org/BlogPosting">
          <time itemprop="datePublished" datetime="2026-03-12T14:05:00Z">14.05 GMT</time>
          <h2 itemprop="headline">Pumps fail on the quay</h2>
          <span itemprop="author" itemscope><span itemprop="name">Nell Farraday</span></span>
          <div itemprop="articleBody"><p>Four of the nine pumps have stopped.</p>
            <figure><img src="a.jpg"><figcaption>A pump that stands still</figcaption></figure>
            <p>Crews are on their way.</p></div>
        </article>
        <article itemprop="liveBlogUpdate" itemscope>
          <time itemprop="datePublished">11.32 GMT</time>
          <div itemprop="articleBody">Good morning from the quay.</div>
        </article></main>"""


def in_json(node: dict[str, Any]) -> live_markup.Stated:
    """The posts of a node, by the English tables."""
    return live_markup.in_json(node, EN, PHRASES)


def test_posts_of_json_ld() -> None:
    """Heading, time, writers and paragraphs are read; a post that is stated twice counts once."""
    found = in_json(PAGE)
    assert found.posts == (
        Post(
            "Pumps fail on the northern quay",
            ("Four of the nine pumps have stopped.", "Crews are coming."),
            ("Nell Farraday",),
            "2026-03-12T14:05:00+00:00",
        ),
        Post(
            "What the commission has said",
            ("No gate has been opened.", "None will be before Sunday."),
            ("Owen Tarrant",),
            "2026-03-12T12:10:00+00:00",
        ),
        Post(None, ("Good morning from the quay.",), (), "2026-03-12T11:32:00+00:00"),
    )
    assert [r.text for r in found.removed] == ["See also", "See also"]
    assert found.paragraphs[-1] == "Good morning from the quay."


def test_stated_times_tell_the_order() -> None:
    """ISO times are compared as instants, over midnight too."""
    times = [
        "2026-03-13T00:10:00+00:00", "2026-03-12T23:50:00+00:00", "2026-03-12T23:10:00+01:00",
        "2026-03-12T09:00:00+00:00",
    ]  # fmt: skip
    assert clock.order(times, EN) is clock.Order.NEWEST_FIRST
    assert clock.order(times[::-1], EN) is clock.Order.OLDEST_FIRST
    assert clock.order(["2026-13-40T99:00"] * 5, EN) is None


@pytest.mark.parametrize(
    "node",
    [
        {},
        {"liveBlogUpdate": None},
        {"liveBlogUpdate": "soon"},
        {"liveBlogUpdate": [1, "two", None, []]},
        {"liveBlogUpdate": [{"headline": "A heading alone"}]},
        {"liveBlogUpdate": {"articleBody": 7, "headline": ["x"], "author": [3, {"name": 4}]}},
    ],
)
def test_data_of_another_shape_give_no_posts(node: dict[str, Any]) -> None:
    """What is not as schema.org says is passed over; a heading without text is no post."""
    assert in_json(node).posts == ()


def test_one_update_need_not_be_a_list() -> None:
    """A single object stands for a list of one."""
    assert [p.heading for p in in_json({"liveBlogUpdate": FIRST}).posts] == [FIRST["headline"]]


def test_posts_of_microdata() -> None:
    """The same from `itemprop` marks; a figure's caption is no paragraph."""
    tree = blocks.parsed(MARKED)
    assert tree is not None
    found = live_markup.in_tree(tree, EN, PHRASES)
    assert found.posts == (
        Post(
            "Pumps fail on the quay",
            ("Four of the nine pumps have stopped.", "Crews are on their way."),
            ("Nell Farraday",),
            "2026-03-12T14:05:00Z",
        ),
        Post(None, ("Good morning from the quay.",), (), "11.32 GMT"),
    )
    assert found.captions == ("A pump that stands still",)


def test_a_page_without_such_marks_states_no_posts() -> None:
    """An ordinary article has none."""
    tree = blocks.parsed("<article itemscope><p itemprop='articleBody'>Text.</p></article>")
    assert tree is not None
    assert live_markup.in_tree(tree, EN, PHRASES).posts == ()


_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["headline", "name", "author", "articleBody", "datePublished", "x"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@given(_JSON)
def test_any_json_gives_posts_or_none(value: Any) -> None:
    """No shape of data raises, and every post has text."""
    assert all(post.paragraphs for post in in_json({"liveBlogUpdate": value}).posts)


LINK = "The live page of the Bay Post follows the flood from its first hour to its last."
SHOWN = "".join(
    f"<h2>{post.heading or ''}</h2>" + "".join(f"<p>{p}</p>" for p in post.paragraphs)
    for post in in_json(PAGE).posts
)


def live_page(node: dict[str, Any], body: str = SHOWN) -> str:
    """A page that shows a live blog and states it as data, behind an ordinary node."""
    other = {"@type": "NewsArticle", "headline": "Marrow Bay under water, live"}
    return (
        "<html lang=en><head><title>Marrow Bay under water, live</title>"
        f'<script type="application/ld+json">{json.dumps([other, node])}</script></head>'
        f"<body><main><h1>Marrow Bay under water, live</h1><p>{LINK}</p>{body}</main></body></html>"
    )


def test_the_posts_that_a_page_states_are_its_article() -> None:
    """Times and writers come from the data; what stands above the first post stays the opening."""
    found = article(live_page(PAGE), Media.HTML)
    stated = in_json(PAGE)
    assert found.posts == stated.posts
    assert found.paragraphs == (LINK, *stated.paragraphs)
    assert [(s.text, s.before) for s in found.subheadings] == [
        ("Pumps fail on the northern quay", 1),
        ("What the commission has said", 3),
    ]
    assert found.title == "Marrow Bay under water, live"


def test_a_page_that_shows_more_than_it_states_keeps_its_text() -> None:
    """Data that hold the first words of each post only do not take the place of the posts."""
    short = [{"articleBody": "Four of them."}, {"articleBody": "No gate."}]
    found = article(live_page({**PAGE, "liveBlogUpdate": short}), Media.HTML)
    assert "Four of the nine pumps have stopped." in found.paragraphs
    assert "Four of them." not in found.paragraphs


def test_posts_that_a_page_marks_up_are_its_article() -> None:
    """Microdata tell the posts where the page has no JSON-LD."""
    longer = MARKED.replace("Crews are", "The crews that were sent for at noon are")
    found = article(f"<html lang=en><body>{longer}</body></html>", Media.HTML)
    assert [post.heading for post in found.posts] == ["Pumps fail on the quay", None]
    assert found.paragraphs[-1] == "Good morning from the quay."
