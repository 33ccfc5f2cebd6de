"""`digest dkim`: make signing keys, and show the DNS records to publish."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from newsfold.cli import options, output, settings, signatures
from newsfold.config.dkim import NAME
from newsfold.deliver import headers
from newsfold.deliver.dkim import keys
from newsfold.deliver.dkim.keys import Key
from newsfold.errors import InputError

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Make the keys that mails are signed with, and show their DNS records.",
)


class Kind(StrEnum):
    """Of a key."""

    RSA = "rsa"
    ED25519 = "ed25519"


SETTINGS = {
    Kind.RSA: ("selector", "key_file"),
    Kind.ED25519: ("ed25519_selector", "ed25519_key_file"),
}


@app.callback()
def dkim() -> None:
    """Make the keys that mails are signed with, and show their DNS records."""


@app.command()
def keygen(
    selector: Annotated[str, typer.Argument(help="A name for the key, e.g. 'news2026'.")],
    kind: Annotated[Kind, typer.Option("--kind", help="Of the key.")] = Kind.RSA,
    out: Annotated[
        Path | None, typer.Option("--out", help="Its file.  [default: SELECTOR.pem]")
    ] = None,
    newsletter: options.NewsletterSlug = None,
    config: options.ConfigPath = None,
) -> None:
    """Make a key that only you may read, and print the DNS record and the settings for it.

    A file that is there is never written over.
    """
    if not NAME.match(selector):
        raise InputError(
            f"{selector!r} is no selector; use small letters, digits and hyphens, e.g. 'news2026'",
            where=selector,
        )
    setup = settings.load(config)
    domain = setup.config.dkim.domain or _domain(setup.newsletter(newsletter).sender)
    path = out or setup.folder / f"{selector}.pem"
    key = keys.made("rsa" if kind is Kind.RSA else "ed25519")
    keys.keep(key, path)
    output.line(f"The key is in {path}. Publish this record in the DNS of {domain}:")
    output.line()
    _show(selector, domain, key)
    output.line()
    output.line("Then sign with it, in digest.toml:")
    output.line()
    selector_setting, file_setting = SETTINGS[kind]
    output.line(f'[dkim]\n{selector_setting} = "{selector}"\n{file_setting} = "{path}"')


@app.command()
def records(newsletter: options.NewsletterSlug = None, config: options.ConfigPath = None) -> None:
    """Print the DNS records of the keys that the settings name."""
    setup = settings.load(config)
    identities = signatures.identities(setup)
    if not identities:
        raise InputError("[dkim] names no key; make one with 'digest dkim keygen SELECTOR'")
    sender = setup.newsletter(newsletter).sender
    for identity in identities:
        _show(identity.selector, identity.domain or _domain(sender), identity.key)


def _domain(sender: str) -> str:
    return headers.address(sender).rpartition("@")[2]


def _show(selector: str, domain: str, key: Key) -> None:
    output.line(keys.zone_line(f"{selector}._domainkey.{domain}", key.record()))
