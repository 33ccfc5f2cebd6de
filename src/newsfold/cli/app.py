"""The command table: every command's name, file and one line, loaded only when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from newsfold import __version__

# name -> (module, one line). Kept here so that '--help' loads no command.
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("init", "Write a first digest.toml and subscribers.csv into a folder."),
    "gather": ("gather", "Read the sources and keep their new articles in the store."),
    "clean": ("clean", "Show the article in each document, and what was dropped."),
    "draft": ("draft", "Show or save the issue that is due, without sending it."),
    "preview": ("preview", "Show the issue on a local page, or write it into files with --out."),
    "run": ("run", "Make the edition that is due and send it: the cron entry."),
    "daemon": ("daemon", "Gather and publish by the newsletters' schedules until stopped."),
    "web": ("web", "Serve the pages behind the mails' links: unsubscribe, preferences, archive."),
    "subscribers": ("subscribers", "List, add, remove, import, export and check subscribers."),
    "issues": ("issues", "List, show, export, pause, resume and cancel issues."),
    "deliveries": (
        "deliveries",
        "Show who got an issue, who did not, and why; settle doubts.",
    ),
    "dkim": ("dkim", "Make the keys that mails are signed with, and show their DNS records."),
    "test-send": ("test_send", "Send the current issue to one address only."),
}


class Commands(TyperGroup):
    """A group that imports a command's file when the command is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The command names in the order of a day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command with that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"newsfold.cli.{COMMANDS[cmd_name][0]}")
        return typer.main.get_command(module.app)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the table without loading any command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"newsfold {__version__}")
        raise typer.Exit


app = typer.Typer(
    cls=Commands, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
)


@app.callback()
def digest(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Version.")
    ] = False,
) -> None:
    """Turn gathered news articles into a daily digest and mail it to your list.

    Start with 'digest init', look with 'digest preview', send with 'digest run'.
    """
