"""Train the forest that chooses a page's texts, and write it into the package.

    python -m tools.train_page_texts --data DIR

DIR holds, for each set, `<set>.html.jsonl.gz` (id, html) and `<set>.text.jsonl.gz` (id, host,
split, articleBody). The shipped file was trained on the open pages of two public benchmarks:
scrapinghub/article-extraction-benchmark (MIT; 131 pages) and AndyTheFactory's
article-extraction-dataset (Apache-2.0; 283 pages). It holds thresholds and leaf values only, no
text of any page. scikit-learn is needed here and nowhere else.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsfold import tables
from newsfold.clean import page
from newsfold.clean.markup import blocks, choice, features
from newsfold.text.language import Tables
from tools import forests

TARGET = Path(__file__).parents[1] / "src/newsfold/tables/weights" / f"{choice.WEIGHTS}.npz"
SETS = ("sh", "n4k")
LIMIT = 0.45  # likelihood from which a text is kept; F1 is flat (0.9523 to 0.9532) from 0.4 to 0.5
# Of what trafilatura keeps, the share that the benchmark's body may lack; where it lacks more, it
# breaks off or is of another page, and teaches the wrong thing (18 of 414 pages).
MAX_LACKING = 0.4
IS_BODY = 0.5  # share of a text's shingles in the benchmark's body from which it belongs there
# Texts that are surely no body, as menus are: linked, and kept by no extraction. A fifth of them
# teaches as much as all.
EASY_LINKS, EASY_KEPT, EASY_TAKEN = 0.8, 0.2, 0.2
MIN_BODY_WORDS = 30.0  # so that the single words of a very short body do not outweigh a page
# Small trees that each see a part of the columns: chosen by cross-validation from four settings.
SETTINGS = {
    "max_iter": 120, "learning_rate": 0.1, "max_leaf_nodes": 12, "min_samples_leaf": 30,
    "max_features": 0.3, "max_bins": 63, "l2_regularization": 1.0, "early_stopping": False,
}  # fmt: skip
# The forests whose log-odds are averaged: a seed and what differs from SETTINGS. By themselves
# they give 0.9515 to 0.9523, the first three together 0.9525, all 0.9532.
SLOWER = {"min_samples_leaf": 80, "max_features": 0.15, "learning_rate": 0.06, "max_iter": 200}
LARGER = {
    "min_samples_leaf": 60, "max_leaf_nodes": 20, "l2_regularization": 10.0, "learning_rate": 0.07,
}  # fmt: skip
MEMBERS: tuple[tuple[int, dict[str, Any]], ...] = (
    (7, {}), (8, {}), (9, {}), (7, SLOWER), (7, LARGER),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One page of a benchmark."""

    name: str
    host: str
    html: str
    body: str
    about: Mapping[str, Any]  # what else the set states: title, date, author, url


@dataclass(frozen=True, slots=True)
class Example:
    """One page as the forest learns it."""

    host: str
    matrix: NDArray[np.float32]
    is_body: NDArray[np.bool_]
    weight: NDArray[
        np.float64
    ]  # of each text: its part of the page's body, so that pages count alike
    is_sound: bool  # whether the body is that of the page
    names: tuple[str, ...]  # of the matrix's columns


def main() -> None:
    """Train on all open pages and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    chosen = parser.parse_args()
    loaded = tables.load()
    examples = [e for name in SETS for row in rows(chosen.data, name) if (e := taught(row, loaded))]
    TARGET.parent.mkdir(exist_ok=True)
    forests.write(TARGET, fitted(examples))
    print(f"{TARGET.name}: {len(examples)} pages, {TARGET.stat().st_size:,} bytes")


def rows(data: Path, name: str) -> Iterator[Row]:
    """The open pages of a set."""
    told = {row["id"]: row for row in _lines(data / f"{name}.text.jsonl.gz")}
    for row in _lines(data / f"{name}.html.jsonl.gz"):
        about = told.get(row["id"])
        if about is not None and about.get("split", "open") == "open":
            yield Row(row["id"], about["host"], row["html"], about["articleBody"], about)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def taught(row: Row, loaded: Tables) -> Example | None:
    """The page as an example; None when it shows no text."""
    tree = blocks.parsed(row.html)
    if tree is None:
        return None
    seen, _, _ = page.surveyed(tree, loaded)
    if not seen.spots:
        return None
    names, matrix = features.matrix(seen)
    is_body = in_body([line.text for line in seen.lines], row.body) >= IS_BODY
    count = np.array([features.tokens(line.text).count(" ") - 1 for line in seen.lines], float)
    kept = (matrix[:, 0] > features.KEPT) & np.array([line.is_prose for line in seen.lines])
    lacking = count[kept & ~is_body].sum() / max(1.0, count[kept].sum())
    found = count[is_body].sum() / max(1, len(features.tokens(row.body).split()))
    weight = np.maximum(1.0, count) / max(MIN_BODY_WORDS, count[is_body].sum())
    is_sound = lacking <= MAX_LACKING and found >= IS_BODY
    return Example(row.host, matrix, is_body, weight, is_sound, names)


def in_body(texts: Sequence[str], body: str) -> NDArray[np.float64]:
    """The share of each text that stands in the body, each place of which is used once.

    Longer texts come first; one of less than four words is in when it stands beside its neighbour.
    """
    words = [features.tokens(text).split() for text in texts]
    wanted = features.tokens(body)
    left = Counter(_shingles(wanted.split()))
    shares = np.zeros(len(texts))
    for i in sorted(range(len(texts)), key=lambda i: -len(words[i])):
        found = _shingles(words[i])
        used = Counter(found) & left
        share = sum(used.values()) / len(found) if found else 0.0
        if share >= IS_BODY:
            left -= used
            shares[i] = share
    for _ in range(3):  # so that a list of short texts is found from both its ends
        for i, own in enumerate(words):
            if 0 < len(own) < features.SHINGLE and not shares[i]:
                shares[i] = _beside(i, words, shares, wanted)
    return shares


def _shingles(words: Sequence[str]) -> list[tuple[str, ...]]:
    size = features.SHINGLE
    return [tuple(words[i : i + size]) for i in range(len(words) - size + 1)]


def _beside(i: int, words: Sequence[list[str]], shares: NDArray[np.float64], wanted: str) -> float:
    below = next((j for j in range(i + 1, min(len(words), i + 5)) if shares[j] >= IS_BODY), None)
    above = next((j for j in range(i - 1, max(-1, i - 5), -1) if shares[j] >= IS_BODY), None)
    runs: list[list[str]] = []
    if below is not None:
        runs.append([*words[i], *words[below][:3]])
    if above is not None:
        runs.append([*words[above][-3:], *words[i]])
    return float(any(f" {' '.join(run)} " in wanted for run in runs))


def fitted(examples: Sequence[Example]) -> forests.Arrays:
    """The arrays of the forests trained on the sound examples, with the limit."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    sound = [e for e in examples if e.is_sound]
    matrix = np.concatenate([e.matrix for e in sound])
    is_body = np.concatenate([e.is_body for e in sound])
    weight = np.concatenate([e.weight for e in sound])
    kept, links = (matrix[:, examples[0].names.index(name)] for name in ("kept 0", "links"))
    easy = ~is_body & (kept < EASY_KEPT) & (links > EASY_LINKS)
    trained: list[forests.Arrays] = []
    for seed, changes in MEMBERS:
        taken = ~easy | (np.random.default_rng(seed).random(len(easy)) < EASY_TAKEN)
        model = HistGradientBoostingClassifier(random_state=seed, **{**SETTINGS, **changes})
        model.fit(matrix[taken], is_body[taken], weight[taken] / weight[taken].mean())
        trained.append(forests.arrays(model))
    return {
        **forests.averaged(trained),
        "limit": np.array(LIMIT, np.float32),
        "names": np.array(examples[0].names),
    }


if __name__ == "__main__":
    main()
