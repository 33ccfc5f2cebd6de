"""Many patterns over many lines: each is asked only where a word stands that it cannot do without.

Of nearly every phrase pattern some words must stand in the line: of 'sign up for our newsletter'
both 'sign' and 'newsletter'. Most lines lack one of them, so few patterns are tried, whatever the
number of phrases.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

HEAD = 3  # letters of a word by which patterns are found; shorter ones stand in every line
_HEAD = re.compile(r"([^\W\d_]{3})[^\W\d_]*")  # HEAD letters, and the rest
_UNSPACED = re.compile("[\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f]")
_STARTS = (codes.AT_BEGINNING, codes.AT_BEGINNING_STRING, codes.AT_BOUNDARY)
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)


Ask = Callable[[str], re.Match[str] | None]
Heads = AbstractSet[str]


@dataclass(frozen=True, slots=True, eq=False)
class Guarded:
    """Patterns with their kinds, in the order in which they are believed."""

    patterns: Sequence[tuple[str, str]]  # source, kind
    always: Sequence[int]  # that need no word
    bare: Sequence[Ask]  # of these all that begin with '^' as one question, the others as one
    by_head: Mapping[str, Sequence[int]]  # beginning of a needed word -> patterns
    known: frozenset[str]  # those beginnings
    beside: Sequence[Sequence[frozenset[str]]]  # of each pattern: what else it needs, by heads

    def first(self, text: str, heads: Heads) -> str | None:
        """The kind of the pattern that matches first in the text; of equals the earlier one.

        `heads` are those of the text.
        """
        tried = self._possible(heads)
        for ask in self.bare:
            # Of two hundred patterns hardly one matches: one question spares asking each.
            if ask(text):
                tried += self.always
                break
        found: list[tuple[int, int]] = []
        for index in tried:
            match = compiled(self.patterns[index][0]).search(text)
            if match is not None:
                found.append((match.start(), index))
        return self.patterns[min(found)[1]][1] if found else None

    def _possible(self, heads: Heads) -> list[int]:
        """Which patterns' words all stand there."""
        found: list[int] = []
        for head in self.known & heads:
            for index in self.by_head[head]:
                for words in self.beside[index]:
                    if heads.isdisjoint(words):
                        break
                else:
                    found.append(index)
        return found


def guarded(patterns: Sequence[tuple[str, str]]) -> Guarded:
    """The patterns with the words that each of them needs."""
    by_head: dict[str, list[int]] = defaultdict(list)
    beside: list[tuple[frozenset[str], ...]] = []
    always: list[int] = []
    for index, (source, _) in enumerate(patterns):
        groups = [frozenset(word[:HEAD] for word in words) for words in needed(source)]
        beside.append(tuple(groups[1:]))
        if not groups:
            always.append(index)
        for head in groups[0] if groups else ():
            by_head[head].append(index)
    bare = [patterns[index][0] for index in always]
    anchored, others = ([s for s in bare if _is_anchored(s) is is_so] for is_so in (True, False))
    return Guarded(
        tuple(patterns),
        tuple(always),
        (*_any(anchored, "match"), *_any(others, "search")),
        dict(by_head),
        frozenset(by_head),
        tuple(beside),
    )


def _any(sources: Sequence[str], method: str) -> Iterator[Ask]:
    """The question, if there are any patterns, whether one of them matches."""
    if sources:
        yield getattr(re.compile("|".join(f"(?:{source})" for source in sources), re.I), method)


def _is_anchored(source: str) -> bool:
    """Whether every match begins with the text: not so of '^here|there'."""
    code, value = _parsed(source)[0]
    return bool(code is codes.AT and value is codes.AT_BEGINNING)


def heads(tokens: Sequence[str]) -> Heads:
    """The beginnings of a text's words, as `Guarded.first` wants them.

    `tokens` are its words in lower case (`words.words`); those with a sign or a figure in them
    are taken apart.
    """
    found = {token[:HEAD] for token in tokens}
    odd = [token for token in tokens if not token.isalpha()]
    if odd:
        found.update(_HEAD.findall(" ".join(odd)))
    return found


@lru_cache(maxsize=8192)
def compiled(source: str) -> re.Pattern[str]:
    """The pattern, case ignored; compiled when it is first needed."""
    return re.compile(source, re.I)


@lru_cache(maxsize=8192)  # English patterns are asked for beside each language's
def needed(source: str) -> tuple[frozenset[str], ...]:
    """Sets of words: of each one word at least begins as a word in every match.

    The set that fewest texts answer to comes first; none where no word is sure.
    """
    choices, _ = _sequence(_parsed(source), fresh=False)
    return tuple(dict.fromkeys(frozenset(words) for words in sorted(choices, key=_commonness)))


def _parsed(source: str) -> Any:
    return parser.parse(source, re.I)


Words = tuple[str, ...]
# What a part of a pattern needs, of each one word, and whether a letter right behind it begins a
# word.
Need = tuple[list[Words], bool]


def _commonness(words: Words) -> tuple[int, int]:
    """How often texts hold one of the words, as an order: few and long ones first."""
    return -min(map(len, words)), len(words)


def _sequence(items: Sequence[tuple[Any, Any]], *, fresh: bool) -> Need:
    """What the items need. `fresh`: a letter at their beginning begins a word."""
    choices: list[Words] = []
    letters: list[tuple[Any, Any]] = []  # a word's, up to here
    starts = False

    def close() -> None:
        run = "".join(chr(value).lower() for _, value in letters)
        if starts and len(run) >= HEAD and not _UNSPACED.search(run):
            choices.append((run,))
        letters.clear()

    for code, value in items:
        if code is codes.LITERAL and chr(value).isalpha():
            starts = starts if letters else fresh
            letters.append((code, value))
            fresh = False
            continue
        if code is codes.BRANCH and letters and starts:
            # The parser writes 'next|newer' as 'ne' with 'xt' or 'wer' behind it.
            inner, fresh = _branch([[*letters, *part] for part in value[1]], fresh=True)
            letters.clear()
        else:
            close()
            inner, fresh = _item(code, value, fresh=fresh)
        choices += inner
    close()
    return choices, fresh


def _branch(parts: Sequence[Sequence[tuple[Any, Any]]], *, fresh: bool) -> Need:
    """The rarest need of each part as one choice; none where a part needs nothing."""
    told = [_sequence(part, fresh=fresh) for part in parts]
    sure = [min(choices, key=_commonness) for choices, _ in told if choices]
    whole = [tuple(w for words in sure for w in words)] if len(sure) == len(told) else []
    return whole, all(is_fresh for _, is_fresh in told)


def _item(code: Any, value: Any, *, fresh: bool) -> Need:
    """What one item needs that is not a letter."""
    if code is codes.LITERAL:
        return [], True
    if code is codes.AT:
        return [], value in _STARTS or fresh
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return [], fresh
    if code is codes.SUBPATTERN:
        return _sequence(value[-1], fresh=fresh)
    if code is codes.BRANCH:
        return _branch(value[1], fresh=fresh)
    if code in _REPEATS:
        # Of what is repeated the first copy stands where `fresh` says, the others behind another.
        words, ends_fresh = _sequence(value[2], fresh=fresh)
        return (words, ends_fresh) if value[0] else ([], fresh and ends_fresh)
    if code is codes.IN:
        return [], all(_is_no_letter(*member) for member in value)
    return [], False


def _is_no_letter(code: Any, value: Any) -> bool:
    """Whether a member of a class of characters ends words: a space, a sign, a figure."""
    if code is codes.LITERAL:
        return not chr(value).isalpha()
    ending = (codes.CATEGORY_SPACE, codes.CATEGORY_NOT_WORD, codes.CATEGORY_DIGIT)
    return code is codes.CATEGORY and value in ending
