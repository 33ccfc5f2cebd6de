"""Live blogs of many sites: what is one, its posts, and in which order they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from newsfold import tables
from newsfold.clean.front.headline import is_shaped
from newsfold.clean.line import clock
from newsfold.clean.line.lines import measured
from newsfold.model import Article, Post
from newsfold.tables import load
from tests.clean.papers import BODY, HEADLINE, LEAD, SECOND, THIRD, answer, article, dump, why

_LIVE = Path(__file__).resolve().parents[1] / "golden/live"
_NAMES = sorted(file.stem for file in _LIVE.glob("*.txt"))
_CODES = {"de": "de", "fr": "fr", "es": "es"}


@dataclass(slots=True)
class Told:
    """A marked file as its dump and what an editor would keep of it; the marks: see its README."""

    dump: str = ""
    headline: str = ""
    posts: list[Post] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)


def told(name: str) -> Told:
    """One file of golden/live."""
    found = Told()
    parts: list[tuple[str, str]] = []
    for row in (_LIVE / f"{name}.txt").read_text("utf-8").splitlines():
        if row.startswith("#"):
            continue
        if row == "--":
            _close(parts, found)
            continue
        marks, _, text = row.partition("| ")
        pieces = text.split("||")
        shown = "".join(pieces) if len(pieces) == 3 else pieces[0]
        joiner = "\n" if marks.endswith(".") else "\n\n"
        found.dump += (joiner if found.dump else "") + shown
        if len(pieces) == 3:
            parts += [(marks[0], pieces[0]), (marks[1], pieces[2])]
        elif marks == "t-":
            parts += [("t", shown.partition(" at ")[2]), ("-", shown)]
        else:
            parts.append((marks[0], pieces[-1]))
    _close(parts, found)
    return found


def _close(parts: list[tuple[str, str]], found: Told) -> None:
    def of(mark: str) -> list[str]:
        return [text for kind, text in parts if kind == mark]

    if of("p"):
        heading, time = next(iter(of("h")), None), next(iter(of("t")), None)
        found.posts.append(Post(heading, tuple(of("p")), tuple(of("a")), time))
    found.headline = found.headline or "".join(of("T"))
    found.captions += of("c")
    found.dropped += of("-")
    parts.clear()


def read(name: str) -> tuple[Told, Article]:
    """One file, and what the room makes of its dump."""
    one = told(name)
    return one, article(one.dump)


@pytest.mark.parametrize("name", _NAMES)
def test_posts_are_told_apart(name: str) -> None:
    """Every post has its heading, its writers, its time as printed, and its paragraphs."""
    ideal, found = read(name)
    assert list(found.posts) == ideal.posts
    assert [p for post in found.posts for p in post.paragraphs] == list(found.paragraphs)


@pytest.mark.parametrize("name", _NAMES)
def test_headline_captions_and_the_rest(name: str) -> None:
    """The headline is found, captions stand apart, every other line is counted as removed."""
    ideal, found = read(name)
    assert found.title == ideal.headline
    assert list(found.captions) == ideal.captions
    assert set(ideal.dropped) <= {r.text for r in found.removed}


@pytest.mark.parametrize("name", _NAMES)
def test_the_samples_are_whole_pages(name: str) -> None:
    """Each sample has at least twenty lines and more than three posts."""
    one = told(name)
    assert len([line for line in one.dump.splitlines() if line]) >= 20
    assert len(one.posts) > 3


TIMES = ("9.05am", "9.40am", "10.15am", "11.30am", "12.45pm")
PARAGRAPHS = (
    LEAD,
    SECOND,
    THIRD,
    "The keeper's family was brought to the school hall, where the baker had left bread for all.",
    "By the evening the cliff had been closed for the length of a mile, and the road above it too.",
)
TIMED = [line for pair in zip(TIMES, PARAGRAPHS, strict=True) for line in pair]
TRAPS = {
    "a concert": ["The band that will not stop playing live", *BODY],
    "how a night went, by the clock": ["How the cliff fell: the night of 4 March", *TIMED],
    "a timetable": [
        "Boats to the islands will run every hour from May", LEAD,
        "09:00 Calder Quay", "10:00 Skerry Head", "11:00 Great Verrin", "12:00 Saltmere",
        SECOND, THIRD,
    ],
    "a programme": [
        "What is on at the harbour festival this weekend", LEAD, "10:00", "Boat race",
        "12:00", "Bread and tar: a walk", "15:00", "The keeper's tale", "18:00", "Band",
        SECOND, THIRD,
    ],
    "a body printed twice, with its writer's picture": [
        HEADLINE, "Nell Ferris", "Nell Ferris", *BODY, "Latest news", *BODY,
    ],
    "a match by minute": [
        "Saltmere Rovers beat Calder Town in the last minute", LEAD,
        "12' Ada Orne shoots wide from the edge of the area after a fine pass.",
        "34' The keeper of Calder Town holds a free kick that two men had turned.",
        "61' A corner for Rovers comes to nothing, and the rain begins to fall on the small stand.",
        "90' Orne heads the ball home with the last touch of the game, and the stand empties.",
        SECOND,
    ],
    "an interview by name": [HEADLINE, "Nell Ferris", LEAD, SECOND, "Owen Tarr", THIRD],
    "prices that look like times": [HEADLINE, LEAD, "It is 10.50, not 9.20, she said.", SECOND],
    "an article of a live site": ["Live: the word that changed the stage", "Live", *BODY],
}  # fmt: skip


@pytest.mark.parametrize("trap", sorted(TRAPS))
def test_what_is_no_live_blog(trap: str) -> None:
    """One sign is not enough: neither times nor 'live' alone make a page a live blog.

    A match told by minutes stays an article: a minute of play is not the time of a post.
    """
    found = article(dump(*TRAPS[trap]))
    assert found.posts == ()
    assert SECOND in found.paragraphs


def test_an_index_page_with_ages_is_no_live_blog() -> None:
    """Teasers with 'x hours ago' are other articles."""
    lines = ["Latest from the coast"]
    for hours in range(1, 8):
        lines += [
            f"{hours} hours ago",
            f"Teaser number {hours} of the coast and its boats",
            LEAD[:60],
        ]
    assert not getattr(answer(dump(*lines)), "posts", ())


def test_the_first_post_right_below_a_widget_keeps_its_heading() -> None:
    """Without a blank line between, the widget's last label still ends what stands above."""
    shown = [
        "Storm over the coast - live updates", "Key events", "Show key events only",
        "12:40 GMT", "Ferries cancelled until Friday", LEAD, "",
        "12:10 GMT", "Schools close early", SECOND, "",
        "11:45 GMT", "What the mayor has said", THIRD,
    ]  # fmt: skip
    headings = [post.heading for post in article("\n".join(shown)).posts]
    assert headings == [
        "Ferries cancelled until Friday", "Schools close early", "What the mayor has said",
    ]  # fmt: skip


def test_a_time_that_is_lost_is_counted() -> None:
    """A time between an article's paragraphs is no text, and its removal is recorded."""
    assert why(article(dump(*TRAPS["how a night went, by the clock"])), "10.15am") == "time"


def test_closing_and_tweets_stay() -> None:
    """What a reporter wrote to close the page, and who wrote a quoted message, is kept as text."""
    assert any("We are closing" in p for p in article(told("no_headings").dump).paragraphs)
    tweet = "— Verrin Coastguard (@verrincoast) January 6, 2026"
    found = article(told("block_times").dump)
    assert tweet in found.paragraphs
    assert found.published_at is None


def test_the_page_s_own_age_is_no_post_s_time() -> None:
    """'3 hours ago' above the first post is the page's, and counted as removed."""
    found = article(told("headings_then_times").dump)
    assert why(found, "3 hours ago 112") == "relative-time"
    assert found.posts[0].time == "8.02am GMT"


@pytest.mark.parametrize("name", _NAMES)
def test_the_order_is_known_by_the_times(name: str) -> None:
    """Posts stay as printed, and their times tell whether the newest comes first."""
    language = tables.load().language(_CODES.get(name[:2], "en"))
    printed = article(told(name).dump).posts
    expected = clock.Order.OLDEST_FIRST if name == "no_headings" else clock.Order.NEWEST_FIRST
    assert clock.order([p.time for p in printed], language) is expected


@pytest.mark.parametrize(
    ("times", "order"),
    [
        (["9.00", "10.00", "11.00", "12.00"], clock.Order.OLDEST_FIRST),
        (["12:00 PM", "11:45 AM", "9:00 AM", "8:10 AM"], clock.Order.NEWEST_FIRST),
        (["8.00", "12.00", "11.30", "11.00", "9.00"], clock.Order.NEWEST_FIRST),  # pinned first
        (["5m ago", "2h ago", "3h ago", "1 day ago"], clock.Order.NEWEST_FIRST),
        (["9.00", None, "12.00"], None),
        (["9.00", "12.00", "9.30", "12.30", "9.40"], None),
        ([], None),
        (["soon", "later", "now", "then"], None),
    ],
)
def test_order(times: list[str | None], order: clock.Order | None) -> None:
    """Most steps one way tell the order; too few, or steps both ways, tell none."""
    assert clock.order(times, tables.load().language("en")) is order


@pytest.mark.parametrize(
    ("line", "time"),
    [
        ("11.10 GMT", "11.10 GMT"), ("14:05", "14:05"), ("12:31 Uhr", "12:31 Uhr"),
        ("14h05", "14h05"),
        ("8:00 PM", "8:00 PM"), ("at 9.15am", "at 9.15am"), ("25:10", None), ("14:75", None),
        ("Block-time published-time 4.41pm GMT", "4.41pm GMT"), ("14:05 Pumps fail", None),
        ("1.234", None), ("2026", None),
    ],
)  # fmt: skip
def test_a_time_alone(line: str, time: str | None) -> None:
    """What a site prints as a post's time is read as such, and nothing else is."""
    assert clock.alone(line) == time


def test_headline_shape() -> None:
    """A sentence with its full stop, a lone word and a paragraph are no headlines."""
    english = load().language("en")
    shapes = [is_shaped(measured(text, 1, english)) for text in (HEADLINE, LEAD, "Search", SECOND)]
    assert shapes == [True, False, False, False]


@pytest.mark.parametrize(
    "time", ["10.42 GMT", "14:32", "14.32 Uhr", "15.42 uur", "16:20 hs", "à 18h05", "godz. 9:15"]
)
def test_a_time_is_told_in_many_languages(time: str) -> None:
    """A line that holds the hour and nothing else is a time, as its language writes it."""
    assert clock.alone(time) == time


def test_headings_are_known_without_blank_lines() -> None:
    """A dump that parts no blocks by blank lines keeps the headings of its posts."""
    lines = ["Storm at Marrow Bay – live updates"]
    headings = ["Ferries stopped until evening", "Two streets under water", "Lighthouse goes dark"]
    for hour, heading, paragraph in zip((16, 14, 12), headings, BODY, strict=True):
        lines += [f"{hour}.10 GMT", heading, paragraph, "People nearby were told to stay at home."]
    lines += ["10.30 GMT", f"Welcome to our live coverage of the storm. {LEAD}"]
    found = article("\n".join(lines))
    assert [post.heading for post in found.posts[:3]] == headings
