"""How much each feature of a line speaks for its date.

Fitted by tools/train_dating.py, which tells on what; not to be edited by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "bias": 1.71,
        "byline": 0.38,
        "by": 0.40,
        "prose": -2.88,
        "said": 1.83,
        "update": -2.13,
        "opens": -0.34,
        "bare": 0.54,
        "between": -0.29,
        "first-below": 1.91,
        "in-text": -0.13,
        "behind": -0.36,
        "above": 2.34,
        "far-above": 0.23,
        "masthead": -3.55,
        "distance": -0.47,
        "crowd": -2.22,
        "many": -0.37,
        "only": -0.68,
        "again": 0.07,
        "beside-name": 0.41,
    }
)
