"""What is to be looked at in a mail before it goes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from enum import StrEnum
from urllib.parse import urlsplit

from lxml import html as parser

from newsfold.render import budget, pictures, theme
from newsfold.web import colours, support

GMAIL_CLIPS = 102_000  # bytes of HTML (email-bugs 41)
MAX_LINE = 998  # octets without CRLF: RFC 5322 2.1.1
MAX_SUBJECT = 78  # characters that every reader shows: RFC 5322 2.1.1
SCHEMES = frozenset({"https", "http", "mailto"})
REQUIRED = ("From", "To", "Date", "Message-ID", "Subject", "MIME-Version", "List-Unsubscribe")
MANY_LACK = 3  # clients of fifteen; a feature that fewer lack is a remark, not a warning


class Level(StrEnum):
    """How much a finding matters."""

    ERROR = "error"  # readers get something broken
    WARNING = "warning"  # some readers may
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was noticed."""

    area: str  # a key of AREAS
    level: Level
    what: str


# Area -> what holds where nothing is found in it.
AREAS = {
    "size": "Gmail shows the mail whole, and no line is too long for a relay",
    "links": "each has a name of its own and leads to a page or a mail address",
    "pictures": "each has alternative text and a size",
    "colours": "each text can be read, in light and in dark mode (WCAG 2.2 AA)",
    "headers": "each that is needed stands there once, one-click unsubscribe among them",
    "text": "there is a text part, and no markup in it",
    "clients": "mail programs show what the page uses, as far as caniemail.com knows them",
}


@dataclass(frozen=True, slots=True)
class Area:
    """One thing that was looked at; `findings` is empty where it is as it should be."""

    name: str
    passed: str  # what then holds
    findings: tuple[Finding, ...]

    def plain(self) -> dict[str, object]:
        """The area as JSON has it."""
        found = [{"level": f.level.value, "what": f.what} for f in self.findings]
        return {"name": self.name, "passed": self.passed, "findings": found}


def areas(page: str, mail: bytes) -> tuple[Area, ...]:
    """Every area with its findings on a mail and the page in it."""
    found = findings(page, mail)
    return tuple(
        Area(name, passed, tuple(f for f in found if f.area == name))
        for name, passed in AREAS.items()
    )


def findings(page: str, mail: bytes) -> tuple[Finding, ...]:
    """All findings on a mail and the page in it, area by area; () when nothing is amiss."""
    tree = parser.document_fromstring(page)
    parsed = message_from_bytes(mail, policy=default)
    found = [
        *_size(page, mail),
        *_links(tree),
        *_pictures(tree),
        *_colours(tree),
        *_headers(mail, parsed),
        *_text(parsed),
        *_clients(page),
    ]
    order = list(AREAS)
    return tuple(sorted(found, key=lambda f: order.index(f.area)))


def _size(page: str, mail: bytes) -> Iterator[Finding]:
    size = len(page.encode())
    if size > GMAIL_CLIPS:
        yield Finding("size", Level.ERROR, f"{size:,} bytes of HTML: Gmail cuts the mail off")
    elif size > budget.MAX_HTML:
        yield Finding(
            "size", Level.WARNING, f"{size:,} bytes of HTML, over the budget of {budget.MAX_HTML:,}"
        )
    longest = max(map(len, mail.split(b"\r\n")), default=0)
    if longest > MAX_LINE:
        yield Finding("size", Level.ERROR, f"a line of {longest:,} octets; mail takes {MAX_LINE}")


def _links(tree: parser.HtmlElement) -> Iterator[Finding]:
    targets: dict[str, set[str]] = {}
    ids = {str(e.get("id")) for e in tree.iter() if e.get("id")}
    for link in tree.iter("a"):
        url = str(link.get("href") or "")
        said = " ".join(str(link.get("aria-label") or link.text_content()).split())
        yield from _link(url, said, ids)
        if said and url:
            targets.setdefault(said.casefold(), set()).add(url)
    for said, urls in sorted(targets.items()):
        if len(urls) > 1:
            yield Finding("links", Level.WARNING, f"{said!r} leads to {len(urls)} different pages")


def _link(url: str, said: str, ids: set[str]) -> Iterator[Finding]:
    name = said or url
    if not said:
        yield Finding("links", Level.ERROR, f"the link to {url} has no text")
    if url.startswith("#"):
        if url[1:] not in ids:
            yield Finding("links", Level.ERROR, f"{name!r} leads to {url}, which is nowhere")
        return
    scheme = urlsplit(url).scheme.lower()
    if not url:
        yield Finding("links", Level.ERROR, f"{name!r} leads nowhere")
    elif scheme not in SCHEMES:
        yield Finding(
            "links", Level.ERROR, f"{name!r} leads to {url}: only web and mail links work"
        )
    elif scheme == "http":
        yield Finding("links", Level.REMARK, f"{name!r} leads to a page without encryption: {url}")


def _pictures(tree: parser.HtmlElement) -> Iterator[Finding]:
    for picture in tree.iter("img"):
        source = str(picture.get("src") or "")
        alt = picture.get("alt")
        if alt is None:
            yield Finding("pictures", Level.ERROR, f"{source}: no alt text")
        elif len(alt) > pictures.MAX_ALT:
            yield Finding("pictures", Level.WARNING, f"{source}: an alt text of {len(alt)} letters")
        if not (picture.get("width") and picture.get("height")):
            yield Finding("pictures", Level.WARNING, f"{source}: no size; the page will jump")


def _colours(tree: parser.HtmlElement) -> Iterator[Finding]:
    for found in colours.faint(tree):
        yield Finding(
            "colours",
            Level.ERROR,
            f"{found.text!r} in {found.mode} mode: {found.ink} on {found.ground} has a contrast of "
            f"{found.ratio:.1f}, text needs {theme.READABLE}",
        )


def _headers(mail: bytes, parsed: EmailMessage) -> Iterator[Finding]:
    for name in REQUIRED:
        count = len(parsed.get_all(name) or ())
        if count != 1:
            yield Finding("headers", Level.ERROR, f"{name} stands there {count} times, not once")
    ways = str(parsed.get("List-Unsubscribe") or "")
    if "https://" not in ways:
        yield Finding(
            "headers",
            Level.WARNING,
            "no unsubscribe address on the web: Gmail and Yahoo ask bulk senders for one-click "
            "unsubscribing (RFC 8058); set site.base_url",
        )
    elif parsed.get("List-Unsubscribe-Post") is None:
        yield Finding("headers", Level.ERROR, "List-Unsubscribe-Post is missing (RFC 8058)")
    if len(str(parsed.get("Subject") or "")) > MAX_SUBJECT:
        yield Finding("headers", Level.REMARK, "the subject is longer than mail lists show")
    if not mail.partition(b"\r\n\r\n")[0].isascii():
        yield Finding("headers", Level.ERROR, "a header is not plain ASCII")


def _text(parsed: EmailMessage) -> Iterator[Finding]:
    part = parsed.get_body(("plain",))
    if part is None or not str(part.get_content()).strip():
        yield Finding("text", Level.ERROR, "there is no text part")
        return
    for litter in sorted(set(re.findall(r"\{\{|\}\}|</?[a-z]+>|\*\*", str(part.get_content())))):
        yield Finding("text", Level.WARNING, f"the text part holds {litter!r}")


def _clients(page: str) -> Iterator[Finding]:
    for lacking in support.lacking(page):
        if not lacking.no:
            continue
        many = len(lacking.no) >= MANY_LACK and not lacking.optional
        inside = " (only inside @media: they skip it)" if lacking.optional else ""
        yield Finding(
            "clients",
            Level.WARNING if many else Level.REMARK,
            f"{lacking.feature} is not supported by {_listed(lacking.no)}{inside}",
        )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
