"""Where a document comes from, as far as it is known before its content is looked at."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from newsfold.model import Document, Failure, Hints, Media, Notice

Item = Document | Failure | Notice  # what a source gives


@dataclass(frozen=True, slots=True)
class Origin:
    """The source, the locator, and what a sidecar or the settings say of it."""

    source: str
    locator: str
    fetched_at: datetime | None = None
    hints: Hints = field(default_factory=Hints)

    def document(self, media: Media, body: bytes, charset: str | None) -> Document:
        """The document that is the whole of this origin."""
        return Document(
            self.source, self.locator, media, body, charset, self.fetched_at, self.hints
        )

    def item(self, number: int) -> Origin:
        """The `number`-th record or entry in it, from 1; only what holds for all of them stays."""
        shared = Hints(
            outlet=self.hints.outlet,
            language=self.hints.language,
            categories=self.hints.categories,
        )
        return replace(self, locator=f"{self.locator}#{number}", hints=shared)


def shown(path: Path) -> str:
    """The path as text that can be printed and stored, whatever bytes its name has."""
    return os.fsencode(path).decode("utf-8", "replace")


def overlaid(upper: Hints, lower: Hints) -> Hints:
    """The hints of `upper`, and of `lower` where `upper` says nothing."""
    return Hints(
        title=upper.title or lower.title,
        authors=upper.authors or lower.authors,
        outlet=upper.outlet or lower.outlet,
        url=upper.url or lower.url,
        published_at=upper.published_at or lower.published_at,
        language=upper.language or lower.language,
        categories=upper.categories or lower.categories,
        picture=upper.picture or lower.picture,
    )
