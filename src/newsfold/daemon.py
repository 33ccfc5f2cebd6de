"""When the walk is called: APScheduler gathers every N minutes and publishes by cron schedules.

This room knows times only; what a tick does is given to it. A missed or repeated tick is
harmless, because an edition goes out once whoever asks for it.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import FrameType
from zoneinfo import ZoneInfo

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from newsfold.config import Newsletter
from newsfold.errors import ConfigError, NewsfoldError

DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")  # cron counts from Sunday


class Stopping(NewsfoldError):
    """The daemon was asked to stop while it worked; the next start goes on from there."""


@dataclass(frozen=True, slots=True)
class Work:
    """What the daemon calls. Each is called with the instant at which it was due."""

    gather: Callable[[datetime], None]
    publish: Callable[[Newsletter, datetime], None]
    finish: Callable[[Newsletter, datetime], None]  # what is deferred, and due again
    failed: Callable[[str, Exception], None]  # (which work, what happened)
    began: Callable[[Newsletter], bool]  # whether it has had an issue: else it has missed none


def trigger(schedule: str, zone: ZoneInfo) -> CronTrigger:
    """When a cron schedule fires, in its time zone.

    Five fields (minute hour day month weekday), or six with seconds first. Weekdays are cron's:
    0 and 7 are Sunday. Raises: ConfigError when a field cannot be read.
    """
    fields = schedule.split()
    second, (minute, hour, day, month, weekday) = (
        (fields[0], fields[1:]) if len(fields) == 6 else ("0", fields)
    )
    try:
        return CronTrigger(
            second=second,
            minute=minute,
            hour=hour,
            day=day,
            month=month,
            day_of_week=_weekdays(weekday),
            timezone=zone,
        )
    except ValueError as error:
        raise ConfigError(
            f"schedule {schedule!r} cannot be read: {error}; write e.g. '0 7 * * mon-fri'",
            key="newsletters.schedule",
        ) from error


def _weekdays(field: str) -> str:
    """A cron weekday field with names for numbers: APScheduler would count from Monday."""
    return ",".join(_weekday_range(part) for part in field.lower().split(","))


def _weekday_range(part: str) -> str:
    span, slash, step = part.partition("/")
    first, dash, last = span.partition("-")
    if not (first.isdigit() or first in DAYS):
        return part  # '*', '?', '2nd fri': APScheduler reads them itself
    start, end = _weekday_number(first), _weekday_number(last) if dash else _weekday_number(first)
    if slash and not dash:
        end = 6  # '1/2': from Monday to the week's end
    numbers = range(start, (end if end >= start else end + 7) + 1, int(step or 1))
    return ",".join(DAYS[n % 7] for n in numbers)


def _weekday_number(name: str) -> int:
    number = DAYS.index(name) if name in DAYS else int(name)
    if number > 7:
        raise ValueError(f"{name} is no weekday; use 0 to 7 or sun to sat")
    return number


def due_today(schedule: str, zone: ZoneInfo, now: datetime) -> datetime | None:
    """The first firing of the schedule on the local day of `now`, if it has passed by `now`."""
    local = now.astimezone(zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    first: datetime | None = trigger(schedule, zone).get_next_fire_time(None, midnight)
    return first if first is not None and first <= now else None


def serve(
    newsletters: tuple[Newsletter, ...],
    work: Work,
    *,
    every: timedelta,
    retry: timedelta,
    clock: Callable[[], datetime],
    stop: threading.Event,
) -> None:
    """Work by the schedules until `stop` is set; a job that is running then is waited for.

    Sources are gathered `every` so often, deferred mails looked after each `retry`.

    At the start, an edition whose time has passed today and that is not out yet is published
    late rather than never; a newsletter's first one waits for its time.
    """
    scheduler = BackgroundScheduler(
        timezone="UTC",
        # However late the machine wakes up, a tick runs once (APScheduler's own default drops
        # a tick that is more than one second late: its issues 146, 182, 273).
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )

    def gather() -> None:
        _guarded("gather", work, stop, lambda: work.gather(clock()))

    def publish(newsletter: Newsletter) -> None:
        due = due_today(newsletter.schedule, newsletter.zone, clock())
        if due is not None:
            _guarded(newsletter.slug, work, stop, lambda: work.publish(newsletter, due))

    def start(newsletter: Newsletter) -> None:
        def missed() -> None:
            if work.began(newsletter):
                publish(newsletter)  # one that is out already is left alone

        _guarded(newsletter.slug, work, stop, missed)

    def finish(newsletter: Newsletter) -> None:
        _guarded(newsletter.slug, work, stop, lambda: work.finish(newsletter, clock()))

    scheduler.add_job(gather, "interval", seconds=every.total_seconds())
    for newsletter in newsletters:
        scheduler.add_job(publish, trigger(newsletter.schedule, newsletter.zone), [newsletter])
        scheduler.add_job(finish, "interval", [newsletter], seconds=retry.total_seconds())
    scheduler.start()
    for newsletter in newsletters:
        start(newsletter)
    gather()
    stop.wait()
    scheduler.shutdown(wait=True)


def _guarded(name: str, work: Work, stop: threading.Event, job: Callable[[], None]) -> None:
    if stop.is_set():
        return
    try:
        job()
    except Stopping:
        return
    except Exception as error:  # noqa: BLE001 - outermost line of a job: the others go on
        work.failed(name, error)


def stopping(stop: threading.Event) -> Callable[[str, int], None]:
    """A progress callback that ends a run between two mails once `stop` is set."""

    def check(step: str, done: int) -> None:
        if stop.is_set():
            raise Stopping(f"stopped at: {step} {done}")

    return check


@contextmanager
def signals(stop: threading.Event) -> Iterator[Mapping[int, str]]:
    """Within the block, SIGTERM and SIGINT set `stop` instead of ending the process."""

    def ask(number: int, frame: FrameType | None) -> None:
        stop.set()

    numbers = (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.signal(number, ask) for number in numbers}
    try:
        yield {number: signal.Signals(number).name for number in numbers}
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
