"""Closing punctuation that stands twice: '."'. ', '..' at a paragraph's end, a quote too many."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Behind these the first stop is the word's own. Single letters ('U.S.') are taken for such too.
_ABBREVIATIONS = frozenset(
    "etc inc ltd co corp jr sr st no nos vs approx dept est fig al bros mt ca cf usw bzw evtl ggf"
    " sog cia sra dra núm pág ave vol ed eds rev gen col lt sgt capt tel".split()
)
_STRAY = re.compile(r"(?<!\w)(\w+)[\"'’”»“)]{0,3}\.[\"'’”»“]{1,3}(\.)(?=\s|$)")
_TWICE = ('".', "'.", "’.", "”.", "».", "“.")  # without one of these no stop is stray
_LAST = re.compile(r"(\w+)[)\]%]?\.\.$")
MIN_WORD = 3  # 'This leads me to..' is an ellipsis
_QUOTES = re.compile(r"(?<=[\w.!?…])”(”)(?=\s|$)|(?<=[\w.!?…])\"(\")$")


def doubled(text: str) -> Iterator[tuple[int, int]]:
    """Where a mark that stands twice is to be cut, in order.

    Question and exclamation marks keep the stop behind their quotes: some houses print '?".'.
    """
    if any(map(text.__contains__, _TWICE)):
        for found in _STRAY.finditer(text):
            if not _is_abbreviated(found.group(1)):
                yield found.span(2)
    last = _LAST.search(text[-60:]) if text.endswith("..") else None
    # Two dots elsewhere show a writer who means them as an ellipsis.
    if last is not None and text.count("..") == 1 and _is_whole(last.group(1)):
        yield len(text) - 1, len(text)
    yield from _closed_twice(text)


def _is_whole(word: str) -> bool:
    return len(word) >= MIN_WORD and not _is_abbreviated(word)


def _is_abbreviated(word: str) -> bool:
    return len(word) == 1 or word.casefold() in _ABBREVIATIONS


def _closed_twice(text: str) -> Iterator[tuple[int, int]]:
    if "””" not in text and not text.endswith('""'):
        return
    for found in _QUOTES.finditer(text):
        curly = found.group(1) is not None
        once_more = text.count("”") == text.count("“") + 1 if curly else text.count('"') % 2 == 1
        if once_more:
            yield found.span(1 if curly else 2)
            return
