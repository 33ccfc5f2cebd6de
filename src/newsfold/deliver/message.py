"""RenderedIssue -> Message: compiled once per issue and variant, filled once per reader."""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import dataclass
from email.utils import format_datetime
from urllib.parse import urlsplit

from newsfold.config import Newsletter, Site
from newsfold.deliver import headers, parts, related
from newsfold.deliver.parts import Part
from newsfold.deliver.unsubscribe import Unsubscribe
from newsfold.errors import ConfigError
from newsfold.model import Issue, Message, RenderedIssue
from newsfold.render import addresses

_ID_DIGITS = 20  # of a SHA-256 in hex: two readers of one issue never meet by chance
_SENDER_ID = (5, 15)  # characters that Gmail's Feedback-ID takes (support.google.com/mail/6254652)


@dataclass(frozen=True, slots=True)
class CompiledMessage:
    """An issue's mail with everything in place but what is one reader's own."""

    issue_id: str
    newsletter: str
    sender: str  # envelope sender, ASCII
    origin: bytes  # header lines before the reader's: From, Reply-To
    shared: bytes  # header lines after the reader's
    opening: bytes  # of the text part
    text: Part
    turning: bytes  # from the text part to the HTML part
    html: Part
    closing: bytes  # with the pictures, where there are any
    midstate: BodyHash | None  # of the body's part that all readers share; None: nothing is signed

    def to(self, email: str, name: str, links: Unsubscribe) -> Message:
        """The complete mail for one reader; the same bytes whenever it is built.

        `recipient` is the address as the envelope takes it (its domain in Punycode).
        Raises: ValueError with what to do, for an address that cannot be put in a header or an
        envelope (`headers.recipient` lists which).
        """
        recipient = headers.recipient(email)
        own_id = message_id(self.issue_id, self.newsletter, email, self.sender)
        values = links.slots
        head = (
            self.origin
            + headers.line("To", headers.named(name, recipient), utf8=True)
            + headers.line("Message-ID", own_id)
            + _ways_out(links)
            + self.shared
        )
        body = (
            self.opening
            + self.text.filled(values)
            + self.turning
            + self.html.filled({slot: html.escape(value) for slot, value in values.items()})
            + self.closing
        )
        digest = self.midstate.of(body) if self.midstate else b""
        return Message(own_id, self.sender, recipient, head + b"\r\n" + body, digest)


def message_id(issue_id: str, newsletter: str, email: str, sender: str) -> str:
    """The Message-ID of a reader's mail, with its angle brackets; the same at every attempt.

    `newsletter` is its slug, `sender` its envelope sender.
    """
    digest = hashlib.sha256(_octets(issue_id, newsletter, email.lower())).hexdigest()
    local = f"{headers.identifier(issue_id)}.{digest[:_ID_DIGITS]}"
    return f"<{local}@{sender.rpartition('@')[2]}>"


class BodyHash:
    """The SHA-256 of the bodies that begin alike; their common part is read once only.

    A body of ours is its own relaxed form (see parts.py), so that it is hashed as it stands.
    """

    def __init__(self, shared: bytes) -> None:
        self._state = hashlib.sha256(shared)
        self._length = len(shared)

    def of(self, body: bytes) -> bytes:
        """The digest of one of them."""
        whole = self._state.copy()
        whole.update(memoryview(body)[self._length :])
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
    opening = line + b"\r\n" + _of("plain", text)
    return CompiledMessage(
        issue_id=issue.id,
        newsletter=issue.newsletter,
        sender=sender,
        origin=origin,
        shared=_shared(issue, rendered, newsletter, site, boundary),
        opening=opening,
        text=text,
        turning=b"\r\n" + line + b"\r\n" + start,
        html=html,
        closing=b"\r\n" + end + line + b"--\r\n",
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
