"""`digest test-send`: the current issue to one address, by the way that real mail takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

import typer

from newsfold import edition, variants
from newsfold.cli import (
    DONE,
    DONE_WITH_FAILURES,
    drafting,
    options,
    output,
    progress,
    settings,
    transports,
    writers,
)
from newsfold.cli.subscribers import checked
from newsfold.deliver import unsubscribe
from newsfold.deliver.transport import Unbooked
from newsfold.errors import InputError
from newsfold.model import Outcome, Subscriber
from newsfold.store import database, issues
from newsfold.web import doors

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def test_send(
    address: Annotated[str, typer.Argument(help="Who gets the test mail.")],
    source: options.Sources = None,
    outbox: options.OutboxFolder = None,
    config: options.ConfigPath = None,
    newsletter: options.NewsletterSlug = None,
    at: options.At = None,
    issue: options.IssueFile = None,
) -> None:
    """Send the current issue to one address only.

    The bytes and headers are those of real mail. Nothing is recorded: the edition stays due.
    """
    setup = settings.load(config, sources=source, outbox=outbox)
    address = checked(Subscriber(address)).email
    chosen = setup.newsletter(newsletter)
    with progress.shown() as shown:
        made = drafting.make(
            setup,
            chosen,
            now=setup.now(at),
            only_given=source is not None,
            issue_file=issue,
            progress=shown,
            ask=writers.asker(setup),
        )
    with database.opened(setup.config.store.url) as db:
        secret = db.secret()
        out = issues.find(db, made.issue.id)
        known = doors.opens(db, chosen, address)
    if not made.issue.stories and out is None:
        output.problem(made.no_news("to send", setup))
        raise typer.Exit(DONE)
    if not made.issue.stories and out is not None:  # the edition is out: that one, then
        made = drafting.Draft(out.issue, made.collected)
    made, fetched = made.pictured(chosen)
    for notice in made.collected.notices:
        output.problem(f"  {notice.detail}")
    (variant,) = variants.rendered(
        made.issue, chosen, setup.config, overrides=setup.overrides, fetched=fetched
    )
    # A Message-ID of its own: mail systems drop the second of two mails with the same one.
    apart = replace(made.issue, id=f"{made.issue.id}-test-{datetime.now(UTC):%Y%m%d%H%M%S}")
    mail = edition.mails(apart, [variant], chosen, setup.config)[variant.variant]
    links = unsubscribe.links(setup.config.site, chosen, address, secret)
    try:
        message = mail.to(address, "", links)
    except ValueError as error:
        raise InputError(str(error), where=address) from error
    mails = Unbooked([message])
    with transports.opened(setup) as transport:
        transport.carry(mails)
    (receipt,) = mails.receipts
    if setup.config.site.base_url and not known:
        output.problem(
            f"Note: {address} has got no issue yet and is not in 'digest subscribers list', so "
            "that this mail's links to unsubscribe and to preferences lead nowhere (status 404)."
        )
    output.line(f"{address}: {receipt.outcome.value}: {receipt.code or ''} {receipt.text}".rstrip())
    raise typer.Exit(DONE if receipt.outcome is Outcome.SENT else DONE_WITH_FAILURES)
