"""How much each feature of a line speaks for its being the headline.

Fitted by tools/train_headline.py, which tells on what; not to be edited by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "shared": 1.69,
        "shared-count": 1.87,
        "shared-opening": 0.96,
        "terms": 1.67,
        "one-word": -3.18,
        "two-words": -2.70,
        "three-words": -1.91,
        "five-words": -1.03,
        "long": -2.03,
        "longer": -3.14,
        "full-stop": -2.83,
        "colon": -2.99,
        "capitals": 1.93,
        "small": -0.98,
        "common": 2.27,
        "bar": -4.69,
        "cut": -0.80,
        "trail": -3.08,
        "digits": 5.51,
        "heading": 4.00,
        "name": -0.47,
        "below": -1.89,
        "far": -0.40,
        "farther": -0.52,
        "under-byline": -0.78,
        "over-byline": -0.32,
        "thrice": 0.30,
        "again-below": -0.72,
        "part": 1.26,
        "byline-below": 2.67,
        "kicker": 0.93,
        "junk-above": 1.98,
        "long-above": -1.38,
        "standfirst": 0.79,
    }
)
