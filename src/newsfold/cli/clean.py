"""`digest clean`: the article in each document, and what was dropped."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any

import typer

from newsfold import collect, tables, wire
from newsfold.clean.line import clock
from newsfold.clean.line.clock import Order
from newsfold.cli import DONE, DONE_WITH_FAILURES, options, output, settings
from newsfold.collect import Outcome
from newsfold.config import Source
from newsfold.model import Article, Failure, Notice, Rejected, Verdict

Read = Article | Rejected | Failure
Lines = tuple[Verdict, ...]

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def clean(
    paths: Annotated[list[str], typer.Argument(help="Files, folders, or '-' (stdin).")],
    config: options.ConfigPath = None,
    as_json: options.AsJson = False,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Show for each line whether it was kept, and why not."),
    ] = False,
) -> None:
    """Show the article in each document, and what was dropped.

    With --json: one JSON object per document, in input order, one per line.
    """
    setup = settings.load(config)
    sources = settings.named(paths)
    failed = False
    for item, lines, notices in _noted(_outcomes(setup, sources, explain=explain)):
        failed = failed or isinstance(item, Failure)
        if as_json:
            told: dict[str, Any] = {"lines": wire.verdicts(lines)} if explain else {}
            output.record({**_plain(item), "notices": [n.detail for n in notices], **told})
        else:
            _show(item, lines, explain=explain)
            for notice in notices:
                output.problem(notice.detail)
    raise typer.Exit(DONE_WITH_FAILURES if failed else DONE)


def _noted(outcomes: Iterable[tuple[Outcome, Lines]]) -> Iterator[tuple[Read, Lines, list[Notice]]]:
    """Each document with its lines and, with a file's last one, what is to be known of the file.

    What is to be known of a file without documents is shown at once.
    """
    held: tuple[Read, Lines, list[Notice]] | None = None
    for item, lines in outcomes:
        if not isinstance(item, Notice):
            if held is not None:
                yield held
            held = (item, lines, [])
        elif held is not None and held[0].locator.partition("#")[0] == item.locator:
            held[2].append(item)
        else:
            output.problem(item.detail)
    if held is not None:
        yield held


def _outcomes(
    setup: settings.Setup, sources: Sequence[Source], *, explain: bool
) -> Iterator[tuple[Outcome, Lines]]:
    loaded, max_bytes = tables.load(), setup.config.gather.max_bytes
    stdin = sys.stdin.buffer
    if explain:
        yield from collect.explained(sources, loaded, max_bytes=max_bytes, stdin=stdin)
    else:
        for item in collect.outcomes(sources, loaded, max_bytes=max_bytes, stdin=stdin):
            yield item, ()


def _plain(item: Read) -> dict[str, Any]:
    if isinstance(item, Article):
        order = _order(item)
        return {**wire.article(item), "posts_order": order.value if order else None}
    if isinstance(item, Rejected):
        return wire.rejected(item)
    return wire.failed(item)


def _show(item: Read, lines: Lines, *, explain: bool) -> None:
    if not isinstance(item, Article):
        output.line(f"{item.locator}: no article: {item.reason}: {item.detail}")
    else:
        _head(item)
        if not explain:
            _body(item)
    if lines:
        _table(lines)
    output.line()


def _head(item: Article) -> None:
    output.line(f"{item.locator}\n{item.title}")
    published = item.published_at.iso if item.published_at else "date unknown"
    by = ", ".join(item.authors) or "author unknown"
    output.line(f"{item.outlet or 'outlet unknown'} | {by} | {published} ({item.dated_by.value})")
    if item.posts:
        order = _order(item)
        shown = f", {order.value.replace('-', ' ')}" if order else ""
        output.line(f"live blog: {output.counted(len(item.posts), 'post')}{shown}")


def _order(item: Article) -> Order | None:
    """In which order a live blog's posts stand, as far as their times tell."""
    return clock.order([p.time for p in item.posts], tables.load().language(item.language))


def _body(item: Article) -> None:
    for number, paragraph in enumerate(item.paragraphs):
        for heading in (s.text for s in item.subheadings if s.before == number):
            output.line(f"\n## {heading}")
        output.line(f"\n{paragraph}")
    output.line(f"\n[{output.counted(len(item.removed), 'piece')} of other text removed]")


def _table(lines: Lines) -> None:
    """One row a line: its number, '+' and what it was kept as or '-' and why it was dropped."""
    roles = [v.kept_as or v.why or "" for v in lines]
    width = max(map(len, roles))
    digits = max(len(str(v.line or "")) for v in lines)
    output.line()
    for previous, verdict, role in zip((None, *lines), lines, roles, strict=False):
        same = previous is not None and previous.line == verdict.line
        number = "" if same or verdict.line is None else str(verdict.line)
        sign = "+" if verdict.kept_as else "-"
        output.fitted(f"{number:>{digits}} {sign} {role:<{width}}  {verdict.text}")
