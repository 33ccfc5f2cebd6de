"""How well and how fast articles are joined into stories.

    python -m bench.grouping FILE.jsonl.gz [--sets basil uci] [--events 100] [--sizes 1000 5000]

The file holds one JSON object a line with `set`, `split_id`, `event`, `title`, `text`; rows whose
split_id's MD5 is under 70 of 100 are judged, as training takes them too, so what is printed is
partly in-sample: `python -m tools.train_grouping FILE` prints what weights fitted on other events
reach. B-cubed precision, recall and F1 (Bagga and Baldwin, 1998) of each set at once; of none with
`--sets` alone. Then the time for growing batches, all sets mixed, and the exponent by which the CPU
time grows; where the file has too few articles they are taken again with other names, which makes
them other events.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

from newsfold import tables
from newsfold.edit.grouping import group
from newsfold.model import Article
from tools import fitting

OPEN_PERCENT = 70
SIZES = (1000, 5000, 20000)
_NAME = re.compile(r"\b[A-Z]\w+")


@dataclass(frozen=True, slots=True)
class Row:
    """One article of a collection, and the event that it tells."""

    name: str  # of the collection
    event: str
    title: str
    text: str


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--sets", nargs="*", help="all by default; --sets without a name: times alone"
    )
    parser.add_argument("--events", type=int, help="of a set, drawn at random")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    chosen = parser.parse_args()
    sets: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows(chosen.file):
        sets[row.name].append(row)
    judged = sorted(sets) if chosen.sets is None else chosen.sets
    unknown = sorted(set(judged) - set(sets))
    if unknown:
        known = ", ".join(sorted(sets)) or "none"
        parser.error(f"no set {', '.join(unknown)} in {chosen.file}; --sets takes of: {known}")
    for name in judged:
        print(quality(name, drawn(sets[name], chosen.events)), flush=True)
    mixed = [row for name in sorted(sets) for row in sets[name]]
    random.Random(1).shuffle(mixed)
    before: tuple[int, float] | None = None
    for size in chosen.sizes:
        seconds, of_cpu = timed(list(grown(mixed, size)))
        figures = f"{size:7d} articles {seconds:7.2f} s, {of_cpu:.2f} s of them CPU"
        print(figures, _growth(before, size, of_cpu), flush=True)
        before = (size, of_cpu)


def rows(file: Path) -> Iterator[Row]:
    """The open rows, in file order."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for found in map(json.loads, lines):
            if fitting.number(str(found["split_id"])) % 100 < OPEN_PERCENT:
                title, text = found.get("title") or "", found.get("text") or ""
                yield Row(found["set"], str(found["event"]), title, text)


def drawn(listed: Sequence[Row], events: int | None) -> list[Row]:
    """The rows of so many events; all for None."""
    known = sorted({row.event for row in listed})
    kept = set(known if events is None else random.Random(7).sample(known, min(events, len(known))))
    return [row for row in listed if row.event in kept]


def grown(listed: Sequence[Row], count: int) -> Iterator[Row]:
    """`count` rows: the given ones, then the same with other names, and so on."""
    for number in range(count):
        turn, place = divmod(number, len(listed))
        row = listed[place]
        if turn:
            mark = chr(ord("a") + turn % 26) * (1 + turn // 26)
            title, text = (_NAME.sub(rf"\g<0>{mark}", part) for part in (row.title, row.text))
            row = Row(row.name, f"{row.event} {turn}", title, text)
        yield row


def labels(listed: Sequence[Row]) -> list[int]:
    """For each row the number of its story."""
    articles = [
        Article(
            f"{number:08}", "bench", "-", None, None, row.title, _lines(row.text), language="en"
        )
        for number, row in enumerate(listed)
    ]
    found = [0] * len(listed)
    for label, members in enumerate(group.groups(articles, tables.load())):
        for index in members:
            found[index] = label
    return found


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def quality(name: str, listed: Sequence[Row]) -> str:
    """One set's figures."""
    events = [row.event for row in listed]
    precision, recall, f1 = bcubed(labels(listed), events)
    return (
        f"{name}: {len(listed)} articles, {len(set(events))} events, "
        f"B-cubed precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}"
    )


def bcubed(found: Sequence[Hashable], right: Sequence[Hashable]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 of labels against events; of at least one item."""
    both = Counter(zip(found, right, strict=True))
    joined, told = Counter(found), Counter(right)
    precision = sum(n * n / joined[label] for (label, _), n in both.items()) / len(found)
    recall = sum(n * n / told[event] for (_, event), n in both.items()) / len(found)
    return precision, recall, 2 * precision * recall / (precision + recall)


def timed(listed: Sequence[Row]) -> tuple[float, float]:
    """Seconds to group the rows, and seconds of CPU, which a busy machine does not change."""
    started, used = time.perf_counter(), time.process_time()
    labels(listed)
    return time.perf_counter() - started, time.process_time() - used


def _growth(before: tuple[int, float] | None, size: int, seconds: float) -> str:
    if before is None:
        return ""
    return f"grows with n^{log(seconds / before[1]) / log(size / before[0]):.2f}"


if __name__ == "__main__":
    main()
