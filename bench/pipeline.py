"""Articles per second through clean, edit, compose and render, and how the time grows.

    python -m bench.pipeline [--sizes 100 1000 5000] [--rounds 3]

Prints the best of the rounds for each step and size, and the growth exponent between the sizes:
1.0 is linear. Sizes are measured in turn within each round, so that a noisy machine hits all.
"""

from __future__ import annotations

import argparse
import itertools
import math
import time
from collections.abc import Callable
from typing import TypeVar

from bench import synthetic
from newsfold import collect, edition, tables, variants
from newsfold.config import Config, Newsletter
from newsfold.model import Article, Issue
from newsfold.text.language import Tables

T = TypeVar("T")
Times = dict[str, float]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 5000])
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    loaded = tables.load()
    once(chosen.sizes[0], loaded)  # imports and caches are not the pipeline's cost
    best: dict[int, Times] = {}
    for _ in range(chosen.rounds):
        for size in chosen.sizes:
            measured = once(size, loaded)
            known = best.setdefault(size, measured)
            best[size] = {step: min(known[step], measured[step]) for step in measured}
    report(best)


def once(size: int, loaded: Tables) -> Times:
    """Seconds of CPU and waiting for each step at one size."""
    documents = list(synthetic.documents(size))
    newsletter = Newsletter()
    times: Times = {}

    def timed(step: str, work: Callable[[], T]) -> T:
        start = time.perf_counter()
        result = work()
        times[step] = time.perf_counter() - start
        return result

    outcomes = timed("clean", lambda: [collect.cleaned(d, loaded) for d in documents])
    articles = [a for a in outcomes if isinstance(a, Article)]
    if len(articles) < size * 0.95:
        raise SystemExit(f"only {len(articles)} of {size} synthetic pages were read as articles")
    issue: Issue = timed(
        "edit+compose",
        lambda: edition.draft(articles, newsletter, loaded, now=synthetic.START),
    )
    timed("render", lambda: variants.rendered(issue, newsletter, Config()))
    times["all"] = sum(times.values())
    return times


def report(best: dict[int, Times]) -> None:
    """Print the table and the exponents."""
    steps = next(iter(best.values())).keys()
    print(f"{'articles':>9}  " + "  ".join(f"{step:>14}" for step in steps) + "   articles/s")
    for size, times in best.items():
        cells = "  ".join(f"{times[step]:>12.3f} s" for step in steps)
        print(f"{size:>9,}  {cells}   {size / times['all']:>10,.0f}")
    sizes = list(best)
    for small, large in itertools.pairwise(sizes):
        print(f"growth exponent {small:,} to {large:,}: {exponent(best, small, large):.2f}")
    if len(sizes) > 2:
        print(
            f"growth exponent {sizes[0]:,} to {sizes[-1]:,}: "
            f"{exponent(best, sizes[0], sizes[-1]):.2f}"
        )


def exponent(best: dict[int, Times], small: int, large: int) -> float:
    """The power of the size that the whole time grows with."""
    return math.log(best[large]["all"] / best[small]["all"]) / math.log(large / small)


if __name__ == "__main__":
    main()
