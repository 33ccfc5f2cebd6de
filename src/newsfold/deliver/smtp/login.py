"""The login: one exchange per SASL mechanism.

Source: RFC 4954 (AUTH), RFC 4616 (PLAIN), RFC 2195 (CRAM-MD5); LOGIN is
draft-murchison-sasl-login, XOAUTH2 is Google's and Microsoft's published form.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Callable, Generator

from newsfold.deliver.smtp.reply import OutOfStep, Reply

Exchange = Generator[bytes, Reply, Reply]

GO_ON = 334  # the relay waits for the next word of the exchange

# In the order in which they are chosen. Under TLS they are equally safe; in the clear CRAM-MD5
# alone does not show the password. XOAUTH2 needs a token for a password, so it must be asked for.
ENCRYPTED = ("PLAIN", "LOGIN", "CRAM-MD5")
CLEAR = ("CRAM-MD5", "PLAIN", "LOGIN")


def exchange(mechanism: str, username: str, password: str) -> Exchange:
    """The lines to send, one for each reply; gives the relay's last word.

    Raises: OutOfStep when the relay's question cannot be read.
    """
    return MECHANISMS[mechanism](username, password)


def _plain(username: str, password: str) -> Exchange:
    return (yield _line(b"AUTH PLAIN ", f"\0{username}\0{password}".encode()))


def _login(username: str, password: str) -> Exchange:
    reply = yield b"AUTH LOGIN\r\n"
    for word in (username, password):
        if reply.code != GO_ON:
            break
        reply = yield _line(b"", word.encode())
    return reply


def _cram_md5(username: str, password: str) -> Exchange:
    reply = yield b"AUTH CRAM-MD5\r\n"
    if reply.code != GO_ON:
        return reply
    try:
        question = base64.b64decode(reply.lines[0], validate=True)
    except binascii.Error as error:
        raise OutOfStep(f"no question to a CRAM-MD5 login: {reply}") from error
    digest = hmac.new(password.encode(), question, "md5").hexdigest()
    return (yield _line(b"", f"{username} {digest}".encode()))


def _xoauth2(username: str, password: str) -> Exchange:
    said = f"user={username}\1auth=Bearer {password}\1\1"
    reply = yield _line(b"AUTH XOAUTH2 ", said.encode())
    if reply.code == GO_ON:  # the refusal's reasons; its code comes after an empty line
        reply = yield b"\r\n"
    return reply


def _line(before: bytes, secret: bytes) -> bytes:
    return before + base64.b64encode(secret) + b"\r\n"


MECHANISMS: dict[str, Callable[[str, str], Exchange]] = {
    "PLAIN": _plain,
    "LOGIN": _login,
    "CRAM-MD5": _cram_md5,
    "XOAUTH2": _xoauth2,
}
