"""A date as a text words it, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from newsfold.model import When

Kind = Literal["explicit", "partial", "relative"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A date in a text: `text` is what stands from `start` up to `end`.

    'explicit' states its year, 'partial' a day or month without one, 'relative' counts from the
    base date. `future` tells that it lies after the base date.
    """

    start: int
    end: int
    text: str
    when: When
    kind: Kind
    future: bool
