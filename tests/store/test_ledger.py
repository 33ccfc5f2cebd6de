"""The ledger: each state is reached only by its own step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from newsfold.model import Delivery, DeliveryState, Outcome, Receipt
from newsfold.store import issues, ledger, readers
from newsfold.store.database import Database
from newsfold.store.ledger import Answer, Policy
from tests.store import samples
from tests.store.samples import NOW

ISSUE = samples.issue().id
A, B, C = "Ada@example.org", "bob@example.org", "cy@example.org"
SENT = Receipt(Outcome.SENT, 250, "ok")
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def frozen(db: Database) -> Iterator[Database]:
    """The database with an issue frozen for three readers."""
    assert issues.freeze(db, samples.frozen(samples.issue(), A, B, C))
    yield db


def states(db: Database) -> list[str]:
    """The states in frozen order."""
    return [row.state.value for row in ledger.rows(db, issue_id=ISSUE)]


def test_a_row_says_all_there_is(frozen: Database) -> None:
    """Frozen as pending; after an answer with its code, text, attempt and moment."""
    (first, *_) = ledger.owed(frozen, ISSUE, now=NOW, limit=10)
    assert first == Delivery(ISSUE, A, 'Ada, "A"', "en", DeliveryState.PENDING)
    ledger.advance(frozen, ISSUE, intend=[A], now=NOW)
    ledger.advance(frozen, ISSUE, answers=[Answer(A, SENT)], now=LATER)
    assert ledger.rows(frozen, state=DeliveryState.SENT) == (
        Delivery(ISSUE, A, 'Ada, "A"', "en", DeliveryState.SENT, 1, None, 250, "ok", LATER),
    )


def test_owed_in_frozen_order_up_to_the_limit(frozen: Database) -> None:
    """The untried first; what is intended, sent or failed is owed no more."""
    assert [d.email for d in ledger.owed(frozen, ISSUE, now=NOW, limit=2)] == [A, B]
    failed = Answer(B, Receipt(Outcome.FAILED, 550, "no"))
    ledger.advance(frozen, ISSUE, answers=[failed], intend=[A], now=NOW)
    assert [d.email for d in ledger.owed(frozen, ISSUE, now=NOW, limit=2)] == [C]
    assert ledger.owed(frozen, "daily-1999-01-01", now=NOW, limit=2) == ()


def test_a_deferred_one_is_owed_when_it_is_due(frozen: Database) -> None:
    """Not before its moment, and after the untried ones."""
    deferred = Answer(A, Receipt(Outcome.DEFERRED, 451, "later"), LATER)
    ledger.advance(frozen, ISSUE, answers=[deferred], now=NOW)
    early = LATER - timedelta(seconds=1)
    assert [d.email for d in ledger.owed(frozen, ISSUE, now=early, limit=9)] == [B, C]
    due = ledger.owed(frozen, ISSUE, now=LATER, limit=9)
    assert [d.email for d in due] == [B, C, A]
    assert (due[-1].attempts, due[-1].due_at, due[-1].code) == (1, LATER, 451)


def test_one_step_is_one_transaction(frozen: Database) -> None:
    """Answers, released and new intents of a step appear together, each with its own effect."""
    ledger.advance(frozen, ISSUE, intend=[A, B], now=NOW)
    assert states(frozen) == ["intent", "intent", "pending"]
    ledger.advance(frozen, ISSUE, answers=[Answer(A, SENT)], release=[B], intend=[C], now=NOW)
    assert states(frozen) == ["sent", "pending", "intent"]
    assert [row.attempts for row in ledger.rows(frozen)] == [1, 0, 0]
    ledger.advance(frozen, ISSUE, now=NOW)
    assert states(frozen) == ["sent", "pending", "intent"]


def test_in_doubt_stays_an_intent(frozen: Database) -> None:
    """An answer that never came leaves the row in doubt, with what is known of it."""
    doubt = Answer(A, Receipt(Outcome.IN_DOUBT, None, "no answer"))
    ledger.advance(frozen, ISSUE, answers=[doubt], now=NOW)
    (row,) = ledger.rows(frozen, state=DeliveryState.INTENT)
    assert (row.email, row.code, row.detail) == (A, None, "no answer")


@pytest.mark.parametrize(
    ("policy", "wanted"),
    [("resend", "pending"), ("hold", "intent"), ("skip", "failed")],
)
def test_recovery_follows_the_policy(frozen: Database, policy: Policy, wanted: str) -> None:
    """Only intents are touched: what was sent before the kill stays sent."""
    ledger.advance(frozen, ISSUE, intend=[A, B], now=NOW)
    ledger.advance(frozen, ISSUE, answers=[Answer(A, SENT)], now=NOW)
    assert ledger.recover(frozen, ISSUE, policy, now=LATER) == 1
    assert states(frozen) == ["sent", wanted, "pending"]
    assert ledger.recover(frozen, ISSUE, "hold", now=LATER) == (policy == "hold")


def test_unsubscribed_ones_come_back_as_suppressed(frozen: Database) -> None:
    """Rechecked whenever rows are taken, for this newsletter or all, and recorded at once."""
    readers.unsubscribe(frozen, A.lower(), "daily", now=NOW, by="web")
    readers.unsubscribe(frozen, B, "weekly", now=NOW, by="web")
    readers.unsubscribe(frozen, C, None, now=NOW, by="web")
    taken = ledger.owed(frozen, ISSUE, now=LATER, limit=9)
    assert [(d.email, d.state.value) for d in taken] == [
        (A, "suppressed"),
        (B, "pending"),
        (C, "suppressed"),
    ]
    assert states(frozen) == ["suppressed", "pending", "suppressed"]
    assert [d.email for d in ledger.owed(frozen, ISSUE, now=LATER, limit=9)] == [B]
    assert ledger.rows(frozen, state=DeliveryState.SUPPRESSED)[0].detail


def test_counts_and_what_is_unfinished(frozen: Database) -> None:
    """Only states that occur are counted; an issue is finished when nothing can change any more."""
    assert ledger.counts(frozen, ISSUE) == {DeliveryState.PENDING: 3}
    assert ledger.counts(frozen, "none") == {}
    assert not ledger.unfinished(frozen, "none")
    deferred = Answer(B, Receipt(Outcome.DEFERRED, 451, "later"), LATER)
    ledger.advance(frozen, ISSUE, answers=[Answer(A, SENT), deferred], intend=[C], now=NOW)
    assert ledger.counts(frozen, ISSUE) == {
        DeliveryState.INTENT: 1,
        DeliveryState.SENT: 1,
        DeliveryState.DEFERRED: 1,
    }
    failed = Answer(C, Receipt(Outcome.FAILED, 550, "no"))
    ledger.advance(frozen, ISSUE, answers=[failed], now=NOW)
    assert ledger.unfinished(frozen, ISSUE)
    ledger.advance(frozen, ISSUE, answers=[Answer(B, SENT)], now=LATER)
    assert not ledger.unfinished(frozen, ISSUE)


def test_another_issue_is_not_touched(frozen: Database) -> None:
    """Each step names its issue: the same readers' rows of other issues stay as they are."""
    other = samples.issue("2026-03-13", number=2)
    issues.freeze(frozen, samples.frozen(other, A, B, C))
    ledger.advance(frozen, ISSUE, intend=[A], now=NOW)
    ledger.recover(frozen, other.id, "skip", now=NOW)
    assert states(frozen) == ["intent", "pending", "pending"]
    assert ledger.counts(frozen, other.id) == {DeliveryState.PENDING: 3}
    assert len(ledger.rows(frozen)) == 6


def test_a_persons_decision_moves_what_it_names(frozen: Database) -> None:
    """Only rows in the states meant, of the readers named in whatever case, are moved."""
    ledger.advance(frozen, ISSUE, intend=[A, B], now=NOW)

    def settle(*readers: str, into: DeliveryState) -> int:
        return ledger.settle(
            frozen,
            ISSUE,
            readers,
            out_of=[DeliveryState.INTENT],
            into=into,
            detail="by hand",
            now=LATER,
        )

    assert settle(A.upper(), C, into=DeliveryState.SENT) == 1
    assert states(frozen) == ["sent", "intent", "pending"]
    assert settle(into=DeliveryState.PENDING) == 1
    assert states(frozen) == ["sent", "pending", "pending"]
    assert ledger.rows(frozen, state=DeliveryState.SENT)[0].detail == "by hand"
