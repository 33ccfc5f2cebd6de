"""What holds for every transport alike: the same facts, each with a real other side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsfold.deliver.dispatch import Tally
from newsfold.deliver.dkim.signing import Signing
from newsfold.errors import DeliveryError, NewsfoldError
from newsfold.model import DeliveryState
from newsfold.store import database, ledger, readers
from newsfold.store.database import Database
from tests.deliver import killing, sample
from tests.deliver.contract.ways import WAYS, Way
from tests.deliver.dkim import sample as signed_sample

READERS = sample.addresses(12)
REFUSING = ("sendmail", "smtp")  # in a folder nobody says no


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Way]:
    """Each transport in turn."""
    with WAYS[request.param](tmp_path) as one:
        yield one


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """A store with the sample issue, frozen for READERS."""
    with database.opened(url(tmp_path)) as opened:
        sample.freeze(opened, READERS)
        yield opened


def url(folder: Path) -> str:
    """The address of that store."""
    return f"sqlite:///{folder}/store.db"


def run(db: Database, way: Way) -> Tally:
    """One run, as edition.py does it."""
    with way.transport() as transport:
        return sample.deliver(db, transport)


def expected(db: Database) -> dict[bytes, tuple[str, str]]:
    """The mail of each reader, and its envelope."""
    secret = db.secret()
    mails = [sample.mail(reader, secret) for reader in READERS]
    return {mail.content: (mail.envelope_sender, mail.recipient) for mail in mails}


def test_what_arrives_is_the_mail_byte_for_byte(way: Way, db: Database) -> None:
    """Every reader's own mail, once, whole and unchanged, under its own envelope."""
    assert run(db, way).sent == len(READERS)
    found = way.arrived()
    wanted = expected(db)
    assert Counter(mail.content for mail in found) == Counter([*wanted])
    for mail in found:
        assert mail.envelope in (None, wanted[mail.content])


def test_a_second_run_sends_nothing(way: Way, db: Database) -> None:
    """What the ledger calls sent is not handed over again."""
    run(db, way)
    again = run(db, way)
    assert (again.sent, again.already) == (0, len(READERS))
    assert len(way.arrived()) == len(READERS)


def test_a_run_that_is_stopped_is_finished_by_the_next(way: Way, db: Database) -> None:
    """Stopped after its first step, a run leaves the rest owed and nothing in doubt."""

    class Stop(NewsfoldError):
        """As Ctrl-C or a signal does."""

    def stop(tally: Tally) -> None:
        raise Stop

    with pytest.raises(Stop), way.transport() as transport:
        sample.deliver(db, transport, progress=stop)
    assert ledger.rows(db, state=DeliveryState.INTENT) == ()
    before = len(way.arrived())
    assert run(db, way).sent == len(READERS) - before
    assert len({mail.content for mail in way.arrived()}) == len(way.arrived()) == len(READERS)


@pytest.mark.parametrize("told", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_progress_that_fails_loses_no_answer(way: Way, db: Database, told: BaseException) -> None:
    """Whatever it raises is raised again at the end: what arrived is sent, and nothing in doubt."""

    def fail(tally: Tally) -> None:
        if tally.sent:
            raise told

    with pytest.raises(type(told)), way.transport() as transport:
        sample.deliver(db, transport, progress=fail)
    counts = ledger.counts(db, sample.ISSUE.id)
    assert counts[DeliveryState.SENT] == len(way.arrived()) > 0
    assert counts.keys() <= {DeliveryState.SENT, DeliveryState.PENDING}
    assert {row.attempts for row in ledger.rows(db)} <= {0, 1}


def test_when_nothing_is_taken_all_stay_owed(way: Way, db: Database) -> None:
    """The run ends with an error that says why; once that is mended, the next sends to all."""
    way.break_()
    with pytest.raises(DeliveryError, match=r"\w"):
        run(db, way)
    assert dict(ledger.counts(db, sample.ISSUE.id)) == {DeliveryState.PENDING: len(READERS)}
    assert all(row.attempts == 0 for row in ledger.rows(db))
    way.mend()
    assert run(db, way).sent == len(READERS)
    assert len(way.arrived()) == len(READERS)


def test_an_address_that_no_mail_can_have_fails_alone(way: Way, tmp_path: Path) -> None:
    """It is recorded with the reason, and everybody else gets the mail."""
    with database.opened(f"sqlite:///{tmp_path}/other.db") as db:
        sample.freeze(db, [*READERS, "a..b@example.org"])
        assert run(db, way).failed == 1
        (failed,) = ledger.rows(db, state=DeliveryState.FAILED)
        assert failed.email == "a..b@example.org" and "cannot be written to" in failed.detail
    assert len(way.arrived()) == len(READERS)


@pytest.mark.parametrize("way", REFUSING, indirect=True)
def test_a_refusal_is_recorded(way: Way, db: Database) -> None:
    """With the other side's words; the others get the mail, and a second run tries it no more."""
    assert way.refuse is not None
    way.refuse(READERS[5])
    assert run(db, way).failed == 1
    (failed,) = ledger.rows(db, state=DeliveryState.FAILED)
    assert failed.email == READERS[5] and "no" in failed.detail
    assert len(way.arrived()) == len(READERS) - 1
    assert run(db, way).handled == 0


@pytest.mark.parametrize("how", ["unsubscribed", "withdrawn"])
@pytest.mark.parametrize("way", REFUSING, indirect=True)
def test_who_leaves_meanwhile_gets_no_mail(way: Way, db: Database, how: str) -> None:
    """Claimed already, but not handed over: found out at the next claim, or taken off the list by
    another process; the others get theirs, and the row is not written over."""

    def leave(tally: Tally) -> None:
        if tally.sent:
            return
        if how == "unsubscribed":
            readers.unsubscribe(db, READERS[-1], "daily", now=sample.NOW, by="web")
        else:
            ledger.withdraw(db, sample.ISSUE.id, [READERS[-1]], now=sample.NOW)

    with way.transport() as transport:
        tally = sample.deliver(db, transport, progress=leave)
    assert (tally.sent, tally.suppressed) == (len(READERS) - 1, 1)
    (gone,) = ledger.rows(db, state=DeliveryState.SUPPRESSED)
    assert gone.email == READERS[-1]
    assert len(way.arrived()) == len(READERS) - 1


def test_signed_mails_arrive_as_they_were_signed(way: Way, db: Database) -> None:
    """The other side finds both signatures valid."""
    with Signing(way.transport(), signed_sample.identities(), processes=0) as transport:
        sample.deliver(db, transport)
    found = way.arrived()
    assert len(found) == len(READERS)
    assert all(signed_sample.verdicts(mail.content) == [True, True] for mail in found[::4])


def test_nobody_is_lost_to_kills(way: Way, tmp_path: Path) -> None:
    """However often a child dies: in a folder one mail each, elsewhere a copy at most per kill.

    The other side may have taken a mail whose answer was lost: one for each of our connections or
    programs.
    """
    readers = sample.addresses(150)
    with database.opened(url(tmp_path)) as db:
        sample.freeze(db, readers)
        kills = killing.until_done(db, url(tmp_path), way.target, lambda: len(way.arrived()))
    copies = Counter(mail.content for mail in way.arrived())
    assert kills >= 2
    assert len(copies) == len(readers)
    most_at_once = {"smtp": 2, "sendmail": 3}.get(way.name, 0)
    assert copies.total() - len(readers) <= kills * most_at_once
