"""The keys that the settings name, read and checked before anything is sent."""

from __future__ import annotations

from newsfold.cli import output
from newsfold.cli.settings import Setup
from newsfold.deliver.dkim import keys, signing
from newsfold.deliver.dkim.signature import Identity
from newsfold.deliver.dkim.signing import Signing
from newsfold.deliver.transport import Transport


def signing_transport(setup: Setup, transport: Transport) -> Signing:
    """The transport, with its mails signed as the settings say.

    Raises: ConfigError for a key file that cannot be used. One that others may read is told.
    """
    asked = setup.config.dkim.processes
    processes = signing.spare_processors() if asked < 0 else asked
    return Signing(transport, identities(setup), processes=processes)


def identities(setup: Setup) -> tuple[Identity, ...]:
    """The settings' keys under their names; none when mails are not signed.

    Raises: ConfigError for a key file that cannot be used. One that others may read is told.
    """
    dkim = setup.config.dkim
    wanted: tuple[tuple[keys.Kind, str, str, str], ...] = (
        ("rsa", "dkim.key_file", dkim.key_file, dkim.selector),
        ("ed25519", "dkim.ed25519_key_file", dkim.ed25519_key_file, dkim.ed25519_selector),
    )
    found: list[Identity] = []
    for kind, setting, file, selector in wanted:
        if not file:
            continue
        path = setup.folder / file
        found.append(Identity(keys.load(path, kind, setting=setting), selector, dkim.domain))
        if warning := keys.too_open(path):
            output.problem(f"{setting}: {warning}")
    return tuple(found)
