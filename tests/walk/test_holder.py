"""A run that is killed while a relay looks at its mails: a holder hears what it says."""

from __future__ import annotations

import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.deliver.smtp import scripted
from tests.walk.conftest import command, environment
from tests.walk.test_sample import AT

READERS = ("ada@example.org", "ben@example.org", "cleo@example.org")
PATIENCE_S = 60.0
SETTINGS = """
subscribers = "readers.csv"
[[sources]]
name = "seeds"
path = "{seed}"
[[newsletters]]
[delivery]
transport = "smtp"
in_doubt = "{policy}"
[delivery.smtp]
host = "127.0.0.1"
port = {port}
holder = "on"
connections = 1
"""


def run(folder: Path) -> subprocess.Popen[bytes]:
    """A started `digest run`."""
    return subprocess.Popen(
        command("run", "--at", AT),
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("policy", ["resend", "hold", "skip"])
@pytest.mark.parametrize(("answer", "wanted"), [("250 2.0.0 Ok", 1), ("450 4.2.0 later", 0)])
def test_an_answer_after_the_kill_settles_the_mail(
    tmp_path: Path, policy: str, answer: str, wanted: int
) -> None:
    """What was taken is not sent again, and what was put off is no doubt, whatever the policy."""
    server = scripted.Server(answers={"DOT": [f"late, {answer}"]})
    (tmp_path / "readers.csv").write_text("\n".join(["email", *READERS]) + "\n")
    with scripted.running(server) as port:
        (tmp_path / "digest.toml").write_text(
            SETTINGS.format(
                seed=ROOT / "seeds" / "maid_of_orrin_inquiry.md",
                policy=policy,
                port=port,
            )
        )
        killed = run(tmp_path)
        deadline = time.monotonic() + PATIENCE_S
        while not server.texts and time.monotonic() < deadline:
            time.sleep(0.01)
        killed.kill()
        killed.wait()
        assert server.texts == 1
        server.gate.set()
        assert run(tmp_path).wait(PATIENCE_S) == (0 if wanted else 1)  # 1: one is put off
    landed = Counter(recipient for recipient, _ in server.landed)
    assert landed == Counter({READERS[0]: wanted} if wanted else {}) + Counter(READERS[1:])
