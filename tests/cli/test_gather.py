"""`digest gather` and `digest run` count what they refused by its reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.clean.pages_refused import ERRORS, PAYWALLS, as_dump, as_page
from tests.clean.papers import BODY, HEADLINE, dump
from tests.walk.conftest import Digest, digest

__all__ = ["digest"]  # the fixture


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with an article, two paywall stubs and an error page."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.txt").write_text(dump(HEADLINE, "12 March 2026", *BODY), "utf-8")
    (folder / "b.txt").write_text(as_dump(PAYWALLS["german"]), "utf-8")
    (folder / "c.html").write_text(as_page(PAYWALLS["french"]), "utf-8")
    (folder / "d.txt").write_text(as_dump(ERRORS["captcha"]), "utf-8")
    return folder


def test_gather_counts_by_reason(digest: Digest, pages: Path) -> None:
    """In words for a person, as `reasons` for a program."""
    options = ("gather", "--source", pages, "--outbox", "out")
    assert "3 not an article (1 error-page, 2 paywall)" in digest(*options).stdout
    told = json.loads(digest(*options, "--json").stdout)
    assert told["reasons"] == {"error-page": 1, "paywall": 2}
    assert (told["articles"], told["new"], told["known"]) == (1, 0, 1)
    assert [r["reason"] for r in told["rejected"]] == ["paywall", "paywall", "error-page"]


def test_run_counts_by_reason(digest: Digest, pages: Path, tmp_path: Path) -> None:
    """The same in what a run reports; a second run has gathered nothing."""
    (tmp_path / "readers.csv").write_text("email\nann@example.org\n")
    options = ("run", "--source", pages, "--subscribers", "readers.csv", "--outbox", "out")
    at = ("--at", "2026-03-12T17:00:00Z", "--json")
    told = json.loads(digest(*options, *at).stdout)
    assert told["gathered"]["reasons"] == {"error-page": 1, "paywall": 2}
    again = json.loads(digest(*options, *at).stdout)
    assert again["already_out"] is True
    assert again["gathered"]["reasons"] == {}


def test_unknown_keys_are_shown(digest: Digest, tmp_path: Path) -> None:
    """By clean with the file's last document, by gather for the file; on paper for a person."""
    records = [{"title": HEADLINE, "text": "\n\n".join(BODY), "ressort": n} for n in (1, 2)]
    (tmp_path / "a.json").write_text(json.dumps(records), "utf-8")
    told = [json.loads(x) for x in digest("clean", "a.json", "--json").stdout.splitlines()]
    assert [len(x["notices"]) for x in told] == [0, 1]
    assert "'ressort'" in told[1]["notices"][0]
    assert "'ressort'" in digest("clean", "a.json").stderr
    gathered = digest("gather", "--source", "a.json", "--outbox", "out", "--json").stdout
    (notice,) = json.loads(gathered)["notices"]
    assert (notice["locator"], notice["code"]) == ("a.json", "unknown-keys")


def test_one_address_in_two_files_is_told(digest: Digest, tmp_path: Path) -> None:
    """The file that is passed over is named with the one that was read; a copy needs no word."""

    def keep(name: str, title: str) -> None:
        record = {"url": "https://news.example/ferry", "title": title, "text": "\n\n".join(BODY)}
        (sources / name).write_text(json.dumps(record), "utf-8")

    sources = tmp_path / "sources"
    sources.mkdir()
    keep("a.json", "The ferry is back")
    keep("b.json", "The ferry is back")
    options = ("gather", "--source", sources, "--outbox", "out", "--json")
    assert json.loads(digest(*options).stdout)["notices"] == []
    keep("b.json", "The bridge is closed")
    told = json.loads(digest(*options).stdout)
    assert told["articles"] == 1
    (notice,) = told["notices"]
    assert notice["code"] == "same-address"
    assert notice["locator"].endswith("b.json#1")
    assert "https://news.example/ferry" in notice["detail"]
    assert "a.json#1, read before" in notice["detail"]
