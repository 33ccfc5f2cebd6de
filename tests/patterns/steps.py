"""A backtracking matcher that counts its steps: what `re` does, slowly and in the open.

Time is no measure on a shared machine; steps are the same every time. Of re's syntax everything
is known that the package uses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

Test = Callable[[str], bool]
State = tuple[int, int, tuple[int, ...]]  # instruction, place in the text, what groups have saved
MAX_COPIES = 600  # of a counted repeat; beyond the lengths that are tried it is unbounded

CATEGORIES: dict[Any, Test] = {
    c.CATEGORY_DIGIT: lambda s: unicodedata.category(s) == "Nd",
    c.CATEGORY_NOT_DIGIT: lambda s: unicodedata.category(s) != "Nd",
    c.CATEGORY_SPACE: str.isspace,
    c.CATEGORY_NOT_SPACE: lambda s: not s.isspace(),
    c.CATEGORY_WORD: lambda s: s.isalnum() or s == "_",
    c.CATEGORY_NOT_WORD: lambda s: not (s.isalnum() or s == "_"),
}


class TooMany(Exception):
    """More steps than were allowed."""


@dataclass(slots=True)
class Program:
    """Instructions: ('one', test), ('split', first, second), ('jump', to), ('save', slot), ..."""

    code: list[tuple[Any, ...]] = field(default_factory=list)
    slots: int = 0

    def put(self, *instruction: Any) -> int:
        """Where the new instruction stands."""
        self.code.append(instruction)
        return len(self.code) - 1


def program(source: str | bytes, flags: int = 0) -> Program:
    """The pattern as instructions."""
    parsed = parser.parse(source, flags & ~re.DEBUG)
    made = Program(slots=2 * parsed.state.groups)
    _sequence(made, parsed, parsed.state.flags)
    made.put("match")
    return made


def count(
    made: Program, text: str, *, anchored: bool = False, whole: bool = False, most: int
) -> int:
    """Steps to search the text, or to match at its start. Raises: TooMany past `most`."""
    return found(made, text, anchored=anchored, whole=whole, most=most)[1]


def found(
    made: Program, text: str, *, anchored: bool = False, whole: bool = False, most: int
) -> tuple[tuple[int, int] | None, int]:
    """The first match's span and the steps it took. Raises: TooMany past `most`."""
    total = 0
    for start in range(1 if anchored else len(text) + 1):
        end, steps = _run(made, 0, text, start, whole, most - total)
        total += steps
        if end is not None:
            return (start, end), total
    return None, total


# ---------------------------------------------------------------- running


def _run(
    made: Program, pc: int, text: str, start: int, whole: bool, most: int
) -> tuple[int | None, int]:
    """Where the match from `start` ends (None: there is none), and the steps that took."""
    stack: list[State] = [(pc, start, (-1,) * made.slots)]
    steps = 0
    while stack:
        state: State | None = stack.pop()
        while state is not None:
            steps += 1
            if steps > most:
                raise TooMany
            step, at = made.code[state[0]], state[1]
            if step[0] == "match":
                if whole and at < len(text):
                    break
                return at, steps
            if step[0] == "split":
                stack.append((step[2], at, state[2]))
                state = (step[1], at, state[2])
            elif step[0] in ("look", "atomic"):
                state, inner = _within(made, step, text, state, most - steps)
                steps += inner
            else:
                state = _next(step, text, *state)
    return None, steps


def _next(
    step: tuple[Any, ...], text: str, pc: int, at: int, saved: tuple[int, ...]
) -> State | None:
    """The state behind an instruction that neither branches nor looks; None where it fails."""
    match step:
        case ("one", test):
            return (pc + 1, at + 1, saved) if at < len(text) and test(text[at]) else None
        case ("jump", to):
            return to, at, saved
        case ("save", slot):
            return pc + 1, at, (*saved[:slot], at, *saved[slot + 1 :])
        case ("moved", slot):  # a loop's body that took nothing is not tried again
            return None if saved[slot] == at else (pc + 1, at, saved)
        case ("at", place):
            return (pc + 1, at, saved) if _holds(place, text, at) else None
        case ("again", group):
            piece = text[saved[2 * group] : saved[2 * group + 1]]
            return (pc + 1, at + len(piece), saved) if text.startswith(piece, at) else None
        case ("if", group, yes, no):
            return yes if saved[2 * group + 1] >= 0 else no, at, saved
    raise NotImplementedError(step)


def _within(
    made: Program, step: tuple[Any, ...], text: str, state: State, most: int
) -> tuple[State | None, int]:
    """The state behind a look to either side or an atomic group, and the steps inside it."""
    _, at, saved = state
    if step[0] == "atomic":
        end, steps = _run(made, step[1], text, at, False, most)
        return (None if end is None else (step[2], end, saved)), steps
    _, ahead, wanted, width, body, after = step
    begin = at if ahead else at - width
    end, steps = _run(made, body, text, begin, False, most) if begin >= 0 else (None, 1)
    return ((after, at, saved) if (end is not None) is wanted else None), steps


def _holds(place: Any, text: str, at: int) -> bool:
    if place in (c.AT_BEGINNING, c.AT_BEGINNING_STRING):
        return at == 0
    if place is c.AT_END_STRING:
        return at == len(text)
    if place is c.AT_END:
        return at == len(text) or (at == len(text) - 1 and text[at] == "\n")
    word = CATEGORIES[c.CATEGORY_WORD]
    before = at > 0 and word(text[at - 1])
    after = at < len(text) and word(text[at])
    return (before != after) is (place is c.AT_BOUNDARY)


# ---------------------------------------------------------------- compiling


def _sequence(made: Program, nodes: Any, flags: int) -> None:
    for op, value in nodes:
        _node(made, op, value, flags)


def _node(made: Program, op: Any, value: Any, flags: int) -> None:
    if op in (c.LITERAL, c.NOT_LITERAL, c.ANY, c.IN):
        made.put("one", cached(one(op, value, flags)))
    elif op is c.BRANCH:
        _branch(made, value[1], flags)
    elif op is c.SUBPATTERN:
        group, added, dropped, body = value
        if group is not None:
            made.put("save", 2 * group - 2)
        _sequence(made, body, (flags | added) & ~dropped)
        if group is not None:
            made.put("save", 2 * group - 1)
    elif op in (c.MAX_REPEAT, c.MIN_REPEAT):
        _repeat(made, value, flags, greedy=op is c.MAX_REPEAT)
    elif op in (c.ATOMIC_GROUP, c.POSSESSIVE_REPEAT):
        at = made.put("atomic", 0, 0)
        if op is c.ATOMIC_GROUP:
            _sequence(made, value, flags)
        else:
            _repeat(made, value, flags, greedy=True)
        made.put("match")
        made.code[at] = ("atomic", at + 1, len(made.code))
    elif op in (c.ASSERT, c.ASSERT_NOT):
        way, body = value
        at = made.put("look")
        _sequence(made, body, flags)
        made.put("match")
        width = body.getwidth()[0]
        made.code[at] = ("look", way > 0, op is c.ASSERT, width, at + 1, len(made.code))
    elif op is c.AT:
        made.put("at", value)
    elif op is c.GROUPREF:
        made.put("again", value - 1)
    elif op is c.GROUPREF_EXISTS:
        _condition(made, value, flags)
    else:
        raise NotImplementedError(op)


def _branch(made: Program, choices: Any, flags: int) -> None:
    ends: list[int] = []
    for number, choice in enumerate(choices):
        last = number == len(choices) - 1
        at = None if last else made.put("split", 0, 0)
        _sequence(made, choice, flags)
        if at is not None:
            ends.append(made.put("jump", 0))
            made.code[at] = ("split", at + 1, len(made.code))
    for end in ends:
        made.code[end] = ("jump", len(made.code))


def _condition(made: Program, value: Any, flags: int) -> None:
    group, yes, no = value
    at = made.put("if")
    _sequence(made, yes, flags)
    end = made.put("jump", 0)
    other = len(made.code)
    _sequence(made, no or (), flags)
    made.code[at] = ("if", group - 1, at + 1, other)
    made.code[end] = ("jump", len(made.code))


def _repeat(made: Program, value: Any, flags: int, *, greedy: bool) -> None:
    low, high, body = value
    for _ in range(min(low, MAX_COPIES)):
        _sequence(made, body, flags)
    if high is c.MAXREPEAT or high > MAX_COPIES:
        slot = made.slots
        made.slots += 1
        at = made.put("split", 0, 0)
        made.put("save", slot)
        _sequence(made, body, flags)
        made.put("moved", slot)
        made.put("jump", at)
        made.code[at] = _split(at + 1, len(made.code), greedy=greedy)
        return
    opened: list[int] = []
    for _ in range(high - low):
        opened.append(made.put("split", 0, 0))
        _sequence(made, body, flags)
    for at in opened:
        made.code[at] = _split(at + 1, len(made.code), greedy=greedy)


def _split(body: int, after: int, *, greedy: bool) -> tuple[Any, ...]:
    return ("split", body, after) if greedy else ("split", after, body)


# ---------------------------------------------------------------- one character


def one(op: Any, value: Any, flags: int) -> Test:
    """The test of a node that takes one character."""
    plain = _plain(op, value, flags)
    if not flags & re.IGNORECASE or op is c.ANY:
        return plain
    if op is c.NOT_LITERAL or (op is c.IN and value[0][0] is c.NEGATE):
        return lambda s: plain(s) and plain(s.lower()[0]) and plain(s.upper()[0])
    return lambda s: plain(s) or plain(s.lower()[0]) or plain(s.upper()[0])


def _plain(op: Any, value: Any, flags: int) -> Test:
    if op is c.ANY:
        return (lambda s: True) if flags & re.DOTALL else (lambda s: s != "\n")
    if op is c.LITERAL:
        return lambda s: ord(s) == value
    if op is c.NOT_LITERAL:
        return lambda s: ord(s) != value
    negated = value[0][0] is c.NEGATE
    items = [_item(*item) for item in value if item[0] is not c.NEGATE]
    return lambda s: any(item(s) for item in items) is not negated


def _item(op: Any, value: Any) -> Test:
    if op is c.LITERAL:
        return lambda s: ord(s) == value
    if op is c.RANGE:
        return lambda s: value[0] <= ord(s) <= value[1]
    return CATEGORIES[value]


def cached(test: Test) -> Test:
    """The test with its answers kept: the texts that are tried have few different characters."""
    known: dict[str, bool] = {}

    def ask(sign: str) -> bool:
        if sign not in known:
            known[sign] = test(sign)
        return known[sign]

    return ask
