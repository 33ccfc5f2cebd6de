"""`digest deliveries`: who got an issue, who did not, and why; what a person decides on them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from newsfold.cli import files, options, output, settings, tabular
from newsfold.cli.settings import Setup
from newsfold.deliver import headers, message
from newsfold.errors import InputError
from newsfold.model import Delivery, DeliveryState, IssueStanding
from newsfold.store import database, issues, ledger, lock, reports, standing
from newsfold.store.database import Database

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Show who got an issue, who did not, and why; settle doubts.",
)

IssueId = Annotated[str, typer.Argument(help="As 'digest issues list' prints it.")]
Addresses = Annotated[
    list[str] | None, typer.Argument(help="Only these readers; none: all that are meant.")
]
FINISHED = "settled by hand"
COLUMNS = (
    *("issue", "email", "name", "variant", "state", "attempts", "code", "detail"),
    *("due_at", "updated_at"),
)


class Decision(StrEnum):
    """What a person knows, or wants, of mails in doubt."""

    SENT = "sent"  # they were delivered
    RESEND = "resend"  # they were not, or a second copy does no harm
    FAILED = "failed"  # leave them


INTO = {
    Decision.SENT: DeliveryState.SENT,
    Decision.RESEND: DeliveryState.PENDING,
    Decision.FAILED: DeliveryState.FAILED,
}


class Form(StrEnum):
    """Of exported rows."""

    CSV = "csv"
    JSON = "json"


@app.callback()
def deliveries() -> None:
    """Show who got an issue, who did not, and why; settle doubts."""


@app.command("list")
def list_deliveries(
    issue: Annotated[str | None, typer.Option("--issue", help="Only this issue's.")] = None,
    state: Annotated[
        DeliveryState | None, typer.Option("--state", help="Only those in this state.")
    ] = None,
    in_doubt: Annotated[
        bool, typer.Option("--in-doubt", help="Only those that may have been delivered.")
    ] = False,
    config: options.ConfigPath = None,
    outbox: options.OutboxFolder = None,
    as_json: options.AsJson = False,
) -> None:
    """List deliveries with their state and the relay's last answer."""
    setup = settings.load(config, outbox=outbox)
    if in_doubt:
        state = DeliveryState.INTENT
    with database.opened(setup.config.store.url) as db:
        wanted = [issue] if issue else sorted(row.id for row in issues.listing(db))
        rows = chain.from_iterable(reports.each(db, one, state=state) for one in wanted)
        if as_json:
            for piece in tabular.as_json(map(_plain, rows)):
                output.raw(piece)
            return
        number = 0
        for r in rows:
            number += 1
            answer = " ".join(str(part) for part in (r.code, r.detail) if part)
            output.line(f"{r.issue_id}\t{r.email}\t{r.state.value}\t{answer}")
    output.line(output.counted(number, "delivery", "deliveries") + ".")


@app.command()
def show(
    issue_id: IssueId,
    address: Annotated[
        str | None, typer.Argument(help="One reader; none: the issue as a whole.")
    ] = None,
    config: options.ConfigPath = None,
    outbox: options.OutboxFolder = None,
    as_json: options.AsJson = False,
) -> None:
    """Show how an issue stands and why readers have not got it, or one reader's mail."""
    setup = settings.load(config, outbox=outbox)
    with database.opened(setup.config.store.url) as db:
        slug = _newsletter(db, issue_id)
        if address is not None:
            row = reports.one(db, issue_id, address)
            if row is None:
                raise InputError(f"{issue_id} was not meant for {address}", where=address)
            _show_one(row, _message_id(setup, slug, row), as_json=as_json)
            return
        counts, reasons = ledger.counts(db, issue_id), reports.reasons(db, issue_id)
    if as_json:
        listed = [{**asdict(reason), "state": reason.state.value} for reason in reasons]
        output.document(
            {
                "issue": issue_id,
                "counts": {state.value: n for state, n in counts.items()},
                "reasons": listed,
            }
        )
        return
    output.line(f"{issue_id}: " + ", ".join(f"{n:,} {state.value}" for state, n in counts.items()))
    for reason in reasons:
        answer = " ".join(str(part) for part in (reason.code, reason.example) if part)
        output.line(f"  {reason.number:>9,} {reason.state.value}\t{answer}")


@app.command()
def export(
    issue_id: IssueId,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write here.  [default: standard output]")
    ] = None,
    form: Annotated[
        Form | None,
        typer.Option("--format", help="Of the rows.  [default: by --out's ending, csv]"),
    ] = None,
    state: Annotated[
        DeliveryState | None, typer.Option("--state", help="Only those in this state.")
    ] = None,
    config: options.ConfigPath = None,
    outbox: options.OutboxFolder = None,
) -> None:
    """Write who got an issue, who did not, and why, as CSV or JSON."""
    setup = settings.load(config, outbox=outbox)
    if form is None:
        form = Form.JSON if out is not None and out.suffix.lower() == ".json" else Form.CSV
    with database.opened(setup.config.store.url) as db:
        _newsletter(db, issue_id)
        rows = map(_plain, reports.each(db, issue_id, state=state))
        lines = tabular.as_json(rows) if form is Form.JSON else tabular.as_csv(rows, COLUMNS)
        if out is None:
            for line in lines:
                output.raw(line)
        else:
            files.write_all(out, lines)
            output.line(f"Wrote {out}.")


@app.command()
def resolve(
    issue_id: IssueId,
    addresses: Addresses = None,
    decision: Annotated[
        Decision, typer.Option("--as", help="What becomes of them.")
    ] = Decision.SENT,
    config: options.ConfigPath = None,
    outbox: options.OutboxFolder = None,
) -> None:
    """Settle mails in doubt: as sent, to be sent again with the same Message-ID, or as failed."""
    number = _settled(
        issue_id, addresses, config, outbox, out_of=[DeliveryState.INTENT], into=INTO[decision]
    )
    output.line(f"{output.counted(number, 'mail')} settled: {decision.value}.")


@app.command()
def retry(
    issue_id: IssueId,
    addresses: Addresses = None,
    config: options.ConfigPath = None,
    outbox: options.OutboxFolder = None,
) -> None:
    """Try failed and deferred mails again with the next 'digest run'."""
    number = _settled(
        issue_id,
        addresses,
        config,
        outbox,
        out_of=[DeliveryState.FAILED, DeliveryState.DEFERRED],
        into=DeliveryState.PENDING,
    )
    output.line(f"{output.counted(number, 'mail')} to be tried again.")


def _settled(
    issue_id: str,
    addresses: list[str] | None,
    config: options.ConfigPath,
    outbox: options.OutboxFolder,
    *,
    out_of: Collection[DeliveryState],
    into: DeliveryState,
) -> int:
    """Move the issue's deliveries under its newsletter's lock; their number."""
    setup = settings.load(config, outbox=outbox)
    with database.opened(setup.config.store.url) as db:
        newsletter = _newsletter(db, issue_id)
        with lock.held(db, newsletter):
            stands = standing.of(db, issue_id)
            cancelled = stands is not None and stands.state is IssueStanding.CANCELLED
            if cancelled and into is DeliveryState.PENDING:
                raise InputError(
                    f"{issue_id} was cancelled, so no mail of it is sent again; settle what is "
                    "in doubt with 'digest deliveries resolve' as sent or failed"
                )
            return ledger.settle(
                db,
                issue_id,
                addresses or [],
                out_of=out_of,
                into=into,
                detail=FINISHED,
                now=setup.now(None),
            )


def _newsletter(db: Database, issue_id: str) -> str:
    """The slug of the issue's newsletter. Raises: InputError for an issue that is not there."""
    newsletter = issues.newsletter(db, issue_id)
    if newsletter is None:
        raise InputError(f"no issue {issue_id!r}; list them with 'digest issues list'")
    return newsletter


def _message_id(setup: Setup, slug: str, row: Delivery) -> str | None:
    """What to look for in a relay's log; None when the settings know the newsletter no more."""
    for newsletter in setup.config.newsletters:
        if newsletter.slug == slug:
            ids = message.MessageIds(row.issue_id, slug, headers.address(newsletter.sender))
            return ids.of(row.email)
    return None


def _show_one(row: Delivery, message_id: str | None, *, as_json: bool) -> None:
    told = {**_plain(row), "message_id": message_id}
    if as_json:
        output.document(told)
        return
    for name, value in told.items():
        if value not in (None, ""):
            output.line(f"{name + ':':<12} {value}")


def _plain(row: Delivery) -> dict[str, str | int | None]:
    return {
        "issue": row.issue_id,
        "email": row.email,
        "name": row.name,
        "variant": row.variant,
        "state": row.state.value,
        "attempts": row.attempts,
        "code": row.code,
        "detail": row.detail,
        "due_at": row.due_at.isoformat() if row.due_at else None,
        "updated_at": row.updated_at.isoformat() if row.updated_at else None,
    }
