"""The summary of a story: about three of its sources' sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp

from newsfold.edit import desk, fit
from newsfold.edit.desk import Desk, Judged
from newsfold.edit.fit import Flaw

SENTENCES = 3
MAX_WORDS = 90  # with three long sentences the third is left out
FEW_WORDS = 45  # under this a fourth may be added
DECAY = 0.2  # per sentence from the top; 12 settings around it are within .8 ROUGE-1
POSITION, CENTRE, TITLE, SAME = 1.2, 1.0, 0.5, 0.5  # weights, measured with DECAY
REPEATS = 0.5  # likeness from which two sentences say the same
REPEATS_AS_LEAD = 0.1  # the same for the first sentences of two articles
OPENERS = 3  # lines from the top of an article among which the first sentence is looked for
# What is put up with when nothing better is there: the ends of teasers are often cut off.
_TIERS = (frozenset[Flaw](), frozenset({Flaw.CUT_OFF}), frozenset({Flaw.CUT_OFF, Flaw.CONNECTIVE}))


def choose(story: Desk, allowed: Callable[[Judged], bool]) -> tuple[Judged, ...]:
    """The sentences in reading order, up to four; () when none can be printed.

    `allowed` tells which lines may be printed at all (what was told before may not).
    """
    candidates = [j for j in story.judged if j.line.paragraph is not None and allowed(j)]
    for permitted in _TIERS:
        fitting = [j for j in candidates if not j.hard - permitted]
        if fitting:
            return _picked(fitting)
    return ()


def _picked(fitting: Sequence[Judged]) -> tuple[Judged, ...]:
    scores = {j.line.key: _score(j, fitting) for j in fitting}
    first = max(_openers(fitting), key=lambda j: (_opening(j, scores), _early(j)))
    chosen = [first]
    rest = [j for j in fitting if _follows(j, first)]
    while rest and len(chosen) <= SENTENCES:
        best = max(rest, key=lambda j: (_worth(j, chosen, scores), _early(j)))
        rest.remove(best)
        if any(repeats(best, other) for other in chosen):
            continue
        size = sum(j.line.size for j in chosen)
        if len(chosen) >= SENTENCES and size > FEW_WORDS:
            break
        if len(chosen) >= 2 and size + best.line.size > MAX_WORDS:
            continue
        chosen.append(best)
    lead = first.line.article
    return tuple(sorted(chosen, key=lambda j: (j.line.article != lead, j.line.key)))


def repeats(one: Judged, other: Judged) -> bool:
    """Whether both say the same, as the first sentences of two articles always do."""
    a, b = one.line, other.line
    leads = a.article != b.article and a.order == b.order == 0
    return desk.alike(one, other) > (REPEATS_AS_LEAD if leads else REPEATS)


def _openers(fitting: Sequence[Judged]) -> list[Judged]:
    """The top lines of each article: what a reader can begin with."""
    count: dict[int, int] = {}
    found: list[Judged] = []
    for judged in fitting:
        place = count.get(judged.line.article, 0)
        if place < OPENERS:
            found.append(judged)
        count[judged.line.article] = place + 1
    return found


def _score(judged: Judged, fitting: Sequence[Judged]) -> float:
    line = judged.line
    score = POSITION * exp(-DECAY * line.order) + CENTRE * judged.central + TITLE * judged.titled
    if Flaw.LONG in judged.flaws:
        score -= 0.7 + 0.02 * (line.size - fit.LONG)
    if Flaw.SHORT in judged.flaws:
        score -= 0.5
    score -= 0.3 * (Flaw.DATELINE in judged.flaws) + 0.2 * (Flaw.BACKGROUND in judged.flaws)
    score -= 0.3 * (Flaw.PERSONAL in judged.flaws)
    return score - (0.3 if judged.vague else 0.0)


def _opening(judged: Judged, scores: dict[tuple[int, int], float]) -> float:
    """The first sentence says who does what, where and when."""
    lead = -0.1 * judged.line.article
    return round(scores[judged.line.key] + (0.3 if judged.when else 0.0) + lead, 9)


def _worth(judged: Judged, chosen: Sequence[Judged], scores: dict[tuple[int, int], float]) -> float:
    same = max(desk.alike(judged, other) for other in chosen)
    return round(scores[judged.line.key] - SAME * same, 9)


def _early(judged: Judged) -> tuple[int, int]:
    return (-judged.line.article, -judged.line.order)


def _follows(judged: Judged, first: Judged) -> bool:
    if judged.line.article == first.line.article:
        return judged.line.order > first.line.order
    return True
