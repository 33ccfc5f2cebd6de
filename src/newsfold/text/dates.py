"""The dates that a text speaks of, and those that a byline states."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from newsfold.model import Precision, When
from newsfold.text import absolute, date_patterns, relative, stamps, tense
from newsfold.text.language import DateWords, Language
from newsfold.text.mention import Kind
from newsfold.text.mention import Mention as Mention

_FIGURES = {  # Arabic-Indic, extended Arabic-Indic and full-width
    zero + figure: ord("0") + figure for zero in (0x660, 0x6F0, 0xFF10) for figure in range(10)
}
_STRAIGHT = str.maketrans("’‘ʼ\u00a0\u202f\u2009\u3000،，：．／", "'''    ,,:./") | _FIGURES
# A line without one of these states no date with its year: a year, '3/4/26', '8年'.
_YEARLY = re.compile(r"\d(?:\d{3}|[-/／]\d{1,2}[-/／]\d\d)")
_IN_FIGURES = re.compile(r"\d[-/.／．]\d")  # of a date that names no month
_CLOCK_FOLLOWS = re.compile("[Tt][0-9]")  # of an ISO 8601 instant
_MODERN_YEAR = re.compile("(?:19|20)[0-9]{2}")  # no date is set apart without one
# Years in which a text can have been published: from the first newspaper (Strasbourg, 1605) to
# where counting forward could leave the calendar.
YEARS = range(1605, 9990)


def mentions(text: str, base: date | None, language: Language) -> list[Mention]:
    """The dates that a prose text speaks of, in text order, none overlapping another.

    `base` is the day on which the text was published. Without it only dates that state their
    year are given, and `future` is False; the same holds for a base outside `YEARS`.
    """
    if base is not None and base.year not in YEARS:
        base = None
    straight = text.translate(_STRAIGHT)
    candidates = [
        replace(m, text=text[m.start : m.end]) for m in _absolute(straight, base, language.dates)
    ]
    if base is not None:
        for start, end, when in relative.found(straight, base, language.dates):
            candidates.append(
                Mention(start, end, text[start:end], when, "relative", when.first > base)
            )
    found = _apart(_untrapped(candidates, straight, language.dates))
    return _in_order(found, straight, language.dates)


def _in_order(found: list[Mention], text: str, words: DateWords) -> list[Mention]:
    """Without a weekday up to which something lasts that would come before the day on which it
    begins: 'begins on 6 December and lasts until Tuesday', in the week before."""
    until = date_patterns.compiled(words).until
    reversed_ends = {
        later.start
        for first, later in itertools.pairwise(found)
        if later.kind == "relative"
        and first.future
        and later.when.first < first.when.first
        and until.search(text[: later.start])
        and not tense.SENTENCE_END.search(text[first.end : later.start])
    }
    return [mention for mention in found if mention.start not in reversed_ends]


def _untrapped(candidates: list[Mention], text: str, words: DateWords) -> list[Mention]:
    """Those that no trap touches: 'Good Friday', 'every Monday'. A stated year is never one."""
    if not candidates:
        return []
    spans = [match.span() for match in date_patterns.compiled(words).trap.finditer(text)]
    return [
        m
        for m in candidates
        if m.kind == "explicit" or not any(s < m.end and m.start < e for s, e in spans)
    ]


def _absolute(text: str, base: date | None, words: DateWords) -> Iterator[Mention]:
    for candidate in absolute.found(text, words):
        end, when = candidate.end, None
        if candidate.year is not None:
            when = candidate.when(candidate.year)
        elif base is not None:
            end, when = _completed(candidate, text, base, words)
        if when is not None:
            kind: Kind = "partial" if candidate.year is None else "explicit"
            future = base is not None and when.first > base
            yield Mention(candidate.start, end, text[candidate.start : end], when, kind, future)


def _completed(
    candidate: absolute.Found, text: str, base: date, words: DateWords
) -> tuple[int, When | None]:
    """The end and the date of a candidate that states no year."""
    named = absolute.in_named_year(candidate, text, base, words)
    if named is not None:
        return named
    patterns = date_patterns.compiled(words)
    told = tense.around(text, candidate.start, candidate.end, patterns)
    return candidate.end, absolute.nearest(candidate, base, told)


def _apart(candidates: Iterable[Mention]) -> list[Mention]:
    """The earliest and, at one place, longest; what overlaps an earlier one goes."""
    kept: list[Mention] = []
    for mention in sorted(candidates, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def stamp(text: str, language: Language) -> tuple[When, ...]:
    """Every day with its year in a byline or metadata line, in text order; () when there is none.

    A time with its zone beside the day makes it an instant. '12/03/2026' counts only where the
    language or a number above 12 settles which is the month.
    """
    days = stamped(unglued(text, language), language)
    return tuple(m.when for m in days if m.when.precision in (Precision.DAY, Precision.INSTANT))


def stamped(text: str, language: Language, day_first: bool | None = None) -> list[Mention]:
    """Every date with its year in a byline or date line, in text order; days with their time.

    `day_first` decides '03/04/2026' where the language does not; None leaves it out.
    """
    if not may_state(text, language):
        return []
    straight = text.translate(_STRAIGHT)
    found = absolute.printed(straight, language.dates, day_first=day_first)
    return [_timed(straight, m) for m in _apart(_stated(straight, found))]


def may_state(text: str, language: Language) -> bool:
    """Whether a date with its year may stand in the text; False is sure."""
    if _YEARLY.search(text) is None:
        return "年" in text
    if _IN_FIGURES.search(text) is not None or "月" in text:
        return True
    return any(map(text.lower().__contains__, date_patterns.compiled(language.dates).month_stems))


def may_tell_age(tokens: Iterable[str], language: Language) -> bool:
    """Whether '1 day ago' may stand among these words in lower case; False is sure."""
    units = date_patterns.compiled(language.dates).unit_words
    return any(token in units or not (token.isalpha() or token.isdigit()) for token in tokens)


def _stated(text: str, found: Iterable[absolute.Found]) -> Iterator[Mention]:
    for candidate in found:
        when = candidate.when(candidate.year) if candidate.year is not None else None
        if when is not None:
            start, end = candidate.start, candidate.end
            yield Mention(start, end, text[start:end], when, "explicit", future=False)


def _timed(text: str, mention: Mention) -> Mention:
    if mention.when.precision is not Precision.DAY:
        return mention
    instant = stamps.instant(text, mention.start, mention.end, mention.when.first)
    return replace(mention, when=When.at(instant)) if instant else mention


def unglued(text: str, language: Language) -> str:
    """The text with a space on either side of each date that a dump ran into its neighbours."""
    if not _MODERN_YEAR.search(text):
        return text
    pattern = date_patterns.compiled(language.dates).glued
    return pattern.sub(_set_apart, text)


def _set_apart(match: re.Match[str]) -> str:
    text, end = match.string, match.end()
    before = " " if text[: match.start()][-1:].isalpha() else ""
    after = " " if text[end : end + 1].isalnum() and not _CLOCK_FOLLOWS.match(text, end) else ""
    second = f" {match['two']}" if match["two"] else ""
    return f"{before}{match['one']}{second}{after}"


def ago(text: str, fetched_at: datetime, language: Language) -> When | None:
    """The date that '1 day ago' or '3 hours ago' in `text` means for a page fetched then.

    The first such phrase counts. Hours and minutes give the UTC day they lead to, because they
    are rounded; weeks give seven days, months a month. `fetched_at` is aware.
    """
    patterns = date_patterns.compiled(language.dates)
    straight = text.translate(_STRAIGHT)
    if patterns.unit_words.isdisjoint(date_patterns.mentioned(straight)):
        return None
    matches = [m for m in (pattern.search(straight) for pattern in patterns.ago) if m]
    if not matches or fetched_at.year not in YEARS:
        return None
    match = min(matches, key=lambda m: m.start())
    number, unit = relative.amount(match, language.dates)
    utc = fetched_at.astimezone(UTC)
    if unit in ("hour", "minute"):  # at most 9999 of them: within the calendar
        return When.day((utc - timedelta(**{f"{unit}s": number})).date())
    return relative.counted_back(match, utc.date(), language.dates)
