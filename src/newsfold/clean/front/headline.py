"""Which line of a dump is the article's headline."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from newsfold.clean.front import headline_features as features
from newsfold.clean.front.headline_features import Surroundings as Surroundings
from newsfold.clean.front.headline_weights import WEIGHTS
from newsfold.clean.line.lines import Line
from newsfold.clean.line.signs import Sign
from newsfold.clean.phrases import naming
from newsfold.clean.phrases.junk import Phrases
from newsfold.text import chars, words

FARTHEST = 500  # lines above the text; of 1,029 gold titles 3 stand farther up
NEAR = 15  # lines above the text within which a headline may share no word with it; by eye
LOWEST = 8  # lines from the text's first on: some dumps print the headline below the standfirst
MAX_SIZE = 45  # words; the longest gold title has 32
LEAST = 3.0  # of the best lines of 590 open pages none was lower, and of 5 below 5 one was right
TERSE = 2  # words of a headline that only its place shows; one alone may be a section's name
MIN_WORDS, MAX_WORDS = 3, 32  # of 1,100 gold titles 99 % lie between
# A suffix is cut only when it is short and looks like a name, not like half a sentence.
MAX_SUFFIX_WORDS = 5
_OPEN = (":", ",", ";", "…")
_SUFFIX = re.compile(r"\s+[|»•]\s+|\s[-–—]\s|\s::\s")


def is_shaped(line: Line) -> bool:
    """Whether the line could be a headline: short, and not closed like a sentence."""
    limit = MAX_WORDS * (2 if line.common == 1.0 else 1)
    if not MIN_WORDS <= line.words <= limit:
        return False
    return not line.text.endswith((".", "…", ":", ",", ";", "。"))


def find(around: Surroundings) -> int | None:
    """The index of the line that is most like a headline; None where none is like one."""
    valued = [(_value(features.of(i, around)), -i) for i in candidates(around)]
    value, index = max(valued, default=(LEAST, 0))
    return -index if value > LEAST else _terse(around)


def _terse(around: Surroundings) -> int | None:
    """The short line right above the text or its byline, for want of a better one.

    Without a byline it has to name something of the text: a section's name would not.
    """
    index = around.lead - 1
    while index >= 0 and _is_head_matter(around.signs[index]):
        index -= 1
    if index < 0 or not _may_be(around.signs[index]):
        return None
    line = around.signs[index].line
    if line.words < TERSE or not line.opens or line.ends or line.is_prose or line.is_item:
        return None
    is_signed = index < around.lead - 1
    named = is_signed or not around.terms(line).isdisjoint(around.opening_terms)
    return index if named and not line.text.endswith(_OPEN) else None


def _is_head_matter(sign: Sign) -> bool:
    return sign.byline is not None or sign.is_time or sign.is_age


def _value(seen: Mapping[str, float]) -> float:
    return sum([WEIGHTS[name] * value for name, value in seen.items()])


def candidates(around: Surroundings) -> list[int]:
    """Indices of the lines that may be the headline, in reading order."""
    first = max(0, around.lead - FARTHEST)
    return [
        index
        for index, sign in enumerate(around.signs[first : around.lead + LOWEST], first)
        if _may_be(sign)
        and not (index >= around.lead and _is_paragraph(sign.line))
        and (index >= around.lead - NEAR or not sign.line.vocabulary.isdisjoint(around.vocabulary))
    ]


def _is_paragraph(line: Line) -> bool:
    # 'See also' or an advert's label behind the last sentence makes no headline of it.
    return line.is_prose and (line.sentences > 1 or line.text.endswith((".", "…", "。")))


def _may_be(sign: Sign) -> bool:
    if sign.junk is not None or sign.byline is not None or sign.line.words > MAX_SIZE:
        return False
    return not (sign.is_age or sign.is_time or sign.is_alt or sign.is_caption)


def without_site(title: str, keys: Collection[str], phrases: Phrases) -> tuple[str, str]:
    """The title without the site's name behind it, and what was cut ('' for nothing).

    A tail counts as one when it is a line of the page by itself (`keys` are those of the lines)
    or has a word of a publication's name.
    """
    cuts = list(_SUFFIX.finditer(title))
    if not cuts:
        return title, ""
    head, tail = title[: cuts[-1].start()].rstrip(), title[cuts[-1].end() :]
    if words.length(head) < MIN_WORDS or not 0 < words.length(tail) <= MAX_SUFFIX_WORDS:
        return title, ""
    is_site = chars.fold(tail) in keys or naming.is_outlet(tail, phrases)
    return (head, title[len(head) :].strip()) if is_site else (title, "")


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
