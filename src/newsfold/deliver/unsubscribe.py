"""How one reader leaves one newsletter: a signed token, and the addresses that carry it."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from newsfold.config import Newsletter, Site
from newsfold.deliver import headers
from newsfold.errors import ConfigError
from newsfold.render import addresses

TOKEN_BYTES = 18  # 144 bits, so that base64url needs no padding
TOKEN_LETTERS = 24
# Longer header lines are folded or turned into encoded-words by some relays, and then no client
# finds the address (measured with the standard library's generator, which does it at 76).
MAX_URL = 70


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """The ways out. `url` is None without a web server; `mailto` always works."""

    url: str | None
    mailto: str
    preferences: str | None = None  # where a reader chooses; None without a web server

    @property
    def slots(self) -> Mapping[str, str]:
        """What fills each slot of a rendered issue for this reader."""
        way_out = self.url or self.mailto
        # Frozen while there was a web server, an issue has that slot without one too.
        return {"unsubscribe": way_out, "preferences": self.preferences or way_out}


def token(secret: bytes, newsletter: str, email: str) -> str:
    """24 URL-safe characters that only the holder of `secret` can make for this reader.

    Upper and lower case of the address count as the same: a later CSV may spell it otherwise.
    """
    said = "\0".join(("unsubscribe", newsletter, email.lower())).encode()
    digest = hmac.new(secret, said, hashlib.sha256).digest()[:TOKEN_BYTES]
    return base64.urlsafe_b64encode(digest).decode("ascii")


def verify(secret: bytes, newsletter: str, email: str, given: str) -> bool:
    """Whether `given` is this reader's token; takes the same time for every wrong one."""
    expected = token(secret, newsletter, email)
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace"))


def links(site: Site, newsletter: Newsletter, email: str, secret: bytes) -> Unsubscribe:
    """One reader's ways out of one newsletter.

    Raises: ConfigError when `site.base_url` is so long that the web address passes MAX_URL
    characters, or when the newsletter's own address cannot be put in a mail.
    """
    signed = token(secret, newsletter.slug, email)
    url = addresses.unsubscribe(site, signed)
    if url and len(url) > MAX_URL:
        spare = len(url) - MAX_URL
        raise ConfigError(
            f"site.base_url is {spare} characters too long for an unsubscribe link that every mail"
            f" program keeps whole; use one of at most {len(site.base_url) - spare} characters",
            key="site.base_url",
        )
    mailto = _mailto(newsletter, signed if url else None)
    return Unsubscribe(url, mailto, addresses.preferences(site, signed))


def _mailto(newsletter: Newsletter, signed: str | None) -> str:
    """Without a web server the mail's own sender says who leaves, and bytes need no secret."""
    setting = "unsubscribe_mailto" if newsletter.unsubscribe_mailto else "sender"
    try:
        to = headers.address(newsletter.unsubscribe_mailto or newsletter.sender)
    except ValueError as error:
        raise ConfigError(
            f"newsletters.{setting}: {error}", key=f"newsletters.{setting}"
        ) from error
    words = ("unsubscribe", newsletter.slug, *([signed] if signed else []))
    subject = quote(" ".join(words), safe="")
    return f"mailto:{quote(to, safe='@')}?subject={subject}"
