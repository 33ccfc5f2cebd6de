"""By what an article is known: its canonical address, else its text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit

from newsfold.text import chars

ID_CHARS = 32  # of SHA-256 in hex: 128 bits, no collision among any number of articles
MAX_URL_CHARS = 2000  # what browsers and the sitemaps protocol (2048) accept
_PORTS = {"http": 80, "https": 443}
# Query keys that only say where a click came from.
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|mc_[ce]id|_ga|_hsenc"
    r"|_hsmi|vero_id|mkt_tok|ref|ref_src|ref_url|cmpid|cmp|ns_\w+|at_\w+|xtor|wt_mc|ocid|smid"
    r"|partner|ftag|rss|s_cid|ito|guccounter|feature|taid|sh)\Z",
    re.I,
)
_UNSAFE = re.compile(r"[\s<>\"'`\\{}|^]")


def canonical(url: str | None) -> str | None:
    """The address without tracking, fragment, default port and trailing slash; None if none.

    Scheme and host in small letters; only http and https; other query keys keep their order.
    """
    parts = _split(url)
    if parts is None or not parts.hostname:
        return None
    try:
        port = parts.port
    except ValueError:  # not a number, or above 65535
        return None
    host = parts.hostname.lower().rstrip(".")
    if not host:
        return None
    if port is not None and port != _PORTS[parts.scheme]:
        host = f"{host}:{port}"
    path = parts.path.rstrip("/")
    pairs = [(k, v) for k, v in _pairs(parts.query) if not _TRACKING.match(k)]
    query = f"?{urlencode(pairs)}" if pairs else ""
    return f"{parts.scheme}://{host}{quote(path, safe=_PATH)}{query}"


_PATH = "/%:@!$&'()*+,;=~-._"


def of(url: str | None, title: str, paragraphs: Sequence[str]) -> str:
    """The article's id: of its canonical address, else of its folded title and paragraphs."""
    known = canonical(url)
    if known is not None:
        source = known.partition("://")[2]  # one page is served over http and https alike
    else:
        source = "\n".join(chars.fold(text) for text in (title, *paragraphs))
    return hashlib.sha256(source.encode("utf-8", "replace")).hexdigest()[:ID_CHARS]


def _split(url: str | None) -> SplitResult | None:
    text = chars.printable(url or "").strip()
    if not text or len(text) > MAX_URL_CHARS or _UNSAFE.search(text):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:  # 'http://[': not an IPv6 address
        return None
    return parts if parts.scheme in _PORTS else None


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, keep_blank_values=True, max_num_fields=100)
    except ValueError:  # more fields than that: nothing we could name as tracking
        return []
