"""`digest web`: the pages behind the links of mails, for a web server to pass requests on to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsfold.cli import listening, options, output, settings
from newsfold.cli.subscribers import read_file
from newsfold.errors import InputError
from newsfold.model import Subscriber
from newsfold.store import database

if TYPE_CHECKING:
    from newsfold.web.listed import Listed

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

PORT = 8780  # chosen by eye


@app.command()
def web(
    config: options.ConfigPath = None,
    at: options.At = None,
    host: Annotated[
        str, typer.Option("--host", help="Of this machine's addresses.")
    ] = listening.HOST,
    port: Annotated[int, typer.Option("--port", help="0: any free one.")] = PORT,
    as_json: options.AsJson = False,
) -> None:
    """Serve the pages behind the mails' links: unsubscribe, preferences, archive.

    Until Ctrl-C. Let your web server pass requests for site.base_url on to it; it listens on this
    machine alone unless --host says otherwise.
    """
    from newsfold.web import consent

    setup = settings.load(config)
    if not setup.config.site.base_url:
        output.problem("Note: site.base_url is not set, so that no mail links to these pages.")
    with (
        database.opened(setup.config.store.url) as db,
        listening.at(host, port) as listener,
    ):
        application = consent.application(
            db,
            setup.config,
            clock=setup.clock(at),
            overrides=setup.overrides,
            archive=setup.archive,
            listed=_listed(setup.subscribers),
        )
        url = f"http://{host}:{listener.getsockname()[1]}/"
        if as_json:
            output.record({"url": url})
        else:
            output.line(f"The pages are at {url} - end them with Ctrl-C")
        sys.stdout.flush()
        listening.serve(application, listener)


def _listed(file: Path | None) -> Listed | None:
    """The subscriber file for the pages, read again when it changed; None without one."""
    from newsfold.web.listed import Listed

    if file is None:
        return None

    def rows() -> tuple[Subscriber, ...] | None:
        try:
            return read_file(file).rows
        except InputError as error:
            output.problem(f"{error} Until then its earlier rows hold.")
            return None

    def stamp() -> tuple[int, int] | None:
        try:
            now = file.stat()
        except OSError:
            return None
        return now.st_mtime_ns, now.st_size

    return Listed(rows, stamp)
