"""What a person decides on an issue's mails: doubts settled, failures retried, issues held back."""

from __future__ import annotations

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


def test_an_unknown_issue_is_told(url: str, tmp_path: Path) -> None:
    """Exit code 2, and how to find the right name."""
    for arguments in (("issues", "pause"), ("issues", "cancel"), ("deliveries", "retry")):
        said = run_in(tmp_path, *arguments, "daily-1999-01-01", exits=2).stderr
        assert "digest issues list" in said
