"""How many mails may leave today, and whether any may at this hour. Pure: told the time."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from newsfold import config

DAY = timedelta(days=1)


def mails(
    pace: config.Pace, *, sent_in_24_hours: int, first_sent: datetime | None, now: datetime
) -> int | None:
    """How many mails may leave now; None: any number.

    `first_sent` is when the first mail ever was sent. A new sender address is trusted by and by:
    with a warm-up its first day has few mails, and each day more than the one before.
    """
    limits = [pace.mails_per_day] if pace.mails_per_day else []
    if pace.warm_up_mails:
        days = 0 if first_sent is None else max(0, (now - first_sent) // DAY)
        # Beyond three years of growth there is nothing left to warm up, and no float for it.
        limits.append(int(min(pace.warm_up_mails * pow(pace.warm_up_growth, min(days, 999)), 1e9)))
    return max(0, min(limits) - sent_in_24_hours) if limits else None


def at_this_hour(hours: str, local: datetime) -> bool:
    """Whether mail may leave at that local time; `hours` as the setting has them, '' for always.

    Hours may pass midnight, as '22:00-06:00' does.
    """
    if not hours:
        return True
    start, end = (time.fromisoformat(part) for part in hours.split("-"))
    now = local.time()
    return start <= now < end if start < end else now >= start or now < end
