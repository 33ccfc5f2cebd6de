"""The command table: every command has help, stands in the README, and loads only when called."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from newsfold.cli.app import COMMANDS
from tests.conftest import ROOT
from tests.walk.conftest import command, environment

README = (ROOT / "README.md").read_text("utf-8")
HEAVY = (
    "scipy",
    "numpy",
    "sqlalchemy",
    "trafilatura",
    "pydantic",
    "rich",
    "mjml",
    "premailer",
    "httpx",
)


def shown(*arguments: str) -> str:
    """What a command that succeeds prints."""
    done = subprocess.run(
        command(*arguments), env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def subcommands(name: str) -> list[str]:
    """The names of a group's commands, as its help lists them."""
    text = shown(name, "--help")
    if "\nCommands:\n" not in text:
        return []
    return re.findall(r"^  (\S+)", text.split("\nCommands:\n")[1], re.M)


def test_help_lists_every_command() -> None:
    """`digest --help` names each command with its one line."""
    text = " ".join(shown("--help").split())
    for name, (_, line) in COMMANDS.items():
        assert f"{name} {line}" in text


def test_help_loads_no_command() -> None:
    """`digest --help` imports none of the heavy libraries: it is what a newcomer types first."""
    code = (
        "import sys\nfrom newsfold.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', [m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "LOADED []"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_the_help_that_the_table_promises(name: str) -> None:
    """A command's own help opens with its line in the table, and each option is explained."""
    text = shown(name, "--help")
    assert COMMANDS[name][1] in " ".join(text.split())
    for part in subcommands(name):
        own = shown(name, part, "--help")
        assert re.search(r"\n\n  \S", own), f"{name} {part} has no help"
    for option in re.findall(r"^  (--\S+.*)$", text, re.M):
        assert len(option.split("  ")) > 1 or option.startswith("--help"), option


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_in_the_readme(name: str) -> None:
    """The README's table has each command with the same line."""
    assert f"| `digest {name}` | {COMMANDS[name][1]} |" in README


def test_the_readme_names_no_command_that_is_not_there() -> None:
    """Every `digest WORD` in the README is a command."""
    named = set(re.findall(r"(?:\$ |`|&& )digest ([a-z-]+)", README))
    assert named <= set(COMMANDS)


def test_a_mistyped_command_exits_with_2() -> None:
    """The user must fix something: exit code 2, and no traceback."""
    done = subprocess.run(
        command("rum"), env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
