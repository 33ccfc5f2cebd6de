"""Dates in prose, in bylines, and counted back from a fetch time."""

import itertools
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold import tables
from newsfold.text import absolute, dates

TUESDAY = date(2026, 1, 6)


def told(text: str, code: str = "en", base: date | None = TUESDAY) -> list[tuple[str, str]]:
    """The mentions as (words, ISO)."""
    return [(m.text, m.when.iso) for m in dates.mentions(text, base, tables.load().language(code))]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("today", "2026-01-06"),
        ("later today", "2026-01-06"),
        ("this morning", "2026-01-06"),
        ("tonight", "2026-01-06"),
        ("yesterday", "2026-01-05"),
        ("last night", "2026-01-05"),
        ("tomorrow", "2026-01-07"),
        ("on Monday", "2026-01-05"),
        ("Monday's meeting", "2026-01-05"),
        ("Monday’s meeting", "2026-01-05"),
        ("on Tuesday", "2026-01-06"),
        ("earlier on Tuesday", "2026-01-06"),
        ("on Sunday", "2026-01-04"),
        ("last Friday", "2026-01-02"),
        ("last Tuesday", "2025-12-30"),
        ("next Monday", "2026-01-12"),
        ("next Tuesday", "2026-01-13"),
        ("this Friday", "2026-01-09"),
        ("this Monday", "2026-01-05"),
        ("two days ago", "2026-01-04"),
        ("3 days ago", "2026-01-03"),
        ("over the weekend", "2026-01-03/2026-01-04"),
        ("this past weekend", "2026-01-03/2026-01-04"),
        ("on the weekend", "2026-01-03/2026-01-04"),
        ("last weekend", "2026-01-03/2026-01-04"),
        ("last week", "2025-12-29/2026-01-04"),
        ("earlier this week", "2026-01-05/2026-01-06"),
        ("overnight", "2026-01-05/2026-01-06"),
        ("next week", "2026-01-12/2026-01-18"),
        ("last month", "2025-12"),
        ("two months ago", "2025-11"),
        ("31 December", "2025-12-31"),
        ("Dec. 31", "2025-12-31"),
        ("24th of December", "2025-12-24"),
        ("January 3", "2026-01-03"),
        ("3-5 January", "2026-01-03/2026-01-05"),
        ("since November", "2025-11"),
        ("September last year", "2025-09"),
        ("on October 25, last year", "2025-10-25"),
        ("6 Jan 2026", "2026-01-06"),
        ("2025-12-24", "2025-12-24"),
        ("Tuesday, Jan. 6, 2026", "2026-01-06"),
        ("March 2010", "2010-03"),
        ("2026年1月6日", "2026-01-06"),
    ],
)
def test_one_expression(text: str, iso: str) -> None:
    """Each expression, published on Tuesday 6 January 2026, means this date and nothing else."""
    assert [when for _, when in told(text)] == [iso]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They will meet on Thursday, officials said Tuesday.", ["2026-01-08", "2026-01-06"]),
        ("He said on Sunday that the talks will go on.", ["2026-01-04"]),
        ("On Monday, the leaders will meet.", ["2026-01-12"]),
        ("She is scheduled to appear on Wednesday.", ["2026-01-07"]),
        ("The vote on 15 March will be close.", ["2026-03-15"]),
        ("He fell ill on 15 March.", ["2025-03-15"]),
        ("They will meet over the weekend.", ["2026-01-10/2026-01-11"]),
        ("It will rain. He came on Sunday.", ["2026-01-04"]),
        ("The mayor called a march for Sunday.", ["2026-01-11"]),
        ("He was jailed for Sunday's attack.", ["2026-01-04"]),
        ("The part broke and arrives this Friday.", ["2026-01-09"]),
        ("They will vote this Monday.", ["2026-01-12"]),
        ("The strike begins on Sunday and lasts until Tuesday.", ["2026-01-11", "2026-01-13"]),
        ("The limit takes effect on Friday.", ["2026-01-09"]),
        ("The guild meets again on Saturday.", ["2026-01-10"]),
        ("The strike began on Sunday.", ["2026-01-04"]),
        ("The yard was shut on Friday and reopens on Thursday.", ["2026-01-02", "2026-01-08"]),
        ("The road will be closed to traffic from Sunday, the council said.", ["2026-01-11"]),
        ("The council said the road will be closed from Sunday.", ["2026-01-11"]),
        ("The road is closed until Friday.", ["2026-01-09"]),
        ("It stays shut until Friday, police said on Sunday.", ["2026-01-09", "2026-01-04"]),
        ("A ticket costs 8 per cent more from Monday, the operator said.", ["2026-01-12"]),
        ("Residents must leave by Thursday, the mayor said.", ["2026-01-08"]),
        ("The strike runs from Saturday to Monday.", ["2026-01-10", "2026-01-12"]),
        ("The road was closed from Friday to Sunday.", ["2026-01-02", "2026-01-04"]),
        ("The road was closed from Friday until Sunday.", ["2026-01-02", "2026-01-04"]),
        ("The report is scheduled to be officially released on Monday.", ["2026-01-12"]),
        ("The road will be closed on Sunday.", ["2026-01-11"]),
        ("During a visit on Sunday, the minister dismissed the claim.", ["2026-01-04"]),
        ("The president, in an interview on Sunday, defended it.", ["2026-01-04"]),
        ("The fair begins on 31 January and lasts until Friday.", ["2026-01-31"]),
        ("The council plans to close the bridge from Sunday.", ["2026-01-11"]),
        ("She gave that account on Sunday.", ["2026-01-04"]),
        ("On Sunday, a boy died.", ["2026-01-04"]),
        ("Dozens had to be rescued on Sunday.", ["2026-01-04"]),
    ],
)
def test_tense_decides_the_direction(text: str, expected: list[str]) -> None:
    """What is announced lies ahead, what is reported behind, in the sentence that says so."""
    assert [when for _, when in told(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Bright United on Monday.",
        "The team plays on Sunday.",
        "The vote is on Thursday.",
        "The road is closed on Friday.",
        "Officials said the talks start on Friday.",
        "He said that the team plays on Sunday.",
        "The road was closed until Friday.",
        "Police said it stays shut until Friday.",
        "The council voted to close the bridge from Sunday.",
        "Footage from Sunday shows the road.",
        "The picture is from Sunday.",
        "Until Sunday, the firm had been planning to pay.",
        "The shop is open Monday to Friday.",
    ],
)
def test_where_the_clause_does_not_tell_nothing_is_guessed(text: str) -> None:
    """A weekday that may lie ahead as well as behind is no date."""
    assert told(text) == []


def test_a_second_day_that_would_come_first_is_not_guessed() -> None:
    """'Will begin on Sunday and end on Thursday' may mean any Thursday behind that Sunday."""
    assert told("It will begin on Sunday and end on Thursday.") == [("Sunday", "2026-01-11")]


@pytest.mark.parametrize(
    "text",
    [
        "May Smith met Sun Microsystems.",
        "They march on, 5 of them.",
        "Good Friday talks and Black Friday sales",
        "every Monday and on a Sunday",
        "the Sunday Times and USA Today",
        "in the last week",
        "the September 11 attacks",
        "15 years was enough at 2pm for 20 countries",
        "It may 5 times out of 6 fail, up from May 5% before",
        "31 February 2026",
    ],
)
def test_false_friends(text: str) -> None:
    """Names, verbs, habits and numbers are no dates."""
    assert told(text) == []


def test_without_a_base_only_stated_years_count() -> None:
    """Nothing is guessed for a text whose day is not known."""
    text = "On Monday, 31 December and yesterday, but 6 January 2026 and March 2010."
    assert [w for _, w in told(text, base=None)] == ["2026-01-06", "2010-03"]


@pytest.mark.parametrize("base", [date.min, date.max])
def test_an_impossible_base_counts_as_none(base: date) -> None:
    """The zero date that some programs write neither raises nor dates anything."""
    text = "yesterday, tomorrow, last month, next week, 1 January, 6 January 2026, on Monday"
    assert [w for _, w in told(text, base=base)] == ["2026-01-06"]
    fetched = datetime.combine(base, datetime.min.time(), tzinfo=UTC)
    assert dates.ago("3 hours ago", fetched, tables.load().language("en")) is None


def test_kinds_and_future() -> None:
    """A mention says how it was worded and whether it lies ahead."""
    text = "6 January 2026, 31 December, tomorrow"
    found = dates.mentions(text, TUESDAY, tables.load().language("en"))
    assert [(m.kind, m.future) for m in found] == [
        ("explicit", False),
        ("partial", False),
        ("relative", True),
    ]
    assert [text[m.start : m.end] for m in found] == [m.text for m in found]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        (
            "de",
            "Am Montag war es, letzte Woche, vor drei Tagen, am 31. Dezember, 3.4.2026",
            ["2026-01-05", "2025-12-29/2026-01-04", "2026-01-03", "2025-12-31", "2026-04-03"],
        ),
        (
            "fr",
            "Était lundi, la semaine dernière, il y a trois jours, le 31 décembre, le 1er mai 2026",
            ["2026-01-05", "2025-12-29/2026-01-04", "2026-01-03", "2025-12-31", "2026-05-01"],
        ),
        (
            "es",
            "Fue el lunes, la semana pasada, hace 3 días, el 31 de diciembre, 3 de mayo de 2026",
            ["2026-01-05", "2025-12-29/2026-01-04", "2026-01-03", "2025-12-31", "2026-05-03"],
        ),
        (
            "it",
            "Era lunedì, la settimana scorsa, 3 giorni fa, il 31 dicembre, 3 maggio 2026",
            ["2026-01-05", "2025-12-29/2026-01-04", "2026-01-03", "2025-12-31", "2026-05-03"],
        ),
        (
            "pt",
            "Foi segunda-feira, na semana passada, há 3 dias, em 31 de dezembro, 3 de maio de 2026",
            ["2026-01-05", "2025-12-29/2026-01-04", "2026-01-03", "2025-12-31", "2026-05-03"],
        ),
        (
            "nl",
            "Het was maandag, vorige week, 3 dagen geleden, op 31 december, 3 mei 2026",
            ["2026-01-05", "2025-12-29/2026-01-04", "2026-01-03", "2025-12-31", "2026-05-03"],
        ),
        (
            "pl",
            "Było w poniedziałek, w ubiegłym tygodniu, 3 dni temu, 31 grudnia, 3 maja 2026",
            ["2026-01-05", "2025-12-29/2026-01-04", "2026-01-03", "2025-12-31", "2026-05-03"],
        ),
    ],
)
def test_other_languages(code: str, text: str, expected: list[str]) -> None:
    """The seven other languages read their own weekday, week, day count, day and full date."""
    assert [when for _, when in told(text, code)][:5] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Do wypadku doszło wczoraj rano, a dziś droga jest otwarta.",
            ["2026-01-05", "2026-01-06"],
        ),
        ("Rozmowy odbędą się w środę.", ["2026-01-07"]),
        ("Rozmowy odbyły się w środę.", ["2025-12-31"]),
        ("W ubiegłą środę spadł śnieg.", ["2025-12-31"]),
        ("Most zamknięto w listopadzie, otwarty ma zostać w maju.", ["2025-11", "2026-05"]),
        ("Ustawa z 12 marca 2025 r. weszła w życie.", ["2025-03-12"]),
        ("W marcu 2024 roku wybrano nowy zarząd.", ["2024-03"]),
        ("Dwa tygodnie temu i przed trzema dniami.", ["2025-12-17/2025-12-23", "2026-01-03"]),
        ("W Wielki Piątek, co wtorek i w każdą sobotę, w Środzie Wielkopolskiej.", []),
    ],
)
def test_polish(text: str, expected: list[str]) -> None:
    """Inflected days and months, the year with its mark, tense, counts and false friends."""
    assert [when for _, when in told(text, "pl")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thursday, March 12, 2026", ["2026-03-12"]),
        ("Updated 12 Mar 2026, 14:05 GMT", ["2026-03-12T14:05:00Z"]),
        ("By Reader One 06 Jan 2026 5 min read", ["2026-01-06"]),
        ("Jan. 6, 2026", ["2026-01-06"]),
        ("2026-01-06T10:00:00+01:00", ["2026-01-06T10:00:00+01:00"]),
        ("2026-01-06 10:00", ["2026-01-06"]),
        ("Tue, 06 Jan 2026 14:05:00 +0000", ["2026-01-06T14:05:00Z"]),
        ("9:30 AM EST, Tue January 6, 2026", ["2026-01-06T09:30:00-05:00"]),
        ("March 12, 2026 at 12:05 a.m. EDT", ["2026-03-12T00:05:00-04:00"]),
        ("Published 1 May 2026 | Updated 2 May 2026", ["2026-05-01", "2026-05-02"]),
        ("13/03/2026 and 03/13/2026", ["2026-03-13", "2026-03-13"]),
        ("12/03/2026", []),
        ("yesterday, January 2026", []),
        ("25:99 GMT", []),
    ],
)
def test_stamp(text: str, expected: list[str]) -> None:
    """A byline's days come out in order, as instants only where time and zone stand beside."""
    assert [w.iso for w in dates.stamp(text, tables.load().language("en"))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann LeeDec 5, 20232 shares", ["2023-12-05"]),
        ("6 December 20238 December 2023", ["2023-12-06", "2023-12-08"]),
        ("Dec 23, 202310:30 AM", ["2023-12-23"]),
        ("Coastpost2026-01-06T10:00:00+00:00", ["2026-01-06T10:00:00Z"]),
        ("12/22/23 and 22-12-23", ["2023-12-22", "2023-12-22"]),
        ("03/04/23", []),
        ("dismay 5, 2023", []),
        ("part 12345 May 2023", []),
    ],
)
def test_stamp_of_dates_that_touch_their_neighbours(text: str, expected: list[str]) -> None:
    """Whole dates are read whatever a dump ran them into; letters and digits of others never."""
    assert [w.iso for w in dates.stamp(text, tables.load().language("en"))] == expected


def test_the_order_of_numbers_on_a_page() -> None:
    """Numbers above 12 tell it, else named months; contradiction tells nothing."""
    words = tables.load().language("en").dates
    assert absolute.day_first(["25/12/2026", "December 1, 2026"], words) is True
    assert absolute.day_first(["12/25/2026"], words) is False
    assert absolute.day_first(["December 1, 2026", "3/4/2026"], words) is False
    assert absolute.day_first(["1 December 2026"], words) is True
    assert absolute.day_first(["25/12/2026", "12/25/2026"], words) is None
    assert absolute.day_first(["3/4/2026"], words) is None


def test_stamp_by_language() -> None:
    """Where days come first in numbers, 12/03 is a day in March; 'und' knows every month name."""
    known = tables.load()
    assert [w.iso for w in dates.stamp("12/03/2026", known.language("fr"))] == ["2026-03-12"]
    several = "6 janvier 2026, 6. Januar 2026, Jan 6, 2026"
    assert [w.iso for w in dates.stamp(several, known.language("und"))] == ["2026-01-06"] * 3
    polish = "czw., 12 marca 2026 r., 12.03.2026 14:05 CET"
    assert [w.iso for w in dates.stamp(polish, known.language("pl"))] == [
        "2026-03-12",
        "2026-03-12T14:05:00+01:00",
    ]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("1 day ago", "2026-01-05"),
        ("Published 3 hours ago by us", "2026-01-05"),
        ("30 min ago", "2026-01-06"),
        ("2d ago", "2026-01-04"),
        ("a week ago", "2025-12-24/2025-12-30"),
        ("two months ago", "2025-11"),
        ("long ago", None),
        ("9999 months ago", "1192-10"),
    ],
)
def test_ago(text: str, iso: str | None) -> None:
    """An age is counted back from the fetch time and never claims more than it says."""
    fetched = datetime(2026, 1, 6, 1, 0, tzinfo=UTC)
    when = dates.ago(text, fetched, tables.load().language("en"))
    assert (when.iso if when else None) == iso


PIECES = st.sampled_from(
    "Monday 6 January 2026 last week will said May , today ago 3 days 2026-01-06 ’s . the Sunday "
    "Dec. 31 0 99 10:00 GMT".split()
)


@given(st.lists(PIECES), st.dates())
def test_mentions_are_ordered_and_apart(pieces: list[str], base: date) -> None:
    """Whatever the words and the day, mentions come in text order and never overlap."""
    text = " ".join(pieces)
    english = tables.load().language("en")
    found = dates.mentions(text, base, english)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(m.text == text[m.start : m.end] and m.when.first <= m.when.last for m in found)
    dates.stamp(text, english)


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    """No text raises, in any language."""
    for language in tables.load().languages.values():
        dates.mentions(text, TUESDAY, language)
        dates.stamp(text, language)
