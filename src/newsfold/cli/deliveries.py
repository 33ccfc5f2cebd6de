"""`digest deliveries`: who got an issue, who did not, and why; what a person decides on them."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Annotated

import typer

from newsfold.cli import options, output, settings
from newsfold.errors import InputError
from newsfold.model import DeliveryState
from newsfold.store import database, issues, ledger, lock

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
        rows = ledger.rows(db, issue_id=issue, state=state)
    if as_json:
        output.document(
            [
                {
                    "issue": r.issue_id,
                    "email": r.email,
                    "state": r.state.value,
                    "attempts": r.attempts,
                    "code": r.code,
                    "detail": r.detail,
                    "due_at": r.due_at.isoformat() if r.due_at else None,
                    "updated_at": r.updated_at.isoformat() if r.updated_at else None,
                }
                for r in rows
            ]
        )
        return
    for r in rows:
        answer = " ".join(str(part) for part in (r.code, r.detail) if part)
        output.line(f"{r.issue_id}\t{r.email}\t{r.state.value}\t{answer}")
    output.line(output.counted(len(rows), "delivery", "deliveries") + ".")


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
        newsletter = issues.newsletter(db, issue_id)
        if newsletter is None:
            raise InputError(f"no issue {issue_id!r}; list them with 'digest issues list'")
        with lock.held(db, newsletter):
            return ledger.settle(
                db,
                issue_id,
                addresses or [],
                out_of=out_of,
                into=into,
                detail=FINISHED,
                now=setup.now(None),
            )
