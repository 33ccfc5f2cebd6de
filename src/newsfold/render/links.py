"""Addresses that may be printed as links: an allow-list, in plain ASCII."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

import idna

SCHEMES = frozenset({"http", "https", "mailto"})
# Mail readers and proxies start to fail beyond the 2,083 characters that Internet Explorer set.
MAX_URL = 2000
# RFC 3986 2.2 reserved and 2.3 unreserved characters, less the quote and the round brackets,
# which end a link in some plain-text readers; '%' stays so that escapes are not escaped again.
_PATH = "/:@!$&*+,;=~-._%"
_REST = _PATH + "?"
_MAILBOX = re.compile(r"[\w.!#$%&'*+/=^`{|}~-]+@[\w.-]+\Z", re.ASCII)
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2066-\u2069\ufeff\\]")
_LOOKS_LIKE_ADDRESS = re.compile(r"\s*(?:https?://|www\.)", re.IGNORECASE)


@lru_cache(maxsize=4096)  # a page asks for each address up to four times
def safe(url: str | None) -> str | None:
    """The address in ASCII (host in Punycode, the rest percent-encoded), or None.

    None for every scheme but http, https and mailto, for hidden characters, for a user name
    before the host, and for what is no address at all: such a text is shown without a link.
    """
    if not url or _HIDDEN.search(url.strip()):
        return None
    try:
        parts = urlsplit(url.strip())
        address = _mailto(parts) if parts.scheme == "mailto" else _web(parts)
    except (ValueError, UnicodeError):
        return None
    return address if address and len(address) <= MAX_URL else None


def host(url: str) -> str:
    """The host of an address that `safe` gave, without 'www.'; readable, not Punycode."""
    name = (urlsplit(url).hostname or "").removeprefix("www.")
    try:
        return idna.decode(name)
    except UnicodeError:
        return name


def deceptive(text: str, url: str) -> bool:
    """Whether the link's text reads as an address on another host than its own."""
    if not _LOOKS_LIKE_ADDRESS.match(text):
        return False
    return (urlsplit(url).hostname or "") not in text.lower()


def _web(parts: SplitResult) -> str | None:
    if parts.scheme not in SCHEMES or not parts.hostname or "@" in parts.netloc:
        return None
    name = parts.hostname if parts.hostname.isascii() else _ascii(parts.hostname)
    if not re.fullmatch(r"[a-z0-9_.-]+|[0-9a-f:.]+", name):
        return None
    netloc = f"[{name}]" if ":" in name else name
    if parts.port is not None:
        netloc += f":{parts.port}"
    path, query = quote(parts.path, safe=_PATH), quote(parts.query, safe=_REST)
    return urlunsplit((parts.scheme, netloc, path, query, quote(parts.fragment, safe=_REST)))


def _mailto(parts: SplitResult) -> str | None:
    if not _MAILBOX.match(parts.path):
        return None
    query = quote(parts.query, safe=_REST)
    return f"mailto:{parts.path}" + (f"?{query}" if query else "")


def _ascii(name: str) -> str:
    """A host name in Punycode (RFC 5891), upper case and full-width forms folded (UTS 46)."""
    return idna.encode(name, uts46=True).decode("ascii")
