"""`digest issues`: list and show the issues that went out, pause and cancel their delivery."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from newsfold import archive, wire
from newsfold.cli import archives, options, output, settings
from newsfold.errors import InputError
from newsfold.model import IssueStanding
from newsfold.store import database, issues, ledger, lock, standing
from newsfold.web import proof

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="List, show, export, pause, resume and cancel issues.",
)

IssueId = Annotated[str, typer.Argument(help="As 'digest issues list' prints it.")]


@app.command("list")
def list_issues(
    newsletter: options.NewsletterSlug = None,
    config: options.ConfigPath = None,
    outbox: options.OutboxFolder = None,
    as_json: options.AsJson = False,
) -> None:
    """List the issues that went out, newest first, with how many got each."""
    setup = settings.load(config, outbox=outbox)
    with database.opened(setup.config.store.url) as db:
        rows = [(row, ledger.counts(db, row.id)) for row in issues.listing(db, newsletter)]
    if as_json:
        output.document(
            [
                {
                    "id": row.id,
                    "newsletter": row.newsletter,
                    "edition": row.edition,
                    "number": row.number,
                    "title": row.title,
                    "frozen_at": row.frozen_at.isoformat(),
                    "standing": row.standing.value,
                    "why": row.standing_why,
                    "deliveries": {state.value: n for state, n in counts.items()},
                }
                for row, counts in rows
            ]
        )
        return
    for row, counts in rows:
        states = ", ".join(f"{n:,} {state.value}" for state, n in counts.items()) or "no readers"
        if row.standing is not IssueStanding.OPEN:
            states += f"; {row.standing.value}{': ' if row.standing_why else ''}{row.standing_why}"
        output.line(f"{row.id}\tissue {row.number}\t{row.title}\t{states}")
    output.line(output.counted(len(rows), "issue") + ".")


@app.command()
def export(
    out: Annotated[Path, typer.Option("--out", help="The folder; made if it is not there.")],
    config: options.ConfigPath = None,
    outbox: options.OutboxFolder = None,
) -> None:
    """Write the web archive: a page for each issue, the list of them, and Atom feeds.

    The folder can be opened in a browser or put on a web server, as base_url/a/ where base_url is
    set. With site.archive set, 'digest run' keeps such a folder up to date.
    """
    setup = settings.load(config, outbox=outbox)
    with database.opened(setup.config.store.url) as db:
        number = archives.written(out, archive.whole(db, setup.config, overrides=setup.overrides))
    output.line(f"Wrote {output.counted(number, 'file')}; open {out / archive.INDEX}")


@app.command()
def show(
    issue_id: IssueId,
    config: options.ConfigPath = None,
    outbox: options.OutboxFolder = None,
    as_json: options.AsJson = False,
    html: Annotated[bool, typer.Option("--html", help="The HTML as it was frozen.")] = False,
    language: options.Language = None,
) -> None:
    """Show one issue as it was frozen: its text, its HTML or its JSON."""
    setup = settings.load(config, outbox=outbox)
    with database.opened(setup.config.store.url) as db:
        frozen = issues.find(db, issue_id)
    if frozen is None:
        raise _unknown(issue_id)
    if as_json:
        output.document(wire.issue(frozen.issue))
        return
    chosen = setup.newsletter(frozen.issue.newsletter)
    variant = frozen.variant(language or chosen.language)
    links = proof.sample_links(setup.config.site, chosen)
    output.line(proof.shown(variant, links) if html else proof.filled(variant, variant.text, links))


@app.command()
def pause(
    issue_id: IssueId,
    why: Annotated[str, typer.Option("--why", help="A note for whoever resumes it.")] = "by hand",
    config: options.ConfigPath = None,
    outbox: options.OutboxFolder = None,
) -> None:
    """Let nothing more of an issue leave. A run that is sending it stops within a moment."""
    with database.opened(settings.load(config, outbox=outbox).config.store.url) as db:
        changed = standing.pause(db, issue_id, why)
        output.line(_stands(db, issue_id, changed))


@app.command()
def resume(
    issue_id: IssueId,
    config: options.ConfigPath = None,
    outbox: options.OutboxFolder = None,
) -> None:
    """Let a paused issue go on; its mails leave with the next 'digest run'."""
    with database.opened(settings.load(config, outbox=outbox).config.store.url) as db:
        changed = standing.resume(db, issue_id)
        output.line(_stands(db, issue_id, changed))


@app.command()
def cancel(
    issue_id: IssueId,
    config: options.ConfigPath = None,
    outbox: options.OutboxFolder = None,
) -> None:
    """Send nothing more of an issue, ever. What went out stays out."""
    setup = settings.load(config, outbox=outbox)
    with database.opened(setup.config.store.url) as db:
        newsletter = issues.newsletter(db, issue_id)
        if newsletter is None:
            raise _unknown(issue_id)
        standing.pause(db, issue_id, "to be cancelled")  # a run that is sending it stops
        with lock.held(db, newsletter):
            number = standing.cancel(db, issue_id, now=setup.now(None))
    output.line(f"{issue_id} is cancelled; {output.counted(number, 'mail')} will not be sent.")


def _stands(db: database.Database, issue_id: str, changed: bool) -> str:
    now = standing.of(db, issue_id)
    if now is None:
        raise _unknown(issue_id)
    why = f" ({now.why})" if now.why else ""
    return f"{issue_id} is {now.state.value}{why}{'' if changed else ' as before'}."


def _unknown(issue_id: str) -> InputError:
    return InputError(f"no issue {issue_id!r}; list them with 'digest issues list'")
