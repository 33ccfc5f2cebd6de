"""Install the Debian packages that the tests drive, or say how to.

As root on a system with apt-get the missing packages are installed. Anyone else is shown the
command to type; the tests that need the part then skip and say so. With CI=true a part that is
still missing ends the run with exit code 1, so that nothing is skipped unseen there.

Run by `make test` before pytest; standard library only, because nothing else need be installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence

# Command that a test runs -> Debian package that carries it.
PARTS: Mapping[str, str] = {
    "chromium": "chromium",  # tests that look at a mail or a page in a real browser
    "postfix": "postfix",  # tests that hand mails to a real MTA, with settings of their own
}
# What packages ask when they are installed: this one is not to serve anybody.
ANSWERS = "postfix postfix/main_mailer_type select No configuration\n"
APT = ("apt-get", "-o", "DPkg::Lock::Timeout=300")  # seconds to wait for another apt; by eye


def on_path(command: str) -> str | None:
    """Where the command is, also among those that only root has on the path."""
    return shutil.which(command, path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin")


def missing(parts: Mapping[str, str], found: Callable[[str], object] = on_path) -> tuple[str, ...]:
    """Packages whose command is not on the path, in the table's order, each once."""
    return tuple(dict.fromkeys(pkg for command, pkg in parts.items() if not found(command)))


def commands(packages: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The command lines that install the packages on a Debian system, in order."""
    return (
        (*APT, "update", "--quiet=2"),
        (*APT, "install", "--yes", "--quiet=2", "--no-install-recommends", *packages),
    )


def advice(packages: Sequence[str]) -> str:
    """What a person without root rights types to get the packages."""
    return f"sudo apt-get update && sudo apt-get install {' '.join(packages)}"


def install(packages: Sequence[str]) -> None:
    """Install the packages and send apt's words to stderr.

    Raises: subprocess.CalledProcessError when apt-get fails.
    """
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if shutil.which("debconf-set-selections"):
        subprocess.run(
            ["debconf-set-selections"], check=True, env=environment, input=ANSWERS.encode()
        )
    for command in commands(packages):
        subprocess.run(
            command, check=True, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr
        )


def main() -> int:
    """Exit code: 0 when all is there or may be skipped, 1 when CI lacks a part."""
    wanted = missing(PARTS)
    if wanted and os.geteuid() == 0 and shutil.which(APT[0]):
        try:
            install(wanted)
        except subprocess.CalledProcessError as error:
            print(f"apt-get failed with exit code {error.returncode}", file=sys.stderr)
        wanted = missing(PARTS)
    if not wanted:
        return 0
    print(f"not installed: {', '.join(wanted)}. Tests that need it skip until you run:\n"
          f"  {advice(wanted)}", file=sys.stderr)  # fmt: skip
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
