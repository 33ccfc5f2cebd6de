"""The ledger read for people: each row once whatever its state, one reader, the reasons in sum."""

from __future__ import annotations

from newsfold.model import DeliveryState, Subscriber
from newsfold.store import book, ledger, readers, reports
from newsfold.store.book import Answer, Intent
from newsfold.store.database import Database
from newsfold.store.paging import PAGE
from newsfold.store.reports import Reason
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


def test_who_is_not_on_the_list_is_told_apart(db: Database) -> None:
    """Of an issue's readers, those whom the store's list does not have in the same spelling."""
    emails = sample.addresses(PAGE + 5)
    sample.freeze(db, [*emails, "Ada@example.org", "bo@example.org"])
    readers.merge(db, [Subscriber("ada@example.org"), Subscriber("bo@example.org")], now=sample.NOW)
    assert [*reports.unlisted(db, ISSUE)] == [*emails, "Ada@example.org"]
    assert [*readers.addresses(db)] == ["ada@example.org", "bo@example.org"]


def test_answers_of_one_code_are_one_reason(db: Database) -> None:
    """The most frequent first; whoever got it is not among them."""
    emails = sample.addresses(6)
    sample.freeze(db, emails)
    with book.opened(db, ISSUE, 1) as kept:
        kept.step(claim=4, now=sample.NOW)
        kept.step(intend=[Intent(at) for at in range(4)], now=sample.NOW)
        answers = [Answer(at, DeliveryState.FAILED, 550, f"no {emails[at]}") for at in (1, 2, 3)]
        kept.step(answers=[Answer(0, DeliveryState.SENT, 250, "ok"), *answers], now=sample.NOW)
    assert reports.reasons(db, ISSUE) == (
        Reason(DeliveryState.FAILED, 550, 3, f"no {emails[1]}"),
        Reason(DeliveryState.PENDING, None, 2, ""),
    )


def test_what_is_on_its_way_is_not_stuck(db: Database) -> None:
    """Sent, pending and whatever a living sender holds are not; what is in doubt is."""
    emails = sample.addresses(7)
    sample.freeze(db, emails)
    with book.opened(db, ISSUE, 1) as kept:
        kept.step(claim=5, now=sample.NOW)
        kept.step(intend=[Intent(at) for at in (0, 1, 2)], now=sample.NOW)
        answers = [
            Answer(0, DeliveryState.SENT, 250, "ok"),
            Answer(1, DeliveryState.FAILED, 550, "no"),
        ]
        kept.step(answers=answers, now=sample.NOW)
        assert [row.email for row in reports.stuck(db, ISSUE, 9)] == [emails[1]]
        assert [r.number for r in reports.reasons(db, ISSUE, only_stuck=True)] == [1]
    ledger.recover(db, ISSUE, "hold", now=sample.NOW)
    assert [row.email for row in reports.stuck(db, ISSUE, 9)] == emails[1:3]
    assert [row.email for row in reports.stuck(db, ISSUE, 1)] == emails[1:2]
    assert {r.state for r in reports.reasons(db, ISSUE, only_stuck=True)} == {
        DeliveryState.FAILED,
        DeliveryState.INTENT,
    }
