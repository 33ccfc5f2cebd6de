"""Bytes to text: marks, claims, guesses, noise."""

import codecs
import random

import pytest

from newsfold.clean import decode
from newsfold.model import Reason

TEXT = "Żółta łódź przy nabrzeżu – der Bürgermeister sagt „nein“. Ça coûte 5 € à l’État."
WESTERN = "Der Bürgermeister von Größenau sagte, die Brücke müsse für länger geschlossen bleiben."


def read(body: bytes, charset: str | None = None, *, markup: bool = False) -> decode.Decoded:
    """The decoded text of bytes that are text."""
    found = decode.text(body, charset, markup=markup)
    assert isinstance(found, decode.Decoded), found
    return found


@pytest.mark.parametrize(
    "body",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-32"),
        ("Plain words of a dump. " * 9 + TEXT).encode("utf-16-le"),
        ("Plain words of a dump. " * 9 + TEXT).encode("utf-16-be"),
    ],
)
def test_unicode_is_read_whatever_the_claim(body: bytes) -> None:
    """A byte-order mark, valid UTF-8 and bare UTF-16 outweigh a wrong claim."""
    found = read(body, "iso-8859-1")
    assert found.text.endswith(TEXT)
    assert found.replaced == 0


def test_a_true_claim_is_followed() -> None:
    """Text that is no UTF-8 is read by the transport's claim."""
    assert read("Łódź i Żyrardów".encode("iso-8859-2"), "iso-8859-2").text == "Łódź i Żyrardów"


def test_markup_may_claim_too() -> None:
    """A page's own meta charset counts when the transport says nothing."""
    body = '<html><head><meta charset="windows-1250"></head><body>Łódź'.encode("cp1250")
    assert read(body, markup=True).text.endswith("Łódź")


@pytest.mark.parametrize("claim", ["no-such-set", "hex", "idna", "utf-8\x00", "", "unicode_escape"])
def test_a_false_claim_is_no_error(claim: str) -> None:
    """An unknown or senseless charset is passed over."""
    assert "Bürgermeister" in read(WESTERN.encode("cp1252"), claim).text


def test_a_few_broken_bytes_are_counted() -> None:
    """Damaged UTF-8 stays UTF-8; what could not be read is counted."""
    assert read((WESTERN * 5).encode() + b"\xff\xfe").replaced == 2


@pytest.mark.parametrize("body", [b"", b"  \n\t ", b"\x00" * 500])
def test_nothing_is_empty(body: bytes) -> None:
    """White space and NUL bytes are no text."""
    assert decode.text(body) is Reason.EMPTY


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7 some words",
        b"\x89PNG\r\n\x1a\n" + b"words " * 9,
        random.Random(7).randbytes(40_000),
    ],
)
def test_noise_is_binary(body: bytes) -> None:
    """Files of known binary kinds and random bytes are refused."""
    assert decode.text(body) is Reason.BINARY


def test_nul_bytes_between_words_are_dropped() -> None:
    """Single NUL bytes do not end the text."""
    assert read(b"one\x00 two three four five").text == "one two three four five"


def test_what_lies_behind_the_limit_is_counted() -> None:
    """Bytes beyond the limit are not read but named."""
    assert read(b"a" * (decode.MAX_BYTES + 5)).cut_bytes == 5
