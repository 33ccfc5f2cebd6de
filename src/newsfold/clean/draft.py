"""What every cleaner hands over: the parts of an article before identity and checks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from newsfold.clean.line.labels import Labelled
from newsfold.model import DatedBy, Picture, Post, Removal, Subheading, When


@dataclass(frozen=True, slots=True)
class Evidence:
    """One date that a document gives for itself, and where it stood."""

    when: When
    by: DatedBy


class Told(NamedTuple):
    """A labelled line or block, and what was recorded as removed when it was taken."""

    line: Labelled
    removed: tuple[Removal, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """The parts of an article as one cleaner found them; unknown parts are None or empty."""

    title: str | None
    paragraphs: tuple[str, ...]
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    url: str | None = None
    dates: tuple[Evidence, ...] = ()
    language: str | None = None  # as the document states it
    categories: tuple[str, ...] = ()
    subheadings: tuple[Subheading, ...] = ()
    posts: tuple[Post, ...] = ()
    captions: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    removed: tuple[Removal, ...] = ()
    told: tuple[Told, ...] = ()  # the lines it was made of, in order

    def losing(self, removed: Iterable[Removal]) -> Draft:
        """The same draft with more removals on its list."""
        return replace(self, removed=(*self.removed, *removed))


def strongest(dates: Iterable[Evidence]) -> Evidence | None:
    """The best evidence by DatedBy's order; of equals the first, but an instant beats a day."""
    order = list(DatedBy)
    ranked = sorted(dates, key=lambda e: (order.index(e.by), e.when.instant is None))
    return ranked[0] if ranked else None
