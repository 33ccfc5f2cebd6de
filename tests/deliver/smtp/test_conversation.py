"""The conversation: what is said when, and what each answer means, without a socket."""

from __future__ import annotations

import pytest

from newsfold.deliver.smtp.conversation import Conversation, Stage, Transaction, text
from newsfold.deliver.smtp.features import Features
from newsfold.deliver.smtp.reply import OutOfStep
from newsfold.errors import DeliveryError
from newsfold.model import Message, Outcome

PIPELINED = Features(pipelining=True)
STEPWISE = Features()
OK = b"250 ok\r\n"
GO = b"354 go\r\n"


def message(number: int = 1, content: bytes = b"Subject: x\r\n\r\ntext\r\n") -> Message:
    """One small message."""
    return Message(
        f"<{number}@example.org>", "news@example.org", f"r{number}@example.org", (content,)
    )


def said(talk: Conversation) -> list[str]:
    """The lines that go out now."""
    return b"".join(talk.output()).decode().splitlines()


ENVELOPE = ["MAIL FROM:<news@example.org>", "RCPT TO:<r1@example.org>", "DATA"]
BODY = ["Subject: x", "", "text", "."]


def test_pipelined_is_one_round_trip_a_mail() -> None:
    """Body, dot and the next envelope leave together; the answers come together."""
    talk = Conversation(PIPELINED)
    first = talk.begin(message(1))
    assert said(talk) == ENVELOPE
    assert talk.receive(OK + OK + GO) == [first]
    talk.body(first)
    second = talk.begin(message(2))
    assert said(talk) == BODY + [line.replace("r1", "r2") for line in ENVELOPE]
    assert talk.receive(OK + OK + OK + GO) == [first, second]
    assert first.receipt is not None and first.receipt.outcome is Outcome.SENT
    assert second.receipt is None
    talk.body(second)
    assert talk.receive(b"250 2.0.0 kept\r\n") == [second]
    assert talk.idle
    talk.quit()
    assert said(talk)[-1] == "QUIT"


def test_stepwise_says_one_thing_at_a_time() -> None:
    """Without PIPELINING no command leaves before the answer to the one before it."""
    talk = Conversation(STEPWISE)
    first = talk.begin(message(1))
    for line, answer in zip(ENVELOPE, (OK, OK, GO), strict=True):
        assert said(talk) == [line]
        told = talk.receive(answer)
    assert told == [first]
    talk.body(first)
    talk.begin(message(2))
    assert said(talk) == BODY
    assert talk.receive(OK) == [first]
    assert said(talk) == ENVELOPE[:1]


@pytest.mark.parametrize(
    ("able", "answers"),
    [
        (PIPELINED, [OK + b"550 5.1.1 unknown\r\n503 no recipients\r\n"]),
        (PIPELINED, [OK + b"550 5.1.1 unknown\r\n354 go\r\n", b"554 no recipients\r\n"]),
        (PIPELINED, [OK + b"550 5.1.1 unknown\r\n354 go\r\n", b"250 ok\r\n"]),
        (STEPWISE, [OK, b"550 5.1.1 unknown\r\n"]),
    ],
)
def test_a_refused_recipient_ends_its_mail_only(able: Features, answers: list[bytes]) -> None:
    """DATA sent along is answered by 503 or 354: a lone dot gets out of it (RFC 2920 3.1).

    Whatever the relay says to the dot, the mail is refused; the next one starts clean.
    """
    talk = Conversation(able)
    mail = talk.begin(message(1))
    heard = b""
    for answer in answers:
        heard += b"".join(talk.output())
        told = talk.receive(answer)
    heard += b"".join(talk.output())
    assert told == [mail]
    assert mail.receipt is not None
    assert (mail.receipt.outcome, mail.receipt.code) == (Outcome.FAILED, 550)
    lone_dot = any(GO.strip() in answer for answer in answers)
    assert heard.endswith(b"DATA\r\n.\r\n") is lone_dot
    assert talk.idle
    talk.begin(message(2))
    assert said(talk)[0] == (ENVELOPE[0] if lone_dot else "RSET")


@pytest.mark.parametrize("able", [PIPELINED, STEPWISE])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_4xx_in_the_envelope_defers(able: Features, at: int) -> None:
    """452 to MAIL, RCPT or DATA: this mail waits, with the relay's first reason."""
    talk = Conversation(able)
    mail = talk.begin(message())
    answers = [OK, OK, GO]
    answers[at:] = [b"452 4.3.1 no room\r\n", *[b"503 5.5.1 bad sequence\r\n"] * (2 - at)]
    told = [t for answer in answers if not talk.idle for t in talk.receive(answer)]
    assert told == [mail]
    assert mail.receipt is not None
    assert (mail.receipt.outcome, mail.receipt.code) == (Outcome.DEFERRED, 452)


def test_a_refused_sender_is_no_mails_fault() -> None:
    """A 5xx to MAIL is an error; what was answered before it still counts."""
    talk = Conversation(PIPELINED)
    first = talk.begin(message(1))
    talk.receive(OK + OK + GO)
    talk.body(first)
    talk.begin(message(2))
    told = talk.receive(OK + b"553 5.7.1 not yours\r\n503 no\r\n503 no\r\n")
    assert told == [first]
    assert first.receipt is not None and first.receipt.outcome is Outcome.SENT
    assert isinstance(talk.trouble, DeliveryError)


@pytest.mark.parametrize("answer", [b"150 hm\r\n", b"250\r\n", b"354 again\r\n", b"nonsense\r\n"])
def test_an_answer_out_of_turn_is_trouble(answer: bytes) -> None:
    """What cannot be the answer to DATA never counts as one."""
    talk = Conversation(PIPELINED)
    mail = talk.begin(message())
    out_of_turn = OK + (b"354 go\r\n" if answer == b"354 again\r\n" else OK) + answer
    assert talk.receive(out_of_turn) == []
    assert isinstance(talk.trouble, OutOfStep)
    assert mail.receipt is None


def test_an_answer_to_nothing_is_trouble() -> None:
    """A second 250 to one dot would be taken for the next mail's: the conversation is over."""
    talk = Conversation(PIPELINED)
    mail = talk.begin(message())
    talk.receive(OK + OK + GO)
    talk.body(mail)
    assert talk.receive(OK + OK) == [mail]
    assert isinstance(talk.trouble, OutOfStep)


def test_421_ends_the_conversation_at_any_time() -> None:
    """421 in place of any answer is the relay's end; it accepts nothing with it."""
    talk = Conversation(PIPELINED)
    mail = talk.begin(message())
    assert talk.receive(OK + b"421 4.3.2 shutting down\r\n") == []
    assert talk.ended is not None and talk.ended.code == 421
    assert mail.receipt is None


def test_stages_follow_the_bytes_that_left() -> None:
    """Only when the last byte of the dot has left can a mail be in doubt."""
    talk = Conversation(PIPELINED)
    first = talk.begin(message(1))
    talk.output()
    before = talk.written
    assert talk.stages(before) == [(first, Stage.ENVELOPE)]
    talk.receive(OK + OK + GO)
    talk.body(first)
    second = talk.begin(message(2))
    talk.output()
    dot = before + first.text.said_bytes

    def stages(left: int) -> list[tuple[Transaction, Stage]]:
        return talk.stages(left)

    assert stages(before) == stages(dot - 1)
    assert stages(dot - 1) == [(first, Stage.BODY_LEAVING), (second, Stage.ENVELOPE)]
    assert stages(dot) == [(first, Stage.DOT_SENT), (second, Stage.ENVELOPE)]
    assert first.stage(talk.written) is Stage.DOT_SENT
    talk.receive(OK)
    assert first.stage(talk.written) is Stage.SETTLED
    assert stages(talk.written) == [(second, Stage.ENVELOPE)]


def test_parameters_follow_what_is_announced() -> None:
    """SIZE, BODY and SMTPUTF8 are said to a relay that knows them, and only where needed."""
    able = Features(pipelining=True, size=True, eight_bit=True, utf8=True)
    talk = Conversation(able)
    talk.begin(message())
    assert said(talk)[0] == "MAIL FROM:<news@example.org> SIZE=20"
    talk = Conversation(able)
    talk.begin(Message("<1>", "news@example.org", "jörg@example.org", ("ö\r\n".encode(),)))
    assert said(talk)[0] == "MAIL FROM:<news@example.org> SIZE=4 BODY=8BITMIME SMTPUTF8"


@pytest.mark.parametrize(
    ("recipient", "content"),
    [
        ("jörg@example.org", b"x\r\n"),
        ("r@example.org", "ö\r\n".encode()),
        ("a b@example.org", b"x"),
    ],
)
def test_what_the_relay_cannot_carry_fails_unsaid(recipient: str, content: bytes) -> None:
    """No SMTPUTF8, no 8BITMIME, or no address: this mail fails, and not a word is said."""
    talk = Conversation(PIPELINED)
    mail = talk.begin(Message("<1>", "news@example.org", recipient, (content,)))
    assert mail.receipt is not None and mail.receipt.outcome is Outcome.FAILED
    assert talk.output() == [] and talk.idle


def test_a_mail_beyond_the_announced_size_stops_the_issue() -> None:
    """All mails of an issue are of one size: to fail one after the other would help nobody."""
    talk = Conversation(Features(size=True, max_bytes=10))
    with pytest.raises(DeliveryError, match="at most 10 bytes"):
        talk.begin(message())
    assert talk.idle


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a\r\n", b"a\r\n.\r\n"),
        (b"a", b"a\r\n.\r\n"),
        (b".\r\n..\r\n", b"..\r\n...\r\n.\r\n"),
        (b"a\r\n.\r\n\r\n.b", b"a\r\n..\r\n\r\n..b\r\n.\r\n"),
    ],
)
def test_leading_dots_are_doubled(content: bytes, said: bytes) -> None:
    """No line of a mail can be taken for its end (RFC 5321 4.5.2)."""
    for at in range(len(content) + 1):  # wherever its pieces were cut
        for again in range(at, len(content) + 1):
            pieces = (content[:at], content[at:again], content[again:])
            assert b"".join((made := text(pieces)).said) == said and made.said_bytes == len(said)
            assert made.size == len(content)
