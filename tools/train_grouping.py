"""Fits how likely two articles tell of one event, and says what grouping by it reaches.

    .venv/bin/python -m tools.train_grouping FILE.jsonl.gz [--traps FILE.toml ...] [--out FILE.py]

The file holds one JSON object a line with `set`, `split_id`, `event`, `title`, `text`; rows whose
split_id's MD5 is under 70 of 100 are read, as the rest is kept for judging. The traps are days of a
few short accounts, neighbouring stories of our own writing that mention each other's subject.
Every set counts the same: half for all of it at once, half for days drawn from it, down to two
events, as most digests are small; the traps count `TRAPS` times, alone, several at once, and among
a day of other news. First the figures by halves are printed (B-cubed F1, for the traps the
precision and recall of pairs), then the weights are fitted on everything. Tried and left:
gradient-boosted trees under monotone constraints (on the other half basil, allsides, uci and traps
alone gain .01 to .02, ecbplus loses .02 to .05, and of many trap sets at once a third of what is
joined is wrong where a quarter is with these weights), the mean of both (ecbplus loses .01), and
the likeness of titles and the shares of common and of rare words that the other tells as seven more
features. What is written are weights alone; src/newsfold/edit/grouping/sameness_weights.py was
fitted on about 8,300 articles of four public research collections and 56 trap sets of tests/edit
(12,000 pairs a batch at most), traps_twins.toml is not among them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from newsfold import tables
from newsfold.edit.grouping import group, linkage, sameness, vectors
from newsfold.model import Article
from newsfold.text.language import Tables
from tools import fitting
from tools.fitting import Numbers

TRAPS = 4.0
STRENGTH = 0.03  # scikit-learn's C; .01 to .1 move the figures by .005
EVENTS = 500  # of a set of more
DAYS = {2: 10, 4: 10, 8: 8, 20: 5, 60: 2}  # events of a day drawn from a set: how many such days
JOINED = (2, 4, 8, 16)  # trap sets in one batch
AMONG = ((4, 10), (8, 30), (16, 60))  # trap sets among so many events of `OTHERS`
OTHERS = "allsides"
MOST_PAIRS = 20_000  # of a batch
TRIED = (0.35, 0.4, 0.42, 0.45, 0.5, 0.55)
DEFAULT_TRAPS = tuple(
    f"tests/edit/{name}.toml" for name in ("traps", "traps_wide", "traps_more", "traps_short")
)

Labelled = tuple[str, Article]  # event, article


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles as grouping sees them, their pairs' features, and which pairs belong together."""

    kind: str
    share: float  # of its set's weight in training
    events: tuple[str, ...]
    pairs: sameness.Pairs
    seen: Numbers
    same: Numbers


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("file", type=Path)
    parser.add_argument("--traps", type=Path, nargs="+", default=[Path(p) for p in DEFAULT_TRAPS])
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    loaded = tables.load()
    halves = [batches(chosen.file, chosen.traps, loaded, half) for half in (0, 1)]
    by_halves(halves)
    if chosen.out:
        every = {name: [*halves[0][name], *halves[1][name]] for name in halves[0]}
        chosen.out.write_text(module(fit(every)), encoding="utf-8")


def batches(file: Path, traps: Sequence[Path], loaded: Tables, half: int) -> dict[str, list[Batch]]:
    """Set -> its batches, of one half of all events."""
    draw = random.Random(half)
    found: dict[str, list[Batch]] = {}
    sets = read(file, half)
    for name, rows in sorted(sets.items()):
        found[name] = [batch("all", 0.5, rows, loaded)]
        for size, times in DAYS.items():
            share = 0.5 / len(DAYS) / times
            found[name] += [
                batch(f"days of {size}", share, sample(rows, size, draw), loaded)
                for _ in range(times)
            ]
    found["traps"] = list(trapped(read_traps(traps, half), sets[OTHERS], loaded, draw))
    return found


def read(file: Path, half: int) -> dict[str, list[Labelled]]:
    """Set -> its open articles of one half, at most `EVENTS` events of a set that has more."""
    found: defaultdict[str, list[Labelled]] = defaultdict(list)
    with gzip.open(file, "rt", encoding="utf-8") as listed:
        for number, row in enumerate(map(json.loads, listed)):
            place = fitting.number(str(row["split_id"]))
            if place % 100 < 70 and place // 100 % 2 == half:
                told = article(number, row.get("title") or "", row.get("text") or "")
                found[row["set"]].append((str(row["event"]), told))
    draw = random.Random(half)
    return {name: sample(rows, EVENTS, draw) for name, rows in sorted(found.items())}


def article(number: int, title: str, text: str) -> Article:
    """A row as an article, one paragraph a line."""
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    return Article(f"{number:06}", "training", "-", None, None, title, lines, language="en")


def sample(rows: Sequence[Labelled], events: int, draw: random.Random) -> list[Labelled]:
    """The articles of that many events, drawn at random."""
    known = sorted({event for event, _ in rows})
    kept = set(draw.sample(known, min(events, len(known))))
    return [row for row in rows if row[0] in kept]


def read_traps(files: Sequence[Path], half: int) -> list[list[Labelled]]:
    """Every second trap set."""
    named = [
        (name, articles)
        for file in files
        for name, articles in tomllib.loads(file.read_text(encoding="utf-8")).items()
    ]
    return [
        [
            (f"{name} {a['event']}", article(place, a["title"], " ".join(a["body"].split())))
            for place, a in enumerate(articles)
        ]
        for name, articles in sorted(named, key=lambda one: one[0])[half::2]
    ]


def trapped(
    traps: list[list[Labelled]], others: Sequence[Labelled], loaded: Tables, draw: random.Random
) -> Iterator[Batch]:
    """The trap sets alone, several at once, and among other news."""
    kinds = 1 + len(JOINED) + len(AMONG)
    for trap in traps:
        yield batch("alone", 1 / kinds / len(traps), trap, loaded)
    for size in JOINED:
        draw.shuffle(traps)
        parts = [merged(traps[at : at + size]) for at in range(0, len(traps), size)]
        for part in parts:
            yield batch(f"{size} at once", 1 / kinds / len(parts), part, loaded)
    for size, events in AMONG:
        part = merged([*draw.sample(traps, min(size, len(traps))), sample(others, events, draw)])
        yield batch(f"among {events} events", 1 / kinds, part, loaded)


def merged(parts: Sequence[Sequence[Labelled]]) -> list[Labelled]:
    """All parts as one batch."""
    return [row for part in parts for row in part]


def batch(kind: str, share: float, rows: Sequence[Labelled], loaded: Tables) -> Batch:
    """The articles' pairs, as `group.likeness` finds them."""
    whole, heads = group.weighed([told for _, told in rows], loaded.language("en"))
    pairs = vectors.candidates(whole, group.NEIGHBOURS)
    events = np.array([event for event, _ in rows])
    same = (events[pairs[:, 0]] == events[pairs[:, 1]]).astype(float)
    seen = sameness.features(whole, heads, pairs)
    return Batch(kind, share, tuple(map(str, events)), pairs, seen, same)


@dataclass(frozen=True, slots=True)
class Weights:
    """Those of `sameness_weights`."""

    base: float
    centres: Numbers
    scales: Numbers
    linear: Numbers
    crossed: Numbers  # upper triangle

    def probability(self, seen: Numbers) -> Numbers:
        """As `sameness.probabilities` gives it."""
        return sameness.probability(
            seen, self.base, self.centres, self.scales, self.linear, self.crossed
        )


def fit(sets: dict[str, list[Batch]]) -> Weights:
    """The regression on all batches."""
    rows, same, weight = [], [], []
    for name, listed in sets.items():
        for one in listed:
            step = max(1, -(-len(one.same) // MOST_PAIRS))
            rows.append(one.seen[::step])
            same.append(one.same[::step])
            each = one.share * (TRAPS if name == "traps" else 1.0) / max(1, len(same[-1]))
            weight.append(np.full(len(same[-1]), each))
    seen, counts = np.concatenate(rows), np.concatenate(weight)
    counts *= len(counts) / counts.sum()
    centres, scales = seen.mean(axis=0), seen.std(axis=0)
    near = np.clip((seen - centres) / scales, -sameness.REACH, sameness.REACH)
    upper = np.triu_indices(near.shape[1])
    wide = np.column_stack([near, near[:, upper[0]] * near[:, upper[1]]])
    middle, spread = wide.mean(axis=0), wide.std(axis=0)
    model = LogisticRegression(C=STRENGTH, max_iter=500)
    model.fit((wide - middle) / spread, np.concatenate(same), sample_weight=counts)
    found = model.coef_[0] / spread
    crossed = np.zeros((near.shape[1], near.shape[1]))
    crossed[upper] = found[near.shape[1] :]
    base = float(model.intercept_[0] - found @ middle)
    return Weights(base, centres, scales, found[: near.shape[1]], crossed)


def by_halves(halves: Sequence[dict[str, list[Batch]]]) -> None:
    """Print what weights fitted on the other half reach."""
    fitted = [fit(half) for half in halves]
    print("threshold:".ljust(36), "  ".join(f"{same:.2f}".ljust(9) for same in TRIED))
    for name in halves[0]:
        reached: defaultdict[str, list[list[Numbers]]] = defaultdict(list)
        for half, weights in zip(halves, reversed(fitted), strict=True):
            for one in half[name]:
                alike = weights.probability(one.seen)
                reached[one.kind].append([agreement(one, alike, same) for same in TRIED])
        shown: Callable[[Numbers], str] = pair_scores if name == "traps" else bcubed
        for kind, figures in reached.items():
            totals = np.array(figures).sum(axis=0)
            print(f"{name} {kind}".ljust(36), "  ".join(shown(t).ljust(9) for t in totals))


def agreement(one: Batch, alike: Numbers, same: float) -> Numbers:
    """Counts that add up over batches: articles, their B-cubed precision and recall, and pairs
    that are rightly joined, joined, and to be joined."""
    edges = [
        (int(pair[0]), int(pair[1]), float(likely))
        for pair, likely in zip(one.pairs, np.round(alike, 9), strict=True)
        if likely >= group.FLOOR
    ]
    label = [0] * len(one.events)
    for number, members in enumerate(linkage.clusters(len(label), edges, same)):
        for member in members:
            label[member] = number
    both = Counter(zip(label, one.events, strict=True))
    joined, told = Counter(label), Counter(one.events)
    precision = sum(n * n / joined[found] for (found, _), n in both.items())
    recall = sum(n * n / told[event] for (_, event), n in both.items())
    pairs = [sum(n * (n - 1) / 2 for n in count.values()) for count in (both, joined, told)]
    return np.array([len(label), precision, recall, *pairs])


def bcubed(total: Numbers) -> str:
    """The B-cubed F1 of added counts."""
    precision, recall = total[1:3] / total[0]
    return f"{2 * precision * recall / (precision + recall):.3f}"


def pair_scores(total: Numbers) -> str:
    """Precision and recall of pairs."""
    return f"{total[3] / max(1, total[4]):.2f}/{total[3] / total[5]:.2f}"


def module(weights: Weights) -> str:
    """The weights as the module that the package holds."""
    crossed = "\n".join(f"    {_row(row)}," for row in weights.crossed)
    return (
        '"""The weights by which two articles are held to tell of one event.\n\n'
        "Fitted by tools/train_grouping.py, which tells on what; not to be edited by hand. In the\n"
        'order of `sameness.FEATURES`.\n"""\n\nfrom __future__ import annotations\n\n'
        f"BASE = {weights.base:.4f}\n"
        f"CENTRES = {_row(weights.centres)}\nSCALES = {_row(weights.scales)}\n"
        f"LINEAR = {_row(weights.linear)}\nCROSSED = (\n{crossed}\n)\n"
    )


def _row(numbers: Numbers) -> str:
    return f"({', '.join(f'{number:.4f}' for number in numbers)})"


if __name__ == "__main__":
    main()
