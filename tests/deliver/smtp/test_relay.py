"""The relay: every answer and every break of a real SMTP server ends in the right outcome."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from newsfold.deliver.smtp.relay import Relay
from newsfold.deliver.smtp.session import Limits
from newsfold.errors import DeliveryError, RefusedLogin
from newsfold.model import Outcome
from tests.deliver import servers
from tests.deliver.servers import Certificate
from tests.deliver.smtp.relays import CONTENT, HASTY, message, sent, settings

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


@contextmanager
def relayed(server: servers.Relay, verdict_s: float = 5) -> Iterator[Relay]:
    """A Relay of a plain server."""
    limits = Limits(answer_s=5, verdict_s=verdict_s)
    with (
        servers.running(server) as port,
        Relay(settings(port), None, limits=limits, patience=HASTY) as relay,
    ):
        yield relay


def test_bytes_arrive_as_they_were() -> None:
    """Dots at line starts, and the end without a line end, arrive unchanged over one session."""
    server = servers.Relay()
    with relayed(server) as relay:
        first, second = sent(relay, message(), message("bob@example.org", b".\r\n\r\nno end"))
    assert (first.outcome, first.code) == (second.outcome, second.code) == (Outcome.SENT, 250)
    assert [m.content for m in server.landed] == [CONTENT, b".\r\n\r\nno end\r\n"]
    assert [m.recipient for m in server.landed] == ["ada@example.org", "bob@example.org"]
    assert {m.sender for m in server.landed} == {"news@example.org"}
    assert len(server.sessions) == 1
    assert server.commands[0] == f"MAIL news@example.org SIZE={len(CONTENT)}"


@pytest.mark.parametrize(
    ("command", "answer", "outcome"),
    [
        ("MAIL", "452 4.3.1 no room now", Outcome.DEFERRED),
        ("RCPT", "451 4.7.1 greylisted", Outcome.DEFERRED),
        ("RCPT", "550 5.1.1 no such user", Outcome.FAILED),
        ("DOT", "451 4.3.0 later", Outcome.DEFERRED),
        ("DOT", "554 5.6.0 not this one", Outcome.FAILED),
    ],
)
def test_a_refusal_is_this_messages_alone(command: str, answer: str, outcome: Outcome) -> None:
    """4xx defers and 5xx fails one message; the next one goes out on the same connection."""
    server = servers.Relay({command: [answer]})
    with relayed(server) as relay:
        refused, accepted = sent(relay, message("ada@example.org"), message("bob@example.org"))
    assert refused.outcome is outcome
    assert f"{refused.code} {refused.text}" == answer
    assert accepted.outcome is Outcome.SENT
    assert [m.recipient for m in server.landed] == ["bob@example.org"]
    assert len(server.sessions) == 1


def test_a_break_before_the_dot_is_tried_again_at_once() -> None:
    """Nothing was delivered, so a new connection may send the same message."""
    server = servers.Relay({"RCPT": ["close"]})
    with relayed(server) as relay:
        assert sent(relay, message())[0].outcome is Outcome.SENT
    assert (len(server.landed), len(server.sessions)) == (1, 2)


def test_two_breaks_before_the_dot_defer() -> None:
    """A message that breaks two connections waits: surely not delivered, no reason known."""
    server = servers.Relay({"RCPT": ["close", "close"]})
    with relayed(server) as relay:
        receipt, after = sent(relay, message(), message("bob@example.org"))
    assert (receipt.outcome, receipt.code) == (Outcome.DEFERRED, None)
    assert after.outcome is Outcome.SENT
    assert [m.recipient for m in server.landed] == ["bob@example.org"]


@pytest.mark.parametrize("fault", ["accept, close", "accept, hang"])
def test_no_answer_after_the_dot_is_in_doubt(fault: str) -> None:
    """The message landed although no answer came: it is never called deferred or failed."""
    server = servers.Relay({"DOT": [fault]})
    with relayed(server, verdict_s=0.5) as relay:
        receipt, after = sent(relay, message(), message("bob@example.org"))
    assert (receipt.outcome, receipt.code) == (Outcome.IN_DOUBT, None)
    assert after.outcome is Outcome.SENT
    assert [m.recipient for m in server.landed] == ["ada@example.org", "bob@example.org"]


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DOT"])
def test_421_once_reconnects(command: str) -> None:
    """A relay that ends a session, say after so many messages, gets the message in the next."""
    server = servers.Relay({command: ["421 4.7.0 too many messages"]})
    with relayed(server) as relay:
        assert sent(relay, message())[0].outcome is Outcome.SENT
    assert (len(server.landed), len(server.sessions)) == (1, 2)


def test_421_twice_ends_the_run() -> None:
    """A relay that closes the new session as well takes nothing now: no message is touched."""
    server = servers.Relay({"MAIL": ["421 4.7.0 busy"] * 2})
    with relayed(server) as relay, pytest.raises(DeliveryError) as caught:
        sent(relay, message())
    assert caught.value.code == 421
    assert server.landed == []


def test_a_refused_sender_ends_the_run() -> None:
    """A 5xx to MAIL is about us: it must not mark one recipient after the other as failed."""
    server = servers.Relay({"MAIL": ["553 5.7.1 not your address"]})
    with relayed(server) as relay, pytest.raises(DeliveryError, match=r"news@example\.org"):
        sent(relay, message())


def test_an_address_that_is_no_envelope_fails_alone() -> None:
    """White space and brackets never reach the command line; the others' mails go out."""
    server = servers.Relay()
    wrong = [message(a) for a in ("a b@example.org", "a>b@example.org", "a\n@b.org")]
    with relayed(server) as relay:
        *failed, good = sent(relay, *wrong, message())
    assert [receipt.outcome for receipt in failed] == [Outcome.FAILED] * 3
    assert good.outcome is Outcome.SENT
    assert [m.recipient for m in server.landed] == ["ada@example.org"]


def test_letters_beyond_ascii_where_the_relay_takes_them() -> None:
    """An address in other letters goes out under SMTPUTF8, 8-bit bytes under 8BITMIME."""
    server = servers.Relay()
    with relayed(server) as relay:
        (receipt,) = sent(relay, message("jörg@example.org", "Subject: ä\r\n\r\nö\r\n".encode()))
    assert receipt.outcome is Outcome.SENT
    assert server.commands == ["MAIL news@example.org SIZE=19 BODY=8BITMIME SMTPUTF8"]


def test_nobody_listening() -> None:
    """An unreachable relay is a DeliveryError that names it."""
    with (
        Relay(settings(servers.free_port()), None, patience=HASTY) as relay,
        pytest.raises(DeliveryError, match=r"localhost:\d+.*delivery\.smtp\.host"),
    ):
        sent(relay, message())


def test_an_unknown_host() -> None:
    """A host name without an address is a DeliveryError as well (RFC 2606's .invalid)."""
    with (
        Relay(settings(25, host="no-such-host.invalid"), None, patience=HASTY) as relay,
        pytest.raises(DeliveryError, match="no-such-host"),
    ):
        sent(relay, message())


def test_421_at_the_greeting() -> None:
    """A relay too busy to greet touches no message."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def greet() -> None:
            for _ in range(HASTY.tries):
                connection, _ = listening.accept()
                with connection:
                    connection.sendall(b"421 4.3.2 too busy\x1b[31m\r\n")

        thread = threading.Thread(target=greet)
        thread.start()
        with (
            Relay(settings(listening.getsockname()[1]), None, patience=HASTY) as relay,
            pytest.raises(DeliveryError, match="too busy") as caught,
        ):
            sent(relay, message())
        thread.join()
    assert caught.value.code == 421
    assert str(caught.value).isprintable()  # what a server says cannot steer a terminal


# ---------------------------------------------------------------- encryption and login


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate for 'localhost'."""
    return Certificate.made(tmp_path_factory.mktemp("tls"))


@pytest.mark.parametrize("implicit", [False, True])
def test_encrypted_with_login(certificate: Certificate, implicit: bool) -> None:
    """STARTTLS and implicit TLS verify the certificate, then log in, then send the same bytes."""
    server = servers.Relay()
    with servers.running(server, tls=certificate, implicit=implicit, login=True) as port:
        wanted = settings(port, "tls" if implicit else "starttls", username="news")
        with Relay(wanted, "open sesame", patience=HASTY, cafile=certificate.file) as relay:
            assert sent(relay, message())[0].outcome is Outcome.SENT
    assert [m.content for m in server.landed] == [CONTENT]
    assert server.sessions[-1].ssl is not None or implicit


@pytest.mark.parametrize("implicit", [False, True])
def test_an_unknown_certificate_is_refused(certificate: Certificate, implicit: bool) -> None:
    """Without trust in the certificate nothing is sent, not even the login."""
    server = servers.Relay()
    with servers.running(server, tls=certificate, implicit=implicit, login=True) as port:
        wanted = settings(port, "tls" if implicit else "starttls", username="news")
        with (
            Relay(wanted, "open sesame", patience=HASTY) as relay,
            pytest.raises(DeliveryError, match="certificate"),
        ):
            sent(relay, message())
    assert server.landed == []


def test_another_hosts_certificate_is_refused(tmp_path: Path) -> None:
    """A trusted certificate for another name does not count."""
    other = Certificate.made(tmp_path, "elsewhere.example.org")
    server = servers.Relay()
    with (
        servers.running(server, tls=other) as port,
        Relay(settings(port, "starttls"), None, patience=HASTY, cafile=other.file) as relay,
        pytest.raises(DeliveryError, match="certificate"),
    ):
        sent(relay, message())


def test_missing_starttls_is_refused() -> None:
    """There is no silent way back to clear text."""
    server = servers.Relay()
    with (
        servers.running(server) as port,
        Relay(settings(port, "starttls"), None, patience=HASTY) as relay,
        pytest.raises(DeliveryError, match="STARTTLS"),
    ):
        sent(relay, message())
    assert server.commands == []


def test_a_wrong_password_is_a_refused_login(certificate: Certificate) -> None:
    """535 stops at once with its own error; the password is not in it."""
    server = servers.Relay()
    with servers.running(server, tls=certificate, login=True) as port:
        wanted = settings(port, "starttls", username="news")
        with (
            Relay(wanted, "let me in", patience=HASTY, cafile=certificate.file) as relay,
            pytest.raises(RefusedLogin, match="news") as caught,
        ):
            sent(relay, message())
    assert caught.value.code == 535
    assert "let me in" not in str(caught.value)


def test_no_login_offered() -> None:
    """A user name for a relay that offers no login is a setting to fix."""
    with (
        servers.running(servers.Relay()) as port,
        Relay(settings(port, username="news"), "x", patience=HASTY) as relay,
        pytest.raises(DeliveryError, match="offers no login"),
    ):
        sent(relay, message())


def test_plain_text_to_a_tls_port(certificate: Certificate) -> None:
    """Mixing up the ports is told as what it is, within the timeout."""
    with (
        servers.running(servers.Relay()) as port,
        Relay(settings(port, "tls"), None, patience=HASTY, cafile=certificate.file) as relay,
        pytest.raises(DeliveryError, match=r"delivery\.smtp\.security"),
    ):
        sent(relay, message())
