"""The walk: the only file that knows the order of things.

    sources -> gather -> clean -> keep -> edit -> compose (-> write) -> render -> freeze -> deliver
               Document  Article  store  Story   Issue                Rendered  store  ledger, mails

`collect.articles` goes as far as articles, `draft` as far as the issue, `publish` all the way. One
bad source, document or recipient is a counted value and never stops the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO

from newsfold import audience, collect, compose, freshness, variants
from newsfold.audience import Audience
from newsfold.collect import Collected, Progress, silent
from newsfold.config import Config, Newsletter
from newsfold.deliver import dispatch, message, unsubscribe
from newsfold.deliver.dispatch import Tally
from newsfold.deliver.transport import Transport
from newsfold.edit import stories
from newsfold.errors import InputError, StoreError
from newsfold.model import (
    Article,
    Failure,
    InlinePicture,
    Issue,
    IssueStanding,
    Notice,
    RenderedIssue,
    Subscriber,
    Told,
)
from newsfold.store import articles as article_store
from newsfold.store import issues as issue_store
from newsfold.store import ledger, phrasings, recipients, standing
from newsfold.store.database import Database
from newsfold.store.issues import Frozen, IssueRow
from newsfold.text.language import Tables
from newsfold.write import phrase
from newsfold.write.phrase import Ask, Written

# Stories written for each that the issue has room for: sections have caps of their own, so the
# most important are not always the ones printed (chosen by eye: four sections, each half full).
IN_FULL = 2

Fetch = Callable[..., InlinePicture | Failure]  # of an address, with `max_bytes`


@dataclass(frozen=True, slots=True)
class Published:
    """What one run did. `issue` is None when there was nothing to tell, or nobody to tell it."""

    issue: Issue | None
    already_out: bool  # an earlier run froze this edition
    tally: Tally
    collected: Collected
    without_readers: bool = False
    written: Written | None = None  # what the writer did, where there is one
    passed_by: int = 0  # readers of whose sections nothing is in the issue


# ---------------------------------------------------------------- edit and compose


def edition_of(newsletter: Newsletter, now: datetime) -> str:
    """The edition that is current at `now`: the newsletter's local date."""
    return now.astimezone(newsletter.zone).date().isoformat()


def fresh(articles: Sequence[Article], newsletter: Newsletter, now: datetime) -> list[Article]:
    """The articles that are new at `now`, taken as first seen then."""
    return [a for a in articles if freshness.is_new(a.published_at, now, now, newsletter.max_age)]


def draft(
    articles: Sequence[Article],
    newsletter: Newsletter,
    tables: Tables,
    *,
    now: datetime,
    number: int = 1,
    told: Told | None = None,
) -> Issue:
    """The issue that these articles make at `now`; it may have no story at all."""
    return compose.issue(
        stories.tell(
            articles,
            tables,
            told=told or Told(),
            in_full=IN_FULL * newsletter.max_stories,
            topics=newsletter.topics,
        ),
        newsletter,
        edition=edition_of(newsletter, now),
        number=number,
        due_at=now,
        since=now - newsletter.max_age,
        until=now,
    )


# ---------------------------------------------------------------- write


def phrased(
    issue: Issue,
    config: Config,
    tables: Tables,
    ask: Ask,
    *,
    db: Database | None,
    now: datetime,
    progress: Progress = silent,
) -> Written:
    """The issue after the writer. With a store its answers are kept, and asked for only once."""

    def recall(key: str) -> str | None:
        return None if db is None else phrasings.find(db, key)

    def keep(key: str, answer: str) -> None:
        if db is not None:
            phrasings.keep(db, key, answer, now=now)

    return phrase.issue(issue, phrase.Desk(config.writer, tables, ask, recall, keep, progress))


# ---------------------------------------------------------------- render


@dataclass(frozen=True, slots=True)
class Pictured:
    """The pictures that an issue's mails are to hold, and why others are missing."""

    fetched: Mapping[str, InlinePicture]  # by the address that the article names
    notices: tuple[Notice, ...]


def pictured(issue: Issue, newsletter: Newsletter, fetch: Fetch | None = None) -> Pictured:
    """Fetches the pictures of the first stories, where they are to be embedded."""
    settings = newsletter.pictures
    first = issue.stories[: settings.stories] if settings.show == "embedded" else ()
    urls = dict.fromkeys(story.picture.url for story in first if story.picture is not None)
    if not urls:
        return Pictured({}, ())
    if fetch is None:
        # httpx takes a tenth of a second to import, and few newsletters embed pictures.
        from newsfold.gather import picture

        fetch = picture.fetch
    found = [fetch(url, max_bytes=settings.max_kilobytes * 1000) for url in urls]
    return Pictured(
        {one.url: one for one in found if isinstance(one, InlinePicture)},
        tuple(Notice(f.locator, f.reason, f.detail) for f in found if isinstance(f, Failure)),
    )


def mails(
    issue: Issue, made: Sequence[RenderedIssue], newsletter: Newsletter, config: Config
) -> Mapping[str, message.CompiledMessage]:
    """Each variant compiled to a message that only lacks its reader."""
    signed = config.dkim.on
    return {
        v.variant: message.compiled(issue, v, newsletter, config.site, hashed=signed) for v in made
    }


# ---------------------------------------------------------------- freeze and deliver


@dataclass(frozen=True, slots=True)
class Run:
    """What a run of one newsletter works with. `clock` dates the ledger's records."""

    db: Database
    config: Config
    newsletter: Newsletter
    transport: Transport
    tables: Callable[[], Tables]  # loaded only when there is something to clean
    clock: Callable[[], datetime]
    listed: Sequence[Subscriber] | None = None  # a subscriber file's rows; None: the store's
    overrides: Path | None = None
    stdin: IO[bytes] | None = None
    progress: Progress = silent
    mailed: Callable[[Tally, int], None] | None = None  # (so far, mails due)
    ask: Ask | None = None  # the writer, where one is set up
    archive: Callable[[Frozen], None] | None = None  # puts an issue's page where its mails link to
    fetch: Fetch | None = None  # of pictures that are to be embedded; None: from the web


def publish(
    run: Run, *, now: datetime, due_at: datetime | None = None, edited: Issue | None = None
) -> Published:
    """Freeze the edition that is current at `now`, if none is out yet, and deliver what is owed.

    `due_at` dates the mail (default: `now`). `edited` is an issue from an editor's hand, used
    instead of a fresh draft. A second call for one edition mails nobody twice. Raises: InputError
    when `edited` is another newsletter's.
    """
    if edited is not None and edited.newsletter != run.newsletter.slug:
        raise InputError(
            f"that issue is of the newsletter {edited.newsletter!r}, not of "
            f"{run.newsletter.slug!r}; add --newsletter {edited.newsletter}"
        )
    frozen = issue_store.find(run.db, current(run, now=now, edited=edited))
    if frozen is not None:
        return Published(frozen.issue, True, resume(run, frozen, now=now), Collected())
    collected, issue = _next_issue(run, now=now, edited=edited)
    if not issue.stories:
        return Published(None, False, Tally(), collected)
    readers_of_it = audience.of(issue, run.newsletter, run.db, run.listed)
    passed_by = readers_of_it.passed_by
    if not readers_of_it.variants:  # frozen for nobody, it would be out for whoever comes later
        return Published(None, False, Tally(), collected, without_readers=True, passed_by=passed_by)
    written = None
    if run.ask is not None and edited is None:  # an editor's issue is phrased already, or not to be
        tables = run.tables()
        written = phrased(
            issue, run.config, tables, run.ask, db=run.db, now=now, progress=run.progress
        )
        issue = written.issue
    shown = pictured(issue, run.newsletter, run.fetch)
    collected = replace(collected, notices=(*collected.notices, *shown.notices))
    issue = replace(issue, due_at=due_at or now)
    frozen, first = _frozen(run, issue, readers_of_it, shown)
    tally = deliver(run, frozen)
    return Published(
        frozen.issue, not first, tally, collected, written=written, passed_by=passed_by
    )


def current(run: Run, *, now: datetime, edited: Issue | None = None) -> str:
    """The id of the issue that `publish` makes, or goes on with."""
    edition = edited.edition if edited else edition_of(run.newsletter, now)
    return issue_id(run.newsletter, edition)


def issue_id(newsletter: Newsletter, edition: str) -> str:
    """The id of a newsletter's issue for an edition."""
    return f"{newsletter.slug}-{edition}"


def _next_issue(run: Run, *, now: datetime, edited: Issue | None) -> tuple[Collected, Issue]:
    slug = run.newsletter.slug
    number = issue_store.next_number(run.db, slug)
    if edited is not None:
        return Collected(), replace(edited, number=number)
    tables = run.tables()
    collected = collect.articles(
        run.config.sources,
        tables,
        max_bytes=run.config.gather.max_bytes,
        stdin=run.stdin,
        progress=run.progress,
    )
    article_store.keep(run.db, collected.articles, now=now)
    due = article_store.due(run.db, slug, now=now, max_age=run.newsletter.max_age)
    run.progress("articles to tell", len(due))
    told = issue_store.told(run.db, slug)
    return collected, draft(due, run.newsletter, tables, now=now, number=number, told=told)


def _frozen(run: Run, issue: Issue, to: Audience, shown: Pictured) -> tuple[Frozen, bool]:
    """The issue as the store holds it, and whether it was this run that put it there."""
    run.progress("writing the mail", 0)
    made = variants.rendered(
        issue,
        run.newsletter,
        run.config,
        to.variants,
        overrides=run.overrides,
        fetched=shown.fetched,
    )
    mails(issue, made, run.newsletter, run.config)  # what cannot be mailed is not frozen
    fresh = Frozen(issue, made, to.recipients)
    if issue_store.freeze(run.db, fresh):
        return fresh, True
    other = issue_store.find(run.db, issue.id)
    if other is None:
        raise StoreError(f"issue {issue.id} was refused by the store, yet is not in it")
    return other, False


def deliver(run: Run, frozen: Frozen, *, recovered: Callable[[], None] = lambda: None) -> Tally:
    """Hand over every mail of a frozen issue that is still owed, unless it is held back.

    Its page is there before. `recovered` is called once what a dead run left is settled.
    """
    if _held_back(run, frozen):
        return Tally()
    if run.archive is not None:
        run.archive(frozen)
    secret = run.db.secret()
    settings = run.config.delivery
    links = unsubscribe.linking(run.config.site, run.newsletter, secret)

    total = ledger.still_open(run.db, frozen.issue.id)

    def told(tally: Tally) -> None:
        run.progress("mails handed over", tally.handled)
        if run.mailed is not None:
            run.mailed(tally, total)

    return dispatch.deliver(
        run.db,
        frozen.issue.id,
        run.transport,
        mails(frozen.issue, frozen.rendered, run.newsletter, run.config),
        links_for=links,
        settings=settings.model_copy(update={"in_doubt": _in_doubt(run)}),
        clock=run.clock,
        progress=told,
        zone=run.newsletter.zone,
        recovered=recovered,
    )


def _held_back(run: Run, frozen: Frozen) -> bool:
    stands = standing.of(run.db, frozen.issue.id)
    return stands is not None and stands.state is not IssueStanding.OPEN


def _in_doubt(run: Run) -> ledger.Policy:
    return run.newsletter.in_doubt or run.config.delivery.in_doubt


def resume(run: Run, frozen: Frozen, *, now: datetime) -> Tally:
    """Hand over what an earlier run left, but not to whoever was taken off the list since."""
    if _held_back(run, frozen) or not ledger.unfinished(run.db, frozen.issue.id):
        return Tally()

    def take_off() -> None:
        kept = audience.addresses(run.newsletter, run.db, run.listed)
        recipients.withdraw(run.db, frozen.issue.id, kept, now=now)

    # Not before: what is to be sent again is for those who are on the list.
    return deliver(run, frozen, recovered=take_off)


def finish(run: Run, *, now: datetime, but: str | None = None) -> Tally:
    """Hand over what earlier issues still owe, as long as their news is not stale.

    `but` is the id of one to leave for `publish`, which counts what it owes.
    """
    total = Tally()
    for row in issue_store.listing(run.db, run.newsletter.slug):
        passed = row.id == but or _is_stale(row, run, now)
        frozen = None if passed else issue_store.find(run.db, row.id)
        if frozen is not None:
            total = total + resume(run, frozen, now=now)
    return total


def join(run: Run, *, now: datetime) -> Tally:
    """Hand over what issues owe, beside the process that holds the newsletter's lock.

    That one makes the issues and takes off who left; here rows are claimed, and no more.
    """
    total = Tally()
    for row in issue_store.listing(run.db, run.newsletter.slug):
        if not _is_stale(row, run, now) and ledger.waiting(run.db, row.id):
            frozen = issue_store.find(run.db, row.id)
            total = total if frozen is None else total + deliver(run, frozen)
    return total


def stale(run: Run, *, now: datetime) -> dict[str, int]:
    """Issue id -> its mails that never went out, and that are too old to be sent now."""
    rows = issue_store.listing(run.db, run.newsletter.slug)
    owed = {r.id: ledger.still_open(run.db, r.id) for r in rows if _is_stale(r, run, now)}
    return {name: number for name, number in owed.items() if number}


def _is_stale(row: IssueRow, run: Run, now: datetime) -> bool:
    return row.frozen_at < now - run.newsletter.max_age
