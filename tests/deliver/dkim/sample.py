"""Signed sample mails, the keys that sign them, and dkimpy, which checks them independently."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import dkim

from newsfold import config
from newsfold.deliver import message, unsubscribe
from newsfold.deliver.dkim import keys, signature, workers
from newsfold.deliver.dkim.signature import Identity
from newsfold.model import Message
from tests.deliver import sample

SITE = config.Site(base_url="https://news.example.org")


@cache
def identities() -> tuple[Identity, ...]:
    """An RSA key and an Ed25519 key, made once: the first takes a second."""
    return (Identity(keys.made("rsa"), "news1"), Identity(keys.made("ed25519"), "news2"))


def mail(email: str = "ada@example.org", name: str = "Ada") -> Message:
    """The sample issue's mail to one reader, not signed, with each List-* header we write."""
    links = unsubscribe.links(SITE, sample.NEWSLETTER, email, b"secret")
    compiled = message.compiled(sample.ISSUE, sample.RENDERED, sample.NEWSLETTER, SITE, hashed=True)
    return compiled.to(email, name, links)


def signed(message: Message, by: Sequence[Identity] | None = None) -> Message:
    """The mail with its signatures."""
    by = identities() if by is None else by
    drafts = signature.drafts(message, by)
    digests = tuple(draft.digest for draft in drafts)
    return signature.signed(message, drafts, workers.sign([one.key for one in by], digests))


def verdicts(content: bytes, domain: str = "example.org") -> list[bool]:
    """Whether each signature of a mail is valid, first one first, says dkimpy."""
    records = {
        f"{one.selector}._domainkey.{domain}.": one.key.record().encode() for one in identities()
    }

    def look_up(name: bytes, timeout: int = 5) -> bytes | None:
        return records.get(name.decode())

    number = content.partition(b"\r\n\r\n")[0].count(b"DKIM-Signature:")
    return [dkim.DKIM(content).verify(idx=n, dnsfunc=look_up) for n in range(number)]
