"""Where the archive's files are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path

from newsfold import archive
from newsfold.archive import File
from newsfold.cli import files
from newsfold.cli.settings import Setup
from newsfold.store.database import Database
from newsfold.store.issues import Frozen


def written(folder: Path, contents: Iterable[File]) -> int:
    """How many files were put into the folder. Raises: InputError."""
    count = 0
    for count, file in enumerate(contents, 1):  # noqa: B007 - the last number is the count
        files.write(folder / file.path, file.content)
    return count


def keeper(setup: Setup, db: Database) -> Callable[[Frozen], None] | None:
    """What puts an issue into the archive that the settings name; None where they name none."""
    if setup.archive is None:
        return None
    folder = setup.archive

    def keep(frozen: Frozen) -> None:
        newsletter = setup.newsletter(frozen.issue.newsletter)
        pages = archive.pages(
            frozen.issue, frozen.rendered, newsletter, setup.config, overrides=setup.overrides
        )
        fronts = archive.fronts(db, setup.config, overrides=setup.overrides)
        written(folder, chain(pages, fronts))

    return keep
