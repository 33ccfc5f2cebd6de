"""The run of lines with the largest score: a live blog's extent, and a feature of other pages.

Source: maximum-sum segments over line scores, after Pasternack & Roth, WWW 2009. The weights were
chosen by 4-gram F1 on 663 open pages; between neighbouring settings it moves by less than 0.01.
"""

from __future__ import annotations

from collections.abc import Sequence

from newsfold.clean.line.lines import Line
from newsfold.clean.line.signs import Sign

MAX_GAIN = 60.0  # words that count of one line: a long imprint must not outweigh an article
MISS = 8.0  # what a line costs that is no prose
FURNITURE = 12.0  # what a line costs that phrases know as furniture
# Labels that usually stand behind an article; a run goes on over one only for much prose.
BOUNDARY = 40.0
BOUNDARIES = frozenset({"related", "comments", "author-box", "previous-next", "legal"})
LIVE_MISS = 2.0  # posts may be one paragraph under a heading, a time and a name printed twice
NEXT_POST = 3  # lines from a label between posts to the next one's time; by eye
SHORT_SENTENCE = 3.0  # 'He did.' costs little: it belongs to what stands around it
# Labels that stand in the middle of articles as often as behind them.
NEUTRAL = 3.0
NEUTRALS = frozenset(
    {"advert", "read-more", "player", "newsletter", "separator", "counter", "address"}
)
# The first byline or date with prose close behind it opens the article: comments and imprints
# may be longer, but nothing else begins so.
OPENING = 120.0
OPENING_REACH = 10  # lines below it
OPENING_PROSE = 2  # paragraphs among them
SETTLED = 80  # words of prose after which a byline or share label closes an article


def scores(signs: Sequence[Sign], *, is_live: bool = False) -> list[float]:
    """What each line adds to the run that holds it."""
    found: list[float] = []
    prose = 0
    for index, sign in enumerate(signs):
        value = _score(sign, prose >= SETTLED and not is_live)
        if is_live and value < 0 and (value > -BOUNDARY or _goes_on(signs, index)):
            value = -LIVE_MISS
        found.append(value)
        if is_text(sign):
            prose += sign.line.words
    at = opening(signs)
    if at is not None:
        found[at] = OPENING
    return found


def plain_scores(signs: Sequence[Sign]) -> list[float]:
    """The same by the shape of the lines alone, whatever phrases stand in them."""
    return [_plain(sign.line) for sign in signs]


def is_text(sign: Sign) -> bool:
    """Whether the line is prose and nothing tells that it is anything else."""
    return sign.junk is None and sign.byline is None and sign.line.is_prose


def opening(signs: Sequence[Sign]) -> int | None:
    """Index of the byline or date that opens the article; None where no line does."""
    for index, sign in enumerate(signs):
        if sign.byline is None or not (sign.byline.led or sign.byline.dates):
            continue
        below = signs[index + 1 : index + 1 + OPENING_REACH]
        if sum(1 for s in below if is_text(s)) >= OPENING_PROSE:
            return index
    return None


def _goes_on(signs: Sequence[Sign], index: int) -> bool:
    """Whether the times of a live blog's posts stand above the line and right below it."""
    below = signs[index + 1 : index + 1 + NEXT_POST]
    return any(s.is_time for s in below) and any(s.is_time for s in signs[:index])


def _score(sign: Sign, settled: bool) -> float:
    if sign.byline is not None or sign.is_age:
        # Behind an article's text it belongs to the next article of an endless page.
        ends = settled and sign.byline is not None and (sign.byline.led or sign.byline.dates)
        return -BOUNDARY if ends else -FURNITURE
    if sign.junk is not None:
        if sign.junk in NEUTRALS:
            return -NEUTRAL
        ends = sign.junk in BOUNDARIES or (settled and sign.junk == "share")
        return -BOUNDARY if ends else -FURNITURE
    return _plain(sign.line)


def _plain(line: Line) -> float:
    if line.is_prose:
        return min(line.words, MAX_GAIN) - 4.0
    if line.ends and line.words >= 3 and line.common > 0:
        return -SHORT_SENTENCE + 0.3 * line.words
    return -MISS + (0.3 * line.words if line.words > 5 and line.common > 0.15 else 0.0)


def best(values: Sequence[float]) -> tuple[int, int]:
    """First and last index of the run with the largest sum; (0, -1) when no value is positive."""
    top, first, last = 0.0, 0, -1
    total, start = 0.0, 0
    for index, value in enumerate(values):
        if total <= 0:
            total, start = 0.0, index
        total += value
        if total > top:
            top, first, last = total, start, index
    return first, last
