"""The README's commands, typed one after the other as a newcomer would."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.walk.conftest import environment

# The first two bootstrap a machine: CI runs them whole. The others serve until they are ended, as
# test_preview.py and test_web.py of tests/walk see them do.
MADE_ELSEWHERE = ("make demo", "make test", "digest preview", "digest web")


def typed() -> list[str]:
    """Every command line of the README's console blocks, in order, without its comment."""
    blocks = re.findall(r"```console\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    lines = [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]
    return [re.sub(r"\s+#.*", "", line) for line in lines]


def test_every_command_in_the_readme_works(tmp_path: Path) -> None:
    """Typed in order, each exits with 0."""
    here = tmp_path
    binary = tmp_path / "bin"
    binary.mkdir()
    script = binary / "digest"
    script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m newsfold "$@"\n')
    script.chmod(0o755)
    env = environment({"BROWSER": "true %s"})
    env["PATH"] = f"{binary}:{env['PATH']}"
    ran = 0
    for line in typed():
        if line in MADE_ELSEWHERE:
            continue
        if line.startswith("cd "):
            here = here / line.removeprefix("cd ")
            shutil.copytree(ROOT / "seeds", here / "seeds")
            shutil.copy(ROOT / "subscribers.example.csv", here)
            continue
        done = subprocess.run(
            ["sh", "-c", line], cwd=here, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        ran += 1
    assert ran >= 10


def test_the_pictures_of_the_readme_are_there() -> None:
    """Each picture that the README shows is in the repository and says what it shows."""
    images = re.findall(r'<img src="([^"]+)"[^>]* alt="([^"]+)"', (ROOT / "README.md").read_text())
    assert len(images) == 3
    for path, alt in images:
        assert (ROOT / path).is_file(), path
        assert len(alt) > 20
