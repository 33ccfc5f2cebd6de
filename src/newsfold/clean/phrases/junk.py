"""Which lines are the furniture of a page, by the phrases of its language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from newsfold.clean.phrases import triggers
from newsfold.clean.phrases.triggers import Guarded, Heads
from newsfold.text import chars
from newsfold.text import words as word_forms
from newsfold.text.language import UNKNOWN, Language, Tables

CREDIT = "mark-credit"
MARK = "mark-"  # keys that name no junk but words other rules go by
PATTERN = "regex:"
# A sentence of more words than this is prose whatever phrase stands in it; the longest cookie
# and newsletter sentences of the measured pages have about 60 words.
MAX_WORDS = 70
MAX_PREFIX_WORDS = 25
MIN_FLOATING_WORDS = 3  # no pattern that may stand anywhere in a line is shorter

_WORDS = re.compile(rf"[{word_forms.UNSPACED}]|(?:(?![{word_forms.UNSPACED}])[\w'])+")
_DIGITS = re.compile(r"\d+")
_SAYS = re.compile(r"[^\W_]")
_SCHEMES = ("http://", "https://", "www.")
_PARTED = re.compile(r"\s[»›>→|•·/]\s")
# In every language: figures alone, 'Email : 0', empty table cells, an address, only signs.
_COUNTER = re.compile(r"[\d\s.,:/+×x%()\[\]#-]+[kKmM]?|[^\W\d]{1,20}\s?[:(：（]\s?\d{1,7}[)）]?")
_CELLS = re.compile(r"[^|]{0,60}(?:\|\s?){3,}|(?:[^|\s][^|]{0,29}\|\s?){1,8}(?:\|\s?){2,}")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_CRUMBS = re.compile(r"(?:[^»›>→|•·/]{1,40}\s[»›>→|•·/]\s){2,12}[^»›>→|•·/]{1,60}")


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """A language's junk phrases, ready to be looked up.

    Compared by identity: the patterns made from one are remembered.
    """

    whole: Mapping[str, str]  # folded line without digits -> kind
    starts: Mapping[str, str]  # beginning as `_spaced` writes it -> kind
    openings: Mapping[str, tuple[str, ...]]  # first word -> the beginnings that open with it
    anchored: Guarded  # patterns that begin with '^'
    floating: Guarded  # the others
    credited: Guarded  # those of 'mark-credit', which every line is asked for
    marks: Mapping[str, tuple[str, ...]]  # kind without 'mark-' -> plain phrases
    marked: Mapping[str, re.Pattern[str]]  # kind without 'mark-' -> its patterns as one

    def kind(
        self, text: str, count: int, key: str | None = None, heads: Heads | None = None
    ) -> str | None:
        """The kind of junk that a line of `count` words is, or None.

        `key` is the folded text and `heads` are its words', where they are known already.
        """
        if count > MAX_WORDS:
            return None
        universal = _universal(text)
        if universal is not None:
            return universal
        if count <= MAX_PREFIX_WORDS:
            folded_text = chars.fold(text) if key is None else key
            bare = folded_text if folded_text.isalpha() else _DIGITS.sub("", folded_text)
            found = self.whole.get(bare) or self._started(text)
            if found is not None:
                return found
        return self._matched(text, count, heads_of(text) if heads is None else heads)

    def _started(self, text: str) -> str | None:
        first = _WORDS.search(text)
        starts = self.openings.get(first.group().casefold()) if first is not None else None
        if starts is None:
            return None
        spaced = _spaced(text)
        return next((self.starts[start] for start in starts if spaced.startswith(start)), None)

    def _matched(self, text: str, count: int, heads: Heads) -> str | None:
        found = self.anchored.first(text, heads)
        if found is None and count >= MIN_FLOATING_WORDS:
            found = self.floating.first(text, heads)
        return found

    def is_credited(self, text: str, heads: Heads | None = None) -> bool:
        """Whether the text names who took a picture, as captions do."""
        known = heads_of(text) if heads is None else heads
        return self.credited.first(text, known) is not None

    def says(self, mark: str, text: str) -> bool:
        """Whether the mark's patterns occur in the text or one of its phrases is the text."""
        pattern = self.marked.get(mark)
        if pattern is not None and pattern.search(text):
            return True
        return chars.fold(text) in folded(self.marks.get(mark, ()))


def heads_of(text: str) -> Heads:
    """The beginnings of the text's words."""
    return triggers.heads(word_forms.words(text.lower()))


@lru_cache(maxsize=256)
def folded(marks: tuple[str, ...]) -> frozenset[str]:
    """The phrases as folded keys."""
    return frozenset(chars.fold(mark) for mark in marks)


def phrases(tables: Tables, code: str) -> Phrases:
    """The phrases of a language with English ones after them: many sites keep English labels."""
    known = tables.language(code)
    # All languages without a table of their own have the same phrases.
    chosen = [tables.languages.get(known.code) or tables.language(UNKNOWN)]
    if code != "en":
        chosen.append(tables.language("en"))
    return _compiled(*chosen)


@lru_cache(maxsize=32)
def _compiled(*languages: Language) -> Phrases:
    whole: dict[str, str] = {}
    starts: dict[str, str] = {}
    patterns: dict[str, list[str]] = {}
    marks: dict[str, tuple[str, ...]] = {}
    for kind, listed in (item for language in languages for item in language.junk.items()):
        plain = tuple(p for p in listed if not p.startswith(PATTERN))
        sources = [p.removeprefix(PATTERN) for p in listed if p.startswith(PATTERN)]
        patterns.setdefault(kind, []).extend(sources)
        if kind.startswith(MARK):
            name = kind.removeprefix(MARK)
            marks[name] = (*marks.get(name, ()), *plain)
            continue
        for phrase in plain:
            if phrase.endswith("*"):
                starts.setdefault(_spaced(phrase), kind)
            else:
                whole.setdefault(_DIGITS.sub("", chars.fold(phrase)), kind)
    whole.pop("", None)
    junk = [
        (source, kind)
        for kind, found in patterns.items()
        if not kind.startswith(MARK)
        for source in found
    ]
    return Phrases(
        whole,
        starts,
        _by_first_word(starts),
        triggers.guarded([one for one in junk if one[0].startswith("^")]),
        triggers.guarded([one for one in junk if not one[0].startswith("^")]),
        triggers.guarded([(source, CREDIT) for source in patterns.get(CREDIT, ())]),
        marks,
        {
            kind.removeprefix(MARK): re.compile("|".join(f"(?:{p})" for p in found), re.I)
            for kind, found in patterns.items()
            if kind.startswith(MARK) and found
        },
    )


def _by_first_word(starts: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for start in starts:
        first = start.partition(" ")[0]
        found[first] = (*found.get(first, ()), start)
    return found


def _spaced(text: str) -> str:
    """The words in lower case, one space behind each: a beginning ends at a word's end."""
    return "".join(f"{word} " for word in _WORDS.findall(text.casefold().replace("’", "'")))


def _universal(text: str) -> str | None:
    if not text[:1].isalpha() and not _SAYS.search(text[:200]):
        return "separator"
    if len(text) > 400:
        return None
    may_count = text[-1] in "xkKmM" or not text[-1].isalpha()
    if may_count and _DIGITS.search(text) and _COUNTER.fullmatch(text):
        return "counter"
    if "|" in text and _CELLS.fullmatch(text):
        return "tags"
    if ("@" in text or text.startswith(_SCHEMES)) and _ADDRESS.fullmatch(text):
        return "address"
    parts = "/|>" if text.isascii() else "/|>»›→•·"
    is_parted = any(map(text.__contains__, parts)) and _PARTED.search(text)
    return "navigation" if is_parted and _CRUMBS.fullmatch(text) else None
