"""Repairs inside a paragraph: insertions cut out, glued headings split off. Nothing is reworded.

Precision comes first: what is not surely an insertion stays. Every cut is returned with its code.
"""

from __future__ import annotations

from dataclasses import dataclass

from newsfold.clean.paragraph import glued, insertions, punctuation
from newsfold.clean.phrases.junk import Phrases
from newsfold.model import Removal
from newsfold.text.language import Language

# A cut may show another behind it; real paragraphs are done after one round, and every round
# takes something away or splits.
MAX_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Mended:
    """A paragraph after its repairs, as one or more pieces in order; none when it was all junk."""

    pieces: tuple[Piece, ...]
    removed: tuple[Removal, ...] = ()  # in the order in which they stood


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, or a subheading that was glued to the one behind it."""

    text: str
    is_heading: bool = False


def mend(text: str, language: Language, phrases: Phrases) -> Mended:
    """The paragraph repaired. Joined, pieces and removals hold every word of `text` in order."""
    parts: list[Piece | Removal] = [Piece(text)]
    for _ in range(MAX_ROUNDS):
        once = [piece for part in parts for piece in _once(part, language, phrases)]
        if once == parts:
            break
        parts = once
    pieces = tuple(p for p in parts if isinstance(p, Piece))
    return Mended(pieces, tuple(p for p in parts if isinstance(p, Removal)))


def _once(part: Piece | Removal, language: Language, phrases: Phrases) -> list[Piece | Removal]:
    if isinstance(part, Removal) or part.is_heading:
        return [part]
    parts: list[Piece | Removal] = []
    at = 0
    for cut in insertions.find(part.text, language, phrases):
        parts += _paragraph(part.text[at : cut.start], language)
        parts.append(Removal(part.text[cut.start : cut.end].strip(), cut.why))
        at = cut.end
    return parts + _paragraph(part.text[at:], language)


def _paragraph(text: str, language: Language) -> list[Piece | Removal]:
    """One paragraph without insertions: doubled marks off, a glued heading apart."""
    parts: list[Piece | Removal] = []
    kept: list[str] = []
    at = 0
    for start, end in sorted(punctuation.doubled(text.rstrip())):
        kept.append(text[at:start])
        parts.append(Removal(text[start:end], "doubled-punctuation"))
        at = end
    whole = ("".join(kept) + text[at:]).strip()
    head = glued.heading_end(whole, language)
    if head:
        parts.append(Piece(whole[:head].rstrip(), is_heading=True))
    if whole[head:].strip():
        parts.append(Piece(whole[head:].lstrip()))
    return parts
