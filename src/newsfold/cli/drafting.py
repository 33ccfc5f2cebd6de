"""The issue that `draft`, `preview` and `test-send` show: the same walk, nothing stored."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsfold import collect, edition, tables, wire
from newsfold.cli import output
from newsfold.cli.settings import Setup
from newsfold.collect import Collected, Progress
from newsfold.config import Newsletter
from newsfold.errors import InputError
from newsfold.model import Article, InlinePicture, Issue, Told
from newsfold.store import articles, database, issues
from newsfold.store.database import Database
from newsfold.text.language import Tables
from newsfold.write import phrase
from newsfold.write.phrase import Ask, Written

NOTHING_TOLD = Told()


@dataclass(frozen=True, slots=True)
class Draft:
    """An unpublished issue and what it was made from."""

    issue: Issue
    collected: Collected
    written: Written | None = None  # what the writer did, where there is one
    articles: tuple[Article, ...] = ()  # that it tells of
    told: Told = NOTHING_TOLD
    asked: bool = True  # the sources were; not for a saved issue
    out: Issue | None = None  # the same edition's issue, where the store has it out already

    def no_news(self, purpose: str, setup: Setup) -> str:
        """Why there is nothing `purpose` ('to send')."""
        if self.out is None:
            return output.no_news(
                purpose, self.collected, setup.config.sources if self.asked else ()
            )
        return (
            f"Nothing {purpose}: edition {self.out.edition} is out: 'digest issues show "
            f"{self.out.id}'. No article is new since."
        )

    def or_what_is_out(self) -> Draft:
        """The draft, or the issue that is out where the draft has no story."""
        if self.issue.stories or self.out is None:
            return self
        return replace(self, issue=self.out)

    def pictured(self, newsletter: Newsletter) -> tuple[Draft, Mapping[str, InlinePicture]]:
        """The pictures for its mails, and the draft with a notice for each that is missing."""
        found = edition.pictured(self.issue, newsletter)
        notices = (*self.collected.notices, *found.notices)
        return replace(self, collected=replace(self.collected, notices=notices)), found.fetched


def make(
    setup: Setup,
    newsletter: Newsletter,
    *,
    now: datetime,
    only_given: bool,
    issue_file: Path | None,
    progress: Progress,
    ask: Ask | None = None,
) -> Draft:
    """The issue that is due at `now`, or the one in `issue_file`.

    With `only_given` (explicit `--source`) the store is not consulted: the same files give the
    same issue anywhere. Otherwise stored articles and earlier issues count as they would in
    `run`. `ask` is the writer; what it answers is kept where there is a store, so that `run`
    prints what was shown. Raises: InputError when the issue file cannot be used.
    """
    if issue_file is not None:
        return Draft(saved(issue_file), Collected(), asked=False)
    loaded = tables.load()
    collected = collect.articles(
        setup.config.sources,
        loaded,
        max_bytes=setup.config.gather.max_bytes,
        stdin=sys.stdin.buffer,
        progress=progress,
    )
    fresh = edition.fresh(collected.articles, newsletter, now)
    if only_given or not database.exists(setup.config.store.url):
        issue = edition.draft(fresh, newsletter, loaded, now=now)
        made = Draft(issue, collected, articles=tuple(fresh))
        return _phrased(made, setup, loaded, ask, None, now, progress)
    with database.opened(setup.config.store.url) as db:
        made = _beside_the_store(db, newsletter, loaded, fresh, now, collected)
        return _phrased(made, setup, loaded, ask, db, now, progress)


def _phrased(
    made: Draft,
    setup: Setup,
    loaded: Tables,
    ask: Ask | None,
    db: Database | None,
    now: datetime,
    progress: Progress,
) -> Draft:
    if ask is None:
        return made
    written = edition.phrased(
        made.issue, setup.config, loaded, ask, db=db, now=now, progress=progress
    )
    return replace(made, issue=written.issue, written=written)


def _beside_the_store(
    db: Database,
    newsletter: Newsletter,
    loaded: Tables,
    fresh: list[Article],
    now: datetime,
    collected: Collected,
) -> Draft:
    stored = articles.due(db, newsletter.slug, now=now, max_age=newsletter.max_age)
    due = {a.id: a for a in (*articles.unprinted(db, newsletter.slug, fresh), *stored)}
    told = issues.told(db, newsletter.slug)
    number = issues.next_number(db, newsletter.slug)
    articles_due = tuple(due.values())
    issue = edition.draft(articles_due, newsletter, loaded, now=now, number=number, told=told)
    frozen = issues.find(db, issue.id)
    out = None if frozen is None else frozen.issue
    return Draft(issue, collected, articles=articles_due, told=told, out=out)


def next_edition(issue: Issue) -> str:
    """The instant a day after the issue was due, as `--at` takes it."""
    return (issue.due_at + timedelta(days=1)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def saved(file: Path) -> Issue:
    """The issue in a file that `digest draft --save` wrote.

    A phrased text that an editor changed must pass the check as the model's own did. Raises:
    InputError.
    """
    try:
        data = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise InputError(
            f"cannot read {file}: {error.strerror}; save one with 'digest draft --save {file}'",
            where=str(file),
        ) from error
    except ValueError as error:
        raise InputError(f"{file} is not JSON: {error}", where=str(file)) from error
    issue = wire.issue_from(data)
    if issue.has_phrased and (refused := phrase.unsupported(issue, tables.load())) is not None:
        raise InputError(
            f"{file}: {refused.headline!r}: the phrased text of {refused.place!r} "
            f"{refused.doubt}; take that text out of 'phrased', or use the story's 'note'",
            where=str(file),
        )
    return issue
