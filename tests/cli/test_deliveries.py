"""What a person decides on an issue's mails: doubts settled, failures retried, issues held back."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from newsfold.model import DeliveryState
from newsfold.store import book, database, ledger, lock
from newsfold.store.book import Answer, Intent
from tests.deliver import sample
from tests.walk.conftest import run_in

READERS = sample.addresses(4)
ISSUE = sample.ISSUE.id


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A store with one mail sent, one in doubt, one failed and one pending, beside its settings."""
    url = f"sqlite:///{tmp_path}/store.db"
    (tmp_path / "digest.toml").write_text(f'[store]\nurl = "{url}"\n')
    with database.opened(url) as db:
        sample.freeze(db, READERS)
        with book.opened(db, ISSUE, 1) as kept:
            kept.step(claim=3, now=sample.NOW)
            kept.step(intend=[Intent(0), Intent(1), Intent(2)], now=sample.NOW)
            refused = Answer(2, DeliveryState.FAILED, 550, "no such user")
            kept.step(answers=[Answer(0, DeliveryState.SENT, 250, "ok"), refused], now=sample.NOW)
    return url


def states(url: str) -> list[str]:
    """The states in frozen order."""
    with database.opened(url) as db:
        return [row.state.value for row in ledger.rows(db)]


def test_doubts_are_listed_and_settled(url: str, tmp_path: Path) -> None:
    """`list --in-doubt` names them; `resolve` moves them and nothing else."""
    listed = run_in(tmp_path, "deliveries", "list", "--in-doubt").stdout
    assert READERS[1] in listed and "1 delivery." in listed
    run_in(tmp_path, "deliveries", "resolve", ISSUE, READERS[0], "--as", "resend")
    assert states(url) == ["sent", "intent", "failed", "pending"]
    run_in(tmp_path, "deliveries", "resolve", ISSUE, "--as", "sent")
    assert states(url) == ["sent", "sent", "failed", "pending"]


def test_failed_mails_are_tried_again_on_demand(url: str, tmp_path: Path) -> None:
    """`retry` makes failed ones pending; while a run holds the newsletter it touches nothing."""
    with database.opened(url) as db, lock.held(db, sample.ISSUE.newsletter):
        assert "is working on" in run_in(tmp_path, "deliveries", "retry", ISSUE).stderr
    assert states(url)[2] == "failed"
    assert "1 mail to be tried again" in run_in(tmp_path, "deliveries", "retry", ISSUE).stdout
    assert states(url) == ["sent", "intent", "pending", "pending"]


def test_an_issue_is_paused_resumed_and_cancelled(url: str, tmp_path: Path) -> None:
    """Each says how the issue stands now; a cancelled one owes nothing more."""
    assert "paused (typo)" in run_in(tmp_path, "issues", "pause", ISSUE, "--why", "typo").stdout
    assert "paused: typo" in run_in(tmp_path, "issues", "list").stdout
    assert "is open." in run_in(tmp_path, "issues", "resume", ISSUE).stdout
    assert "1 mail will not be sent" in run_in(tmp_path, "issues", "cancel", ISSUE).stdout
    assert states(url) == ["sent", "intent", "failed", "suppressed"]
    assert "cancelled as before" in run_in(tmp_path, "issues", "resume", ISSUE).stdout
    for again in (["retry", ISSUE], ["resolve", ISSUE, "--as", "resend"]):
        assert "was cancelled" in run_in(tmp_path, "deliveries", *again, exits=2).stderr
    assert states(url) == ["sent", "intent", "failed", "suppressed"]


def test_an_issue_is_shown_with_the_reasons_of_those_who_have_not_got_it(
    url: str, tmp_path: Path
) -> None:
    """How many are in each state, and what the relay said to the others; as JSON too."""
    said = run_in(tmp_path, "deliveries", "show", ISSUE).stdout
    assert said.startswith(f"{ISSUE}: 1 pending, 1 intent, 1 sent, 1 failed\n")
    assert "1 failed\t550 no such user" in said
    told = json.loads(run_in(tmp_path, "deliveries", "show", ISSUE, "--json").stdout)
    assert told["counts"] == {"pending": 1, "intent": 1, "sent": 1, "failed": 1}
    assert {"state": "failed", "code": 550, "number": 1, "example": "no such user"} in told[
        "reasons"
    ]


def test_one_readers_mail_is_shown_with_the_message_id_that_relays_log(
    url: str, tmp_path: Path
) -> None:
    """The address may be in any case; the Message-ID is that of the mail itself."""
    settings = tmp_path / "digest.toml"
    settings.write_text(f"{settings.read_text()}[[newsletters]]\nsender = 'news@example.org'\n")
    said = run_in(tmp_path, "deliveries", "show", ISSUE, READERS[2].upper()).stdout
    assert "state:       failed" in said and "detail:      no such user" in said
    assert sample.mail(READERS[2]).message_id in said
    told = run_in(tmp_path, "deliveries", "show", ISSUE, "x@example.org", exits=2).stderr
    assert "was not meant for x@example.org" in told


def test_everybodys_mail_is_exported(url: str, tmp_path: Path) -> None:
    """As CSV and as JSON the same rows; by state; to a file or to standard output."""
    run_in(tmp_path, "deliveries", "export", ISSUE, "--out", "all.json")
    rows = json.loads((tmp_path / "all.json").read_text())
    assert [(row["email"], row["state"]) for row in rows] == [
        *zip(READERS, ("sent", "intent", "failed", "pending"), strict=True)
    ]
    assert json.loads(run_in(tmp_path, "deliveries", "list", "--json").stdout) == rows
    listed = list(
        csv.DictReader(run_in(tmp_path, "deliveries", "export", ISSUE).stdout.splitlines())
    )
    assert [{k: v or None for k, v in row.items()} for row in listed] == [
        {k: str(v) if v not in (None, "") else None for k, v in row.items()} for row in rows
    ]
    failed = run_in(tmp_path, "deliveries", "export", ISSUE, "--state", "failed").stdout
    assert failed.count("\n") == 2 and READERS[2] in failed
    none = run_in(
        tmp_path, "deliveries", "export", ISSUE, "--state", "deferred", "--format", "json"
    )
    assert json.loads(none.stdout) == []


def test_a_relays_words_are_no_formula_in_a_spreadsheet(url: str, tmp_path: Path) -> None:
    """Names and answers come from strangers: what would be computed is text."""
    with database.opened(url) as db, book.opened(db, ISSUE, 1) as kept:
        kept.step(claim=1, now=sample.NOW)
        kept.step(intend=[Intent(3)], now=sample.NOW)
        bad = Answer(3, DeliveryState.FAILED, 550, '=HYPERLINK("http://x","y")')
        kept.step(answers=[bad], now=sample.NOW)
    said = run_in(tmp_path, "deliveries", "export", ISSUE, "--state", "failed").stdout
    details = [row["detail"] for row in csv.DictReader(said.splitlines())]
    assert details == ["no such user", '\'=HYPERLINK("http://x","y")']


def test_an_unknown_issue_is_told(url: str, tmp_path: Path) -> None:
    """Exit code 2, and how to find the right name."""
    for arguments in (
        ("issues", "pause"),
        ("issues", "cancel"),
        ("deliveries", "retry"),
        ("deliveries", "show"),
        ("deliveries", "export"),
    ):
        said = run_in(tmp_path, *arguments, "daily-1999-01-01", exits=2).stderr
        assert "digest issues list" in said
