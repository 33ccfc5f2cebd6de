"""RenderedIssue -> Message: compiled once per issue and variant, filled once per reader."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import format_datetime
from functools import lru_cache
from urllib.parse import urlsplit

from newsfold.config import Newsletter, Site
from newsfold.deliver import headers, parts, related
from newsfold.deliver.parts import Part
from newsfold.deliver.unsubscribe import Unsubscribe
from newsfold.errors import ConfigError
from newsfold.model import Issue, Message, RenderedIssue
from newsfold.render import addresses

_COMMON = 2  # pieces of a mail up to its body's first place of a reader's own
_ID_DIGITS = 20  # of a SHA-256 in hex: two readers of one issue never meet by chance
_SENDER_ID = (5, 15)  # characters that Gmail's Feedback-ID takes (support.google.com/mail/6254652)


@dataclass(frozen=True, slots=True)
class CompiledMessage:
    """An issue's mail with everything in place but what is one reader's own."""

    sender: str  # envelope sender, ASCII
    ids: MessageIds
    origin: bytes  # header lines before the reader's: From, Reply-To
    text: Part  # behind the header lines after the reader's
    html: Part  # between its own header and the mail's end, with the pictures where there are any
    midstate: BodyHash | None  # of the body's part that all readers share; None: nothing is signed

    def to(self, email: str, name: str, links: Unsubscribe) -> Message:
        """The complete mail for one reader; the same bytes whenever it is built.

        `recipient` is the address as the envelope takes it (its domain in Punycode).
        Raises: ValueError with what to do, for an address that cannot be put in a header or an
        envelope (`headers.recipient` lists which).
        """
        recipient = headers.recipient(email)
        message_id = self.ids.of(email)
        values = links.slots
        to = (
            headers.line("To", headers.named(name, recipient), utf8=True)
            if name
            else f"To: {recipient}\r\n".encode()
        )
        own = (self.origin, to, f"Message-ID: {message_id}\r\n".encode(), _ways_out(links))
        escaped = {slot: html.escape(value) for slot, value in values.items()}
        pieces = (b"".join(own), *self.text.filled(values), *self.html.filled(escaped))
        digest = self.midstate.of(pieces[_COMMON:]) if self.midstate else b""
        return Message(message_id, self.sender, recipient, pieces, digest)


class MessageIds:
    """The Message-IDs of an issue's mails: a reader's is the same at every attempt.

    `newsletter` is its slug, `sender` its envelope sender.
    """

    def __init__(self, issue_id: str, newsletter: str, sender: str) -> None:
        self._digest = hashlib.sha256(_octets(issue_id, newsletter, ""))
        self._start = f"<{headers.identifier(issue_id)}."
        self._end = f"@{sender.rpartition('@')[2]}>"

    def of(self, email: str) -> str:
        """The reader's, with its angle brackets."""
        digest = self._digest.copy()
        digest.update(_octets(email.lower()))
        return self._start + digest.hexdigest()[:_ID_DIGITS] + self._end


class BodyHash:
    """The SHA-256 of bodies that begin alike; their common part is read once only.

    A body of ours is its own relaxed form (see parts.py), so that it is hashed as it stands.
    """

    def __init__(self, shared: bytes) -> None:
        self._state = hashlib.sha256(shared)

    def of(self, rest: Iterable[bytes]) -> bytes:
        """The digest of one of them, by the pieces behind the common part."""
        whole = self._state.copy()
        for piece in rest:
            whole.update(piece)
        return whole.digest()


def compiled(
    issue: Issue,
    rendered: RenderedIssue,
    newsletter: Newsletter,
    site: Site,
    *,
    hashed: bool = False,
) -> CompiledMessage:
    """One variant of an issue, ready to be filled for each of its readers.

    `hashed`: its mails tell the hash of their body, for a signature.
    Raises: ConfigError when the newsletter's own addresses cannot be put in a mail.
    """
    sender = _own(newsletter.sender, "sender")
    boundary = _boundary(rendered)
    title = newsletter.sender_name or newsletter.title
    reply_to = _own(newsletter.reply_to, "reply_to") if newsletter.reply_to else ""
    origin = headers.line("From", headers.named(title, sender))
    if reply_to:
        origin += headers.line("Reply-To", reply_to)
    text = parts.compiled(rendered.text, rendered.slots)
    html = parts.compiled(rendered.html, rendered.slots)
    start, end = related.frame(_of("html", html), rendered.pictures, boundary)
    line = f"--{boundary}".encode("ascii")
    shared = _shared(issue, rendered, newsletter, site, boundary)
    opening = line + b"\r\n" + _of("plain", text)
    return CompiledMessage(
        sender=sender,
        ids=MessageIds(issue.id, issue.newsletter, sender),
        origin=origin,
        text=text.framed(shared + b"\r\n" + opening, b""),
        html=html.framed(b"\r\n" + line + b"\r\n" + start, b"\r\n" + end + line + b"--\r\n"),
        midstate=BodyHash(opening + text.opening) if hashed else None,
    )


def _of(subtype: str, part: Part) -> bytes:
    """The header of a part."""
    kind = headers.line("Content-Type", f'text/{subtype}; charset="utf-8"')
    return kind + headers.line("Content-Transfer-Encoding", part.encoding) + b"\r\n"


def _shared(
    issue: Issue, rendered: RenderedIssue, newsletter: Newsletter, site: Site, boundary: str
) -> bytes:
    domain = _own(newsletter.sender, "sender").rpartition("@")[2]
    lines = [
        headers.unstructured("Subject", rendered.subject),
        headers.line("Date", format_datetime(issue.due_at)),
        headers.line("List-Id", _list_id(newsletter, domain)),
        headers.line("Precedence", "bulk"),
    ]
    archive = addresses.archive(site)
    if archive:
        lines.append(headers.line("List-Archive", f"<{archive}>"))
        lines.append(_feedback_id(issue, newsletter, site))
    lines.append(headers.line("MIME-Version", "1.0"))
    kind = f'multipart/alternative;\r\n boundary="{boundary}"'
    lines.append(headers.line("Content-Type", kind))
    return b"".join(lines)


def _list_id(newsletter: Newsletter, domain: str) -> str:
    """A name for people and an id for filters, in angle brackets. Source: RFC 2919."""
    return headers.named(newsletter.title, f"{newsletter.slug}.{domain}")


@lru_cache(maxsize=1)  # without a web server all readers have the same
def _ways_out(links: Unsubscribe) -> bytes:
    """List-Unsubscribe (RFC 2369), one-click where the web address is https (RFC 8058 3.1)."""
    if links.url is None or not links.url.startswith("https://"):
        return headers.line("List-Unsubscribe", f"<{links.mailto}>")
    both = f"<{links.url}>,\r\n <{links.mailto}>"
    one_click = headers.line("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    return headers.line("List-Unsubscribe", both) + one_click


def _feedback_id(issue: Issue, newsletter: Newsletter, site: Site) -> bytes:
    """Gmail's key for complaint rates: edition, newsletter, kind, sender."""
    least, most = _SENDER_ID
    host = re.sub(r"[^a-z0-9]", "", urlsplit(site.base_url).hostname or "")[:most]
    value = f"{headers.identifier(issue.edition)}:{newsletter.slug}:digest:{host.rjust(least, '0')}"
    return headers.line("Feedback-ID", value)


def _boundary(rendered: RenderedIssue) -> str:
    """A line that no part holds: neither encoding ever gives '=_' (RFC 2045 6.7, note)."""
    said = _octets(rendered.issue_id, rendered.variant, rendered.subject)
    return f"=_{hashlib.sha256(said).hexdigest()[:32]}"


def _octets(*texts: str) -> bytes:
    return "\0".join(texts).encode("utf-8", "backslashreplace")


def _own(address: str, setting: str) -> str:
    try:
        return headers.address(address)
    except ValueError as error:
        raise ConfigError(
            f"newsletters.{setting}: {error}", key=f"newsletters.{setting}"
        ) from error
