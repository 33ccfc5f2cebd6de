"""SIGKILL of a real run at random moments: nobody is lost, nobody gets a second mail."""

from __future__ import annotations

import random
import re
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

from tests.conftest import ROOT
from tests.walk.conftest import command, environment
from tests.walk.test_sample import AT, mail

READERS = 300
KILLS = 8
SOURCE = ROOT / "seeds" / "maid_of_orrin_inquiry.md"


def start(folder: Path) -> subprocess.Popen[bytes]:
    """A run into the folder's outbox."""
    return subprocess.Popen(
        command(
            "run",
            "--source",
            SOURCE,
            "--subscribers",
            "readers.csv",
            "--outbox",
            "outbox",
            "--at",
            AT,
        ),
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def mails(folder: Path) -> list[Path]:
    """The finished mails in the outbox."""
    return sorted((folder / "outbox").glob("*.eml"))


def test_a_run_killed_at_random_moments_is_finished_by_the_next(tmp_path: Path) -> None:
    """After any number of kills, one more run leaves exactly one whole mail per reader."""
    (tmp_path / "readers.csv").write_text(
        "email\n" + "".join(f"reader{n}@example.org\n" for n in range(READERS))
    )
    rng = random.Random(11)
    contents: dict[str, bytes] = {}
    killed_with_mails_left = 0
    for _ in range(KILLS):
        child = start(tmp_path)
        deadline = time.monotonic() + 60
        goal = len(mails(tmp_path)) + rng.randint(0, READERS // KILLS)
        while child.poll() is None and len(mails(tmp_path)) < goal and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(rng.random() * 0.02)
        child.send_signal(signal.SIGKILL)
        child.communicate()
        killed_with_mails_left += 0 < len(mails(tmp_path)) < READERS
        for path in mails(tmp_path):
            content = path.read_bytes()
            assert contents.setdefault(path.name, content) == content
    last = start(tmp_path)
    _, errors = last.communicate(timeout=120)
    assert last.returncode == 0, errors.decode()
    got = Counter(mail(p)["To"].addresses[0].addr_spec for p in mails(tmp_path))
    assert got == Counter(f"reader{n}@example.org" for n in range(READERS))
    assert killed_with_mails_left > 0, "no kill fell into the delivery; the test proved nothing"


def test_two_runs_at_once_send_once(tmp_path: Path) -> None:
    """One of two overlapping runs sends; the other says so and leaves with exit code 0."""
    (tmp_path / "readers.csv").write_text(
        "email\n" + "".join(f"reader{n}@example.org\n" for n in range(READERS))
    )
    runs = [start(tmp_path) for _ in range(2)]
    results = [run.communicate(timeout=120)[1].decode() for run in runs]
    assert [run.returncode for run in runs] == [0, 0], results
    assert len(mails(tmp_path)) == READERS


def test_ctrl_c_says_how_far_it_is(tmp_path: Path) -> None:
    """Sent and owed add up to the list, the code is 130, and the same command sends the rest."""
    readers = 4000
    (tmp_path / "readers.csv").write_text(
        "email\n" + "".join(f"reader{n}@example.org\n" for n in range(readers))
    )
    child = start(tmp_path)
    deadline = time.monotonic() + 60
    while not mails(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.01)
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=60)
    assert child.returncode == 130
    line = re.search(rb"daily-2026-03-12: ([\d,]+) sent, ([\d,]+) to go", said)
    assert line is not None, said
    sent, to_go = (int(number.replace(b",", b"")) for number in line.groups())
    assert sent + to_go == readers
    assert b"the same command goes on" in said
    again = start(tmp_path)
    again.communicate(timeout=120)
    assert again.returncode == 0
    assert len(mails(tmp_path)) == readers
