"""`digest gather`: read the sources and keep their new articles in the store."""

from __future__ import annotations

import typer

from newsfold import collect, tables
from newsfold.cli import DONE, DONE_WITH_FAILURES, options, output, progress, settings
from newsfold.store import articles, database

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def gather(
    source: options.Sources = None,
    config: options.ConfigPath = None,
    outbox: options.OutboxFolder = None,
    at: options.At = None,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Read the sources and keep their new articles in the store."""
    setup = settings.load(config, sources=source, outbox=outbox)
    now = setup.now(at)
    with progress.shown(quiet=as_json) as shown:
        result = collect.articles(
            setup.config.sources,
            tables.load(),
            max_bytes=setup.config.gather.max_bytes,
            progress=shown,
        )
    with database.opened(setup.config.store.url) as db:
        kept = articles.keep(db, result.articles, now=now)
    if as_json:
        output.document({**output.plain(result), "new": kept.new, "known": kept.known})
    else:
        output.collected(result, every=verbose)
        output.line(f"{output.counted(kept.new, 'new article')} kept, {kept.known} known already.")
    raise typer.Exit(DONE_WITH_FAILURES if result.failures else DONE)
