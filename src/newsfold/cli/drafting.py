"""The issue that `draft`, `preview` and `test-send` show: the same walk, nothing stored."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newsfold import edition, tables, wire
from newsfold.cli.settings import Setup
from newsfold.config import Newsletter
from newsfold.edition import Collected, Progress
from newsfold.errors import InputError
from newsfold.model import Article, Issue, Told
from newsfold.store import articles, database, issues
from newsfold.text.language import Tables

NOTHING_TOLD = Told()


@dataclass(frozen=True, slots=True)
class Draft:
    """An unpublished issue and what it was made from."""

    issue: Issue
    collected: Collected
    articles: tuple[Article, ...] = ()  # that it tells of
    told: Told = NOTHING_TOLD


def make(
    setup: Setup,
    newsletter: Newsletter,
    *,
    now: datetime,
    only_given: bool,
    issue_file: Path | None,
    progress: Progress,
) -> Draft:
    """The issue that is due at `now`, or the one in `issue_file`.

    With `only_given` (explicit `--source`) the store is not consulted: the same files give the
    same issue anywhere. Otherwise stored articles and earlier issues count as they would in
    `run`. Raises: InputError when the issue file cannot be used.
    """
    if issue_file is not None:
        return Draft(saved(issue_file), Collected())
    loaded = tables.load()
    collected = edition.collect(
        setup.config.sources,
        loaded,
        max_bytes=setup.config.gather.max_bytes,
        stdin=sys.stdin.buffer,
        progress=progress,
    )
    fresh = edition.fresh(collected.articles, newsletter, now)
    if only_given or not database.exists(setup.config.store.url):
        issue = edition.draft(fresh, newsletter, loaded, now=now)
        return Draft(issue, collected, tuple(fresh))
    return _beside_the_store(setup, newsletter, loaded, fresh, now, collected)


def _beside_the_store(
    setup: Setup,
    newsletter: Newsletter,
    loaded: Tables,
    fresh: list[Article],
    now: datetime,
    collected: Collected,
) -> Draft:
    with database.opened(setup.config.store.url) as db:
        stored = articles.due(db, newsletter.slug, now=now, max_age=newsletter.max_age)
        due = {a.id: a for a in (*articles.unprinted(db, newsletter.slug, fresh), *stored)}
        told = issues.told(db, newsletter.slug)
        number = issues.next_number(db, newsletter.slug)
    articles_due = tuple(due.values())
    issue = edition.draft(articles_due, newsletter, loaded, now=now, number=number, told=told)
    return Draft(issue, collected, articles_due, told)


def saved(file: Path) -> Issue:
    """The issue in a file that `digest draft --save` wrote. Raises: InputError."""
    try:
        data = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise InputError(
            f"cannot read {file}: {error.strerror}; save one with 'digest draft --save {file}'",
            where=str(file),
        ) from error
    except ValueError as error:
        raise InputError(f"{file} is not JSON: {error}", where=str(file)) from error
    return wire.issue_from(data)
