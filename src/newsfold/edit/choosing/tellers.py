"""Which articles tell all of a key event, where its sentence holds more than one fact."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from newsfold.edit.sentences.desk import STEM, Desk, Judged
from newsfold.text import words
from newsfold.text.language import Language

LEAST = 4  # different terms of a part that is a fact of its own; by eye: 'and Spain' is none
TOLD = 0.5  # share of a part's terms that one line or title must hold to tell it; by eye
_NEVER = re.compile(r";")


def of(best: Judged, articles: Collection[int], story: Desk) -> list[int]:
    """Those of the articles that tell all that the line says, its own first, then in order.

    A line with one fact is told by all of them, as they tell its event. Of one with two, each must
    be told in one line, or in the title, of an article of that voice.
    """
    own = best.line.article
    others = sorted(set(articles) - {own})
    parts = list(_parts(best.line.text, story.language))
    if len(parts) < 2:
        return [own, *others]
    return [own, *(a for a in others if _tells(story.voices[a], parts, story))]


def _parts(text: str, language: Language) -> Iterator[frozenset[str]]:
    """The stems of each of its facts; what is too short for one belongs to the fact before it."""
    found: list[frozenset[str]] = []
    for part in _joint(language).split(text):
        stems = frozenset(term[:STEM] for term in words.terms(part, language))
        if found and (len(stems) < LEAST or len(found[-1]) < LEAST):
            found[-1] |= stems
        else:
            found.append(stems)
    yield from found


@lru_cache(maxsize=64)
def _joint(language: Language) -> re.Pattern[str]:
    """What stands between two facts of one sentence: 'and', 'after', a semicolon."""
    claims = language.claims
    if claims is None:
        return _NEVER
    found = "|".join(re.escape(w) for w in sorted(claims.coordinators | claims.subordinators))
    return re.compile(rf";|{words.bounded(found)}") if found else _NEVER


def _tells(voice: int, parts: list[frozenset[str]], story: Desk) -> bool:
    lines = [j.line.terms for j in story.judged if story.voices[j.line.article] == voice]
    titles = [
        words.terms(article.title, story.language)
        for article, its in zip(story.articles, story.voices, strict=True)
        if its == voice
    ]
    told = [frozenset(term[:STEM] for term in terms) for terms in (*lines, *titles)]
    return all(any(len(part & one) >= TOLD * len(part) for one in told) for part in parts)
