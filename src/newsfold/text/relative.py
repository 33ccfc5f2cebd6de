"""Dates counted from a base date: 'on Monday', 'over the weekend', 'last week', '3 days ago'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from newsfold.model import When
from newsfold.text import date_patterns, tense
from newsfold.text.date_patterns import Patterns
from newsfold.text.language import DateWords
from newsfold.text.tense import Tense

Resolved = tuple[int, int, When]  # start, end, date

WEEK = 7
SATURDAY = 5


def found(text: str, base: date, words: DateWords) -> Iterator[Resolved]:
    """Every relative date in `text` (apostrophes straight), by kind; they may overlap."""
    patterns = date_patterns.compiled(words)
    seen = date_patterns.mentioned(text)
    if not patterns.phrase_words.isdisjoint(seen):
        yield from _phrases(text, base, words, patterns)
    if not patterns.weekday_words.isdisjoint(seen):
        yield from _weekdays(text, base, words, patterns)
    if not patterns.unit_words.isdisjoint(seen):
        yield from _counted(text, base, words, patterns)


def _phrases(text: str, base: date, words: DateWords, patterns: Patterns) -> Iterator[Resolved]:
    for match in patterns.phrase.finditer(text):
        phrase = " ".join(match["phrase"].lower().split())
        if match[0][0].isupper() and not _opens_sentence(text, match.start()):
            continue  # a name: 'USA Today'
        if phrase in words.days:
            yield (*match.span(), When.day(base + timedelta(days=words.days[phrase])))
        else:
            told = tense.around(text, *match.span(), patterns)
            yield (*match.span(), span(words.spans[phrase], base, told))


def _opens_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip().rstrip("\"'“‘«„([-–—•*")
    return (
        not before or before.rstrip()[-1] in ".!?:;…\n\"'”’)]" or "\n" in text[len(before) : start]
    )


def span(kind: str, base: date, told: Tense) -> When:
    """The days of a span's kind (the keys of [spans] in tables/dates), seen from `base`."""
    monday = base - timedelta(days=base.weekday())
    week, day = timedelta(days=WEEK), timedelta(days=1)
    match kind:
        case "overnight":
            return When.days(base - day, base)
        case "weekend" | "last-weekend" | "this-weekend":
            return _weekend(kind, base, told)
        case "last-week":
            return When.days(monday - week, monday - day)
        case "this-week":
            return When.days(monday, monday + week - day)
        case "earlier-this-week":
            return When.days(monday, base)
        case "later-this-week":
            return When.days(base, monday + week - day)
        case "next-week":
            return When.days(monday + week, monday + 2 * week - day)
        case "last-month" | "this-month" | "next-month":
            return _month(base, {"last-month": -1, "this-month": 0, "next-month": 1}[kind])
    raise ValueError(f"tables/dates names an unknown span: {kind}")


def _weekend(kind: str, base: date, told: Tense) -> When:
    saturday = base - timedelta(days=base.weekday() - SATURDAY)  # of the base's own week
    running = base.weekday() >= SATURDAY
    to_come = told.ahead or (kind == "this-weekend" and told is not Tense.PAST)
    if kind == "last-weekend" or not (running or to_come):
        saturday -= timedelta(days=WEEK)
    return When.days(saturday, saturday + timedelta(days=1))


def _month(base: date, offset: int) -> When:
    index = base.year * 12 + base.month - 1 + offset
    return When.month(index // 12, index % 12 + 1)


def _weekdays(text: str, base: date, words: DateWords, patterns: Patterns) -> Iterator[Resolved]:
    earlier: tuple[int, int | None] | None = None  # where the last one ended, its days ahead
    for match in patterns.weekday.finditer(text):
        if _is_weekday(match, text, words):
            number = words.weekdays[match["wd"].lower()]
            groups = match.groupdict()
            marks = {
                " ".join((groups.get(side) or "").lower().split()) for side in ("before", "after")
            }
            told = tense.around(text, *match.span(), patterns)
            days = _days_away(number, marks, base, words, told)
            if earlier is not None and not any(marks):
                days = _behind(earlier, match, days, number - base.weekday(), patterns)
            earlier = match.end(), days
            if days is not None:
                yield (*match.span(), When.day(base + timedelta(days=days)))


def _behind(
    earlier: tuple[int, int | None],
    match: re.Match[str],
    days: int | None,
    offset: int,
    patterns: Patterns,
) -> int | None:
    """How many days ahead lies the weekday that follows another, `earlier`, in the text.

    'From Friday to Sunday', 'begins on Sunday and lasts until Tuesday': the second is counted from
    the first. Any other that would come before an earlier one to come is not known.
    """
    end, first = earlier
    between = match.string[end : match.start()]
    if tense.SENTENCE_END.search(between):
        return days
    spanned = patterns.reach.fullmatch(between) is not None
    if first is None:
        return None if spanned else days
    up_to = patterns.until.search(match.string[: match.start()]) is not None
    if spanned or (up_to and first > 0):
        return first + ((offset - first) % WEEK or WEEK)
    return None if days is not None and 0 < days < first else days


def _is_weekday(match: re.Match[str], text: str, words: DateWords) -> bool:
    capital = match["wd"][0].isupper()
    if words.capitalised:
        name = re.search(r"\bthe\s+$", text[: match.start()], re.IGNORECASE) and re.match(
            r"\s+[A-Z]", text[match.end() :]
        )
        return capital and not name  # 'the Sunday Times'
    return not capital or _opens_sentence(text, match.start("wd"))


def _days_away(
    number: int, marks: set[str], base: date, words: DateWords, told: Tense
) -> int | None:
    """How many days ahead of `base` the weekday lies, by what stands beside it, else by tense; None
    where neither says."""
    back = (base.weekday() - number) % WEEK
    if marks & {*words.next_before, *words.next_after}:
        return WEEK - back
    if marks & {*words.last_before, *words.last_after}:
        return -(back or WEEK)
    if marks & {*words.this_before}:
        return _this_week(number - base.weekday(), told)
    if told is Tense.UNCLEAR and words.present_announces and back:
        return None
    return WEEK - back if told.ahead and back else -back


def _this_week(days: int, told: Tense) -> int:
    """'This Monday' is that of the week; said of what is to come, or late in a week, the next."""
    is_next = told.ahead or (told is Tense.UNCLEAR and days < -WEEK // 2)
    return days + WEEK if days < 0 and is_next else days


def _counted(text: str, base: date, words: DateWords, patterns: Patterns) -> Iterator[Resolved]:
    for pattern in patterns.ago:
        for match in pattern.finditer(text):
            when = counted_back(match, base, words)
            if when is not None:
                yield (*match.span(), when)


def counted_back(match: re.Match[str], base: date, words: DateWords) -> When | None:
    """The date so many days, weeks or months before `base`; None for hours and minutes.

    Weeks give the seven days that 'n weeks ago' may mean, months the calendar month.
    """
    number, unit = amount(match, words)
    try:
        if unit == "day":
            return When.day(base - timedelta(days=number))
        if unit == "week":
            last = base - timedelta(days=WEEK * number)
            return When.days(last - timedelta(days=WEEK - 1), last)
        return _month(base, -number) if unit == "month" else None
    except (OverflowError, ValueError):
        return None  # before the calendar begins


def amount(match: re.Match[str], words: DateWords) -> tuple[int, str]:
    """How many of which unit ('minute', 'hour', 'day', 'week', 'month') a match of `ago` says."""
    figure = " ".join((match.groupdict().get("n") or "1").lower().split())
    number = int(figure) if figure.isdecimal() else words.numbers[figure]
    return number, words.units[" ".join(match["unit"].lower().split())]
