"""Sentence splitting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.text import sentences


@pytest.mark.parametrize(
    "marked",
    [
        'Mr. Reed met Sen. Vale (I-Xx.) on Monday.|"We are ready," she said.|It was 3.2 per cent.',
        "The fund (Harbour Inc.) fell.|It cited weak demand at 5 p.m. Tuesday.|Nobody spoke.",
        "The talks start at 5 p.m.|Nobody knows why.",
        "He lives in Dunmore, D.C.|His mother does not.",
        "“It is late now. The boats are full,” he told reporters.|“We wait,” he said.",
        "What next?|Analysts at J.P. Harrow say rates will fall.",
        "\"If they are not ready, then it is not 'a coalition'.\".",
        '"We know they are strong.|"They have done well," he said.',
        "... and then he left.|Nobody spoke.",
        "The last check was in May.|Residents were told to leave.|It shut in March.|Nobody came.",
        "It was the May. 3 edition that told of May Reed.|Nobody read it in May.",
        "The dockers ' union met on Monday.|The port stayed shut.|The pilots ' union did not.",
    ],
)
def test_split_english(marked: str) -> None:
    """Abbreviations, initials, clock times and quotes do not end a sentence; full stops do."""
    assert sentences.split(marked.replace("|", " "), "en") == marked.split("|")


def test_split_german_ordinals() -> None:
    """The dot of an ordinal is no full stop in German."""
    text = "Am 6. Januar kam sie an. Es regnete."
    assert sentences.split(text, "de") == ["Am 6. Januar kam sie an.", "Es regnete."]


@pytest.mark.parametrize(
    ("code", "marked"),
    [
        ("uk", "За словами І. І. Левка, квиток коштує 300 грн. за день.|Він живе на вул. Садовій."),
        ("ru", "По словам И. И. Левкова, это 300 руб. за день.|«Ждём до мая. И всё», — сказал он."),
        ("ar", "قال المدير د. سامي: «لا خيار لدينا».|هل تكفي الأموال؟|لم يجب أحد!"),
        (
            "zh",
            "“我们别无选择。”局长说，“渡轮太旧。”|他还说：“票价不变。”|会议结束。|何时复航？|没有人回答。",
        ),
        (
            "ja",
            "「ほかに方法がない。」と局長は話した。|料金は変えない。|いつ再開するのか？|答えはなかった。",
        ),
    ],
)
def test_split_other_scripts(code: str, marked: str) -> None:
    """Each script's full stops end a sentence; initials and the speaker behind a quote do not."""
    gap = "" if code in ("zh", "ja") else " "
    assert sentences.split(marked.replace("|", gap), code) == marked.split("|")


@pytest.mark.parametrize("text", ["", "  \n "])
def test_split_nothing(text: str) -> None:
    """White space holds no sentence."""
    assert sentences.split(text, "en") == []


@given(st.text(), st.sampled_from(["en", "de", "zh", "und", ""]))
def test_split_loses_nothing(text: str, code: str) -> None:
    """Joined again, the sentences hold every character but white space."""
    joined = "".join(sentences.split(text, code))
    assert "".join(joined.split()) == "".join(text.split())


@given(st.lists(st.sampled_from(["He said so. ", "At 5 p.m. ", "“No.” ", "U.S. ", "... ", "\n"])))
def test_split_keeps_the_order(parts: list[str]) -> None:
    """Every sentence stands in the text, after the one before it."""
    text = "".join(parts)
    at = 0
    for sentence in sentences.split(text, "en"):
        at = text.index(sentence, at) + len(sentence)
