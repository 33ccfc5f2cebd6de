"""What a relay can do, as its answer to EHLO or LHLO lists it."""

from __future__ import annotations

from dataclasses import dataclass

from newsfold.deliver.smtp.reply import Reply


@dataclass(frozen=True, slots=True)
class Features:
    """The extensions we know. `max_bytes` of one message; None when the relay names no limit."""

    pipelining: bool = False  # RFC 2920
    starttls: bool = False  # RFC 3207
    eight_bit: bool = False  # RFC 6152
    utf8: bool = False  # RFC 6531
    size: bool = False  # RFC 1870
    max_bytes: int | None = None
    logins: tuple[str, ...] = ()  # RFC 4954: SASL mechanisms


def features(reply: Reply) -> Features:
    """The extensions that a reply lists; its first line is only a greeting."""
    said: dict[str, list[str]] = {}
    for raw in reply.lines[1:]:
        word, *more = raw.decode("ascii", "replace").upper().replace("AUTH=", "AUTH ").split() or [
            ""
        ]
        said.setdefault(word, []).extend(more)
    limit = next((v for v in said.get("SIZE", ()) if v.isdigit()), "0")
    return Features(
        pipelining="PIPELINING" in said,
        starttls="STARTTLS" in said,
        eight_bit="8BITMIME" in said,
        utf8="SMTPUTF8" in said,
        size="SIZE" in said,
        max_bytes=int(limit) or None,  # 0: no fixed limit (RFC 1870 4)
        logins=tuple(dict.fromkeys(said.get("AUTH", ()))),
    )
