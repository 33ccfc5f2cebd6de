"""How far a command is: a live bar on a terminal, plain lines elsewhere, nothing if quiet."""

from __future__ import annotations

import math
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from newsfold.cli import output

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from newsfold.deliver.dispatch import Tally

LOG_EVERY_S = 5.0  # at most one line per step in this time off a terminal
MAILS = "mails handed over"  # the step of that name in edition.py
DRAW_EVERY_S = 0.1  # a bar that changes more often than it is seen costs the mails' time
RATE_S = 10.0  # over which mails a second are counted; by eye


class Silent:
    """Shows nothing."""

    def __call__(self, step: str, done: int) -> None:
        """A step of the work, and how many were done in it."""

    def mailed(self, tally: Tally, total: int) -> None:
        """What became of an issue's mails so far, of `total` that were owed."""


class Lines(Silent):
    """One line for a step now and then."""

    def __init__(self) -> None:
        self._shown: dict[str, float] = {}

    def __call__(self, step: str, done: int) -> None:
        """A step of the work, and how many were done in it."""
        now = time.monotonic()
        if step not in self._shown or now - self._shown[step] >= LOG_EVERY_S:
            if step in self._shown:
                output.problem(f"{step}: {done:,}")
            self._shown[step] = now


class Live(Silent):
    """A line that changes in place; for mails with a bar, counts, rate and the time left."""

    def __init__(self, bar: Bar, task: TaskID) -> None:
        self._bar = bar
        self._task = task
        self._meter = Meter()
        self._drawn = 0.0

    def __call__(self, step: str, done: int) -> None:
        """A step of the work, and how many were done in it."""
        if step != MAILS:  # `mailed` shows those
            text = f"{step}: {done:,}" if done else step
            self._bar.update(self._task, description=text, total=None)

    def mailed(self, tally: Tally, total: int) -> None:
        """What became of an issue's mails so far, of `total` that were owed."""
        now = time.monotonic()
        if tally.handled < total and now - self._drawn < DRAW_EVERY_S:
            return
        self._drawn = now
        text = f"{counts(tally)}; {self._meter.told(now, tally.handled, total)}"
        self._bar.update(self._task, description=text, completed=tally.handled, total=total)


class Meter:
    """How fast mails go out, and how long the rest will take."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()  # (when, how many were done), oldest first

    def told(self, now: float, done: int, total: int) -> str:
        """Both in words; `now` in seconds of any clock that does not jump."""
        if self._seen and done < self._seen[-1][1]:  # another issue
            self._seen.clear()
        self._seen.append((now, done))
        while len(self._seen) > 2 and self._seen[0][0] < now - RATE_S:
            self._seen.popleft()
        first, before = self._seen[0]
        if now <= first or done <= before:
            return f"{done:,} of {total:,}"
        rate = (done - before) / (now - first)
        left = timedelta(seconds=math.ceil(max(0, total - done) / rate))
        return f"{done:,} of {total:,}, {rate:,.0f}/s, {left} left"


def counts(tally: Tally) -> str:
    """How many mails were sent, and how many were not."""
    parts = [f"{tally.sent:,} sent", f"{tally.deferred:,} deferred", f"{tally.failed:,} failed"]
    return ", ".join([*parts, *([f"{tally.in_doubt:,} in doubt"] if tally.in_doubt else [])])


@contextmanager
def shown(*, quiet: bool = False) -> Iterator[Silent]:
    """What a command tells its progress to."""
    if quiet:
        yield Silent()
    elif sys.stderr.isatty():
        with _live() as live:
            yield live
    else:
        yield Lines()


@contextmanager
def _live() -> Iterator[Live]:
    from rich.console import Console, RenderableType
    from rich.progress import BarColumn, SpinnerColumn, Task, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    class Known(BarColumn):
        """A bar once it is known how much there is."""

        def render(self, task: Task) -> RenderableType:  # type: ignore[override]
            return super().render(task) if task.total is not None else ""

    columns = (SpinnerColumn(), Known(20), TextColumn("{task.description}"), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        yield Live(bar, bar.add_task("starting", total=None))
