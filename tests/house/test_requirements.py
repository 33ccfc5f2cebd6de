"""The lists of requirements agree with one another, and the locks pin everything by hash."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

LOCKS = ("requirements.lock", "requirements-test.lock")
BUILD = "hatchling"  # in requirements.in so that installing the package fetches nothing
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def asked(path: Path) -> dict[str, Requirement]:
    """Name -> requirement of a requirements.in file, less its comments and -r/-c lines."""
    lines = (line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    wanted = [Requirement(line) for line in lines if line and not line.startswith("-")]
    return {canonicalize_name(requirement.name): requirement for requirement in wanted}


def locked(path: Path) -> dict[str, Version]:
    """Name -> version of a lock file."""
    pins = PINNED.findall(path.read_text("utf-8"))
    return {canonicalize_name(name): Version(version) for name, version in pins}


def test_the_package_asks_for_what_is_locked(root: Path) -> None:
    """pyproject.toml and requirements.in name the same libraries with the same bounds."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    wheel = {str(Requirement(line)) for line in project["dependencies"]}
    listed = asked(root / "requirements.in")
    del listed[BUILD]
    assert wheel == {str(requirement) for requirement in listed.values()}


def test_what_is_optional_is_tested(root: Path) -> None:
    """Every library of an extra stands among the tests' requirements, with the same bounds."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    listed = {str(requirement) for requirement in asked(root / "requirements-test.in").values()}
    assert {str(Requirement(line)) for extra in extras for line in extra} <= listed


@pytest.mark.parametrize("name", LOCKS)
def test_the_locks_answer_what_was_asked(root: Path, name: str) -> None:
    """Every requirement has a pin within its bounds: a lock is never older than its .in file."""
    pins = locked(root / name)
    for wanted, requirement in asked((root / name).with_suffix(".in")).items():
        assert pins[wanted] in requirement.specifier, requirement


def test_both_locks_agree(root: Path) -> None:
    """The test lock holds the run lock's versions exactly, so one environment serves both."""
    run, test = (locked(root / name) for name in LOCKS)
    assert run.items() <= test.items()


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_hashes_and_no_option(root: Path, name: str) -> None:
    """A lock is pins, hashes and comments: nothing that says where to fetch from."""
    text = (root / name).read_text("utf-8")
    entries = [part for part in re.split(r"\n(?=\S)", text.strip()) if not part.startswith("#")]
    assert [entry for entry in entries if not PINNED.match(entry)] == []
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"https?:|file:/|--(?!hash=sha256:)\S+|/\w+/", text) == []
