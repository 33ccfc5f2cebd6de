"""Every fault of docs/delivery.md's table, made by a relay that does what it is told."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from newsfold.deliver.smtp.relay import Relay
from newsfold.deliver.smtp.session import Limits
from newsfold.errors import DeliveryError, RefusedLogin
from newsfold.model import Outcome
from tests.deliver.servers import Certificate
from tests.deliver.smtp import scripted
from tests.deliver.smtp.relays import (
    CONTENT,
    HASTY,
    message,
    messages,
    outcomes,
    scripted_relay,
    sent,
    settings,
)
from tests.deliver.smtp.scripted import Server

SENT, DEFERRED, FAILED, IN_DOUBT = (
    Outcome.SENT,
    Outcome.DEFERRED,
    Outcome.FAILED,
    Outcome.IN_DOUBT,
)
# Beyond what the system's buffers hold of a connection (Linux: 4 MB to send, 6 MB received).
LARGE = b"Subject: x\r\n\r\n" + b"line of the body\r\n" * 700_000
# "news" and the HMAC-MD5 of "<1@x>" under "säcret"
CRAM = "bmV3cyA4ZDdlNTdjYmMwMTFjZWJhMTZhZWEzYmVkMDE0MDUwMw=="
SHORT = Limits(answer_s=0.4, block_s=0.4, verdict_s=0.4)


def recipients(server: Server) -> list[str]:
    """Who got a mail, in order."""
    return [recipient for recipient, _ in server.landed]


def test_one_round_trip_a_mail() -> None:
    """Body, final dot and the next envelope come in one packet; the bytes are the message's."""
    server = Server()
    with scripted_relay(server) as relay:
        assert outcomes(relay, *messages(3)) == [SENT] * 3
    assert server.landed == [(f"r{n}@example.org", CONTENT) for n in range(3)]
    assert server.commands[-1] == "QUIT"
    ehlo, envelope, *bodies, last = server.packets
    assert (ehlo, envelope[:4], last) == (b"EHLO here\r\n", b"MAIL", b"QUIT\r\n")
    assert len(bodies) == 3
    assert [b.endswith(b"\r\nDATA\r\n") for b in bodies] == [True, True, False]


def test_without_pipelining_one_step_at_a_time() -> None:
    """A relay that does not announce it is asked one thing at a time, and gets the same bytes."""
    server = Server(features=("SIZE",))
    with scripted_relay(server) as relay:
        assert outcomes(relay, *messages(2)) == [SENT] * 2
    assert server.landed == [(f"r{n}@example.org", CONTENT) for n in range(2)]
    assert all(packet.count(b"\r\n") == 1 for packet in server.packets if b"Subject" not in packet)


def test_a_relay_without_ehlo_is_greeted_the_old_way() -> None:
    """502 to EHLO: HELO, and nothing that would need an extension."""
    server = Server(answers={"EHLO": ["502 5.5.1 what"]})
    with scripted_relay(server) as relay:
        assert outcomes(relay, message()) == [SENT]
    assert server.commands[:3] == ["EHLO here", "HELO here", "MAIL FROM:<news@example.org>"]


# ---------------------------------------------------------------- busy relays


@pytest.mark.parametrize("fault", ["421 4.3.2 busy", "close", "reset"])
def test_a_relay_that_is_busy_for_a_moment_is_tried_again(fault: str) -> None:
    """421, or an end, in place of the greeting touches no mail; after a wait they go out."""
    server = Server(answers={"GREETING": [fault]})
    with scripted_relay(server) as relay:
        assert outcomes(relay, *messages(2)) == [SENT] * 2
    assert server.connections == 2


@pytest.mark.parametrize("fault", ["421 4.3.2 busy", "close", "450 4.7.0 later", "hello"])
def test_a_relay_that_stays_busy_touches_nothing(fault: str) -> None:
    """After a few tries the run ends; no mail has an answer, so all are still owed."""
    server = Server(answers={"GREETING": [fault] * 9})
    with scripted_relay(server) as relay, pytest.raises(DeliveryError, match="2 times"):
        sent(relay, *messages(2))
    assert (server.connections, server.landed) == (HASTY.tries, [])


def test_a_refused_greeting_ends_the_run_at_once() -> None:
    """554 in place of the greeting is meant for us: another try would not help."""
    server = Server(answers={"GREETING": ["554 5.7.1 not you"] * 9})
    with scripted_relay(server) as relay, pytest.raises(DeliveryError, match="not you"):
        sent(relay, message())
    assert server.connections == 1


def test_a_limit_of_mails_a_connection() -> None:
    """421 to the third MAIL: the mails before it count, the rest go over a new connection."""
    server = Server(answers={"MAIL": ["", "", "421 4.7.0 enough", "", "", "421 4.7.0 enough"]})
    with scripted_relay(server) as relay:
        assert outcomes(relay, *messages(5)) == [SENT] * 5
    assert recipients(server) == [f"r{n}@example.org" for n in range(5)]
    assert server.connections == 3


@pytest.mark.parametrize("command", ["RCPT", "DATA", "DOT"])
def test_421_within_a_mail_accepts_nothing(command: str) -> None:
    """421 in a mail's middle, even to its dot, is a no: it goes over a new connection, once."""
    server = Server(answers={command: ["421 4.3.2 shutting down"]})
    with scripted_relay(server) as relay:
        assert outcomes(relay, *messages(2)) == [SENT] * 2
    assert sorted(recipients(server)) == ["r0@example.org", "r1@example.org"]


# ---------------------------------------------------------------- refusals of one mail


@pytest.mark.parametrize("features", [("PIPELINING",), ()])
@pytest.mark.parametrize(
    ("command", "answer", "outcome"),
    [
        ("MAIL", "452 4.3.1 no room", DEFERRED),
        ("RCPT", "450 4.2.1 mailbox busy", DEFERRED),
        ("RCPT", "451 4.7.1 greylisted", DEFERRED),
        ("RCPT", "452 4.5.3 too many recipients", DEFERRED),
        ("RCPT", "550 5.1.1 no such user", FAILED),
        ("DATA", "554 5.7.1 no", FAILED),
        ("DOT", "452 4.3.1 no room", DEFERRED),
        ("DOT", "552 5.3.4 too big", FAILED),
        ("DOT", "554 5.6.0 not this one", FAILED),
    ],
)
def test_a_refusal_is_one_mails_alone(
    features: tuple[str, ...], command: str, answer: str, outcome: Outcome
) -> None:
    """The second of three mails is refused; the others go out over the same connection."""
    server = Server(features=features, answers={command: ["", answer]})
    with scripted_relay(server) as relay:
        receipts = sent(relay, *messages(3))
    assert [r.outcome for r in receipts] == [SENT, outcome, SENT]
    assert f"{receipts[1].code} {receipts[1].text}" == answer
    assert recipients(server) == ["r0@example.org", "r2@example.org"]
    assert server.connections == 1


def test_354_although_the_recipient_was_refused() -> None:
    """The way out is a lone dot (RFC 2920 3.1); nobody gets an empty mail, the next mail goes."""
    server = Server(answers={"RCPT": ["550 5.1.1 no such user"], "DATA": ["354 go on"]})
    with scripted_relay(server) as relay:
        assert outcomes(relay, *messages(2)) == [FAILED, SENT]
    assert server.landed == [("r1@example.org", CONTENT)]
    assert "RSET" not in server.commands


# ---------------------------------------------------------------- broken connections


@pytest.mark.parametrize("fault", ["close", "reset"])
@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_a_break_before_the_body_repeats_at_once(command: str, fault: str) -> None:
    """Surely not delivered: the mail goes over a new connection, and nobody gets two."""
    server = Server(answers={command: ["", fault]})
    with scripted_relay(server) as relay:
        assert outcomes(relay, *messages(3)) == [SENT] * 3
    assert sorted(recipients(server)) == [f"r{n}@example.org" for n in range(3)]


@pytest.mark.parametrize("at_byte", [1, 1_000_000])
def test_a_break_within_the_body_is_surely_not_delivered(at_byte: int) -> None:
    """Part of the mail left, its dot did not: it is sent again, and is not in doubt."""
    server = Server(at_byte={1: at_byte})
    with scripted_relay(server) as relay:
        assert outcomes(relay, *messages(2, LARGE)) == [SENT] * 2
    assert sorted(recipients(server)) == ["r0@example.org", "r1@example.org"]
    assert server.connections == 2


def test_a_mail_that_breaks_two_connections_waits() -> None:
    """It may be what breaks them: it is deferred, and the others go out."""
    server = Server(at_byte={1: 1, 2: 1})
    with scripted_relay(server) as relay:
        receipts = sent(relay, message("bad@example.org", LARGE), *messages(2))
    assert [r.outcome for r in receipts] == [DEFERRED, SENT, SENT]
    assert receipts[0].text.startswith("not delivered: ")


@pytest.mark.parametrize("fault", ["close", "reset", "hang"])
@pytest.mark.parametrize("accept", ["", "accept, "])
def test_no_answer_after_the_dot_is_in_doubt(accept: str, fault: str) -> None:
    """Whether the relay took the mail cannot be known, and is not guessed; the rest goes out."""
    server = Server(answers={"DOT": ["", accept + fault]})
    with scripted_relay(server, limits=SHORT) as relay:
        assert outcomes(relay, *messages(4)) == [SENT, IN_DOUBT, SENT, SENT]
    assert ("r1@example.org" in recipients(server)) is bool(accept)
    assert sorted(set(recipients(server))) == sorted(recipients(server))


def test_nonsense_after_the_dot_is_in_doubt() -> None:
    """An answer that is none settles nothing."""
    server = Server(answers={"DOT": ["accept, what?"]})
    with scripted_relay(server) as relay:
        assert outcomes(relay, *messages(2)) == [IN_DOUBT, SENT]


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_a_relay_that_falls_silent_before_the_body(command: str) -> None:
    """Its connection is given up after the time that an answer may take; nothing is in doubt."""
    server = Server(answers={command: ["hang"]})
    with scripted_relay(server, limits=SHORT) as relay:
        assert outcomes(relay, *messages(2)) == [SENT] * 2
    assert server.connections == 2


def test_a_relay_that_stops_reading_within_a_mail() -> None:
    """Half a mail in the relay's buffers is no mail: given up after a while, not in doubt."""
    server = Server(deaf=1)
    with scripted_relay(server, limits=Limits(block_s=0.5)) as relay:
        assert outcomes(relay, *messages(2, LARGE)) == [SENT] * 2
    assert sorted(recipients(server)) == ["r0@example.org", "r1@example.org"]


def test_an_answer_within_a_mail_is_its_answer_and_the_end() -> None:
    """552 before a mail has wholly left fails it; the rest goes over a new connection."""
    server = Server(early={1: "552 5.3.4 too big"})
    with scripted_relay(server) as relay:
        assert outcomes(relay, *messages(2, LARGE)) == [FAILED, SENT]
    assert recipients(server) == ["r1@example.org"]
    assert server.connections == 2


def test_a_tarpit_does_not_hold_the_others() -> None:
    """One connection that answers late keeps its own mails only."""
    server = Server(delay_s=0.4, slow=frozenset({1}))
    with scripted_relay(server, connections=2) as relay:
        started = time.monotonic()
        assert outcomes(relay, *messages(60)) == [SENT] * 60
    # Greeting, EHLO, two mails' answers and QUIT: all 60 over it would take 60 times 1.6 s.
    assert time.monotonic() - started < 10
    assert server.connections == 2


# ---------------------------------------------------------------- encryption and login


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate for 'localhost'."""
    return Certificate.made(tmp_path_factory.mktemp("tls"))


def test_what_was_said_before_the_handshake_is_forgotten(certificate: Certificate) -> None:
    """Answers injected in the clear behind STARTTLS's are not taken for the encrypted ones."""
    server = Server(
        features=("PIPELINING", "STARTTLS"),
        tls=certificate.server(),
        injected=b"250-evil\r\n250 AUTH PLAIN\r\n235 welcome\r\n",
    )
    with scripted.running(server) as port:
        wanted = settings(port, "starttls")
        relay = Relay(wanted, None, patience=HASTY, cafile=certificate.file)
        assert outcomes(relay, *messages(2)) == [SENT] * 2
    assert server.commands[:3] == ["EHLO here", "STARTTLS", "EHLO here"]
    assert server.landed == [(f"r{n}@example.org", CONTENT) for n in range(2)]


def test_large_mails_under_tls(certificate: Certificate) -> None:
    """A mail of many TLS records arrives whole; a break within it is no doubt there either."""
    server = Server(
        features=("PIPELINING", "STARTTLS"), tls=certificate.server(), at_byte={1: 1_000_000}
    )
    with scripted.running(server) as port:
        wanted = settings(port, "starttls")
        relay = Relay(wanted, None, patience=HASTY, cafile=certificate.file)
        assert outcomes(relay, *messages(2, LARGE)) == [SENT] * 2
    assert sorted(server.landed) == [(f"r{n}@example.org", LARGE) for n in range(2)]


def test_a_handshake_that_is_cut_is_tried_again(certificate: Certificate) -> None:
    """A connection that ends within the handshake is a busy relay, not a wrong certificate."""
    server = Server(features=("STARTTLS",), tls=None)
    with scripted.running(server) as port:
        relay = Relay(settings(port, "starttls"), None, patience=HASTY, cafile=certificate.file)
        with pytest.raises(DeliveryError, match="2 times"):
            sent(relay, message())
    assert (server.connections, server.landed) == (HASTY.tries, [])


@pytest.mark.parametrize(
    ("answer", "error"), [("535 5.7.8 no", RefusedLogin), ("454 4.7.0 later", DeliveryError)]
)
def test_a_refused_login_is_tried_by_one_connection(
    answer: str, error: type[DeliveryError]
) -> None:
    """535 stops the run at the first connection of many, so that no account is locked."""
    server = Server(features=("AUTH PLAIN",), answers={"AUTH": [answer] * 9})
    with scripted.running(server) as port:
        wanted = settings(port, username="news", connections=8)
        with pytest.raises(error, match="login of news") as caught:
            sent(Relay(wanted, "secret", patience=HASTY), *messages(20))
    assert server.connections == (1 if error is RefusedLogin else HASTY.tries)
    assert caught.value.code == int(answer[:3])
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("login", "offered", "said"),
    [
        ("", "AUTH LOGIN PLAIN", ["AUTH PLAIN AG5ld3MAc8OkY3JldA=="]),
        ("", "AUTH LOGIN", ["AUTH LOGIN", "bmV3cw==", "c8OkY3JldA=="]),
        ("", "AUTH CRAM-MD5 PLAIN", ["AUTH CRAM-MD5", CRAM]),
        ("cram-md5", "AUTH PLAIN", ["AUTH CRAM-MD5", CRAM]),
        ("xoauth2", "AUTH XOAUTH2", ["AUTH XOAUTH2 dXNlcj1uZXdzAWF1dGg9QmVhcmVyIHPDpGNyZXQBAQ=="]),
    ],
)
def test_logins(login: str, offered: str, said: list[str]) -> None:
    """Each mechanism's words; in the clear the one is chosen that does not show the password."""
    server = Server(features=(offered,))
    with scripted.running(server) as port:
        wanted = settings(port, username="news", login=login)
        assert outcomes(Relay(wanted, "säcret", patience=HASTY), message()) == [SENT]
    assert server.commands[1 : 1 + len(said)] == said


def test_xoauth2_hears_why_it_was_refused() -> None:
    """334 carries the reasons; after an empty line comes the code."""
    server = Server(
        features=("AUTH XOAUTH2",),
        answers={"AUTH": ["334 eyJzdGF0dXMiOiI0MDEifQ==", "535 5.7.8 expired"]},
    )
    with scripted.running(server) as port:
        wanted = settings(port, username="news", login="xoauth2")
        with pytest.raises(RefusedLogin, match="expired"):
            sent(Relay(wanted, "token", patience=HASTY), message())


# ---------------------------------------------------------------- other ways to a relay


def test_lmtp_over_a_unix_socket(tmp_path: Path) -> None:
    """LHLO in place of EHLO, a path in place of host and port; no encryption is asked for."""
    server = Server()
    path = tmp_path / "lmtp"
    with scripted.running(server, path=path) as _:
        wanted = settings(1, "auto", socket=str(path), protocol="lmtp")
        assert outcomes(Relay(wanted, None, patience=HASTY), *messages(3)) == [SENT] * 3
    assert server.commands[0] == "LHLO here"
    assert [content for _, content in server.landed] == [CONTENT] * 3


def test_a_missing_socket_is_told(tmp_path: Path) -> None:
    """The path stands in the message."""
    wanted = settings(1, socket=str(tmp_path / "none"))
    with pytest.raises(DeliveryError, match=str(tmp_path / "none")):
        sent(Relay(wanted, None, patience=HASTY), message())


def test_several_connections_share_the_mails() -> None:
    """Each mail goes out once, whichever connection takes it."""
    server = Server(delay_s=0.01)
    with scripted_relay(server, connections=8) as relay:
        assert outcomes(relay, *messages(200)) == [SENT] * 200
    assert sorted(recipients(server)) == sorted(f"r{n}@example.org" for n in range(200))
    assert server.connections == 8
