"""Hands each message to a sendmail(1) program, which takes it into its queue.

Postfix, Exim, OpenSMTPD, msmtp and others bring one. What its exit code means: sysexits(3).
"""

from __future__ import annotations

import subprocess
import tempfile
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import ClassVar

from newsfold import config
from newsfold.deliver.transport import Mails, Resting
from newsfold.errors import DeliveryError
from newsfold.model import Message, Outcome, Receipt

MAX_SAID = 500  # characters of the program's complaint that are kept; by eye
# What a recipient may not begin with: an option, and what older programs take for a program to run,
# a file to write to or a list to read.
TRICKS = tuple("-|/\\:!~&")
# About this reader's mail: it is never taken.
REFUSED = {65: "EX_DATAERR", 67: "EX_NOUSER", 68: "EX_NOHOST"}
# About us: no mail is taken.
OURS = {64: "EX_USAGE", 77: "EX_NOPERM", 78: "EX_CONFIG"}
# About this hour. Any other code but 0 counts as one of these.
LATER = {
    69: "EX_UNAVAILABLE",
    70: "EX_SOFTWARE",
    71: "EX_OSERR",
    72: "EX_OSFILE",
    73: "EX_CANTCREAT",
    74: "EX_IOERR",
    75: "EX_TEMPFAIL",
    76: "EX_PROTOCOL",
}


class Sendmail(Resting):
    """Starts the program once for each mail, a few at a time.

    The mail is a file that is whole before the program starts: were it a pipe, the death of this
    process would send the first half of a mail.
    """

    idempotent: ClassVar[bool] = False

    def __init__(self, settings: config.Sendmail) -> None:
        self._settings = settings

    def carry(self, mails: Mails) -> None:
        """Hand over all mails.

        Raises: DeliveryError when the program cannot be started, or takes nothing from us.
        """
        work = _Work(mails)
        with ThreadPoolExecutor(self._settings.at_once, "sendmail") as threads:
            try:
                while work.goes_on or work.running:
                    for message in work.step(self._settings.at_once):
                        work.running[threads.submit(self._handed, message)] = message
                    work.wait()
            finally:  # also when the ledger failed, or Ctrl-C came: what is known is written down
                work.wind_up()
        if work.trouble is not None:
            raise work.trouble

    def _handed(self, message: Message) -> Receipt:
        """One mail's receipt. Raises: DeliveryError when it is about us; it was not taken then."""
        if message.recipient.startswith(TRICKS):
            why = (
                f"{message.recipient!r} is not given to a program: it could be taken for a command"
            )
            return Receipt(Outcome.FAILED, None, why)
        program = self._settings.program
        command = [program, "-i", "-f", message.envelope_sender, "--", message.recipient]
        with tempfile.TemporaryFile() as content:
            # In a file and a pipe lines end as on this system; the program sends CRLF (RFC 5322).
            content.write(message.content.replace(b"\r\n", b"\n"))
            content.seek(0)
            try:
                done = subprocess.run(
                    command,
                    stdin=content,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                    timeout=self._settings.timeout_s,
                    check=False,
                    start_new_session=True,  # Ctrl-C is for us; the program finishes its mail
                )
            except OSError as error:
                raise DeliveryError(
                    f"cannot start {program}: {error.strerror}; set delivery.sendmail.program"
                ) from error
            except subprocess.TimeoutExpired:
                why = f"{program} did not end within {self._settings.timeout_s:g} seconds"
                return Receipt(Outcome.IN_DOUBT, None, why)
        return receipt(program, done.returncode, done.stderr.decode("utf-8", "replace"))


class _Work:
    """What is under way, and what the ledger is to be told of it."""

    def __init__(self, mails: Mails) -> None:
        self._mails = mails
        self._answers: list[tuple[Message, Receipt]] = []
        self._release: list[Message] = []
        self.running: dict[Future[Receipt], Message] = {}
        self.trouble: Exception | None = None
        self.goes_on = True

    def step(self, at_once: int) -> list[Message]:
        """Record what came back, and take mails that may begin now."""
        fresh: list[Message] = []
        while self.goes_on and len(self.running) + len(fresh) < at_once:
            message = self._mails.take()
            if message is None:
                break
            fresh.append(message)
        kept = self._mails.record(answers=self._answers, release=self._release, intend=fresh)
        self._answers, self._release = [], []
        self.goes_on = self.goes_on and kept and bool(fresh or self.running)
        return [message for message in fresh if kept and not self._mails.withdrawn(message)]

    def wait(self) -> None:
        """Wait for the next program to end."""
        for future in wait(self.running, return_when=FIRST_COMPLETED).done:
            self._ended(future, self.running.pop(future))

    def wind_up(self) -> None:
        """Wait for all programs, and record what came of them."""
        while self.running:
            self.wait()
        self._mails.record(answers=self._answers, release=self._release)

    def _ended(self, future: Future[Receipt], message: Message) -> None:
        error = future.exception()
        if error is None:
            self._answers.append((message, future.result()))
            return
        if isinstance(error, DeliveryError):
            self._release.append(message)
        assert isinstance(error, Exception)
        self.trouble = self.trouble or error
        self.goes_on = False


def receipt(program: str, code: int, said: str) -> Receipt:
    """What an exit code means for a mail. Raises: DeliveryError when it is about us."""
    if code == 0:
        return Receipt(Outcome.SENT, 250, f"taken by {Path(program).name}")
    named = REFUSED.get(code) or OURS.get(code) or LATER.get(code)
    words = " ".join(said.split())[:MAX_SAID]
    why = f"{Path(program).name} ended with {code}{f' ({named})' if named else ''}: {words}"
    if code < 0:  # a signal ended it; it may have taken the mail before
        why = f"{Path(program).name} was ended by signal {-code}"
        return Receipt(Outcome.IN_DOUBT, None, why)
    if code in OURS:
        raise DeliveryError(f"{why.rstrip(': ')}; check delivery.sendmail and the sender")
    return Receipt(Outcome.FAILED if code in REFUSED else Outcome.DEFERRED, None, why.rstrip(": "))
