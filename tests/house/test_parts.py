"""A missing part of the machine skips on a laptop, fails in CI, and the fix is told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import conftest
from tools import ensure_packages


def test_a_part_that_is_there_lets_the_test_go_on() -> None:
    """Nothing happens when the part is available."""
    conftest.require("sh", available=True, reason="never shown")


def test_a_missing_part_skips_on_a_laptop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without CI=true the test skips, and the reason names the part and the way to it."""
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="needs chromium: apt-get install chromium"):
        conftest.require("chromium", available=False, reason="apt-get install chromium")


def test_a_missing_part_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """With CI=true nothing is skipped unseen."""
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="chromium must be there in CI: not found"):
        conftest.require("chromium", available=False, reason="not found")


def test_missing_packages_are_named_once() -> None:
    """Two commands of one package ask for it once; a command that is there asks for nothing."""
    parts = {"postfix": "postfix", "postmap": "postfix", "sh": "dash"}
    assert ensure_packages.missing(parts, {"sh": "/bin/sh"}.get) == ("postfix",)


def test_the_list_is_fetched_before_the_packages() -> None:
    """apt-get updates first, then installs without a question."""
    update, install = ensure_packages.commands(("chromium",))
    assert "update" in update
    assert {"install", "--yes", "chromium"} <= set(install)


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_without_apt_the_command_is_shown(tmp_path: Path, ci: str, code: int) -> None:
    """On a machine with neither the part nor apt-get the script says what to type; CI stops."""
    ran = subprocess.run(
        [sys.executable, ensure_packages.__file__],
        env={"PATH": str(tmp_path), "CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == code, ran.stderr
    assert "sudo apt-get install chromium" in ran.stderr
