"""Mails signed on their way, by one process or several: all of them, each once, each valid."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from newsfold.deliver.dkim import workers
from newsfold.deliver.dkim.signing import Signing
from newsfold.deliver.dkim.workers import Workers
from newsfold.deliver.outbox import Outbox
from newsfold.deliver.transport import Unbooked
from newsfold.model import Message, Outcome
from tests.deliver import sample, servers
from tests.deliver.dkim.sample import identities, mail, verdicts

BOTH = [True, True]


def sent(into: Outbox, mails: Sequence[Message], processes: int) -> None:
    """Hand the mails over, signed by so many further processes from the third mail on."""
    book = Unbooked(mails)
    with Signing(into, identities(), processes=processes, alone=2) as transport:
        assert transport.idempotent
        transport.carry(book)
    assert [receipt.outcome for receipt in book.receipts] == [Outcome.SENT] * len(mails)


@pytest.mark.parametrize("processes", [0, 1, 3])
def test_every_mail_is_signed_once(tmp_path: Path, processes: int) -> None:
    """However many processes sign, the same files come out."""
    mails = [mail(address) for address in sample.addresses(60)]
    sent(Outbox(tmp_path / "one"), mails, 0)
    sent(Outbox(tmp_path / "more"), mails, processes)
    one, more = (
        {file.name: file.read_bytes() for file in (tmp_path / name).iterdir()}
        for name in ("one", "more")
    )
    assert len(one) == 60
    assert more == one
    assert [verdicts(content) for content in [*one.values()][::20]] == [BOTH] * 3


def test_over_a_real_smtp_hop_the_signatures_stay_valid() -> None:
    """Dots are doubled and undone on the way; what lands is what was signed."""
    server = servers.Relay()
    mails = [mail(address) for address in sample.addresses(3)]
    with servers.running(server) as port:
        Signing(sample.relay(port), identities(), processes=0).carry(Unbooked(mails))
    assert Counter(one.recipient for one in server.landed) == Counter(sample.addresses(3))
    assert [verdicts(one.content) for one in server.landed] == [BOTH] * 3


def test_the_work_of_a_process_that_died_is_done_here() -> None:
    """Killed before or after it was given a batch, no mail is lost and none is signed twice."""
    keys = [identity.key for identity in identities()]
    digests = {n: (bytes([n]) * 32, bytes([n + 1]) * 32) for n in range(40)}
    with Workers(keys, 2) as at:
        given = iter(digests.items())
        at.give([next(given) for _ in range(10)])
        os.kill(at.pids[0], signal.SIGKILL)
        while batch := [pair for _, pair in zip(range(10), given, strict=False)]:
            at.give([*batch])
        done: list[tuple[object, workers.Signatures]] = []
        while at.owed:
            done += at.signed(waiting=True)
        assert len(at.pids) == 1
    assert sorted(done, key=str) == sorted(
        ((n, workers.sign(keys, own)) for n, own in digests.items()), key=str
    )


def test_processes_end_with_the_sender() -> None:
    """They read the end of their pipe, as they do when the sender is killed."""
    with Workers([identities()[1].key], 2) as at:
        pids = at.pids
        assert len(pids) == 2
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
