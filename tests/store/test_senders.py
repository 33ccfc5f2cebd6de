"""Senders: a number is a living sender's or nobody's, also when one asks in mid-delivery."""

from __future__ import annotations

from newsfold.store import book, database, issues, ledger, senders
from newsfold.store.database import Database
from tests.store import samples


def test_the_living_are_told_from_the_dead(db: Database, url: str) -> None:
    """The rows of both name others that hold mail; to ask who lives disturbs nobody's step."""
    readers = [f"r{n}@example.org" for n in range(3)]
    issues.freeze(db, samples.frozen(samples.issue(), *readers))
    issue = samples.issue().id
    with senders.present(db) as mine, book.opened(db, issue, mine) as kept:
        kept.step(claim=1, now=samples.NOW)
        with (
            database.opened(url) as other,
            senders.present(other) as theirs,
            book.opened(other, issue, theirs) as beside,
        ):
            beside.step(claim=1, now=samples.NOW)
            assert ledger.others_at_work(db, mine) == {theirs}
            assert senders.alive(db, {theirs}) == 1
            assert len(beside.step(claim=1, now=samples.NOW).rows) == 1
        assert ledger.others_at_work(db, mine) == {theirs}
        assert senders.alive(db, {theirs}) == 0
        kept.give_back()
        assert len(kept.step(claim=3, now=samples.NOW).rows) == 1
