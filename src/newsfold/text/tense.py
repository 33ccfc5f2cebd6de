"""Whether the words around a date announce something or report it."""

from __future__ import annotations

import re
from enum import Enum

from newsfold.text.date_patterns import Patterns

SENTENCE_END = re.compile(
    r"[.!?…؟]['\")\]”’»]*\s+(?=[\"'“‘«„(\[]?[A-ZÀ-ÖØ-ÞЀ-Я\u0620-\u064a])|[。！？]|\n"
)
REACH = 120  # characters looked through on either side; chosen by eye: a long clause


class Tense(Enum):
    """What the nearest verb form says."""

    FUTURE = "future"
    PRESENT = "present"  # of what is fixed: 'begins on Sunday', 'costs more from Sunday'
    PAST = "past"
    UNCLEAR = "unclear"

    @property
    def ahead(self) -> bool:
        """Whether the day spoken of is still to come."""
        return self in (Tense.FUTURE, Tense.PRESENT)


Cue = tuple[int, str]  # where it begins; 'future', 'scheduled', 'present' or 'past'
_TOLD = {"future": Tense.FUTURE, "scheduled": Tense.PRESENT, "past": Tense.PAST}
_COMMA = re.compile(r"[,;:–—]")
OPENING = 2  # words before a date that still opens its sentence: 'Early on Monday, '


def around(text: str, start: int, end: int, patterns: Patterns) -> Tense:
    """The tense in which the clause speaks of what stands at `start` to `end`.

    A word that announces right behind the date decides ('on Monday will'), or one that leads to it
    ('a march for Sunday', but not 'for Sunday's march'); then the last cue before it ('will meet on
    Thursday, officials said Tuesday'); then the first behind it, up to a comma ('from Tuesday, the
    council said') unless the date opens the sentence ('During a visit on Tuesday, she said'). Up to
    a day only what is still to come is sure: 'said it stays shut until Friday', 'was shut until'.
    """
    before, after = _clause(text, start, end, patterns)
    possessive = text[start:end].endswith("'s")
    if patterns.until.search(before):
        return _until(_cues(before, patterns), _cues(after, patterns))
    if patterns.toward.search(before) and not possessive:
        return Tense.FUTURE
    behind = _cues(after, patterns)
    if behind and behind[0][1] == "future" and not after[: behind[0][0]].strip(" ,"):
        return Tense.FUTURE
    cues = _cues(before, patterns)
    embedded = patterns.embeds.search(before)
    if embedded and cues and cues[-1][0] <= embedded.start("verb"):
        return Tense.UNCLEAR  # 'said the talks start on'
    onward = None if possessive else patterns.onward.search(before)
    if onward and cues and patterns.infinitive.search(before, cues[-1][0]):
        return Tense.FUTURE if cues[-1][1] == "future" else Tense.UNCLEAR  # 'voted to close it'
    if cues and cues[-1][1] == "present":
        led = onward is not None and not patterns.copula.search(before[: onward.start()])
        return Tense.PRESENT if led else Tense.UNCLEAR  # 'an image that is from Sunday'
    if not cues and not behind and _is_label(before, after):
        return Tense.PAST
    kind = cues[-1][1] if cues else behind[0][1] if behind else ""
    return _TOLD.get(kind, Tense.UNCLEAR)


def _is_label(before: str, after: str) -> bool:
    """Whether all that is said is 'on Monday' or "Monday's meeting", as of what happened."""
    return len(f"{before} {after}".split()) <= OPENING and before == before.lower()


def _until(before: list[Cue], after: list[Cue]) -> Tense:
    kinds = {kind for _, kind in [*before, *after]}
    if any(kind == "future" for _, kind in [*before, *after[:1]]):
        return Tense.FUTURE
    return Tense.PRESENT if kinds and "past" not in kinds else Tense.UNCLEAR


def _cues(text: str, patterns: Patterns) -> list[Cue]:
    """The cues of `text`, without participles and without the 'to be' of 'scheduled to be'."""
    found: list[Cue] = []
    end, before = 0, ""
    for cue in patterns.cue.finditer(text):
        kind = cue.lastgroup or ""
        joined = kind == "present" and before == "future" and not text[end : cue.start()].strip()
        participle = kind == "past" and patterns.passive.search(text[: cue.start()])
        if not joined and not participle:
            found.append((cue.start(), kind))
        end, before = cue.end(), kind
    return found


def _clause(text: str, start: int, end: int, patterns: Patterns) -> tuple[str, str]:
    before = text[max(0, start - REACH) : start]
    opening = max((m.end() for m in SENTENCE_END.finditer(before)), default=0)
    before = before[opening:]
    after = text[end : end + REACH]
    closing = SENTENCE_END.search(after)
    after = after[: closing.start()] if closing else after
    comma = _COMMA.search(after)
    phrase = before.rsplit(",", 1)[-1]  # 'The president, in an interview on Thursday, defended'
    if comma and len(before.split()) > OPENING and not patterns.adjunct.match(phrase):
        after = after[: comma.start()]
    clauses = (m.end() for m in patterns.conjunction.finditer(before))
    opened = max((at for at in clauses if len(before[at:].split()) > OPENING), default=0)
    return before[opened:], after
