"""`digest draft`: the issue that is due, as text or JSON, without sending it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from newsfold import variants, wire
from newsfold.cli import (
    DONE,
    DONE_WITH_FAILURES,
    drafting,
    explaining,
    files,
    options,
    output,
    progress,
    settings,
    writers,
)
from newsfold.errors import InputError

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def draft(
    source: options.Sources = None,
    config: options.ConfigPath = None,
    newsletter: options.NewsletterSlug = None,
    at: options.At = None,
    no_writer: options.NoWriter = False,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
    save: Annotated[
        Path | None, typer.Option("--save", help="Write the JSON to this file, to be edited.")
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option("--explain", help="Why STORY is as it is: its id, or words of its headline."),
    ] = None,
) -> None:
    """Show or save the issue that is due, without sending it.

    An editor may drop and reorder stories, change headlines and add notes in the saved file;
    'digest run --issue FILE' then sends exactly that. '--explain' tells why one story is as it is.
    """
    setup = settings.load(config, sources=source)
    chosen = setup.newsletter(newsletter)
    with progress.shown(quiet=as_json) as shown:
        made = drafting.make(
            setup,
            chosen,
            now=setup.now(at),
            only_given=source is not None,
            issue_file=None,
            progress=shown,
            ask=writers.asker(setup, off=no_writer),
        )
    if explain is not None:
        why = explaining.of(explain, made, chosen, setup)
        if as_json:
            output.document(explaining.plain(why))
        else:
            explaining.show(why, made.issue)
        raise typer.Exit(DONE_WITH_FAILURES if made.collected.failures else DONE)
    plain = wire.issue(made.issue)
    if save is not None and not made.issue.stories:
        if not as_json:
            output.collected(made.collected, every=verbose)
        raise InputError(made.no_news("to save", setup))
    if save is not None:
        _save(made, save)
    if as_json:
        output.document(plain)
    else:
        output.collected(made.collected, every=verbose)
        writers.say(made.written, every=verbose)
        if save is not None:
            output.line(f"Saved {save}; send it with: digest run --issue {save}")
        else:
            _show(made, setup, chosen.slug)
    trouble = made.collected.failures or writers.failed(made.written)
    raise typer.Exit(DONE_WITH_FAILURES if trouble else DONE)


def _save(made: drafting.Draft, file: Path) -> None:
    """Raises: InputError for an issue that no run would take."""
    if made.out is not None:
        raise InputError(
            f"nothing saved: edition {made.out.edition} is out, so that 'digest run' would refuse "
            f"{file}; what is new since is for the next edition: digest draft --save {file} --at "
            f"{drafting.next_edition(made.out)}"
        )
    text = json.dumps(wire.draft(made.issue), ensure_ascii=False, indent=2)
    files.write(file, text.encode() + b"\n")


def _show(made: drafting.Draft, setup: settings.Setup, slug: str) -> None:
    if not made.issue.stories:
        output.line(made.no_news("to tell", setup))
        return
    chosen = setup.newsletter(slug)
    (variant, *_) = variants.rendered(made.issue, chosen, setup.config, overrides=setup.overrides)
    output.line()
    output.line(variant.text)
    if made.out is not None:
        output.line(
            f"Edition {made.out.edition} is out: 'digest issues show {made.out.id}'. The stories "
            "above are new since, for the next edition."
        )
