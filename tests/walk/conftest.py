"""The `digest` command as a real child process, in a folder of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

Digest = Callable[..., subprocess.CompletedProcess[str]]


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment without settings of the person who runs the tests."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("DIGEST_")}
    return {**kept, "PYTHONWARNINGS": "error", **(extra or {})}


def command(*arguments: str | Path) -> list[str]:
    """The command line that runs `digest` with these arguments."""
    return [sys.executable, "-m", "newsfold", *map(str, arguments)]


def run_in(
    folder: Path, *arguments: str | Path, exits: int = 0, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `digest` in a folder; the exit code must be the expected one."""
    done = subprocess.run(
        command(*arguments),
        cwd=folder,
        env=environment(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == exits, f"{arguments}: {done.returncode}\n{done.stdout}{done.stderr}"
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture
def digest(tmp_path: Path) -> Digest:
    """Run `digest` in `tmp_path`; the exit code must be the expected one."""
    return partial(run_in, tmp_path)


@contextmanager
def served(folder: Path, *arguments: str) -> Iterator[str]:
    """The address that a command serves; it must end by itself, with exit code 0, on Ctrl-C."""
    with subprocess.Popen(
        command(*arguments, "--json", "--port", "0"),
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["url"]
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0
