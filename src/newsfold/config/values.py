"""What single settings may be: a colour, a font, a cron line, the address of a writer."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from newsfold.text import chars

COLOUR = re.compile(r"(?:#[0-9a-fA-F]{6})?\Z")
FACE = re.compile(r"[\w ,'-]*\Z")
CRON_FIELDS = (5, 6)  # six: seconds first
# Minute, hour, day, month, weekday: what each may hold (crontab(5)).
CRON_RANGES = (
    (0, 59, ""),
    (0, 23, ""),
    (1, 31, ""),
    (1, 12, "jan feb mar apr may jun jul aug sep oct nov dec"),
    (0, 7, "sun mon tue wed thu fri sat"),
)
# Names that no public host can have: RFC 6761 (localhost), RFC 6762 (local), RFC 8375 (home.arpa),
# ICANN's resolution of 29 July 2024 (internal). Names without a dot are local too (SAC053).
LOCAL_NAMES = ("localhost", "local", "home.arpa", "internal")


def is_schedule(value: str) -> bool:
    """Whether it is a cron line of five fields, or of six with seconds first."""
    fields = value.lower().split()
    return len(fields) in CRON_FIELDS and all(map(_is_field, fields[-5:], CRON_RANGES))


def _is_field(field: str, allowed: tuple[int, int, str]) -> bool:
    """Whether a field is a list of '*', values or ranges, each with an optional '/step'."""
    low, high, names = allowed

    def known(value: str) -> bool:
        number = value.isascii() and value.isdigit()
        return value in names.split() or (number and low <= int(value) <= high)

    def part(text: str) -> bool:
        span, slash, step = text.partition("/")
        ends = span.split("-")
        stepped = not slash or (step.isascii() and step.isdigit() and int(step) > 0)
        return stepped and (span == "*" or (len(ends) <= 2 and all(map(known, ends))))

    return all(map(part, field.split(",")))


def line(value: str) -> str:
    """The text as one line without characters that show nothing: it stands in mails and feeds."""
    return chars.squeeze(chars.printable(value))


def name(value: str) -> str:
    """The same, of a text that readers have to see. Raises: ValueError where nothing is left."""
    shown = line(value)
    if not shown:
        raise ValueError("nothing of it would be seen; write a name, e.g. 'The Daily Fold'")
    return shown


def colour(value: str) -> str:
    """The colour '#rrggbb', or ''. Raises: ValueError for anything else."""
    if not COLOUR.match(value):
        short = re.match(r"#([0-9a-fA-F])([0-9a-fA-F])([0-9a-fA-F])\Z", value)
        such = "#" + "".join(2 * digit for digit in short.groups()) if short else "#1a5fb4"
        raise ValueError(
            f"{value!r} is no colour; use '#' and six hexadecimal digits such as {such!r}"
        )
    return value


def face(value: str) -> str:
    """A list of font names. Raises: ValueError where a sign of it could end the style."""
    if not FACE.match(value):
        raise ValueError(
            "use font names with commas between them, of letters, digits, blanks, hyphens and "
            "single quotes, e.g. \"Georgia, 'Times New Roman', serif\""
        )
    return value


def is_this_machine(host: str) -> bool:
    """Whether the host is the loopback: nobody else can listen to what is sent there."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def writer_endpoint(value: str) -> str:
    """The base URL without its last slash; '' for ''.

    Plain http is for this machine and private networks: article text and the key travel on it.
    Raises: ValueError for any other address.
    """
    if not value:
        return ""
    parts = urlsplit(value)
    try:
        port_is_one = parts.port is None or parts.port > 0
    except ValueError:
        port_is_one = False
    plain = value.isascii() and value.isprintable() and " " not in value and port_is_one
    if not (plain and parts.scheme in ("http", "https") and parts.hostname):
        raise ValueError("use the server's base address, e.g. 'http://localhost:11434/v1'")
    if parts.username is not None or parts.password is not None:
        raise ValueError("no user or password in the address; see api_key_env")
    if parts.query or parts.fragment or "?" in value or "#" in value:
        raise ValueError("use the server's base address, without '?' or '#'")
    if parts.scheme == "http" and not _is_local(parts.hostname):
        raise ValueError("use https; plain http is for this machine and private networks only")
    return value.rstrip("/")


def _is_local(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        named = host.rstrip(".")
        return "." not in named or any(named.endswith(f".{local}") for local in LOCAL_NAMES)
    return address.is_loopback or (address.is_private and not address.is_unspecified)
