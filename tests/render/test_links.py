"""render.links: which addresses become links, and how they are spelt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.render import links


@pytest.mark.parametrize(
    ("given_url", "safe"),
    [
        ("https://tidewatch.example/a?b=c&d=e#f", "https://tidewatch.example/a?b=c&d=e#f"),
        (" https://tidewatch.example ", "https://tidewatch.example"),
        ("HTTP://Tidewatch.Example/A", "http://tidewatch.example/A"),
        ("https://bücher.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe"),
        ("https://tidewatch.example/a%20b", "https://tidewatch.example/a%20b"),
        ('https://tidewatch.example/"><script>', "https://tidewatch.example/%22%3E%3Cscript%3E"),
        ("https://tidewatch.example/{{ x }}", "https://tidewatch.example/%7B%7B%20x%20%7D%7D"),
        ("https://tidewatch.example:8443/", "https://tidewatch.example:8443/"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
        ("mailto:desk@tidewatch.example", "mailto:desk@tidewatch.example"),
    ],
)
def test_spelling(given_url: str, safe: str) -> None:
    """Hosts go to Punycode and small letters, the rest is percent-encoded once."""
    assert links.safe(given_url) == safe


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file://localhost/etc/passwd",
        "ftp://tidewatch.example/",
        "//tidewatch.example/a",
        "/a",
        "https:///a",
        "https://user:pass@tidewatch.example/",
        "https://bank.example@evil.example/",
        "https://evil.example\\@bank.example/",
        "https://[::1",
        "https://tidewatch.example:99999/",
        "https://a b.example/",
        "https://tidewatch.example/\u202egpj.exe",
        "https://tidewatch.example/\r\nBcc: x",
        "https://-.example\u0000/",
        "https://" + "a" * 3000 + ".example/",
        "mailto:a@b.example,c@d.example",
        "mailto:%0d%0aBcc:x@y.example",
    ],
)
def test_refused(url: str | None) -> None:
    """Other schemes, hidden characters, user names and non-addresses give no link."""
    assert links.safe(url) is None


@given(st.text(max_size=80).map("https://tidewatch.example/".__add__) | st.text())
def test_what_is_safe_is_plain(url: str) -> None:
    """Every link is printable ASCII without quotes or angle brackets, and stays itself."""
    safe = links.safe(url)
    if safe is not None:
        assert safe.isascii() and safe.isprintable()
        assert not set(safe) & set("\"'<> \\`{}|^")
        assert links.safe(safe) == safe


def test_text_that_names_another_host_is_deceptive() -> None:
    """A link text that is an address must be on the link's own host."""
    assert links.deceptive("https://bank.example", "https://evil.example/")
    assert links.deceptive("www.bank.example/login", "https://evil.example/")
    assert not links.deceptive("https://bank.example/a", "https://bank.example/a")
    assert not links.deceptive("Bank opens", "https://evil.example/")


def test_host_is_readable() -> None:
    """The name of an outlet without name is its host, neither Punycode nor 'www.'."""
    assert links.host("https://www.xn--bcher-kva.example/a") == "bücher.example"
