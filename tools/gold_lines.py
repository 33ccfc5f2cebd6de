"""Which lines of a page dump make up its article's known body.

A body is given as one text, a dump as lines; the wanted answer is the set of lines whose 4-gram
F1 against the body is highest. It is climbed to: lines most of whose word groups occur in the body
come first, then single lines are taken in or out as long as that helps.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_TOKEN = re.compile(r"\w+")
SIZE = 4  # words of a group, as in the scrapinghub article-extraction benchmark
ROUNDS = 4  # no page of the measured sets changed after the third

Group = tuple[str, ...]


def chosen(lines: Sequence[str], body: str) -> list[bool]:
    """Whether each line belongs to the body."""
    return _Climb([_TOKEN.findall(line) for line in lines], _TOKEN.findall(body)).top()


class _Climb:
    """The chosen lines so far, with the counts by which one line more or less is weighed."""

    def __init__(self, lines: list[list[str]], body: list[str]) -> None:
        self.lines = lines
        self.wanted = Counter(_groups(body) or ([tuple(body)] if body else []))
        self.known = set(body)
        self.size = self.wanted.total()
        self.on = [self._starts(line) for line in lines]
        whole = [word for line, on in zip(lines, self.on, strict=True) if on for word in line]
        self.given = Counter(_groups(whole))
        self.hits = sum(min(n, self.wanted[g]) for g, n in self.given.items())

    def _starts(self, line: list[str]) -> bool:
        groups = _groups(line)
        return bool(groups) and sum(g in self.wanted for g in groups) >= len(groups) / 2

    def top(self) -> list[bool]:
        for number in range(ROUNDS):
            order = range(len(self.lines))
            changed = [self._turn(i) for i in (order if number % 2 == 0 else reversed(order))]
            if not any(changed):
                break
        return self.on

    def _turn(self, index: int) -> bool:
        """Take the line in, or out, where that is better."""
        line = self.lines[index]
        if not line or not (self.on[index] or any(word in self.known for word in line)):
            return False
        before, after = self._beside(index)
        groups, without = _groups(before + line + after), _groups(before + after)
        old, new = (groups, without) if self.on[index] else (without, groups)
        change = Counter(new)
        change.subtract(Counter(old))
        gain = sum(
            min(self.given[g] + n, self.wanted[g]) - min(self.given[g], self.wanted[g])
            for g, n in change.items()
            if n and g in self.wanted
        )
        total = self.given.total() + self.size
        if (self.hits + gain) * total <= self.hits * (total + len(new) - len(old)):
            return False
        self.given.update(change)
        self.hits += gain
        self.on[index] = not self.on[index]
        return True

    def _beside(self, index: int) -> tuple[list[str], list[str]]:
        """The words of the chosen lines around a line, as many as its groups reach."""
        before: list[str] = []
        after: list[str] = []
        place = index - 1
        while place >= 0 and len(before) < SIZE - 1:
            if self.on[place]:
                before = self.lines[place][-(SIZE - 1) :] + before
            place -= 1
        place = index + 1
        while place < len(self.lines) and len(after) < SIZE - 1:
            if self.on[place]:
                after = after + self.lines[place][: SIZE - 1]
            place += 1
        return before[-(SIZE - 1) :], after[: SIZE - 1]


def _groups(words: list[str]) -> list[Group]:
    return [tuple(words[i : i + SIZE]) for i in range(len(words) - SIZE + 1)]
