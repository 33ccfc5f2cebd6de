"""How important a story is, and which of its articles leads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import lru_cache
from math import log2

from newsfold.config import Topic
from newsfold.edit.grouping import group
from newsfold.edit.sentences import headline
from newsfold.model import Article, When
from newsfold.text import chars, words
from newsfold.text.language import Language

# The weights are chosen by eye.
VOICES = 1.0  # per doubling of independent sources
RECENT = 0.6  # for the newest of the batch, falling to half in HALF_LIFE_H
HALF_LIFE_H = 18.0
LENGTH = 0.25  # for a text of FULL characters and more
FULL = 3600  # about 600 words
STEPS = (150, 360, 720, 1500)  # characters: a teaser, a brief, a short and a full report
PLACED = 0.2  # for the first article of a source, falling with its place
PLACES = 10
MUTED = 0.5  # share of a story's articles behind which a muted topic takes it out
_PLACE = re.compile(r"#(\d{1,6})$")


def instant(when: When | None) -> datetime | None:
    """The moment a date stands for in comparisons: noon of a day that has no time."""
    if when is None:
        return None
    return when.instant or datetime.combine(when.first, time(12), UTC)


def newest(articles: Sequence[Article]) -> datetime | None:
    """The latest moment among the articles' dates."""
    found = [moment for a in articles if (moment := instant(a.published_at)) is not None]
    return max(found, default=None)


@dataclass(frozen=True, slots=True)
class Weight:
    """The parts of a story's importance; larger is more."""

    sources: float
    recency: float
    length: float
    place: float
    topics: tuple[tuple[str, float], ...]  # name of each of the newsletter's that count, its part

    @property
    def total(self) -> float:
        """Their sum."""
        parts = (self.sources, self.recency, self.length, self.place, *(p for _, p in self.topics))
        return round(sum(parts), 6)


def weight(
    articles: Sequence[Article],
    voices: Sequence[int],
    latest: datetime | None,
    topics: Sequence[Topic] = (),
) -> Weight:
    """The importance of a story and its parts.

    `voices` labels each article's independent source; `latest` is the newest moment of the whole
    batch. A topic counts by the share of the articles that are about it.
    """
    shares = [(topic, share(articles, topic)) for topic in topics]
    longest = max(length(article) for article in articles)
    first = min(place(article) for article in articles)
    return Weight(
        sources=round(VOICES * log2(1 + len(set(voices))), 6),
        recency=round(_recency(articles, latest), 6),
        length=round(LENGTH * min(1.0, longest / FULL), 6),
        place=round(PLACED * max(0.0, 1 - first / PLACES), 6),
        topics=tuple((t.name, round(t.weight * part, 6)) for t, part in shares if part),
    )


def _recency(articles: Sequence[Article], latest: datetime | None) -> float:
    moment = newest(articles)
    if moment is None or latest is None:
        return 0.0
    hours = max(0.0, (latest - moment).total_seconds() / 3600)
    return float(RECENT * 0.5 ** (hours / HALF_LIFE_H))


def share(articles: Sequence[Article], topic: Topic) -> float:
    """The share of the articles that the topic names, 0 to 1."""
    return sum(_is_about(article, topic) for article in articles) / len(articles)


def is_muted(articles: Sequence[Article], topics: Sequence[Topic]) -> bool:
    """Whether a muted topic names more than half of the articles."""
    return any(topic.mute and share(articles, topic) > MUTED for topic in topics)


def _is_about(article: Article, topic: Topic) -> bool:
    """Whether its outlet, source or category is the topic's, or title or first paragraph hold one
    of its keywords."""
    folded = {chars.fold(name) for name in (*topic.sources, *topic.categories)}
    names = {
        chars.fold(name) for name in (article.outlet or "", article.source, *article.categories)
    }
    if folded & names - {""}:
        return True
    text = " ".join((article.title, *article.paragraphs[:1]))
    return bool(topic.keywords) and bool(_any_of(topic.keywords).search(text))


@lru_cache(maxsize=256)
def _any_of(keywords: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(keywords, key=lambda word: (-len(word), word))
    return re.compile(words.bounded("|".join(map(re.escape, longest_first))), re.IGNORECASE)


def place(article: Article) -> int:
    """The place, from 0, that its outlet gave it in a feed or list; `PLACES` outside of one."""
    match = _PLACE.search(article.locator)
    return int(match.group(1)) - 1 if match else PLACES


def length(article: Article) -> int:
    """The characters of the body."""
    return sum(len(paragraph) for paragraph in article.paragraphs)


def lead_first(articles: Sequence[Article], language: Language) -> tuple[Article, ...]:
    """The articles with the one first from which headline and summary had best be taken.

    A report of some length with a date and an outlet leads; live blogs come behind, since they
    are written piece by piece; then the longer, then the older.
    """
    return tuple(sorted(articles, key=lambda article: _lead_key(article, language)))


def _lead_key(article: Article, language: Language) -> tuple[int, int, int, tuple[str, str, str]]:
    plain = headline.clean(article.title, article.outlet, language)
    size = length(article)
    steps = sum(size >= bound for bound in STEPS)
    unsure = (article.published_at is None) + (article.outlet is None)
    bait = headline.is_bait(plain, language)
    return (int(bool(article.posts)) + bait, -steps, unsure, group.age_key(article))
