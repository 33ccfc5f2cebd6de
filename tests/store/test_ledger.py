"""The ledger: each state is reached only by its own step."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta

import pytest

from newsfold.errors import StoreError
from newsfold.model import Delivery, DeliveryState
from newsfold.store import book, database, issues, ledger, readers, senders, standing
from newsfold.store.book import Answer, Book, Claimed, Intent
from newsfold.store.database import Database
from newsfold.store.ledger import Policy
from tests.store import samples
from tests.store.samples import NOW

ISSUE = samples.issue().id
A, B, C = "Ada@example.org", "bob@example.org", "cy@example.org"
LATER = NOW + timedelta(hours=1)
ME, OTHER = 1, 2


@pytest.fixture
def frozen(db: Database) -> Iterator[Database]:
    """The database with an issue frozen for three readers, at the positions 0, 1 and 2."""
    assert issues.freeze(db, samples.frozen(samples.issue(), A, B, C))
    yield db


@pytest.fixture
def mine(frozen: Database) -> Iterator[Book]:
    """The ledger of that issue, kept by the sender ME."""
    with book.opened(frozen, ISSUE, ME) as opened:
        yield opened


def states(db: Database) -> list[str]:
    """The states in frozen order."""
    return [row.state.value for row in ledger.rows(db, issue_id=ISSUE)]


def sent(position: int) -> Answer:
    """A mail was taken."""
    return Answer(position, DeliveryState.SENT, 250, "ok")


def deferred(position: int) -> Answer:
    """A mail is to be tried again at LATER."""
    return Answer(position, DeliveryState.DEFERRED, 451, "later", LATER)


def test_a_row_says_all_there_is(frozen: Database, mine: Book) -> None:
    """Frozen as pending; after an answer with its code, text, attempt and moment."""
    first, *_ = ledger.rows(frozen)
    assert first == Delivery(ISSUE, A, 'Ada, "A"', "en", DeliveryState.PENDING)
    (claimed,) = mine.step(claim=1, now=NOW).rows
    assert claimed == (0, A, 'Ada, "A"', "en", 0)
    mine.step(intend=[Intent(0, 3)], now=NOW)
    mine.step(answers=[sent(0)], now=LATER)
    assert ledger.rows(frozen, state=DeliveryState.SENT) == (
        Delivery(ISSUE, A, 'Ada, "A"', "en", DeliveryState.SENT, 1, None, 250, "ok", LATER),
    )


def test_claimed_in_frozen_order_up_to_the_limit(frozen: Database, mine: Book) -> None:
    """What is claimed is not claimed again, by whomever, until it is given back."""
    assert [row.email for row in mine.step(claim=2, now=NOW).rows] == [A, B]
    assert states(frozen) == ["claimed", "claimed", "pending"]
    with book.opened(frozen, ISSUE, OTHER) as other:
        assert [row.email for row in other.step(claim=2, now=NOW).rows] == [C]
    mine.step(intend=[Intent(0)], now=NOW)
    mine.give_back()
    assert states(frozen) == ["intent", "pending", "claimed"]
    assert [row.email for row in mine.step(claim=9, now=NOW).rows] == [B]


def test_a_deferred_one_is_owed_when_it_is_due(mine: Book) -> None:
    """Not before its moment, and after the untried ones; its attempts are told."""
    mine.step(answers=[deferred(0)], now=NOW)
    early = LATER - timedelta(seconds=1)
    assert [row.email for row in mine.step(claim=9, now=early).rows] == [B, C]
    mine.give_back()
    due = mine.step(claim=9, now=LATER).rows
    assert [(row.email, row.attempts) for row in due] == [(B, 0), (C, 0), (A, 1)]


@pytest.mark.parametrize("how", ["paused", "cancelled"])
def test_nothing_is_claimed_while_the_issue_stands_still(
    frozen: Database, mine: Book, how: str
) -> None:
    """A paused issue gives nothing until it is resumed, a cancelled one never."""
    if how == "paused":
        standing.pause(frozen, ISSUE, "a wrong headline")
    else:
        standing.cancel(frozen, ISSUE, now=NOW)
    assert mine.step(claim=9, now=LATER).rows == []
    standing.resume(frozen, ISSUE)
    assert len(mine.step(claim=9, now=LATER).rows) == (3 if how == "paused" else 0)


def test_one_step_is_one_transaction(frozen: Database, mine: Book) -> None:
    """Answers, released and new intents of a step appear together, each with its own effect."""
    mine.step(claim=2, now=NOW)
    assert len(mine.step(intend=[Intent(0), Intent(1)], claim=1, now=NOW).rows) == 1
    assert states(frozen) == ["intent", "intent", "claimed"]
    mine.step(answers=[sent(0)], release=[1], intend=[Intent(2)], now=NOW)
    assert states(frozen) == ["sent", "claimed", "intent"]
    assert [row.attempts for row in ledger.rows(frozen)] == [1, 0, 0]
    mine.step(now=NOW)
    assert states(frozen) == ["sent", "claimed", "intent"]


def test_a_step_that_fails_leaves_nothing(frozen: Database, mine: Book) -> None:
    """Of a step with an answer that cannot be written not even its intents are kept."""
    mine.step(claim=2, now=NOW)
    with pytest.raises(StoreError):
        mine.step(answers=[sent(0)._replace(code=object())], intend=[Intent(1)], now=NOW)  # type: ignore[arg-type]
    assert states(frozen) == ["claimed", "claimed", "pending"]
    mine.step(intend=[Intent(1)], now=NOW)
    assert states(frozen) == ["claimed", "intent", "pending"]


def test_in_doubt_stays_an_intent(frozen: Database, mine: Book) -> None:
    """An answer that never came leaves the row in doubt, with what is known of it."""
    mine.step(answers=[Answer(0, DeliveryState.INTENT, None, "no answer")], now=NOW)
    (row,) = ledger.rows(frozen, state=DeliveryState.INTENT)
    assert (row.email, row.code, row.detail) == (A, None, "no answer")


@pytest.mark.parametrize(
    ("policy", "wanted"),
    [("resend", "pending"), ("hold", "intent"), ("skip", "failed")],
)
def test_recovery_follows_the_policy(
    frozen: Database, mine: Book, policy: Policy, wanted: str
) -> None:
    """Of a dead sender the intents go by the policy, what was only claimed is pending again."""
    mine.step(claim=3, now=NOW)
    mine.step(intend=[Intent(0), Intent(1)], now=NOW)
    mine.step(answers=[sent(0)], now=NOW)
    assert states(frozen) == ["sent", "intent", "claimed"]
    assert ledger.recover(frozen, ISSUE, policy, now=LATER) == 1
    assert states(frozen) == ["sent", wanted, "pending"]
    assert ledger.recover(frozen, ISSUE, "hold", now=LATER) == (policy == "hold")


def test_recovery_asks_for_evidence_first(frozen: Database, mine: Book) -> None:
    """Of a dead sender's intents: an answer is kept, what surely did not go is pending again.

    Only what nothing is known of goes by the policy; other rows are not asked about.
    """
    asked: list[tuple[set[int], list[str]]] = []

    def evidence(numbers: Collection[int], rows: Sequence[Claimed]) -> list[Answer | int]:
        asked.append((set(numbers), [row.email for row in rows]))
        return [Answer(0, DeliveryState.SENT, 250, "queued"), 1]

    mine.step(claim=3, now=NOW)
    mine.step(intend=[Intent(0), Intent(1), Intent(2)], now=NOW)
    assert ledger.recover(frozen, ISSUE, "hold", now=LATER, evidence=evidence) == 1
    assert states(frozen) == ["sent", "pending", "intent"]
    first = ledger.rows(frozen)[0]
    assert (first.code, first.detail, first.attempts) == (250, "queued", 1)
    assert asked == [({ME}, [A, B, C])]
    assert ledger.recover(frozen, ISSUE, "hold", now=LATER, evidence=evidence) == 1
    assert states(frozen) == ["sent", "pending", "intent"] and len(asked) == 1


def test_recovery_leaves_living_senders_alone(frozen: Database) -> None:
    """A sender's rows are its own while it lives, and anybody's to settle once it is gone.

    One that comes up under a dead one's number settles that one's rows.
    """
    with senders.present(frozen) as first:
        with senders.present(frozen) as second:
            assert first != second
            with book.opened(frozen, ISSUE, second) as other:
                other.step(claim=2, now=NOW)
                other.step(intend=[Intent(0, 1)], now=NOW)
            assert ledger.recover(frozen, ISSUE, "resend", now=NOW, mine=first) == 0
            assert states(frozen) == ["intent", "claimed", "pending"]
        with senders.present(frozen) as again:
            assert again == second
            assert ledger.recover(frozen, ISSUE, "hold", now=NOW, mine=again) == 1
        assert states(frozen) == ["intent", "pending", "pending"]
        assert ledger.recover(frozen, ISSUE, "resend", now=NOW, mine=first) == 1
    assert states(frozen) == ["pending"] * 3


def test_unsubscribed_ones_are_not_claimed(frozen: Database, mine: Book) -> None:
    """Rechecked whenever rows are claimed, for this newsletter or all, and recorded at once."""
    readers.unsubscribe(frozen, A.lower(), "daily", now=NOW, by="web")
    readers.unsubscribe(frozen, B, "weekly", now=NOW, by="web")
    readers.unsubscribe(frozen, C, None, now=NOW, by="web")
    rows, gone = mine.step(claim=9, now=LATER)
    assert ([row.email for row in rows], gone) == ([B], {0, 2})
    assert states(frozen) == ["suppressed", "claimed", "suppressed"]
    first = ledger.rows(frozen, state=DeliveryState.SUPPRESSED)[0]
    assert (first.detail, first.updated_at) == (book.SUPPRESSED, LATER)


@pytest.mark.parametrize("how", ["unsubscribed", "withdrawn"])
def test_who_leaves_while_claimed_is_not_intended(frozen: Database, mine: Book, how: str) -> None:
    """Found with a later claim, or suppressed by another process: no intent, no answer but one of
    a mail that was sent changes the row, and the step says so."""
    mine.step(claim=2, now=NOW)
    if how == "unsubscribed":
        readers.unsubscribe(frozen, A, "daily", now=NOW, by="web")
        assert mine.step(claim=1, now=NOW).gone == {0}
    else:
        ledger.withdraw(frozen, ISSUE, [A], now=NOW)
    assert mine.step(intend=[Intent(0), Intent(1)], now=NOW).gone == {0}
    assert states(frozen)[:2] == ["suppressed", "intent"]
    mine.step(release=[0, 1], now=NOW)
    assert states(frozen)[:2] == ["suppressed", "claimed"]
    mine.step(answers=[deferred(0), deferred(1)], now=NOW)
    assert states(frozen)[:2] == ["suppressed", "deferred"]
    mine.step(answers=[sent(0)], now=NOW)
    assert states(frozen)[0] == "sent"


def test_nobody_intends_what_another_holds(frozen: Database, mine: Book) -> None:
    """A claimed row is its sender's alone."""
    with book.opened(frozen, ISSUE, OTHER) as other:
        other.step(claim=1, now=NOW)
    assert mine.step(intend=[Intent(0)], now=NOW).gone == {0}
    assert states(frozen)[0] == "claimed"


def test_counts_and_what_is_unfinished(frozen: Database, mine: Book) -> None:
    """Only states that occur are counted; an issue is finished when nothing can change any more."""
    assert ledger.counts(frozen, ISSUE) == {DeliveryState.PENDING: 3}
    assert ledger.counts(frozen, "none") == {}
    assert not ledger.unfinished(frozen, "none")
    mine.step(claim=3, now=NOW)
    mine.step(answers=[sent(0), deferred(1)], intend=[Intent(2)], now=NOW)
    assert ledger.counts(frozen, ISSUE) == {
        DeliveryState.INTENT: 1,
        DeliveryState.SENT: 1,
        DeliveryState.DEFERRED: 1,
    }
    assert ledger.still_open(frozen, ISSUE) == 2
    mine.step(answers=[Answer(2, DeliveryState.FAILED, 550, "no")], now=NOW)
    assert ledger.unfinished(frozen, ISSUE)
    mine.step(answers=[sent(1)], now=LATER)
    assert not ledger.unfinished(frozen, ISSUE)


def test_another_issue_is_not_touched(frozen: Database, mine: Book) -> None:
    """Each step names its issue: the same readers' rows of other issues stay as they are."""
    other = samples.issue("2026-03-13", number=2)
    issues.freeze(frozen, samples.frozen(other, A, B, C))
    mine.step(claim=2, now=NOW)
    mine.step(intend=[Intent(0)], now=NOW)
    ledger.recover(frozen, other.id, "skip", now=NOW)
    assert states(frozen) == ["intent", "claimed", "pending"]
    assert ledger.counts(frozen, other.id) == {DeliveryState.PENDING: 3}
    assert len(ledger.rows(frozen)) == 6


def test_a_persons_decision_moves_what_it_names(frozen: Database, mine: Book) -> None:
    """Only rows in the states meant, of the readers named in whatever case, are moved."""
    mine.step(claim=2, now=NOW)
    mine.step(intend=[Intent(0), Intent(1)], now=NOW)

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


def test_a_living_senders_intents_are_no_doubts(frozen: Database) -> None:
    """Nobody settles what is being sent just now; once its sender is gone, it is a doubt."""

    def settle() -> int:
        return ledger.settle(
            frozen,
            ISSUE,
            [],
            out_of=[DeliveryState.INTENT],
            into=DeliveryState.PENDING,
            detail="by hand",
            now=LATER,
        )

    with senders.present(frozen) as owner, book.opened(frozen, ISSUE, owner) as kept:
        kept.step(claim=1, now=NOW)
        kept.step(intend=[Intent(0)], now=NOW)
        assert settle() == 0
        assert states(frozen) == ["intent", "pending", "pending"]
    assert settle() == 1


def test_a_doubt_stays_one_when_its_reader_is_taken_off(frozen: Database, mine: Book) -> None:
    """The mail may have been delivered: what is suppressed surely was not."""
    mine.step(claim=2, now=NOW)
    mine.step(intend=[Intent(0)], now=NOW)
    ledger.withdraw(frozen, ISSUE, [A, B, C], now=NOW)
    assert states(frozen) == ["intent", "suppressed", "suppressed"]


def test_an_older_ledger_keeps_its_rows(url: str) -> None:
    """Rows of before revision 0005 are the same afterwards, and go on from where they were."""
    with database.opened(url) as db:
        issues.freeze(db, samples.frozen(samples.issue(), A, B, C))
        with book.opened(db, ISSUE, ME) as kept:
            kept.step(claim=2, now=NOW)
            kept.step(answers=[sent(0)], intend=[Intent(1)], now=NOW)
        before = ledger.rows(db)
        with db.begin() as connection:
            samples.older_deliveries(connection)
            for column in ("sections", "own_choice"):
                connection.exec_driver_sql(f"ALTER TABLE subscribers DROP COLUMN {column}")
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0004'")
    with database.opened(url) as db:
        assert ledger.rows(db) == before
        assert ledger.recover(db, ISSUE, "resend", now=LATER) == 1
        assert states(db) == ["sent", "pending", "pending"]


def test_two_senders_share_the_rows(db: Database, url: str) -> None:
    """Claiming at the same time over connections of their own, they miss none and share none."""
    emails = [f"reader{n}@example.org" for n in range(400)]
    issues.freeze(db, samples.frozen(samples.issue(), *emails))
    claimed: dict[int, list[str]] = {ME: [], OTHER: []}
    gate = threading.Barrier(2)

    def claim(owner: int) -> None:
        with database.opened(url) as own, book.opened(own, ISSUE, owner) as kept:
            gate.wait()
            while rows := kept.step(claim=7, now=NOW).rows:
                claimed[owner] += [row.email for row in rows]

    threads = [threading.Thread(target=claim, args=(owner,)) for owner in claimed]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed[ME] + claimed[OTHER]) == sorted(emails)


def test_any_letter_of_an_answer_is_kept(frozen: Database, mine: Book) -> None:
    """A relay may say anything; NUL, which not every database can keep, becomes U+FFFD."""
    mine.step(answers=[sent(0)._replace(detail="é \0 '%s 漢")], now=NOW)
    assert ledger.rows(frozen)[0].detail == "é \ufffd '%s 漢"
