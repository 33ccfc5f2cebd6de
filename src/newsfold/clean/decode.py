"""Bytes -> text: which character set they are in, and whether they are text at all."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import charset_normalizer

from newsfold.model import Reason

# A page of 10 MB is beyond any article (the largest of 1,160 measured pages has 0.2 MB of text);
# it is also the default cap of gathering. What lies behind is not read.
MAX_BYTES = 10_000_000
SAMPLE_BYTES = 32_768  # enough for charset-normalizer, and bounds its cost (chosen by timing)
META_BYTES = 2048  # HTML Living Standard 13.2.3.2 prescans 1024; many pages are late
# Control characters other than white space make up 11 % of random bytes and none of any text;
# ISO-2022 text carries some escapes.
MAX_CONTROLS = 0.02
MAX_REPLACED = 0.01  # of all characters: a few broken bytes do not make a text unreadable

_MAGIC = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"\x7fELF",
    b"RIFF",
    b"OggS",
    b"ID3",
    b"\xd0\xcf\x11\xe0",
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = bytes([*range(9), *range(14, 27), *range(28, 32), 127])  # ESC is ISO-2022's
_FAMILIES = re.compile(
    r"(?:utf[-_]?(?:8|16|32)|iso[-_]?(?:8859|2022)|windows[-_]?\d|cp_?\d|koi8|s(?:hift)?[-_]?jis"
    r"|ms\d|euc|gb\d|gbk|big5|mac|latin|l\d|us-ascii|ascii|tis|johab|ptcp154)[\w:-]*\Z",
    re.I | re.A,
)
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=[\s"']*([\w.:-]{1,40})""", re.I)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""", re.I)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A document's text and how it was read. `replaced` counts U+FFFD that decoding put in."""

    text: str
    charset: str
    replaced: int
    cut_bytes: int  # bytes behind MAX_BYTES that were not read


def text(body: bytes, charset: str | None = None, *, markup: bool = False) -> Decoded | Reason:
    """The text of `body`, or EMPTY or BINARY.

    Order: byte-order mark, valid UTF-8, the charset that transport or container claims, the
    markup's own claim, a guess from a sample. UTF-8 comes before the claims because other text
    is practically never valid UTF-8 by accident, while claims are often wrong.
    """
    cut = max(0, len(body) - MAX_BYTES)
    body = body[:MAX_BYTES]
    if not body.strip(b" \t\r\n\x00"):
        return Reason.EMPTY
    if body.startswith(_MAGIC):
        return Reason.BINARY
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _read(body[len(mark) :], name, cut)
    wide = _wide(body)
    if wide is not None:
        return _read(body, wide, cut)
    if _is_noise(body):
        return Reason.BINARY
    body = body.replace(b"\x00", b"")
    return _narrow(body, charset, markup, cut)


def _narrow(body: bytes, charset: str | None, markup: bool, cut: int) -> Decoded | Reason:
    utf8 = _read(body, "utf-8", cut)
    if _is_good(utf8):
        return utf8
    for name in (charset, _declared(body) if markup else None, _guess(body)):
        decoded = _read(body, name, cut) if name and _is_known(name) else None
        if decoded is not None and _is_good(decoded):
            return decoded
    western = _read(body, "cp1252", cut)
    return western if _is_good(western) else Reason.BINARY


def _read(body: bytes, charset: str, cut: int) -> Decoded:
    # A replacement character that the author's own bytes spell is not counted against the charset.
    written = body.count("\ufffd".encode()) if charset == "utf-8" else 0
    decoded = body.decode(charset, "replace")
    return Decoded(decoded, charset, max(0, decoded.count("\ufffd") - written), cut)


def _is_good(decoded: Decoded) -> bool:
    return decoded.replaced <= 1 + MAX_REPLACED * len(decoded.text)


def _is_known(charset: str) -> bool:
    # Only families that pages are written in: Python also has codecs such as 'hex' and 'idna'.
    if not _FAMILIES.match(charset):
        return False
    try:
        codecs.lookup(charset)
    except LookupError:
        return False
    return True


def _declared(body: bytes) -> str | None:
    found = _META.search(body[:META_BYTES]) or _XML.search(body[:META_BYTES])
    return found.group(1).decode("ascii", "replace") if found else None


def _guess(body: bytes) -> str | None:
    # The sample starts near the first byte that is not ASCII: before it every guess is right.
    first = next((i for i, byte in enumerate(body[:1_000_000]) if byte > 127), 0)
    start = max(0, first - 200)
    best = charset_normalizer.from_bytes(body[start : start + SAMPLE_BYTES]).best()
    return best.encoding if best is not None else None


def _wide(body: bytes) -> str | None:
    """UTF-16 without its mark: in Latin text nearly every second byte is NUL."""
    sample = body[:SAMPLE_BYTES]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _is_noise(body: bytes) -> bool:
    sample = body[:SAMPLE_BYTES]
    kept = len(sample.translate(None, _CONTROLS[1:]))  # NUL alone is only dropped
    controls = len(sample) - kept
    nuls = sample.count(0)
    return controls > MAX_CONTROLS * len(sample) or nuls > 0.3 * len(sample)
