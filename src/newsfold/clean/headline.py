"""Which line of a dump is the article's headline."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from newsfold.clean.lines import Line
from newsfold.text import chars, words
from newsfold.text.language import Language

MIN_WORDS, MAX_WORDS = 3, 32  # of 1,100 gold titles 99 % lie between
LOOKED_AT = 25  # paragraphs whose terms make the body's profile
# A suffix is cut only when it is short and looks like a name, not like half a sentence.
MAX_SUFFIX_WORDS = 5
_SUFFIX = re.compile(r"\s+[|»•]\s+|\s[-–—]\s|\s::\s")


def is_shaped(line: Line) -> bool:
    """Whether the line could be a headline: short, and not closed like a sentence."""
    limit = MAX_WORDS * (2 if line.common == 1.0 else 1)
    if not MIN_WORDS <= line.words <= limit:
        return False
    return not line.text.endswith((".", "…", ":", ",", ";", "。"))


def find(
    candidates: Sequence[tuple[Line, int]], body: Sequence[Line], language: Language
) -> Line | None:
    """The best headline among (line, distance to the body in lines), or None.

    A headline shares its words with the body, stands near it, and is often printed twice.
    """
    profile = _profile(body, language)
    repeats = Counter(line.key for line, _ in candidates)
    best: tuple[float, Line] | None = None
    for line, distance in candidates:
        if not is_shaped(line):
            continue
        own = set(words.terms(line.text, language))
        if not own:
            continue
        # Terms that the whole body repeats count up to twice those of one paragraph.
        shared = sum(min(2.0, 1.0 + profile[t] / 4) for t in own if t in profile) / len(own)
        value = shared + 0.05 * min(len(own), 10) - 0.02 * min(distance, 40)
        value += 0.3 if line.level == 1 else 0.0
        value += 0.1 if repeats[line.key] > 1 else 0.0
        if best is None or value > best[0]:
            best = (value, line)
    return best[1] if best else None


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
