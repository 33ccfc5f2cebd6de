"""How important a story is, and which of its articles leads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time
from math import log2

from newsfold.edit import group, headline
from newsfold.model import Article, When
from newsfold.text.language import Language

VOICES = 1.0  # per doubling of independent sources
RECENT = 0.6  # for the newest of the batch, falling to half in HALF_LIFE_H
HALF_LIFE_H = 18.0
LENGTH = 0.25  # for a text of FULL characters and more
FULL = 3600  # about 600 words
STEPS = (150, 360, 720, 1500)  # characters: a teaser, a brief, a short and a full report
PLACED = 0.2  # for the first article of a source, falling with its place
PLACES = 10
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


def weight(
    articles: Sequence[Article],
    voices: Sequence[int],
    latest: datetime | None,
) -> float:
    """The importance of a story; larger is more.

    `voices` labels each article's independent source; `latest` is the newest moment of the whole
    batch.
    """
    moment = newest(articles)
    recent = 0.0
    if moment is not None and latest is not None:
        hours = max(0.0, (latest - moment).total_seconds() / 3600)
        recent = RECENT * 0.5 ** (hours / HALF_LIFE_H)
    longest = max(length(article) for article in articles)
    score = VOICES * log2(1 + len(set(voices))) + recent
    score += LENGTH * min(1.0, longest / FULL)
    score += PLACED * max(0.0, 1 - min(place(article) for article in articles) / PLACES)
    return round(score, 6)


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
