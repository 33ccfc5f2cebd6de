"""The bench of grouping: its own measure and its own growth."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench import grouping
from tests.conftest import ROOT


def test_bcubed_of_a_torn_and_a_swallowed_event() -> None:
    """Of four articles of two events: whole, all in one, each alone."""
    right = ["a", "a", "b", "b"]
    assert grouping.bcubed([1, 1, 2, 2], right) == (1, 1, 1)
    assert grouping.bcubed([1, 1, 1, 1], right) == pytest.approx((0.5, 1, 2 / 3))
    assert grouping.bcubed([1, 2, 3, 4], right) == pytest.approx((1, 0.5, 2 / 3))


def test_growth_makes_other_events() -> None:
    """What is taken again has other names, and is not joined with what it was made of."""
    told = grouping.Row("own", "fire", "Ostby boathouse burns", "Fire took the boathouse of Ostby.")
    rows = list(grouping.grown([told], 3))
    assert rows[1].title == "Ostbyb boathouse burns"
    assert len({row.event for row in rows}) == len({row.text for row in rows}) == 3


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """A collection of one set."""
    rows = [
        {"set": "own", "split_id": f"own {n}", "event": str(n), "title": f"Fire {n}", "text": ""}
        for n in range(20)
    ]
    file = tmp_path / "rows.jsonl.gz"
    file.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    return file


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    """What the bench says."""
    return subprocess.run(
        [sys.executable, "-m", "bench.grouping", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_an_unknown_set_is_answered_with_the_known_ones(collection: Path) -> None:
    """Nothing is measured of a set that the file does not have."""
    done = bench(str(collection), "--sets", "own", "none")
    assert done.returncode == 2
    assert f"no set none in {collection}; --sets takes of: own" in " ".join(done.stderr.split())
    assert done.stdout == ""


def test_no_set_at_all_times_alone(collection: Path) -> None:
    """'--sets' without a name judges nothing."""
    done = bench(str(collection), "--sets", "--sizes", "4", "8")
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[:2] for line in done.stdout.splitlines()] == [
        ["4", "articles"],
        ["8", "articles"],
    ]
