"""Repairs inside a paragraph: insertions cut out, glued headings split off. Nothing is reworded.

Precision comes first: what is not surely an insertion stays. Every cut is returned with its code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from newsfold.clean.junk import Phrases, folded
from newsfold.model import Removal
from newsfold.text import chars, words
from newsfold.text.language import Language

MIN_TITLE_WORDS, MAX_TITLE_WORDS = 3, 22  # of one glued link
MIN_RESUMED_WORDS = 6  # what goes on behind a promotion is a sentence
MIN_HEAD_WORDS, MAX_HEAD_WORDS = 3, 14
HEAD_SHARE = 0.6  # of a heading's terms that its own paragraph repeats; chance gives under 0.2

# '."'. ': a full stop behind closing punctuation that already holds one.
_STRAY_STOP = re.compile(r"(?<=[.!?…][\"'”’»])\.(?=\s|$)|(?<=[.!?…]['’][\"”])\.(?=\s|$)")
_DOUBLE_STOP = re.compile(r"(?<=[^.\s])\.(?=\.(?:\s|$))")
_TITLES = (
    "Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Prof|Professor|Herr|Frau|Monsieur|Madame|Señor|Signor"
)
_GLUE = re.compile(r"(?<=[a-zà-ÿа-џґ0-9’'”»\"?!])(?=[A-ZÀ-ÞЀ-ЯҐ“‘«][a-zà-ÿа-џґ]*)")
_END = re.compile(r"[.!?…؟][\"'”’»)]*\s+$|[。！？][”」』）]*\s*$")
_TAIL = re.compile(
    r"((?:[.!?…؟][\"'”’»)]*(?=\s))|[。！？][”」』）]*)\s*([^.!?…؟。！？]{2,60}?)\s*[:：.…→>»]*$"
)


@dataclass(frozen=True, slots=True)
class Mended:
    """A paragraph after its repairs, as one or more pieces in order."""

    pieces: tuple[Piece, ...]
    removed: tuple[Removal, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, or a subheading that was glued to the one behind it."""

    text: str
    is_heading: bool = False


def mend(text: str, language: Language, phrases: Phrases) -> Mended:
    """The paragraph repaired. Joined, pieces and removals hold every word of `text`."""
    removed: list[Removal] = []
    parts = _without_promos(text, language, phrases, removed)
    pieces: list[Piece] = []
    for part in parts:
        part = _without_tail(_without_stray(part, removed), phrases, removed)
        head = _glued_heading(part, language)
        if head:
            pieces.append(Piece(part[:head].rstrip(), is_heading=True))
        if part[head:].strip():
            pieces.append(Piece(part[head:].lstrip()))
    return Mended(tuple(pieces), tuple(removed))


def _without_stray(text: str, removed: list[Removal]) -> str:
    for pattern in (_STRAY_STOP, _DOUBLE_STOP):
        text, count = pattern.subn("", text)
        removed.extend([Removal(".", "doubled-punctuation")] * count)
    return text


def _without_tail(text: str, phrases: Phrases, removed: list[Removal]) -> str:
    """The text without a label ('See also') that stands alone behind its last sentence."""
    found = _TAIL.search(text[-120:])
    if found is None:
        return text
    if chars.fold(found.group(2)) not in folded(phrases.marks.get("trailing", ())):
        return text
    cut = len(text) - len(text[-120:]) + found.end(1)
    removed.append(Removal(text[cut:].strip(), "read-more"))
    return text[:cut]


# ---------------------------------------------------------------- promotions


def _without_promos(
    text: str, language: Language, phrases: Phrases, removed: list[Removal]
) -> list[str]:
    lead = _leads(phrases.marks.get("promo", ()))
    parts: list[str] = []
    start = at = 0
    while (found := lead.search(text, at)) is not None:
        end = _promo_end(text, found.end(), language)
        if end is None or not (found.start() == 0 or _END.search(text[: found.start()][-8:])):
            at = found.end()
            continue
        removed.append(Removal(text[found.start() : end].strip(), "promo"))
        parts.append(text[start : found.start()].strip())
        start = at = end
    parts.append(text[start:].strip())
    return [part for part in parts if part]


@lru_cache(maxsize=32)
def _leads(marks: Sequence[str]) -> re.Pattern[str]:
    listed = "|".join(re.escape(m) for m in sorted(marks, key=len, reverse=True))
    # 'Read more from Sky News:', 'Read more:', 'READ MORE |'. The colon is what makes it a label.
    return re.compile(
        rf"{words.bounded(listed)}(?:\s[^\s.:!?]{{1,30}}){{0,5}}\s?[:：|｜]\s?"
        if listed
        else r"(?!)",
        re.I,
    )


def _promo_end(text: str, start: int, language: Language) -> int | None:
    """Where the text goes on behind the link titles that begin at `start`; None when unsure."""
    for opener in _openers(language).finditer(text, start):
        titles = text[start : opener.start()]
        if words.length(titles.rsplit("\n", 1)[-1]) < MIN_TITLE_WORDS:
            continue
        if not _are_titles(titles):
            return None
        if _is_resumed(text[opener.start() :]):
            return opener.start()
    rest = text[start:]
    return (
        len(text)
        if _are_titles(rest) and not re.search(r"[.!?…؟。！？][\"'”’»)」』）]*$", rest)
        else None
    )


def _are_titles(text: str) -> bool:
    """Whether the text is one or more link titles glued together: no sentence ends in it."""
    if re.search(r"[a-zа-џґ\u0620-\u064a0-9\"'”’»)][.!?…؟][\"'”’»)]*\s|[。！？]", text):
        return False
    counts = [words.length(title) for title in _GLUE.split(text)]
    total = sum(counts)
    return MIN_TITLE_WORDS <= total <= MAX_TITLE_WORDS * max(1, len(counts))


def _is_resumed(rest: str) -> bool:
    end = re.search(r"[.!?…؟][\"'”’»)]*(?:\s|$)", rest)
    return end is not None and words.length(rest[: end.end()]) >= MIN_RESUMED_WORDS


@lru_cache(maxsize=64)
def _openers(language: Language) -> re.Pattern[str]:
    """A capitalised word that opens sentences: a stop word or a form of address, behind a space.

    In link titles written like sentences such a word is small, so a capital one is the text again.
    """
    listed = "|".join(
        sorted(
            # A script without capitals shows no opener.
            (
                re.escape(w.capitalize())
                for w in language.stop_words
                if w.isalpha() and w[0].islower()
            ),
            key=len,
            reverse=True,
        )
    )
    either = f"{_TITLES}|{listed}" if listed else _TITLES
    return re.compile(rf"(?<=\s)(?:{either})(?=[\s,’'])")


# ---------------------------------------------------------------- headings


def _glued_heading(text: str, language: Language) -> int:
    """How many characters of the text are a heading glued before its paragraph; 0 for none.

    Sure only when a sentence opener follows without punctuation and the paragraph repeats most
    of the heading's own terms.
    """
    for opener in _openers(language).finditer(text, 0, 160):
        head, rest = text[: opener.start()].rstrip(), text[opener.start() :]
        if re.search(r"[.!?…,;:]", head):
            return 0
        count = words.length(head)
        if count > MAX_HEAD_WORDS:
            return 0
        if count >= MIN_HEAD_WORDS and _is_heading(head, rest, language):
            return opener.start()
    return 0


def _is_heading(head: str, rest: str, language: Language) -> bool:
    first = words.words(head)[0].lower()
    last = words.words(head)[-1].lower()
    if first in language.stop_words or last in language.stop_words or last in language.speech_verbs:
        return False
    if any(w.lower() in language.speech_verbs for w in words.words(head)):
        return False
    own = set(words.terms(head, language))
    again = own & set(words.terms(rest, language))
    return len(again) >= 2 and len(again) >= HEAD_SHARE * len(own)
