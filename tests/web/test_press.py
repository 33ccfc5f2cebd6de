"""web.press: the proof follows the files that it was made from."""

from __future__ import annotations

import asyncio
from pathlib import Path

from newsfold.config import Config
from newsfold.errors import InputError
from newsfold.web.press import Made, Press
from newsfold.web.proof import Proof
from tests.render import samples


class Maker:
    """Makes a proof whose title is what a file says; a missing file is an error."""

    def __init__(self, file: Path, *others: Path) -> None:
        self.file = file
        self.watched = (file, *others)

    def __call__(self) -> Made:
        """A proof, or an error that says so."""
        try:
            title = self.file.read_text("utf-8")
        except OSError as error:
            raise InputError("no title") from error
        newsletter = samples.NEWSLETTER.model_copy(update={"title": title})
        return Made(Proof(samples.issue(), newsletter, Config()), self.watched)


def test_a_change_makes_a_new_proof(tmp_path: Path) -> None:
    """The file is written anew; the version rises and the proof says what the file says now."""
    file = tmp_path / "title"
    file.write_text("one", "utf-8")

    async def play() -> None:
        press, stop = Press(Maker(file)), asyncio.Event()
        watcher = asyncio.create_task(press.watch(stop))
        await asyncio.sleep(0.5)
        waiting = asyncio.create_task(press.news(press.version))
        file.write_text("two", "utf-8")
        assert await asyncio.wait_for(waiting, timeout=30) == 2
        assert press.proof.newsletter.title == "two"
        stop.set()
        await asyncio.wait_for(watcher, timeout=30)

    asyncio.run(play())


def test_a_file_that_is_not_there_yet_is_noticed(tmp_path: Path) -> None:
    """A watched folder that appears later counts from then on."""
    file, later = tmp_path / "one" / "title", tmp_path / "later"
    file.parent.mkdir()
    file.write_text("one", "utf-8")

    async def play() -> None:
        press, stop = Press(Maker(file, later)), asyncio.Event()
        watcher = asyncio.create_task(press.watch(stop))
        await asyncio.sleep(0.5)
        waiting = asyncio.create_task(press.news(press.version))
        later.mkdir()
        seen = await asyncio.wait_for(waiting, timeout=30)
        waiting = asyncio.create_task(press.news(seen))
        await asyncio.sleep(0.5)
        (later / "part.j2").write_text("x", "utf-8")
        assert await asyncio.wait_for(waiting, timeout=30) > seen
        stop.set()
        await asyncio.wait_for(watcher, timeout=30)

    asyncio.run(play())


def test_a_broken_file_leaves_the_last_proof(tmp_path: Path) -> None:
    """What is wrong is said; the last proof stays until the file is mended."""
    file = tmp_path / "title"
    file.write_text("one", "utf-8")

    async def play() -> None:
        press = Press(Maker(file))
        file.unlink()
        await press.renew()
        assert press.problem == "no title"
        assert press.proof.newsletter.title == "one"
        file.write_text("two", "utf-8")
        await press.renew()
        assert (press.problem, press.proof.newsletter.title) == ("", "two")

    asyncio.run(play())
