"""How much of a text another one holds, in groups of four words.

Precision and recall are those of the page's shingles, averaged over pages; F1 is taken of the two
means. Source: scrapinghub/article-extraction-benchmark, whose published figures it repeats.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

SIZE = 4  # words
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall of one page, or their means over pages."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def of(text: str) -> Counter[tuple[str, ...]]:
    """The shingles of a text with how often each occurs; a shorter text is one shingle."""
    words = _WORD.findall(text)
    found = (tuple(words[i : i + SIZE]) for i in range(max(1, len(words) - SIZE + 1)))
    return Counter(shingle for shingle in found if shingle)


def score(wanted: str, found: str) -> Score:
    """How well the found text matches the wanted one."""
    one, two = of(wanted), of(found)
    both = sum((one & two).values())
    if not one and not two:
        return Score(1.0, 1.0)
    return Score(both / max(1, sum(two.values())), both / max(1, sum(one.values())))


def mean(scores: Sequence[Score]) -> Score:
    """The means over pages."""
    if not scores:
        return Score(0.0, 0.0)
    return Score(
        statistics.fmean(s.precision for s in scores), statistics.fmean(s.recall for s in scores)
    )
