"""An issue's delivery is paused, resumed and cancelled, and each only from where it makes sense."""

from __future__ import annotations

from newsfold.model import DeliveryState, IssueStanding
from newsfold.store import book, issues, ledger, standing
from newsfold.store.book import Answer, Intent
from newsfold.store.database import Database
from newsfold.store.standing import Standing
from tests.store import samples
from tests.store.samples import NOW

ISSUE = samples.issue().id
EMAILS = ("a@example.org", "b@example.org", "c@example.org", "d@example.org")


def test_pause_and_resume(db: Database) -> None:
    """A frozen issue is open; a pause keeps its reason until it is resumed."""
    assert standing.of(db, ISSUE) is None
    issues.freeze(db, samples.frozen(samples.issue(), *EMAILS))
    assert standing.of(db, ISSUE) == Standing(ISSUE, IssueStanding.OPEN, "")
    assert not standing.resume(db, ISSUE)
    assert standing.pause(db, ISSUE, "typo")
    assert not standing.pause(db, ISSUE, "another")
    paused = Standing(ISSUE, IssueStanding.PAUSED, "typo")
    assert standing.paused(db, samples.issue().newsletter) == (paused,)
    (row,) = issues.listing(db)
    assert (row.standing, row.standing_why) == (IssueStanding.PAUSED, "typo")
    assert standing.resume(db, ISSUE)
    assert standing.paused(db, samples.issue().newsletter) == ()


def test_a_cancelled_issue_owes_nothing_more(db: Database) -> None:
    """What was not sent never is; what was, or may have been, is not called unsent."""
    issues.freeze(db, samples.frozen(samples.issue(), *EMAILS))
    with book.opened(db, ISSUE, 1) as kept:
        kept.step(claim=2, now=NOW)
        kept.step(intend=[Intent(0), Intent(1)], now=NOW)
        later = Answer(2, DeliveryState.DEFERRED, 451, "later", NOW)
        kept.step(answers=[Answer(0, DeliveryState.SENT, 250, "ok"), later], now=NOW)
    assert standing.cancel(db, ISSUE, now=NOW) == 2
    assert [row.state for row in ledger.rows(db)] == [
        DeliveryState.SENT,
        DeliveryState.INTENT,
        DeliveryState.SUPPRESSED,
        DeliveryState.SUPPRESSED,
    ]
    assert not standing.resume(db, ISSUE)
    assert not ledger.rows(db, state=DeliveryState.PENDING)
