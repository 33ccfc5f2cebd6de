"""What a later run does with an edition that is out: the list, the clock and the exit code."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from newsfold.model import DeliveryState
from newsfold.store import database, ledger, standing
from tests.conftest import ROOT
from tests.walk.conftest import Digest
from tests.walk.test_sample import AT, mail

SOURCE = ROOT / "seeds" / "maid_of_orrin_inquiry.md"
ISSUE = "daily-2026-03-12"
LATER = "2026-03-12T20:00:00Z"


def run(digest: Digest, at: str = AT, exits: int = 0, *more: str) -> dict[str, object]:
    """What `digest run --json` reports."""
    done = digest(
        "run", "--source", SOURCE, "--subscribers", "readers.csv", "--outbox", "outbox",
        "--at", at, "--json", *more, exits=exits,
    )  # fmt: skip
    report: dict[str, object] = json.loads(done.stdout)
    return report


def interrupted(tmp_path: Path, *unsent: str, state: DeliveryState = DeliveryState.PENDING) -> None:
    """Put the store as a kill would have left it: these readers' mails were never handed over."""
    outbox = tmp_path / "outbox"
    with database.opened(f"sqlite:///{outbox}/.newsfold/digest.sqlite3") as db, db.begin() as sql:
        for reader in unsent:
            sql.exec_driver_sql(
                "UPDATE deliveries SET state = ?, code = NULL WHERE reader = ?",
                (state.value, reader),
            )
    for path in outbox.glob("*.eml"):
        if mail(path)["To"].addresses[0].addr_spec in unsent:
            path.unlink()


@pytest.fixture
def three_readers(digest: Digest, tmp_path: Path) -> Path:
    """An edition that went out to a, b and c."""
    (tmp_path / "readers.csv").write_text("email\na@example.org\nb@example.org\nc@example.org\n")
    assert run(digest)["sent"] == 3
    return tmp_path


def sent_to(tmp_path: Path) -> set[str]:
    """Who has a mail in the outbox."""
    mails = (tmp_path / "outbox").glob("*.eml")
    return {mail(p)["To"].addresses[0].addr_spec for p in mails}


def test_the_rest_is_counted_by_the_run_that_sends_it(digest: Digest, three_readers: Path) -> None:
    """After an interruption the next run sends what is owed and says how many that were."""
    interrupted(three_readers, "b@example.org", "c@example.org")
    report = run(digest, LATER)
    assert (report["already_out"], report["sent"]) == (True, 2)
    assert sent_to(three_readers) == {"a@example.org", "b@example.org", "c@example.org"}


def test_what_waits_is_counted_once(digest: Digest, tmp_path: Path) -> None:
    """A mail that is held back by the day's quota is one, for the next run of the edition too."""
    (tmp_path / "digest.toml").write_text("[delivery.pace]\nmails_per_day = 1\n")
    (tmp_path / "readers.csv").write_text("email\na@example.org\nb@example.org\nc@example.org\n")
    counts = [(report["sent"], report["waiting"]) for report in (run(digest), run(digest, LATER))]
    assert counts == [(1, 2), (0, 2)]


@pytest.mark.parametrize("state", [DeliveryState.PENDING, DeliveryState.INTENT])
def test_whoever_was_taken_off_the_list_gets_nothing_more(
    digest: Digest, three_readers: Path, state: DeliveryState
) -> None:
    """A row that is gone, or says unsubscribed, is not mailed by the run that finishes, not even
    where it sends again what is in doubt."""
    interrupted(three_readers, "b@example.org", "c@example.org", state=state)
    (three_readers / "readers.csv").write_text(
        "email,status\na@example.org,active\nb@example.org,unsubscribed\n"
    )
    report = run(digest, LATER)
    assert report["sent"] == 0
    assert sent_to(three_readers) == {"a@example.org"}
    with database.opened(f"sqlite:///{three_readers}/outbox/.newsfold/digest.sqlite3") as db:
        assert ledger.counts(db, ISSUE) == {
            DeliveryState.SENT: 1,
            DeliveryState.SUPPRESSED: 2,
        }


def test_old_news_is_not_sent_late_but_said(digest: Digest, three_readers: Path) -> None:
    """Four days later what is still owed stays unsent, and the run names it."""
    interrupted(three_readers, "c@example.org")
    report = run(digest, "2026-03-16T17:00:00Z")
    assert sent_to(three_readers) == {"a@example.org", "b@example.org"}
    assert "1 mails of daily-2026-03-12 never went out" in str(report["problems"])


def test_of_many_unsent_mails_the_first_are_named_and_all_are_counted(
    digest: Digest, tmp_path: Path
) -> None:
    """Twelve readers of a cancelled issue are a reason, ten names, and how to get the rest."""
    readers = [f"r{number:02}@example.org" for number in range(12)]
    (tmp_path / "readers.csv").write_text("\n".join(["email", *readers]))
    run(digest)
    interrupted(tmp_path, *readers)
    digest("issues", "cancel", ISSUE, "--outbox", "outbox")
    problems = run(digest, LATER)["problems"]
    assert isinstance(problems, list)
    assert problems == [
        f"12 mails suppressed: {standing.CANCELLED}",
        *(f"{reader}: suppressed: {standing.CANCELLED}" for reader in readers[:10]),
        f"... and 2 more; 'digest deliveries export {ISSUE}' has them all",
    ]


def test_an_edition_without_readers_stays_due(digest: Digest, tmp_path: Path) -> None:
    """Nobody on the list: nothing is frozen, and whoever is added later gets the edition."""
    (tmp_path / "readers.csv").write_text("email,status\na@example.org,paused\n")
    done = digest(
        "run", "--source", SOURCE, "--subscribers", "readers.csv", "--outbox", "outbox", "--at", AT
    )
    assert "no active reader is on the list" in done.stdout
    (tmp_path / "readers.csv").write_text("email\na@example.org\n")
    assert run(digest)["sent"] == 1


def test_another_newsletters_issue_is_refused(digest: Digest, tmp_path: Path) -> None:
    """A saved draft goes out under the newsletter that it was made for, or not at all."""
    (tmp_path / "digest.toml").write_text(
        '[[sources]]\nname = "a"\npath = "articles"\n'
        '[[newsletters]]\nslug = "alpha"\n[[newsletters]]\nslug = "beta"\n'
    )
    shutil.copytree(SOURCE.parent, tmp_path / "articles")
    digest("draft", "--newsletter", "alpha", "--at", AT, "--save", "alpha.json")
    done = digest("run", "--newsletter", "beta", "--issue", "alpha.json", exits=2)
    assert "add --newsletter alpha" in done.stderr


def test_a_draft_that_comes_too_late_is_said(digest: Digest, three_readers: Path) -> None:
    """For an edition that is out, `--issue` changes nothing, and the run says so."""
    digest("draft", "--source", SOURCE, "--at", AT, "--save", "late.json")
    report = run(digest, AT, 0, "--issue", "late.json")
    assert "late.json was not used" in str(report["problems"])


def test_a_test_mail_is_the_real_one_but_for_its_id(digest: Digest, three_readers: Path) -> None:
    """Whoever tests gets the real edition too: the two mails differ in Message-ID only."""
    digest("test-send", "a@example.org", "--source", SOURCE, "--at", AT, "--outbox", "outbox")
    files = (three_readers / "outbox").glob("*.a@example.org.*.eml")
    lines = [path.read_bytes().split(b"\r\n") for path in files]
    assert len(lines) == 2
    ids = {next(line for line in mail if line.startswith(b"Message-ID:")) for mail in lines}
    assert len(ids) == 2
    test, real = ([line for line in mail if line not in ids] for mail in lines)
    assert test == real


def test_readers_are_completed_and_checked(digest: Digest) -> None:
    """`add` keeps what it is not told anew; `remove` takes any spelling and no nonsense."""
    digest("subscribers", "add", "q@bücher.example", "--name", "Q")
    digest("subscribers", "add", "q@bücher.example", "--language", "de")
    (reader,) = json.loads(digest("subscribers", "list", "--json").stdout)
    assert (reader["name"], reader["language"]) == ("Q", "de")
    assert "is unsubscribed" in digest("subscribers", "remove", "Q@xn--bcher-kva.example").stdout
    digest("subscribers", "remove", "nonsense", exits=2)
    digest("subscribers", "remove", "q@bücher.example", "--newsletter", "dialy", exits=2)


def test_readers_in_the_store_are_not_silently_unused(digest: Digest) -> None:
    """Where the settings name a file, whoever adds to the store is told."""
    digest("init", ".")
    done = digest("subscribers", "add", "q@example.org")
    assert "'digest run' mails its rows and not the store's" in done.stderr
