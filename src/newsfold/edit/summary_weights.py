"""How much each feature of a line speaks for its place in a summary.

Fitted by tools/train_summary.py, which tells on what; not to be edited by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "from the top": 6.57,
        "place in its article": -0.49,
        "place": 0.27,
        "central": 45.90,
        "central in its story": -11.70,
        "headline": 12.41,
        "words over the limit": -4.37,
        "words": 0.08,
        "names": 0.77,
        "numbers": 0.33,
        "quotation": -1.70,
        "dated": 3.91,
        "undated today": 0.65,
        "personal": -1.78,
    }
)
