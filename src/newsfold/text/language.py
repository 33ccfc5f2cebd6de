"""What is known of a language: the frozen tables that the pure rooms are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from newsfold.text.speakers import SpeakerWords

UNKNOWN = "und"  # ISO 639-2: undetermined


@dataclass(frozen=True, slots=True, eq=False)
class DateWords:
    """How a language writes dates. Words are lower case, apostrophes straight.

    Compared by identity: the patterns made from one are remembered.
    """

    months: Mapping[str, int] = field(default_factory=dict)  # name or abbreviation -> 1..12
    weekdays: Mapping[str, int] = field(default_factory=dict)  # full name -> 0 (Monday)..6
    weekdays_short: Mapping[str, int] = field(default_factory=dict)  # only read beside a date
    capitalised: bool = False  # whether month and weekday names begin with a capital
    inflected: bool = False  # whether months have several full names: 'maja', 'maju'
    month_first: bool = False  # whether 'January 6' is written as well as '6 January'
    day_first_numbers: bool = False  # whether 03/04/2026 can only be the third of April
    ordinals: tuple[str, ...] = ()  # what may follow the number of a day: 'th'
    articles: tuple[str, ...] = ()  # what may stand between weekday and day: 'the'
    joiners: tuple[str, ...] = ()  # what may stand between day, month and year: 'of'
    year_marks: tuple[str, ...] = ()  # what may follow the number of a year: 'r.', 'roku'
    day_parts: tuple[str, ...] = ()  # 'morning', after the name of a weekday
    days: Mapping[str, int] = field(default_factory=dict)  # 'yesterday' -> -1
    spans: Mapping[str, str] = field(default_factory=dict)  # 'last week' -> 'last-week'
    years: Mapping[str, int] = field(default_factory=dict)  # 'last year', behind a day or month
    last_before: tuple[str, ...] = ()  # 'last' Friday
    last_after: tuple[str, ...] = ()  # vendredi 'dernier'
    next_before: tuple[str, ...] = ()
    next_after: tuple[str, ...] = ()
    this_before: tuple[str, ...] = ()  # 'this' Friday: the one of the current week
    month_leads: tuple[str, ...] = ()  # 'in' May: without one a bare month is not read
    ago: tuple[str, ...] = ()  # '{n} {unit} ago'; without '{n}' it is one'
    units: Mapping[str, str] = field(default_factory=dict)  # 'days' -> 'day'
    numbers: Mapping[str, int] = field(default_factory=dict)  # 'two' -> 2
    future: tuple[str, ...] = ()  # words that announce: 'will', 'due'
    past: tuple[str, ...] = ()  # words that report: 'said', 'was'
    scheduled: tuple[str, ...] = ()  # present forms that announce: 'begins', 'takes effect'
    present: tuple[str, ...] = ()  # present forms that only announce with 'until' or 'from'
    passive: tuple[str, ...] = ()  # 'is', 'be': a participle behind one does not say when
    infinitives: tuple[str, ...] = ()  # 'to': what was decided 'to' hold from Sunday may lie ahead
    conjunctions: tuple[str, ...] = ()  # 'that': it opens a clause with a verb of its own
    reported: tuple[str, ...] = ()  # 'said': a clause of its own may follow without 'that'
    adjuncts: tuple[str, ...] = ()  # what follows 'said' where no clause does: 'in', 'on', 'late'
    past_endings: tuple[str, ...] = ()  # endings of past forms: 'ed'
    future_endings: tuple[str, ...] = ()  # endings of future forms: Spanish 'ará'
    written: str = ""  # how a day is printed: '{day}. {month}', with {number} for the month's
    written_first: str = ""  # likewise the first of a month where it differs: '{day}er {month}'
    behind: tuple[str, ...] = ()  # 'after' the talks on Monday: the date is not the event's own
    until: tuple[str, ...] = ()  # 'until' Friday: what is said of it may lie behind or before
    onward: tuple[str, ...] = ()  # 'from' Sunday: with a verb of the present it lies ahead
    reaches: tuple[str, ...] = ()  # Friday 'to' Sunday: the second day is counted from the first
    toward: tuple[str, ...] = ()  # 'for' Sunday: what is announced for a day lies ahead
    present_announces: bool = False  # whether the present tense also speaks of what is to come:
    # a weekday beside no other verb is not read, because it may be either
    traps: tuple[str, ...] = ()  # 'good friday', 'every {weekday}': no date in there


@dataclass(frozen=True, slots=True, eq=False)
class ClaimWords:
    """The small words on which a claim hangs. All words are lower case, apostrophes straight."""

    plain: frozenset[str]  # may come and go without changing what is said: articles
    joins: frozenset[str]  # may stand between two statements: 'and'
    coordinators: frozenset[str]  # begin another statement of the same rank: 'and', 'but'
    subordinators: frozenset[str]  # begin what may be left out at a sentence's end: 'after'
    light_leads: frozenset[str]  # before a date, without a meaning of their own: 'on'
    bounds: frozenset[str]  # before a date, with one: 'since', 'until'
    negations: frozenset[str]
    negation_endings: tuple[str, ...]  # "n't"
    hedges: frozenset[str]  # 'may', 'alleged', 'if', 'only', 'former'
    attributions: tuple[str, ...]  # phrases that name who says so: 'according to'
    residue: tuple[str, ...]  # phrases that speak to a language model, or as one


@dataclass(frozen=True, slots=True)
class Background:
    """In how many of `n` ordinary news articles each term (`words.terms`) occurs."""

    n: int = 0
    df: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """The tables of one language. All words are lower case, apostrophes straight."""

    code: str  # ISO 639-1, or 'und'
    stop_words: frozenset[str] = frozenset()
    speech_verbs: frozenset[str] = frozenset()  # 'said', 'warned'
    pronouns: frozenset[str] = frozenset()  # personal and possessive, third person
    demonstratives: frozenset[str] = frozenset()  # 'this', 'those'
    connectives: frozenset[str] = frozenset()  # openings that lean on the sentence before
    elisions: frozenset[str] = frozenset()  # "l" of "l'accord"
    background: Background = field(default_factory=Background)
    dates: DateWords = field(default_factory=DateWords)
    speakers: SpeakerWords = field(default_factory=SpeakerWords)
    claims: ClaimWords | None = None  # None: nothing in this language may be phrased anew
    junk: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # kind -> phrases
    editing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the same, for sentences


def unknown(text: str) -> str:
    """'und': the identifier of tables that carry none."""
    return UNKNOWN


def untrained(name: str) -> None:
    """None: the weights of tables that carry none."""
    return None


@dataclass(frozen=True, slots=True)
class Tables:
    """Every table that the pure rooms need."""

    languages: Mapping[str, Language] = field(default_factory=dict)
    identify: Callable[[str], str] = unknown  # text -> ISO 639-1, or 'und'
    weights: Callable[[str], Mapping[str, Any] | None] = untrained  # name -> arrays by name

    def language(self, code: str) -> Language:
        """The tables of `code` ('en', 'en-GB'); for a code without any, those of 'und'."""
        short = code.replace("_", "-").partition("-")[0].lower()
        found = self.languages.get(short)
        if found is not None:
            return found
        fallback = self.languages.get(UNKNOWN)
        return _named(fallback, short) if fallback else Language(short)


@lru_cache(maxsize=256)  # the same object again, because what is made from one is remembered
def _named(language: Language, code: str) -> Language:
    return replace(language, code=code)
