"""Settings: what is refused, what the environment overrides, what the example file lists."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from newsfold import config
from newsfold.config import Config, Newsletter, Source
from newsfold.errors import ConfigError

ROOT = Path(__file__).parents[1]
INK = ("newsletters.0.theme.light.ink",)
ENDPOINT = ("writer.endpoint",)
TWO_KEYS = (
    "[dkim]\nselector = 'a'\nkey_file = 'k'\ned25519_selector = 'A'\ned25519_key_file = 'l'\n"
)
HTTPS = ("writer.endpoint", "use https")


def test_nothing_set_gives_the_defaults() -> None:
    """An empty file is a valid configuration."""
    assert config.parse("", {}) == Config()


def test_the_environment_wins_over_the_file() -> None:
    """DIGEST_A__B__C sets a.b.c, whatever the file says; other variables are left alone."""
    environment = {"DIGEST_DELIVERY__SMTP__HOST": "relay", "DIGEST_HOME": "x", "PATH": "/bin"}
    parsed = config.parse('[delivery.smtp]\nhost = "other"\nport = 25', environment)
    assert (parsed.delivery.smtp.host, parsed.delivery.smtp.port) == ("relay", 25)


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ("[site]\nbase = 1", "site.base", "no such setting"),
        ("[[newsletters]]\nslug = 'Daily News'", "newsletters.0.slug", "small letters"),
        ("[[newsletters]]\ntimezone = 'Mars/Olympus'", "newsletters.0.timezone", "IANA"),
        ("[[newsletters]]\nschedule = 'daily'", "newsletters.0.schedule", "cron"),
        ("[[newsletters]]\nsender = 'a@b, c@d'", "newsletters.0.sender", "one plain address"),
        ("[[newsletters]]\nsender = 'a@b.c", None, "not TOML"),
        ('[[newsletters]]\nsender = "a@b.c\\nBcc: x@y"', "newsletters.0.sender", "plain address"),
        ("[site]\nbase_url = 'javascript:x'", "site.base_url", "https"),
        ("[[newsletters]]\n[newsletters.theme.light]\nink = '#eee'", *INK, "such as '#eeeeee'"),
        ("[[newsletters]]\n[newsletters.theme.light]\nink = 'red'", *INK, "six hexadecimal digits"),
        (
            "[[newsletters]]\ntheme.body_face = 'a;b'",
            "newsletters.0.theme.body_face",
            "font names with commas",
        ),
        ("[gather]\nmax_bytes = 0", "gather.max_bytes", "greater than or equal to 1"),
        ("newsletters = []", "newsletters", "at least 1"),
        ("[[newsletters]]\n[[newsletters]]", "(whole file)", "same slug"),
        ("[writer]\nendpoint = 'https://api.example.org/v1'", "writer", "name the model"),
        ("[writer]\nmodel = 'm'\nendpoint = 'http://api.example.org/v1'", *HTTPS),
        ("[writer]\nmodel = 'm'\nendpoint = 'http://8.8.8.8/v1'", *HTTPS),
        ("[writer]\nmodel = 'm'\nendpoint = 'http://127.0.0.1.example.org/'", *HTTPS),
        ("[writer]\nmodel = 'm'\nendpoint = 'http://0.0.0.0/v1'", *HTTPS),
        ("[writer]\nmodel = 'm'\nendpoint = 'https://u:p@api.example.org'", *ENDPOINT, "password"),
        ("[writer]\nmodel = 'm'\nendpoint = 'https://api.example.org/?k=1'", *ENDPOINT, "'?'"),
        ("[writer]\nmodel = 'm'\nendpoint = 'ftp://example.org/v1'", *ENDPOINT, "base address"),
        ("[writer]\nmodel = 'm'\nendpoint = 'https://a b/'", *ENDPOINT, "base address"),
        ("[writer]\nmodel = 'm'\nendpoint = 'https://a:99999/'", *ENDPOINT, "base address"),
        ("[writer]\napi_key = 'sk-1'", "writer.api_key", "no such setting"),
        ("[writer]\ntimeout_s = 0", "writer.timeout_s", "greater than 0"),
        ("[dkim]\nselector = 'a'", "dkim", "key file"),
        ("[dkim]\ned25519_selector = 'a'\ned25519_key_file = 'k'", "dkim", "RSA key"),
        (TWO_KEYS, "dkim", "share a selector"),
        ("[dkim]\nselector = 'a b'\nkey_file = 'k'", "dkim.selector", "letters, digits"),
        ("[dkim]\ndomain = 'other.org'\nselector = 'a'\nkey_file = 'k'", "(whole file)", "count"),
        ("[delivery]\ntransport = 'pigeon'", "delivery.transport", "outbox"),
    ],
)
def test_a_bad_setting_is_named(text: str, key: str | None, says: str) -> None:
    """The error holds the setting's dotted name and says what is wrong with it."""
    with pytest.raises(ConfigError) as raised:
        config.parse(text, {})
    assert says in str(raised.value)
    assert raised.value.key == key


def test_an_unknown_newsletter_is_refused_with_the_known_ones() -> None:
    """Whoever mistypes a slug reads which there are."""
    two = config.parse("[[newsletters]]\nslug = 'a'\n[[newsletters]]\nslug = 'b'", {})
    assert two.newsletter("b").slug == "b"
    with pytest.raises(ConfigError, match="one of: a, b"):
        two.newsletter("c")
    with pytest.raises(ConfigError, match="add --newsletter"):
        two.newsletter()


def test_the_example_file_gives_the_defaults() -> None:
    """Every value in digest.example.toml is the default it claims to be."""
    assert config.parse((ROOT / "digest.example.toml").read_text(), {}) == Config()


def _settings(model: type[BaseModel], table: dict[str, Any]) -> list[str]:
    missing = []
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            missing += [f"{name}.{key}" for key in _settings(kind, table.get(name, {}))]
        elif name not in table:
            missing.append(name)
    return missing


def test_the_example_file_lists_every_setting() -> None:
    """A new setting without its line in digest.example.toml fails here."""
    text = (ROOT / "digest.example.toml").read_text()
    table = tomllib.loads(text)
    assert _settings(Config, table) == ["sources"]
    assert _settings(Newsletter, table["newsletters"][0]) == ["sections", "topics"]
    for name in (
        *Source.model_fields,
        *config.SectionRule.model_fields,
        *config.Topic.model_fields,
    ):
        assert f"# {name} = " in text


@pytest.mark.parametrize(
    ("schedule", "good"),
    [
        ("0 7 * * *", True),
        ("0 7 * * mon-fri", True),
        ("*/15 6-9 1,15 jan-mar/2 7", True),
        ("30 0 7 * * *", True),
        ("61 7 * * *", False),
        ("0 7 * * mon-fryday", False),
        ("0 7 * *", False),
        ("0 7 * * */0", False),
        ("0 -7 * * *", False),
    ],
)
def test_a_schedule_is_checked_before_anything_is_sent(schedule: str, good: bool) -> None:
    """A schedule that only the daemon would refuse is a setting to fix in every command."""
    if good:
        assert Newsletter(schedule=schedule).schedule == schedule
    else:
        with pytest.raises(ValueError, match="no cron schedule"):
            Newsletter(schedule=schedule)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://api.example.org/v1",
        "http://localhost:11434/v1",
        "http://127.0.0.1:8080",
        "http://[::1]:8080/v1",
        "http://10.0.0.7/v1",
        "http://192.168.1.20:8000/v1",
        "http://models:8000/v1",
        "http://gpu.internal/v1",
        "http://gpu.local./v1",
    ],
)
def test_a_writer_is_asked_by_https_or_at_home(endpoint: str) -> None:
    """Plain http is let pass to this machine, private addresses and names that are never public."""
    parsed = config.parse(f"[writer]\nmodel = 'm'\nendpoint = '{endpoint}/'", {})
    assert parsed.writer.endpoint == endpoint


def test_a_writer_is_off_until_it_has_an_endpoint() -> None:
    """Nothing is asked by default."""
    assert config.parse("", {}).writer.endpoint == ""


@pytest.mark.parametrize(
    ("address", "is_open"),
    [
        ("http://news.example.org", True),
        ("https://news.example.org", False),
        ("http://localhost:8000", False),
        ("http://127.0.0.1:8000/news", False),
        ("", False),
    ],
)
def test_plain_http_is_open_but_on_this_machine(address: str, is_open: bool) -> None:
    """Links that others can read on the way are told apart from a trial at home."""
    assert config.parse(f"[site]\nbase_url = '{address}'", {}).site.is_open is is_open


@pytest.mark.parametrize("title", ["", "  ", "\u200b", "\u202e \ufffe"])
def test_a_title_that_nobody_sees_is_refused(title: str) -> None:
    """Of a newsletter or a section: a heading, a sender and a feed would be empty."""
    for text in (f'title = "{title}"', f'[[newsletters.sections]]\ntitle = "{title}"'):
        with pytest.raises(ConfigError, match="nothing of it would be seen"):
            config.parse(f"[[newsletters]]\n{text}", {})


def test_names_are_one_line_without_what_shows_nothing() -> None:
    """So they may stand in a header, a page and a feed."""
    written = config.parse(
        '[[newsletters]]\ntitle = "The\\tHarbour\\uFFFE\\u202E  Post"\nsender_name = "\\u200B"', {}
    )
    newsletter = written.newsletters[0]
    assert (newsletter.title, newsletter.sender_name) == ("The Harbour Post", "")
