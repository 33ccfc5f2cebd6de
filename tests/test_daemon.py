"""Schedules: cron's weekdays, time zones, and what was missed."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from newsfold import daemon
from newsfold.config import Newsletter
from newsfold.errors import ConfigError

BERLIN = ZoneInfo("Europe/Berlin")
THURSDAY = datetime(2026, 3, 12, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("weekday", "fires_on"),
    [
        ("0", "Sun"),
        ("7", "Sun"),
        ("1", "Mon"),
        ("4", "Thu"),
        ("sun", "Sun"),
        ("5-6", "Fri Sat"),
        ("1-5", "Mon Tue Wed Thu Fri"),
        ("fri-mon", "Mon Fri Sat Sun"),
        ("0-6", "Mon Tue Wed Thu Fri Sat Sun"),
        ("1,3", "Mon Wed"),
        ("1-5/2", "Mon Wed Fri"),
        ("*", "Mon Tue Wed Thu Fri Sat Sun"),
    ],
)
def test_weekdays_are_crons(weekday: str, fires_on: str) -> None:
    """Numbers count from Sunday, as in crontab(5), not from Monday as in APScheduler."""
    trigger = daemon.trigger(f"0 7 * * {weekday}", BERLIN)
    fired = set()
    moment = datetime(2026, 3, 1, tzinfo=BERLIN)
    for _ in range(14):
        moment = trigger.get_next_fire_time(None, moment)
        fired.add(f"{moment:%a}")
        moment += timedelta(seconds=1)
    assert fired == set(fires_on.split())


def test_a_schedule_is_local_time_before_and_after_a_clock_change() -> None:
    """07:00 in Berlin stays 07:00 across the change of 29 March 2026."""
    trigger = daemon.trigger("0 7 * * *", BERLIN)
    before = trigger.get_next_fire_time(None, datetime(2026, 3, 28, tzinfo=BERLIN))
    after = trigger.get_next_fire_time(None, datetime(2026, 3, 30, tzinfo=BERLIN))
    assert (before.astimezone(UTC).hour, after.astimezone(UTC).hour) == (6, 5)


@pytest.mark.parametrize("schedule", ["61 7 * * *", "0 7 * * 9", "0 7 * * x", "a b c d e"])
def test_an_unreadable_schedule_is_refused(schedule: str) -> None:
    """A schedule that never fires is a setting to fix, before anything starts."""
    with pytest.raises(ConfigError, match="schedule"):
        daemon.trigger(schedule, BERLIN)


@pytest.mark.parametrize(
    ("schedule", "due"),
    [
        ("0 7 * * *", datetime(2026, 3, 12, 7, tzinfo=BERLIN)),
        ("0 20 * * *", None),  # later today
        ("0 7 * * fri", None),  # not today
        ("0 18 * * *", datetime(2026, 3, 12, 18, tzinfo=BERLIN)),  # this very minute
    ],
)
def test_what_was_missed_today_is_due(schedule: str, due: datetime | None) -> None:
    """An edition is due once its time has passed on the newsletter's local day."""
    assert daemon.due_today(schedule, BERLIN, THURSDAY) == due


def test_the_daemon_publishes_what_it_missed_and_ends_when_asked() -> None:
    """A start after the edition's time publishes it once, dated with that time; a newsletter that
    never had an issue has missed none."""
    published: list[tuple[str, datetime]] = []
    failures: list[str] = []
    stop = threading.Event()

    def publish(newsletter: Newsletter, due: datetime) -> None:
        published.append((newsletter.slug, due))
        stop.set()

    daemon.serve(
        (
            Newsletter(slug="new", schedule="0 7 * * *", timezone="Europe/Berlin"),
            Newsletter(schedule="0 7 * * *", timezone="Europe/Berlin"),
        ),
        daemon.Work(
            lambda due: None,
            publish,
            lambda newsletter, due: None,
            lambda name, error: failures.append(name),
            lambda newsletter: newsletter.slug == "daily",
        ),
        every=timedelta(minutes=10),
        retry=timedelta(minutes=10),
        clock=lambda: THURSDAY,
        stop=stop,
    )
    assert published == [("daily", datetime(2026, 3, 12, 7, tzinfo=BERLIN))]
    assert failures == []


def test_a_failing_job_does_not_end_the_daemon() -> None:
    """A job's exception is reported, and the other jobs go on."""
    stop = threading.Event()
    failures: list[str] = []

    def gather(due: datetime) -> None:
        raise OSError("the disk is gone")

    def failed(name: str, error: Exception) -> None:
        failures.append(f"{name}: {error}")
        stop.set()

    daemon.serve(
        (Newsletter(schedule="0 20 * * *"),),
        daemon.Work(
            gather,
            lambda newsletter, due: None,
            lambda newsletter, due: None,
            failed,
            lambda newsletter: True,
        ),
        every=timedelta(minutes=10),
        retry=timedelta(minutes=10),
        clock=lambda: THURSDAY,
        stop=stop,
    )
    assert failures == ["gather: the disk is gone"]


def test_a_run_is_stopped_between_two_mails() -> None:
    """The progress callback raises once the daemon was asked to stop."""
    stop = threading.Event()
    check = daemon.stopping(stop)
    check("mails handed over", 1)
    stop.set()
    with pytest.raises(daemon.Stopping):
        check("mails handed over", 2)


def test_deferred_mails_are_looked_after_between_editions() -> None:
    """The daemon finishes each newsletter every `retry`, whatever its schedule."""
    stop = threading.Event()
    finished: list[str] = []

    def finish(newsletter: Newsletter, due: datetime) -> None:
        finished.append(newsletter.slug)
        stop.set()

    daemon.serve(
        (Newsletter(schedule="0 20 * * *"),),
        daemon.Work(
            lambda due: None,
            lambda newsletter, due: None,
            finish,
            lambda name, error: stop.set(),
            lambda newsletter: True,
        ),
        every=timedelta(minutes=10),
        retry=timedelta(milliseconds=50),
        clock=lambda: THURSDAY,
        stop=stop,
    )
    assert finished[0] == "daily"
