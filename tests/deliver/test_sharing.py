"""Senders of the same moment keep together to what the settings allow."""

from __future__ import annotations

from pathlib import Path

from newsfold import config
from newsfold.deliver.dispatch import Tally
from newsfold.deliver.outbox import Outbox
from newsfold.deliver.transport import Mails
from newsfold.model import DeliveryState
from newsfold.store import book, database, ledger, senders
from tests.deliver import sample


def test_two_senders_share_the_days_quota(tmp_path: Path) -> None:
    """What another sender has sent or claimed meanwhile is spent, whoever of them asks."""
    settings = config.Delivery(pace=config.Pace(mails_per_day=500))
    first, second = (Outbox(tmp_path / name) for name in ("first", "second"))
    tallies: list[Tally] = []
    with database.opened(f"sqlite:///{tmp_path}/store.db") as db:
        sample.freeze(db, sample.addresses(700))

        def beside(tally: Tally) -> None:
            if not tallies:
                tallies.append(Tally())
                tallies[0] = sample.deliver(db, second, settings=settings)

        tallies.append(sample.deliver(db, first, settings=settings, progress=beside))
        assert tallies[0].sent > 0 and tallies[1].sent > 0
        assert ledger.counts(db, sample.ISSUE.id)[DeliveryState.SENT] == 500
        assert sample.deliver(db, first, settings=settings) == Tally(already=500, waiting=200)


def test_senders_of_one_moment_know_of_each_other(tmp_path: Path) -> None:
    """Where they have limits to share each is told how many they are, as long as they are."""
    settings = config.Delivery(pace=config.Pace(mails_per_second=1e6))
    seen: list[int] = []

    class Watched(Outbox):
        """An outbox that looks at the number of sharers."""

        def carry(self, mails: Mails) -> None:
            super().carry(mails)
            seen.append(mails.sharers)

    with database.opened(f"sqlite:///{tmp_path}/store.db") as db:
        sample.freeze(db, sample.addresses(700))

        def beside(tally: Tally) -> None:
            if not seen:
                sample.deliver(db, Watched(tmp_path / "second"), settings=settings)

        sample.deliver(db, Watched(tmp_path / "first"), settings=settings, progress=beside)
    assert seen == [2, 1]


def test_a_dead_sender_shares_nothing(tmp_path: Path) -> None:
    """What it held waits for its issue's next run, and takes no part of what others may send."""
    settings = config.Delivery(pace=config.Pace(mails_per_second=1e6))
    seen: list[int] = []

    class Beside(Outbox):
        """An outbox beside which a sender claims a mail, and ends."""

        def carry(self, mails: Mails) -> None:
            with senders.present(db) as owner, book.opened(db, sample.ISSUE.id, owner) as kept:
                assert kept.step(claim=1, now=sample.NOW).rows
            super().carry(mails)
            seen.append(mails.sharers)

    with database.opened(f"sqlite:///{tmp_path}/store.db") as db:
        sample.freeze(db, sample.addresses(5))
        sent = sample.deliver(db, Beside(tmp_path / "outbox"), settings=settings).sent
    assert (sent, seen) == (4, [1])
