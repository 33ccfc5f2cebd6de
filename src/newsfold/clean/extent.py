"""Where the article of a page begins and ends: the run of lines with the largest score.

Source: maximum-sum segments over token labels, Pasternack & Roth, WWW 2009; the line weights are
those measured as H1 beside this project (pooled F1 0.863) with penalties for page furniture.
"""

from __future__ import annotations

from collections.abc import Sequence

from newsfold.clean.lines import Line

MAX_GAIN = 60  # words that count of one line: a long imprint must not outweigh an article
MISS = 12.0  # what a line that is no prose costs
FURNITURE = 18.0  # what a line costs that phrases know as furniture
# Labels that usually stand behind an article; a run goes on over one only for much prose.
BOUNDARY = 40.0
BOUNDARIES = frozenset({"related", "comments", "author-box", "previous-next", "legal"})
SHORT_SENTENCE = 3.0  # 'He did.': costs little, belongs to what stands around it


def score(line: Line, junk: str | None) -> float:
    """What a line adds to the run that holds it."""
    if junk is not None:
        return -BOUNDARY if junk in BOUNDARIES else -FURNITURE
    if line.is_prose:
        return min(line.words, MAX_GAIN) - 4.0
    if line.ends and line.words >= 3 and line.common > 0:
        return -SHORT_SENTENCE + 0.3 * line.words
    return -MISS + (0.3 * line.words if line.words > 5 and line.common > 0.15 else 0.0)


def best(scores: Sequence[float]) -> tuple[int, int]:
    """First and last index of the run with the largest sum; (0, -1) when no score is positive."""
    top, first, last = 0.0, 0, -1
    total, start = 0.0, 0
    for index, value in enumerate(scores):
        if total <= 0:
            total, start = 0.0, index
        total += value
        if total > top:
            top, first, last = total, start, index
    return first, last
