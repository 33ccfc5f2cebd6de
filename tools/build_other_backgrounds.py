"""Estimates, from word frequencies, in how many news articles each term of a language occurs.

    python -m pip install wordfreq
    .venv/bin/python -m tools.build_other_backgrounds [--languages de fr] [--out FOLDER]

Writes one table a language, of the shape that tools/build_background.py gives for English. How
often a word occurs among all words is said by wordfreq 3.1.1, which is needed for this alone, not
by newsfold. If articles were drawn from a bag of words, one of m words would hold a word of
frequency f with probability 1 - exp(-f m). Real texts repeat themselves, so m is not their length:
it is fitted on the English table, where 98 comes closest (root mean square of the logarithms .51; a
negative binomial, which has a parameter for repeating, comes no closer). Words that are expected in
no more than `vectors.RARE` articles are left out, as all that are so rare weigh the same.

Provenance and licence of the tables: src/newsfold/tables/background/README.md.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Mapping
from importlib import import_module
from math import exp
from pathlib import Path

from newsfold import tables
from newsfold.edit.grouping import vectors
from newsfold.text import words
from newsfold.text.language import Language
from tools import build_background

ARTICLES = 4394  # as in the English table, so that a word is as rare in each language
DRAWN = 98.0  # words of an article that count as drawn by chance
LANGUAGES = ("ar", "de", "es", "fr", "it", "nl", "pl", "pt", "ru", "uk")
# Chinese and Japanese are compared by character, and wordfreq counts words.
DEFAULT_OUT = Path("src/newsfold/tables/background")


def expected(frequencies: Mapping[str, float], language: Language) -> Counter[str]:
    """In how many of `ARTICLES` articles each term is expected.

    `frequencies` are shares of all words. Words with digits are left out: their shape is counted.
    """
    shares: defaultdict[str, float] = defaultdict(float)
    for word, share in sorted(frequencies.items()):
        if not any(character.isdigit() for character in word):
            for term in words.terms(word, language):
                shares[term] += share
    return Counter(
        {term: round(ARTICLES * (1 - exp(-DRAWN * share))) for term, share in shares.items()}
    )


def main() -> None:
    """Writes the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--languages", nargs="+", default=LANGUAGES)
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT)
    options = parser.parse_args()
    wordfreq = import_module("wordfreq")
    known = tables.load()
    for code in options.languages:
        counted = wordfreq.get_frequency_dict(code, wordlist="small")
        found = expected(counted, known.language(code))
        file = options.out / f"{code}.json.gz"
        file.write_bytes(build_background.packed(ARTICLES, found, vectors.RARE + 1))
        print(f"{file}: {sum(count > vectors.RARE for count in found.values())} terms")


if __name__ == "__main__":
    main()
