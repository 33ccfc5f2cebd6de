"""The ledger read for people: each row once whatever its state, one reader, the reasons in sum."""

from __future__ import annotations

from newsfold.model import DeliveryState
from newsfold.store import book, ledger, reports
from newsfold.store.book import Answer, Intent
from newsfold.store.database import Database
from newsfold.store.reports import PAGE, Reason
from tests.deliver import sample

ISSUE = sample.ISSUE.id


def test_more_rows_than_a_page_come_once_each(db: Database) -> None:
    """In frozen order, as `ledger.rows` has them; by state too."""
    sample.freeze(db, sample.addresses(PAGE + 5))
    assert tuple(reports.each(db, ISSUE)) == ledger.rows(db, issue_id=ISSUE)
    assert len([*reports.each(db, ISSUE, state=DeliveryState.PENDING)]) == PAGE + 5
    assert [*reports.each(db, ISSUE, state=DeliveryState.SENT)] == []
    assert [*reports.each(db, "daily-1999-01-01")] == []


def test_one_reader_is_found_in_any_spelling(db: Database) -> None:
    """Nobody else is."""
    sample.freeze(db, ["Ada@example.org", "bo@example.org"])
    found = reports.one(db, ISSUE, "ADA@EXAMPLE.ORG")
    assert found is not None and found.email == "Ada@example.org"
    assert reports.one(db, ISSUE, "cy@example.org") is None


def test_answers_of_one_code_are_one_reason(db: Database) -> None:
    """The most frequent first; whoever got it is not among them."""
    readers = sample.addresses(6)
    sample.freeze(db, readers)
    with book.opened(db, ISSUE, 1) as kept:
        kept.step(intend=[Intent(at) for at in range(4)], now=sample.NOW)
        answers = [Answer(at, DeliveryState.FAILED, 550, f"no {readers[at]}") for at in (1, 2, 3)]
        kept.step(answers=[Answer(0, DeliveryState.SENT, 250, "ok"), *answers], now=sample.NOW)
    assert reports.reasons(db, ISSUE) == (
        Reason(DeliveryState.FAILED, 550, 3, f"no {readers[1]}"),
        Reason(DeliveryState.PENDING, None, 2, ""),
    )


def test_what_is_on_its_way_is_not_stuck(db: Database) -> None:
    """Sent, pending and whatever a living sender holds are not; what is in doubt is."""
    readers = sample.addresses(7)
    sample.freeze(db, readers)
    with book.opened(db, ISSUE, 1) as kept:
        kept.step(claim=5, now=sample.NOW)
        kept.step(intend=[Intent(at) for at in (0, 1, 2)], now=sample.NOW)
        answers = [
            Answer(0, DeliveryState.SENT, 250, "ok"),
            Answer(1, DeliveryState.FAILED, 550, "no"),
        ]
        kept.step(answers=answers, now=sample.NOW)
        assert [row.email for row in reports.stuck(db, ISSUE, 9)] == [readers[1]]
        assert [r.number for r in reports.reasons(db, ISSUE, only_stuck=True)] == [1]
    ledger.recover(db, ISSUE, "hold", now=sample.NOW)
    assert [row.email for row in reports.stuck(db, ISSUE, 9)] == readers[1:3]
    assert [row.email for row in reports.stuck(db, ISSUE, 1)] == readers[1:2]
    assert {r.state for r in reports.reasons(db, ISSUE, only_stuck=True)} == {
        DeliveryState.FAILED,
        DeliveryState.INTENT,
    }
