"""Conditional logits: the weights under which the right one of several choices is likeliest.

Figures are given by grouped folds: the choices of a host are judged by weights that were fitted
without any page of it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

FOLDS = 5

Numbers = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """One page: a row of features for each candidate, and which of them are right."""

    host: str
    seen: Numbers
    right: Numbers
    is_told: bool = True  # whether it is known what is right


def choice(
    host: str, seen: Sequence[dict[str, float]], right: Sequence[bool], *, is_told: bool = True
) -> Choice:
    """The choice among candidates with these features."""
    rows = np.array([list(one.values()) for one in seen], dtype=float)
    return Choice(host, rows, np.array(right, dtype=float), is_told)


def pages(path: Path) -> Iterator[dict[str, Any]]:
    """The open pages of a file of JSON lines, gzipped."""
    with gzip.open(path, "rt", encoding="utf-8") as listed:
        for line in listed:
            page: dict[str, Any] = json.loads(line)
            if page["split"] == "open":
                yield page


def number(name: str) -> int:
    """A number that is always the same for a name: what parts data into open, kept and folds."""
    return int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16)


def fold(host: str) -> int:
    """The fold of a host."""
    return number(host) % FOLDS


def folded(choices: Sequence[Choice], penalty: float, *, none_counts: bool) -> list[Numbers]:
    """For each fold the weights fitted without it."""
    return [
        fit([c for c in choices if fold(c.host) != k], penalty, none_counts=none_counts)
        for k in range(FOLDS)
    ]


def fit(choices: Sequence[Choice], penalty: float, *, none_counts: bool) -> Numbers:
    """The weights of the plain features.

    `none_counts` adds the choice of none of the candidates, whose value is 0; without it pages
    of which no candidate is right tell nothing. `penalty` is on squared weights of features that
    are scaled to a deviation of 1; one that never varies (the bias) is free of it.
    """
    rows = np.vstack([c.seen for c in choices if len(c.seen)])
    deviation = rows.std(axis=0)
    costs = penalty * (deviation > 0)
    scale = np.where(deviation > 0, deviation, 1.0)
    told = [
        (c.seen / scale, c.right) for c in choices if len(c.seen) and (none_counts or c.right.any())
    ]

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        total, slope = float(costs @ weights**2), 2 * costs * weights
        for seen, right in told:
            value = seen @ weights
            top = max(float(value.max()), 0.0)
            share = np.exp(value - top)
            none = np.exp(-top) if none_counts else 0.0
            whole = float(share.sum() + none)
            share = share / whole
            hit = float(share @ right) if right.any() else none / whole
            total -= float(np.log(hit + 1e-12))
            slope = slope - seen.T @ (share * right / max(hit, 1e-12) - share)
        return total, slope

    found = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B")
    weights: Numbers = found.x / scale
    return weights


def best(one: Choice, weights: Numbers) -> tuple[int, float]:
    """The candidate with the highest value, and that value; (-1, 0.0) without any."""
    if not len(one.seen):
        return -1, 0.0
    values = one.seen @ weights
    at = int(np.argmax(values))
    return at, float(values[at])


def module(subject: str, tool: str, weights: dict[str, float]) -> str:
    """The weights as the module that the package holds."""
    rows = "\n".join(f'        "{name}": {value:.2f},' for name, value in weights.items())
    return (
        f'"""How much each feature of a line speaks for {subject}.\n\n'
        f"Fitted by {tool}, which tells on what; not to be edited by hand.\n"
        '"""\n\nfrom __future__ import annotations\n\nfrom collections.abc import Mapping\n'
        "from types import MappingProxyType\n\n"
        f"WEIGHTS: Mapping[str, float] = MappingProxyType(\n    {{\n{rows}\n    }}\n)\n"
    )
