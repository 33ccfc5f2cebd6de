"""Which line of a dump is the article's headline."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from newsfold.clean.lines import Line
from newsfold.text import chars, words
from newsfold.text.language import Language

# Weights beside the shared words, which count 0 to 2; chosen on the open pages' own titles.
LENGTH = 0.13  # for each term, up to ten: labels are short
DISTANCE = 0.015  # for each line to the body, up to forty
REPEATED = 0.1
BELOW = 0.8  # the byline: what stands there is a caption or the standfirst
SPREAD = 8.0  # paragraphs that repeat a term until it counts double
STANDFIRST_REACH = 4  # lines between a headline and its standfirst
NEARLY = 0.75  # of the best candidate's value
MIN_WORDS, MAX_WORDS = 3, 32  # of 1,100 gold titles 99 % lie between
LOOKED_AT = 25  # paragraphs whose terms make the body's profile
# A suffix is cut only when it is short and looks like a name, not like half a sentence.
MAX_SUFFIX_WORDS = 5
_SUFFIX = re.compile(r"\s+[|»•]\s+|\s[-–—]\s|\s::\s")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may be the headline. `distance` is in lines from the body's first."""

    line: Line
    distance: int
    is_below_byline: bool = False


def is_shaped(line: Line) -> bool:
    """Whether the line could be a headline: short, and not closed like a sentence."""
    limit = MAX_WORDS * (2 if line.common == 1.0 else 1)
    if not MIN_WORDS <= line.words <= limit:
        return False
    return not line.text.endswith((".", "…", ":", ",", ";", "。"))


def find(candidates: Sequence[Candidate], body: Sequence[Line], language: Language) -> Line | None:
    """The best headline among the candidates, which are in reading order; None without any.

    A headline shares its words with the body, stands near it but above the byline, and is often
    printed twice. Of neighbours that do so nearly alike the upper one is it: the lower one is
    the standfirst or a caption.
    """
    profile = _profile(body, language)
    repeats = Counter(c.line.key for c in candidates)
    valued = [
        (_value(c, profile, repeats[c.line.key] > 1, language), c)
        for c in candidates
        if is_shaped(c.line)
    ]
    if not valued:
        return None
    best = max(valued, key=lambda pair: pair[0])
    above = [
        (value, c)
        for value, c in valued
        if 0 < c.distance - best[1].distance <= STANDFIRST_REACH and value >= NEARLY * best[0]
    ]
    return above[0][1].line if above and not best[1].line.level else best[1].line


def _value(
    candidate: Candidate, profile: Counter[str], repeated: bool, language: Language
) -> float:
    own = set(words.terms(candidate.line.text, language))
    if not own:
        return 0.0
    # Terms that the whole body repeats count up to twice those of one paragraph.
    shared = sum(min(2.0, 1.0 + profile[t] / SPREAD) for t in own if t in profile) / len(own)
    value = shared + LENGTH * min(len(own), 10) - DISTANCE * min(candidate.distance, 40)
    value += 0.5 if candidate.line.level == 1 else 0.0
    value += REPEATED if repeated else 0.0
    return value - (BELOW if candidate.is_below_byline else 0.0)


def _profile(body: Sequence[Line], language: Language) -> Counter[str]:
    found: Counter[str] = Counter()
    for line in body[:LOOKED_AT]:
        found.update(set(words.terms(line.text, language)))
    return found


def stripped(title: str, site: str | None = None) -> str:
    """The title without ' | Site' or ' - Site' where `site` is that name or nearly."""
    cuts = list(_SUFFIX.finditer(title))
    if not cuts or not site:
        return title
    known = chars.fold(site)
    for cut in cuts:
        tail = chars.fold(title[cut.end() :])
        if tail and (tail == known or known.startswith(tail) or tail.startswith(known)):
            return title[: cut.start()].rstrip()
        head = chars.fold(title[: cut.start()])
        if head and head == known:
            return title[cut.end() :].lstrip()
    return title
