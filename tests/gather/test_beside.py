"""gather.beside: a picture that lies beside a dump, as its sidecar tells."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsfold.gather import beside, picture, sidecar
from newsfold.model import Failure, InlinePicture, Picture
from tests.gather.test_raster import PNG

SAID = {"alt": "The quay at dawn", "credit": "Ann Lowe"}


def _read(folder: Path, told: object) -> tuple[Picture | None, list[str]]:
    (folder / "quay.txt.meta.json").write_text(json.dumps({"picture": told}), "utf-8")
    _, hints, problems = sidecar.read(folder / "quay.txt")
    return hints.picture, [one.detail for one in problems]


def test_a_file_in_the_same_folder(tmp_path: Path) -> None:
    """Its own bytes tell its size, and it can be fetched for a mail."""
    (tmp_path / "quay ä.png").write_bytes(PNG)
    found, problems = _read(tmp_path, {"file": "quay ä.png", **SAID})
    assert problems == []
    assert found is not None
    assert (found.alt, found.credit, found.width, found.height) == (*SAID.values(), 640, 480)
    fetched = picture.fetch(found.url, max_bytes=10_000)
    assert fetched == InlinePicture(found.url, "image/png", PNG, 640, 480)


def test_one_on_the_web(tmp_path: Path) -> None:
    """Its size is what the sidecar states."""
    url = "https://bay.example.org/quay.png"
    found, problems = _read(tmp_path, {"url": url, **SAID, "width": 640, "height": "tall"})
    assert (found, problems) == (Picture(url, SAID["alt"], SAID["credit"], 640), [])


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ("quay.png", "no object"),
        ({"file": "quay.png"}, "needs alt and credit"),
        ({"file": "quay.png", "alt": "x", "credit": " "}, "needs alt and credit"),
        ({"file": "missing.png", **SAID}, "check its name"),
        ({"file": "../secret.png", **SAID}, "does not lie beside it"),
        ({"file": "/etc/hosts", **SAID}, "does not lie beside it"),
        ({"file": "out.png", **SAID}, "does not lie beside it"),
        ({"file": "a\0.png", **SAID}, "does not lie beside it"),
        ({"file": "text.png", **SAID}, "no JPEG, PNG or GIF"),
        ({"url": "file:hosts", **SAID}, "a url on the web"),
        (SAID, "a file beside it"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, told: object, says: str) -> None:
    """A sentence with what to write; the dump itself is read all the same."""
    folder = tmp_path / "dumps"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(PNG)
    (folder / "out.png").symlink_to(tmp_path / "secret.png")
    (folder / "text.png").write_text("no picture", "utf-8")
    found, problems = _read(folder, told)
    assert found is None
    assert len(problems) == 1
    assert says in problems[0]


def test_one_that_is_gone_or_too_large_is_a_failure(tmp_path: Path) -> None:
    """As of one on the web: the story goes without, and says why."""
    (tmp_path / "quay.png").write_bytes(PNG + bytes(100))
    found, _ = _read(tmp_path, {"file": "quay.png", **SAID})
    assert found is not None
    large = picture.fetch(found.url, max_bytes=100)
    assert isinstance(large, Failure)
    assert large.reason == "picture-too-large"
    (tmp_path / "quay.png").unlink()
    gone = picture.fetch(found.url, max_bytes=100)
    assert isinstance(gone, Failure)
    assert gone.reason == "picture-unreachable"
    assert beside.SCHEME in gone.detail
