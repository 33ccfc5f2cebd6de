"""The floors hold, and each contract that keeps them is seen to fail once on a seeded violation."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

FLOORS = "a floor imports only what lies below it"
CLEAN = "in clean, what reads a document knows its parts, and no part knows the whole"
EDIT = "in edit, a story stands on sentences, these on the people in them"
PURE = "pure rooms do no I/O, read no clock, draw no lots and do not log"
NOUNS = "the nouns and the errors need the standard library only"
SQL = "SQL lives in store only"
TALK = "what is said to a relay is decided without any input or output"
CYCLES = "no two rooms and no two files of a room import each other"


@dataclass(frozen=True, slots=True)
class Violation:
    """Lines added to a copy of the source, and the contract that must then be broken."""

    name: str
    contract: str
    added: Mapping[str, str]  # path below src/newsfold -> lines appended (the file may be new)


def violation(name: str, contract: str, **added: str) -> Violation:
    """One seeded violation; `room__file` stands for room/file.py."""
    paths = {path.replace("__", "/") + ".py": lines for path, lines in added.items()}
    return Violation(name, contract, paths)


VIOLATIONS = (
    violation("a room calls the walk", FLOORS, gather__seeded="import newsfold.edition"),
    violation("siblings meet", FLOORS, gather__seeded="import newsfold.render"),
    violation("a room calls deliver", FLOORS, store__seeded="import newsfold.deliver"),
    violation("text looks up at tables", FLOORS, text__seeded="import newsfold.tables"),
    violation("a room without a floor", FLOORS, attic="import re"),
    violation("a line knows a live blog", CLEAN, clean__line__seeded="import newsfold.clean.live"),
    violation("clean has a file in no layer", CLEAN, clean__seeded="import re"),
    violation("people know stories", EDIT, edit__people__seeded="import newsfold.edit.stories"),
    violation("clean touches files", PURE, clean__seeded="import os"),
    violation("edit draws lots", PURE, edit__seeded="import random"),
    violation("compose reads the clock", PURE, compose="import time"),
    violation("text logs", PURE, text__seeded="import logging"),
    violation("edit logs events", PURE, edit__seeded="def say() -> None:\n    import structlog"),
    violation("model is a pydantic model", NOUNS, model__seeded="import pydantic"),
    violation("errors know httpx' answers", NOUNS, errors="import httpx"),
    violation("deliver writes SQL", SQL, deliver__seeded="import sqlalchemy"),
    violation("the walk migrates", SQL, edition="from alembic import command"),
    violation("gather opens a database", SQL, gather__seeded="import sqlite3"),
    violation("the conversation opens a socket", TALK, deliver__smtp__reply="import socket"),
    violation(
        "two files of a room need each other",
        CYCLES,
        gather__seeded="import newsfold.gather.seeded_too",
        gather__seeded_too="import newsfold.gather.seeded",
    ),
)


def copied(root: Path, folder: Path) -> Path:
    """A copy of the source and of the contracts in `folder`, which is given back."""
    shutil.copytree(
        root / "src" / "newsfold",
        folder / "src" / "newsfold",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    shutil.copy(root / "pyproject.toml", folder)
    return folder


def contracts(folder: Path) -> Mapping[str, str]:
    """What lint-imports says of the tree in `folder`: contract name -> KEPT or BROKEN."""
    ran = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = dict(re.findall(r"^(.+) (KEPT|BROKEN)(?: \(.*\))?$", ran.stdout, re.MULTILINE))
    assert said, ran.stdout + ran.stderr
    assert ran.returncode == ("BROKEN" in said.values()), ran.stdout
    return said


def test_the_house_keeps_its_floors(root: Path, tmp_path: Path) -> None:
    """Every contract is kept by the tree as it is, and no contract is missing here."""
    assert contracts(copied(root, tmp_path)) == dict.fromkeys(
        (FLOORS, CLEAN, EDIT, PURE, NOUNS, SQL, TALK, CYCLES), "KEPT"
    )


@pytest.mark.parametrize("seeded", VIOLATIONS, ids=lambda seeded: seeded.name)
def test_a_seeded_violation_breaks_its_contract(
    root: Path, tmp_path: Path, seeded: Violation
) -> None:
    """One bad import breaks the contract that is there to refuse it."""
    folder = copied(root, tmp_path)
    for path, lines in seeded.added.items():
        file = folder / "src" / "newsfold" / path
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        file.write_text(f"{before}\n{lines}\n", encoding="utf-8")
    assert contracts(folder)[seeded.contract] == "BROKEN"


def test_every_folder_of_code_is_a_package(root: Path) -> None:
    """A folder without __init__.py would be invisible to the contracts, so none is without."""
    folders = {file.parent for file in (root / "src" / "newsfold").rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []
