"""How much each feature of a line speaks for its date.

Fitted by tools/train_dating.py, which tells on what; not to be edited by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "bias": 0.96,
        "byline": 0.16,
        "by": 0.58,
        "prose": -2.70,
        "said": 1.67,
        "update": -2.10,
        "opens": -0.37,
        "bare": 0.47,
        "between": 0.45,
        "first-below": 1.41,
        "in-text": 0.84,
        "behind": -0.08,
        "above": 2.56,
        "far-above": 1.00,
        "masthead": -4.58,
        "distance": -0.24,
        "crowd": -2.84,
        "many": -0.13,
        "only": -0.56,
        "again": -0.14,
        "beside-name": 0.58,
    }
)
