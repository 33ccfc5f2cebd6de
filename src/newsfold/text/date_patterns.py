"""The regular expressions that find a language's dates, made from its date words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from newsfold.text import words as word_forms
from newsfold.text.language import DateWords
from newsfold.text.words import UNSPACED

YEAR = r"(?P<y>(?:1[6-9]|20)[0-9]{2})"  # the Gregorian centuries that news writes of
_FREE = rf"(?<![^\W{UNSPACED}])(?<![/.-])"  # no part of a longer number or address before it
ISO = re.compile(
    rf"{_FREE}{YEAR}(?P<s>[-/.])(?P<m>[01]?[0-9])(?P=s)(?P<d>[0-3]?[0-9])(?![0-9-/])"
    rf"(?![^\WT{UNSPACED}])"
)
# The first years of the Japanese eras that texts of today speak of, each less one.
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
HAN = re.compile(
    rf"(?:(?:{YEAR}|(?P<era>{'|'.join(ERAS)})\s?(?P<in_era>[0-9]{{1,2}}|元))\s?年\s?)?"
    r"(?<![0-9.])(?P<m>1[0-2]|0?[1-9])\s?月(?:\s?(?P<d>[0-3]?[0-9])\s?[日号號])?"
    r"(?:\s?[(（][月火水木金土日][)）]|\s?(?:星期|周|週)[一二三四五六日天])?"
)
NUMERIC = re.compile(
    rf"(?<![\w/.-])(?P<a>[0-3]?[0-9])(?P<s>[-/.])(?P<b>[0-3]?[0-9])(?P=s){YEAR}(?![\w/-])"
)
# '12/22/23', which only a byline or date line is read for.
SHORT = re.compile(
    r"(?<![\w/.-])(?P<a>[0-3]?[0-9])(?P<s>[-/])(?P<b>[0-3]?[0-9])(?P=s)(?P<y>[0-9]{2})(?![\w/-])"
)

MIN_INFLECTED = 4  # letters: Polish 'maja' is the shortest form, abbreviations have three

_LETTERS = re.compile(rf"[{UNSPACED}]|[^\W\d_{UNSPACED}]+")
_NEVER = re.compile(r"(?!)")
_DAY = r"(?P<d>[0-3]?[0-9])"
_LAST = r"(?:\s?[-–]\s?(?P<d2>[0-3]?[0-9]){ordinal})?"
_HAN_NUMERALS = (
    "零〇一二两兩三四五六七八九十百千万几幾数數"  # 'ten days' is no part of 'thirty days'
)
_NOT_A_NUMBER = r"(?![\w%]|[.,:][0-9])"  # 'May 5%', 'May 5,000', 'March 5:30'


@dataclass(frozen=True, slots=True)
class Patterns:
    """One language's patterns. Their groups: wd, d, d2, m, y; before, after; n, unit."""

    month_stems: tuple[str, ...]  # one is part of each month's name
    month_words: frozenset[str]  # for `mentioned`: a pattern is only tried where its words occur
    weekday_words: frozenset[str]
    phrase_words: frozenset[str]
    unit_words: frozenset[str]
    day_month: re.Pattern[str]
    month_day: re.Pattern[str]
    month_year: re.Pattern[str]
    month: re.Pattern[str]
    weekday: re.Pattern[str]
    phrase: re.Pattern[str]
    ago: tuple[re.Pattern[str], ...]
    trap: re.Pattern[str]
    cue: re.Pattern[str]
    behind: re.Pattern[str]  # likewise
    until: re.Pattern[str]  # at the end of what stands before a date
    toward: re.Pattern[str]  # likewise
    onward: re.Pattern[str]  # likewise
    passive: re.Pattern[str]  # at the end of what stands before a participle
    copula: re.Pattern[str]  # at the very end, with no adverb between
    conjunction: re.Pattern[str]
    infinitive: re.Pattern[str]
    adjunct: re.Pattern[str]  # at the beginning of a sentence that no subject opens
    embeds: re.Pattern[str]  # a clause behind 'said' at the end of what stands before a date: verb
    reach: re.Pattern[str]  # all that parts two weekdays of one span
    year_after: re.Pattern[str]
    glued: re.Pattern[str]


@lru_cache(maxsize=64)  # a process knows a handful of languages
def compiled(words: DateWords) -> Patterns:
    """The patterns of `words`; they never match where the words are missing."""
    return Patterns(
        month_stems=_stems(words.months),
        month_words=_last_words(words.months),
        weekday_words=_last_words(words.weekdays),
        phrase_words=_last_words([*words.days, *words.spans]),
        unit_words=_last_words(_unit_forms(words)),
        day_month=_day_month(words),
        month_day=_month_day(words) if words.month_first else _NEVER,
        month_year=_month_year(words),
        month=_bare_month(words),
        weekday=_weekday(words),
        phrase=_phrase(words),
        ago=tuple(_ago(template, words) for template in words.ago),
        trap=_whole(any_of(_trap(t, words) for t in words.traps) if words.traps else ""),
        cue=_cue(words),
        behind=_pattern(rf"(?<!\w)(?:{any_of(words.behind)})\s+(?:[^\s,;:–—]+\s+){{0,5}}$")
        if words.behind
        else _NEVER,
        until=_ends_in(words.until),
        toward=_ends_in(words.toward),
        onward=_ends_in(words.onward),
        passive=_pattern(rf"(?<!\w)(?:{any_of(words.passive)})\s+(?:\w+ly\s+|not\s+)?$")
        if words.passive
        else _NEVER,
        copula=_ends_in(words.passive),
        infinitive=_whole(any_of(words.infinitives)),
        conjunction=_whole(any_of(words.conjunctions)),
        adjunct=_pattern(rf"\W*(?:{any_of(words.adjuncts)})\b") if words.adjuncts else _NEVER,
        embeds=_embeds(words),
        reach=_reach(words),
        year_after=_following(words.years),
        glued=_glued(words),
    )


def mentioned(text: str) -> frozenset[str]:
    """The runs of letters in `text`, in lower case; of a script without spaces each letter.

    Looking these up first spares the slower patterns on sentences without dates, which are most.
    """
    return frozenset(_LETTERS.findall(text.lower()))


def _stems(names: Iterable[str]) -> tuple[str, ...]:
    """Of the names' first words those that hold none of the others."""
    found: list[str] = []
    for word in sorted({name.split()[0] for name in names}, key=len):
        if not any(stem in word for stem in found):
            found.append(word)
    return tuple(found)


def _last_words(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(_LETTERS.findall(phrase)[-1] for phrase in phrases)


def _unit_forms(words: DateWords) -> list[str]:
    """The units, and where a template writes a number onto them ('ساعتين') both together."""
    joined = any("{unit}{n}" in template for template in words.ago)
    return [*words.units, *(unit + n for unit in words.units for n in words.numbers if joined)]


def any_of(words: Iterable[str]) -> str:
    """An alternation that prefers the longest word; '' when there is none.

    A space stands for any white space. Words that are patterns already pass through.
    """
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return "|".join(w if w.startswith("(?:") else _spaced(w) for w in ordered)


def _spaced(words: str) -> str:
    return r"\s+".join(re.escape(word) for word in words.split())


def _whole(alternatives: str) -> re.Pattern[str]:
    return _pattern(word_forms.bounded(alternatives)) if alternatives else _NEVER


def _embeds(words: DateWords) -> re.Pattern[str]:
    """'He said the talks start on', but not '”, said the mayor on' or 'He said late on'."""
    if not words.reported:
        return _NEVER
    no_clause = any_of(words.adjuncts)
    return _pattern(
        rf"\w\s+(?P<verb>{any_of(words.reported)})\s+(?!(?:{no_clause})\b)(?:[^\s,;:]+\s+){{3,}}$"
    )


def _reach(words: DateWords) -> re.Pattern[str]:
    joined = any_of([*words.until, *words.reaches])
    return _pattern(rf"\s+(?:{joined})\s+") if joined else _NEVER


def _following(phrases: Iterable[str]) -> re.Pattern[str]:
    alternatives = any_of(phrases)
    return _pattern(rf",?\s+(?P<year>{alternatives})(?!\w)") if alternatives else _NEVER


def _ends_in(words: Sequence[str]) -> re.Pattern[str]:
    return _pattern(rf"(?<!\w)(?:{any_of(words)})\s+$") if words else _NEVER


def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)


def _optional(words: Sequence[str], *, ending: str = "") -> str:
    return rf"(?:(?:{any_of(words)}){ending})?" if words else ""


def _gapped(words: Iterable[str], *, behind: bool = True) -> str:
    """Alternatives with the gap that parts them from their neighbour; none where none is used."""
    spaced = [w for w in words if not word_forms.is_unspaced(w[:1])]
    joined = [w for w in words if w not in spaced]
    gap, none = r"\s+", r"\s*"
    parts = ((any_of(spaced), gap), (any_of(joined), none))
    return "|".join(
        (f"(?:{found}){space}" if behind else f"{space}(?:{found})")
        for found, space in parts
        if found
    )


def _months(words: DateWords) -> str:
    return rf"(?P<m>{any_of(words.months)})\.?"


def _dated_weekday(words: DateWords) -> str:
    names = any_of([*words.weekdays, *words.weekdays_short])
    article = _optional(words.articles, ending=r"\s+")
    return rf"(?:(?P<wd>{names})\.?,?\s+{article})?" if names else ""


def _day_month(words: DateWords) -> re.Pattern[str]:
    if not words.months:
        return _NEVER
    ordinal = _optional(words.ordinals)
    joiner = _optional(words.joiners, ending=r"\s+")
    lead = rf"(?<![\w.,/:$£€-]){_dated_weekday(words)}"
    day = rf"{_DAY}{ordinal}{_LAST.format(ordinal=ordinal)}"
    year = rf"(?:,?[\s-]+{joiner}{YEAR}{_year_mark(words)})?"
    return _pattern(rf"{lead}{day}[\s-]+{joiner}{_months(words)}{year}(?!\w)")


def _month_day(words: DateWords) -> re.Pattern[str]:
    ordinal = _optional(words.ordinals)
    day = rf"{_DAY}{ordinal}{_LAST.format(ordinal=ordinal)}"
    return _pattern(
        rf"(?<!\w){_dated_weekday(words)}{_months(words)}\s+{day}"
        rf"(?:,?\s+{YEAR})?{_NOT_A_NUMBER}"
    )


# Names of months in both cases: one language has up to 133, all together 675. Among so many, dates
# run into their neighbours are looked for in figures alone.
MAX_GLUED = 200


def _glued(words: DateWords) -> re.Pattern[str]:
    """Whole dates whatever stands against them: 'Ann LeeDec 5, 20232 shares'.

    Case counts: 'dismay 5, 2026' holds no month.
    """
    year = r"(?:19|20)[0-9]{2}"
    days = [rf"{year}-[01][0-9]-[0-3][0-9]", rf"[01]?[0-9]/[0-3]?[0-9]/{year}"]
    names = {f(name) for name in words.months for f in (str.capitalize, str.upper)}
    if 0 < len(names) <= MAX_GLUED:
        month, ordinal = rf"(?:{any_of(names)})\.?", _optional(words.ordinals)
        joiner = _optional(words.joiners, ending=r"\s+")
        days.append(rf"[0-3]?[0-9]{ordinal}\s+{joiner}{month},?\s+{joiner}{year}")
        if words.month_first:
            days.append(rf"{month}\s+[0-3]?[0-9]{ordinal},?\s+{year}")
    day = "|".join(days)
    return re.compile(rf"(?<![0-9/.-])(?P<one>{day})(?P<two>{day})?(?![/-])")


def _month_year(words: DateWords) -> re.Pattern[str]:
    if not words.months:
        return _NEVER
    joiner = _optional(words.joiners, ending=r"\s+")
    # Behind a number it is the rest of a day that no calendar has: '31 February 2026'.
    year = rf"{YEAR}{_year_mark(words)}{_NOT_A_NUMBER}"
    return _pattern(rf"(?<![0-9]\s)(?<!\w){_months(words)},?\s+{joiner}{year}")


def _year_mark(words: DateWords) -> str:
    return rf"(?:\s?(?:{any_of(words.year_marks)})(?!\w))?" if words.year_marks else ""


def _bare_month(words: DateWords) -> re.Pattern[str]:
    names = any_of(_full_names(words))
    if not words.month_leads or not names:
        return _NEVER
    year = rf"(?=,?\s+(?:{any_of(words.years)})(?!\w))" if words.years else r"(?!)"
    lead = rf"(?P<lead>(?:{any_of(words.month_leads)})[\s-]+)?"
    return _pattern(rf"(?<!\w){lead}(?P<m>{names})(?!\w)(?!\s+[0-9])(?(lead)|{year})")


def _full_names(words: DateWords) -> list[str]:
    """The months' names without their abbreviations; more than one where they are inflected."""
    if words.inflected:
        return [name for name in words.months if len(name) >= MIN_INFLECTED]
    longest: dict[int, str] = {}
    for name, number in words.months.items():
        if len(name) > len(longest.get(number, "")):
            longest[number] = name
    return list(longest.values())


def _weekday(words: DateWords) -> re.Pattern[str]:
    if not words.weekdays:
        return _NEVER
    before = _gapped([*words.last_before, *words.next_before, *words.this_before])
    after = _gapped([*words.last_after, *words.next_after], behind=False)
    parts = _optional(words.day_parts)
    return _whole(
        (rf"(?P<before>{before})?" if before else "")
        + rf"(?P<wd>{any_of(words.weekdays)})"
        + (rf"(?:\s+{parts})?" if parts else "")
        + (rf"(?P<after>{after})?" if after else "")
        + r"(?:'s)?"
    )


def _phrase(words: DateWords) -> re.Pattern[str]:
    phrases = any_of([*words.days, *words.spans])
    return _whole(rf"(?P<phrase>{phrases})(?:'s)?" if phrases else "")


_SLOT = re.compile(r"(\{n\}|\{unit\}|\s+)")


def _ago(template: str, words: DateWords) -> re.Pattern[str]:
    number = "|".join(filter(None, (r"[0-9]{1,4}", any_of(words.numbers))))
    slots = {"{n}": f"(?P<n>{number})", "{unit}": f"(?P<unit>{any_of(words.units)})"}
    source, before = "", ""
    for part in filter(None, _SLOT.split(template)):
        if part.isspace():
            # '3h ago': the space between number and unit is optional after a figure.
            source += r"(?:\s+|(?<=[0-9]))" if before == "{n}" else r"\s+"
        else:
            # What the template joins may stand apart: '3 小时前'.
            glue = r"\s?" if before and not before.isspace() else ""
            source += glue + slots.get(part, re.escape(part))
        before = part
    return _pattern(rf"(?<![0-9][.,])(?<![{_HAN_NUMERALS}]){word_forms.bounded(source)}")


def _trap(template: str, words: DateWords) -> str:
    weekday = f"(?:{any_of(words.weekdays)})"
    return (
        "(?:" + _spaced(template.replace("{weekday}", "WEEKDAY")).replace("WEEKDAY", weekday) + ")"
    )


def _cue(words: DateWords) -> re.Pattern[str]:
    future, past = any_of(words.future), any_of(words.past)
    past = "|".join(p for p in (past, _ending_in(words.past_endings, words)) if p)
    future = "|".join(f for f in (future, _ending_in(words.future_endings, words)) if f)
    forms = {
        "future": future,
        "scheduled": any_of(words.scheduled),
        "present": any_of(words.present),
        "past": past,
    }
    return _whole("|".join(rf"(?P<{kind}>{found})" for kind, found in forms.items() if found))


def _ending_in(endings: Sequence[str], words: DateWords) -> str:
    """Words so long with one of the endings; no capitalised names and nouns where days are."""
    small = r"(?-i:(?=[a-zß-ÿ]))" if words.capitalised else ""
    return rf"{small}\w{{3,}}(?:{any_of(endings)})" if endings else ""
