"""The pure rooms stay pure in what import-linter cannot see: calls, attributes and submodules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOMS = ("clean", "compose.py", "edit", "errors.py", "model", "text", "write/check")

# Builtins that reach outside, or (hash, id) give other values in another run.
CALLS = frozenset(
    {"__import__", "breakpoint", "eval", "exec", "hash", "id", "input", "open", "print"}
)
# Methods refused whatever they are called on: files and clocks.
METHODS = frozenset(
    {
        "exists",
        "fromfile",
        "getenv",
        "is_file",
        "iterdir",
        "loadtxt",
        "now",
        "open",
        "read_bytes",
        "read_text",
        "rglob",
        "savez",
        "today",
        "tofile",
        "unlink",
        "utcnow",
        "write_bytes",
        "write_text",
    }
)
# Attributes refused even when nothing calls them.
ATTRIBUTES = frozenset({"default_rng", "environ", "random", "urandom"})
# Functions of one module only: their names are harmless elsewhere.
OF_A_MODULE = frozenset(
    {
        ("json", "dump"),
        ("json", "load"),
        ("np", "load"),
        ("np", "save"),
        ("numpy", "load"),
        ("numpy", "save"),
        ("time", "monotonic"),
        ("time", "perf_counter"),
        ("time", "sleep"),
        ("time", "time"),
        ("uuid", "uuid1"),
        ("uuid", "uuid4"),
    }
)
# import-linter sees the first part of an outside name only; these stand below allowed ones.
MODULES = ("importlib", "numpy.random", "os", "urllib.request", "random", "secrets", "time")
BLIND = frozenset({"Exception", "BaseException"})


def reasons(node: ast.AST) -> Iterator[str]:
    """Why this one node may not stand in a pure room; nothing when it may."""
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in CALLS:
            yield f"{name}()"
        case ast.Call(func=ast.Attribute(attr=name)) if name in METHODS:
            yield f".{name}()"
        case ast.Call(func=ast.Attribute(value=ast.Name(id=module), attr=name)) if (
            module,
            name,
        ) in OF_A_MODULE:
            yield f"{module}.{name}()"
        case ast.Attribute(attr=name) if name in ATTRIBUTES:
            yield f".{name}"
        case ast.Import(names=names):
            yield from (f"import {alias.name}" for alias in names if outside(alias.name))
        case ast.ImportFrom(module=str(module), names=names):
            full = (f"{module}.{alias.name}" for alias in names)
            yield from (f"import {name}" for name in full if outside(name))
        case ast.Global(names=names):
            yield f"global {', '.join(names)}"
        case ast.ExceptHandler(type=kind) if blind(kind):
            yield "a blind except"
        case _:
            pass


def outside(module: str) -> bool:
    """Whether the dotted name lies in one of MODULES."""
    return any(module == name or module.startswith(f"{name}.") for name in MODULES)


def blind(kind: ast.expr | None) -> bool:
    """Whether an except clause of this type catches everything."""
    if isinstance(kind, ast.Tuple):
        return any(blind(element) for element in kind.elts)
    return kind is None or (isinstance(kind, ast.Name) and kind.id in BLIND)


def impurities(source: str) -> list[str]:
    """What a pure room may not hold, as `line: reason`, in the order of the lines."""
    found = [
        (node.lineno, reason)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.stmt | ast.expr | ast.excepthandler)
        for reason in reasons(node)
    ]
    return [f"{line}: {reason}" for line, reason in sorted(found)]


def files(root: Path, room: str) -> list[Path]:
    """The Python files of a room, whether it is one file or a folder."""
    place = root / "src" / "newsfold" / room
    return [place] if place.is_file() else sorted(place.rglob("*.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_a_pure_room_is_pure(root: Path, room: str) -> None:
    """No file of the room reaches for a file, a clock, chance, the terminal or the environment."""
    assert files(root, room), f"no such room: {room}"
    found = {
        str(file.relative_to(root)): bad
        for file in files(root, room)
        if (bad := impurities(file.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("open('x')", "open()"),
        ("print(1)", "print()"),
        ("input()", "input()"),
        ("eval('1')", "eval()"),
        ("hash('x')", "hash()"),
        ("id(x)", "id()"),
        ("Path('x').open()", ".open()"),
        ("path.read_text()", ".read_text()"),
        ("path.write_text('')", ".write_text()"),
        ("path.read_bytes()", ".read_bytes()"),
        ("path.write_bytes(b'')", ".write_bytes()"),
        ("path.exists()", ".exists()"),
        ("datetime.now(UTC)", ".now()"),
        ("dt.datetime.now()", ".now()"),
        ("datetime.utcnow()", ".utcnow()"),
        ("datetime.today()", ".today()"),
        ("date.today()", ".today()"),
        ("time.time()", "time.time()"),
        ("time.monotonic()", "time.monotonic()"),
        ("json.load(stream)", "json.load()"),
        ("np.load('x.npy')", "np.load()"),
        ("uuid.uuid4()", "uuid.uuid4()"),
        ("os.environ['HOME']", ".environ"),
        ("os.getenv('HOME')", ".getenv()"),
        ("np.random.rand(3)", ".random"),
        ("rng = default.default_rng", ".default_rng"),
        ("import random", "import random"),
        ("from random import choice", "import random.choice"),
        ("import os.path", "import os.path"),
        ("import urllib.request", "import urllib.request"),
        ("from urllib import request", "import urllib.request"),
        ("from urllib.request import urlopen", "import urllib.request.urlopen"),
        ("from importlib import resources", "import importlib.resources"),
        ("import importlib.resources as r", "import importlib.resources"),
        ("from numpy import random", "import numpy.random"),
        ("from time import time", "import time.time"),
        ("global cache", "global cache"),
        ("try: pass\nexcept: pass", "a blind except"),
        ("try: pass\nexcept Exception: pass", "a blind except"),
        ("try: pass\nexcept (ValueError, BaseException) as e: pass", "a blind except"),
    ],
)
def test_the_checker_refuses(line: str, reason: str) -> None:
    """Each forbidden thing is found once, even deep inside a function."""
    body = "\n".join(f"        {part}" for part in line.splitlines())
    found = impurities(f"class Room:\n    def act(self):\n{body}\n")
    assert [text.partition(": ")[2] for text in found] == [reason]


@pytest.mark.parametrize(
    "line",
    [
        "issue.now",
        "now = due_at",
        "from datetime import UTC, date, datetime, time, timedelta",
        "datetime.fromisoformat('2026-03-12T17:00:00+00:00')",
        "from urllib.parse import urlsplit",
        "json.loads('{}')",
        "article.id",
        "printable(text)",
        "def opened(): return 1",
        "try: pass\nexcept ValueError: pass",
        "def f():\n    x = 1\n    def g():\n        nonlocal x",
    ],
)
def test_the_checker_allows(line: str) -> None:
    """What only looks like a clock, a file or a log is left alone."""
    assert impurities(line) == []
