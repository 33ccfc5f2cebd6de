"""RenderedIssue -> Message: compiled once per issue and variant, filled once per reader."""

from __future__ import annotations

import hashlib
import html
import re
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

_ID_DIGITS = 20  # of a SHA-256 in hex: two readers of one issue never meet by chance
_SENDER_ID = (5, 15)  # characters that Gmail's Feedback-ID takes (support.google.com/mail/6254652)


@dataclass(frozen=True, slots=True)
class CompiledMessage:
    """An issue's mail with everything in place but what is one reader's own."""

    sender: str  # envelope sender, ASCII
    domain: str  # the sender's
    id_start: str  # of the Message-ID
    id_digest: hashlib._Hash  # to which only the reader's address is added
    origin: bytes  # header lines before the reader's: From, Reply-To
    text: Part  # behind the header lines after the reader's
    html: Part  # between its own header and the mail's end, with the pictures where there are any

    def to(self, email: str, name: str, links: Unsubscribe) -> Message:
        """The complete mail for one reader; the same bytes whenever it is built.

        `recipient` is the address as the envelope takes it (its domain in Punycode).
        Raises: ValueError with what to do, for an address that cannot be put in a header or an
        envelope (`headers.address` lists which).
        """
        recipient = headers.address(email)
        message_id = f"<{self._local_id(email)}@{self.domain}>"
        values = links.slots
        to = (
            headers.line("To", headers.named(name, recipient))
            if name
            else f"To: {recipient}\r\n".encode()
        )
        own = (self.origin, to, f"Message-ID: {message_id}\r\n".encode(), _ways_out(links))
        escaped = {slot: html.escape(value) for slot, value in values.items()}
        pieces = (b"".join(own), *self.text.filled(values), *self.html.filled(escaped))
        return Message(message_id, self.sender, recipient, pieces)

    def _local_id(self, email: str) -> str:
        digest = self.id_digest.copy()
        digest.update(email.lower().encode("utf-8", "backslashreplace"))
        return self.id_start + digest.hexdigest()[:_ID_DIGITS]


def compiled(
    issue: Issue, rendered: RenderedIssue, newsletter: Newsletter, site: Site
) -> CompiledMessage:
    """One variant of an issue, ready to be filled for each of its readers.

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
    return CompiledMessage(
        sender=sender,
        domain=sender.rpartition("@")[2],
        id_start=f"{headers.identifier(issue.id)}.",
        id_digest=hashlib.sha256(_octets(issue.id, issue.newsletter, "")),
        origin=origin,
        text=text.framed(shared + b"\r\n" + line + b"\r\n" + _of("plain", text), b""),
        html=html.framed(b"\r\n" + line + b"\r\n" + start, b"\r\n" + end + line + b"--\r\n"),
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
