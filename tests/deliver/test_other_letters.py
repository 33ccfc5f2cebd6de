"""Readers whose address has letters beyond ASCII before the '@' (SMTPUTF8, RFC 6531)."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path

import pytest

from newsfold.deliver.dkim.signing import Signing
from newsfold.deliver.outbox import Outbox
from newsfold.model import DeliveryState
from newsfold.store import database, ledger
from tests.deliver import sample
from tests.deliver.dkim import sample as signed_sample
from tests.deliver.smtp import scripted

READERS = ["grüße@bücher.example", "ada@example.org"]


def test_a_relay_with_smtputf8_gets_the_mail(tmp_path: Path) -> None:
    """Under the reader's own address, in envelope and To, and a signature over it is valid."""
    server = scripted.Server()
    with scripted.running(server) as port, database.opened(f"sqlite:///{tmp_path}/store.db") as db:
        sample.freeze(db, READERS)
        relay = Signing(sample.relay(port), signed_sample.identities(), processes=0)
        assert sample.deliver(db, relay).sent == 2
    landed = dict(server.landed)
    assert set(landed) == {"grüße@xn--bcher-kva.example", "ada@example.org"}
    content = landed["grüße@xn--bcher-kva.example"]
    read = email.message_from_bytes(content, policy=email.policy.SMTPUTF8)
    assert read["To"] == "grüße@xn--bcher-kva.example"
    assert signed_sample.verdicts(content) == [True, True]
    said = [line for line in server.commands if line.startswith("MAIL")]
    assert sorted("SMTPUTF8" in line for line in said) == [False, True]
    assert landed["ada@example.org"].isascii()


@pytest.mark.parametrize("features", [("PIPELINING", "8BITMIME"), ()])
def test_without_smtputf8_that_mail_alone_fails(tmp_path: Path, features: tuple[str, ...]) -> None:
    """The ledger says why; the others get theirs."""
    server = scripted.Server(features=features or ("SIZE 0",))
    with scripted.running(server) as port, database.opened(f"sqlite:///{tmp_path}/store.db") as db:
        sample.freeze(db, READERS)
        tally = sample.deliver(db, sample.relay(port))
        assert (tally.sent, tally.failed) == (1, 1)
        (failed,) = ledger.rows(db, state=DeliveryState.FAILED)
    assert failed.email == READERS[0]
    assert "the relay takes no address in" in failed.detail
    assert [recipient for recipient, _ in server.landed] == ["ada@example.org"]


def test_in_the_outbox_it_has_a_plain_name(tmp_path: Path) -> None:
    """The file's name is ASCII; its To is not."""
    with database.opened(f"sqlite:///{tmp_path}/store.db") as db, Outbox(tmp_path / "o") as outbox:
        sample.freeze(db, READERS)
        assert sample.deliver(db, outbox).sent == 2
        path = outbox.path(sample.ISSUE.id, READERS[0])
    assert path.name.isascii()
    assert "To: grüße@xn--bcher-kva.example".encode() in path.read_bytes()
