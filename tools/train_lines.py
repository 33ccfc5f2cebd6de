"""Trains the forest that tells a dump's article lines from the rest.

    .venv/bin/python tools/train_lines.py FOLDER [--out FILE]

FOLDER holds `<set>.text.jsonl.gz` files, one page a line: `text` is the bare dump of the page,
`articleBody` what a person took for its article, `host` its site. The shipped weights were trained
on 1,160 pages of three public collections: scrapinghub/article-extraction-benchmark (MIT),
AndyTheFactory/article-extraction-dataset (Apache-2.0) and Murrough-Foley/
web-content-extraction-benchmark (CC-BY-4.0). They hold thresholds and leaf values alone; no text
of a page can be rebuilt from them. `python -m bench.clean --cv` measures the same training on
pages of other sites. Needs scikit-learn, which newsfold itself does without.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from newsfold import tables
from newsfold.clean import dump
from newsfold.clean.labelling import body, line_features
from newsfold.text.language import Tables
from tools import forests, gold_lines

OUT = Path("src/newsfold/tables/weights") / f"{body.WEIGHTS}.npz"
SUFFIX = ".text.jsonl.gz"
# Of lines this far from the article every third is enough: most of a page is menus.
NEAR = 40
THIN = 3
# Chosen by `python -m bench.clean --cv`: neighbours of each setting differ by less than 0.002.
SETTINGS: dict[str, Any] = {
    "max_iter": 220, "learning_rate": 0.08, "max_leaf_nodes": 31, "max_depth": 7,
    "min_samples_leaf": 60, "max_features": 0.3, "l2_regularization": 1.0, "max_bins": 127,
    "early_stopping": False, "random_state": 0,
}  # fmt: skip
LIMIT = 0.4  # likelihood from which a line is kept: F1 is flat from 0.38 to 0.44


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One page: its lines' features, and which of them are the article's."""

    id: str
    host: str
    group: str  # the set that it comes from
    text: str
    body: str
    lines: tuple[str, ...]
    features: NDArray[np.float32]
    wanted: NDArray[np.bool_]


def examples(folder: Path, known: Tables) -> list[Example]:
    """Every page of every set in the folder. Raises: SystemExit when there is none."""
    files = sorted(folder.glob(f"*{SUFFIX}"))
    if not files:
        raise SystemExit(f"{folder}: no {SUFFIX[1:]} files in there; name the folder of the pages")
    return [example(row, file.name.removesuffix(SUFFIX), known) for file, row in _rows(files)]


def _rows(files: Iterable[Path]) -> Iterable[tuple[Path, dict[str, Any]]]:
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield file, json.loads(line)


def example(row: dict[str, Any], group: str, known: Tables) -> Example:
    """One page of a set as the training sees it."""
    signs, _ = dump.signed(row["text"], known)
    lines = tuple(sign.line.text for sign in signs)
    return Example(
        id=row["id"],
        host=row.get("host") or row["id"],
        group=group,
        text=row["text"],
        body=row["articleBody"],
        lines=lines,
        features=line_features.matrix(signs),
        wanted=np.array(gold_lines.chosen(lines, row["articleBody"]), bool),
    )


def fit(pages: Sequence[Example]) -> HistGradientBoostingClassifier:
    """A boosting over the lines of the pages; each page weighs about the same."""
    parts = [_thinned(page) for page in pages if len(page.lines)]
    features, wanted, weights = (np.concatenate(column) for column in zip(*parts, strict=True))
    model = HistGradientBoostingClassifier(**SETTINGS)
    return model.fit(features, wanted, sample_weight=weights / weights.mean())


def _thinned(page: Example) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    words = np.maximum(1.0, page.features[:, 0])
    # By the root: a paragraph counts more than a label, but not as much as its words say.
    weights = np.sqrt(words / max(30.0, float(words.sum())))
    index = np.arange(len(words))
    inside = np.flatnonzero(page.wanted)
    first, last = (inside[0], inside[-1]) if len(inside) else (len(words) + NEAR, -NEAR)
    far = (index < first - NEAR) | (index > last + NEAR)
    stays = ~far | (index % THIN == 0)
    weights = np.where(far, weights * THIN, weights)
    return page.features[stays], page.wanted[stays], weights[stays]


def packed(model: HistGradientBoostingClassifier) -> dict[str, NDArray[Any]]:
    """The arrays that `newsfold.clean.labelling.body` reads."""
    names = np.array(line_features.names())
    return {**forests.arrays(model), "limit": np.array(LIMIT, np.float32), "names": names}


def main() -> None:
    """Train on every page of the folder and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    pages = examples(asked.folder, tables.load())
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    forests.write(asked.out, packed(fit(pages)))
    print(f"{asked.out}: {asked.out.stat().st_size} bytes, from {len(pages)} pages")


if __name__ == "__main__":
    main()
