"""`digest daemon`: gather and publish by the newsletters' schedules until stopped."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
import typer

from newsfold import collect, edition, tables
from newsfold import daemon as schedules
from newsfold.cli import DONE, archives, options, settings, transports, writers
from newsfold.cli.run import listed_readers
from newsfold.cli.settings import Setup
from newsfold.config import Newsletter
from newsfold.deliver.dispatch import Tally
from newsfold.errors import Busy
from newsfold.store import articles, database, issues, lock
from newsfold.write.phrase import Written

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def daemon(
    source: options.Sources = None,
    subscribers: options.SubscribersFile = None,
    outbox: options.OutboxFolder = None,
    config: options.ConfigPath = None,
    verbose: options.Verbose = False,
) -> None:
    """Gather and publish by the newsletters' schedules until stopped.

    SIGTERM or Ctrl-C ends it cleanly: a mail that is being handed over is finished, the rest
    goes out at the next start.
    """
    setup = settings.load(config, sources=source, subscribers=subscribers, outbox=outbox)
    stop = threading.Event()
    log = _log()
    for newsletter in setup.config.newsletters:
        schedules.trigger(newsletter.schedule, newsletter.zone)  # a bad one stops us here
    writers.asker(setup)  # a key that cannot be sent stops us here
    transports.check(setup)  # and so does one that cannot sign
    with schedules.signals(stop):
        log.info("started", newsletters=[n.slug for n in setup.config.newsletters])
        schedules.serve(
            setup.config.newsletters,
            schedules.Work(
                gather=_gather(setup, stop, log),
                publish=_publish(setup, stop, log),
                finish=_finish(setup, stop, log),
                failed=lambda name, error: log.error(
                    "failed", work=name, error=str(error), exc_info=error if verbose else None
                ),
                began=_began(setup, log),
            ),
            every=timedelta(minutes=setup.config.gather.every_minutes),
            retry=timedelta(minutes=setup.config.delivery.retry_minutes),
            clock=now,
            stop=stop,
        )
        log.info("stopped")
    raise typer.Exit(DONE)


def _began(
    setup: Setup, log: structlog.typing.FilteringBoundLogger
) -> Callable[[Newsletter], bool]:
    def began(newsletter: Newsletter) -> bool:
        with database.opened(setup.config.store.url) as db:
            if issues.next_number(db, newsletter.slug) > 1:
                return True
        log.info(
            "waiting for the first edition",
            newsletter=newsletter.slug,
            schedule=newsletter.schedule,
            hint="'digest run' publishes one now",
        )
        return False

    return began


def now() -> datetime:
    """The machine's clock, in UTC."""
    return datetime.now(UTC)


def _log() -> structlog.typing.FilteringBoundLogger:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger()
    return logger


def _gather(
    setup: Setup, stop: threading.Event, log: structlog.typing.FilteringBoundLogger
) -> Callable[[datetime], None]:
    def gather(due: datetime) -> None:
        collected = collect.articles(
            setup.config.sources,
            tables.load(),
            max_bytes=setup.config.gather.max_bytes,
            progress=schedules.stopping(stop),
        )
        with database.opened(setup.config.store.url) as db:
            kept = articles.keep(db, collected.articles, now=due)
        log.info(
            "gathered",
            new=kept.new,
            known=kept.known,
            rejected=len(collected.rejected),
            reasons=collected.reasons,
            failures=len(collected.failures),
            notices=[notice.detail for notice in collected.notices],
        )

    return gather


@contextmanager
def _run(setup: Setup, newsletter: Newsletter, stop: threading.Event) -> Iterator[edition.Run]:
    """A run of the newsletter, under its lock. Raises: Busy."""
    listed, _ = listed_readers(setup.subscribers)
    store = setup.config.store
    with (
        database.opened(store.url, durability=store.durability) as db,
        lock.held(db, newsletter.slug),
        transports.opened(setup) as transport,
    ):
        yield edition.Run(
            db=db,
            config=setup.config,
            newsletter=newsletter,
            transport=transport,
            tables=tables.load,
            clock=now,
            listed=listed,
            overrides=setup.overrides,
            progress=schedules.stopping(stop),
            ask=writers.asker(setup),
            archive=archives.keeper(setup, db),
        )


def _publish(
    setup: Setup, stop: threading.Event, log: structlog.typing.FilteringBoundLogger
) -> Callable[[Newsletter, datetime], None]:
    def publish(newsletter: Newsletter, due: datetime) -> None:
        try:
            with _run(setup, newsletter, stop) as run:
                moment = now()  # once: an edition's day must not change while it is made
                its_own = edition.current(run, now=moment)
                earlier = edition.finish(run, now=moment, but=its_own)
                result = edition.publish(run, now=moment, due_at=due)
        except Busy as busy:
            log.info("busy", newsletter=newsletter.slug, detail=str(busy))
            return
        log.info(
            "published" if result.issue else "nothing to tell",
            newsletter=newsletter.slug,
            issue=result.issue.id if result.issue else None,
            already_out=result.already_out,
            without_readers=result.without_readers,
            passed_by=result.passed_by,
            **_writer(result.written),
            **_counts(earlier + result.tally),
        )

    return publish


def _finish(
    setup: Setup, stop: threading.Event, log: structlog.typing.FilteringBoundLogger
) -> Callable[[Newsletter, datetime], None]:
    def finish(newsletter: Newsletter, moment: datetime) -> None:
        try:
            with _run(setup, newsletter, stop) as run:
                tally = edition.finish(run, now=moment)
        except Busy:
            return  # whoever holds the newsletter finishes it
        if tally.handled:
            log.info("finished", newsletter=newsletter.slug, **_counts(tally))

    return finish


def _writer(written: Written | None) -> dict[str, Any]:
    """What the writer did, without any text: nothing where there is none."""
    if written is None:
        return {}
    return {
        "phrased": written.phrased,
        "refused": [r.doubt.code for r in written.refused],
        "writer_failures": [f.reason for f in written.failures],
        "writer_tokens": written.tokens,
    }


def _counts(tally: Tally) -> dict[str, int]:
    return asdict(tally)
