"""Keeps the proof up to date: made again whenever a file that it depends on changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import watchfiles

from newsfold.errors import NewsfoldError
from newsfold.web.proof import Proof

LOOK_AGAIN_MS = 2_000  # how soon a file that was not there before is noticed; by eye


@dataclass(frozen=True, slots=True)
class Made:
    """A proof, and the files and folders that it was made from."""

    proof: Proof
    watched: tuple[Path, ...]


class Press:
    """The newest proof that could be made. `make` may take long: it runs in a thread."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._made = make()
        self._news = asyncio.Condition()
        self.version = 1
        self.problem = ""  # why the files as they are now give no proof; the last one stays

    @property
    def proof(self) -> Proof:
        """The last one that could be made."""
        return self._made.proof

    async def watch(self, stop: asyncio.Event) -> None:
        """Make the proof anew after each change, until `stop` is set."""
        while not stop.is_set():
            places = self._places()
            changes = watchfiles.awatch(
                *places,
                stop_event=stop,
                rust_timeout=LOOK_AGAIN_MS,
                yield_on_timeout=True,
                ignore_permission_denied=True,
            )
            async for changed in changes:
                moved = self._places() != places
                if changed or moved:
                    await self.renew()
                if moved:
                    break  # other files count from now on

    def _places(self) -> list[Path]:
        return [path for path in self._made.watched if path.exists()]

    async def renew(self) -> None:
        """Make the proof anew, and tell whoever waits."""
        try:
            self._made = await asyncio.to_thread(self._make)
            self.problem = ""
        except NewsfoldError as error:
            self.problem = str(error)
        async with self._news:
            self.version += 1
            self._news.notify_all()

    async def news(self, seen: int) -> int:
        """The version, as soon as it is another than `seen`."""
        async with self._news:
            await self._news.wait_for(lambda: self.version != seen)
            return self.version
