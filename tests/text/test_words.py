"""Words and terms."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold import tables
from newsfold.text import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. paid $1.5bn, not 3%.", ["The", "U.S", "paid", "$1.5bn", "not", "3%"]),
        ("Don’t re-open – it's shut", ["Don’t", "re-open", "it's", "shut"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("新闻 news", ["新", "闻", "news"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    """Amounts, abbreviations and words with vowel signs stay whole; Chinese goes by character."""
    assert words.words(text) == expected
    assert words.count(text) == len(expected)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("The harbour board met.", 4),
        ("港务局周二表示，渡轮将停航三天。", 7),
        ("人々はフェリーを待った", 6),
        ("港 news", 2),
        ("اجتمع مجلس الميناء", 3),
        ("", 0),
    ],
)
def test_length(text: str, length: int) -> None:
    """Two characters of a script without spaces are as long as a word of one with them."""
    assert words.length(text) == length


@pytest.mark.parametrize(
    ("alternatives", "text", "found"),
    [
        ("may|june", "may maybe", ["may"]),
        ("发布于|by", "编辑发布于2026年 by nobody, ruby", ["发布于", "by"]),
    ],
)
def test_bounded(alternatives: str, text: str, found: list[str]) -> None:
    """A word ends where its letters end, but for a script without spaces it may end anywhere."""
    assert re.findall(words.bounded(alternatives), text) == found


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("en", "The allies’ company's policies in 2026", ["ally", "company", "policy", "2026"]),
        ("en", "gas bus boss I a", ["gas", "bus", "boss"]),
        ("fr", "L’accord qu’elle signe", ["accord", "signe"]),
        ("de", "Die Häuser der Stadt", ["häuser", "stadt"]),
        ("pl", "Na moście, który zamknięto", ["moście", "zamknięto"]),
        ("uk", "Порт і місто", ["порт", "місто"]),
        ("ar", "في الميناء", ["الميناء"]),
        ("zh", "港口的渡轮", ["港", "口", "渡", "轮"]),
        ("ja", "港のフェリー", ["港", "フ", "ェ", "リ"]),
        ("xx", "The allies", ["the", "allies"]),
    ],
)
def test_terms(code: str, text: str, expected: list[str]) -> None:
    """Forms of one word meet; stop words, possessives and elided articles go; numbers stay."""
    assert words.terms(text, tables.load().language(code)) == expected


@given(st.text())
def test_terms_are_lower_case_and_not_stop_words(text: str) -> None:
    """Whatever the text, no term is a stop word."""
    english = tables.load().language("en")
    assert not english.stop_words.intersection(words.terms(text, english))
