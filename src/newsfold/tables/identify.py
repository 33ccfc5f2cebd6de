"""Which language a text is in: py3langid with its bundled model, loaded at first use."""

from __future__ import annotations

from newsfold.text import words
from newsfold.text.language import UNKNOWN, Language

MIN_CHARACTERS = 40  # on 22 headlines in 17 languages one guess in five was wrong
MAX_CHARACTERS = 500  # of 1,160 pages' longest lines, 3 are told otherwise by twice as much
# Of the words, those that are English stop words: 94 % of the English ones of 1,160 open pages
# have as many, and the others at most 0.11. Counting takes a tenth of the model's time.
ENGLISH, MIN_WORDS = 0.3, 20


def language(text: str, english: Language | None = None) -> str:
    """The ISO 639-1 code of the text's language, 'und' when it is too short to tell.

    The tables of English let its prose be known without the model.
    """
    if len(text) < MIN_CHARACTERS:
        return UNKNOWN
    sample = text[:MAX_CHARACTERS]
    if english is not None and _is_of(english, sample):
        return english.code
    import py3langid  # here, because commands that clean nothing should not wait for numpy

    code, _ = py3langid.classify(sample)
    return str(code)


def _is_of(known: Language, text: str) -> bool:
    found = words.words(text.lower())
    common = sum(map(known.stop_words.__contains__, found))
    return len(found) >= MIN_WORDS and common > ENGLISH * len(found)
