"""Insertions inside a paragraph: promotions, calls to act, advert labels, credits, tail labels.

Each is found between sentences, outside quotations, and by a phrase of its language's table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from newsfold.clean.phrases import openers
from newsfold.clean.phrases.junk import Phrases, folded
from newsfold.clean.phrases.openers import CLOSERS
from newsfold.text import chars, words
from newsfold.text.language import Language

MIN_TITLE_WORDS, MAX_TITLE_WORDS = 3, 22  # of one glued link
MIN_RESUMED_WORDS = 6  # what goes on behind a promotion is a sentence
MAX_CALL_WORDS = 30  # 'Click here to ...'; the longest of the open pages has 24
# Of the longer words of a title in capitals ('Why The Council Is Wrong'); a sentence has a third.
TITLE_CASE = 0.7
# Characters behind a label in which its titles end; bounds the search. Three long titles fill it.
MAX_PROMO_CHARS = 600

_CAPITAL = rf"[{openers.CAPITAL}{openers.UNCASED}0-9“\"‘'„«¿¡「『《【]"
_OPEN_TITLE = re.compile(_CAPITAL)
_STOPPED = re.compile(rf"[.!…。！][{CLOSERS}]*$")
_INNER_END = re.compile(rf"[^\W_][\"'”’»)]*[{openers.STOPS}][{CLOSERS}]*\s|[{openers.FULL_STOPS}]")
_SENTENCE = re.compile(rf"[{openers.STOPS}][{CLOSERS}]*(?:\s|$)|[{openers.FULL_STOPS}]")
_BRACKETED = re.compile(r"[^()\[\]（）【】]{3,200}[)\]）】]")
# The rest of a sentence: a dot inside an address does not end it, a quotation is none of ours.
_CALL_REST = re.compile(r"(?:[^.!?…؟。！？\"“”„«»「」『』]|\.(?=\w))*+(?:[.!…。！]+|$)")
_AFTER_TIME = re.compile(rf"[\s|•·:–—-]*(?={_CAPITAL})")
_TAIL = re.compile(
    rf"([{openers.STOPS}][{CLOSERS}]*(?=\s)|[{openers.FULL_STOPS}][{CLOSERS}]*)\s*[(\[（【]?"
    r"([^.!?…؟。！？()\[\]（）【】]{2,60}?)\s*[)\]）】]?[:：…→>»]*$"
)
_TAIL_CHARS = 120
_BRACKET = re.compile(r"[(\[（【]")
_ENDED = frozenset('.!?"”؟。！？」』')  # no label ends so


@dataclass(frozen=True, slots=True)
class Insertion:
    """What is to be cut, and under which code; what stands behind it opens a new paragraph."""

    start: int
    end: int
    why: str


def find(text: str, language: Language, phrases: Phrases) -> list[Insertion]:
    """The insertions in the text, in order and apart from each other."""
    starts = openers.starts(text)
    told = [
        *_reading_time(text, phrases),
        *_promos(text, starts, language, phrases),
        *_calls(text, starts, phrases),
        *_adverts(text, starts, language, phrases),
        *_credits(text, phrases),
        *_tail(text, phrases),
    ]
    apart: list[Insertion] = []
    for one in sorted(told, key=lambda i: (i.start, -i.end)):
        if not apart or one.start >= apart[-1].end:
            apart.append(one)
    return apart


@lru_cache(maxsize=64)
def _any(marks: Sequence[str]) -> str:
    """The phrases as one alternative; 'read more *' may have up to five more words."""
    listed = sorted(marks, key=len, reverse=True)
    more = r"(?:\s[^\s.:!?|]{1,30}){0,5}"
    return "|".join(
        _closed(m.removesuffix(" *")) + (more if m.endswith(" *") else "") for m in listed
    )


def _closed(mark: str) -> str:
    """The phrase as a pattern; no word goes on behind it but in scripts without spaces."""
    return re.escape(mark) + ("" if words.is_unspaced(mark[-1:]) else r"\b")


# ---------------------------------------------------------------- promotions


@lru_cache(maxsize=32)
def _labels(marks: Sequence[str]) -> re.Pattern[str]:
    """'Read more from Sky News:', 'Also read |'; of capitals alone ('READ MORE') without a sign."""
    if not marks:
        return re.compile(r"(?!)")
    loud = "|".join(
        re.escape(m.removesuffix(" *").upper())
        for m in sorted(marks, key=len, reverse=True)
        if " " in m.removesuffix(" *")
    )
    signed = rf"(?i:{_any(marks)})\s?[:：|｜»>→]+"
    either = rf"{signed}|(?:{loud})(?=\s{_CAPITAL}[{openers.SMALL}’' ])" if loud else signed
    return re.compile(rf"[(\[（【]?(?:{either})\s?")


def _promos(
    text: str, starts: Sequence[int], language: Language, phrases: Phrases
) -> Iterator[Insertion]:
    label = _labels(phrases.marks.get("promo", ()))
    behind = 0
    for start in starts:
        found = label.match(text, start) if start >= behind else None
        if found is None or openers.in_quotation(text, start):
            continue
        end = _bracket_end(text, found) or _promo_end(text, found.end(), language)
        if end is not None:
            yield Insertion(start, end, "promo")
            behind = end


def _bracket_end(text: str, label: re.Match[str]) -> int | None:
    """Behind the bracket that closes '(Read more: ...)'."""
    closed = _BRACKETED.match(text, label.end()) if label.group()[0] in "([（【" else None
    return closed.end() if closed is not None else None


def _promo_end(text: str, start: int, language: Language) -> int | None:
    """Where the text goes on behind the link titles that begin at `start`; None when unsure."""
    if not _OPEN_TITLE.match(text, start):
        return None
    for opener in openers.within(text, language, start, start + MAX_PROMO_CHARS):
        if openers.is_glued(text, opener.start()):
            continue
        titles = text[start : opener.start()]
        if words.length(titles) < MIN_TITLE_WORDS:
            continue
        if not _are_titles(titles):
            return _glued_end(text, start, language)
        if _is_title_case(titles) and not openers.goes_on_small(text, opener, language):
            continue
        if openers.hangs(titles, language) or openers.may_name(text, opener, language):
            return _glued_end(text, start, language)
        if _is_resumed(text, opener.start()):
            return opener.start()
    rest = text[start : start + MAX_PROMO_CHARS]
    if (
        start + len(rest) == len(text)
        and _are_titles(rest)
        and not _STOPPED.search(rest[-_TAIL_CHARS:])
    ):
        return len(text)
    return _glued_end(text, start, language)


def _glued_end(text: str, start: int, language: Language) -> int | None:
    """Where a sentence is glued to the last title: 'enters third weekThe council said ...'."""
    for opener in openers.within(text, language, start, start + MAX_PROMO_CHARS):
        titles = text[start : opener.start()]
        if not openers.is_glued(text, opener.start()) or words.length(titles) < MIN_TITLE_WORDS:
            continue
        if not _are_titles(titles):
            return None
        sure = openers.breaks(titles, opener, language) and openers.goes_on_small(
            text, opener, language
        )
        if sure and _is_resumed(text, opener.start()):
            return opener.start()
    return None


def _are_titles(text: str) -> bool:
    """Whether the text is one or more link titles glued together: no sentence ends in it."""
    if _INNER_END.search(text):
        return False
    counts = [words.length(title) for title in openers.GLUE.split(text)]
    total = sum(counts)
    return MIN_TITLE_WORDS <= total <= MAX_TITLE_WORDS * max(1, len(counts))


def _is_title_case(text: str) -> bool:
    found = words.words(text)[1:]
    long = [w for w in found if len(w) >= openers.MIN_LONG and w.isalpha()]
    return bool(long) and sum(w[0].isupper() for w in long) >= TITLE_CASE * len(long)


def _is_resumed(text: str, at: int) -> bool:
    end = _SENTENCE.search(text, at)
    return end is not None and words.length(text[at : end.end()]) >= MIN_RESUMED_WORDS


# ---------------------------------------------------------------- the others


def _reading_time(text: str, phrases: Phrases) -> Iterator[Insertion]:
    """'5 min read' at the very beginning, with the text behind it."""
    pattern = phrases.marked.get("reading-time")
    found = pattern.match(text) if pattern is not None else None
    behind = _AFTER_TIME.match(text, found.end()) if found is not None else None
    if behind is not None:
        yield Insertion(0, behind.end(), "reading-time")


def _calls(text: str, starts: Sequence[int], phrases: Phrases) -> Iterator[Insertion]:
    """Whole sentences that call on the reader: 'Sign up for our newsletter here.'"""
    pattern = phrases.marked.get("call")
    if pattern is None:
        return
    for start in starts:
        found = pattern.match(text, start)
        rest = _CALL_REST.match(text, found.end()) if found is not None else None
        if rest is None or words.length(text[start : rest.end()]) > MAX_CALL_WORDS:
            continue
        behind = text[rest.end() :].lstrip()
        if (not behind or _OPEN_TITLE.match(behind)) and not openers.in_quotation(text, start):
            yield Insertion(start, rest.end(), "call")


@lru_cache(maxsize=32)
def _advert_labels(marks: Sequence[str]) -> re.Pattern[str]:
    return re.compile(
        rf"[-–—*(\[]*\s?(?P<label>(?i:{_any(marks)}))\s?[-–—*)\]:.]*(?=\s|$)" if marks else r"(?!)"
    )


def _adverts(
    text: str, starts: Sequence[int], language: Language, phrases: Phrases
) -> Iterator[Insertion]:
    """'Advertisement' between two sentences. A lone word needs a sure opener behind it."""
    labels = _advert_labels(phrases.marks.get("advert", ()))
    for start in starts:
        found = labels.match(text, start)
        if found is None or found.group("label")[0].islower():
            continue
        behind = text[found.end() :].lstrip()
        opener = openers.at(text, len(text) - len(behind), language)
        is_sure = " " in found.group("label") or found.group("label").isupper()
        resumed = opener is not None and not openers.may_name(text, opener, language)
        if (is_sure and _OPEN_TITLE.match(behind)) or resumed:
            yield Insertion(start, found.end(), "advert")


@lru_cache(maxsize=32)
def _credit_notes(marks: Sequence[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """'(Photo: Ann Lee/NPA)' anywhere, and bare at the very end 'Photo: Ann Lee/NPA'."""
    if not marks:
        return re.compile(r"(?!)"), re.compile(r"(?!)")
    label = rf"(?i:(?:{_any(marks)})(?:\s?[:：]|\s(?:by|courtesy of|via|von|par|de)\b))\s?"
    named = rf"[{openers.CAPITAL}{openers.UNCASED}©@]"
    word = rf"{named}[\w.’'-]{{0,30}}"
    return (
        re.compile(rf"[(\[（【]{label}{named}[^()\[\]（）【】]{{1,80}}[)\]）】](?=\s|[.。]?$)"),
        re.compile(rf"(?<=\s){label}{word}(?:[\s/,&]{{1,2}}{word}){{0,4}}$"),
    )


def _credits(text: str, phrases: Phrases) -> Iterator[Insertion]:
    bracketed, bare = _credit_notes(phrases.marks.get("credit-label", ()))
    for found in bracketed.finditer(text) if _BRACKET.search(text) else ():
        before_stop = text[found.end() :] in (".", "。")
        between = found.start() > 0 and openers.is_boundary(text, found.start())
        if before_stop or (between and not openers.in_quotation(text, found.start())):
            yield Insertion(found.start(), found.end(), "credit")
    last = bare.search(text, max(0, len(text) - _TAIL_CHARS)) if text[-1:] not in _ENDED else None
    if last is not None and openers.is_boundary(text, last.start()):
        yield Insertion(last.start(), len(text), "credit")


def _tail(text: str, phrases: Phrases) -> Iterator[Insertion]:
    """Labels ('See also') that stand alone behind the last sentence."""
    if text[-1:] in _ENDED:
        return
    known = folded(phrases.marks.get("trailing", ()))
    cut = len(text)
    while True:
        window = max(0, cut - _TAIL_CHARS)
        found = _TAIL.search(text[window:cut])
        if found is None or chars.fold(found.group(2)) not in known:
            break
        cut = window + found.end(1)
    if cut < len(text) and not openers.in_quotation(text, cut):
        yield Insertion(cut, len(text), "read-more")
