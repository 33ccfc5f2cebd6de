"""Whether the words around a date announce something or report it."""

from __future__ import annotations

import re
from enum import Enum

from newsfold.text.date_patterns import Patterns

_SENTENCE_END = re.compile(
    r"[.!?…؟]['\")\]”’»]*\s+(?=[\"'“‘«„(\[]?[A-ZÀ-ÖØ-ÞЀ-Я\u0620-\u064a])|[。！？]|\n"
)
REACH = 120  # characters looked through on either side; chosen by eye: a long clause


class Tense(Enum):
    """What the nearest verb form says."""

    FUTURE = "future"
    PAST = "past"
    UNCLEAR = "unclear"


def around(text: str, start: int, end: int, patterns: Patterns) -> Tense:
    """The tense in which the sentence speaks of what stands at `start` to `end`.

    A word that announces right behind the date decides ('on Monday will'), or one that leads to it
    ('a march for Sunday', but not 'for Sunday's march'); then the last cue before it ('will meet on
    Thursday, officials said Tuesday'); then the first behind it. Up to a day only what is still to
    come is sure: 'said it stays shut until Friday', 'was shut until'.
    """
    before, after = _clause(text, start, end)
    if patterns.until.search(before):
        announced = any(cue["future"] for cue in patterns.cue.finditer(f"{before}\n{after}"))
        return Tense.FUTURE if announced else Tense.UNCLEAR
    if patterns.toward.search(before) and not text[start:end].endswith("'s"):
        return Tense.FUTURE
    following = patterns.cue.search(after)
    if following and following["future"] and not after[: following.start()].strip(" ,"):
        return Tense.FUTURE
    cues = list(patterns.cue.finditer(before))
    nearest = cues[-1] if cues else following
    if nearest is None:
        return Tense.UNCLEAR
    return Tense.FUTURE if nearest["future"] else Tense.PAST


def _clause(text: str, start: int, end: int) -> tuple[str, str]:
    before = text[max(0, start - REACH) : start]
    opening = max((m.end() for m in _SENTENCE_END.finditer(before)), default=0)
    after = text[end : end + REACH]
    closing = _SENTENCE_END.search(after)
    return before[opening:], after[: closing.start()] if closing else after
