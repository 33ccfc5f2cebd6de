"""The phrases by which an editor knows what cannot be printed, as patterns of a language."""

from __future__ import annotations

import re
from functools import lru_cache

from newsfold.text import words
from newsfold.text.language import Language

PATTERN = "regex:"  # what a phrase of the tables begins with that is a pattern
_NEVER = re.compile(r"(?!)")
# What may stand before the first word of a sentence.
_OPENING = r"[\s\"“”„«»‘(\[¿¡—–-]*"
# What parts a label from a headline, before and behind it.
_SEPARATOR = r"\s*(?:[:|–—]|-(?=\s))\s*"
_TAIL = r"(?:\s*[|–—:,]|\s+-|\s*·)\s*"
_SHAPES = {
    "leaning": rf"{_OPENING}(?:%s)",
    "leaning_within": r"(?<!\w)(?:%s)",
    "part_of": rf"{_OPENING}(?:%s)",
    "background": r"(?:%s)",
    "label": r"(?:%s)",
    "headline_label": rf"(?:%s){_SEPARATOR}",
    "live_tail": rf"{_TAIL}(?:%s)\s*$",
    "live_show": r"(?:\s*[|–—]|\s+-)\s*(?:[\w']+\s){0,3}(?:%s)\s*$",
    # What stands before a date that is of something else, up to the date itself.
    "dates_behind": r"%s\b[^,;:–—]*$",
    "dates_noun": r"(?:%s)$",
    "dates_relative": r"%s\s(?:[\w’'-]+\s){0,6}(?:[\w’'-]+)?$",
    "dates_lasting": r"(?:%s)$",
    "post_label": rf"{_OPENING}(?:[\w'-]+ ){{0,2}}(?:%s)\s*:",
    "bait_opening": rf"{_OPENING}(?:%s)",
}
_AS_WRITTEN = frozenset(
    {"caption", "label", "background", "part_of", "leaning_within", "dates_noun", "dates_lasting"}
)  # no word's ends needed


def straight(text: str) -> str:
    """The text with straight apostrophes, as the phrases are written, at the same length."""
    return text.replace("’", "'")


@lru_cache(maxsize=512)
def pattern(language: Language, kind: str) -> re.Pattern[str]:
    """Finds any of the language's phrases of a kind; nothing where it has none.

    To be tried on `straight` text: with `match` where the kind tells how something begins, with
    `search` otherwise.
    """
    phrases = language.editing.get(kind, ())
    if not phrases:
        return _NEVER
    parts = [
        phrase.removeprefix(PATTERN) if phrase.startswith(PATTERN) else re.escape(phrase)
        for phrase in sorted(phrases, key=len, reverse=True)
    ]
    found = "|".join(parts)
    whole = found if kind in _AS_WRITTEN else words.bounded(found)
    return re.compile(_SHAPES.get(kind, "%s") % whole, re.IGNORECASE)
