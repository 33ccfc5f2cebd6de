"""`digest run`: make the edition that is due and send it. The cron entry."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import typer

from newsfold import edition, tables
from newsfold.cli import (
    DONE,
    DONE_WITH_FAILURES,
    archives,
    drafting,
    files,
    options,
    output,
    progress,
    settings,
    transports,
    writers,
)
from newsfold.cli.settings import Setup
from newsfold.cli.subscribers import read_file
from newsfold.collect import Collected
from newsfold.config import Newsletter, Source
from newsfold.deliver.dispatch import Tally
from newsfold.edition import Published
from newsfold.errors import Busy
from newsfold.model import DeliveryState, Issue, Subscriber
from newsfold.store import database, issues, ledger, lock, reports, standing
from newsfold.store.reports import Reason
from newsfold.web import proof

MAILS = 1000  # of an issue, whose paths are told; chosen by eye
JOIN_S = 1  # how often a run that joins another looks for what it may do; by eye

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def run(
    source: options.Sources = None,
    subscribers: options.SubscribersFile = None,
    outbox: options.OutboxFolder = None,
    config: options.ConfigPath = None,
    newsletter: options.NewsletterSlug = None,
    at: options.At = None,
    no_writer: options.NoWriter = False,
    issue: options.IssueFile = None,
    join: options.Join = False,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Make the edition that is due and send it: the cron entry.

    Run twice for one edition, it sends nothing the second time; after a kill it finishes the
    rest. Two runs at once: one sends, the other says so and leaves, or helps with --join.
    """
    setup = settings.load(config, sources=source, subscribers=subscribers, outbox=outbox)
    chosen = setup.newsletter(newsletter)
    now = setup.now(at)
    listed, bad_rows = listed_readers(setup.subscribers)
    edited = drafting.saved(issue) if issue else None
    store = setup.config.store
    with (
        database.opened(store.url, durability=store.durability) as db,
        _counted_if_stopped(db, chosen, now),
        transports.opened(setup) as transport,
        progress.shown(quiet=as_json) as shown,
        ExitStack() as held,
    ):
        work = edition.Run(
            db=db,
            config=setup.config,
            newsletter=chosen,
            transport=transport,
            tables=tables.load,
            clock=setup.clock(at),
            listed=listed,
            overrides=setup.overrides,
            stdin=sys.stdin.buffer,
            progress=shown,
            mailed=shown.mailed,
            ask=writers.asker(setup, off=no_writer),
            archive=archives.keeper(setup, db),
        )
        earlier = _earlier(held, work, join=join, now=now, edited=edited)
        result = edition.publish(work, now=now, edited=edited)
        result = replace(result, tally=earlier + result.tally)
        report = _report(db, setup, chosen, result)
        report["problems"] += _open_links(setup) + _too_late(edition.stale(work, now=now))
        report["problems"] += (held_back := _paused(db, chosen))
        report["problems"] += _unused(issue, result)
    report["bad_rows"] = bad_rows
    if as_json:
        output.document(report)
    else:
        _say(report, result, setup, edited=edited is not None, verbose=verbose)
    trouble = bad_rows or held_back or _lacking(result)
    raise typer.Exit(DONE_WITH_FAILURES if trouble else DONE)


@contextmanager
def _counted_if_stopped(db: database.Database, chosen: Newsletter, now: datetime) -> Iterator[None]:
    """On Ctrl-C, say how far each issue is that still owes mails."""
    try:
        yield
    except KeyboardInterrupt:
        for row in issues.listing(db, chosen.slug):
            to_go = ledger.still_open(db, row.id)
            if to_go and row.frozen_at >= now - chosen.max_age:
                sent = ledger.counts(db, row.id).get(DeliveryState.SENT, 0)
                output.problem(f"{row.id}: {sent:,} sent, {to_go:,} to go")
        output.problem("Stopped; the same command goes on.")
        raise


def _lacking(result: Published) -> bool:
    """Whether a source, the writer or a mail failed."""
    mails = result.tally.failed or result.tally.deferred or result.tally.in_doubt
    return bool(mails or result.collected.failures or writers.failed(result.written))


def _earlier(
    held: ExitStack, work: edition.Run, *, join: bool, now: datetime, edited: Issue | None
) -> Tally:
    """What was handed over before the newsletter's lock was ours, and then of issues before the
    one that is to be published. Raises: Busy unless we join."""
    helped = Tally()
    while True:
        try:
            held.enter_context(lock.held(work.db, work.newsletter.slug))
        except Busy:
            if not join:
                raise
            # Whoever gets the lock counts what waits.
            helped += replace(edition.join(work, now=now), waiting=0)
            time.sleep(JOIN_S)
        else:
            its_own = edition.current(work, now=now, edited=edited)
            return helped + edition.finish(work, now=now, but=its_own)


def listed_readers(file: Path | None) -> tuple[tuple[Subscriber, ...] | None, list[str]]:
    """The readers in the file, and each bad row as a sentence."""
    if file is None:
        return None, []
    read = read_file(file)
    return read.rows, [str(error) for error in read.errors]


def _report(
    db: database.Database, setup: Setup, chosen: Newsletter, result: Published
) -> dict[str, Any]:
    report: dict[str, Any] = {
        "issue": result.issue.id if result.issue else None,
        "already_out": result.already_out,
        "sent": result.tally.sent,
        "deferred": result.tally.deferred,
        "failed": result.tally.failed,
        "suppressed": result.tally.suppressed,
        "in_doubt": result.tally.in_doubt,
        "waiting": result.tally.waiting,
        "passed_by": result.passed_by,
        "gathered": output.plain(result.collected),
        "writer": writers.plain(result.written),
        "mails": [],
        "html": None,
        "problems": [],
    }
    if result.issue is None:
        return report
    report["problems"] = _unsent(db, result.issue.id)
    if transports.to_outbox(setup):
        sent = reports.each(db, result.issue.id, state=DeliveryState.SENT)
        report["mails"] = transports.mails(setup, islice(sent, MAILS))
        report["html"] = str(_page(db, setup, chosen, result.issue.id))
    return report


def _unsent(db: database.Database, issue_id: str) -> list[str]:
    """Who has not got the issue and why: everybody, or the reasons in sum and the first few."""
    rows = reports.stuck(db, issue_id, output.LISTED + 1)
    told = [f"{r.email}: {r.state.value}: {r.detail}" for r in rows[: output.LISTED]]
    if len(rows) <= output.LISTED:
        return told
    reasons = reports.reasons(db, issue_id, only_stuck=True)
    return [
        *(_sum(reason) for reason in reasons),
        *told,
        f"... and {sum(r.number for r in reasons) - len(told):,} more; 'digest deliveries export "
        f"{issue_id}' has them all",
    ]


def _sum(reason: Reason) -> str:
    answer = " ".join(str(part) for part in (reason.code, reason.example) if part)
    return f"{output.counted(reason.number, 'mail')} {reason.state.value}: {answer}"


def _page(db: database.Database, setup: Setup, chosen: Newsletter, issue_id: str) -> Path:
    """Leave the issue as a page beside its mails, for whoever wants to look at it."""
    path = setup.outbox / f"{issue_id}.html"
    frozen = issues.find(db, issue_id)
    if frozen is not None and not path.exists():
        links = proof.sample_links(setup.config.site, chosen)
        variant = frozen.variant(chosen.language)
        files.write(path, proof.shown(variant, links).encode())
    return path


def _say(
    report: dict[str, Any], result: Published, setup: Setup, *, edited: bool, verbose: bool
) -> None:
    if result.collected != Collected():
        output.collected(result.collected, every=verbose)
    for row in report["bad_rows"]:
        output.problem(f"  {setup.subscribers}: {row}")
    if result.issue is None:
        output.line(_nothing(result, () if edited else setup.config.sources))
        if result.tally.handled:
            output.line(_deliveries(report))
        for problem in report["problems"]:
            output.problem(f"  {problem}")
        return
    issue = result.issue
    if result.already_out:
        output.line(f"{issue.title}, edition {issue.edition}, is out already.")
    else:
        output.line(
            f"{issue.title}, edition {issue.edition}, issue {issue.number}: "
            f"{output.counted(len(issue.stories), 'story', 'stories')} from "
            f"{output.counted(sum(len(s.articles) for s in issue.stories), 'article')}."
        )
    writers.say(result.written, every=verbose)
    output.line(_deliveries(report))
    for problem in report["problems"]:
        output.problem(f"  {problem}")
    if result.passed_by:
        output.line(_passed_by(result))
    if report["html"]:
        output.some(report["mails"], every=verbose)
        if len(report["mails"]) == MAILS:
            output.line(f"  (of the first {MAILS:,} readers)")
        output.line(f"Open {report['html']}")


def _passed_by(result: Published) -> str:
    readers = output.counted(result.passed_by, "reader")
    return f"No mail for {readers}: nothing is in it of the sections that they chose."


def _nothing(result: Published, sources: Iterable[Source]) -> str:
    if result.passed_by:
        return f"Nothing sent. {_passed_by(result)}"
    if result.without_readers:
        return (
            "Nothing sent: no active reader is on the list, so the edition stays due. Add one "
            "with 'digest subscribers add ADDRESS', or name a file with --subscribers."
        )
    return output.no_news("to send", result.collected, sources)


def _unused(issue: Path | None, result: Published) -> list[str]:
    if issue is None or not result.already_out:
        return []
    return [f"{issue} was not used: its edition is out already"]


def _open_links(setup: Setup) -> list[str]:
    if not setup.config.site.is_open:
        return []
    return [
        f"site.base_url {setup.config.site.base_url} is plain http, so that mails have no "
        "one-click unsubscribe and readers' links can be read on the way; serve it by https"
    ]


def _too_late(stale: dict[str, int]) -> list[str]:
    return [
        f"{number:,} mails of {issue} never went out and are too old to be sent now; see "
        f"'digest deliveries list --issue {issue}'"
        for issue, number in stale.items()
    ]


def _paused(db: database.Database, chosen: Newsletter) -> list[str]:
    return [
        f"{issue.issue_id} is paused ({issue.why}); 'digest issues resume {issue.issue_id}' lets it"
        " go on"
        for issue in standing.paused(db, chosen.slug)
    ]


def _deliveries(report: dict[str, Any]) -> str:
    parts = [f"{report['sent']:,} sent now"]
    for state in ("deferred", "failed", "suppressed", "in_doubt", "waiting"):
        if report[state]:
            parts.append(f"{report[state]:,} {state.replace('_', ' ')}")
    return "Mails: " + ", ".join(parts) + "."
