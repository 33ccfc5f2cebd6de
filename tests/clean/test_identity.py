"""Canonical addresses and ids."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.clean import identity


@pytest.mark.parametrize(
    "url",
    [
        "https://bay.example/a",
        "https://BAY.example/a/",
        "https://bay.example:443/a",
        "https://bay.example/a#top",
        "https://bay.example/a?utm_source=x&fbclid=1&gclid=2",
        " https://bay.example./a ",
    ],
)
def test_one_page_has_one_address(url: str) -> None:
    """Tracking, fragment, case of the host, default port and trailing slash do not matter."""
    assert identity.canonical(url) == "https://bay.example/a"


def test_what_names_another_page_stays() -> None:
    """Other query keys, ports and the case of the path do matter."""
    url = "http://bay.example:8080/A?id=7&utm_medium=mail&page=2"
    assert identity.canonical(url) == "http://bay.example:8080/A?id=7&page=2"


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "ftp://a.example/x",
        "javascript:alert(1)",
        "http://[",
        "http://a:b/",
        "/a",
        "https://a b/",
    ],
)
def test_what_is_no_address_is_none(url: str | None) -> None:
    """Only http and https addresses with a host are kept."""
    assert identity.canonical(url) is None


def test_the_text_makes_the_id_without_an_address() -> None:
    """Case and punctuation do not change it, words do; http and https are one page."""
    one = identity.of(None, "A title", ["Some text."])
    assert one == identity.of(None, "a TITLE!", ["some text"])
    assert one != identity.of(None, "A title", ["Other text."])
    assert identity.of("http://a.example/x", "", []) == identity.of("https://a.example/x", "b", [])
    assert len(one) == identity.ID_CHARS


@given(st.text(max_size=80))
def test_canonical_is_settled(text: str) -> None:
    """Applied twice it changes nothing, and no text makes it raise."""
    once = identity.canonical("https://" + text)
    assert once is None or identity.canonical(once) == once
