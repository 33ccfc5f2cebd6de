"""Fits the weights by which key events are chosen, and says what they reach.

    .venv/bin/python -m tools.train_events FILE.jsonl.gz

The file holds one JSON object a line with `id`, `text` and `bullets`, an editor's highlights of the
text; other objects are passed over, and so are three texts in ten, kept for judging. Each line's
best ROUGE-1 against a bullet is fitted by ridge regression. Printed are the weights in tenths, as
src/newsfold/edit/choosing/events.py has them about, and the correlation by folds over the texts.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from math import exp
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from newsfold import tables
from newsfold.edit.choosing import events
from newsfold.edit.sentences import desk, telling
from newsfold.edit.sentences.desk import Desk, Judged
from newsfold.model import Article
from newsfold.text import words
from tools import fitting as folds

OPEN_PERCENT = 70  # of the texts, by the hash of their id
PENALTY = 50.0  # 10 to 200 move the correlation by less than .01
FOLDS = 10
NAMES = ("first", "centre", "retold", "figure", "wordy", "scanty", "colour")
Matrix = NDArray[np.float64]


def main() -> None:
    """Read, fit by folds, fit on all, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("file", type=Path)
    texts = [pair for pair in examples(parser.parse_args().file) if len(pair[1])]
    guessed: list[Matrix] = []
    true: list[Matrix] = []
    for fold in range(FOLDS):
        rest = [pair for place, pair in enumerate(texts) if place % FOLDS != fold]
        weights, bias = fit(rest)
        guessed += [x @ weights + bias for x, _ in texts[fold::FOLDS]]
        true += [y for _, y in texts[fold::FOLDS]]
    told = float(np.corrcoef(np.concatenate(guessed), np.concatenate(true))[0, 1])
    print(f"correlation {told:.3f} by {FOLDS} folds over {len(texts)} texts")
    for name, weight in zip(NAMES, fit(texts)[0] * 10, strict=True):
        print(f"{name:8} {weight:6.2f}")


def examples(path: Path) -> Iterator[tuple[Matrix, Matrix]]:
    """The features and the likeness to a bullet of each text's tellable lines."""
    loaded = tables.load()
    with gzip.open(path, "rt", encoding="utf-8") as opened:
        for row in map(json.loads, opened):
            share = folds.number(row["id"]) % 100
            if (
                not isinstance(row.get("text"), str)
                or "bullets" not in row
                or share >= OPEN_PERCENT
            ):
                continue
            paragraphs = tuple(line.strip() for line in row["text"].splitlines() if line.strip())
            article = Article("-", "-", "-", None, None, "", paragraphs, language="en")
            yield measured(desk.lay_out([article], [0], "", loaded), row["bullets"])


def measured(story: Desk, bullets: list[str]) -> tuple[Matrix, Matrix]:
    """One row of features a line, and its best ROUGE-1 against a bullet."""
    fitting = [judged for judged in story.judged if telling.tellable(judged, story)]
    rows = [features(judged) for judged in fitting]
    best = [max(rouge(judged.line.text, bullet) for bullet in bullets) for judged in fitting]
    return np.array(rows, dtype=float).reshape(-1, len(NAMES)), np.array(best, dtype=float)


def features(judged: Judged) -> list[float]:
    """What `events` weighs, in the order of `NAMES`."""
    line = judged.line
    return [
        exp(-events.DECAY * line.order),
        judged.central,
        judged.retold,
        float(bool(re.search(r"[0-9]", line.text))),
        float(max(0, line.size - events.READABLE)),
        float(max(0, events.PLAIN - line.size)),
        float(line.text[:1] in "\"“«„‘'"),
    ]


def rouge(text: str, bullet: str) -> float:
    """ROUGE-1 F of whole words, 0 to 1."""
    one, other = (Counter(words.words(side.lower())) for side in (text, bullet))
    size = one.total() + other.total()
    return 2 * (one & other).total() / size if size else 0.0


def fit(texts: list[tuple[Matrix, Matrix]]) -> tuple[Matrix, float]:
    """The weights of the features as they are, and the constant."""
    x, y = (np.concatenate(side) for side in zip(*texts, strict=True))
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    z = (x - mean) / spread
    weights = np.linalg.solve(z.T @ z + PENALTY * np.eye(len(NAMES)), z.T @ (y - y.mean())) / spread
    return weights, float(y.mean() - mean @ weights)


if __name__ == "__main__":
    main()
