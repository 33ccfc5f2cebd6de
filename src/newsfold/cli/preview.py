"""`digest preview`: the issue as HTML, text, mail and JSON, written to a folder and opened."""

from __future__ import annotations

import json
import tempfile
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from newsfold import edition, wire
from newsfold.cli import (
    DONE,
    DONE_WITH_FAILURES,
    drafting,
    files,
    options,
    output,
    settings,
    writers,
)
from newsfold.config import Newsletter
from newsfold.deliver import unsubscribe
from newsfold.model import Issue, RenderedIssue

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

READER = "reader@example.org"  # RFC 2606; no mail is sent
SAMPLE_SECRET = b"preview"  # its unsubscribe link is for show


@app.command()
def preview(
    source: options.Sources = None,
    config: options.ConfigPath = None,
    newsletter: options.NewsletterSlug = None,
    at: options.At = None,
    no_writer: options.NoWriter = False,
    issue: options.IssueFile = None,
    language: options.Language = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write the files here.  [default: a new folder]")
    ] = None,
    open_it: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the HTML when there is no --out.")
    ] = True,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Write the issue as HTML, text, mail and JSON, and open it.

    Nothing is stored and nothing is sent. The mail is what 'digest run' would send to
    reader@example.org.
    """
    setup = settings.load(config, sources=source)
    chosen = setup.newsletter(newsletter)
    shown = settings.offered(chosen, language)
    with output.progress(quiet=as_json) as progress:
        made = drafting.make(
            setup,
            chosen,
            now=setup.now(at),
            only_given=source is not None,
            issue_file=issue,
            progress=progress,
            ask=writers.asker(setup, off=no_writer),
        )
    if not made.issue.stories:
        if as_json:
            output.document({})
        else:
            output.collected(made.collected, every=verbose)
        output.problem("Nothing to preview: no article is new. Older ones? Try --at.")
        raise typer.Exit(DONE)
    folder = out or Path(tempfile.mkdtemp(prefix="digest-preview-"))
    paths = _write(folder, made.issue, setup, chosen, shown)
    if as_json:
        output.document({name: str(path) for name, path in paths.items()})
    else:
        output.collected(made.collected, every=verbose)
        writers.say(made.written, every=verbose)
        for path in paths.values():
            output.line(str(path))
    if out is None and open_it and not as_json and not _opened(paths["html"]):
        output.problem("No browser could be opened; open the HTML file above yourself.")
    trouble = made.collected.failures or writers.failed(made.written)
    raise typer.Exit(DONE_WITH_FAILURES if trouble else DONE)


def _opened(path: Path) -> bool:
    return webbrowser.open(path.resolve().as_uri())


def _write(
    folder: Path, issue: Issue, setup: settings.Setup, chosen: Newsletter, language: str
) -> dict[str, Path]:
    (variant,) = edition.rendered(
        issue, chosen, setup.config, languages=[language], overrides=setup.overrides
    )
    links = unsubscribe.links(setup.config.site, chosen, READER, SAMPLE_SECRET)
    mail = edition.mails(issue, [variant], chosen, setup.config)[variant.variant]
    contents = {
        "html": filled(variant, variant.html, links).encode(),
        "txt": filled(variant, variant.text, links).encode(),
        "eml": mail.to(READER, "", links).content,
        "json": json.dumps(wire.issue(issue), ensure_ascii=False, indent=2).encode() + b"\n",
    }
    paths = {kind: folder / f"issue.{kind}" for kind in contents}
    for kind, content in contents.items():
        files.write(paths[kind], content)
    return paths


def filled(variant: RenderedIssue, content: str, links: unsubscribe.Unsubscribe) -> str:
    """A variant's HTML or text with its slots filled for one reader."""
    return content.replace(variant.slots["unsubscribe"], links.url or links.mailto)
