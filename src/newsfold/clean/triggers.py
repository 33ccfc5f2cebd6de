"""Many patterns over many lines: each is asked only where a word stands that it cannot do without.

Of nearly every phrase pattern one word at least must stand in the line, such as 'newsletter'. A
line has few words, so few patterns are tried on it, whatever the number of phrases.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

HEAD = 4  # letters of a word by which patterns are found; most needed words have as many
LEAST = 3  # letters of a needed word; shorter ones stand in every line
_WORD = re.compile(r"[^\W\d_]{3,}")
_UNSPACED = re.compile("[\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f]")
_STARTS = (codes.AT_BEGINNING, codes.AT_BEGINNING_STRING, codes.AT_BOUNDARY)
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)


@dataclass(frozen=True, slots=True, eq=False)
class Guarded:
    """Patterns with their kinds, in the order in which they are believed."""

    patterns: Sequence[tuple[str, str]]  # source, kind
    always: Sequence[int]  # that need no word
    opening: re.Pattern[str]  # of these all that begin with '^', as one
    anywhere: re.Pattern[str]  # the others of them, as one
    by_head: Mapping[str, Sequence[int]]  # beginning of a needed word -> patterns
    known: frozenset[str]  # those beginnings

    def first(self, text: str, heads: frozenset[str]) -> str | None:
        """The kind of the pattern that matches first in the text; of equals the earlier one.

        `heads` are those of the text.
        """
        tried: set[int] = set()
        # Of two hundred patterns hardly one matches: one question spares asking each.
        if self.opening.match(text) or self.anywhere.search(text):
            tried.update(self.always)
        for head in self.known & heads:
            tried.update(self.by_head[head])
        found: list[tuple[int, int]] = []
        for index in tried:
            match = compiled(self.patterns[index][0]).search(text)
            if match is not None:
                found.append((match.start(), index))
        return self.patterns[min(found)[1]][1] if found else None


def guarded(patterns: Sequence[tuple[str, str]]) -> Guarded:
    """The patterns with the words that each of them needs."""
    by_head: dict[str, list[int]] = defaultdict(list)
    always: list[int] = []
    for index, (source, _) in enumerate(patterns):
        words = needed(source)
        if not words:
            always.append(index)
        for head in {word[:HEAD] for word in words}:
            by_head[head].append(index)
    bare = [patterns[index][0] for index in always]
    return Guarded(
        tuple(patterns),
        tuple(always),
        _any([source for source in bare if _is_anchored(source)]),
        _any([source for source in bare if not _is_anchored(source)]),
        dict(by_head),
        frozenset(by_head),
    )


def _any(sources: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{source})" for source in sources) or r"(?!)", re.I)


def _is_anchored(source: str) -> bool:
    """Whether every match begins with the text: not so of '^here|there'."""
    code, value = _parsed(source)[0]
    return bool(code is codes.AT and value is codes.AT_BEGINNING)


@lru_cache(maxsize=1024)
def heads(text: str) -> frozenset[str]:
    """The beginnings of the text's words, as `Guarded.first` wants them."""
    words = _WORD.findall(text.lower())
    return frozenset([word[:HEAD] for word in words] + [word[:LEAST] for word in words])


@lru_cache(maxsize=8192)
def compiled(source: str) -> re.Pattern[str]:
    """The pattern, case ignored; compiled when it is first needed."""
    return re.compile(source, re.I)


@lru_cache(maxsize=8192)  # English patterns are asked for beside each language's
def needed(source: str) -> frozenset[str]:
    """Words of which one at least begins as a word in every match; empty where none is sure."""
    words, _ = _sequence(_parsed(source), fresh=False)
    return frozenset(words or ())


def _parsed(source: str) -> Any:
    return parser.parse(source, re.I)


Words = tuple[str, ...]
# What a part of a pattern needs, and whether a letter right behind it begins a word.
Need = tuple[Words | None, bool]


def _sequence(items: Iterable[tuple[Any, Any]], *, fresh: bool) -> Need:
    """The best of what the items need. `fresh`: a letter at their beginning begins a word."""
    choices: list[Words] = []
    run, starts = "", False

    def close() -> None:
        if starts and len(run) >= LEAST and not _UNSPACED.search(run):
            choices.append((run,))

    for code, value in items:
        if code is codes.LITERAL and chr(value).isalpha():
            starts = starts if run else fresh
            run, fresh = run + chr(value).lower(), False
            continue
        close()
        run = ""
        inner, fresh = _item(code, value, fresh=fresh)
        if inner:
            choices.append(inner)
    close()
    best = max(choices, key=lambda words: (min(map(len, words)), -len(words)), default=None)
    return best, fresh


def _item(code: Any, value: Any, *, fresh: bool) -> Need:
    """What one item needs that is not a letter."""
    if code is codes.LITERAL:
        return None, True
    if code is codes.AT:
        return None, value in _STARTS or fresh
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return None, fresh
    if code is codes.SUBPATTERN:
        return _sequence(value[-1], fresh=fresh)
    if code is codes.BRANCH:
        parts = [_sequence(part, fresh=fresh) for part in value[1]]
        sure = [words for words, _ in parts if words]
        whole = tuple(w for words in sure for w in words) if len(sure) == len(parts) else None
        return whole, all(is_fresh for _, is_fresh in parts)
    if code in _REPEATS:
        # Of what is repeated the first copy stands where `fresh` says, the others behind another.
        words, ends_fresh = _sequence(value[2], fresh=fresh)
        return (words, ends_fresh) if value[0] else (None, fresh and ends_fresh)
    if code is codes.IN:
        return None, all(_is_no_letter(*member) for member in value)
    return None, False


def _is_no_letter(code: Any, value: Any) -> bool:
    """Whether a member of a class of characters ends words: a space, a sign, a figure."""
    if code is codes.LITERAL:
        return not chr(value).isalpha()
    ending = (codes.CATEGORY_SPACE, codes.CATEGORY_NOT_WORD, codes.CATEGORY_DIGIT)
    return code is codes.CATEGORY and value in ending
