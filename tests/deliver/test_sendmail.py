"""The sendmail(1) program: what its exit codes mean, and that nothing but a mail gets into it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from newsfold import config
from newsfold.deliver.sendmail import Sendmail
from newsfold.deliver.transport import Unbooked
from newsfold.errors import DeliveryError, StoreError
from newsfold.model import Message, Outcome, Receipt
from tests.conftest import ROOT

CONTENT = b"Subject: x\r\n\r\n.\r\nFrom here\r\nend\r\n"


def mail(recipient: str = "ada@example.org", content: bytes = CONTENT) -> Message:
    """A small mail."""
    return Message(f"<1.{recipient}>", "news@example.org", recipient, (content,))


def program(folder: Path, script: str) -> str:
    """An executable shell script."""
    path = folder / "program"
    path.write_text(f"#!/bin/sh\ncd {folder}\n{script}\n")
    path.chmod(0o755)
    return str(path)


def sent(program: str, *mails: Message, timeout_s: float = 20) -> tuple[Receipt, ...]:
    """The receipts of mails handed to the program."""
    book = Unbooked(mails)
    with Sendmail(config.Sendmail(program=program, timeout_s=timeout_s)) as transport:
        transport.carry(book)
    return book.receipts


@pytest.mark.parametrize(
    ("code", "outcome", "says"),
    [
        (0, Outcome.SENT, "taken by program"),
        (65, Outcome.FAILED, "65 (EX_DATAERR): no, thank you"),
        (67, Outcome.FAILED, "67 (EX_NOUSER)"),
        (68, Outcome.FAILED, "68 (EX_NOHOST)"),
        (69, Outcome.DEFERRED, "69 (EX_UNAVAILABLE)"),
        (71, Outcome.DEFERRED, "71 (EX_OSERR)"),
        (75, Outcome.DEFERRED, "75 (EX_TEMPFAIL)"),
        (1, Outcome.DEFERRED, "ended with 1: no, thank you"),
    ],
)
def test_an_exit_code_is_a_receipt(tmp_path: Path, code: int, outcome: Outcome, says: str) -> None:
    """As sysexits(3) names them; what the program says on its error output is kept."""
    (receipt,) = sent(program(tmp_path, f"printf 'no,\\nthank you\\n' >&2; exit {code}"), mail())
    assert receipt.outcome is outcome
    assert says in receipt.text


@pytest.mark.parametrize("code", [64, 77, 78])
def test_a_code_about_us_stops_the_run(tmp_path: Path, code: int) -> None:
    """Wrong usage, no permission or a broken setup would fail every reader's mail."""
    with pytest.raises(DeliveryError, match=rf"ended with {code} \(EX_\w+\); check"):
        sent(program(tmp_path, f"exit {code}"), mail())


def test_a_program_that_is_not_there_stops_the_run(tmp_path: Path) -> None:
    """The error names the setting."""
    with pytest.raises(DeliveryError, match=r"delivery\.sendmail\.program"):
        sent(str(tmp_path / "none"), mail())


def test_a_program_that_was_ended_leaves_doubt(tmp_path: Path) -> None:
    """By a signal or for taking too long: it may have queued the mail before."""
    killed, slow = "kill -9 $$", "exec sleep 60"
    for script, says in ((killed, "signal 9"), (slow, "within 0.2 seconds")):
        (receipt,) = sent(program(tmp_path, script), mail(), timeout_s=0.2)
        assert receipt.outcome is Outcome.IN_DOUBT
        assert says in receipt.text


@pytest.mark.parametrize(
    "recipient",
    ["-oQ/tmp@example.org", "-bs@example.org", "|touch${IFS}owned@x.org", "/etc/x@example.org"],
)
def test_no_address_is_taken_for_a_command(tmp_path: Path, recipient: str) -> None:
    """Options, programs and files in an address reach no program: the mail fails alone."""
    script = program(tmp_path, "touch called; cat > /dev/null")
    (receipt,) = sent(script, mail(recipient))
    assert receipt.outcome is Outcome.FAILED and "command" in receipt.text
    assert not (tmp_path / "called").exists()


@pytest.mark.parametrize(
    "recipient", ["a;touch owned@x.org", "$(touch owned)@x.org", "`touch owned`@x.org", "a b@x.org"]
)
def test_what_a_shell_would_read_is_one_plain_argument(tmp_path: Path, recipient: str) -> None:
    """There is no shell, and behind '--' no options: the program gets exactly five arguments."""
    script = program(tmp_path, "printf '%s\\n' \"$@\" > arguments; cat > content")
    assert sent(script, mail(recipient))[0].outcome is Outcome.SENT
    said = (tmp_path / "arguments").read_text().splitlines()
    assert said == ["-i", "-f", "news@example.org", "--", recipient]
    assert (tmp_path / "content").read_bytes() == CONTENT.replace(b"\r\n", b"\n")
    assert not list(tmp_path.glob("owned*"))


def test_the_death_of_the_sender_never_sends_half_a_mail(tmp_path: Path) -> None:
    """A program that reads slowly gets the whole mail although its starter was killed meanwhile."""
    script = program(tmp_path, "touch up; sleep 1; cat > part; mv part content")
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.deliver.test_sendmail", script], cwd=ROOT
    )
    deadline = time.monotonic() + 30
    while not (tmp_path / "up").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    while not (tmp_path / "content").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert (tmp_path / "content").read_bytes() == BIG.replace(b"\r\n", b"\n")


def test_when_the_ledger_fails_what_is_known_is_written_down_at_the_end(tmp_path: Path) -> None:
    """The programs that run are waited for, and their answers recorded once more."""

    class Failing(Unbooked):
        """A ledger whose disk is full at its second step, and has room again later."""

        steps = 0

        def record(
            self,
            *,
            answers: Sequence[tuple[Message, Receipt]] = (),
            release: Sequence[Message] = (),
            intend: Sequence[Message] = (),
            over: Sequence[int] = (),
            flush: bool = True,
        ) -> bool:
            """Keep the answers, but not at the second step."""
            self.steps += 1
            if self.steps == 2:
                raise StoreError("disk full")
            return super().record(answers=answers, release=release, intend=intend)

    book = Failing([mail(f"r{n}@example.org") for n in range(10)])
    script = program(tmp_path, "cat > /dev/null")
    with pytest.raises(StoreError, match="disk full"):
        Sendmail(config.Sendmail(program=script, at_once=3)).carry(book)
    assert [receipt.outcome for receipt in book.receipts] == [Outcome.SENT] * 3


BIG = CONTENT + b"a line of a long mail\r\n" * 20_000  # many times what a pipe holds

if __name__ == "__main__":
    sent(sys.argv[1], mail(content=BIG))
