"""Signing keys: made, read from their files, checked, and shown as the DNS records to publish."""

from __future__ import annotations

import base64
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from newsfold.errors import ConfigError, InputError

Kind = Literal["rsa", "ed25519"]
RSA_BITS = 2048  # RFC 8301 3.2
MOST_RSA_BITS = 4096  # what every verifier must be able to check (RFC 8301 3.2)
_STRING = 255  # octets of one string of a TXT record (RFC 1035 3.3.14)
_NAMES = {"rsa": "an RSA key", "ed25519": "an Ed25519 key"}


@dataclass(frozen=True, slots=True)
class Key:
    """A private key. `sign` may be called from any thread."""

    private: RSAPrivateKey | Ed25519PrivateKey

    @property
    def kind(self) -> Kind:
        """As the DNS record's k= names it."""
        return "rsa" if isinstance(self.private, RSAPrivateKey) else "ed25519"

    @property
    def signature_bytes(self) -> int:
        """How long each of its signatures is."""
        key = self.private
        return (key.key_size + 7) // 8 if isinstance(key, RSAPrivateKey) else 64

    def sign(self, digest: bytes) -> bytes:
        """The signature of a SHA-256 digest; the same for the same digest.

        Source: RFC 6376 3.3.2 for RSA, RFC 8463 3 for Ed25519, which signs the digest itself.
        """
        if isinstance(self.private, RSAPrivateKey):
            ready = utils.Prehashed(hashes.SHA256())
            return self.private.sign(digest, padding.PKCS1v15(), ready)
        return self.private.sign(digest)

    def record(self) -> str:
        """The text of the DNS record that lets everybody check its signatures."""
        public = self.private.public_key()
        encoding = serialization.Encoding
        if isinstance(self.private, RSAPrivateKey):
            form = serialization.PublicFormat.SubjectPublicKeyInfo
            octets = public.public_bytes(encoding.DER, form)
        else:
            octets = public.public_bytes(encoding.Raw, serialization.PublicFormat.Raw)
        return f"v=DKIM1; k={self.kind}; p={base64.b64encode(octets).decode('ascii')}"

    def der(self) -> bytes:
        """The key for another process of ours."""
        none = serialization.NoEncryption()
        form = serialization.PrivateFormat.PKCS8
        return self.private.private_bytes(serialization.Encoding.DER, form, none)

    def pem(self) -> bytes:
        """The key as its file holds it."""
        none = serialization.NoEncryption()
        form = serialization.PrivateFormat.PKCS8
        return self.private.private_bytes(serialization.Encoding.PEM, form, none)


def made(kind: Kind) -> Key:
    """A new key."""
    if kind == "rsa":
        return Key(generate_private_key(public_exponent=65537, key_size=RSA_BITS))
    return Key(Ed25519PrivateKey.generate())


def from_der(octets: bytes) -> Key:
    """The key that `Key.der` gave."""
    key = serialization.load_der_private_key(octets, None)
    assert isinstance(key, RSAPrivateKey | Ed25519PrivateKey)
    return Key(key)


def keep(key: Key, path: Path) -> None:
    """Write a new key into a file that only its owner may read.

    Raises: InputError when the file is there already, or cannot be written: a key that mails were
    signed with is never lost to another.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        handle = os.open(path, flags, 0o600)
    except FileExistsError as error:
        raise InputError(
            f"{path} is there already and is not written over; name another file, or take that one "
            "away first",
            where=str(path),
        ) from error
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror}", where=str(path)) from error
    with open(handle, "wb") as file:
        file.write(key.pem())
        file.flush()
        os.fsync(file.fileno())


def load(path: Path, kind: Kind, *, setting: str) -> Key:
    """The key in a PEM file, as `setting` names it.

    Raises: ConfigError for a file that cannot be read, holds no such key, or one too short or too
    long.
    """

    def wrong(what: str) -> ConfigError:
        return ConfigError(
            f"{setting}: {path} {what}; make one with 'digest dkim keygen'", key=setting
        )

    try:
        private = serialization.load_pem_private_key(path.read_bytes(), None)
    except OSError as error:
        raise wrong(f"cannot be read: {error.strerror}") from error
    except TypeError as error:
        raise wrong("holds a key under a password, and nobody is there to type it") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise wrong("holds no private key in PEM form") from error
    if not isinstance(private, RSAPrivateKey | Ed25519PrivateKey) or Key(private).kind != kind:
        raise wrong(f"holds another kind of key than {_NAMES[kind]}")
    if isinstance(private, RSAPrivateKey) and not RSA_BITS <= private.key_size <= MOST_RSA_BITS:
        raise wrong(
            f"holds an RSA key of {private.key_size} bits, and {RSA_BITS} to {MOST_RSA_BITS} are "
            "trusted everywhere"
        )
    return Key(private)


def too_open(path: Path) -> str | None:
    """What is to be said of a key file that others may read or change; None when all is well."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & (stat.S_IRWXO | stat.S_IWGRP):
        return f"{path} is open to others (mode {mode:04o}); type: chmod 600 {path}"
    return None


def zone_line(name: str, record: str) -> str:
    """The record as a line of a zone file, cut into strings of at most 255 octets."""
    cut = [record[at : at + _STRING] for at in range(0, len(record), _STRING)]
    quoted = " ".join(f'"{part}"' for part in cut)
    return f"{name}. IN TXT ( {quoted} )"
