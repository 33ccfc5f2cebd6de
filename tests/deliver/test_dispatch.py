"""Dispatch: who is owed a mail gets it once, and every outcome is in the ledger."""

from __future__ import annotations

import resource
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from newsfold import config
from newsfold.deliver import dispatch
from newsfold.deliver.dispatch import Tally
from newsfold.deliver.outbox import Outbox
from newsfold.deliver.sendmail import Sendmail
from newsfold.deliver.transport import Mails
from newsfold.errors import DeliveryError, NewsfoldError, StoreError
from newsfold.model import Delivery, DeliveryState
from newsfold.store import database, ledger, readers, standing
from newsfold.store.database import Database
from tests.deliver import sample, servers
from tests.deliver.smtp import scripted

READERS = sample.addresses(5)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """A database in which the sample issue is frozen for five readers."""
    with database.opened(f"sqlite:///{tmp_path}/store.db") as opened:
        sample.freeze(opened, READERS)
        yield opened


def states(db: Database) -> dict[str, DeliveryState]:
    """Each reader's state."""
    return {row.email: row.state for row in ledger.rows(db)}


def row(db: Database, email: str) -> Delivery:
    """One reader's row."""
    return next(row for row in ledger.rows(db) if row.email == email)


def test_everybody_gets_it_once(db: Database, tmp_path: Path) -> None:
    """The second delivery of an issue finds nobody owed, and says how many have it."""
    with Outbox(tmp_path / "outbox") as outbox:
        assert sample.deliver(db, outbox) == Tally(sent=5)
        assert sample.deliver(db, outbox) == Tally(already=5)
    assert len(list((tmp_path / "outbox").iterdir())) == 5
    assert set(states(db).values()) == {DeliveryState.SENT}


def test_outbox_and_relay_carry_the_same_bytes(db: Database, tmp_path: Path) -> None:
    """What lands over SMTP is what the outbox holds, file by file."""
    server = servers.Relay()
    with Outbox(tmp_path / "outbox") as outbox:
        sample.deliver(db, outbox)
    with database.opened(f"sqlite:///{tmp_path}/other.db") as other:
        sample.freeze(other, READERS)
        with db.reading() as one, other.begin() as two:  # the same installation's secret
            secret = one.exec_driver_sql("SELECT value FROM keepsakes").scalar_one()
            two.exec_driver_sql("INSERT INTO keepsakes VALUES ('secret', ?)", (secret,))
        with servers.running(server) as port, sample.relay(port) as relay:
            assert sample.deliver(other, relay) == Tally(sent=5)
    assert len(server.landed) == 5
    for mail in server.landed:
        file = outbox.path(sample.ISSUE.id, mail.recipient)
        assert file.read_bytes() == mail.content


def test_one_refused_one_deferred_the_rest_goes_out(db: Database) -> None:
    """A 5xx fails and a 4xx defers one reader each; the deferred one is owed again in time."""
    server = servers.Relay({"RCPT": ["", "550 5.1.1 unknown", "451 4.7.1 greylisted"]})
    with servers.running(server) as port, sample.relay(port) as relay:
        assert sample.deliver(db, relay) == Tally(sent=3, failed=1, deferred=1)
        failed, deferred = row(db, READERS[1]), row(db, READERS[2])
        assert (failed.state, failed.code) == (DeliveryState.FAILED, 550)
        assert (failed.detail, failed.attempts) == ("5.1.1 unknown", 1)
        assert (deferred.state, deferred.code) == (DeliveryState.DEFERRED, 451)
        assert deferred.due_at == sample.NOW + timedelta(minutes=30)

        soon = sample.NOW + timedelta(minutes=29)
        assert sample.deliver(db, relay, now=soon) == Tally(already=3)
        assert ledger.unfinished(db, sample.ISSUE.id)
        later = sample.NOW + timedelta(minutes=30)
        assert sample.deliver(db, relay, now=later) == Tally(sent=1, already=3)
        assert not ledger.unfinished(db, sample.ISSUE.id)
    assert [m.recipient for m in server.landed] == [READERS[i] for i in (0, 3, 4, 2)]


def test_too_many_attempts_fail(db: Database) -> None:
    """Who is deferred each time is given up after max_attempts, with the last answer kept."""
    settings = config.Delivery(max_attempts=2)
    server = servers.Relay({"RCPT": ["451 4.7.1 no", "", "", "", "", "451 4.7.1 still no"]})
    with servers.running(server) as port, sample.relay(port) as relay:
        sample.deliver(db, relay, settings=settings)
        later = sample.NOW + timedelta(hours=1)
        assert sample.deliver(db, relay, now=later, settings=settings).failed == 1
    given_up = row(db, READERS[0])
    assert given_up.state is DeliveryState.FAILED
    assert given_up.detail == "given up after 2 attempts: 4.7.1 still no"


def test_retries_grow_to_four_hours() -> None:
    """Each wait is twice the last one, and none is longer than four hours."""
    settings = config.Delivery(retry_minutes=30, max_attempts=100)
    waits = [dispatch.retry_after(n, settings) / timedelta(minutes=1) for n in (1, 2, 3, 4, 5, 99)]
    assert waits == [30, 60, 120, 240, 240, 240]


def test_a_break_before_the_dot_repeats_nothing(db: Database) -> None:
    """The reader whose connection broke before the body gets one mail in the same run."""
    server = servers.Relay({"RCPT": ["", "close"]})
    with servers.running(server) as port, sample.relay(port) as relay:
        assert sample.deliver(db, relay) == Tally(sent=5)
    assert [m.recipient for m in server.landed] == READERS


@pytest.mark.parametrize(
    ("policy", "tally", "state", "again"),
    [
        ("resend", Tally(sent=4, in_doubt=1), DeliveryState.DEFERRED, Tally(sent=1, already=4)),
        ("hold", Tally(sent=4, in_doubt=1), DeliveryState.INTENT, Tally(in_doubt=1, already=4)),
        ("skip", Tally(sent=4, failed=1), DeliveryState.FAILED, Tally(already=4)),
    ],
)
def test_a_break_after_the_dot_follows_the_policy(
    db: Database, policy: str, tally: Tally, state: DeliveryState, again: Tally
) -> None:
    """In doubt is sent again under the same Message-ID, held for a person, or skipped."""
    settings = config.Delivery.model_validate({"in_doubt": policy})
    server = servers.Relay({"DOT": ["", "accept, close"]})
    with servers.running(server) as port, sample.relay(port) as relay:
        assert sample.deliver(db, relay, settings=settings) == tally
        assert row(db, READERS[1]).state is state
        later = sample.NOW + timedelta(hours=1)
        assert sample.deliver(db, relay, settings=settings, now=later) == again
    copies = [m.content for m in server.landed if m.recipient == READERS[1]]
    assert len(copies) == (2 if policy == "resend" else 1)
    assert len(set(copies)) == 1


def test_unsubscribed_after_the_freeze_gets_nothing(db: Database, tmp_path: Path) -> None:
    """Whoever left between freeze and delivery, in whatever spelling, is suppressed."""
    readers.unsubscribe(db, READERS[3].upper(), "daily", now=sample.NOW, by="mail")
    readers.unsubscribe(db, READERS[4], "weekly", now=sample.NOW, by="mail")
    with Outbox(tmp_path / "outbox") as outbox:
        assert sample.deliver(db, outbox) == Tally(sent=4, suppressed=1)
        assert not outbox.path(sample.ISSUE.id, READERS[3]).exists()
    assert row(db, READERS[3]).state is DeliveryState.SUPPRESSED


def test_an_impossible_address_fails_alone(tmp_path: Path) -> None:
    """An address that no mail can carry is listed with the reason; the others get theirs."""
    with database.opened(f"sqlite:///{tmp_path}/store.db") as db:
        sample.freeze(db, ["ada@example.org", "no at sign", "x\r\nBcc: y@z.org", "bob@example.org"])
        with Outbox(tmp_path / "outbox") as outbox:
            assert sample.deliver(db, outbox) == Tally(sent=2, failed=2)
        assert row(db, "no at sign").detail
    assert len(list((tmp_path / "outbox").iterdir())) == 2


def test_a_dead_relay_leaves_everything_owed(db: Database) -> None:
    """No attempt is counted and nobody is in doubt when the relay cannot be reached."""
    with sample.relay(servers.free_port()) as relay, pytest.raises(DeliveryError):
        sample.deliver(db, relay)
    assert set(states(db).values()) == {DeliveryState.PENDING}
    assert {r.attempts for r in ledger.rows(db)} == {0}


def test_a_relay_that_dies_midway_keeps_what_was_sent(db: Database) -> None:
    """Two sent before the relay refused everything: two recorded, three still owed."""
    server = servers.Relay({"MAIL": ["", "", *["421 4.3.2 busy"] * 3]})
    with servers.running(server) as port, sample.relay(port) as relay:
        with pytest.raises(DeliveryError):
            sample.deliver(db, relay)
        assert list(states(db).values()) == [DeliveryState.SENT] * 2 + [DeliveryState.PENDING] * 3
        assert sample.deliver(db, relay) == Tally(sent=3, already=2)
    assert [m.recipient for m in server.landed] == READERS


def test_many_refusals_in_a_row_pause_the_issue(db: Database) -> None:
    """A relay that refuses one after the other is stopped before it has refused the whole list.

    Nothing more is sent until the issue is resumed; then the count begins anew.
    """
    refused = "554 5.7.1 blocked"
    server = servers.Relay({"RCPT": ["", *[refused] * 3]})
    settings = config.Delivery(stop_after_refusals=3)
    with servers.running(server) as port, sample.relay(port) as relay:
        with pytest.raises(DeliveryError, match=r"3 mails in a row.*5\.7\.1 blocked.*resume"):
            sample.deliver(db, relay, settings=settings)
        assert list(states(db).values()) == [
            DeliveryState.SENT,
            *[DeliveryState.FAILED] * 3,
            DeliveryState.PENDING,
        ]
        with pytest.raises(DeliveryError, match="is paused"):
            sample.deliver(db, relay, settings=settings)
        assert standing.resume(db, sample.ISSUE.id)
        assert sample.deliver(db, relay, settings=settings) == Tally(sent=1, already=1)


@pytest.mark.parametrize("limit", [0, 3])
def test_refusals_with_a_success_between_pause_nothing(db: Database, limit: int) -> None:
    """Only refusals in a row count; with the limit 0 not even those."""
    no = "550 5.1.1 unknown"
    server = servers.Relay({"RCPT": [no, no, "" if limit else no, no, no]})
    settings = config.Delivery(stop_after_refusals=limit)
    with servers.running(server) as port, sample.relay(port) as relay:
        tally = sample.deliver(db, relay, settings=settings)
    assert (tally.sent, tally.failed) == ((1, 4) if limit else (0, 5))


def test_a_pause_stops_a_run_that_is_sending(tmp_path: Path) -> None:
    """Another process pauses the issue: the run ends within one claim, nothing in doubt."""
    emails = sample.addresses(500)
    with database.opened(f"sqlite:///{tmp_path}/store.db") as db:
        sample.freeze(db, emails)

        def pause(tally: Tally) -> None:
            if tally.sent == 10:
                standing.pause(db, sample.ISSUE.id, "a wrong headline")

        server = scripted.Server()
        with scripted.running(server) as port, sample.relay(port) as relay:
            with pytest.raises(DeliveryError, match="paused"):
                sample.deliver(db, relay, progress=pause)
            assert 10 <= len(server.landed) <= 10 + dispatch.CLAIMED + dispatch.FEW
            assert set(states(db).values()) == {DeliveryState.SENT, DeliveryState.PENDING}
            assert standing.resume(db, sample.ISSUE.id)
            sample.deliver(db, relay)
    assert sorted(r for r, _ in server.landed) == sorted(emails)


def test_a_mail_that_is_deferred_after_the_cancelling_is_owed_no_more(tmp_path: Path) -> None:
    """The last mail of an issue is under way when it is cancelled, and the relay says 'later'."""
    with database.opened(f"sqlite:///{tmp_path}/store.db") as db:
        sample.freeze(db, READERS[:1])

        def cancel(tally: Tally) -> None:
            if not tally.handled:
                standing.cancel(db, sample.ISSUE.id, now=sample.NOW)

        server = servers.Relay({"DOT": ["451 4.3.0 later"]})
        with (
            servers.running(server) as port,
            sample.relay(port) as relay,
            pytest.raises(DeliveryError, match="is cancelled"),
        ):
            sample.deliver(db, relay, progress=cancel)
        left = row(db, READERS[0])
        assert (left.state, left.attempts) == (DeliveryState.SUPPRESSED, 1)
        assert not ledger.unfinished(db, sample.ISSUE.id)


@pytest.mark.parametrize("connections", [1, 7])
def test_each_mail_goes_once_over_many_connections(tmp_path: Path, connections: int) -> None:
    """However many connections take from one ledger, each reader gets one mail."""
    emails = sample.addresses(300)
    server = scripted.Server(answers={"MAIL": [*[""] * 90, "421 4.7.0 enough"], "RCPT": ["close"]})
    with database.opened(f"sqlite:///{tmp_path}/store.db") as db:
        sample.freeze(db, emails)
        with scripted.running(server) as port, sample.relay(port, connections) as relay:
            assert sample.deliver(db, relay) == Tally(sent=300)
        assert set(states(db).values()) == {DeliveryState.SENT}
    assert sorted(r for r, _ in server.landed) == sorted(emails)


def test_the_days_quota_and_hours_hold_the_rest_back(db: Database, tmp_path: Path) -> None:
    """What may not leave today stays owed, is counted as waiting, and leaves when it may."""
    settings = config.Delivery(pace=config.Pace(mails_per_day=2, hours="06:00-22:00"))
    night, tomorrow = sample.NOW.replace(hour=23), sample.NOW + timedelta(hours=25)
    with Outbox(tmp_path / "outbox") as outbox:
        assert sample.deliver(db, outbox, settings=settings) == Tally(sent=2, waiting=3)
        again = Tally(already=2, waiting=3)
        assert sample.deliver(db, outbox, settings=settings) == again
        assert sample.deliver(db, outbox, settings=settings, now=night) == again
        later = sample.deliver(db, outbox, settings=settings, now=tomorrow)
        assert later == Tally(sent=2, already=2, waiting=1)
    assert len(list((tmp_path / "outbox").iterdir())) == 4


def test_a_full_disk_ends_the_run_and_loses_nobody(db: Database, tmp_path: Path) -> None:
    """The ledger takes no more: nothing leaves but what was intended before, which is in doubt."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(tally: Tally) -> None:
        if tally.sent == 2:
            size = (tmp_path / "store.db-wal").stat().st_size
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))

    server = servers.Relay()
    try:
        with (
            servers.running(server) as port,
            sample.relay(port) as relay,
            pytest.raises(StoreError, match=r"store\.db"),
        ):
            sample.deliver(db, relay, progress=fill)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    landed, left = [m.recipient for m in server.landed], states(db)
    doubtful = [email for email, state in left.items() if state is DeliveryState.INTENT]
    assert landed[:2] == READERS[:2]
    assert set(landed[2:]) <= set(doubtful) and len(doubtful) <= 1  # one connection
    assert list(left.values()).count(DeliveryState.SENT) == 2
    assert list(left.values()).count(DeliveryState.CLAIMED) == 3 - len(doubtful)  # the next run's
    with servers.running(server) as port, sample.relay(port) as relay:
        assert sample.deliver(db, relay) == Tally(sent=3, already=2)
    assert sorted(m.recipient for m in server.landed) == sorted([*READERS, *landed[2:]])


def test_a_disk_that_keeps_nothing_ends_the_run_and_nothing_leaves(
    db: Database, tmp_path: Path
) -> None:
    """No body leaves whose intent is not on the disk; the mails are owed as before."""
    log = tmp_path / "store.db-wal"

    def spoil(tally: Tally) -> None:
        if not log.is_symlink():
            log.rename(tmp_path / "moved")  # SQLite has it open
            log.symlink_to("/dev/null")  # which cannot be brought onto a disk

    server = servers.Relay()
    with servers.running(server) as port, sample.relay(port) as relay:
        with pytest.raises(StoreError, match="the disk does not keep"):
            sample.deliver(db, relay, progress=spoil)
        (tmp_path / "moved").rename(log)
        assert server.landed == []
        assert set(states(db).values()) == {DeliveryState.PENDING}
        assert sample.deliver(db, relay) == Tally(sent=5)


def test_no_program_starts_whose_intent_the_disk_does_not_keep(
    db: Database, tmp_path: Path
) -> None:
    """The ledger has the step, and may lose it: its intents are taken back, and nothing leaves."""
    log = tmp_path / "store.db-wal"
    script = tmp_path / "program"
    script.write_text(f"#!/bin/sh\ncat >> {tmp_path}/content\n")
    script.chmod(0o755)

    class Spoilt(Sendmail):
        """Programs behind a disk that keeps nothing from the first mail on."""

        def carry(self, mails: Mails) -> None:
            log.rename(tmp_path / "moved")  # SQLite has it open
            log.symlink_to("/dev/null")  # which cannot be brought onto a disk
            super().carry(mails)

    with pytest.raises(StoreError, match="the disk does not keep"):
        sample.deliver(db, Spoilt(config.Sendmail(program=str(script))))
    (tmp_path / "moved").rename(log)
    assert not (tmp_path / "content").exists()
    assert set(states(db).values()) == {DeliveryState.PENDING}


def test_a_locked_database_ends_the_run_and_loses_nobody(
    tmp_path: Path,
) -> None:
    """Somebody holds the database for longer than we wait: what could not be recorded is kept,
    and recorded at the end."""
    url = f"sqlite:///{tmp_path}/store.db"
    holder = sqlite3.connect(tmp_path / "store.db", isolation_level=None, check_same_thread=False)

    def hold(tally: Tally) -> None:
        if tally.sent == 2:
            holder.execute("BEGIN IMMEDIATE")
            threading.Timer(0.5, holder.execute, ["ROLLBACK"]).start()

    server = servers.Relay()
    with (
        closing(holder),
        database.opened(url, busy_timeout_ms=300) as db,
        servers.running(server) as port,
        sample.relay(port) as relay,
    ):
        sample.freeze(db, READERS)
        with pytest.raises(StoreError, match="locked"):
            sample.deliver(db, relay, progress=hold)
        left = [state for state in states(db).values() if state is DeliveryState.PENDING]
        assert len(server.landed) + len(left) == len(READERS)
        assert sample.deliver(db, relay).sent == len(left)
    assert [m.recipient for m in server.landed] == READERS


def test_a_clock_that_is_put_back_repeats_nothing(db: Database) -> None:
    """A jump of an hour in either direction, in the middle of a run, changes nobody's mail."""
    moments = iter([sample.NOW, *[sample.NOW - timedelta(hours=1)] * 9])
    last = [sample.NOW]

    def clock() -> datetime:
        last[0] = next(moments, last[0] + timedelta(hours=1))
        return last[0]

    server = servers.Relay()
    with servers.running(server) as port, sample.relay(port) as relay:
        assert sample.deliver(db, relay, clock=clock) == Tally(sent=5)
        assert sample.deliver(db, relay) == Tally(already=5)
    assert [m.recipient for m in server.landed] == READERS


class Stop(NewsfoldError):
    """What a progress callback raises to end a run."""


def test_a_stop_between_two_mails_leaves_no_doubt(db: Database) -> None:
    """A run that is asked to stop records what it sent and releases what it only intended."""

    def stop(tally: Tally) -> None:
        if tally.sent == 2:
            raise Stop

    server = servers.Relay()
    with servers.running(server) as port, sample.relay(port) as relay:
        with pytest.raises(Stop):
            sample.deliver(db, relay, progress=stop)
        assert list(states(db).values()) == [DeliveryState.SENT] * 2 + [DeliveryState.PENDING] * 3
        assert sample.deliver(db, relay) == Tally(sent=3, already=2)
    assert [m.recipient for m in server.landed] == READERS


def test_progress_never_runs_ahead_of_the_ledger(db: Database) -> None:
    """What the callback is told as sent is recorded as sent at that moment."""
    seen: list[tuple[int, int]] = []
    server = servers.Relay()

    def compare(tally: Tally) -> None:
        recorded = ledger.counts(db, sample.ISSUE.id).get(DeliveryState.SENT, 0)
        seen.append((tally.sent, recorded))

    with servers.running(server) as port, sample.relay(port) as relay:
        sample.deliver(db, relay, progress=compare)
    assert all(told == recorded for told, recorded in seen)
    assert sorted(set(seen)) == [(n, n) for n in range(6)]
