"""Key files: made safely, checked before anything is signed, shown as what the DNS takes."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from newsfold.deliver.dkim import keys
from newsfold.deliver.dkim.keys import Kind
from newsfold.errors import ConfigError, InputError
from tests.deliver.dkim import sample

PASSWORD = serialization.BestAvailableEncryption(b"x")
OPEN = serialization.NoEncryption()


def pem(
    private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
    lock: serialization.KeySerializationEncryption = OPEN,
) -> bytes:
    """A key as other tools write it."""
    form = serialization.PrivateFormat.TraditionalOpenSSL
    return private.private_bytes(serialization.Encoding.PEM, form, lock)


@pytest.mark.parametrize("number", [0, 1])
def test_a_key_is_kept_for_its_owner_and_read_again(tmp_path: Path, number: int) -> None:
    """The file has mode 0600, whatever the umask, and holds the same key."""
    key = sample.identities()[number].key
    before = os.umask(0)
    try:
        keys.keep(key, tmp_path / "k.pem")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "k.pem").stat().st_mode) == 0o600
    again = keys.load(tmp_path / "k.pem", key.kind, setting="dkim.key_file")
    assert again.record() == key.record()
    assert keys.too_open(tmp_path / "k.pem") is None


def test_a_key_file_is_never_written_over(tmp_path: Path) -> None:
    """Nor is a link followed: what stood there stays."""
    key = sample.identities()[1].key
    there = tmp_path / "k.pem"
    there.write_text("precious")
    (tmp_path / "link.pem").symlink_to(tmp_path / "elsewhere")
    for path in (there, tmp_path / "link.pem"):
        with pytest.raises(InputError, match="there already"):
            keys.keep(key, path)
    assert there.read_text() == "precious"
    assert not (tmp_path / "elsewhere").exists()
    with pytest.raises(InputError, match="No such file"):
        keys.keep(key, tmp_path / "no" / "k.pem")


@pytest.mark.parametrize("mode", [0o604, 0o620, 0o666])
def test_a_file_open_to_others_is_told(tmp_path: Path, mode: int) -> None:
    """With its mode and the command that closes it; a group may read."""
    path = tmp_path / "k.pem"
    path.touch()
    path.chmod(0o640)
    assert keys.too_open(path) is None
    path.chmod(mode)
    said = keys.too_open(path)
    assert said is not None and f"{mode:04o}" in said and f"chmod 600 {path}" in said


@pytest.mark.parametrize(
    ("content", "kind", "says"),
    [
        (None, "rsa", "cannot be read: No such file"),
        (b"", "rsa", "no private key in PEM form"),
        (b"-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n", "rsa", "PEM"),
        (pem(rsa.generate_private_key(65537, 1024)), "rsa", "1024 bits"),
        (pem(ec.generate_private_key(ec.SECP256R1())), "rsa", "another kind of key than an RSA"),
        (pem(ec.generate_private_key(ec.SECP256R1()), PASSWORD), "rsa", "under a password"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(
    tmp_path: Path, content: bytes | None, kind: Kind, says: str
) -> None:
    """The error names setting and file, what is wrong, and the command that makes a right one."""
    path = tmp_path / "k.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=says) as raised:
        keys.load(path, kind, setting="dkim.key_file")
    assert raised.value.key == "dkim.key_file"
    assert str(path) in str(raised.value) and "digest dkim keygen" in str(raised.value)


def test_each_kind_is_wanted_in_its_own_place(tmp_path: Path) -> None:
    """An RSA key is no Ed25519 key, nor the other way round."""
    for number, kind in ((0, "ed25519"), (1, "rsa")):
        path = tmp_path / f"{number}.pem"
        keys.keep(sample.identities()[number].key, path)
        with pytest.raises(ConfigError, match="another kind of key"):
            keys.load(path, kind, setting="x")  # type: ignore[arg-type]


@pytest.mark.parametrize("number", [0, 1])
def test_the_record_goes_into_the_dns_in_strings_of_255(number: int) -> None:
    """A zone file's line: the strings joined are the record, and none is longer."""
    record = sample.identities()[number].key.record()
    line = keys.zone_line("news1._domainkey.example.org", record)
    assert line.startswith("news1._domainkey.example.org. IN TXT ( ")
    strings = re.findall(r'"([^"]*)"', line)
    assert "".join(strings) == record
    assert all(len(one) <= 255 for one in strings)
    assert len(strings) == (2 if number == 0 else 1)
