"""Texts that are hard on one pattern, made of its own pieces."""

from __future__ import annotations

from collections.abc import Iterator
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from tests.patterns import steps

LONG = 8  # a repeat that may go on so often is worth pumping
WIDE = 125
SIGNS = "a 0.-,:;|/'\"[]()<>*_#!\n\u00a0éA漢@"
PLAIN = ("a", " ", "1", "a ", ". ", "A a ", '"')
ENDINGS = ("", "\x01")


def is_hard(source: str | bytes, flags: int) -> bool:
    """Whether anything in the pattern may repeat so often that its time could grow."""
    return any(high is c.MAXREPEAT or high >= LONG for high in _highs(parser.parse(source, flags)))


def longest_count(source: str | bytes, flags: int) -> int:
    """The largest count of a counted repeat, wide ones left out: they are as good as unbounded."""
    highs = [high for high in _highs(parser.parse(source, flags)) if high is not c.MAXREPEAT]
    return max((high for high in highs if high <= WIDE), default=0)


def _highs(nodes: Any) -> Iterator[Any]:
    for op, value in nodes:
        if op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            yield value[1]
        for inner in _inner(op, value):
            yield from _highs(inner)


def _inner(op: Any, value: Any) -> list[Any]:
    if op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
        return [value[2]]
    if op is c.BRANCH:
        return list(value[1])
    if op is c.SUBPATTERN:
        return [value[3]]
    if op is c.ATOMIC_GROUP:
        return [value]
    if op is c.GROUPREF_EXISTS:
        return [value[1], value[2] or ()]
    return []


def texts(source: str | bytes, flags: int) -> Iterator[tuple[str, str, str]]:
    """(beginning, what is repeated, end): each repeat's own text, behind what leads to it."""
    parsed = parser.parse(source, flags)
    whole = sample(parsed, flags, 0)
    found: dict[tuple[str, str], None] = {}
    for lead, body in _repeats(parsed, "", flags):
        for turn in (0, 1):
            piece = sample(body, flags, turn)
            found.update(dict.fromkeys([("", piece), (lead, piece), ("", lead + piece)]))
            found[("", f"{lead}{piece} ")] = None
    found.update(dict.fromkeys([("", whole), ("", whole[:-1]), ("", f"{whole} "), (whole, whole)]))
    found.update(dict.fromkeys((lead, piece) for lead in ("", whole[:-1]) for piece in PLAIN))
    for lead, piece in found:
        if piece:
            yield from ((lead, piece, ending) for ending in ENDINGS)


def _repeats(nodes: Any, lead: str, flags: int) -> Iterator[tuple[str, Any]]:
    """Each long repeat's body with a text that leads to it."""
    for op, value in nodes:
        if op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT) and (
            value[1] is c.MAXREPEAT or value[1] >= LONG
        ):
            yield lead, value[2]
        for inner in _inner(op, value):
            yield from _repeats(inner, lead, flags)
        lead += sample([(op, value)], flags, 0)


def sample(nodes: Any, flags: int, turn: int) -> str:
    """A text that the nodes match: their shortest choice, or with `turn` 1 another."""
    return "".join(_sample(op, value, flags, turn) for op, value in nodes)


def _sample(op: Any, value: Any, flags: int, turn: int) -> str:
    if op is c.LITERAL:
        return chr(value)
    if op in (c.NOT_LITERAL, c.ANY, c.IN):
        test = steps.one(op, value, flags)
        fitting = [s for s in SIGNS if test(s)] or [s for s in _members(op, value) if test(s)]
        return fitting[min(turn, len(fitting) - 1)] if fitting else ""
    if op is c.BRANCH:
        return sample(value[1][min(turn, len(value[1]) - 1)], flags, turn)
    if op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
        low, high, body = value
        return sample(body, flags, turn) * max(int(low), min(1, int(high)))
    if op is c.SUBPATTERN:
        return sample(value[3], flags | value[1], turn)
    if op is c.ATOMIC_GROUP:
        return sample(value, flags, turn)
    if op is c.GROUPREF_EXISTS:
        return sample(value[1], flags, turn)
    return ""


def _members(op: Any, value: Any) -> list[str]:
    if op is not c.IN:
        return []
    found = [chr(v) for kind, v in value if kind is c.LITERAL]
    return found + [chr(v[0]) for kind, v in value if kind is c.RANGE]
