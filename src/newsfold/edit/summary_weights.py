"""How much each feature of a line speaks for its place in a summary.

Fitted by tools/train_summary.py, which tells on what; not to be edited by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "from the top": 6.57,
        "place in its article": -0.51,
        "place": 0.29,
        "central": 45.85,
        "central in its story": -11.70,
        "headline": 12.42,
        "words over the limit": -4.36,
        "words": 0.08,
        "names": 0.75,
        "numbers": 0.32,
        "quotation": -1.71,
        "dated": 3.93,
        "undated today": 0.64,
        "personal": -1.93,
    }
)
