"""Dates in scripts other than Latin: Cyrillic, Arabic, Chinese and Japanese."""

from datetime import UTC, date, datetime

import pytest

from newsfold import tables
from newsfold.text import dates

TUESDAY = date(2026, 1, 6)


def told(text: str, code: str, base: date | None = TUESDAY) -> list[str]:
    """The mentions as ISO; each must stand in the text as it says."""
    found = dates.mentions(text, base, tables.load().language(code))
    assert [text[m.start : m.end] for m in found] == [m.text for m in found]
    return [m.when.iso for m in found]


LAST_WEEK = "2025-12-29/2026-01-04"


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        (
            "ru",
            "Был понедельник, на прошлой неделе, 3 дня назад, 31 декабря, 1 мая 2026, 3.4.2026",
            ["2026-01-05", LAST_WEEK, "2026-01-03", "2025-12-31", "2026-05-01", "2026-04-03"],
        ),
        (
            "ru",
            "Был в прошлую пятницу, вчера, неделю назад, в декабре прошлого года, в среду",
            ["2026-01-02", "2026-01-05", "2025-12-24/2025-12-30", "2025-12", "2025-12-31"],
        ),
        (
            "uk",
            "Був понеділок, минулого тижня, 3 дні тому, 31 грудня, 1 травня 2026 року, у п’ятницю",
            ["2026-01-05", LAST_WEEK, "2026-01-03", "2025-12-31", "2026-05-01", "2026-01-02"],
        ),
        ("uk", "Було у пʼятницю, вчора, тиждень тому", ["2026-01-02", "2026-01-05"]),
        (
            "ar",
            "كان الاثنين، الأسبوع الماضي، قبل 3 أيام، 31 ديسمبر، 1 مايو 2026",
            ["2026-01-05", LAST_WEEK, "2026-01-03", "2025-12-31", "2026-05-01"],
        ),
        (
            "ar",
            "٦ يناير ٢٠٢٦؛ 6 كانون الثاني 2026؛ 6 يناير/كانون الثاني 2026م؛ 6 كانون  الثاني 2026",
            ["2026-01-06"] * 4,
        ),
        (
            "ar",
            "قبل يومين، الجمعة الماضي، الاثنين المقبل",
            ["2026-01-04", "2026-01-02", "2026-01-12"],
        ),
        (
            "zh",
            "说周一，上周，3天前，12月31日，2026年5月1日，２０２６年５月２日 星期六",
            ["2026-01-05", LAST_WEEK, "2026-01-03", "2025-12-31", "2026-05-01", "2026-05-02"],
        ),
        (
            "zh",
            "官员周二表示，上周五和下周三，三天前，昨日",
            ["2026-01-06", "2026-01-02", "2026-01-07", "2026-01-03", "2026-01-05"],
        ),
        (
            "ja",
            "月曜日だった、先週、3日前、12月31日、2026年5月1日(金)、令和8年5月2日",
            ["2026-01-05", LAST_WEEK, "2026-01-03", "2025-12-31", "2026-05-01", "2026-05-02"],
        ),
        (
            "ja",
            "先週の金曜日、昨日、2か月前、平成元年5月",
            ["2026-01-02", "2026-01-05", "2025-11", "1989-05"],
        ),
    ],
)
def test_mentions(code: str, text: str, expected: list[str]) -> None:
    """Each language reads its weekdays, spans, counts, days and full dates, in any figures."""
    assert told(text, code)[: len(expected)] == expected


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ru", "В среде художников спорят каждую субботу."),
        ("uk", "Кожну неділю, чорна п'ятниця"),
        ("ar", "كل يوم الجمعة، صلاة الجمعة"),
        ("zh", "每周二，三十天前，3月以来，黑色星期五"),
        ("ja", "毎週火曜日、数日前、3月"),
    ],
)
def test_false_friends(code: str, text: str) -> None:
    """Habits, other words of the same letters and parts of larger numbers are no dates."""
    assert told(text, code) == []


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("ru", "Заседание состоится в четверг, сообщили во вторник.", ["2026-01-08", "2026-01-06"]),
        ("uk", "Засідання відбудеться у четвер.", ["2026-01-08"]),
        ("ar", "سيعقد الاجتماع يوم الخميس. وقال الاثنين إنه راض.", ["2026-01-08", "2026-01-05"]),
        ("zh", "会议将于周四举行。局长周一说没有问题。", ["2026-01-08", "2026-01-05"]),
    ],
)
def test_tense(code: str, text: str, expected: list[str]) -> None:
    """What a language's own words announce lies ahead, within the sentence that says so."""
    assert told(text, code) == expected


@pytest.mark.parametrize(
    ("code", "text", "iso"),
    [
        ("ru", "6 января 2026 г., 10:30 МСК", "2026-01-06T10:30:00+03:00"),
        ("ru", "06.01.2026, 10:30", "2026-01-06"),
        ("uk", "Опубліковано 6 січня 2026 року о 10:30", "2026-01-06"),
        ("ar", "٠٦/٠١/٢٠٢٦ ١٠:٣٠ GMT", "2026-01-06T10:30:00Z"),
        ("zh", "发布时间2026-01-06 10:30", "2026-01-06"),
        ("ja", "公開日：２０２６／０１／０６", "2026-01-06"),
        ("ja", "2026年1月6日 10:30 JST", "2026-01-06T10:30:00+09:00"),
    ],
)
def test_stamp(code: str, text: str, iso: str) -> None:
    """A byline's day is read whatever figures and signs it is printed in."""
    assert [w.iso for w in dates.stamp(text, tables.load().language(code))] == [iso]


@pytest.mark.parametrize(
    ("code", "text", "iso"),
    [
        ("ru", "3 часа назад", "2026-01-05"),
        ("ru", "день назад", "2026-01-05"),
        ("uk", "2 дні тому", "2026-01-04"),
        ("ar", "منذ ساعتين", "2026-01-05"),
        ("ar", "منذ ٥ دقائق", "2026-01-06"),
        ("zh", "发布于 3 小时前", "2026-01-05"),
        ("zh", "2天前", "2026-01-04"),
        ("ja", "3時間前に更新", "2026-01-05"),
        ("ja", "１日前", "2026-01-05"),
    ],
)
def test_ago(code: str, text: str, iso: str) -> None:
    """An age in the language's own words, its duals and its joined forms, is counted back."""
    fetched = datetime(2026, 1, 6, 1, 0, tzinfo=UTC)
    when = dates.ago(text, fetched, tables.load().language(code))
    assert when is not None and when.iso == iso
