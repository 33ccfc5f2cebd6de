"""Which keys mails are signed with, and under which names they are published."""

from __future__ import annotations

import re
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from newsfold.config.table import Table

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"  # RFC 1035 2.3.4
NAME = re.compile(rf"(?:{_LABEL}\.)*{_LABEL}\Z")


class Dkim(Table):
    """Signatures. Off without a key file. Keys are made by 'digest dkim keygen'."""

    domain: str = ""  # whose signature it is; empty: the sender's domain
    selector: str = ""  # the record of the key is <selector>._domainkey.<domain>
    key_file: str = ""  # RSA, PEM; relative to the config file's folder
    ed25519_selector: str = ""  # of a second signature
    ed25519_key_file: str = ""
    processes: Annotated[int, Field(ge=-1, le=64)] = -1  # that sign too; -1: by the processors

    @field_validator("domain", "selector", "ed25519_selector")
    @classmethod
    def _name(cls, value: str) -> str:
        if value and not NAME.match(value.lower()):
            raise ValueError("use letters, digits and hyphens, with dots between, e.g. 'news2026'")
        return value.lower()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        pairs = ((self.selector, self.key_file), (self.ed25519_selector, self.ed25519_key_file))
        if any(bool(selector) != bool(file) for selector, file in pairs):
            raise ValueError("a selector needs its key file, and a key file its selector")
        if self.ed25519_key_file and not self.key_file:
            raise ValueError(
                "not every receiver can check Ed25519: add 'selector' and 'key_file' of an RSA key"
            )
        if self.selector and self.selector == self.ed25519_selector:
            raise ValueError("two keys cannot share a selector; give the second one its own")
        return self

    @property
    def on(self) -> bool:
        """Whether mails are signed."""
        return bool(self.key_file)

    def covers(self, sender: str) -> bool:
        """Whether receivers take its domain as the sender's: the same one, or one above it.

        Source: RFC 7489 3.1.1 (relaxed alignment), less its list of public suffixes.
        """
        host = sender.rpartition("@")[2].lower()
        return not self.domain or host == self.domain or host.endswith(f".{self.domain}")
