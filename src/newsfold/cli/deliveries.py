"""`digest deliveries`: who got an issue, who did not, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from newsfold.cli import options, output, settings
from newsfold.model import DeliveryState
from newsfold.store import database, ledger

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Show who got an issue, who did not, and why.",
)


@app.callback()
def deliveries() -> None:
    """Show who got an issue, who did not, and why."""


@app.command("list")
def list_deliveries(
    issue: Annotated[str | None, typer.Option("--issue", help="Only this issue's.")] = None,
    state: Annotated[
        DeliveryState | None, typer.Option("--state", help="Only those in this state.")
    ] = None,
    config: options.ConfigPath = None,
    outbox: options.OutboxFolder = None,
    as_json: options.AsJson = False,
) -> None:
    """List deliveries with their state and the relay's last answer."""
    setup = settings.load(config, outbox=outbox)
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
