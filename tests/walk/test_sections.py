"""Readers who chose sections, from the list to their mails."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

from tests.conftest import ROOT
from tests.walk.conftest import Digest
from tests.walk.test_sample import AT, mail

READERS = """email,sections
all@example.org,
world@example.org,world
two@example.org,World; Science & Environment
none@example.org,Sport
odd@example.org,Gardening
"""
SETTINGS = f"""
[[sources]]
name = "sample"
path = "{(ROOT / "seeds").as_posix()}"
[[newsletters]]
other_section = "Sport"
"""


def _headings(path: Path) -> list[str]:
    body = mail(path).get_body(("plain",))
    assert body is not None
    lines = str(body.get_content()).splitlines()
    titles = ("World", "Business", "Science & Environment", "Sport")
    return [line for line, rule in pairwise(lines) if line in titles and rule]


def test_each_reader_gets_their_sections(digest: Digest, tmp_path: Path) -> None:
    """What they chose and no more; who chose what has no story today gets no mail, and is told of;
    a second run owes nobody anything."""
    (tmp_path / "digest.toml").write_text(SETTINGS, "utf-8")
    (tmp_path / "readers.csv").write_text(READERS, "utf-8")
    run = ("run", "--subscribers", "readers.csv", "--at", AT, "--json")
    done = json.loads(digest(*run).stdout)
    assert (done["sent"], done["passed_by"]) == (4, 1)
    found = {
        mail(path)["To"].addresses[0].username: _headings(path)
        for path in (tmp_path / "outbox").glob("*.eml")
    }
    whole = ["World", "Business", "Science & Environment"]
    assert found == {
        "all": whole,
        "odd": whole,
        "world": ["World"],
        "two": ["World", "Science & Environment"],
    }
    assert json.loads(digest(*run).stdout)["sent"] == 0


def test_the_store_keeps_them(digest: Digest, tmp_path: Path) -> None:
    """Imported, listed, added, exported: the same sections again."""
    (tmp_path / "digest.toml").write_text(SETTINGS, "utf-8")
    (tmp_path / "readers.csv").write_text(READERS, "utf-8")
    digest("subscribers", "import", "readers.csv")
    digest("subscribers", "add", "new@example.org", "--sections", "World;Business")
    digest("subscribers", "add", "world@example.org", "--name", "W")
    listed = json.loads(digest("subscribers", "list", "--json").stdout)
    assert {r["email"].partition("@")[0]: r["sections"] for r in listed} == {
        "all": [],
        "world": ["world"],
        "two": ["World", "Science & Environment"],
        "none": ["Sport"],
        "odd": ["Gardening"],
        "new": ["World", "Business"],
    }
    digest("subscribers", "export", "--out", "again.csv")
    assert "extra" not in listed[0]
    again = digest("subscribers", "import", "again.csv").stdout
    assert "6 unchanged" in again


def test_a_list_is_checked_against_the_newsletters(digest: Digest, tmp_path: Path) -> None:
    """A row that repeats an address is named by its line, a section that nobody has by its title;
    neither is a failure."""
    (tmp_path / "readers.csv").write_text(READERS + "ALL@example.org,\n", "utf-8")
    done = digest("subscribers", "check", "readers.csv")
    assert "5 good rows, 1 duplicate merged, 0 bad rows." in done.stdout
    assert "readers.csv: line 7: ALL@example.org: merged with line 2" in done.stdout
    assert "'Sport' (1 reader): no newsletter has it" in done.stderr
    assert "World, Business, Science & Environment, Also today" in done.stderr
    (tmp_path / "digest.toml").write_text(SETTINGS, "utf-8")
    told = json.loads(digest("subscribers", "check", "readers.csv", "--json").stdout)
    assert told["duplicates"] == 1
    (notice,) = told["notices"]
    assert "'Gardening'" in notice


def test_a_language_that_no_newsletter_has_is_named(digest: Digest, tmp_path: Path) -> None:
    """Whoever wants it gets the newsletter's own, and the owner is told how to offer it."""
    (tmp_path / "few.csv").write_text(
        "email,language\na@example.org,de\nb@example.org,en\n", "utf-8"
    )
    (notice,) = json.loads(digest("subscribers", "check", "few.csv", "--json").stdout)["notices"]
    assert "'de' (1 reader)" in notice and "languages = ['de']" in notice
    settings = '[[newsletters]]\nlanguages = ["de"]\n'
    (tmp_path / "digest.toml").write_text(settings, "utf-8")
    assert json.loads(digest("subscribers", "check", "few.csv", "--json").stdout)["notices"] == []
