"""deliver.unsubscribe: tokens that only the installation can make, in short addresses."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.config import Newsletter, Site
from newsfold.deliver import unsubscribe
from newsfold.errors import ConfigError

SECRET = b"s" * 32
NEWSLETTER = Newsletter(sender="post@harbour.example")


@given(st.binary(min_size=1), st.text(max_size=40), st.text(max_size=80))
def test_token_is_short_and_safe(secret: bytes, newsletter: str, email: str) -> None:
    """Every token is 24 characters that a URL takes as they are, and verifies."""
    made = unsubscribe.token(secret, newsletter, email)
    assert re.fullmatch(r"[\w-]{24}", made, re.ASCII)
    assert unsubscribe.verify(secret, newsletter, email, made)


def test_token_is_one_readers() -> None:
    """Another reader, newsletter or secret gives another token; letter case does not."""
    made = unsubscribe.token(SECRET, "daily", "ann@example.org")
    assert unsubscribe.token(SECRET, "daily", "Ann@Example.org") == made
    others = {
        unsubscribe.token(SECRET, "daily", "bob@example.org"),
        unsubscribe.token(SECRET, "weekly", "ann@example.org"),
        unsubscribe.token(b"t" * 32, "daily", "ann@example.org"),
        unsubscribe.token(SECRET, "dailyann", "@example.org"),
    }
    assert len(others | {made}) == 5


@pytest.mark.parametrize("given_token", ["", "x", "é" * 24, "\ud800", "A" * 24])
def test_wrong_token_is_refused(given_token: str) -> None:
    """What is no token of the reader's does not verify, whatever it is."""
    assert not unsubscribe.verify(SECRET, "daily", "ann@example.org", given_token)


def test_links_with_a_web_server() -> None:
    """With base_url there are both ways out; neither shows the reader's address."""
    site = Site(base_url="https://news.harbour.example")
    ways = unsubscribe.links(site, NEWSLETTER, "ann@example.org", SECRET)
    made = unsubscribe.token(SECRET, "daily", "ann@example.org")
    assert ways.url == f"https://news.harbour.example/u/{made}"
    assert ways.mailto == f"mailto:post@harbour.example?subject=unsubscribe%20daily%20{made}"


def test_links_without_a_web_server() -> None:
    """Without base_url the mailto: is the way out, the same from every installation's secret."""
    own = Newsletter(sender="post@harbour.example", unsubscribe_mailto="leave+x@bücher.example")
    ways = unsubscribe.links(Site(), own, "ann@example.org", SECRET)
    assert ways.url is None
    assert ways.mailto == ("mailto:leave%2Bx@xn--bcher-kva.example?subject=unsubscribe%20daily")
    assert unsubscribe.links(Site(), own, "bob@example.org", b"t" * 32) == ways


def test_long_base_url_is_refused() -> None:
    """A web address of more than 70 characters is a setting to change, said with the limit."""
    fits = Site(base_url="https://" + "a" * 35)
    too_long = Site(base_url="https://" + "a" * 36)
    ways = unsubscribe.links(fits, NEWSLETTER, "ann@example.org", SECRET)
    assert len(ways.url or "") == 70
    with pytest.raises(ConfigError, match="at most 43 characters") as caught:
        unsubscribe.links(too_long, NEWSLETTER, "ann@example.org", SECRET)
    assert caught.value.key == "site.base_url"


def test_bad_own_address_is_a_setting_to_change() -> None:
    """An unsubscribe address that mail cannot take is told by its key."""
    own = Newsletter(unsubscribe_mailto="grüße@harbour.example")
    with pytest.raises(ConfigError) as caught:
        unsubscribe.links(Site(), own, "ann@example.org", SECRET)
    assert caught.value.key == "newsletters.unsubscribe_mailto"
