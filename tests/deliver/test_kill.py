"""Kills: a real child process delivers and dies at random moments until all is done."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from newsfold.deliver.outbox import Outbox
from newsfold.model import DeliveryState
from newsfold.store import database, ledger
from tests.deliver import killing, sample, servers
from tests.deliver.smtp import scripted

READERS = sample.addresses(100)
CONNECTIONS = 5


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The ledger's database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store.db"
    return str(request.getfixturevalue("postgresql_url"))


def test_over_smtp_nobody_is_lost_and_a_kill_repeats_one_at_most(url: str) -> None:
    """Every reader gets it; a second copy only where a kill fell between body and record.

    The server notes a message before it answers, so its notes are the truth. A reader whose mail
    the ledger called sent gets no other; a copy has the same bytes and so the same Message-ID.
    """
    server = servers.Relay()
    settled: dict[str, int] = {}

    def copies() -> Counter[str]:
        return Counter(mail.recipient for mail in server.landed)

    with servers.running(server) as port, database.opened(url) as db:

        def note() -> None:
            now = copies()
            for row in ledger.rows(db, state=DeliveryState.SENT):
                settled.setdefault(row.email, now[row.email])

        sample.freeze(db, READERS)
        kills = killing.until_done(
            db, url, f"smtp:{port}:1:resend", lambda: len(server.landed), note
        )
    assert set(copies()) == set(READERS)
    assert copies() == settled
    assert kills >= 3
    assert copies().total() - len(READERS) <= kills
    assert len({mail.content for mail in server.landed}) == len(READERS)


@pytest.mark.parametrize("policy", ["resend", "hold"])
def test_a_kill_leaves_one_mail_of_each_connection_in_doubt(url: str, policy: str) -> None:
    """Over many connections with PIPELINING no kill leaves more in doubt than there are.

    Nobody is lost: with 'resend' a copy at most goes to each in doubt, with 'hold' nobody gets
    two, and whoever got none stands in the ledger as in doubt.
    """
    server = scripted.Server(delay_s=0.001)
    in_doubt: list[int] = []

    def open_intents() -> None:
        in_doubt.append(len(ledger.rows(db, state=DeliveryState.INTENT)))

    with scripted.running(server) as port, database.opened(url) as db:
        sample.freeze(db, READERS)
        target = f"smtp:{port}:{CONNECTIONS}:{policy}"
        ignored = {DeliveryState.INTENT} if policy == "hold" else set()
        kills = killing.until_done(
            db, url, target, lambda: len(server.landed), open_intents, ignored
        )
        held = {row.email for row in ledger.rows(db, state=DeliveryState.INTENT)}
    copies = Counter(recipient for recipient, _ in server.landed)
    assert kills >= 3
    assert set(copies) | held == set(READERS)
    if policy == "hold":
        assert max(copies.values()) == 1
        assert len(held) <= kills * CONNECTIONS
    else:
        assert max(in_doubt) <= CONNECTIONS
        assert copies.total() - len(READERS) <= sum(in_doubt)
    assert len({content for _, content in server.landed}) == len(copies)


def test_with_a_holder_a_kill_repeats_nothing(url: str, tmp_path: Path) -> None:
    """What the relay answers to a dead child is recorded: each reader gets one mail, no more."""
    server = scripted.Server(delay_s=0.001)
    with scripted.running(server) as port, database.opened(url) as db:
        sample.freeze(db, READERS)
        target = f"smtp:{port}:{CONNECTIONS}:resend:{tmp_path}/held"
        kills = killing.until_done(db, url, target, lambda: len(server.landed))
    assert kills >= 3
    assert Counter(recipient for recipient, _ in server.landed) == dict.fromkeys(READERS, 1)


def test_in_the_outbox_nobody_is_lost_and_no_file_is_double(url: str, tmp_path: Path) -> None:
    """However often it dies, one whole file per reader is left, and nothing else."""
    folder = tmp_path / "outbox"
    with database.opened(url) as db, Outbox(folder) as outbox:
        sample.freeze(db, READERS)
        killing.until_done(db, url, f"outbox:{folder}", lambda: len(list(folder.iterdir())))
        assert set(folder.iterdir()) == {outbox.path(sample.ISSUE.id, r) for r in READERS}
    assert all(file.read_bytes().endswith(b"--\r\n") for file in folder.iterdir())
