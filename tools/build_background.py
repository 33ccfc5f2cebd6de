"""Counts, for a folder of news texts, in how many of them each term occurs.

    .venv/bin/python tools/build_background.py FOLDER [--out FILE] [--least 3]

FOLDER holds one article a file (.txt, UTF-8; the first line is the title). The result is gzipped
JSON `{"n": articles, "df": {term: articles that hold it}}`, terms as `newsfold.text.words.terms`
gives them for English. It holds counts of single words alone, from which no text can be rebuilt.

The English table, src/newsfold/tables/background/en.json.gz, was counted over 4,394 news articles
of public research collections, most of them of the BBC set of Greene and Cunningham (ICML 2006);
words of fewer than three articles are left out. It only serves to tell rare words from common ones.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from newsfold import tables
from newsfold.text import words

LEAST = 3  # articles; rarer words, most of them names, would be half the table


def count(texts: Iterable[str]) -> tuple[int, Counter[str]]:
    """How many texts there are, and in how many of them each term occurs."""
    language = tables.load().language("en")
    found: Counter[str] = Counter()
    total = 0
    for text in texts:
        total += 1
        found.update(set(words.terms(text, language)))
    return total, found


def packed(total: int, found: Counter[str], least: int) -> bytes:
    """The table as the package holds it, the same bytes for the same counts."""
    df = {term: found[term] for term in sorted(found) if found[term] >= least}
    plain = json.dumps({"n": total, "df": df}, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(plain.encode(), compresslevel=9, mtime=0)


def main() -> None:
    """Reads the folder and writes the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=Path("en.json.gz"))
    parser.add_argument("--least", type=int, default=LEAST)
    options = parser.parse_args()
    files = sorted(options.folder.rglob("*.txt"))
    total, found = count(file.read_text(encoding="utf-8") for file in files)
    options.out.write_bytes(packed(total, found, options.least))
    print(
        f"{options.out}: {total} articles, {sum(c >= options.least for c in found.values())} terms"
    )


if __name__ == "__main__":
    main()
