"""`digest clean --explain`: each line with its verdict, for people and for programs."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.clean.papers import HEADLINE, LEAD, SECOND, dump
from tests.walk.conftest import command, environment


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with an article's dump, a paywall stub and a file that cannot be read."""
    (tmp_path / "a.txt").write_text(dump("Search", HEADLINE, LEAD, SECOND), "utf-8")
    (tmp_path / "b.txt").write_text(dump(HEADLINE, LEAD, "Subscribe to continue reading"), "utf-8")
    (tmp_path / "c.json").write_text("{", "utf-8")
    return tmp_path


def clean(*arguments: str | Path) -> str:
    """What `digest clean` prints; one of the files is damaged, so that it exits with 1."""
    done = subprocess.run(
        command("clean", *arguments),
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 1, done.stderr
    return done.stdout


def test_programs_get_lines_only_when_they_ask(pages: Path) -> None:
    """`lines` is there with --explain, empty for what was not read, and absent without."""
    plain = [json.loads(x) for x in clean(pages, "--json").splitlines()]
    told = [json.loads(x) for x in clean(pages, "--json", "--explain").splitlines()]
    assert all("lines" not in x for x in plain)
    assert [{k: v for k, v in x.items() if k != "lines"} for x in told] == plain
    assert told[0]["lines"][:2] == [
        {"line": 1, "text": "Search", "kept": False, "as": None, "why": "navigation"},
        {"line": 3, "text": HEADLINE, "kept": True, "as": "headline", "why": None},
    ]
    assert told[1]["status"] == "rejected"
    assert told[1]["lines"][-1]["why"] == "paywall"
    assert told[2]["lines"] == []


def test_people_get_aligned_columns(pages: Path) -> None:
    """Number, sign, role and text stand in columns; a rejected document is explained as well."""
    printed = clean(pages, "--explain").splitlines()
    assert "1 - navigation  Search" in printed
    assert f"3 + headline    {HEADLINE}" in printed
    assert "5 - paywall   Subscribe to continue reading" in printed
    assert sum(line.endswith(LEAD) for line in printed) == 2
