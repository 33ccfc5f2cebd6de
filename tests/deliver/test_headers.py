"""deliver.headers: no value adds a line, an address or an encoded-word."""

from __future__ import annotations

import email
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.deliver import headers
from newsfold.render import plain
from tests.render import hostile


def _parsed(line: bytes) -> Message:
    """The header line as another program's parser reads it, with the values still encoded."""
    return email.message_from_bytes(line + b"\r\nbody\r\n")


def _decoded(value: str) -> str:
    return str(make_header(decode_header(value)))


def _unfolded(value: str) -> str:
    return value.replace("\r\n", "")


@pytest.mark.parametrize("text", hostile.STRINGS.values(), ids=hostile.STRINGS)
def test_subject_is_one_header_that_reads_the_same(text: str) -> None:
    """Any text makes one ASCII header; decoded it is the text as a reader would see it."""
    line = headers.unstructured("Subject", text)
    parsed = _parsed(line)
    assert parsed.keys() == ["Subject"]
    assert parsed.get_payload() == "body\r\n"
    assert _decoded(_unfolded(parsed["Subject"])) == (plain.line(text) or "-")
    assert line.isascii()
    assert line.endswith(b"\r\n")
    assert not any(part.isspace() for part in line.split(b"\r\n")[:-1])


@pytest.mark.parametrize("name", hostile.STRINGS.values(), ids=hostile.STRINGS)
def test_name_never_becomes_an_address(name: str) -> None:
    """Any name leaves one address, the given one, and a display name of at most 60 letters."""
    line = headers.line("To", headers.mailbox(name, "ann@example.org"))
    parsed = _parsed(line)
    assert parsed.keys() == ["To"]
    value = _unfolded(parsed["To"])
    assert [address for _, address in getaddresses([value])] == ["ann@example.org"]
    shown = _decoded(parseaddr(value)[0])
    assert len(shown) <= headers.MAX_NAME
    assert plain.line(name).startswith(shown)


@given(st.text())
def test_any_text_is_one_header(text: str) -> None:
    """Whatever Unicode comes, one header comes out, no line above 78, and one address in To."""
    subject = headers.unstructured("Subject", plain.cut(plain.line(text), 78))
    to = headers.line("To", headers.mailbox(text, "ann@example.org"))
    parsed = _parsed(subject + to)
    assert parsed.keys() == ["Subject", "To"]
    value = _unfolded(parsed["To"])
    assert [address for _, address in getaddresses([value])] == ["ann@example.org"]
    assert all(len(line) <= 80 for line in subject.split(b"\r\n"))
    assert all(len(line) <= 130 for line in to.split(b"\r\n"))


def test_commas_and_quotes_stay_inside_the_name() -> None:
    """A name with commas, quotes and an address in it is one quoted name."""
    value = headers.mailbox('Lowe, "Ann" <x@evil.example>', "ann@example.org")
    assert value == '"Lowe, \\"Ann\\" <x@evil.example>" <ann@example.org>'


def test_encoded_word_in_a_name_is_encoded_again() -> None:
    """A name that reads as an encoded-word is shown as it is, not decoded."""
    name = "=?utf-8?q?Boss?= =?utf-8?q?=0D=0ABcc:x?="
    value = headers.mailbox(name, "ann@example.org")
    assert name not in value
    assert _decoded(parseaddr(_unfolded(value))[0]) == name


def test_encoded_words_keep_their_size() -> None:
    """No encoded-word passes 75 characters (RFC 2047 2), none tears a letter apart."""
    line = headers.unstructured("Subject", "港ö\U0001f468" * 26).decode()
    words = line.removeprefix("Subject: ").split()
    assert all(len(word) <= 75 for word in words)
    assert all(decode_header(word)[0][0].decode("utf-8") for word in words)


@pytest.mark.parametrize(
    ("given_address", "ascii_address"),
    [
        ("ann@example.org", "ann@example.org"),
        ("Ann.Lowe+news@EXAMPLE.org", "Ann.Lowe+news@example.org"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("digest@localhost.localdomain", "digest@localhost.localdomain"),
        ("o'neil@example.org", "o'neil@example.org"),
    ],
)
def test_address(given_address: str, ascii_address: str) -> None:
    """Domains go to small letters and Punycode; the part before '@' stays."""
    assert headers.address(given_address) == ascii_address


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "ann",
        "@example.org",
        "ann@",
        "grüße@example.org",
        "a b@example.org",
        "a,b@example.org",
        '"a b"@example.org',
        "a..b@example.org",
        ".a@example.org",
        "a@b@example.org",
        "ann@example.org\r\nBcc: x@evil.example",
        "ann@example.org>, <x@evil.example",
        "ann\x00@example.org",
        "=?utf-8?q?x?=@example.org",
        "ann@=?utf-8?q?x?=.org",
        "ann@exa mple.org",
        "ann@-example.org",
        "ann@[127.0.0.1]",
        "ann@" + "ü" * 70 + ".example",
        "a" * 65 + "@example.org",
        "ann@" + "a." * 126 + "org",
    ],
)
def test_address_refused(wrong: str) -> None:
    """What cannot stand in a header or an envelope is refused with a sentence."""
    with pytest.raises(ValueError, match="@"):
        headers.address(wrong)


@pytest.mark.parametrize(
    "reader",
    ["grüße@example.org", "пошта@example.org", "用户@xn--bcher-kva.example", "o'neil@example.org"],
)
def test_a_readers_address_may_have_letters_of_any_script(reader: str) -> None:
    """Before the '@'; the domain goes to Punycode. They stand in To as they are (RFC 6532)."""
    assert headers.recipient(reader) == reader
    line = headers.line("To", headers.named("Ann", reader), utf8=True)
    assert line.decode() == f'To: "Ann" <{reader}>\r\n'


@pytest.mark.parametrize(
    "wrong",
    [
        "ü b@example.org",
        "ü\u00a0b@example.org",
        "ü\u202eb@example.org",
        "ü\u2028b@example.org",
        "ü\r\nBcc: x@example.org",
        "ü>, <x@evil.example",
        "ü..b@example.org",
        "ü" * 33 + "@example.org",
        "=?utf-8?q?ü?=@example.org",
        "ü\ud800@example.org",
    ],
)
def test_what_is_no_letter_is_refused_in_a_readers_address(wrong: str) -> None:
    """Spaces, line ends and invisible signs of any script, and more than 64 octets."""
    with pytest.raises(ValueError, match="@"):
        headers.recipient(wrong)


def test_letters_beyond_ascii_stand_only_where_they_are_asked_for() -> None:
    """And no control among them."""
    for value in ("ü\r\nBcc: x", "ü\x85", "ü\u2028"):
        with pytest.raises(ValueError, match="X-Test"):
            headers.line("X-Test", value, utf8=True)


@pytest.mark.parametrize(
    "value", ["a\r\nBcc: x", "a\nb", "a\x00", "é", "", " a", "a\r\n", "a\r\n \r\n b"]
)
def test_line_refuses_what_is_not_plain(value: str) -> None:
    """A value with a stray line end, a control or a letter beyond ASCII is a fault of ours."""
    with pytest.raises(ValueError, match="X-Test"):
        headers.line("X-Test", value)


def test_line_refuses_a_bad_name() -> None:
    """A header's name holds no colon, space or line end."""
    for name in ("X:Y", "X Y", "X\r\nY", ""):
        with pytest.raises(ValueError, match="header"):
            headers.line(name, "value")
