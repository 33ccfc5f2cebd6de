"""Replies: whatever way the bytes come, the same replies; nonsense is refused."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.deliver.smtp import features
from newsfold.deliver.smtp.reply import MAX_PENDING, MAX_TEXT, OutOfStep, Replies, Reply

STREAM = (
    b"220 here\r\n250-here\r\n250-SIZE 100\r\n250 OK\r\n354\r\n"
    b"250 2.0.0 ok\n550-5.1.1 no\r\n550 one\r\n"
)
SAID = ["220 here", "250 here SIZE 100 OK", "354", "250 2.0.0 ok", "550 5.1.1 no one"]


@given(st.lists(st.integers(0, len(STREAM)), max_size=12))
def test_pieces_make_no_difference(cuts: list[int]) -> None:
    """A stream cut anywhere gives the same replies in the same order."""
    replies = Replies()
    ends = sorted({0, len(STREAM), *cuts})
    pieces = [STREAM[a:b] for a, b in itertools.pairwise(ends)]
    assert [str(reply) for piece in pieces for reply in replies.fed(piece)] == SAID


@pytest.mark.parametrize(
    "nonsense", [b"hello\r\n", b"\r\n", b"25 ok\r\n", b"250+ok\r\n", b"\xff\xfe\n"]
)
def test_what_is_no_reply_is_refused(nonsense: bytes) -> None:
    """A line without a code of three digits and a mark means that we are out of step."""
    with pytest.raises(OutOfStep):
        list(Replies().fed(nonsense))


@pytest.mark.parametrize("endless", [b"2" * (MAX_PENDING + 1), b"250-more\r\n" * MAX_PENDING])
def test_a_reply_has_an_end(endless: bytes) -> None:
    """A relay cannot fill our memory with one line, or with lines of one reply."""
    with pytest.raises(OutOfStep, match="more than"):
        list(Replies().fed(endless))


def test_text_is_one_printable_line() -> None:
    """Control characters cannot steer a terminal, and a long answer is cut."""
    reply = Reply(550, (b"5.1.1\x1b[31m no\tsuch", b"\xff user " + b"x" * 1000))
    assert reply.text.startswith("5.1.1?[31m no such ")
    assert reply.text.isprintable()
    assert len(reply.text) == MAX_TEXT


def test_features_are_read_in_any_spelling() -> None:
    """Case, order and the old 'AUTH=' of some relays do not matter; what is unknown is left."""
    lines = (
        b"here PIPELINING",
        b"size 1000",
        b"8bitmime",
        b"AUTH=LOGIN",
        b"auth PLAIN LOGIN",
        b"X",
    )
    able = features.features(Reply(250, lines))
    assert able == features.Features(
        eight_bit=True, size=True, max_bytes=1000, logins=("LOGIN", "PLAIN")
    )


def test_size_0_is_no_limit() -> None:
    """RFC 1870 4: zero, or nothing, says that no fixed limit is in force."""
    for line in (b"SIZE", b"SIZE 0", b"SIZE x"):
        assert features.features(Reply(250, (b"here", line))).max_bytes is None
