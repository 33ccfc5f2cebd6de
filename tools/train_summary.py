"""Fits the weights by which a summary's sentences are chosen, and says what they reach.

    .venv/bin/python -m tools.train_summary FILE.jsonl.gz [--out FILE.py]

The file holds one JSON object a line with `set`, `id`, `text`, `title` (may be missing) and `refs`,
one or more summaries by people; rows whose id's MD5 is under 70 of 100 are read, as the rest is
kept for judging. A sentence is worth the words that it shares with the references less `COST` of
its own words, in percent of a reference's length: the F-measure of a summary, made a sum. The
weights are a ridge regression on that within each text; every set counts the same, however many
texts it has. The figure that counts is printed first: the unigram F-measure of whole summaries by
folds over texts. What is written are weights alone; src/newsfold/edit/choosing/summary_weights.py
was fitted on 828 texts of five public research collections of news with summaries.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from newsfold import tables
from newsfold.edit.choosing import summary, summary_features
from newsfold.edit.sentences import desk
from newsfold.edit.sentences.desk import Desk
from newsfold.model import Article
from tools import fitting

COST = 0.17  # half of the F-measure reached; .155 to .18 are within .5 of each other in all sets
PENALTY = 20.0  # 5 to 100 move the figures by .2
MOST = 500  # texts of a set
SENTENCES = 3
_TOKEN = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Text:
    """One text with its references, laid out."""

    group: str
    fold: int
    story: Desk
    seen: fitting.Numbers  # a row of features for each line
    worth: fitting.Numbers  # of each line
    references: tuple[Counter[str], ...]


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("file", type=Path)
    parser.add_argument("--sets", default="cnndm,summeval,realsumm,newsroom,allsides_multi")
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    names: list[str] = []
    texts = list(read(chosen.file, chosen.sets.split(","), names))
    for group, reached in by_folds(texts, names).items():
        print(f"{group}: unigram F {100 * np.mean(reached):.2f} of {len(reached)} by folds")
    if chosen.out:
        weights = fit(texts, names)
        told = fitting.module("its place in a summary", "tools/train_summary.py", weights)
        chosen.out.write_text(told, encoding="utf-8")


def read(path: Path, groups: Sequence[str], names: list[str]) -> Iterator[Text]:
    """The open texts of a file, at most `MOST` a set; `names` receives those of the features."""
    loaded = tables.load()
    count: Counter[str] = Counter()
    with gzip.open(path, "rt", encoding="utf-8") as listed:
        for row in map(json.loads, listed):
            number = fitting.number(str(row["id"]))
            if row["set"] in groups and number % 100 < 70 and count[row["set"]] < MOST:
                count[row["set"]] += 1
                title = row.get("title") or ""
                story = desk.lay_out([article(row["text"], title)], [0], title, loaded)
                if story.judged:
                    yield text(row, number // 100 % fitting.FOLDS, story, names)


def article(body: str, title: str) -> Article:
    """The text as an article, one paragraph a line."""
    lines = tuple(line.strip() for line in body.splitlines() if line.strip())
    return Article("text", "training", "-", None, None, title, lines, language="en")


def text(row: Mapping[str, Any], fold: int, story: Desk, names: list[str]) -> Text:
    """The text's features and the worth of each of its lines."""
    around = summary_features.surroundings(story)
    seen = [summary_features.of(judged, story, around) for judged in story.judged]
    names[:] = list(seen[0])
    references = tuple(tokens(reference) for reference in row["refs"])
    length = float(np.mean([reference.total() for reference in references]))
    worth = [
        100 * (shared(own, references) - COST * own.total()) / length
        for own in (tokens(judged.line.text) for judged in story.judged)
    ]
    rows = np.array([list(one.values()) for one in seen])
    return Text(row["set"], fold, story, rows, np.array(worth), references)


def tokens(words: str) -> Counter[str]:
    """How often each word occurs, as ROUGE counts."""
    return Counter(_TOKEN.findall(words.lower()))


def shared(own: Counter[str], references: Sequence[Counter[str]]) -> int:
    """The words that it has in common with the reference that is most like it."""
    return max((own & reference).total() for reference in references)


def fit(texts: Sequence[Text], names: Sequence[str]) -> dict[str, float]:
    """The weights by name, in percent of a reference's length."""
    size = Counter(one.group for one in texts)
    rows: list[fitting.Numbers] = []
    worth: list[fitting.Numbers] = []
    for one in texts:
        weight = np.sqrt(1000 / size[one.group] / len(one.seen))
        rows.append(weight * (one.seen - one.seen.mean(axis=0)))
        worth.append(weight * (one.worth - one.worth.mean()))
    everything = np.vstack(rows)
    deviation = everything.std(axis=0)
    scale = np.where(deviation > 0, deviation, 1.0)
    scaled = everything / scale
    square = scaled.T @ scaled + PENALTY * np.eye(len(names))
    found = np.linalg.solve(square, scaled.T @ np.concatenate(worth)) / scale
    return dict(zip(names, map(float, found), strict=True))


def by_folds(texts: Sequence[Text], names: Sequence[str]) -> dict[str, list[float]]:
    """For each set the unigram F of its texts, each by weights fitted without its fold."""
    reached: defaultdict[str, list[float]] = defaultdict(list)
    for fold in range(fitting.FOLDS):
        weights = fit([one for one in texts if one.fold != fold], names)
        for one in texts:
            if one.fold == fold:
                chosen = summary.choose(
                    one.story, lambda judged: True, sentences=SENTENCES, weights=weights
                )
                reached[one.group].append(
                    measure(" ".join(judged.line.text for judged in chosen), one.references)
                )
    return reached


def measure(told: str, references: Sequence[Counter[str]]) -> float:
    """The best F-measure of shared words, 0 to 1."""
    own = tokens(told)
    return max(
        2 * (own & reference).total() / max(1, own.total() + reference.total())
        for reference in references
    )


if __name__ == "__main__":
    main()
