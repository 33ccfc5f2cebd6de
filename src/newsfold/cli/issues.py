"""`digest issues`: list and show the issues that went out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from newsfold import archive, wire
from newsfold.cli import archives, options, output, settings
from newsfold.errors import InputError
from newsfold.store import database, issues, ledger
from newsfold.web import proof

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="List, show and export the issues that went out.",
)


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
                    "deliveries": {state.value: n for state, n in counts.items()},
                }
                for row, counts in rows
            ]
        )
        return
    for row, counts in rows:
        states = ", ".join(f"{n:,} {state.value}" for state, n in counts.items()) or "no readers"
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
    issue_id: Annotated[str, typer.Argument(help="As 'digest issues list' prints it.")],
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
        raise InputError(f"no issue {issue_id!r}; list them with 'digest issues list'")
    if as_json:
        output.document(wire.issue(frozen.issue))
        return
    chosen = setup.newsletter(frozen.issue.newsletter)
    variant = frozen.variant(language or chosen.language)
    links = proof.sample_links(setup.config.site, chosen)
    output.line(proof.shown(variant, links) if html else proof.filled(variant, variant.text, links))
