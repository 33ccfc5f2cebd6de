"""What of a mail is signed, and the DKIM-Signature headers that say so.

Each header is named once more than it occurs, so that nobody can add a second one
(RFC 6376 8.15). There is no t= tag: a mail has the same bytes whenever it is built.
"""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from newsfold.deliver.dkim import canonical
from newsfold.deliver.dkim.keys import Key
from newsfold.model import Message

# RFC 6376 5.4.1 names the first; the List-* are those of RFC 2369, 2919 and 8058. Without a
# signature over both, a provider shows no one-click unsubscribing (RFC 8058 4).
SIGNED = (
    *("from", "to", "cc", "reply-to", "subject", "date", "message-id"),
    *("mime-version", "content-type", "content-transfer-encoding"),
    *("list-id", "list-unsubscribe", "list-unsubscribe-post", "list-help", "list-subscribe"),
    *("list-post", "list-owner", "list-archive", "feedback-id"),
)
_WIDTH = 76  # of a line of the header; RFC 5322 2.1.1 asks for at most 78


@dataclass(frozen=True, slots=True)
class Identity:
    """A key and where its record is published: `<selector>._domainkey.<domain>`.

    Without a domain it is that of each mail's sender.
    """

    key: Key
    selector: str
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A signature header that lacks its last value: the signature of `digest`."""

    header: bytes
    digest: bytes

    def signed(self, signature: bytes) -> bytes:
        """The whole header."""
        text = base64.b64encode(signature)
        lines = (text[at : at + _WIDTH] for at in range(0, len(text), _WIDTH))
        return self.header + b"\r\n ".join((b"", *lines)) + b"\r\n"


def drafts(message: Message, identities: Sequence[Identity]) -> tuple[Draft, ...]:
    """One draft for each identity, of the mail as it is without any of them."""
    head, body = _parted(message)
    digest = base64.b64encode(message.body_hash or canonical.body_hash(b"".join(body)))
    found: dict[bytes, list[bytes]] = defaultdict(list)
    for name, field in canonical.fields(head):
        found[name].append(field)
    names: list[bytes] = []
    lines: list[bytes] = []
    for name in _names():
        names += [name] * (len(found[name]) + 1)
        lines += reversed(found[name])  # RFC 6376 5.4.2: from the last one up
    common = hashlib.sha256(b"".join(line + b"\r\n" for line in lines))
    sender = message.envelope_sender.rpartition("@")[2]
    made: list[Draft] = []
    for one in identities:
        header, relaxed = _opening(
            tuple(names), one.domain or sender, one.selector, f"{one.key.kind}-sha256"
        )
        whole = common.copy()
        whole.update(relaxed + digest + b"; b=")
        made.append(Draft(header + digest + b";\r\n b=", whole.digest()))
    return tuple(made)


def signed(message: Message, drafts: Sequence[Draft], signatures: Sequence[bytes]) -> Message:
    """The mail with its signatures, each `drafts`' own, in front."""
    lines = [draft.signed(value) for draft, value in zip(drafts, signatures, strict=True)]
    return replace(message, pieces=(b"".join(lines), *message.pieces))


def _parted(message: Message) -> tuple[bytes, tuple[bytes, ...]]:
    """The headers, and the body in pieces."""
    head = b""
    for number, piece in enumerate(message.pieces, start=1):
        head, blank, rest = (head + piece).partition(b"\r\n\r\n")
        if blank:
            return head, (rest, *message.pieces[number:])
    return head, ()


@lru_cache(1)
def _names() -> tuple[bytes, ...]:
    return tuple(name.encode("ascii") for name in SIGNED)


@lru_cache(64)
def _opening(
    names: tuple[bytes, ...], domain: str, selector: str, algorithm: str
) -> tuple[bytes, bytes]:
    """The header up to its body hash, as written and in its relaxed form."""
    start = f"v=1; a={algorithm}; c=relaxed/relaxed;\r\n d={domain}; s={selector};\r\n ".encode()
    line, lines = b"h=", []
    for number, name in enumerate(names):
        word = name + (b":" if number < len(names) - 1 else b";")
        if len(line) + len(word) > _WIDTH:
            lines.append(line)
            line = b""
        line += word
    value = start + b"\r\n ".join((*lines, line)) + b"\r\n bh="
    ((_, relaxed),) = canonical.fields(b"DKIM-Signature: " + value)
    return b"DKIM-Signature: " + value, relaxed
