"""deliver.parts: what a reader decodes is what was rendered."""

from __future__ import annotations

import base64
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.deliver import parts

MARKER = "https://unsubscribe.invalid/0123456789"
SLOTS = {"leave": MARKER}
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"))


def _decoded(part: parts.Part, value: str) -> bytes:
    body = b"".join(part.filled({"leave": value}))
    return base64.b64decode(body) if part.encoding == parts.BASE64 else quopri.decodestring(body)


@given(st.lists(TEXTS, min_size=1, max_size=4), st.text("ab.=-/:?&; ", max_size=200))
def test_gaps_are_filled(pieces: list[str], value: str) -> None:
    """Decoded, a part is its text with the value in each gap, in lines of at most 76 octets."""
    part = parts.compiled(MARKER.join(pieces), SLOTS)
    body = b"".join(part.filled({"leave": value}))
    assert _decoded(part, value) == value.join(pieces).replace("\n", "\r\n").encode()
    assert all(len(line) <= 76 for line in body.split(b"\r\n"))
    assert body.isascii()
    assert b"\n" not in body.replace(b"\r\n", b"")


@pytest.mark.parametrize("text", ["From me\n.\n.. a\nFrom\n", ("x" * 73 + ".From ") * 9, " \t\n "])
def test_line_starts_are_protected(text: str) -> None:
    """No line starts with a dot or 'From ', none ends in a blank."""
    body = b"".join(parts.compiled(text, SLOTS).filled({"leave": ""}))
    for line in body.split(b"\r\n"):
        assert not line.startswith((b".", b"From "))
        assert not line.endswith((b" ", b"\t"))


def test_smaller_encoding_is_taken() -> None:
    """English goes as quoted-printable, Ukrainian as base64."""
    assert parts.compiled("The port opened.\n", SLOTS).encoding == parts.QUOTED_PRINTABLE
    assert parts.compiled("Порт відкрили.\n" * 9, SLOTS).encoding == parts.BASE64


@pytest.mark.parametrize("length", range(60))
def test_base64_does_not_depend_on_where_the_gap_is(length: int) -> None:
    """However long the text before the gap, what follows it is decoded whole."""
    text = "ї" * length + MARKER + "я" * 100
    part = parts.compiled(text, SLOTS)
    assert part.encoding == parts.BASE64
    assert _decoded(part, "https://x.example/u/1").decode() == text.replace(
        MARKER, "https://x.example/u/1"
    )


@pytest.mark.parametrize("letter", ["a", "я"])
def test_each_slot_is_filled_with_its_own_value(letter: str) -> None:
    """Several slots in any order, one of them twice, in either encoding."""
    slots = {"leave": "https://leave.invalid/1", "choose": "https://choose.invalid/1"}
    values = {"leave": "https://a.example/u", "choose": "https://a.example/prefs?x=1"}
    text = letter * 90 + "{choose} {leave}{choose}\n" + letter * 90
    body = b"".join(parts.compiled(text.format(**slots), slots).filled(values))
    is_base64 = parts.compiled(text.format(**slots), slots).encoding == parts.BASE64
    assert is_base64 == (letter == "я")
    decoded = base64.b64decode(body) if is_base64 else quopri.decodestring(body)
    assert decoded.decode() == text.format(**values).replace("\n", "\r\n")
