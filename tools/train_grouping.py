"""Fits how likely two articles tell of one event, and says what grouping by it reaches.

    .venv/bin/python -m tools.train_grouping FILE.jsonl.gz [--out FILE.py [--keep-large]] [--quiet]

What the file holds, and which days are drawn from it: tools/grouping_days.py. The traps are days of
a few short accounts of our own writing: neighbouring stories that mention each other's subject, and
two events of a kind in one writer's words. Two regressions are fitted. That of large days: every
set counts the same, half for all of it at once, half for days drawn from it; the traps count
`TRAPS` times, alone, several at once, and among a day of other news. That of small days: such days
of up to 20 events; days of one or two articles an event; the same with events told again under
other names; both events of a topic; the traps. First the figures by halves are printed (B-cubed F1,
else the precision and recall of pairs), each day judged as grouping would, then the weights are
fitted on everything. Tried and left for large days: gradient-boosted trees under monotone
constraints (on the other half basil, allsides, uci and traps alone gain .01 to .02, ecbplus loses
.02 to .05, and of many trap sets at once a third of what is joined is wrong where a quarter is with
these weights), the mean of both (ecbplus loses .01), the likeness of titles and the shares of
common and of rare words that the other tells, and the names (all within .01, at half the speed).
What is written are weights alone; src/newsfold/edit/grouping/sameness_weights.py was fitted on
about 8,300 articles of four public research collections and trap sets of tests/edit: 56 for large
days, kept (`--keep-large`) since another draw of days moves the figures by .007, and 69 for small
ones; traps_twins.toml and traps_patterns_kept.toml are not among them.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from newsfold import tables
from newsfold.edit.grouping import group, linkage, sameness, vectors
from newsfold.edit.grouping.sameness_weights import LARGE_DAY
from newsfold.edit.grouping.weights import Weights
from newsfold.text.language import Tables
from tools import grouping_days as days
from tools.fitting import Numbers
from tools.grouping_days import Labelled

TRAPS = 4.0
STRENGTH = 0.03  # scikit-learn's C; .01 to .1 move the figures by .005
DAYS = {2: 10, 4: 10, 8: 8, 20: 5, 60: 2}  # events of a day drawn from a set: how many such days
JOINED = (2, 4, 8, 16)  # trap sets in one batch
AMONG = ((4, 10), (8, 30), (16, 60))  # trap sets among so many events of `OTHERS`
OTHERS = "allsides"
HEADLINES = "uci"  # has no texts to tell again
FEW = {2: 80, 4: 60, 8: 40, 20: 20}  # events of a small day: how many such days
AGAIN = {1: 180, 2: 180, 4: 90, 8: 60}
TOPICS = {1: 60, 2: 40, 4: 20}
# What counts how much on small days; by the traps and kept days of other sets, .3 to 1 for what is
# told again within .03.
SHARES = {"days": 0.5, "few": 0.5, "again": 0.3, "pairs": 0.5, "traps": 8.0, "patterns": 1.0}
HEADLINES_SHARE = 0.3
CAUTION = 0.6  # logits taken off on small days, where a wrong story is seen at once
MOST_PAIRS = 12_000  # of a batch
TRIED = (0.3, 0.34, 0.38, 0.42, 0.46, 0.5)
FOLDER = Path("tests/edit")
TRAP_FILES = ("traps", "traps_wide", "traps_more", "traps_short")
PATTERN_FILES = ("traps_patterns",)
SEEN_ALONE = ("traps_twins", "traps_patterns_kept")  # not fitted on


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles as grouping sees them, their pairs' features, and which pairs belong together."""

    kind: str
    large: float  # weight in the fit of large days
    small: float
    events: tuple[str, ...]
    pairs: sameness.Pairs
    seen: Numbers  # `sameness.FEATURES`, and `NAMED` where the batch is small
    same: Numbers


@dataclass(frozen=True, slots=True)
class Fitted:
    """Both regressions."""

    large: Weights
    small: Weights


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("file", type=Path)
    parser.add_argument("--traps", type=Path, default=FOLDER, help="folder of the trap files")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--keep-large", action="store_true", help="leave those of large days")
    parser.add_argument("--quiet", action="store_true", help="fit without the figures by halves")
    chosen = parser.parse_args()
    draws = [_Draws(chosen.file, chosen.traps, tables.load(), half) for half in (0, 1)]
    halves = [drawn.sets() for drawn in draws]
    if not chosen.quiet:
        by_halves(halves)
    if chosen.out:
        every = {name: [*halves[0][name], *halves[1][name]] for name in halves[0]}
        found = fit(every)
        if chosen.keep_large:
            found = Fitted(LARGE_DAY, found.small)
        chosen.out.write_text(module(found), encoding="utf-8")


class _Draws:
    """Draws the batches of one half of all events."""

    def __init__(self, file: Path, folder: Path, loaded: Tables, half: int) -> None:
        self.folder, self.half = folder, half
        self.language = loaded.language("en")
        self.draw = random.Random(half)
        self.read = days.read(file, half)

    def sets(self) -> dict[str, list[Batch]]:
        """Set -> its batches."""
        found = {name: list(self._collection(name, rows)) for name, rows in self.read.items()}
        for name, rows in self.read.items():
            if name != HEADLINES:
                found[f"{name} again"] = list(self._again(rows))
        pairs = self.read.get(days.PAIRED, [])
        found["pairs"] = [
            self._batch(f"topics {size}", 0, SHARES["pairs"] / len(TOPICS) / times, part)
            for size, times in TOPICS.items()
            for part in (days.paired(pairs, size, self.draw) for _ in range(times))
        ]
        found["traps"] = list(self._traps(TRAP_FILES, TRAPS, SHARES["traps"]))
        found["patterns"] = list(self._traps(PATTERN_FILES, 0, SHARES["patterns"]))
        for name in SEEN_ALONE:
            found[name] = list(self._traps((name,), 0, 0))
        return found

    def _collection(self, name: str, rows: Sequence[Labelled]) -> Iterator[Batch]:
        part = HEADLINES_SHARE / SHARES["days"] if name == HEADLINES else 1.0
        yield self._batch("all", 0.5, 0, rows)
        for size, times in DAYS.items():
            share = 1 / len(DAYS) / times
            for _ in range(times):
                drawn = days.sample(rows, size, self.draw)
                yield self._batch(
                    f"days of {size}", share / 2, share * part * SHARES["days"], drawn
                )
        for size, times in FEW.items() if name != HEADLINES else ():
            for _ in range(times):
                drawn = days.few(rows, size, self.draw)
                yield self._batch(f"few of {size}", 0, SHARES["few"] / len(FEW) / times, drawn)

    def _again(self, rows: Sequence[Labelled]) -> Iterator[Batch]:
        renaming = days.Renaming(rows, self.language, self.draw)
        for size, times in AGAIN.items():
            for _ in range(times):
                share = SHARES["again"] / len(AGAIN) / times
                yield self._batch(f"{size} again", 0, share, renaming.day(size))

    def _traps(self, files: Sequence[str], large: float, small: float) -> Iterator[Batch]:
        """The trap sets alone, several at once, and among other news."""
        traps = days.read_traps([self.folder / f"{name}.toml" for name in files], self.half)
        kinds = 1 + len(JOINED) + len(AMONG)
        for trap in traps:
            share = 1 / kinds / len(traps)
            yield self._batch("alone", large * share, small * share, trap)
        for size in JOINED:
            parts = list(days.at_once(traps, size, self.draw))
            for part in parts:
                share = 1 / kinds / len(parts)
                yield self._batch(f"{size} at once", large * share, small * share, part)
        for size, events in AMONG:
            drawn = self.draw.sample(traps, min(size, len(traps)))
            part = days.merged([*drawn, days.sample(self.read[OTHERS], events, self.draw)])
            yield self._batch(f"among {events} events", large / kinds, small / kinds, part)

    def _batch(self, kind: str, large: float, small: float, rows: Sequence[Labelled]) -> Batch:
        """The articles' pairs, as `group.likeness` finds them."""
        whole, heads, named = group.weighed([told for _, told in rows], self.language)
        pairs = vectors.candidates(whole, group.NEIGHBOURS)
        events = np.array([event for event, _ in rows])
        same = (events[pairs[:, 0]] == events[pairs[:, 1]]).astype(float)
        seen = sameness.features(whole, heads, pairs)
        if named:
            seen = np.hstack([seen, sameness.named_features(whole, heads, named, pairs)])
        return Batch(kind, large, small if named else 0, tuple(map(str, events)), pairs, seen, same)


def fit(sets: dict[str, list[Batch]]) -> Fitted:
    """The regressions on all batches."""
    every = [one for listed in sets.values() for one in listed if len(one.same)]
    large = [(one, one.large) for one in every if one.large]
    small = [(one, one.small) for one in every if one.small]
    found = _fit(small, len(sameness.FEATURES) + len(sameness.NAMED))
    careful = Weights(
        found.base - CAUTION, found.centres, found.scales, found.linear, found.crossed
    )
    return Fitted(_fit(large, len(sameness.FEATURES)), careful)


def _fit(batches: Sequence[tuple[Batch, float]], features: int) -> Weights:
    rows, same, weight = [], [], []
    for one, share in batches:
        step = max(1, -(-len(one.same) // MOST_PAIRS))
        rows.append(one.seen[::step, :features])
        same.append(one.same[::step])
        weight.append(np.full(len(same[-1]), share / len(same[-1])))
    seen, counts = np.concatenate(rows), np.concatenate(weight)
    counts *= len(counts) / counts.sum()
    centres, scales = seen.mean(axis=0), seen.std(axis=0)
    near = np.clip((seen - centres) / scales, -sameness.REACH, sameness.REACH)
    upper = np.triu_indices(features)
    wide = np.column_stack([near, near[:, upper[0]] * near[:, upper[1]]])
    middle, spread = wide.mean(axis=0), wide.std(axis=0)
    model = LogisticRegression(C=STRENGTH, solver="newton-cholesky")
    model.fit((wide - middle) / spread, np.concatenate(same), sample_weight=counts)
    found = model.coef_[0] / spread
    crossed = np.zeros((features, features))
    crossed[upper] = found[features:]
    base = float(model.intercept_[0] - found @ middle)
    return Weights(base, centres, scales, found[:features], crossed)


def alike(one: Batch, fitted: Fitted) -> Numbers:
    """As `sameness.probabilities` gives it."""
    return sameness.blend(len(one.events), one.seen, fitted.large, fitted.small)


def by_halves(halves: Sequence[dict[str, list[Batch]]]) -> None:
    """Print what weights fitted on the other half reach."""
    fitted = [fit(half) for half in halves]
    print("threshold:".ljust(36), "  ".join(f"{same:.2f}".ljust(9) for same in TRIED))
    for name in halves[0]:
        reached: defaultdict[str, list[list[Numbers]]] = defaultdict(list)
        for half, weights in zip(halves, reversed(fitted), strict=True):
            for one in half[name]:
                found = alike(one, weights)
                reached[one.kind].append([agreement(one, found, same) for same in TRIED])
        for kind, figures in reached.items():
            whole = kind == "all" or kind.startswith("days")
            shown: Callable[[Numbers], str] = bcubed if whole else pair_scores
            totals = np.array(figures).sum(axis=0)
            print(f"{name} {kind}".ljust(36), "  ".join(shown(t).ljust(9) for t in totals))


def agreement(one: Batch, found: Numbers, same: float) -> Numbers:
    """Counts that add up over batches: articles, their B-cubed precision and recall, and pairs
    that are rightly joined, joined, and to be joined."""
    edges = [
        (int(pair[0]), int(pair[1]), float(likely))
        for pair, likely in zip(one.pairs, np.round(found, 9), strict=True)
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
    return f"{total[3] / max(1, total[4]):.2f}/{total[3] / max(1, total[5]):.2f}"


def module(fitted: Fitted) -> str:
    """The weights as the module that the package holds."""
    return (
        '"""The weights by which two articles are held to tell of one event.\n\n'
        "Fitted by tools/train_grouping.py, which tells on what; not to be edited by hand. In the\n"
        'order of `sameness.FEATURES`, for small days followed by `NAMED`.\n"""\n\n'
        "from __future__ import annotations\n\nfrom newsfold.edit.grouping import weights\n\n"
        f"{_named('LARGE_DAY', fitted.large)}{_named('SMALL_DAY', fitted.small)}"
    )


def _named(name: str, found: Weights) -> str:
    rows = "".join(f"        {_row(row[place:])},\n" for place, row in enumerate(found.crossed))
    vectors = "".join(f"    {_row(one)},\n" for one in (found.centres, found.scales, found.linear))
    return f"{name} = weights.read(\n    {found.base:.4f},\n{vectors}    (\n{rows}    ),\n)\n"


def _row(numbers: Numbers) -> str:
    return f"({' '.join(f'{number:.4f},' for number in numbers)})"


if __name__ == "__main__":
    main()
