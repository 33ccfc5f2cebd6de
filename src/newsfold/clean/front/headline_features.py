"""What is seen of a line that may be the headline: its words, its shape, where it stands."""

from __future__ import annotations

import bisect
import itertools
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from newsfold.clean.line import extent
from newsfold.clean.line.lines import Line
from newsfold.clean.line.signs import Sign
from newsfold.text import words
from newsfold.text.language import Language

LOOKED_AT = 25  # paragraphs whose terms make the body's profile
LEADING = 2  # paragraphs a headline shares most with
SPREAD = 8.0  # paragraphs that repeat a term until it counts double
NEAR = 3  # lines on either side that are looked at
BYLINE_REACH = 4  # lines from a headline down to its byline
MIN_PART = 12  # folded characters of a line that says something as part of another
KICKER = 3  # words of the longest label above a headline

_CUT = re.compile(r"\s+[|»•]\s+|\s[-–—]\s|\s::\s")
_TRAIL = re.compile(r"[/›»>→•]")


@dataclass(frozen=True)
class Surroundings:
    """A page's lines and where its text begins: what every candidate is seen against."""

    signs: Sequence[Sign]
    lead: int  # index of the first paragraph of the body
    body: Sequence[Line]
    language: Language

    @cached_property
    def profile(self) -> Counter[str]:
        """In how many of the first paragraphs each term stands."""
        return Counter(itertools.chain.from_iterable(self.terms(b) for b in self.body[:LOOKED_AT]))

    @cached_property
    def opening_terms(self) -> frozenset[str]:
        """The terms of the first paragraphs."""
        return frozenset().union(*(self.terms(b) for b in self.body[:LEADING]))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The content words of the first paragraphs as they stand."""
        return frozenset().union(*(line.vocabulary for line in self.body[:LOOKED_AT]))

    @cached_property
    def opening(self) -> int | None:
        """Index of the first byline or date with paragraphs close behind it."""
        return extent.opening(self.signs)

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each line stands, by its key."""
        found: dict[str, list[int]] = {}
        for index, sign in enumerate(self.signs):
            found.setdefault(sign.line.key, []).append(index)
        return found

    @cached_property
    def _sorted(self) -> tuple[list[str], list[str]]:
        keys = [key for key in self.places if len(key) >= MIN_PART]
        return sorted(keys), sorted(key[::-1] for key in keys)

    def is_part(self, key: str) -> bool:
        """Whether a longer line of the page begins or ends with the line of this key."""
        if len(key) < MIN_PART:
            return False
        for keys, wanted in zip(self._sorted, (key, key[::-1]), strict=True):
            at = bisect.bisect_right(keys, wanted)
            if at < len(keys) and keys[at].startswith(wanted):
                return True
        return False

    def terms(self, line: Line) -> frozenset[str]:
        """The line's content words."""
        return frozenset(words.terms_of(line.tokens, self.language))


def of(index: int, around: Surroundings) -> dict[str, float]:
    """The features of the line at `index`, by name; all are 0 to about 4."""
    line = around.signs[index].line
    own = around.terms(line)
    known = [min(2.0, 1.0 + around.profile[t] / SPREAD) for t in own if t in around.profile]
    return {
        "shared": sum(known) / len(own) if own else 0.0,
        "shared-count": math.log1p(len(known)),
        "shared-opening": len(own & around.opening_terms) / len(own) if own else 0.0,
        "terms": min(len(own), 10) / 10,
        **_shape(line),
        "name": float(around.signs[index].is_name),
        **_place(index, around),
        **_neighbours(index, around),
    }


def _shape(line: Line) -> dict[str, float]:
    text = line.text
    size = line.words
    found = words.words(text)
    capital = sum([w[0].isupper() or w[0].isdigit() for w in found])
    return {
        "one-word": float(size <= 1),
        "two-words": float(1 < size <= 2),
        "three-words": float(2 < size <= 3),
        "five-words": float(3 < size <= 5),
        "long": float(size >= 16),
        "longer": float(size >= 24),
        "full-stop": float(text.endswith((".", "…", "。"))),
        "colon": float(text.endswith((":", ",", ";"))),
        "capitals": capital / len(found) if found else 0.0,
        "small": float(text[:1].islower()),
        "common": min(line.common, 0.6),
        "bar": float("|" in text),
        "cut": float(_CUT.search(text) is not None),
        "trail": float(_TRAIL.search(text) is not None),
        "digits": sum(map(str.isdigit, text)) / len(text),
        "heading": float(line.level == 1),
    }


def _place(index: int, around: Surroundings) -> dict[str, float]:
    above = around.lead - index
    opening = around.opening
    places = around.places[around.signs[index].line.key]
    return {
        "below": float(above <= 0),
        "far": float(above > 12),
        "farther": float(above > 40),
        "under-byline": float(opening is not None and index > opening),
        "over-byline": math.log1p(max(0, opening - index)) if opening is not None else 0.0,
        "thrice": float(len(places) > 2),
        "again-below": float(places[-1] > around.lead + 3),
        "part": float(around.is_part(around.signs[index].line.key)),
    }


def _neighbours(index: int, around: Surroundings) -> dict[str, float]:
    signs = around.signs
    above = signs[max(0, index - NEAR) : index]
    below = signs[index + 1 : index + 1 + BYLINE_REACH]
    after = below[0] if below else None
    return {
        "byline-below": float(True in [s.byline is not None or s.is_age for s in below]),
        "kicker": float(bool(above) and above[-1].junk is None and above[-1].line.words <= KICKER),
        "junk-above": sum([s.junk is not None for s in above]) / NEAR,
        "long-above": sum([s.line.words > 5 for s in above]) / NEAR,
        "standfirst": float(
            after is not None and _is_plain(after) and after.line.ends and after.line.words > 7
        ),
    }


def _is_plain(sign: Sign) -> bool:
    return sign.junk is None and sign.byline is None
