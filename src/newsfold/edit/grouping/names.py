"""What an article is about by name: its names and its numbers, as terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from newsfold.text import words
from newsfold.text.language import Language

HEADLINE_CASE = 0.6  # share of capitals from which a title has them on all its words; by eye
LONG = 4  # letters; shorter words are small in such titles too


@dataclass(frozen=True, slots=True)
class Named:
    """Terms (`words.terms`) of one article."""

    names: frozenset[str]
    numbers: frozenset[str]  # what has a digit: '6.3', '3-1'


@dataclass(slots=True)
class _Seen:
    """The terms of one article by how they are written."""

    capital: set[str] = field(default_factory=set)  # inside a sentence
    opening: set[str] = field(default_factory=set)  # where anything has a capital
    small: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)


def named(texts: Sequence[tuple[str, Sequence[str]]], language: Language) -> list[Named]:
    """For each title and its body's sentences what they name; months and weekdays are no names.

    A capital tells a name inside a sentence, unless the batch has the word mostly without one. The
    first word counts where the batch knows it as a name, or neither batch nor language know it.
    Where all nouns have a capital a name is what ordinary news do not hold; in a script without
    capitals there is none.
    """
    seen = [_seen(title, body, language) for title, body in texts]
    capital = Counter(term for one in seen for term in one.capital)
    small = Counter(term for one in seen for term in one.small)
    known = language.background.df
    nouns = language.speakers.capital_nouns

    def is_name(term: str) -> bool:
        if term in known and (nouns or not capital[term]):
            return False
        return capital[term] >= small[term]

    return [
        Named(frozenset(filter(is_name, one.capital | one.opening)), frozenset(one.numbers))
        for one in seen
    ]


def _seen(title: str, body: Sequence[str], language: Language) -> _Seen:
    found = _Seen()
    for place, text in enumerate((title, *body)):
        listed = words.words(text)
        anywhere = place == 0 and _in_headline_case(listed)
        for first, word, term in _terms(listed, language):
            if any(letter.isdigit() for letter in word):
                found.numbers.add(term)
            elif not word[0].isupper():
                found.small.add(term)
            else:
                (found.opening if first or anywhere else found.capital).add(term)
    return found


def _terms(listed: Sequence[str], language: Language) -> Iterator[tuple[bool, str, str]]:
    """Of each that is no date and no stop word whether it comes first, the word, and its term."""
    dates = language.dates
    for place, word in enumerate(listed):
        for term in words.terms_of([word], language):
            if term not in dates.months and term not in dates.weekdays:
                yield place == 0, word, term


def _in_headline_case(listed: Sequence[str]) -> bool:
    long = [word for word in listed[1:] if len(word) >= LONG and word[0].isalpha()]
    return sum(word[0].isupper() for word in long) > HEADLINE_CASE * len(long)
