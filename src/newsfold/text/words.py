"""Words of a text, and the normalised terms by which texts are compared."""

from __future__ import annotations

import re

from newsfold.text import chars
from newsfold.text.language import Language

# Chinese characters and Japanese kana are written without spaces: each counts as a word.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTER = rf"(?:(?![_{_UNSPACED}])[\w{chars.MARKS}])"
_WORD = re.compile(
    rf"[{_UNSPACED}]|(?:{_LETTER}|[$£€%])+(?:['’.,\-]{_LETTER}+)*",
)
_SINGLE = re.compile(rf"[{_UNSPACED}]")
_POSSESSIVE = re.compile(r"'s?$")
MIN_FOLDED = 5  # letters; shorter words ending in s are seldom plurals ('gas', 'bus', 'this')


def words(text: str) -> list[str]:
    """The words in order: 'U.S.' gives 'U.S', '$1.5bn' stays whole, Chinese goes by character."""
    return _WORD.findall(text)


def count(text: str) -> int:
    """How many words there are."""
    return sum(1 for _ in _WORD.finditer(text))


def terms(text: str, language: Language) -> list[str]:
    """The content words in order, normalised so that forms of one word meet.

    Lower case, possessive and elided article off, English plurals folded by their ending, stop
    words and single letters out; numbers and amounts stay.
    """
    found = (_normal(word, language) for word in words(text))
    return [t for t in found if t not in language.stop_words and (len(t) > 1 or _SINGLE.match(t))]


def _normal(word: str, language: Language) -> str:
    word = _POSSESSIVE.sub("", word.lower().replace("’", "'"))
    head, apostrophe, tail = word.partition("'")
    if apostrophe and tail and head in language.elisions:
        word = tail
    return _singular(word) if language.code == "en" else word


def _singular(word: str) -> str:
    if len(word) < MIN_FOLDED or not word.endswith("s") or word.endswith("ss"):
        return word
    return word[:-3] + "y" if word.endswith("ies") else word[:-1]
