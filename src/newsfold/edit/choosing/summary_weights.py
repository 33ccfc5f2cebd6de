"""How much each feature of a line speaks for its place in a summary.

Fitted by tools/train_summary.py, which tells on what; not to be edited by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "from the top": 10.94,
        "one of the first": -7.37,
        "place in its article": 0.89,
        "place": -0.31,
        "central": 43.38,
        "central in its story": -13.16,
        "headline": 12.48,
        "like the first": 2.02,
        "told again": 2.61,
        "words over the limit": -4.43,
        "words": 0.21,
        "names": 0.94,
        "numbers": 0.30,
        "quotation": -1.70,
        "dated": 3.99,
        "undated today": 0.64,
        "personal": -1.92,
    }
)
