"""`digest dkim` and what a run does with its keys: made, published, used, refused in time."""

from __future__ import annotations

import re
from pathlib import Path

import dkim
import pytest

from tests.conftest import ROOT
from tests.walk.conftest import run_in
from tests.walk.test_sample import AT

SOURCE = ROOT / "seeds" / "maid_of_orrin_inquiry.md"
ZONE = re.compile(r"^(\S+) IN TXT \( (.*) \)$", re.M)


def published(text: str) -> dict[bytes, bytes]:
    """The records in what a command printed, by name, as a resolver gives them."""
    return {
        name.encode(): "".join(re.findall(r'"([^"]*)"', strings)).encode()
        for name, strings in ZONE.findall(text)
    }


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with settings that sign with an RSA and an Ed25519 key, just made."""
    settings = "[[newsletters]]\nsender = 'news@example.org'\n"
    (tmp_path / "digest.toml").write_text(settings)
    run_in(tmp_path, "dkim", "keygen", "n1")
    run_in(tmp_path, "dkim", "keygen", "n2", "--kind", "ed25519", "--out", "second.pem")
    (tmp_path / "digest.toml").write_text(
        settings + "[dkim]\nselector = 'n1'\nkey_file = 'n1.pem'\n"
        "ed25519_selector = 'n2'\ned25519_key_file = 'second.pem'\n"
    )
    (tmp_path / "readers.csv").write_text("email\nada@example.org\nbo@example.org\n")
    return tmp_path


def test_a_run_signs_with_the_keys_whose_records_are_shown(site: Path) -> None:
    """What 'dkim records' prints checks each mail of a run, and a test mail too."""
    records = published(run_in(site, "dkim", "records").stdout)
    assert set(records) == {b"n1._domainkey.example.org.", b"n2._domainkey.example.org."}
    arguments = ("--source", SOURCE, "--at", AT, "--outbox", "outbox")
    run_in(site, "run", *arguments, "--subscribers", "readers.csv")
    run_in(site, "test-send", "cy@example.org", *arguments)
    mails = [file.read_bytes() for file in (site / "outbox").glob("*.eml")]
    assert len(mails) == 3
    for content in mails:
        for number in (0, 1):
            checked = dkim.DKIM(content).verify(
                idx=number, dnsfunc=lambda name, timeout=5: records.get(name)
            )
            assert checked


def test_keygen_prints_record_and_settings_and_never_writes_over(site: Path) -> None:
    """A second key of the same name is refused with exit code 2; the first one stays."""
    before = (site / "n1.pem").read_bytes()
    said = run_in(site, "dkim", "keygen", "n1", exits=2).stderr
    assert "is not written over" in said
    assert (site / "n1.pem").read_bytes() == before
    made = run_in(site, "dkim", "keygen", "n3", "--kind", "ed25519").stdout
    assert 'ed25519_selector = "n3"' in made
    assert b"v=DKIM1; k=ed25519; p=" in published(made)[b"n3._domainkey.example.org."]
    assert "is no selector" in run_in(site, "dkim", "keygen", "../x", exits=2).stderr


def test_a_bad_key_stops_the_run_before_anything_is_done(site: Path) -> None:
    """Nothing is frozen and nothing sent; once the key is there, the edition goes out."""
    arguments = ("run", "--source", SOURCE, "--at", AT, "--subscribers", "readers.csv")
    (site / "n1.pem").rename(site / "away.pem")
    said = run_in(site, *arguments, exits=2).stderr
    assert "dkim.key_file" in said and "No such file" in said
    (site / "second.pem").rename(site / "n1.pem")
    assert "another kind of key" in run_in(site, *arguments, exits=2).stderr
    assert "another kind of key" in run_in(site, "daemon", exits=2).stderr
    assert "0 deliveries" in run_in(site, "deliveries", "list").stdout
    (site / "n1.pem").rename(site / "second.pem")
    (site / "away.pem").rename(site / "n1.pem")
    (site / "n1.pem").chmod(0o644)
    done = run_in(site, *arguments)
    assert "2 sent now" in done.stdout
    assert "open to others" in done.stderr


def test_without_a_key_there_is_no_record(tmp_path: Path) -> None:
    """It says how to make one."""
    assert "keygen" in run_in(tmp_path, "dkim", "records", exits=2).stderr
