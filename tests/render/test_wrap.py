"""render.wrap: lines of a given width in any script."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsfold.render import wrap


def test_breaks_at_spaces() -> None:
    """A line breaks at the last space that fits and never ends in one."""
    assert wrap.filled("one two three", width=8) == ["one two", "three"]
    assert wrap.filled("one two", first="1. ", rest="   ", width=6) == ["1. one", "   two"]
    assert wrap.filled("") == []


def test_addresses_stay_whole() -> None:
    """An address longer than a line is not broken."""
    url = "https://tidewatch.example/" + "a" * 100
    assert wrap.filled(f"See {url} now", width=40) == ["See", url, "now"]


def test_wide_letters_take_two_columns() -> None:
    """Chinese text without spaces breaks at the width of a terminal."""
    lines = wrap.filled("港" * 50, width=20)
    assert [wrap.columns(line) for line in lines] == [20] * 5


def test_marks_stay_with_their_letter() -> None:
    """A long word is never broken before a combining mark or inside a joined emoji."""
    thai = "กำ" * 40 + "ที่" * 40
    for line in wrap.filled(thai, width=10):
        assert wrap.columns(line[0]) > 0
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    lines = wrap.filled(family * 12, width=12)
    assert not any(line.startswith("\u200d") or line.endswith("\u200d") for line in lines)


def test_marks_are_characters_too() -> None:
    """Words full of marks, spaced or not, give lines of at most 78 characters (RFC 5322 2.1.1)."""
    hindi = "प्रधानमंत्री ने क्षत्रिय कहा " * 20
    for text in (hindi, hindi.replace(" ", "")):
        lines = wrap.filled(text, first="   - ", rest="     ")
        assert all(wrap.columns(line) <= 72 and len(line) <= 78 for line in lines)
        assert len(lines[0]) > 70


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.integers(8, 80))
def test_nothing_is_lost(text: str, width: int) -> None:
    """Without their spaces the lines are the text without its spaces."""
    lines = wrap.filled(text, width=width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert not any(line != line.rstrip(" ") for line in lines)
