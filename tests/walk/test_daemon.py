"""A real daemon as a child process: one edition at its time, and a clean end."""

from __future__ import annotations

import signal
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.walk.conftest import command, environment

ARTICLE = """\
# Weir at Orrin to be repaired before the autumn

By Ash Fenn, {day}

The council of Orrin voted on Thursday to repair the old weir before the autumn floods.
The work will cost 2.4 million crowns, the council's engineer said, and starts in June.

Farmers below the weir had asked for the repair since the flood of last November, when
three barns were lost and the road to Tarn was closed for nine days.
"""


def test_one_edition_goes_out_at_its_time_and_sigterm_ends_cleanly(tmp_path: Path) -> None:
    """With a schedule seconds away the daemon publishes one edition, once, and exits with 0."""
    now = datetime.now(UTC)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "weir.md").write_text(ARTICLE.format(day=f"{now:%-d %B %Y}"))
    (tmp_path / "readers.csv").write_text("email\none@example.org\ntwo@example.org\n")
    due = now + timedelta(seconds=6)
    if due.date() != now.date():  # the edition would be tomorrow's: wait for it
        time.sleep(12)
        due = datetime.now(UTC) + timedelta(seconds=6)
    (tmp_path / "digest.toml").write_text(
        'subscribers = "readers.csv"\n'
        '[[sources]]\nname = "articles"\npath = "articles"\n'
        f'[[newsletters]]\nschedule = "{due:%S %M %H} * * *"\n'
        "[gather]\nevery_minutes = 0.05\n"
    )
    child = subprocess.Popen(
        command("daemon"),
        cwd=tmp_path,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    outbox = tmp_path / "outbox"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and child.poll() is None:
        if len(list(outbox.glob("*.eml"))) == 2:
            break
        time.sleep(0.1)
    time.sleep(4)  # one more gathering, at the least: nothing more may go out
    child.send_signal(signal.SIGTERM)
    _, log = child.communicate(timeout=30)
    assert child.returncode == 0, log
    assert len(list(outbox.glob("*.eml"))) == 2, log
    assert log.count("event='published'") == 1, log
    assert "sent=2 deferred=0 failed=0 suppressed=0 in_doubt=0 already=0 waiting=0" in log
    assert "event='stopped'" in log
    assert "event='failed'" not in log
    sent = next(outbox.glob("*.eml")).read_text()
    assert f"{due:%d %b %Y %H:%M:%S}" in sent, "the mail is dated with the moment it was due"
