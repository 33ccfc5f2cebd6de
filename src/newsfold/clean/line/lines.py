"""Text -> lines: the blocks of a bare page dump, with what can be seen on each line alone."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from newsfold.clean.phrases import triggers
from newsfold.clean.phrases.triggers import Heads
from newsfold.text import chars, words
from newsfold.text.language import Language

MAX_LINES = 10_000  # the longest of 1,160 measured dumps has 3,900
MAX_LINE_CHARS = 50_000  # longer than any paragraph; bounds what one regular expression sees
# Short lines whose features are remembered, because the menus of a site's pages are the same lines:
# 20 MB at most. Of the lines of 1,160 pages of 1,000 sites half were seen before.
MAX_REMEMBERED_CHARS, REMEMBERED = 100, 20_000
# Words of a line in which phrases are looked for: a sentence of more is prose whatever it holds;
# the longest cookie and newsletter sentences of the measured pages have about 60 words, agency
# captions run to 80.
MAX_PHRASED = 90
BULLETS = ("- ", "• ", "* ", "· ", "– ", "▪ ")  # what items of a list begin with
_STOPS = ".!?…。！？؟।"
_CLOSING = "\"'”’“‘»«›‹)\\]」』）】"  # in a class of characters
_TERMINAL = re.compile(rf"[{_STOPS}](?:[{_CLOSING}]|\[\d{{1,3}}\]){{0,4}}$")
_LAST = frozenset(_STOPS + _CLOSING.replace("\\", ""))  # what a closed sentence's last sign may be
_FIGURE = re.compile(r"\d")
_SPACED_END = re.compile(r"[.!?…](?=[\"'”’“‘»«›‹)\]]{0,3}(?:\s|$))")
_FULL_STOPS = re.compile("[。！？؟।]")


# Of a `Line`, in its order: words to is_prose.
_Shown = tuple[int, bool, int, float, str, tuple[str, ...], frozenset[str], Heads, bool, bool]


class Line(NamedTuple):
    """One line that shows something, and its plain features."""

    text: str  # printable, squeezed
    number: int  # in the document, from 1
    opens: bool  # whether a blank line, or nothing, stands before it
    words: int  # two characters of Chinese or Japanese are one
    ends: bool  # with the punctuation that ends a sentence
    sentences: int
    common: float  # share of stop words among its words; 1.0 where the language has no table
    key: str  # folded: equal for texts that differ in case or punctuation only
    tokens: tuple[str, ...] = ()  # its words in lower case
    vocabulary: frozenset[str] = frozenset()  # its content words in lower case
    heads: Heads = frozenset()  # the beginnings of its words, by which phrases are looked up
    figures: bool = False  # whether there is one in it
    is_prose: bool = False  # whether it reads as running text
    level: int = 0  # as a Markdown heading: 1 to 6, else 0
    is_item: bool = False  # of a list


def split(text: str, language: Language) -> tuple[tuple[Line, ...], int]:
    """The lines that show something, and how many characters the limits cut off."""
    found: list[Line] = []
    opens, cut = True, 0
    raw = text.splitlines()
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


def _seen(text: str, language: Language) -> _Shown:
    """What a line's text alone shows."""
    tokens = words.words(text.lower())
    stop = language.stop_words
    content = [word for word in tokens if word not in stop]
    count = len(tokens) if text.isascii() else words.length_of(tokens)
    ends = text[-1] in _LAST and _TERMINAL.search(text[-12:]) is not None
    common = 1.0 - len(content) / len(tokens) if stop and tokens else 1.0
    return (
        count,
        ends,
        _sentences(text),
        common,
        chars.fold(text),
        tuple(tokens),
        frozenset(content),
        triggers.heads(tokens) if count <= MAX_PHRASED else frozenset(),
        _FIGURE.search(text) is not None,
        _is_prose(count, common, ends=ends),
    )


def _sentences(text: str) -> int:
    spaced = len(_SPACED_END.findall(text))
    return spaced if text.isascii() else spaced + len(_FULL_STOPS.findall(text))


def _is_prose(count: int, common: float, *, ends: bool) -> bool:
    """Source: jusText's 'good' block, simplified."""
    return (ends and count >= 10 and common >= 0.2) or (count >= 25 and common >= 0.15)


_remembered = lru_cache(maxsize=REMEMBERED)(_seen)
