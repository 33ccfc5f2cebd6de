"""The days of a matter that goes on for long, each with its key events."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log1p

from newsfold.edit import lines
from newsfold.edit.choosing import events
from newsfold.edit.grouping import copies
from newsfold.edit.lines import Line
from newsfold.edit.sentences import dating, desk
from newsfold.edit.sentences.desk import Judged
from newsfold.model import Article, KeyEvent
from newsfold.text.language import Language, Tables

LONG_DAYS = 4  # days of publication from which a story is told day by day; by eye
LEADS = 5  # lines from the top of an article that tell the news of its own day
LATE_DAYS = 3  # who still names a day after that many looks back on something that mattered
LINES_A_DAY = 240  # compared with each other; a busy day of 60 articles has more
LONGEST = 45  # words of a line that is looked at
REPEATED = 0.8  # share of a line's terms from which it repeats one of another day


@dataclass(frozen=True, slots=True)
class Day:
    """One day and what happened on it, `events` in time order and never empty."""

    day: date
    events: tuple[KeyEvent, ...]


@dataclass(slots=True)
class _Count:
    """How many articles speak for a day."""

    published: int = 0
    naming: int = 0  # the day, in their text
    late: int = 0  # of those, more than `LATE_DAYS` after it

    @property
    def weight(self) -> float:
        """Logarithms, so that one much printed day does not make its neighbours count."""
        return round(log1p(self.published) + log1p(self.naming) + log1p(self.late), 9)


def is_long(articles: Sequence[Article]) -> bool:
    """Whether the articles stand on so many days that their story is best told day by day."""
    return len({lines.base(article) for article in articles} - {None}) >= LONG_DAYS


def days(
    articles: Sequence[Article],
    headline: str,
    tables: Tables,
    *,
    most: int,
    each: int,
    summary: Sequence[Judged] = (),
    allowed: Callable[[Judged], bool] = lambda judged: True,
) -> tuple[Day, ...]:
    """The `most` important days of a matter in time order, with up to `each` events a day.

    A day counts by the articles of that day and by those that name it, which are more the more it
    mattered. Undated articles neither count nor tell. What the summary says, and what an earlier
    chosen day says, is not told again; lines that are not `allowed` are left out. The same articles
    in any order give the same days.
    Source: timelines of 9 open Timeline17 topics, Date-F1 .598 (by publications alone .531).
    """
    ordered = sorted(
        (article for article in articles if lines.base(article)),
        key=lambda article: (lines.base(article) or date.max, article.id, article.locator),
    )
    if not ordered:
        return ()
    language = tables.language(desk.language_of(ordered))
    read = lines.read(ordered, language, len(ordered))
    of_day = _by_day(read, ordered, language)
    voices = copies.voices(ordered)
    found: list[Day] = []
    told = [frozenset(judged.line.terms) for judged in summary]

    def new(judged: Judged) -> bool:
        return allowed(judged) and not any(_repeats(judged.line, terms) for terms in told)

    for day in _most_important(read, ordered):
        if len(found) == most:
            break
        laid = desk.lay_out_lines(of_day[day], ordered, voices, headline, tables)
        happened = events.best(laid, (), new, each)
        if happened:
            found.append(Day(day, happened))
            texts = {event.sentence.text for event in happened}
            told += [frozenset(line.terms) for line in of_day[day] if line.text in texts]
    return tuple(sorted(found, key=lambda one: one.day))


def _repeats(line: Line, told: frozenset[str]) -> bool:
    own = frozenset(line.terms)
    return len(own & told) >= REPEATED * max(1, len(own))


def _most_important(read: Sequence[Line], articles: Sequence[Article]) -> list[date]:
    """The days up to the last article's, weightiest first."""
    counts = _counts(read, articles)
    last = max(day for day in map(lines.base, articles) if day)
    past = [day for day in counts if day <= last]
    return sorted(past, key=lambda day: (-counts[day].weight, day))


def _counts(read: Sequence[Line], articles: Sequence[Article]) -> Mapping[date, _Count]:
    counts: defaultdict[date, _Count] = defaultdict(_Count)
    published = [lines.base(article) or date.max for article in articles]
    for day, number in Counter(published).items():
        counts[day].published = number
    named = {
        (line.article, mention.when.first)
        for line in read
        for mention in line.mentions
        if mention.when.first == mention.when.last
    }
    for article, day in named:
        counts[day].naming += 1
        counts[day].late += (published[article] - day).days > LATE_DAYS
    return counts


def _by_day(
    read: Sequence[Line], articles: Sequence[Article], language: Language
) -> Mapping[date, list[Line]]:
    """For each day the lines that tell of it, those nearest to the top of their article first kept,
    in reading order."""
    found: defaultdict[date, list[Line]] = defaultdict(list)
    for line in read:
        day = _day(line, lines.base(articles[line.article]), language)
        if day and line.size <= LONGEST:
            found[day].append(line)
    for day, own in found.items():
        nearest = sorted(own, key=lambda line: (line.order, line.article))[:LINES_A_DAY]
        found[day] = sorted(nearest, key=lambda line: line.key)
    return found


def _day(line: Line, published: date | None, language: Language) -> date | None:
    """The one day of what the line tells; the article's own for an undated line of its lead."""
    when = dating.when(line, published, language)
    if when is not None:
        return when.first if when.first == when.last else None
    return published if line.order < LEADS else None
