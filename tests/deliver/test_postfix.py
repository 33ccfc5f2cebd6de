"""A real MTA: what Postfix delivers into a Maildir is what was handed over, once per reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsfold import config
from newsfold.deliver.dkim.signing import Signing
from newsfold.deliver.sendmail import Sendmail
from newsfold.deliver.transport import Transport
from newsfold.store import database
from tests.deliver import postfix, sample
from tests.deliver.dkim import sample as signed_sample
from tests.deliver.postfix import Postfix

READERS = sample.addresses(200)
# What Postfix puts in front of a mail that it delivers.
TRACE = (b"Return-Path:", b"X-Original-To:", b"Delivered-To:", b"Received:")


@pytest.fixture
def mta() -> Iterator[Postfix]:
    """A Postfix of the test's own."""
    with postfix.running() as one:
        yield one


def over_smtp(mta: Postfix) -> Transport:
    """Its port, over connections that use PIPELINING."""
    return sample.relay(mta.port, 4)


def by_program(mta: Postfix) -> Transport:
    """Its sendmail(1)."""
    return Sendmail(config.Sendmail(program=str(mta.sendmail)))


def taken_apart(content: bytes) -> tuple[dict[bytes, bytes], bytes]:
    """Postfix's own headers by name, and the mail behind them."""
    trace: dict[bytes, bytes] = {}
    lines = content.split(b"\r\n")
    name = b""
    for number, line in enumerate(lines):
        if line.startswith(TRACE):
            name, _, value = line.partition(b": ")
            trace[name] = value
        elif not line.startswith((b" ", b"\t")):
            return trace, b"\r\n".join(lines[number:])
    raise AssertionError("no mail behind the trace")


@pytest.mark.parametrize("way", [over_smtp, by_program])
def test_postfix_delivers_every_mail_as_it_was_handed_over(
    mta: Postfix, tmp_path: Path, way: Callable[[Postfix], Transport]
) -> None:
    """As many mails as readers, each byte the same, envelopes right, signatures valid."""
    with (
        database.opened(f"sqlite:///{tmp_path}/store.db") as db,
        Signing(way(mta), signed_sample.identities(), processes=0) as transport,
    ):
        sample.freeze(db, READERS)
        assert sample.deliver(db, transport).sent == len(READERS)
        secret = db.secret()
    delivered = [taken_apart(content) for content in mta.delivered(len(READERS))]
    mails = [signed_sample.signed(sample.mail(reader, secret)) for reader in READERS]
    assert Counter(mail for _, mail in delivered) == Counter(mail.content for mail in mails)
    readers = {mail.content: mail.recipient for mail in mails}
    for trace, mail in delivered:
        assert trace[b"Return-Path"] == b"<news@example.org>"
        assert trace[b"Delivered-To"].decode() == readers[mail]
    whole = mta.delivered(len(READERS))
    assert [signed_sample.verdicts(content) for content in whole[::50]] == [[True, True]] * 4
