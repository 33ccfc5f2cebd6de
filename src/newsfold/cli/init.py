"""`digest init`: a first settings file, a subscriber list and a folder for articles."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from newsfold import config, resources
from newsfold.cli import DONE, FIX_SOMETHING, files, output, settings

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

STARTER = """\
# newsfold's settings. Every other one, with unit and default: digest.example.toml

subscribers = "subscribers.csv"

[[sources]]
name = "articles"
path = "articles"

[[newsletters]]
slug = "daily"
title = {title}
sender = {sender}
timezone = {timezone}
language = {language}  # of the mail's own words and dates, ISO 639-1; stories stay in theirs
schedule = "0 7 * * *"

[delivery]
transport = "outbox"  # "smtp" sends: set host, port and username in [delivery.smtp]
"""


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="Where to write.")] = Path(),
    title: Annotated[str, typer.Option("--title", help="The newsletter's title.")] = "Daily digest",
    sender: Annotated[
        str, typer.Option("--sender", help="The From address.")
    ] = "digest@localhost.localdomain",
    timezone: Annotated[str, typer.Option("--timezone", help="IANA name.")] = "UTC",
    language: Annotated[
        str, typer.Option("--language", help="Of the mail's own words, ISO 639-1, e.g. 'de'.")
    ] = "en",
    templates: Annotated[
        bool, typer.Option("--templates", help="Only the mail's templates, to change them.")
    ] = False,
) -> None:
    """Write a first digest.toml and subscribers.csv into a folder. Nothing is overwritten.

    With --templates: the built-in template files, into the folder that the settings name. A file
    that is left as it is may be deleted again; the built-in one is then used.
    """
    if templates:
        raise typer.Exit(_eject(folder))
    starter = STARTER.format(
        title=_quoted(title),
        sender=_quoted(sender),
        timezone=_quoted(timezone),
        language=_quoted(language),
    )
    config.parse(starter, {}, source="the options given")
    taken = _written(
        {
            folder / "digest.toml": starter.encode(),
            folder / "digest.example.toml": resources.example("digest.example.toml").read_bytes(),
            folder / "subscribers.csv": resources.example("subscribers.example.csv").read_bytes(),
        }
    )
    (folder / "articles").mkdir(exist_ok=True)
    there = "" if folder == Path() else f"cd {folder} && "
    output.line(f"Put articles into {folder / 'articles'}, then: {there}digest preview")
    raise typer.Exit(FIX_SOMETHING if folder / "digest.toml" in taken else DONE)


def _eject(folder: Path) -> int:
    """Copies of the built-in templates; the exit code."""
    file = folder / settings.DEFAULT_FILE
    site = settings.load(file if file.is_file() else None).config.site
    built_in = resources.templates()
    taken = _written(
        {
            folder / site.templates / path.relative_to(built_in): path.read_bytes()
            for path in sorted(built_in.rglob("*.j2"))
        }
    )
    return FIX_SOMETHING if taken else DONE


def _written(wanted: Mapping[Path, bytes]) -> list[Path]:
    """Writes the files that are not there yet; the paths of the others, which are kept."""
    taken = [path for path in wanted if path.exists()]
    for path, content in wanted.items():
        if path not in taken:
            files.write(path, content)
            output.line(f"Wrote {path}")
    for path in taken:
        output.problem(f"Kept {path} as it is; remove it first to have it written anew")
    return taken


def _quoted(text: str) -> str:
    """A TOML basic string."""
    escaped = "".join(c if c.isprintable() and c not in '"\\' else f"\\u{ord(c):04x}" for c in text)
    return f'"{escaped}"'
