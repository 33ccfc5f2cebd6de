"""Fuzz every target for its share of the time, or try one input again.

    python -m tests.fuzz [--seconds 60] [--target NAME ...]
    python -m tests.fuzz --again NAME FILE

What the engine finds and what it learned is kept under `.fuzz/`, so that the next run goes on
from there. Exit code 0: nothing was found.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.fuzz import corpus

HOME = ROOT / ".fuzz"
MAX_BYTES = 3000  # of one input: enough for a page, small enough for some dozens of them a second
TIMEOUT_S = 30  # for one input; the slowest of a seed takes 0.1 s
MEMORY_MB = 2048
FOUND = "crash-*", "timeout-*", "oom-*"


def main() -> int:
    """Run what the arguments say; the exit code."""
    from tests.fuzz.targets import TARGETS  # late: the engine's own process must import it first

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seconds", type=int, default=60, help="for all targets together")
    parser.add_argument("--target", nargs="*", choices=[*TARGETS], default=[*TARGETS])
    parser.add_argument("--again", nargs=2, metavar=("NAME", "FILE"), help="try one input again")
    chosen = parser.parse_args()
    if chosen.again:
        TARGETS[chosen.again[0]](Path(chosen.again[1]).read_bytes())
        return 0
    if importlib.util.find_spec("atheris") is None:
        print("atheris, the fuzzing engine, is not installed: it has wheels for Linux only.")
        return 1 if os.environ.get("CI") == "true" else 0
    share = max(1, chosen.seconds // len(chosen.target))
    return max(fuzz(name, share) for name in chosen.target)


def fuzz(name: str, seconds: int) -> int:
    """Fuzz one target; 0 when nothing was found, and otherwise what was found is printed."""
    learned, given, found = (HOME / kind / name for kind in ("learned", "seeds", "found"))
    for folder in (learned, given, found):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(corpus.seeds(name)):
        (given / f"{number}").write_bytes(seed[:MAX_BYTES])
    words = HOME / "words.dict"
    words.write_text(corpus.dictionary(), "utf-8")
    before = set(reported(found))
    done = subprocess.run(
        [
            sys.executable, "-m", "tests.fuzz.engine", name, str(learned), str(given),
            f"-max_total_time={seconds}", f"-max_len={MAX_BYTES}", f"-timeout={TIMEOUT_S}",
            f"-report_slow_units={TIMEOUT_S}",
            f"-rss_limit_mb={MEMORY_MB}", f"-dict={words}", f"-artifact_prefix={found}{os.sep}",
            "-print_final_stats=1",
        ],
        cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
        check=False,
    )  # fmt: skip
    print(f"{name}: {told(done.stderr, 'stat::number_of_executed_units:')} inputs in {seconds} s")
    for path in sorted(set(reported(found)) - before):
        print(f"  found: python -m tests.fuzz --again {name} {path.relative_to(ROOT)}")
    if done.returncode:
        print(done.stdout[-3000:], done.stderr[-3000:], sep="\n")
    return 1 if done.returncode else 0


def reported(folder: Path) -> list[Path]:
    """The inputs that the engine has put aside as findings."""
    return [path for pattern in FOUND for path in folder.glob(pattern)]


def told(log: str, key: str) -> str:
    """What libFuzzer's final statistics say behind a key; '0' without them."""
    line = next((line for line in log.splitlines() if line.startswith(key)), f"{key} 0")
    return line.removeprefix(key).strip()


if __name__ == "__main__":
    sys.exit(main())
