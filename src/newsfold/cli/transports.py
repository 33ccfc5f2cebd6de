"""Where a run's mails go: the outbox, Maildir, program or relay that the settings name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from newsfold import config
from newsfold.cli import settings
from newsfold.cli.settings import Setup
from newsfold.deliver.maildir import Maildir
from newsfold.deliver.outbox import Outbox
from newsfold.deliver.sendmail import Sendmail
from newsfold.deliver.transport import Transport
from newsfold.model import Delivery

UNDER_WAY = "digest.connections"  # the folder for what is under way over SMTP


def to_outbox(setup: Setup) -> bool:
    """Whether mails are written to the outbox folder."""
    return setup.config.delivery.transport is config.Transport.OUTBOX


@contextmanager
def opened(setup: Setup) -> Iterator[Transport]:
    """The transport that the settings name, ready to send.

    Raises: ConfigError without a password for the login or with a key that cannot be used,
    DeliveryError when it cannot be used.
    """
    transport = _plain(setup)
    if setup.config.dkim.on:
        from newsfold.cli import signatures

        transport = signatures.signing_transport(setup, transport)
    with transport:
        yield transport


def check(setup: Setup) -> None:
    """Read what mails are signed with. Raises: ConfigError for a key that cannot be used."""
    if setup.config.dkim.on:
        from newsfold.cli import signatures

        signatures.identities(setup)


def _plain(setup: Setup) -> Transport:
    """The transport without signatures, not entered yet."""
    delivery = setup.config.delivery
    if to_outbox(setup):
        return Outbox(setup.outbox)
    if delivery.transport is config.Transport.MAILDIR:
        return Maildir(setup.folder / delivery.maildir)
    if delivery.transport is config.Transport.SENDMAIL:
        return Sendmail(delivery.sendmail)
    from newsfold.deliver.smtp.relay import Relay

    smtp = delivery.smtp
    if smtp.socket:
        smtp = smtp.model_copy(update={"socket": str(setup.folder / smtp.socket)})
    password = settings.password(smtp, setup.folder)
    return Relay(smtp, password, pace=delivery.pace, keep_in=setup.folder / UNDER_WAY)


def mails(setup: Setup, deliveries: Iterable[Delivery]) -> list[str]:
    """The paths of delivered mails in the outbox."""
    outbox = Outbox(setup.outbox)
    paths = (outbox.path(d.issue_id, d.email) for d in deliveries)
    return [str(path) for path in paths if path.exists()]  # it may have gone to another folder
