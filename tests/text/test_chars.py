"""Characters: what may be printed and how texts are compared."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.text import chars

ANY = st.text(st.characters(codec=None))


@given(ANY)
def test_printable_is_idempotent(text: str) -> None:
    """What is printable once stays as it is."""
    once = chars.printable(text)
    assert chars.printable(once) == once


@given(ANY)
def test_printable_leaves_no_controls(text: str) -> None:
    """Nothing of categories Cc and Cs is left but the line feed, and all of it can be UTF-8."""
    shown = chars.printable(text)
    assert {unicodedata.category(c) for c in shown.replace("\n", "")}.isdisjoint({"Cc", "Cs"})
    assert unicodedata.is_normalized("NFC", shown)
    shown.encode("utf-8")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\tb\vc", "a b c"),
        ("co\u00adop\u200berate\ufeff", "cooperate"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("a\x85b\x00c\x9b", "abc"),
        ("e\u0301", "é"),
        ("क्\u200dष", "क्\u200dष"),  # the joiner changes how the letters are drawn
        ("\ud800x\ufdd0\U0001ffff", "x"),
    ],
)
def test_printable(raw: str, shown: str) -> None:
    """Controls, direction marks and invisible characters go; line ends, joiners and words stay."""
    assert chars.printable(raw) == shown


def test_squeeze() -> None:
    """White space of every kind becomes one space, none at the ends."""
    assert chars.squeeze(" a\u00a0\n b\t") == "a b"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“It’s over,” he said.", '"It\'s over", he SAID'),
        ("Cease-fire", "ceasefire"),
        ("Straße", "STRASSE"),
        ("ﬁne", "fine"),
    ],
)
def test_fold_meets(one: str, other: str) -> None:
    """Texts that differ in case, quotes, punctuation or ligatures have one key."""
    assert chars.fold(one) == chars.fold(other) != ""


@pytest.mark.parametrize(("one", "other"), [("5%", "5"), ("$5", "£5"), ("की", "कि")])
def test_fold_keeps_apart(one: str, other: str) -> None:
    """Signs that change an amount, and vowel signs, are part of the key."""
    assert chars.fold(one) != chars.fold(other)


@given(ANY)
def test_fold_is_idempotent(text: str) -> None:
    """A key is its own key, unless case folding itself composes anew."""
    key = chars.fold(chars.fold(text))
    assert chars.fold(key) == key
