"""`digest subscribers`: list, add, remove, import, export and check the readers."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from newsfold import compose
from newsfold.cli import DONE, DONE_WITH_FAILURES, files, options, output, roll, settings
from newsfold.cli.settings import Setup
from newsfold.errors import InputError
from newsfold.model import Subscriber, SubscriptionStatus
from newsfold.store import database, readers
from newsfold.store import roll as enrolled
from newsfold.store.roll import Entry
from newsfold.subscribers import table
from newsfold.subscribers.table import Table
from newsfold.text import chars

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="List, add, remove, import, export and check subscribers.",
)

CsvFile = Annotated[Path, typer.Argument(help="A CSV file; see subscribers.example.csv.")]
Email = Annotated[str, typer.Argument(help="The reader's address.")]
Status = Annotated[
    SubscriptionStatus | None,
    typer.Option("--status", help="Only these; 'unsubscribed' also finds who left one newsletter."),
]


@app.command("list")
def list_readers(
    config: options.ConfigPath = None,
    outbox: options.OutboxFolder = None,
    status: Status = None,
    as_json: options.AsJson = False,
) -> None:
    """List every subscriber in the store with status and newsletters, and whoever left.

    Who gets no mail, or left a newsletter, is shown with when and by which way; also whoever only
    a file names.
    """
    setup = settings.load(config, outbox=outbox)
    found = _enrolled(setup, status)
    if as_json:
        output.document([roll.plain(entry) for entry in found])
        return
    _mind_the_file(setup)
    for entry in found:
        output.line(roll.line(entry))
    output.line(output.counted(len(found), "subscriber") + ".")


def _enrolled(setup: Setup, status: SubscriptionStatus | None) -> list[Entry]:
    with database.opened(setup.config.store.url) as db:
        return [e for e in enrolled.entries(db) if status is None or e.has(status)]


@app.command()
def add(
    email: Email,
    name: Annotated[str, typer.Option("--name", help="The reader's name.")] = "",
    newsletters: Annotated[
        str, typer.Option("--newsletters", help="Slugs, separated by spaces; empty: all.")
    ] = "",
    language: Annotated[str, typer.Option("--language", help="ISO 639-1, e.g. de.")] = "",
    timezone: Annotated[str, typer.Option("--timezone", help="IANA name, e.g. Asia/Tokyo.")] = "",
    sections: Annotated[
        str, typer.Option("--sections", help="Titles, with ';' between them; empty: all.")
    ] = "",
    config: options.ConfigPath = None,
    outbox: options.OutboxFolder = None,
    at: options.At = None,
) -> None:
    """Add one subscriber, also one who unsubscribed before and asks to come back."""
    setup = settings.load(config, outbox=outbox)
    asked = checked(
        Subscriber(
            email,
            name,
            newsletters=tuple(newsletters.split()),
            language=language or None,
            timezone=timezone or None,
            sections=tuple(sections.split(";")),
        )
    )
    with database.opened(setup.config.store.url) as db:
        reader = _completed(asked, readers.find(db, asked.email))
        readers.add(db, reader, now=settings.instant(at))
    output.line(f"{reader.email} gets {' '.join(reader.newsletters) or 'every newsletter'}.")
    _mind_the_file(setup)


def checked(asked: Subscriber) -> Subscriber:
    """The reader in normal form, by the checks of a file's row. Raises: InputError."""
    read = table.read(table.write([asked]), name="the command line")
    if read.errors:
        error = read.errors[0]
        raise InputError(f"{error.column or 'reader'} {error.value!r}: {error.problem}")
    return read.rows[0]


def _completed(asked: Subscriber, known: Subscriber | None) -> Subscriber:
    """What was asked for, and for the rest what was known."""
    if known is None:
        return asked
    return replace(
        asked,
        name=asked.name or known.name,
        newsletters=asked.newsletters or known.newsletters,
        timezone=asked.timezone or known.timezone,
        language=asked.language or known.language,
        sections=asked.sections or known.sections,
        extra=known.extra,
    )


def _mind_the_file(setup: Setup) -> None:
    """Say so where the settings name a file: then a run mails that file's rows."""
    if setup.subscribers is not None:
        output.problem(
            f"Note: the settings name {setup.subscribers}, so 'digest run' mails its rows and not "
            'the store\'s. To use the store, set: subscribers = ""'
        )


@app.command()
def remove(
    email: Email,
    newsletter: options.NewsletterSlug = None,
    config: options.ConfigPath = None,
    outbox: options.OutboxFolder = None,
    at: options.At = None,
) -> None:
    """Unsubscribe one reader; no later import brings them back."""
    setup = settings.load(config, outbox=outbox)
    address = checked(Subscriber(email)).email
    slug = setup.newsletter(newsletter).slug if newsletter else None
    with database.opened(setup.config.store.url) as db:
        known = readers.unsubscribe(db, address, slug, now=settings.instant(at), by="owner")
    output.line(
        f"{address} is unsubscribed."
        if known
        else f"{address} was not in the store; the address is blocked from now on."
    )


@app.command("import")
def import_file(
    file: CsvFile,
    config: options.ConfigPath = None,
    outbox: options.OutboxFolder = None,
    at: options.At = None,
    as_json: options.AsJson = False,
) -> None:
    """Put a CSV file's good rows into the store; bad ones are listed with their line.

    Whoever unsubscribed stays unsubscribed.
    """
    read = read_file(file)
    setup = settings.load(config, outbox=outbox)
    with database.opened(setup.config.store.url) as db:
        merged = readers.merge(db, read.rows, now=settings.instant(at))
    result = {
        "added": merged.added,
        "updated": merged.updated,
        "unchanged": merged.unchanged,
        "kept_unsubscribed": merged.kept_unsubscribed,
        "duplicates": len(read.repeats),
        "notices": _passed_over(read, setup),
        "errors": [str(e) for e in read.errors],
    }
    if as_json:
        output.document(result)
    else:
        output.line(
            f"{merged.added:,} added, {merged.updated:,} updated, {merged.unchanged:,} unchanged, "
            f"{merged.kept_unsubscribed:,} kept unsubscribed, "
            f"{output.counted(len(read.repeats), 'duplicate')} merged, "
            f"{output.counted(len(read.errors), 'bad row')}."
        )
        _told(file, read, setup)
    _mind_the_file(setup)
    raise typer.Exit(DONE_WITH_FAILURES if read.errors else DONE)


@app.command()
def check(
    file: CsvFile, config: options.ConfigPath = None, as_json: options.AsJson = False
) -> None:
    """Say what an import of this file would find, without importing it."""
    read = read_file(file)
    setup = settings.load(config)
    if as_json:
        output.document(
            {
                "good": len(read.rows),
                "duplicates": len(read.repeats),
                "notices": _passed_over(read, setup),
                "errors": [str(e) for e in read.errors],
            }
        )
    else:
        output.line(
            f"{file}: {output.counted(len(read.rows), 'good row')}, "
            f"{output.counted(len(read.repeats), 'duplicate')} merged, "
            f"{output.counted(len(read.errors), 'bad row')}."
        )
        _told(file, read, setup)
    raise typer.Exit(DONE_WITH_FAILURES if read.errors else DONE)


@app.command()
def export(
    out: Annotated[
        Path | None, typer.Option("--out", help="Write here.  [default: standard output]")
    ] = None,
    config: options.ConfigPath = None,
    outbox: options.OutboxFolder = None,
    status: Status = None,
) -> None:
    """Write every subscriber as CSV, with the columns that came in, and whoever left.

    Who gets no mail, or left a newsletter, has columns that say when and by which way. An import
    of the file brings none of them back.
    """
    found = _enrolled(settings.load(config, outbox=outbox), status)
    content = table.write(roll.row(entry) for entry in found)
    if out is None:
        output.raw(content)
    else:
        files.write(out, content)
        output.line(f"Wrote {out}.")


def read_file(file: Path) -> Table:
    """A CSV file's readers and bad rows. Raises: InputError when it cannot be opened."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot read {file}: {error.strerror}; see subscribers.example.csv for the format",
            where=str(file),
        ) from error
    return table.read(data, name=str(file))


def _passed_over(read: Table, setup: Setup) -> list[str]:
    """A sentence for each wish that no newsletter can fulfil."""
    return _unknown_sections(read, setup) + _unknown_languages(read, setup)


def _unknown_languages(read: Table, setup: Setup) -> list[str]:
    """A sentence for each language that readers want and no newsletter is written in."""
    known = {language for newsletter in setup.config.newsletters for language in newsletter.offered}
    odd = Counter(s.language for s in read.rows if s.language and s.language not in known)
    return [
        f"language: {language!r} ({output.counted(count, 'reader')}): no newsletter is written in "
        f"it; set languages = [{language!r}] under [[newsletters]] if one is to be"
        for language, count in odd.items()
    ]


def _unknown_sections(read: Table, setup: Setup) -> list[str]:
    """A sentence for each section that readers chose and no newsletter has."""
    known = {
        chars.fold(title): title
        for newsletter in setup.config.newsletters
        for title in compose.titles(newsletter)
    }
    odd = Counter(t for s in read.rows for t in s.sections if chars.fold(t) not in known)
    return [
        f"sections: {title!r} ({output.counted(count, 'reader')}): no newsletter has it, so it is "
        f"passed over; there are: {', '.join(known.values())}"
        for title, count in odd.items()
    ]


def _told(file: Path, read: Table, setup: Setup) -> None:
    """The rows that were merged, what is passed over, and what is bad."""
    output.some([f"{file}: {repeat}" for repeat in read.repeats])
    for notice in (*_passed_over(read, setup), *read.errors):
        output.problem(f"  {file}: {notice}")
