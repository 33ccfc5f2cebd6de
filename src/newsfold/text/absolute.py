"""Dates that name a day or month: '6 January 2026', 'Jan. 6', '2026-01-06', 'March 2010'."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from newsfold.model import When
from newsfold.text import date_patterns
from newsfold.text.date_patterns import Patterns
from newsfold.text.language import DateWords
from newsfold.text.tense import Tense


@dataclass(frozen=True, slots=True)
class Found:
    """A day, a span of days of one month (`last`), or a whole month (`day` None) in a text."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    last: int | None = None
    weekday: int | None = None  # as the text names it beside the date

    def when(self, year: int) -> When | None:
        """The date in that year; None where the calendar has no such day."""
        try:
            if self.day is None:
                return When.month(year, self.month)
            first = date(year, self.month, self.day)
            last = date(year, self.month, self.last) if self.last else first
        except ValueError:
            return None
        return When.days(first, max(first, last))


def found(text: str, words: DateWords) -> Iterator[Found]:
    """Every candidate in `text` (apostrophes straight); they may overlap, in no order."""
    patterns = date_patterns.compiled(words)
    if not patterns.month_words.isdisjoint(date_patterns.mentioned(text)):
        yield from _named(text, words, patterns)
    if "月" in text:
        yield from _han(text)
    if not _NUMBERS.search(text):
        return
    for match in date_patterns.ISO.finditer(text):
        yield Found(*match.span(), int(match["y"]), int(match["m"]), int(match["d"]))
    for match in date_patterns.NUMERIC.finditer(text):
        yield from _numeric(match, words)


def _han(text: str) -> Iterator[Found]:
    for match in date_patterns.HAN.finditer(text):
        year, day = match["y"] and int(match["y"]), match["d"]
        if match["era"]:
            year = date_patterns.ERAS[match["era"]] + int(match["in_era"].replace("元", "1"))
        if year or day:  # '3月' alone is as often three months
            yield Found(*match.span(), year or None, int(match["m"]), int(day) if day else None)


_NUMBERS = re.compile(r"[0-9][-/.][0-9]")  # no date in figures alone is without


def printed(text: str, words: DateWords, *, day_first: bool | None) -> Iterator[Found]:
    """The candidates of a byline or date line, which may write its year with two digits.

    `day_first` is what the page's other dates tell of 03/04/2026; None where they tell nothing.
    """
    yield from found(text, words)
    if not _NUMBERS.search(text):
        return
    for pattern in (date_patterns.NUMERIC, date_patterns.SHORT):
        for match in pattern.finditer(text):
            year = int(match["y"]) + (CENTURY if len(match["y"]) == 2 else 0)
            yield from _ordered(match, year, words.day_first_numbers or day_first)


CENTURY = 2000  # no scraped page was published in an earlier one and printed so


def _ordered(match: re.Match[str], year: int, day_first: bool | None) -> Iterator[Found]:
    a, b = int(match["a"]), int(match["b"])
    if b > 12 >= a or (b <= 12 and day_first is False):
        yield Found(*match.span(), year, a, b)
    elif b <= 12 and (a > 12 or a == b or day_first):
        yield Found(*match.span(), year, b, a)


def day_first(texts: Iterable[str], words: DateWords) -> bool | None:
    """Whether these texts of one page put the day first in numbers; None where they differ.

    Numbers above 12 tell; where there are none, the order of dates that name their month does.
    """
    numbers, named = set[bool](), set[bool]()
    patterns = date_patterns.compiled(words)
    for text in texts:
        for match in date_patterns.NUMERIC.finditer(text):
            if max(int(match["a"]), int(match["b"])) > 12:
                numbers.add(int(match["a"]) > 12)
        if not patterns.month_words.isdisjoint(date_patterns.mentioned(text)):
            for order, pattern in ((True, patterns.day_month), (False, patterns.month_day)):
                if any(match["y"] for match in pattern.finditer(text)):
                    named.add(order)
    told = numbers or named
    return told.pop() if len(told) == 1 else None


def _named(text: str, words: DateWords, patterns: Patterns) -> Iterator[Found]:
    for pattern in (patterns.day_month, patterns.month_day):
        for match in pattern.finditer(text):
            if _spelled(match["m"], words):
                yield _of_day(match, words)
    for match in patterns.month_year.finditer(text):
        if _spelled(match["m"], words):
            month = _month(match, words)
            yield Found(*match.span(), int(match["y"]), month, None)
    for match in patterns.month.finditer(text):
        name_follows = re.match(r"\s+[A-Z]|-[A-Za-z]", text[match.end() :])
        if _spelled(match["m"], words) and not name_follows:
            yield Found(match.start("m"), match.end(), None, _month(match, words), None)


def _of_day(match: re.Match[str], words: DateWords) -> Found:
    groups = match.groupdict()
    name = (groups.get("wd") or "").lower()
    return Found(
        *match.span(),
        int(match["y"]) if match["y"] else None,
        _month(match, words),
        int(match["d"]),
        int(match["d2"]) if match["d2"] else None,
        {**words.weekdays_short, **words.weekdays}.get(name),
    )


def _month(match: re.Match[str], words: DateWords) -> int:
    return words.months[" ".join(match["m"].lower().split())]  # 'كانون الثاني' has a space


def _spelled(name: str, words: DateWords) -> bool:
    """Whether 'May' is written as a month, where the language gives months a capital."""
    return name[0].isupper() or not words.capitalised


def names_weekday(text: str, words: DateWords) -> bool:
    """Whether the date begins with the name of its weekday."""
    known = (*words.weekdays, *words.weekdays_short)
    return text.lower().startswith(known) if known else False


def _numeric(match: re.Match[str], words: DateWords) -> Iterator[Found]:
    a, b, year = int(match["a"]), int(match["b"]), int(match["y"])
    if b > 12 >= a and match["s"] != ".":  # the American order; dots always mean day first
        yield Found(*match.span(), year, a, b)
    elif b <= 12 and (a > 12 or a == b or words.day_first_numbers):
        yield Found(*match.span(), year, b, a)


def in_named_year(
    candidate: Found, text: str, base: date, words: DateWords
) -> tuple[int, When | None] | None:
    """Where 'last year' behind a candidate ends, and the date in that year; None without it."""
    match = date_patterns.compiled(words).year_after.match(text, candidate.end)
    if match is None:
        return None
    offset = words.years[" ".join(match["year"].lower().split())]
    return match.end(), candidate.when(base.year + offset)


def nearest(candidate: Found, base: date, tense: Tense) -> When | None:
    """The date of a candidate without a year: the one its tense allows that is nearest to `base`.

    A weekday beside it must fit. Where the tense is unclear a date to come must be much nearer
    than the one gone by, because news mostly tells what happened.
    """
    dates = [candidate.when(year) for year in range(base.year - 1, base.year + 2)]
    fitting = [w for w in dates if w is not None]
    if candidate.weekday is not None:
        fitting = [w for w in fitting if w.first.weekday() == candidate.weekday] or fitting
    if tense is Tense.FUTURE:
        fitting = [w for w in fitting if 0 <= (w.last - base).days < MAX_DAYS] or fitting
    elif tense is Tense.PAST:
        fitting = [w for w in fitting if 0 <= (base - w.first).days < MAX_DAYS] or fitting
    return min(fitting, key=lambda w: _distance(w, base), default=None)


MAX_DAYS = 330  # nobody writes 'will meet on 3 January' on 6 January and means next year
FUTURE_PENALTY_DAYS = 20  # measured on 18 expressions against a fixed base: all come out right


def _distance(when: When, base: date) -> int:
    if when.first <= base <= when.last:
        return 0
    if when.first > base:
        return (when.first - base).days + FUTURE_PENALTY_DAYS
    return (base - when.last).days
