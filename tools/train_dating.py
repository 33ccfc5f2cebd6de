"""Fits the weights by which a dump's date is chosen, and says what they reach.

    .venv/bin/python -m tools.train_dating FILE.jsonl.gz... [--out FILE.py]

Each file holds one JSON object a line with `text`, `host`, `split` and, where it is known, `date`
(ISO); pages of the open split are read. Of a page's dated lines the one whose weighted features
sum up highest gives the date, and none does where no sum is above 0; the features are those of
`clean.dating`. The figures that count are printed first, by folds grouped by host: how many of
the known days are given rightly and wrongly. What is written are weights alone, no text of any
page; src/newsfold/clean/front/dating_weights.py was fitted on 1,029 pages of two public research
collections of article pages, 902 of them with a known day.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from newsfold import tables
from newsfold.clean import dump
from newsfold.clean.front import dating
from newsfold.clean.phrases import junk
from newsfold.text.language import Tables
from tools import fitting

PENALTY = 1.0  # between 1 and 2 the figures move by 0.002
DAY = len("2026-01-06")


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    loaded = tables.load()
    names: list[str] = []
    sets = [list(choices(path, loaded, names)) for path in chosen.files]
    everything = [one for listed in sets for one in listed]
    found = fitting.folded(everything, PENALTY, none_counts=True)
    for path, listed in zip(chosen.files, sets, strict=True):
        print(f"{path.name}: {figures(listed, found)} by grouped folds")
    fitted = fitting.fit(everything, PENALTY, none_counts=True)
    weights = dict(zip(names, map(float, fitted), strict=True))
    if chosen.out:
        told = fitting.module("its date", "tools/train_dating.py", weights)
        chosen.out.write_text(told, encoding="utf-8")


def figures(listed: list[fitting.Choice], found: list[fitting.Numbers]) -> str:
    """Right, wrong and needlessly given dates."""
    right = wrong = needless = 0
    for one in listed:
        at, value = fitting.best(one, found[fitting.fold(one.host)])
        if value <= 0:
            continue
        needless += not one.is_told
        right += one.is_told and bool(one.right[at])
        wrong += one.is_told and not one.right[at]
    known = sum(one.is_told for one in listed)
    return f"right {right / known:.3f}, wrong {wrong / known:.3f}, of {known}; else {needless}"


def choices(path: Path, loaded: Tables, names: list[str]) -> Iterator[fitting.Choice]:
    """The pages of a file; `names` receives those of the features."""
    for page in fitting.pages(path):
        told = dump.read(page["text"], loaded)
        language, phrases = loaded.language(told.language), junk.phrases(loaded, told.language)
        around = dating.places(told.page, language, phrases)
        known = page.get("date") or ""
        seen = [dating.features(i, around) for i in around.dated] if around else []
        days = [d.when.first.isoformat() for d in around.dated.values()] if around else []
        if seen and not names:
            names += list(seen[0])
        right = [day == known[:DAY] for day in days]
        yield fitting.choice(page["host"], seen, right, is_told=len(known) >= DAY)


if __name__ == "__main__":
    main()
