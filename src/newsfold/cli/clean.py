"""`digest clean`: the article in each document, and what was dropped."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from newsfold import edition, tables, wire
from newsfold.cli import DONE, DONE_WITH_FAILURES, options, output, settings
from newsfold.config import Source
from newsfold.model import Article, Failure, Rejected

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def clean(
    paths: Annotated[list[str], typer.Argument(help="Files, folders, or '-' (stdin).")],
    config: options.ConfigPath = None,
    as_json: options.AsJson = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Also show every removed line and why.")
    ] = False,
) -> None:
    """Show the article in each document, and what was dropped.

    With --json: one JSON object per document, in input order, one per line.
    """
    setup = settings.load(config)
    sources = [Source(name=path, path=path) for path in paths]
    failed = False
    for item in edition.outcomes(
        sources,
        tables.load(),
        max_bytes=setup.config.gather.max_bytes,
        stdin=sys.stdin.buffer,
    ):
        failed = failed or isinstance(item, Failure)
        if as_json:
            output.record(_plain(item))
        else:
            _show(item, explain=explain)
    raise typer.Exit(DONE_WITH_FAILURES if failed else DONE)


def _plain(item: Article | Rejected | Failure) -> dict[str, Any]:
    if isinstance(item, Article):
        return wire.article(item)
    if isinstance(item, Rejected):
        return wire.rejected(item)
    return wire.failed(item)


def _show(item: Article | Rejected | Failure, *, explain: bool) -> None:
    if not isinstance(item, Article):
        output.line(f"{item.locator}: no article: {item.reason}: {item.detail}\n")
        return
    output.line(f"{item.locator}\n{item.title}")
    published = item.published_at.iso if item.published_at else "date unknown"
    by = ", ".join(item.authors) or "author unknown"
    output.line(f"{item.outlet or 'outlet unknown'} | {by} | {published} ({item.dated_by.value})")
    for number, paragraph in enumerate(item.paragraphs):
        for heading in (s.text for s in item.subheadings if s.before == number):
            output.line(f"\n## {heading}")
        output.line(f"\n{paragraph}")
    output.line(f"\n[{output.counted(len(item.removed), 'piece')} of other text removed]")
    if explain:
        for removal in item.removed:
            output.line(f"  - {removal.why}: {removal.text}")
    output.line()
