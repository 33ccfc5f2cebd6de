"""What is shipped is whole: the wheel and the source archive carry all that a run needs."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source archive of this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--directory", str(folder)],
        cwd=root,
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture(scope="module")
def unpacked(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it lies in site-packages, far from the checkout."""
    folder = tmp_path_factory.mktemp("site")
    (wheel,) = built.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder)
    return folder


def below(folder: Path) -> set[str]:
    """Files below a folder as relative paths, less what Python leaves behind."""
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def outside(unpacked: Path, folder: Path, *words: str) -> str:
    """What Python prints, run in another folder with the unpacked wheel first on its path."""
    ran = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("src/newsfold", "newsfold"),
        ("templates", "newsfold/templates"),
        ("seeds", "newsfold/seeds"),
    ],
)
def test_the_wheel_carries_the_folder(root: Path, unpacked: Path, here: str, there: str) -> None:
    """Every file of the folder is in the wheel with the same bytes."""
    names = below(root / here)
    assert names
    assert names <= below(unpacked / there)
    changed = [
        name
        for name in names
        if (root / here / name).read_bytes() != (unpacked / there / name).read_bytes()
    ]
    assert changed == []


def test_the_wheel_holds_nothing_else(unpacked: Path) -> None:
    """Only the package and its metadata are installed: no tests, no tools."""
    tops = {path.name for path in unpacked.iterdir()}
    assert {name for name in tops if not name.endswith(".dist-info")} == {"newsfold"}


def test_the_wheel_finds_its_own_files(unpacked: Path, tmp_path: Path) -> None:
    """Installed without the checkout, the package reads its own templates, seeds and examples."""
    code = (
        "from newsfold import resources as r;"
        "print(r.templates(), r.seeds(), r.example('digest.example.toml'),"
        " r.example('subscribers.example.csv'), sep='\\n')"
    )
    found = outside(unpacked, tmp_path, "-c", code).split()
    assert [str(Path(path).relative_to(unpacked)) for path in found] == [
        "newsfold/templates",
        "newsfold/seeds",
        "newsfold/examples/digest.example.toml",
        "newsfold/examples/subscribers.example.csv",
    ]


def test_the_wheel_makes_an_issue(unpacked: Path, tmp_path: Path) -> None:
    """Installed without the checkout, `digest preview` makes an issue of the built-in seeds."""
    code = "from newsfold.cli import main; main()"
    words = ("preview", "--at", "2026-03-12T17:00:00Z", "--out", "out")
    outside(unpacked, tmp_path, "-c", code, *words)
    assert (tmp_path / "out" / "issue.html").stat().st_size > 0


def test_the_source_archive_can_be_tested(root: Path, built: Path) -> None:
    """The source archive holds the source, the tests and all that `make test` reads."""
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    folders = ("src", "seeds", "templates", "tests", "tools")
    wanted = {f"{folder}/{name}" for folder in folders for name in below(root / folder)}
    wanted |= {"Makefile", "LICENSE", "README.md", "requirements.lock", "requirements-test.lock"}
    assert wanted - names == set()
