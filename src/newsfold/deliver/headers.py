"""Header lines as bytes, written so that no value can add a line, an address or a trick.

The standard library's generator is not used: on Python 3.11 a value holding an encoded-word can
add a header (CVE-2024-6923), a long display name loses its quotes and becomes a second address
(CPython gh-80222), and a long List-Unsubscribe turns into encoded-words.
"""

from __future__ import annotations

import base64
import re

import idna

from newsfold.text import chars

MAX_NAME = 60  # characters of a display name
MAX_ID = 64  # characters of an identifier: as the part of an address before the '@'
_WIDTH = 78  # RFC 5322 2.1.1
_ENCODED_BYTES = 36  # of UTF-8 in one encoded-word: 48 of base64, 60 with its frame (limit: 75)
_NAME = re.compile(r"[!-9;-~]+")  # RFC 5322 3.6.8
_VALUE = re.compile(r"[!-~](?:[ -~]|\r\n [!-~])*")
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9-]+")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")  # RFC 5322 3.2.3 dot-atom
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
# Nearly all addresses, seen as such in one look; what else is valid is found out more slowly.
_USUAL = re.compile(r"[A-Za-z0-9_+-]{1,60}@(?:[a-z0-9]+[.-])+[a-z0-9]+")
_MAX_LOCAL, _MAX_ADDRESS = 64, 254  # octets: RFC 5321 4.5.3.1 and its erratum 1690


def line(name: str, value: str, *, utf8: bool = False) -> bytes:
    """One header line with its CRLF; `value` is folded already where it must be.

    With `utf8` it may hold other letters than ASCII's as they are (RFC 6532 3.2), which only a
    relay with SMTPUTF8 takes. Raises: ValueError when the value holds anything but printable
    characters and folds.
    """
    plain = _printable(value) if utf8 else value
    if not (_NAME.fullmatch(name) and _VALUE.fullmatch(plain)):
        raise ValueError(f"the value of the header {name!r} cannot be put in a mail: {value!r}")
    return f"{name}: {value}\r\n".encode()


def unstructured(name: str, text: str) -> bytes:
    """A header of free text, such as Subject, in encoded-words where it is not plain ASCII."""
    clean = chars.squeeze(chars.printable(text))
    if not _plain(clean):
        return line(name, "\r\n ".join(_encoded_words(clean)))
    room = _WIDTH - len(name) - len(": ")
    at = clean.rfind(" ", 0, room + 1)
    if len(clean) > room and at > 0:
        clean = f"{clean[:at]}\r\n {clean[at + 1 :]}"
    return line(name, clean or "-")


def identifier(text: str) -> str:
    """The text's plain letters, digits and hyphens, at most MAX_ID, with '-' for all between.

    The same for its own result; '' where the text has none.
    """
    return _NOT_PLAIN.sub("-", text).strip("-")[:MAX_ID].rstrip("-")


def mailbox(name: str, email: str) -> str:
    """`"Name" <address>`, folded; the bare address when there is no name.

    The name is cut at MAX_NAME characters and always quoted or encoded, so that nothing in it is
    read as an address. Raises: ValueError as `address` does.
    """
    return named(name, address(email))


def named(name: str, inside: str) -> str:
    """A phrase and what stands in angle brackets behind it (RFC 2919 list names too)."""
    clean = chars.squeeze(chars.printable(name)[: 2 * MAX_NAME])[:MAX_NAME].rstrip()
    if not clean:
        return inside
    if not _plain(clean):
        return "\r\n ".join([*_encoded_words(clean), f"<{inside}>"])
    quoted = '"' + clean.replace("\\", "\\\\").replace('"', '\\"') + '"'
    gap = " " if len(quoted) + len(inside) <= _WIDTH - len("Reply-To: <>") else "\r\n "
    return f"{quoted}{gap}<{inside}>"


def address(email: str) -> str:
    """The address as headers and envelope take it: ASCII, its domain in Punycode.

    Raises: ValueError with what to do, for a local part that is not a plain dot-atom in ASCII
    (quoted ones are refused too), for one that reads as an encoded-word, for a domain that is
    none, and for an address that is too long.
    """
    return _address(email, email.rpartition("@")[0])


def recipient(email: str) -> str:
    """A reader's address as header and envelope take it: as `address`, but before the '@' letters
    of any script may stand, which a relay with SMTPUTF8 takes (RFC 6531 3.3).

    Raises: ValueError as `address` does, for what is no letter too.
    """
    return _address(email, _printable(email.rpartition("@")[0]))


def _address(email: str, checked: str) -> str:
    """The address, if its local part may be one; that is judged by `checked` in its place."""
    if len(email) <= _MAX_ADDRESS and _USUAL.fullmatch(email):
        return email
    local, at, domain = email.rpartition("@")
    octets = len(local.encode("utf-8", "replace"))
    if not at or not _LOCAL.fullmatch(checked) or "=?" in local or octets > _MAX_LOCAL:
        raise ValueError(
            f"{email!r} cannot be written to: before the '@' mail takes at most {_MAX_LOCAL} plain"
            " letters, digits and . _ + - signs; ask for another address"
        )
    try:
        host = domain.lower() if domain.isascii() else idna.encode(domain, uts46=True).decode()
    except UnicodeError as error:
        raise ValueError(f"{email!r} has no valid domain: {error}; correct it") from error
    whole = f"{local}@{host}"
    if not _HOST.fullmatch(host) or octets + len("@") + len(host) > _MAX_ADDRESS:
        raise ValueError(f"{email!r} has no valid domain behind the '@'; correct it")
    return whole


def _printable(text: str) -> str:
    """The text with an 'x' for each printable character beyond ASCII."""
    return "".join("x" if c > "\x7f" and c.isprintable() else c for c in text)


def _plain(text: str) -> bool:
    """Whether the text may stand as it is: '=?' would be read as an encoded-word."""
    return text.isascii() and "=?" not in text


def _encoded_words(text: str) -> list[str]:
    """The text in RFC 2047 encoded-words of at most 60 characters, none splitting a letter."""
    words: list[str] = []
    chunk = b""
    for character in text:
        octets = character.encode()
        if len(chunk) + len(octets) > _ENCODED_BYTES:
            words.append(_encoded_word(chunk))
            chunk = b""
        chunk += octets
    return [*words, _encoded_word(chunk)]


def _encoded_word(octets: bytes) -> str:
    return f"=?utf-8?b?{base64.b64encode(octets).decode('ascii')}?="
