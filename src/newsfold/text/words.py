"""Words of a text, and the normalised terms by which texts are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from newsfold.text import chars
from newsfold.text.language import Language

# Chinese characters and Japanese kana are written without spaces: each counts as a word.
# For character classes: the repeat sign, the zero, kana, the unified and compatible ideographs.
UNSPACED = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTER = rf"(?:(?![_{UNSPACED}])[\w{chars.MARKS}])"
_WORD = re.compile(
    rf"[{UNSPACED}]|(?:{_LETTER}|[$£€%])+(?:['’.,\-]{_LETTER}+)*",
)
_SINGLE = re.compile(rf"[{UNSPACED}]")
# The same words, found three to eight times as fast, where there is nothing but ASCII, or no
# character that counts as a word by itself.
_ASCII_WORD = re.compile(r"[A-Za-z0-9$%]+(?:['.,\-][A-Za-z0-9]+)*")
# One class of characters is found three times as fast as a choice of two, so '_', which is no
# letter here but one in \w, is made a space before.
_SPACED_WORD = re.compile(rf"[\w$£€%{chars.MARKS}]+(?:['’.,\-][\w{chars.MARKS}]+)*")
_POSSESSIVE = re.compile(r"'s?$")
CHARACTERS_A_WORD = 2  # by eye: Chinese words have one or two, Japanese two or three
MIN_FOLDED = 5  # letters; shorter words ending in s are seldom plurals ('gas', 'bus', 'this')


def words(text: str) -> list[str]:
    """The words in order: 'U.S.' gives 'U.S', '$1.5bn' stays whole, Chinese goes by character."""
    if text.isascii():
        return _ASCII_WORD.findall(text)
    return (
        _WORD.findall(text) if is_unspaced(text) else _SPACED_WORD.findall(text.replace("_", " "))
    )


def count(text: str) -> int:
    """How many words there are."""
    return len(words(text))


def length(text: str) -> int:
    """How long the text is, in words as scripts with spaces have them."""
    return count(text) if text.isascii() else length_of(words(text))


def length_of(found: Sequence[str]) -> int:
    """The same of words that `words` has found."""
    late = [word for word in found if word >= UNSPACED[0]]  # few texts have any
    single = sum(1 for word in late if _SINGLE.match(word))
    return len(found) - single + -(-single // CHARACTERS_A_WORD)


def is_unspaced(text: str) -> bool:
    """Whether the text holds a character of a script without spaces."""
    return _SINGLE.search(text) is not None


def bounded(alternatives: str) -> str:
    """A regular expression's alternatives as whole words.

    Where one begins or ends in a script without spaces, anything may stand beside it.
    """
    if not is_unspaced(alternatives):
        return rf"(?<!\w)(?:{alternatives})(?!\w)"
    before = rf"(?:(?=[{UNSPACED}])|(?<![^\W{UNSPACED}]))"
    after = rf"(?:(?<=[{UNSPACED}])|(?![^\W{UNSPACED}]))"
    return rf"{before}(?:{alternatives}){after}"


def terms(text: str, language: Language) -> list[str]:
    """The content words in order, normalised so that forms of one word meet.

    Lower case, possessive and elided article off, English plurals folded by their ending, stop
    words and single letters out; numbers and amounts stay.
    """
    return terms_of(words(text), language)


def terms_of(found: Iterable[str], language: Language) -> list[str]:
    """The same of words that `words` has found."""
    stop = language.stop_words
    normal = [_normal(word, language) for word in found]
    return [t for t in normal if t not in stop and (len(t) > 1 or _SINGLE.match(t))]


@lru_cache(maxsize=1 << 16)
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
