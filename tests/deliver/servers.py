"""Real SMTP servers on loopback: aiosmtpd with switches for each fault that a relay can have."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LOGIN = LoginPassword(b"news", b"open sesame")


@dataclass
class Landed:
    """One accepted message, recorded before the server answers 250."""

    sender: str
    recipient: str
    content: bytes


@dataclass
class Relay:
    """What the server does: `answers` are given once each, by command and then in order.

    Keys are MAIL, RCPT and DOT (the answer to the whole message); the answer 'close' closes the
    connection instead, 'accept, close' takes the message first and 'accept, hang' never answers.
    `refused` recipients are refused each time.
    """

    answers: dict[str, list[str]] = field(default_factory=dict)
    landed: list[Landed] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, lines: list[str]
    ) -> list[str]:
        """Note the session."""
        if session not in self.sessions:
            self.sessions.append(session)
        session.host_name = hostname
        return lines

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the sender, or give the answer that was ordered."""
        self.commands.append(" ".join(["MAIL", address, *options]))
        if fault := self._fault("MAIL", server):
            return fault
        envelope.mail_from = address
        return "250 2.1.0 ok"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the recipient, or give the answer that was ordered."""
        if fault := self._fault("RCPT", server):
            return fault
        if address in self.refused:
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Record the message, or give the answer that was ordered."""
        fault = self._fault("DOT", server)
        if fault and not fault.startswith("accept"):
            return fault
        assert isinstance(envelope.original_content, bytes)
        for recipient in envelope.rcpt_tos:
            self.landed.append(
                Landed(envelope.mail_from or "", recipient, envelope.original_content)
            )
        if fault == "accept, hang":
            await asyncio.sleep(60)
        if fault:
            _close(server)
        return "250 2.0.0 ok"

    def _fault(self, command: str, server: SMTP) -> str | None:
        waiting = self.answers.get(command)
        answer = waiting.pop(0) if waiting else None
        if answer == "close":
            _close(server)
        return answer or None


def _close(server: SMTP) -> None:
    assert server.transport is not None
    server.transport.close()


@contextmanager
def running(
    relay: Relay,
    *,
    tls: Certificate | None = None,
    implicit: bool = False,
    login: bool = False,
) -> Iterator[int]:
    """The server, serving; gives its port."""
    context = tls.server() if tls else None
    controller = Controller(
        relay,
        hostname="127.0.0.1",
        port=free_port(),
        ssl_context=context if implicit else None,
        tls_context=None if implicit else context,
        require_starttls=bool(tls) and not implicit,
        authenticator=_authenticated if login else None,
        auth_required=login,
        auth_require_tls=not login or (bool(tls) and not implicit),  # else AUTH is announced
    )
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def free_port() -> int:
    """A port of 127.0.0.1 on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _authenticated(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
) -> AuthResult:
    return AuthResult(success=data == LOGIN, handled=False)


@dataclass(frozen=True)
class Certificate:
    """A self-made certificate for 'localhost' and its key, as PEM files."""

    file: Path
    key: Path

    def server(self) -> ssl.SSLContext:
        """The server's side."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file, self.key)
        return context

    @classmethod
    def made(cls, folder: Path, name: str = "localhost") -> Certificate:
        """Make one, valid for an hour."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(hours=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        file, key_file = folder / f"{name}.pem", folder / f"{name}.key"
        file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        key_file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return cls(file, key_file)
