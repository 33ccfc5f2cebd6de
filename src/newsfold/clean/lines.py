"""Text -> lines: the blocks of a bare page dump, with what can be seen on each line alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from newsfold.text import chars, words
from newsfold.text.language import Language

MAX_LINES = 10_000  # the longest of 1,160 measured dumps has 3,900
MAX_LINE_CHARS = 50_000  # longer than any paragraph; bounds what one regular expression sees
# Short lines whose features are remembered, because the menus of a site's pages are the same lines:
# 20 MB at most. Of the lines of 1,160 pages of 1,000 sites half were seen before.
MAX_REMEMBERED_CHARS, REMEMBERED = 100, 20_000
BULLETS = ("- ", "• ", "* ", "· ", "– ", "▪ ")  # what items of a list begin with
_NEWLINES = re.compile(r"\r\n?|[\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_STOPS = ".!?…。！？؟।"
_CLOSING = "\"'”’“‘»«›‹)\\]」』）】"  # in a class of characters
_TERMINAL = re.compile(rf"[{_STOPS}](?:[{_CLOSING}]|\[\d{{1,3}}\]){{0,4}}$")
_LAST = re.compile(rf"[{_STOPS}{_CLOSING}]")  # what a closed sentence's last sign may be
_STOP = re.compile(rf"[{_STOPS}]")
_SENTENCE_END = re.compile(r"[.!?…](?=[\"'”’“‘»«›‹)\]]{0,3}(?:\s|$))|[。！？؟।]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that shows something, and its plain features."""

    text: str  # printable, squeezed
    number: int  # in the document, from 1
    opens: bool  # whether a blank line, or nothing, stands before it
    words: int  # two characters of Chinese or Japanese are one
    ends: bool  # with the punctuation that ends a sentence
    sentences: int
    common: float  # share of stop words among its words; 1.0 where the language has no table
    key: str  # folded: equal for texts that differ in case or punctuation only
    vocabulary: frozenset[str] = frozenset()  # its content words in lower case
    level: int = 0  # as a Markdown heading: 1 to 6, else 0
    is_item: bool = False  # of a list

    @property
    def is_prose(self) -> bool:
        """Whether it reads as running text. Source: jusText's 'good' block, simplified."""
        long = self.words >= 10 and self.ends
        return (long and self.common >= 0.2) or (self.words >= 25 and self.common >= 0.15)


def split(text: str, language: Language) -> tuple[tuple[Line, ...], int]:
    """The lines that show something, and how many characters the limits cut off."""
    found: list[Line] = []
    opens, cut = True, 0
    raw = _NEWLINES.split(text)
    for number, piece in enumerate(raw, 1):
        if len(found) >= MAX_LINES:
            cut += sum(map(len, raw[number - 1 :]))
            break
        cut += max(0, len(piece) - MAX_LINE_CHARS)
        shown = chars.squeeze(chars.printable(piece[:MAX_LINE_CHARS]))
        if shown:
            found.append(measured(shown, number, language, opens=opens))
        opens = not shown
    return tuple(found), cut


def measured(
    text: str,
    number: int,
    language: Language,
    *,
    opens: bool = True,
    level: int = 0,
    is_item: bool = False,
) -> Line:
    """The line with its features. `text` is printable and squeezed."""
    seen = _remembered if len(text) <= MAX_REMEMBERED_CHARS else _seen
    return Line(
        text, number, opens, *seen(text, language), level, is_item or text.startswith(BULLETS)
    )


def _seen(text: str, language: Language) -> tuple[int, bool, int, float, str, frozenset[str]]:
    """What a line's text alone shows: words, end, sentences, stop words, key, vocabulary."""
    found = [word.lower() for word in words.words(text)]
    stop = language.stop_words
    content = [word for word in found if word not in stop]
    return (
        len(found) if text.isascii() else words.length(text),
        _LAST.match(text[-1]) is not None and _TERMINAL.search(text[-12:]) is not None,
        len(_SENTENCE_END.findall(text)) if _STOP.search(text) else 0,
        1.0 - len(content) / len(found) if stop and found else 1.0,
        chars.fold(text),
        frozenset(content),
    )


_remembered = lru_cache(maxsize=REMEMBERED)(_seen)
