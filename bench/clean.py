"""How well and how fast bare page dumps are cleaned, beside the peers' figures.

    python -m bench.clean --data FOLDER [--cv] [--set sh,n4k,wcxb] [--every N] [--worst N]

FOLDER holds `<set>.text.jsonl.gz` (a page a line: text, articleBody, host) and, when there, the
peers' results page by page in `peers.jsonl.gz`. `--cv` is the figure that counts: the weights are
trained anew on the pages of other hosts for each fold, and the whole way of a dump is measured.
Without it the shipped weights are scored on pages among which they were trained. The time is CPU
time a page, from bytes to article. `bench.clean_pages` measures HTML, `bench.clean_peers` runs the
other cleaners in the same run, `bench.clean_metadata` tells headlines, dates and authors,
`bench.clean_scaling` how the time grows with the size.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench import judges, shingles
from newsfold import tables
from newsfold.clean import document
from newsfold.clean.labelling import body
from newsfold.model import Article, Document, Media
from newsfold.text.language import Tables
from tools import train_lines
from tools.train_lines import Example

FOLDS = 5
HEURISTIC = "H2_segment_filter"  # the peer that no set may fall below


@dataclass(frozen=True, slots=True)
class Result:
    """One page: its scores and the CPU time it took."""

    page: Example
    score: shingles.Score
    ms: float


def fold(host: str) -> int:
    """In which fold a host's pages are measured."""
    return int(hashlib.md5(host.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def validated(pages: Sequence[Example], known: Tables) -> Iterator[Result]:
    """Every page, read with weights trained on the pages of other folds' hosts."""
    for number in range(FOLDS):
        others = [page for page in pages if fold(page.host) != number]
        weights = train_lines.packed(train_lines.fit(others))
        trained = replace(known, weights=_weights(known, weights))
        yield from measured((p for p in pages if fold(p.host) == number), trained)


def _weights(known: Tables, lines: dict[str, Any]) -> Any:
    return lambda name: lines if name == body.WEIGHTS else known.weights(name)


def measured(pages: Iterable[Example], known: Tables) -> Iterator[Result]:
    """Every page, read with the given tables."""
    for page in pages:
        given = Document("bench", page.id, Media.TEXT, page.text.encode("utf-8", "replace"))
        start = time.process_time()
        found = document.read(given, known)
        ms = 1000 * (time.process_time() - start)
        text = "\n".join(judges.body_lines(found)) if isinstance(found, Article) else ""
        yield Result(page, shingles.score(page.body, text), ms)


def peers(folder: Path, pages: Sequence[Example]) -> dict[str, dict[str, shingles.Score]]:
    """What each peer reached on the pages: by name, by set."""
    file = folder / "peers.jsonl.gz"
    ids = defaultdict(list)
    for page in pages:
        ids[page.group].append(page.id)
    found: dict[str, dict[str, shingles.Score]] = defaultdict(dict)
    if not file.is_file():
        return found
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            known, wanted = row["pages"], ids.get(row["ds"])
            if row["mode"] == "text" and wanted and all(i in known for i in wanted):
                scores = [_peer_score(*known[i][:3]) for i in wanted]
                found[row["name"]][row["ds"]] = shingles.mean(scores)
    return found


def _peer_score(hit: float, extra: float, missed: float) -> shingles.Score:
    if hit == extra == missed == 0:
        return shingles.Score(1.0, 1.0)
    return shingles.Score(hit / (hit + extra) if hit else 0.0, hit / (hit + missed) if hit else 0.0)


def report(results: Sequence[Result], beside: dict[str, dict[str, shingles.Score]]) -> None:
    """Print a line a set, the peers below it, then all sets together."""
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        groups[result.page.group].append(result)
    for name, of_set in sorted(groups.items()):
        scored = [r.score for r in of_set]
        print(f"{name}: {_line(scored)}  {len(of_set)} pages")
        if name in beside.get(HEURISTIC, {}):
            ahead = shingles.mean(scored).f1 - beside[HEURISTIC][name].f1
            print(f"    {ahead:+.4f} against {HEURISTIC}, which no set may fall below")
        for peer, scores in sorted(beside.items()):
            if name in scores and not peer.startswith("ORACLE"):
                print(f"    {peer:24} F1 {scores[name].f1:.4f}")
    times = [r.ms for r in results]
    print(f"pooled: {_line([r.score for r in results])}  {len(results)} pages")
    middle, mean = statistics.median(times), statistics.fmean(times)
    print(f"CPU ms a page: median {middle:.2f}, mean {mean:.2f}")


def _line(scores: Sequence[shingles.Score]) -> str:
    mean = shingles.mean(scores)
    return f"F1 {mean.f1:.4f}  precision {mean.precision:.4f}  recall {mean.recall:.4f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cv", action="store_true", help="train anew on other hosts' pages")
    parser.add_argument("--set", default="", help="only these, by comma")
    parser.add_argument("--every", type=int, default=1, help="only every n-th page")
    parser.add_argument("--worst", type=int, default=0, help="list the worst pages")
    asked = parser.parse_args()
    known = tables.load()
    pages = train_lines.examples(asked.data, known)[:: asked.every]
    results = list(validated(pages, known) if asked.cv else measured(pages, known))
    only = [s for s in asked.set.split(",") if s]
    shown = [r for r in results if not only or r.page.group in only]
    report(shown, peers(asked.data, [r.page for r in shown]))
    for result in sorted(shown, key=lambda r: r.score.f1)[: asked.worst]:
        print(f"  {result.score.f1:.3f} {result.page.id}")


if __name__ == "__main__":
    main()
