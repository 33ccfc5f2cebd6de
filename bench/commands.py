"""How long a user waits: `digest --help`, and a digest from 200 articles into an outbox.

    python -m bench.commands [--rounds 5] [--articles 200]

A bare interpreter's start is measured in turn with the help, so that their ratio holds on a noisy
machine. The digest is printed with its own user time: on a shared machine the rest is waiting.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import synthetic

AT = synthetic.START.isoformat().replace("+00:00", "Z")
MODULE = ("-m", "newsfold")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--articles", type=int, default=200)
    chosen = parser.parse_args()
    bare, ratios = [], []
    for _ in range(chosen.rounds):
        bare.append(seconds("-c", "pass")[0])
        ratios.append(seconds(*MODULE, "--help")[0] / bare[-1])
    print(f"bare interpreter: {1000 * statistics.median(bare):.0f} ms")
    print(f"digest --help: {statistics.median(ratios):.1f} times that")
    walls, users = zip(
        *(a_digest(chosen.articles) for _ in range(max(1, chosen.rounds // 2))), strict=True
    )
    print(
        f"a digest from {chosen.articles} articles, process start to outbox: "
        f"{min(walls):.1f} s, of which {min(users):.1f} s of user time (best of {len(walls)})"
    )


def seconds(*arguments: str, folder: Path | None = None) -> tuple[float, float]:
    """Wall and user seconds of one run of this interpreter."""
    before, start = os.times().children_user, time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, check=True, stdin=None
    )
    return time.perf_counter() - start, os.times().children_user - before


def a_digest(articles: int) -> tuple[float, float]:
    """Wall and user seconds of `digest run` over that many synthetic pages, three readers."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "articles").mkdir()
        for number, document in enumerate(synthetic.documents(articles)):
            (folder / "articles" / f"{number}.txt").write_bytes(document.body)
        readers = "email\n" + "".join(f"reader{n}@example.org\n" for n in range(3))
        (folder / "readers.csv").write_text(readers)
        options = ("--subscribers", "readers.csv", "--outbox", "outbox", "--at", AT)
        return seconds(*MODULE, "run", "--source", "articles", *options, folder=folder)


if __name__ == "__main__":
    main()
