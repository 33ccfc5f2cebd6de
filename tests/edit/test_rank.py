"""How important a story is, part by part."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsfold import config
from newsfold.edit import rank
from newsfold.model import Article
from tests.edit import newsroom

LATEST = datetime(2026, 3, 10, 20, tzinfo=UTC)
LONG = "The council of Halvik met for nine hours and decided nothing at all. " * 60
FERRY = config.Topic(name="ferries", keywords=("ferry", "ferries"), weight=2.0)


def weight(*articles: Article, topics: tuple[config.Topic, ...] = ()) -> rank.Weight:
    """The weight of a story of independent articles in a batch that ends at `LATEST`."""
    return rank.weight(articles, range(len(articles)), LATEST, topics)


def report(hour: int = 20, text: str = "Nothing.", **others: str) -> Article:
    """An article of 10 March."""
    return newsroom.article("Council meets", text, hour=hour, **others)  # type: ignore[arg-type]


def test_each_part_grows_with_what_it_measures() -> None:
    """More voices, a later hour, a longer text and a better place each count on their own part."""
    base = weight(report(hour=2))
    assert weight(report(hour=2), report(hour=2)).sources > base.sources
    assert weight(report(hour=20)).recency > base.recency
    assert weight(report(hour=2, text=LONG)).length > base.length
    assert weight(report(hour=2, locator="feed.xml#1")).place > base.place
    assert weight(report(hour=2, locator="feed.xml#1")).place > (
        weight(report(hour=2, locator="feed.xml#6")).place
    )


def test_recency_halves_in_its_half_life() -> None:
    """18 hours before the newest article of the batch a story counts half as recent."""
    assert weight(report(hour=20)).recency == rank.RECENT
    assert weight(report(hour=2)).recency == pytest.approx(rank.RECENT / 2)


def test_the_total_is_the_sum_of_the_parts() -> None:
    """Nothing decides that is not shown."""
    found = weight(report(text="A ferry sank."), topics=(FERRY,))
    parts = (found.sources, found.recency, found.length, found.place, found.topics[0][1])
    assert found.total == pytest.approx(sum(parts))


@pytest.mark.parametrize(
    ("topic", "part"),
    [
        (FERRY, 2.0),
        (config.Topic(name="t", keywords=("FERRY",), weight=-1), -1.0),
        (config.Topic(name="t", keywords=("fer",)), None),
        (config.Topic(name="t", sources=("coast radio",), weight=0.5), 0.5),
        (config.Topic(name="t", sources=("tests",)), 1.0),
        (config.Topic(name="t", categories=("Transport",)), 1.0),
        (config.Topic(name="t", categories=("Sport",)), None),
    ],
)
def test_topics_weigh_what_they_name(topic: config.Topic, part: float | None) -> None:
    """Keywords as whole words in any case, outlets, source names and categories; the weight is
    the topic's own."""
    article = newsroom.article(
        "Harbour", "The ferry was late.", outlet="Coast Radio", categories=("transport",)
    )
    assert weight(article, topics=(topic,)).topics == (
        () if part is None else ((topic.name, part),)
    )


def test_a_topic_counts_by_the_share_of_its_articles() -> None:
    """One of two articles on the topic gives half of its weight, and does not mute."""
    both = (report(text="A ferry sank."), report())
    muted = FERRY.model_copy(update={"mute": True})
    assert weight(*both, topics=(FERRY,)).topics == (("ferries", 1.0),)
    assert not rank.is_muted(both, [muted])
    assert rank.is_muted(both[:1], [muted])
    assert not rank.is_muted(both[:1], [FERRY])
