"""What in a sentence speaks for its place in a summary, as numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import exp, log1p, sqrt

from newsfold.edit.people import people
from newsfold.edit.sentences import desk, fit
from newsfold.edit.sentences.desk import Desk, Judged
from newsfold.edit.sentences.fit import Flaw

DECAY = 0.2  # per sentence from the top; .1 to .3 give the same ROUGE-1 within .3
MOST_NAMES = MOST_NUMBERS = 5  # a list of names is worth no more than five of them
MOST_WORDS = 60
_NUMBER = re.compile(r"\d+")
_MARK = re.compile(r"[\"“”„«»「」『』]")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a sentence is compared with: its article's length and the story's centre."""

    lines: tuple[int, ...]  # per article
    most_central: float


def surroundings(story: Desk) -> Surroundings:
    """Those of all lines of a story."""
    count = [0] * len(story.articles)
    for judged in story.judged:
        count[judged.line.article] += 1
    return Surroundings(tuple(count), max((j.central for j in story.judged), default=0.0) or 1.0)


def of(judged: Judged, story: Desk, around: Surroundings) -> dict[str, float]:
    """The features by name, always the same names in the same order."""
    line = judged.line
    named = len(people.names(line.text, story.language))
    return {
        "from the top": exp(-DECAY * line.order),
        "one of the first": 1 / (1 + line.order),
        "place in its article": line.order / max(1, around.lines[line.article]),
        "place": log1p(line.order),
        "central": judged.central,
        "central in its story": judged.central / around.most_central,
        "headline": judged.titled,
        "like the first": desk.alike(judged, story.judged[0]),
        "told again": judged.retold,
        "words over the limit": max(0, min(line.size, MOST_WORDS) - fit.LONG) / 10,
        "words": min(line.size, MOST_WORDS) / 10,
        "names": min(named, MOST_NAMES) / max(4.0, sqrt(line.size)),
        "numbers": float(min(MOST_NUMBERS, len(_NUMBER.findall(line.text)))),
        "quotation": float(_MARK.search(line.text) is not None),
        "dated": float(judged.when is not None),
        "undated today": float(judged.vague),
        "personal": float(Flaw.PERSONAL in judged.flaws),
    }
