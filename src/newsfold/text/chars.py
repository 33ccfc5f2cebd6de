"""Characters: what may be printed, white space, and a key to compare texts by."""

from __future__ import annotations

import re
import unicodedata

# Combining signs that Python's \w leaves out although words are written with them (Unicode
# blocks: Latin marks, Hebrew and Arabic points, the Indic scripts to Sinhala, Thai to Myanmar,
# Khmer), and the two joiners.
MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u0900-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd\u0f18-\u0fbc\u102b-\u109d\u17b4-\u17dd\u200c\u200d"
)

_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")
_SPACES = re.compile("[\t\v\f]")
_UNPRINTABLE = re.compile(
    "["
    "\x00-\x09\x0b-\x1f\x7f-\x9f"  # C0 but the line feed, DEL, C1 with U+0085
    "\u00ad\u200b\u2060-\u2064\ufeff\u180e"  # soft hyphen, zero-width space, joiner, BOM
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # direction marks, embeddings, isolates
    "\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff"  # non-characters, annotation anchors
    "\U000e0000-\U000e007f"  # tags: invisible copies of ASCII
    + "".join(f"{chr(p * 0x10000 + 0xFFFE)}{chr(p * 0x10000 + 0xFFFF)}" for p in range(1, 17))
    + "\ud800-\udfff"  # surrogates, which stand alone in a Python string
    + "]"
)
_IGNORED = re.compile(rf"[^\w{MARKS}$£€%+]|_")
# The signs that most often keep a text from being ASCII; taken off first, they make way for the
# faster table.
_QUIET = "’‘“”–—…•·"
_ASCII_IGNORED = {ord(c): None for c in map(chr, range(128)) if _IGNORED.match(c)}


def printable(text: str) -> str:
    """The text in NFC without characters that show nothing or steer what shows.

    Line ends become a line feed, other white-space controls a space; all that is left may stand
    in a mail, an XML file and a terminal. Applied twice it changes nothing more.
    """
    if (
        text.isprintable()
    ):  # all signs of ours to take off, and all white space but a space, are not
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    text = _SPACES.sub(" ", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("", text))


def squeeze(text: str) -> str:
    """The text with every run of white space as one space, and none at its ends."""
    if text.isprintable() and "  " not in text and text.strip() == text:
        return text  # the only printable white space is a space
    return " ".join(text.split())


def fold(text: str) -> str:
    """A key under which texts that differ in case, quotes, punctuation or spacing are equal.

    Letters, digits, combining signs and the signs `$ £ € % +` remain; '' when there are none.
    """
    if not text.isascii():
        for sign in _QUIET:
            text = text.replace(sign, "")
    if text.isascii():
        return text.lower().translate(_ASCII_IGNORED)
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text).casefold())
