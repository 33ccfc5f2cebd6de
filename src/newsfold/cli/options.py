"""The options that many commands share, each declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ConfigPath = Annotated[
    Path | None,
    typer.Option("--config", help="The settings file.  [default: digest.toml if there is one]"),
]
Sources = Annotated[
    list[str] | None,
    typer.Option("--source", help="Articles: a folder, a file or '-'; instead of the settings'."),
]
NewsletterSlug = Annotated[
    str | None, typer.Option("--newsletter", help="Which newsletter, where several are set up.")
]
At = Annotated[
    str | None,
    typer.Option("--at", help="Act as if it were this instant, e.g. 2026-01-06T18:00:00Z."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable output.")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="List all, not only the first few.")]
SubscribersFile = Annotated[
    Path | None,
    typer.Option("--subscribers", help="A CSV file; instead of the store's readers."),
]
OutboxFolder = Annotated[
    Path | None, typer.Option("--outbox", help="Write the mails into this folder.")
]
Language = Annotated[
    str | None,
    typer.Option("--language", help="As its readers of this language get it, e.g. 'de'."),
]
NoWriter = Annotated[
    bool,
    typer.Option("--no-writer", help="The sources' own words, whatever the settings say."),
]
Join = Annotated[
    bool,
    typer.Option("--join", help="Help the run that is sending; take over when it ends."),
]
IssueFile = Annotated[
    Path | None, typer.Option("--issue", help="An issue saved by 'digest draft --save FILE'.")
]
