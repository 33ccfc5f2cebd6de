"""What SpamAssassin says of a mail, where it is installed; without asking the network."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass

PROGRAM = "spamassassin"
TIMEOUT_S = 60.0  # it reads all its rules at every start
_STATUS = re.compile(rb"^X-Spam-Status:(.*(?:\r?\n[ \t].*)*)", re.MULTILINE)
_SCORE = re.compile(rb"score=(-?\d+\.\d+)")
_TESTS = re.compile(rb"tests=([A-Z0-9_,\s]*)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Points (5 and more is spam) and the names of the rules that gave them."""

    score: float
    rules: tuple[str, ...]


def installed() -> bool:
    """Whether there is a SpamAssassin to ask."""
    return shutil.which(PROGRAM) is not None


def verdict(mail: bytes) -> Verdict | None:
    """Its verdict by the rules that need no network; None without one (not installed, too slow)."""
    if not installed():
        return None
    try:
        done = subprocess.run(
            [PROGRAM, "--local"], input=mail, capture_output=True, timeout=TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    status = _STATUS.search(done.stdout)
    score = _SCORE.search(status.group(1)) if status else None
    if status is None or score is None:
        return None
    tests = _TESTS.search(status.group(1))
    rules = re.findall(r"[A-Z0-9_]+", tests.group(1).decode()) if tests else []
    return Verdict(float(score.group(1)), tuple(rules))
