"""Whether a sentence is made of whole clauses of its sources, in their order.

Nothing less keeps who did what to whom: 'Orrin sued Lund' and 'Lund sued Orrin' have the same
words, and 'Venn was arrested' is made of 'Venn, whose brother was arrested, resigned'.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsfold.text.language import ClaimWords
from newsfold.write.check.tokens import Token


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a source sentence that is kept whole or left out whole."""

    words: tuple[Token, ...]
    opens: str  # what stands before it: 'start', 'soft' (a comma), 'hard' (a colon), 'word'
    coordinated: bool  # begins with 'and', 'but'
    introduced: bool  # begins with such a word, or with 'after', 'who'
    guarded: bool  # holds a negation, a hedge or who says so: it cannot be left out


def clauses(tokens: Sequence[Token], guards: frozenset[int], claims: ClaimWords) -> list[Clause]:
    """The clauses of a source sentence; `guards` are the offsets of words that must stay."""
    parts: list[tuple[str, list[Token]]] = [("start", [])]
    for token in tokens:
        introduces = token.quote is None and token.key in claims.subordinators
        if token.kind in ("soft", "hard") and token.quote is None:
            parts.append((token.kind, []))
        elif token.kind in ("word", "date"):
            if introduces and parts[-1][1]:
                parts.append(("word", []))
            parts[-1][1].append(token)
    return [_clause(opens, words, guards, claims) for opens, words in _filled(parts)]


def _filled(parts: list[tuple[str, list[Token]]]) -> list[tuple[str, list[Token]]]:
    """The parts that hold words; of several marks in a row the hardest counts."""
    filled: list[tuple[str, list[Token]]] = []
    pending = ""
    for opens, words in parts:
        pending = opens if opens in ("start", "hard") or not pending else pending
        if words:
            filled.append(("start" if not filled else pending, words))
            pending = ""
    return filled


def _clause(opens: str, words: list[Token], guards: frozenset[int], claims: ClaimWords) -> Clause:
    first = words[0].key
    return Clause(
        tuple(words),
        opens,
        first in claims.coordinators,
        first in claims.coordinators or first in claims.subordinators,
        any(t.start in guards or t.quote is not None or t.bound for t in words),
    )


def aligned(
    words: Sequence[Token], sources: Sequence[Sequence[Clause]], joins: frozenset[str]
) -> bool:
    """Whether `words` are whole clauses of each source in turn, every source used.

    Left out may be: a clause between two commas, clauses at the end, and, of a single source,
    what stands before its first comma. Between two sources one of `joins` may stand.
    """
    ends = {0}
    for number, source in enumerate(sources):
        if number:
            ends |= {e + 1 for e in ends if e < len(words) and words[e].key in joins}
        ends = {e for start in ends for e in _ends(words, start, source, alone=len(sources) == 1)}
    return len(words) in ends


def _ends(words: Sequence[Token], start: int, source: Sequence[Clause], *, alone: bool) -> set[int]:
    """Where the words of one source can end when they start at `start`.

    While clauses are walked through, a state is (what was done with the last one, position).
    """
    states = {("head", start)}
    for clause in source:
        following: set[tuple[str, int]] = set()
        for done, at in states:
            if _may_follow(done, clause):
                following |= {("kept", end) for end in _kept(words, at, clause)}
            following |= {(left, at) for left in _left_out(done, clause, alone)}
        states = following
    return {at for done, at in states if done in ("kept", "tail")}


def _may_follow(done: str, clause: Clause) -> bool:
    if done == "head":
        return clause.opens == "start" or (clause.opens == "soft" and not clause.introduced)
    return done == "kept" or (done == "mid" and clause.opens == "soft")


def _left_out(done: str, clause: Clause, alone: bool) -> tuple[str, ...]:
    """What leaving the clause out leads to; nothing where it must stay."""
    if clause.guarded:
        return ()
    if done == "head":
        return ("head",) if alone and clause.opens == "start" else ()
    if done == "kept":
        between = clause.opens == "soft" and not clause.coordinated
        return ("mid", "tail") if between else ("tail",)
    if done == "mid":
        return ("mid",) if clause.opens != "hard" else ()
    return ("tail",)


def _kept(words: Sequence[Token], at: int, clause: Clause) -> set[int]:
    """Where the clause ends when it stands at `at`; a pronoun may be its name."""
    ends = {at}
    for token in clause.words:
        ends = {
            end + len(way)
            for end in ends
            for way in ((token.key,), token.instead)
            if way and tuple(w.key for w in words[end : end + len(way)]) == way
        }
    return ends
