"""An editor's hand: what is dropped, moved, corrected or noted in a saved draft goes out so."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.walk import week
from tests.walk.conftest import Digest

AT = "2026-03-12T17:00:00Z"
SEEDS = ("--source", ROOT / "seeds", "--at", AT)
READERS = ("--subscribers", ROOT / "subscribers.example.csv", "--outbox", "outbox")
Json = dict[str, Any]


def every_story(issue: Json) -> list[Json]:
    """All stories told in full."""
    return [story for section in issue["sections"] for story in section["stories"]]


@pytest.fixture
def edited(digest: Digest, tmp_path: Path) -> Callable[[Callable[[Json], None]], Json]:
    """Save a draft of the seeds, change it, preview it; the previewed issue."""

    def edit(change: Callable[[Json], None]) -> Json:
        digest("draft", *SEEDS, "--save", "issue.json")
        file = tmp_path / "issue.json"
        issue = json.loads(file.read_text())
        change(issue)
        file.write_text(json.dumps(issue))
        digest("preview", "--issue", "issue.json", "--out", "look")
        shown: Json = json.loads((tmp_path / "look" / "issue.json").read_text())
        return shown

    return edit


def text(tmp_path: Path) -> str:
    """The previewed text with single blanks."""
    return " ".join((tmp_path / "look" / "issue.txt").read_text().split())


def test_a_story_that_is_moved_comes_where_it_was_put(
    edited: Callable[[Callable[[Json], None]], Json],
) -> None:
    """The order in the file is the order of the issue, also over sections."""
    moved: list[str] = []

    def change(issue: Json) -> None:
        first, second, *_ = issue["sections"]
        first["stories"].reverse()
        second["stories"].insert(0, first["stories"].pop())
        moved.extend(s["id"] for s in (*first["stories"], *second["stories"]))

    issue = edited(change)
    assert [s["id"] for s in every_story(issue)][: len(moved)] == moved
    assert issue["dropped"] == []


def test_headline_and_notes_are_the_editors(
    edited: Callable[[Callable[[Json], None]], Json], tmp_path: Path
) -> None:
    """A corrected headline and notes on a story and on the issue are printed."""

    def change(issue: Json) -> None:
        issue["note"] = "We are back on Monday."
        issue["sections"][0]["stories"][0]["headline"] = "Four states meet over the dam"
        issue["sections"][0]["stories"][0]["note"] = "Our own report follows."

    edited(change)
    assert "We are back on Monday." in text(tmp_path)
    assert "Our own report follows." in text(tmp_path)
    assert "Four states meet over the dam" in text(tmp_path)


def test_a_dropped_story_is_known_and_not_printed(
    edited: Callable[[Callable[[Json], None]], Json], tmp_path: Path
) -> None:
    """What is taken out of the sections is listed as dropped, and is nowhere in the issue."""
    gone: list[Json] = []
    issue = edited(lambda issue: gone.append(issue["sections"][0]["stories"].pop(1)))
    assert [s["id"] for s in issue["dropped"]] == [gone[0]["id"]]
    assert gone[0]["headline"] not in text(tmp_path)


def test_a_changed_sentence_is_refused(digest: Digest, tmp_path: Path) -> None:
    """Printed sentences stay their sources'; the message says what to do instead."""
    digest("draft", *SEEDS, "--save", "issue.json")
    file = tmp_path / "issue.json"
    issue = json.loads(file.read_text())
    issue["sections"][0]["stories"][0]["summary"][0]["text"] = "It rained."
    file.write_text(json.dumps(issue))
    said = digest("run", "--issue", "issue.json", *READERS, exits=2).stderr
    assert "issue.sections[0].stories[0].summary[0].text" in said
    assert "note" in said


FIRE = "A fire destroyed the boathouse of Ostby in the night to Monday, the police said."
FAIR = "The spring fair of Lindvik opened on Monday with 80 stalls and a brass band."
NEWS = (
    "The police arrested a fisherman of 34 on Wednesday for setting the boathouse of Ostby on fire."
)


def scraped(folder: Path, day: int, **articles: str) -> None:
    """Articles of a day as records: headline -> text."""
    folder.mkdir(exist_ok=True)
    records = [
        {
            "url": f"https://news.example.org/{day}/{number}",
            "title": title.replace("_", " "),
            "published_at": f"{week.day(day)}T12:00:00Z",
            "language": "en",
            "text": f"{body}\n\nNobody was hurt, according to the mayor of the town.",
        }
        for number, (title, body) in enumerate(articles.items())
    ]
    (folder / f"day{day}.jsonl").write_text("\n".join(map(json.dumps, records)))


def test_a_dropped_story_comes_back_only_with_news(digest: Digest, tmp_path: Path) -> None:
    """The next day neither its articles nor a re-telling bring it back; news on it does, as a new
    story of the same id that does not tell what the editor took out."""
    folder = tmp_path / "in"
    config = 'subscribers = "readers.csv"\n[[sources]]\nname = "in"\npath = "in"\n'
    (tmp_path / "digest.toml").write_text(config)
    (tmp_path / "readers.csv").write_text("email\nann@example.org\n")
    scraped(folder, 1, Boathouse_of_Ostby_burns_down=FIRE, Spring_fair_opens_in_Lindvik=FAIR)
    digest("draft", "--at", week.at(1), "--save", "issue.json")
    file = tmp_path / "issue.json"
    issue = json.loads(file.read_text())
    (fire,) = (s for s in every_story(issue) if "Boathouse" in s["headline"])
    for section in issue["sections"]:
        section["stories"] = [s for s in section["stories"] if s["id"] != fire["id"]]
    file.write_text(json.dumps(issue))
    digest("run", "--issue", "issue.json", "--at", week.at(1))

    scraped(folder, 2, Fire_destroys_boathouse_of_Ostby=f"The police said: {FIRE}")
    assert "Nothing to send" in digest("run", "--at", week.at(2)).stdout
    scraped(folder, 3, Arrest_after_fire_in_boathouse_of_Ostby=f"{NEWS} {FIRE}")
    digest("run", "--at", week.at(3))
    shown = digest("issues", "show", f"daily-{week.day(3)}", "--json").stdout
    (story,) = every_story(json.loads(shown))
    assert story["id"] == fire["id"]
    assert (story["status"], story["continuing_since"]) == ("new", None)
    assert [s["source_text"] for s in story["summary"]] == [NEWS]


def test_an_edition_that_is_out_is_shown_and_named(digest: Digest, tmp_path: Path) -> None:
    """Once nothing more is due: the preview is of the issue that is out, the draft says where that
    is, and nothing is saved that no run would take."""
    (tmp_path / "digest.toml").write_text(
        f"[[sources]]\nname = 'sample'\npath = '{(ROOT / 'seeds').as_posix()}'\n", "utf-8"
    )
    home = {"DIGEST_SITE__BASE_URL": "http://news.example.org"}
    assert "is plain http" in digest("run", *READERS, "--at", AT, env=home).stderr
    previewed = digest("preview", "--at", AT, "--out", "look")
    assert "Edition 2026-03-12 is out; showing it." in previewed.stderr
    shown = json.loads((tmp_path / "look" / "issue.json").read_text())
    assert [story["headline"] for story in every_story(shown)]
    where = "edition 2026-03-12 is out: 'digest issues show daily-2026-03-12'"
    assert f"Nothing to tell: {where}" in digest("draft", "--at", AT).stdout
    assert where in digest("draft", "--at", AT, "--explain", "bridge", exits=2).stderr
    assert where in digest("draft", "--at", AT, "--save", "x.json", exits=2).stderr
    assert not (tmp_path / "x.json").exists()


def test_what_comes_after_an_edition_is_saved_for_the_next(digest: Digest, tmp_path: Path) -> None:
    """An issue that no run would take is not saved: the draft says how to save it for tomorrow, and
    that is sent."""
    config = 'subscribers = "readers.csv"\n[[sources]]\nname = "in"\npath = "in"\n'
    (tmp_path / "digest.toml").write_text(config)
    (tmp_path / "readers.csv").write_text("email\nann@example.org\n")
    scraped(tmp_path / "in", 1, Boathouse_of_Ostby_burns_down=FIRE)
    digest("run", "--at", week.at(1))
    both = {"Boathouse_of_Ostby_burns_down": FIRE, "Spring_fair_opens_in_Lindvik": FAIR}
    scraped(tmp_path / "in", 1, **both)
    shown = digest("draft", "--at", week.at(1)).stdout
    assert "Edition 2026-03-09 is out: 'digest issues show daily-2026-03-09'." in shown
    refused = digest("draft", "--at", week.at(1), "--save", "issue.json", exits=2).stderr
    assert not (tmp_path / "issue.json").exists()
    command = " ".join(refused.split()).partition("next edition: digest ")[2].split()
    digest(*command)
    assert "issue 2: 1 story" in digest("run", "--issue", "issue.json", "--at", week.at(2)).stdout


def test_an_empty_draft_is_not_saved(digest: Digest, tmp_path: Path) -> None:
    """Where no article is new there is nothing to edit, and no file says otherwise."""
    late = ("--source", ROOT / "seeds", "--at", "2027-01-01T07:00:00Z")
    said = digest("draft", *late, "--save", "x.json", exits=2)
    assert "Nothing to save: no article is new. Older ones? Try --at." in said.stderr
    assert "Saved" not in said.stdout
    assert not (tmp_path / "x.json").exists()
