"""What a command shows while it works: a bar with rate and time left on a terminal only."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from pathlib import Path

from newsfold.cli import progress
from newsfold.cli.progress import Meter
from newsfold.deliver.dispatch import Tally
from tests.conftest import ROOT
from tests.walk.conftest import command, environment, run_in
from tests.walk.test_sample import AT

READERS = 250


def arguments(folder: Path) -> tuple[str | Path, ...]:
    """A run for so many readers."""
    lines = (f"reader{n}@example.org\n" for n in range(READERS))
    (folder / "readers.csv").write_text("email\n" + "".join(lines))
    source = ROOT / "seeds" / "maid_of_orrin_inquiry.md"
    return ("run", "--source", source, "--subscribers", "readers.csv", "--outbox", "o", "--at", AT)


def test_a_terminal_shows_counts_rate_and_time_left(tmp_path: Path) -> None:
    """While mails go out, in one line that is gone at the end."""
    near, far = pty.openpty()
    with subprocess.Popen(
        command(*arguments(tmp_path)),
        cwd=tmp_path,
        env=environment({"TERM": "xterm", "COLUMNS": "120"}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=far,
    ) as child:
        os.close(far)
        said = b""
        try:
            while data := os.read(near, 65536):
                said += data
        except OSError:  # the other end was closed
            pass
        assert child.stdout is not None
        assert f"{READERS} sent now" in child.stdout.read().decode()
    os.close(near)
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", said.decode())
    assert "writing the mail" in shown
    assert re.search(rf"{READERS} sent, .*; {READERS} of {READERS}, [\d,]+/s, 0:00:00 left", shown)


def test_elsewhere_there_is_no_bar(tmp_path: Path) -> None:
    """Neither into a file or a pipe, nor with --json."""
    said = run_in(tmp_path, *arguments(tmp_path)).stderr
    assert "/s" not in said and "\x1b" not in said
    assert run_in(tmp_path, *arguments(tmp_path), "--json").stderr == ""


def test_rate_and_time_left_are_those_of_the_last_seconds() -> None:
    """A slow start is forgotten; another issue begins anew."""
    meter = Meter()
    assert meter.told(0.0, 0, 1000) == "0 of 1,000"
    assert meter.told(10.0, 10, 1000) == "10 of 1,000, 1/s, 0:16:30 left"
    assert meter.told(15.0, 510, 1000) == "510 of 1,000, 100/s, 0:00:05 left"
    assert meter.told(20.0, 1000, 1000) == "1,000 of 1,000, 99/s, 0:00:00 left"
    assert meter.told(21.0, 0, 50) == "0 of 50"


def test_counts_name_doubts_where_there_are_any() -> None:
    """Sent, deferred and failed stand there always."""
    assert progress.counts(Tally(sent=1200, failed=3)) == "1,200 sent, 0 deferred, 3 failed"
    assert progress.counts(Tally(in_doubt=2)).endswith("0 failed, 2 in doubt")
