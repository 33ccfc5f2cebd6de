"""Hands messages to a relay over SMTP: one kept connection, one message at a time.

Of each message the stage is known at which something went wrong. Until all bytes of the body,
the final dot included, were handed to the socket, the message surely is not delivered. From then
on until an answer is read it is in doubt (smtplib's own sendmail hides that difference).
Source: RFC 5321; STARTTLS: RFC 3207; login: RFC 4954; SIZE: RFC 1870.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from newsfold import config
from newsfold.errors import DeliveryError, RefusedLogin
from newsfold.model import Message, Outcome, Receipt

ANSWER_TIMEOUT_S = 600.0  # RFC 5321 4.5.3.2.6: how long a relay may think about a whole message
CLOSING = 421  # the relay ends the connection (RFC 5321 3.8)
MAX_ANSWER = 500  # characters of an answer that are kept: RFC 5321's line has 512, less its code
NOT_IN_A_PATH = frozenset("<> ")  # in an address these would end the command's argument

# A relay that answers these to a login may take it later; all others are final (RFC 4954 6).
LOGIN_LATER = range(400, 500)


class _Lost(Exception):
    """The connection ended before the message was whole: surely not delivered."""

    def __init__(self, code: int | None, text: str) -> None:
        super().__init__(text)
        self.code = code


class Relay:
    """The relay of the settings. It connects at the first message, and again when it must.

    `cafile` holds the certificates to trust in place of the system's.
    """

    idempotent: ClassVar[bool] = False

    def __init__(
        self,
        settings: config.Smtp,
        password: str | None,
        *,
        cafile: Path | None = None,
        answer_timeout_s: float = ANSWER_TIMEOUT_S,
    ) -> None:
        self._settings = settings
        self._password = password
        self._cafile = cafile
        self._answer_timeout_s = answer_timeout_s
        self._session: smtplib.SMTP | None = None
        self._name = f"the relay {settings.host}:{settings.port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None and kind is None:
            with suppress(smtplib.SMTPException, OSError):  # all is answered: QUIT is manners
                self._session.quit()
        self._drop()

    def send(self, message: Message) -> Receipt:
        """Hand the message over and read the relay's answer.

        A connection that ends before the message was whole is made anew once. Raises:
        DeliveryError when the relay cannot be reached or takes nothing from us, RefusedLogin
        when it does not know our login; the message is then surely not delivered.
        """
        if not _fits(message.recipient):
            return Receipt(
                Outcome.FAILED, None, f"{message.recipient!r} cannot be used in an SMTP envelope"
            )
        body = stuffed(message.content)
        try:
            return self._transaction(message, body)
        except _Lost:
            self._drop()  # it may have been idle for too long, or has served its share
        try:
            return self._transaction(message, body)
        except _Lost as lost:
            self._drop()
            if lost.code == CLOSING:
                raise DeliveryError(
                    f"{self._name} closes every connection: {lost}; run the same command later "
                    "for the rest",
                    code=lost.code,
                ) from lost
            return Receipt(Outcome.DEFERRED, lost.code, f"not delivered: {lost}")

    # ------------------------------------------------------------ one message

    def _transaction(self, message: Message, body: bytes) -> Receipt:
        session = self._session = self._session or self._connected()
        size = f" SIZE={len(message.content)}" if session.has_extn("size") else ""
        code, text = _command(session, f"MAIL FROM:<{message.envelope_sender}>{size}")
        if code >= 500:
            self._drop()
            raise DeliveryError(
                f"{self._name} refuses mail from {message.envelope_sender}: {code} {text}; check "
                "the newsletter's 'sender' and delivery.smtp.username",
                code=code,
            )
        if code != 250:
            return self._refused(session, code, text)
        code, text = _command(session, f"RCPT TO:<{message.recipient}>")
        if code not in (250, 251):  # 251: it forwards the mail (RFC 5321 3.4)
            return self._refused(session, code, text)
        code, text = _command(session, "DATA")
        if code != 354:
            return self._refused(session, code, text)
        return self._body(session, body)

    def _body(self, session: smtplib.SMTP, body: bytes) -> Receipt:
        try:
            session.send(body)
        except (smtplib.SMTPException, OSError) as error:
            raise _Lost(None, f"the connection broke within the body: {error}") from error
        try:
            _timeout(session, self._answer_timeout_s)
            code, text = session.getreply()
            _timeout(session, self._settings.timeout_s)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return Receipt(
                Outcome.IN_DOUBT, None, f"all was sent, then no answer came: {_line(str(error))}"
            )
        answer = _line(text.decode("utf-8", "replace"))
        if code == CLOSING:
            raise _Lost(code, answer)
        if 200 <= code < 300:
            return Receipt(Outcome.SENT, code, answer)
        if 400 <= code < 600:
            return Receipt(Outcome.DEFERRED if code < 500 else Outcome.FAILED, code, answer)
        self._drop()
        return Receipt(Outcome.IN_DOUBT, None, f"the answer cannot be understood: {answer}")

    def _refused(self, session: smtplib.SMTP, code: int, text: str) -> Receipt:
        """The receipt of a refusal before the body; the connection is ready for the next one."""
        if not 400 <= code < 600:  # neither yes nor no: nobody knows where this session stands
            self._drop()
            return Receipt(Outcome.DEFERRED, code, f"an answer out of turn: {text}")
        try:
            clean = _command(session, "RSET")[0] == 250
        except _Lost:
            clean = False
        if not clean:
            self._drop()
        return Receipt(Outcome.DEFERRED if code < 500 else Outcome.FAILED, code, text)

    # ------------------------------------------------------------ connecting

    def _connected(self) -> smtplib.SMTP:
        """A session that is greeted, encrypted and logged in as the settings say."""
        try:
            session = self._greeted()
        except smtplib.SMTPConnectError as error:
            text = _line(_text(error.smtp_error))
            raise DeliveryError(
                f"{self._name} takes no connection now: {error.smtp_code} {text}; run the same "
                "command later",
                code=error.smtp_code,
            ) from error
        except (smtplib.SMTPException, OSError) as error:
            raise self._unreachable(error) from error
        try:
            self._open(session)
        except DeliveryError:
            session.close()
            raise
        except (smtplib.SMTPException, OSError) as error:
            session.close()
            raise self._unreachable(error) from error
        return session

    def _greeted(self) -> smtplib.SMTP:
        s = self._settings
        helo = s.helo or None
        if s.security == "tls":
            return smtplib.SMTP_SSL(
                s.host, s.port, helo, timeout=s.timeout_s, context=self._trust()
            )
        return smtplib.SMTP(s.host, s.port, helo, timeout=s.timeout_s)

    def _open(self, session: smtplib.SMTP) -> None:
        if session.sock is not None:  # else the last piece of a body waits for an acknowledgement
            session.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        session.ehlo_or_helo_if_needed()
        if self._settings.security == "starttls":
            if not session.has_extn("starttls"):
                raise DeliveryError(
                    f"{self._name} offers no STARTTLS, and nothing is sent in the clear; set "
                    "delivery.smtp.security to 'tls' (often with port 465), or to 'none' for a "
                    "relay on this machine"
                )
            session.starttls(context=self._trust())
            session.ehlo_or_helo_if_needed()
        if self._settings.username:
            self._login(session, self._settings.username, self._password or "")

    def _login(self, session: smtplib.SMTP, username: str, password: str) -> None:
        try:
            session.login(username, password)
        except smtplib.SMTPAuthenticationError as error:
            kind = DeliveryError if error.smtp_code in LOGIN_LATER else RefusedLogin
            raise kind(
                f"{self._name} refuses the login of {username}: {error.smtp_code} "
                f"{_line(_text(error.smtp_error))}; check delivery.smtp.username and its password",
                code=error.smtp_code,
            ) from error
        except smtplib.SMTPNotSupportedError as error:
            raise DeliveryError(
                f"{self._name} offers no login; check delivery.smtp.port and security, or set "
                "delivery.smtp.username to '' for a relay that needs none"
            ) from error
        except UnicodeEncodeError as error:
            raise RefusedLogin(
                f"{self._name}: user name and password must be ASCII for this login"
            ) from error

    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._cafile)

    def _unreachable(self, error: Exception) -> DeliveryError:
        if isinstance(error, ssl.SSLCertVerificationError):
            advice = "set delivery.smtp.host to the name in its certificate"
        elif isinstance(error, ssl.SSLError):
            advice = "check delivery.smtp.security: 'tls' and 'starttls' use different ports"
        else:
            advice = "check delivery.smtp.host, port and security"
        return DeliveryError(f"cannot reach {self._name}: {_line(str(error))}; {advice}")

    def _drop(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None


def stuffed(content: bytes) -> bytes:
    """The message as it goes after DATA: leading dots doubled, the final dot added.

    Source: RFC 5321 4.5.2. `content` has CRLF line ends only.
    """
    lead = b"." if content.startswith(b".") else b""
    end = b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n"
    return lead + content.replace(b"\r\n.", b"\r\n..") + end


def _command(session: smtplib.SMTP, line: str) -> tuple[int, str]:
    """The relay's code and text. Raises: _Lost when the connection is no longer of use."""
    try:
        code, answer = session.docmd(line)
    except (smtplib.SMTPException, OSError) as error:
        raise _Lost(None, _line(str(error))) from error
    text = _line(answer.decode("utf-8", "replace"))
    if code in (CLOSING, -1):
        raise _Lost(code if code > 0 else None, text)
    return code, text


def _timeout(session: smtplib.SMTP, seconds: float) -> None:
    if session.sock is not None:
        session.sock.settimeout(seconds)


def _fits(address: str) -> bool:
    return address.isascii() and address.isprintable() and not NOT_IN_A_PATH & set(address)


def _text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer


def _line(text: str) -> str:
    """An answer as one printable line: it ends up on terminals and in the ledger."""
    shown = "".join(c if c.isprintable() else "?" for c in " ".join(text.split()))
    return shown[:MAX_ANSWER]
