"""Kills `digest run` at random moments, again and again, and counts who got how many mails.

    python -m bench.kill [--kills 100] [--readers 150] [--connections 8] [--seed 1]
                         [--policy resend] [--policy hold] [--holder] [--database URL]

A child process makes and sends an issue to a relay on this machine, which notes each mail before it
answers. The child is killed (SIGKILL) while it starts, freezes, recovers or sends, until so many
kills were made under each policy; each issue is finished by a last run that is left alone. Half of
the issues meet a relay with faults: 421 and 4xx, connections closed before and after a mail was
taken. A copy is charged to the kill, or to the fault behind a mail that was taken. With 'hold',
what is in doubt at the end is settled with `digest deliveries resolve`, by what the relay noted.
With --holder the connections are kept across kills (delivery.smtp.holder): then only a fault may
cost a copy.

`--database` names an empty database to use in place of SQLite files; with the word 'postgresql' a
PostgreSQL server is started for it, from the wheel that the tests use. Prints a Markdown table;
exit code 1 when a reader got no mail, or more copies were sent than may be.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bench import scratch
from newsfold.model import DeliveryState
from newsfold.store import database, issues, ledger
from newsfold.store.database import Database
from tests import postgres
from tests.deliver.smtp import scripted

PATIENCE_S = 120.0  # of one run
MOST_MAILS = 60  # a child may hand over before it is killed while sending
MOST_S = 0.02  # then it lives on for up to so long: its last step is cut anywhere
DELAY_S = 0.002  # of each answer of the relay: its mails are under way for a while
ARTICLE = {
    "title": "Ferry pier reopens after the storm",
    "text": "The pier at Calder Quay reopened on Tuesday after three weeks of repairs.\n\n"
    "Divers replaced eleven of its piles, the harbour office said. The first ferry left at six in "
    "the morning with 140 people on board.\n\nThe repairs cost less than planned, and the winter "
    "timetable holds from Monday on, the harbour office said.",
    "url": "https://example.org/pier",
}
# What a faulty relay says, a few times among many ordinary answers.
FAULTS = {
    "GREETING": ["421 4.7.0 busy"],
    "MAIL": ["421 4.7.0 too many mails", "451 4.3.0 later", "close"],
    "RCPT": ["451 4.7.1 greylisted", "close"],
    "DATA": ["451 4.3.0 later", "reset"],
    "DOT": ["452 4.3.1 no room", "close", "reset"],
}
TAKEN = ["accept, close", "accept, reset"]  # as well to the dot: the mail landed, no answer came


@dataclass
class Moments:
    """How many kills fell where, as the store and the relay show it behind each."""

    starting: int = 0  # nothing frozen yet
    frozen: int = 0  # the issue is frozen, no mail of it has landed
    recovering: int = 0  # mails had landed before this run, and none in it
    sending: int = 0
    ended: int = 0  # the run was over before it was killed: no kill

    @property
    def kills(self) -> int:
        """All of them."""
        return self.starting + self.frozen + self.recovering + self.sending


@dataclass
class Counted:
    """What was found under one policy."""

    moments: Moments = field(default_factory=Moments)
    issues: int = 0
    readers: int = 0
    lost: int = 0
    copies: int = 0
    most_in_doubt: int = 0  # behind one kill, with a relay without faults
    faults_behind: int = 0  # mails that were taken, with the connection closed instead of an answer
    held: int = 0


class Issue:
    """One issue's way, from the first start to the last run."""

    def __init__(
        self,
        folder: Path,
        policy: str,
        number: int,
        chance: random.Random,
        options: argparse.Namespace,
    ) -> None:
        self._folder = folder
        self._url = options.database or f"sqlite:///{folder}/store.db"
        self._policy = policy
        self._chance = chance
        self._options = options
        self._slug = f"{policy}-{os.getpid()}-{number}"
        self._server = scripted.Server(delay_s=DELAY_S)
        self._held = 0  # in doubt since earlier kills, with 'hold'
        self._first_s = 2.0  # from a child's start to its first mail, as last seen

    def run(self, faulty: bool, counted: Counted, most: int) -> None:
        """Kill until it is sent or there were `most` kills, finish, and count."""
        with scripted.running(self._server) as port:
            self._write_settings(port)
            while counted.moments.kills < most and not self._done():
                if faulty:
                    counted.faults_behind += self._order_faults()
                self._kill_once(counted, faulty)
            self._server.answers.clear()
            self._finish(counted)
        landed = Counter(recipient for recipient, _ in self._server.landed)
        counted.issues += 1
        counted.readers += self._options.readers
        counted.lost += self._options.readers - len(landed)
        counted.copies += landed.total() - len(landed)

    # ------------------------------------------------------------ the child

    def _write_settings(self, port: int) -> None:
        article = {**ARTICLE, "published_at": datetime.now(UTC).isoformat()}
        (self._folder / "articles.jsonl").write_text(json.dumps(article) + "\n")
        readers = "".join(f"reader{n}@example.org\n" for n in range(self._options.readers))
        (self._folder / "readers.csv").write_text("email\n" + readers)
        (self._folder / "digest.toml").write_text(
            f"""
subscribers = "readers.csv"
[store]
url = "{self._url}"
[[sources]]
name = "desk"
path = "articles.jsonl"
[[newsletters]]
slug = "{self._slug}"
sender = "news@example.org"
[delivery]
transport = "smtp"
in_doubt = "{self._policy}"
retry_minutes = 0.0001
max_attempts = 100
[delivery.smtp]
host = "127.0.0.1"
port = {port}
helo = "bench"
holder = "{"on" if self._options.holder else "off"}"
connections = {self._options.connections}
"""
        )

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "newsfold", "run"],
            cwd=self._folder,
            env={k: v for k, v in os.environ.items() if not k.startswith("DIGEST_")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(self._folder / "said").open("ab"),
        )

    def _kill_once(self, counted: Counted, faulty: bool) -> None:
        before = len(self._server.landed)
        drawn = self._chance.random()
        child = self._started()
        if drawn < 0.5:  # while it starts or recovers
            self._wait(child, self._chance.uniform(0, 1.1 * self._first_s))
        elif drawn < 0.7 and not before:
            self._wait_for_the_freeze(child)
            self._wait(child, self._chance.uniform(0, MOST_S))
        else:
            self._wait_for_mails(child, before + self._chance.randint(1, MOST_MAILS))
            self._wait(child, self._chance.uniform(0, MOST_S))
        alive = child.poll() is None
        child.kill()
        child.wait()
        self._judge(counted, alive, before, faulty)

    def _wait_for_mails(self, child: subprocess.Popen[bytes], goal: int) -> None:
        started, before = time.monotonic(), len(self._server.landed)
        seen = False
        while child.poll() is None and len(self._server.landed) < goal:
            if not seen and len(self._server.landed) > before:
                seen, self._first_s = True, time.monotonic() - started
            if time.monotonic() - started > PATIENCE_S:
                return
            time.sleep(0.0005)

    def _wait_for_the_freeze(self, child: subprocess.Popen[bytes]) -> None:
        with self._store() as db:
            while child.poll() is None and not issues.listing(db, self._slug):
                time.sleep(0.002)

    @staticmethod
    def _wait(child: subprocess.Popen[bytes], seconds: float) -> None:
        end = time.monotonic() + seconds
        while child.poll() is None and time.monotonic() < end:
            time.sleep(0.0005)

    def _judge(self, counted: Counted, alive: bool, before: int, faulty: bool) -> None:
        """Say where the kill fell."""
        moments = counted.moments
        with self._store() as db:
            frozen = issues.listing(db, self._slug)
            doubt = len(ledger.rows(db, issue_id=self._id(db), state=DeliveryState.INTENT))
        left = doubt - self._held
        self._held = doubt if self._policy == "hold" else 0
        if not alive:
            moments.ended += 1
            return
        if not faulty:  # a fault leaves a mail in doubt too
            counted.most_in_doubt = max(counted.most_in_doubt, left)
        if not frozen:
            moments.starting += 1
        elif len(self._server.landed) > before:
            moments.sending += 1
        elif before:
            moments.recovering += 1
        else:
            moments.frozen += 1

    # ------------------------------------------------------------ the relay and the store

    def _order_faults(self) -> int:
        """Put faults among the next answers; how many are behind a mail that was taken."""
        draw = self._chance
        behind = 0
        for command, faults in FAULTS.items():
            waiting: list[str] = []
            for _ in range(2):
                waiting += [""] * draw.randint(0, 40) + [draw.choice(faults)]
            if command == "DOT" and draw.random() < 0.5:
                waiting += [draw.choice(TAKEN)]
            left = [a for a in self._server.answers.get(command, []) if a in TAKEN]
            behind += sum(a in TAKEN for a in waiting) - len(left)
            self._server.answers[command] = waiting
        return behind

    @contextmanager
    def _store(self) -> Iterator[Database]:
        with database.opened(self._url) as db:
            yield db

    def _id(self, db: Database) -> str:
        rows = issues.listing(db, self._slug)
        return rows[0].id if rows else ""

    def _open(self) -> Counter[DeliveryState]:
        with self._store() as db:
            return Counter(ledger.counts(db, self._id(db)))

    def _done(self) -> bool:
        states = set(self._open())
        ignored = {DeliveryState.INTENT} if self._policy == "hold" else set()
        return states - ignored == {DeliveryState.SENT}

    def _finish(self, counted: Counted) -> None:
        """Let runs end by themselves; settle what is held by what the relay noted."""
        end = time.monotonic() + PATIENCE_S
        while not self._done():
            self._started().wait(PATIENCE_S)
            if time.monotonic() > end:
                said = (self._folder / "said").read_text()[-2000:]
                raise SystemExit(f"{self._slug} is never finished: {self._open()}\n{said}")
        with self._store() as db:
            name = self._id(db)
            held = [r.email for r in ledger.rows(db, issue_id=name, state=DeliveryState.INTENT)]
        counted.held += len(held)
        landed = {recipient for recipient, _ in self._server.landed}
        for decision, addresses in (
            ("sent", [email for email in held if email in landed]),
            ("resend", [email for email in held if email not in landed]),
        ):
            if addresses:
                command = [sys.executable, "-m", "newsfold", "deliveries", "resolve", name]
                subprocess.run(
                    [*command, *addresses, "--as", decision], cwd=self._folder, check=True,
                    stdout=subprocess.DEVNULL,
                )  # fmt: skip
        if held:
            self._started().wait(PATIENCE_S)


def measured(policy: str, options: argparse.Namespace) -> Counted:
    """Issue after issue until there were enough kills."""
    chance = random.Random(options.seed)
    counted = Counted()
    while counted.moments.kills < options.kills:
        with scratch.folder() as folder:
            issue = Issue(folder, policy, counted.issues, chance, options)
            issue.run(counted.issues % 2 == 1, counted, options.kills)
    return counted


def main() -> None:
    """Kill, count, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--readers", type=int, default=150)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--policy", action="append", choices=["resend", "hold"])
    parser.add_argument("--holder", action="store_true")
    parser.add_argument("--database", default="")
    options = parser.parse_args()
    print("| policy | holder | issues x readers | kills | starting | frozen | recovering | sending"
          " | most in doubt | lost | copies | faults behind | held |")  # fmt: skip
    print("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    with ExitStack() as stack:
        if options.database == "postgresql":
            server = stack.enter_context(postgres.running())
            options.database = server.url(server.create())
        failed = compared(options)
    if failed:
        raise SystemExit("readers got no mail, or more copies than may be")


def compared(options: argparse.Namespace) -> bool:
    """Print a row for each policy; whether one is worse than it may be."""
    failed = False
    for policy in options.policy or ["resend", "hold"]:
        found = measured(policy, options)
        at = found.moments
        print(
            f"| {policy} | {'on' if options.holder else 'off'} "
            f"| {found.issues} x {options.readers} | {at.kills} | {at.starting} "
            f"| {at.frozen} | {at.recovering} | {at.sending} | {found.most_in_doubt} "
            f"| {found.lost} | {found.copies} | {found.faults_behind} | {found.held} |",
            flush=True,
        )
        by_kills = 0 if options.holder else at.kills * options.connections
        may_be = by_kills + found.faults_behind if policy == "resend" else 0
        failed |= found.lost > 0 or found.copies > may_be
        failed |= found.most_in_doubt > options.connections
    return failed


if __name__ == "__main__":
    main()
