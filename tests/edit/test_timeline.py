"""Timelines: which days count, what happened on each, nothing twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from newsfold.edit import stories
from newsfold.edit.choosing import timeline
from newsfold.model import Article
from tests.edit import newsroom

TABLES = newsroom.known_tables()


def march(day: int) -> date:
    """A day of March 2026; the 9th is a Monday."""
    return date(2026, 3, day)


FLOODED = newsroom.article(
    "Rail tunnel under Lake Orra flooded",
    "Water broke into the rail tunnel under Lake Orra on Monday and flooded both tracks.",
    "All 212 passengers of the evening train walked out of the tunnel unhurt on Monday night.",
    "The rail company Orra Rail stopped every train between Sundal and Brekke until further "
    "notice.",
    "The tunnel was opened in 1998 and carries 60 trains a day.",
    outlet="Sundal Post",
    day=march(9),
)
FLOODED_TOO = newsroom.article(
    "Passengers walk out of flooded Orra tunnel",
    "The rail tunnel under Lake Orra was flooded on Monday when water broke into both tracks.",
    "Orra Rail stopped all trains between Sundal and Brekke.",
    outlet="Brekke Radio",
    day=march(10),
)
PUMPS = newsroom.article(
    "Pumps at work in Orra tunnel",
    "Twelve pumps began to empty the rail tunnel under Lake Orra on Wednesday, two days after "
    "water flooded both tracks on 9 March.",
    "The repair will cost 40 million crowns, said Hanne Vik, the transport minister.",
    "Buses carry the passengers around the lake, which takes 90 minutes.",
    outlet="Sundal Post",
    day=march(11),
)
CRACK = newsroom.article(
    "Divers find the crack in Orra tunnel",
    "Divers found a crack eleven metres long in the roof of the rail tunnel on Thursday.",
    "The tunnel under Lake Orra has been closed since it was flooded on 9 March.",
    outlet="Brekke Radio",
    day=march(12),
)
AGAIN = newsroom.article(
    "Trains run again under Lake Orra",
    "The first train since the flood of 9 March ran through the rail tunnel under Lake Orra on "
    "Sunday morning.",
    "Orra Rail will check the roof of the tunnel each night until 30 April, the company said.",
    outlet="Sundal Post",
    day=march(15),
)
MATTER = (FLOODED, FLOODED_TOO, PUMPS, CRACK, AGAIN)


def told(*articles: Article, most: int = 4, each: int = 1) -> list[tuple[int, str, int]]:
    """Day of March, start and number of sources of each event, as they are listed."""
    found = timeline.days(articles, "Rail tunnel under Lake Orra", TABLES, most=most, each=each)
    return [
        (one.day.day, " ".join(event.text.split()[:4]), event.source_count)
        for one in found
        for event in one.events
    ]


def test_each_day_has_its_event() -> None:
    """Four days, each with the line that tells what happened then; two outlets count as two, and
    the flood is not told again by the articles that look back on it."""
    assert told(*MATTER) == [
        (9, "Water broke into the", 2),
        (11, "Twelve pumps began to", 1),
        (12, "Divers found a crack", 1),
        (15, "The first train since", 1),
    ]


def test_the_day_that_later_articles_name_counts_most() -> None:
    """With room for one day it is that of the flood, which four articles name."""
    assert [day for day, *_ in told(*MATTER, most=1)] == [9]


def test_no_day_lies_behind_the_last_article() -> None:
    """'until 30 April' makes no day of the timeline."""
    assert max(day for day, *_ in told(*MATTER, most=9)) == 15


def test_undated_articles_tell_nothing() -> None:
    """Without a day of its own an article cannot say when 'on Monday' was."""
    undated = newsroom.article("Tunnel", "Water broke into the tunnel on Monday.", day=None)
    assert told(undated) == []
    assert timeline.days([], "", TABLES, most=3, each=1) == ()


@given(st.permutations(MATTER), st.integers(1, 8), st.integers(1, 3))
def test_any_order_gives_the_same_days(articles: list[Article], most: int, each: int) -> None:
    """The order of the articles changes nothing; days rise; no line is told twice; every one is a
    whole sentence of its article."""
    found = timeline.days(articles, "Lake Orra", TABLES, most=most, each=each)
    assert found == timeline.days(MATTER, "Lake Orra", TABLES, most=most, each=each)
    assert len(found) <= most
    assert all(one.day < other.day for one, other in pairwise(found))
    texts = [event.sentence.text for one in found for event in one.events]
    assert len(set(texts)) == len(texts)
    bodies = {article.id: article.paragraphs for article in MATTER}
    for event in (event for one in found for event in one.events):
        assert event.sentence.paragraph is not None
        body = bodies[event.sentence.article_id]
        assert event.sentence.text in body[event.sentence.paragraph]


def test_a_story_of_many_days_is_told_day_by_day() -> None:
    """A story whose articles stand on five days, under one kicker, lists one event a day, in time
    order, without what its summary says."""
    matter = [replace(a, title=f"Flooded Lake Orra tunnel: {a.title}") for a in MATTER]
    (story,) = stories.tell(matter, TABLES)
    days = [event.when.first for event in story.key_events if event.when]
    assert days == sorted(set(days))
    assert len(days) >= 3
    assert not {s.text for s in story.summary} & {e.sentence.text for e in story.key_events}
