"""The shape of a regression's weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Numbers = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Of `n` features that are first brought to mean 0 and deviation 1."""

    base: float
    centres: Numbers  # shape (n,)
    scales: Numbers
    linear: Numbers
    crossed: Numbers  # of products of two: shape (n, n), upper triangle


def read(
    base: float,
    centres: tuple[float, ...],
    scales: tuple[float, ...],
    linear: tuple[float, ...],
    crossed: tuple[tuple[float, ...], ...],
) -> Weights:
    """The weights as arrays; `crossed` holds each row from its diagonal on."""
    table = np.zeros((len(linear), len(linear)))
    for place, row in enumerate(crossed):
        table[place, place:] = row
    return Weights(base, np.array(centres), np.array(scales), np.array(linear), table)
