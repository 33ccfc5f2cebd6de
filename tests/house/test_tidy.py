"""The tree is tidy: no address of a machine or an index, small files, docstrings everywhere."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import conftest

MAX_FILE_LINES = 500  # at this length a file is two rooms (CONTRIBUTING.md)
MAX_FUNCTION_LINES = 60  # signature, docstring and body; by eye
LICENCE = "LICENSE"  # standard text, which names its own address

# A package index, wherever it is: what is installed is pinned by hash, where from is the reader's.
INDEX = re.compile(
    r"https?://[\w.-]*(?:pypi|pythonhosted|npmjs|registry|mirror)[\w.-]*"
    r"|--(?:extra-)?index-url[ =]+\S|--find-links[ =]+\S|--trusted-host[ =]+\S|\bfile:///\w",
    re.IGNORECASE,
)
# A folder of one machine or one person. Guides use ~, /srv, /etc and /var.
MACHINE = re.compile(r"(?<![\w.~/-])/(?:root|work|home|Users|opt)/\w")


def tracked(root: Path) -> list[Path]:
    """The files git knows or would add; the test skips outside a git checkout."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode:
        pytest.skip("needs a git checkout")
    paths = sorted(root / name for name in listing.stdout.split("\0") if name)
    return [path for path in paths if path.is_file()]


def addresses(text: str) -> list[str]:
    """Package indexes and machine paths that the text names, as `line: match`."""
    return [
        f"{number}: {match.group()}"
        for number, line in enumerate(text.splitlines(), start=1)
        for pattern in (INDEX, MACHINE)
        for match in pattern.finditer(line)
    ]


def sources(root: Path) -> list[Path]:
    """Every Python file of the package."""
    return sorted((root / "src" / "newsfold").rglob("*.py"))


def public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """The public functions and classes of a module, and the public methods of those classes."""
    places: list[ast.Module | ast.ClassDef] = [tree]
    for place in places:
        for node in place.body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                continue
            if not node.name.startswith("_"):
                yield node
                places.extend([node] if isinstance(node, ast.ClassDef) else [])


def undocumented(tree: ast.Module) -> list[str]:
    """Names that lack a docstring; `module` for the file itself."""
    missing = [] if ast.get_docstring(tree) else ["module"]
    return missing + [node.name for node in public(tree) if not ast.get_docstring(node)]


def long_functions(tree: ast.Module) -> list[str]:
    """Functions longer than MAX_FUNCTION_LINES, as `name: lines`."""
    sizes = {
        f"{node.name}: {(node.end_lineno or node.lineno) - node.lineno + 1}": node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    return [name for name in sizes if int(name.rpartition(": ")[2]) > MAX_FUNCTION_LINES]


def test_no_file_names_an_index_or_a_machine(root: Path) -> None:
    """No file of the tree holds a package index's address or an absolute path of a machine."""
    found = {}
    for path in tracked(root):
        content = path.read_bytes()
        if path.name == LICENCE or b"\0" in content:
            continue
        if bad := addresses(content.decode("utf-8", errors="replace")):
            found[str(path.relative_to(root))] = bad
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        "see https://" + "pypi.example/simple",
        "--index-url" + " https://example.org",
        "--find-links" + "=wheels",
        "numpy @ file://" + "/srv/numpy.whl",
        "cd /" + "root/project",
        "PATH=/" + "home/ann/bin",
        "'/" + "opt/tool/bin'",
    ],
)
def test_the_search_for_addresses_finds(line: str) -> None:
    """Each kind of address is found."""
    assert addresses(line)


@pytest.mark.parametrize(
    "line",
    ["https://example.org/work/1", "~/work/x", "/srv/newsfold", "--index-url", "httpx==0.28.1"],
)
def test_the_search_for_addresses_lets_pass(line: str) -> None:
    """Ordinary links, home folders and server folders are no finding."""
    assert addresses(line) == []


def test_files_stay_rooms(root: Path) -> None:
    """No source file reaches the length at which it is two rooms."""
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sources(root)}
    assert {str(path): size for path, size in sizes.items() if size >= MAX_FILE_LINES} == {}


def test_functions_stay_short(root: Path) -> None:
    """No function of the package is longer than a screen."""
    found = {
        str(path.relative_to(root)): long
        for path in sources(root)
        if (long := long_functions(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert found == {}


def test_everything_public_says_what_it_gives(root: Path) -> None:
    """Every module, public class, method and function of the package has a docstring."""
    found = {
        str(path.relative_to(root)): missing
        for path in sources(root)
        if (missing := undocumented(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert found == {}


def test_the_search_for_docstrings_finds() -> None:
    """A bare module, function, class and method are each found; private ones are left alone."""
    code = (
        "def f(): pass\ndef _g(): pass\nclass C:\n    def m(self): pass\n    def _n(self): pass\n"
    )
    assert undocumented(ast.parse(code)) == ["module", "f", "C", "m"]


def test_the_search_for_long_functions_finds() -> None:
    """A function one line too long is found, one that just fits is not."""
    fits = "def fits():\n" + "    pass\n" * (MAX_FUNCTION_LINES - 1)
    long = "def long():\n" + "    pass\n" * MAX_FUNCTION_LINES
    assert long_functions(ast.parse(fits + long)) == [f"long: {MAX_FUNCTION_LINES + 1}"]


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "LICENSE", "Makefile", "pyproject.toml"])
def test_the_house_has_its_papers(name: str) -> None:
    """The files that a newcomer looks for are there and not empty."""
    assert (conftest.ROOT / name).stat().st_size > 0
