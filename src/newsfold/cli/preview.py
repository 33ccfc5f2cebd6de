"""`digest preview`: an issue to look at, on a local page or in files."""

from __future__ import annotations

import json
import sys
import webbrowser
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from newsfold import audience, wire
from newsfold.cli import (
    DONE,
    DONE_WITH_FAILURES,
    drafting,
    files,
    listening,
    options,
    output,
    progress,
    settings,
    writers,
)
from newsfold.cli.subscribers import read_file
from newsfold.config import Newsletter
from newsfold.model import Subscriber
from newsfold.store import database
from newsfold.web.press import Made
from newsfold.web.proof import Proof

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

PORT = 8765  # chosen by eye; where it is taken, any free one


@app.command()
def preview(
    source: options.Sources = None,
    config: options.ConfigPath = None,
    newsletter: options.NewsletterSlug = None,
    at: options.At = None,
    no_writer: options.NoWriter = False,
    issue: options.IssueFile = None,
    language: options.Language = None,
    subscribers: options.SubscribersFile = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write files into this folder, and end.")
    ] = None,
    port: Annotated[
        int | None, typer.Option("--port", help=f"Of the local page.  [default: {PORT}]")
    ] = None,
    open_it: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the page in the browser.")
    ] = False,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Show the issue on a local page, or write it into files with --out.

    The files are HTML, text, mail, JSON and web page. The local page shows it as each reader gets
    it, on a phone or a desktop, light or dark, with what is to be mended, and follows every change
    of templates, settings and articles until Ctrl-C. Nothing is sent, and no issue is stored. The
    mail is what 'digest run' would send; where the edition is out and nothing is new, the issue
    that is out is shown.
    """
    asked = _Asked(source, config, newsletter, at, no_writer, issue, language, subscribers)
    if out is None:
        raise typer.Exit(_serve(asked, port, open_it=open_it, as_json=as_json))
    raise typer.Exit(_written(asked, out, as_json=as_json, verbose=verbose))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the command line asks to be shown."""

    source: list[str] | None
    config: Path | None
    newsletter: str | None
    at: str | None
    no_writer: bool
    issue: Path | None
    language: str | None
    subscribers: Path | None

    def setup(self) -> tuple[settings.Setup, Newsletter]:
        """The settings as they are now, and the newsletter that is meant."""
        setup = settings.load(self.config, sources=self.source, subscribers=self.subscribers)
        chosen = setup.newsletter(self.newsletter)
        settings.offered(chosen, self.language)
        return setup, chosen

    def draft(self, setup: settings.Setup, chosen: Newsletter, *, quiet: bool) -> drafting.Draft:
        """The issue that is due, or the one that is out where nothing is."""
        with progress.shown(quiet=quiet) as shown:
            made = drafting.make(
                setup,
                chosen,
                now=setup.now(self.at),
                only_given=self.source is not None,
                issue_file=self.issue,
                progress=shown,
                ask=writers.asker(setup, off=self.no_writer),
            )
        return made.or_what_is_out()


def _say_out(made: drafting.Draft) -> None:
    if made.out is not None and made.issue is made.out:
        output.problem(f"Edition {made.out.edition} is out; showing it.")


def _made(asked: _Asked) -> Made:
    setup, chosen = asked.setup()
    made, fetched = asked.draft(setup, chosen, quiet=True).pictured(chosen)
    _say_out(made)
    proof = Proof(
        made.issue,
        chosen,
        setup.config,
        overrides=setup.overrides,
        fetched=fetched,
        readers=_readers(setup, chosen),
    )
    return Made(proof, _watched(setup, asked))


def _written(asked: _Asked, out: Path, *, as_json: bool, verbose: bool) -> int:
    setup, chosen = asked.setup()
    made, fetched = asked.draft(setup, chosen, quiet=as_json).pictured(chosen)
    if not as_json:
        output.collected(made.collected, every=verbose)
        writers.say(made.written, every=verbose)
    _say_out(made)
    if not made.issue.stories:
        if as_json:
            output.document({})
        output.problem(made.no_news("to preview", setup))
        return DONE_WITH_FAILURES if made.collected.failures else DONE
    proof = Proof(made.issue, chosen, setup.config, overrides=setup.overrides, fetched=fetched)
    paths = _write(out, proof, asked.language)
    if as_json:
        output.document({name: str(path) for name, path in paths.items()})
    else:
        for path in paths.values():
            output.line(str(path))
    trouble = made.collected.failures or writers.failed(made.written)
    return DONE_WITH_FAILURES if trouble else DONE


def _readers(setup: settings.Setup, chosen: Newsletter) -> tuple[Subscriber, ...]:
    """Those who would get the newsletter: of the file, else of the store; () without either."""
    listed = None if setup.subscribers is None else read_file(setup.subscribers).rows
    if not database.exists(setup.config.store.url):
        return audience.readers_now(chosen, None, listed)
    with database.opened(setup.config.store.url) as db:
        return audience.readers_now(chosen, db, listed)


def _watched(setup: settings.Setup, asked: _Asked) -> tuple[Path, ...]:
    """What the preview is made from: settings, articles, templates, readers."""
    file = asked.config or Path(settings.DEFAULT_FILE)
    named = [file, asked.issue, setup.subscribers, setup.overrides]
    articles = [Path(source.path) for source in setup.config.sources if source.path != "-"]
    return tuple(path.absolute() for path in (*named, *articles) if path is not None)


def _serve(asked: _Asked, port: int | None, *, open_it: bool, as_json: bool) -> int:
    """The exit code, once the page was served until Ctrl-C."""
    from newsfold.web import preview as pages

    application = pages.application(partial(_made, asked))
    with listening.at(listening.HOST, *((PORT, 0) if port is None else (port,))) as listener:
        url = f"http://{listening.HOST}:{listener.getsockname()[1]}/"
        if as_json:
            output.record({"url": url})
        else:
            output.line(f"The preview is at {url} - end it with Ctrl-C")
        sys.stdout.flush()
        if open_it and not webbrowser.open(url):
            output.problem("No browser could be opened; open the address yourself.")
        listening.serve(application, listener)
    return DONE


def _write(folder: Path, proof: Proof, language: str | None) -> dict[str, Path]:
    copy = proof.copy(language=language)
    contents = {
        "html": copy.shown.encode(),
        "txt": copy.text.encode(),
        "eml": copy.mail,
        "json": json.dumps(wire.issue(proof.issue), ensure_ascii=False, indent=2).encode() + b"\n",
        "web": proof.page(language).encode(),
    }
    paths = {kind: folder / f"issue.{kind}" for kind in contents} | {"web": folder / "web.html"}
    for kind, content in contents.items():
        files.write(paths[kind], content)
    return paths
