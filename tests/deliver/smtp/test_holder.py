"""The holder: real children that send are killed, and what their relay says later still counts."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from newsfold import config
from newsfold.deliver.smtp import keeping
from newsfold.deliver.smtp.pages import Pages, State
from newsfold.deliver.smtp.relay import Relay
from newsfold.deliver.transport import Unbooked
from newsfold.errors import ConfigError, DeliveryError
from newsfold.model import DeliveryState, Message, Outcome, Receipt
from newsfold.store import database, ledger
from tests.deliver import sample
from tests.deliver.smtp import relays, scripted

READERS = sample.addresses(3)
LARGE = b"Subject: x\r\n\r\n" + b"far more than any socket's buffers take in\r\n" * 1_000_000


class Named(Unbooked):
    """Mails whose sender has a name. After `answers` answers recording takes for ever."""

    name = "one"

    def __init__(self, messages: Sequence[Message], answers: int = 1000) -> None:
        super().__init__(messages)
        self._answers_left = answers

    def record(
        self,
        *,
        answers: Sequence[tuple[Message, Receipt]] = (),
        release: Sequence[Message] = (),
        intend: Sequence[Message] = (),
        over: Sequence[int] = (),
        flush: bool = True,
    ) -> bool:
        """Keep a step, or never come back."""
        self._answers_left -= len(answers)
        if self._answers_left < 0:
            time.sleep(60)
        return super().record(answers=answers, release=release, intend=intend, over=over)


def carry(port: int, folder: Path, messages: list[Message], answers: int = 1000) -> None:
    """A child's work."""
    Relay(relays.settings(port), None, keep_in=folder).carry(Named(messages, answers))


@contextmanager
def child(work: Callable[..., None], *arguments: object) -> Iterator[BaseProcess]:
    """A child that is killed at the end."""
    process = multiprocessing.get_context("forkserver").Process(target=work, args=arguments)
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


def until(condition: Callable[[], object]) -> None:
    """Wait for something that happens soon."""
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.002)


def noted(folder: Path, message: Message) -> State | None:
    """What the child's page says of a mail."""
    for file in folder.glob("*.pages"):
        if not file.stat().st_size:  # it has just been made
            continue
        with file.open("r+b") as handle:
            page = Pages(handle.fileno()).newest().get(message.message_id)
            return None if page is None else page.state
    return None


def children(pid: int | None) -> list[int]:
    """The processes that this one started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


@pytest.mark.parametrize(
    ("answer", "state", "copies"),
    [
        ("late, 250 2.0.0 queued", DeliveryState.SENT, 1),
        ("late, 552 5.3.4 too big", DeliveryState.FAILED, 0),
        ("late, 451 4.3.0 later", DeliveryState.DEFERRED, 0),
        ("late, 421 4.3.2 shutting down", DeliveryState.SENT, 1),
        ("late, accept, close", DeliveryState.INTENT, 1),
        ("late, what?", DeliveryState.INTENT, 0),
    ],
)
def test_a_late_answer_settles_what_a_killed_run_left(
    tmp_path: Path, answer: str, state: DeliveryState, copies: int
) -> None:
    """The next run waits for it and records it; only what is no answer stays in doubt."""
    url, folder = f"sqlite:///{tmp_path}/store.db", tmp_path / "held"
    server = scripted.Server(answers={"DOT": [answer]})
    with scripted.running(server) as port, database.opened(url) as db:
        sample.freeze(db, READERS)
        up = multiprocessing.get_context("forkserver").Event()
        with child(sample.main, url, f"smtp:{port}:1:hold:{folder}", up):
            until(lambda: server.texts)
        threading.Timer(0.2, server.gate.set).start()
        with sample.relay(port, 1, folder) as relay:
            tally = sample.deliver(db, relay, settings=config.Delivery(in_doubt="hold"))
        rows = {row.email: row for row in ledger.rows(db)}
    first = rows.pop(READERS[0])
    assert first.state is state
    assert {row.state for row in rows.values()} == {DeliveryState.SENT}
    assert tally.in_doubt == (state is DeliveryState.INTENT)
    assert [recipient for recipient, _ in server.landed].count(READERS[0]) == copies
    assert list(folder.iterdir()) == []


def test_a_body_that_was_cut_is_surely_not_delivered(tmp_path: Path) -> None:
    """Killed before its final dot has left, a mail is not waited for."""
    server = scripted.Server(deaf=1)
    large = relays.message("ada@example.org", LARGE)
    with scripted.running(server) as port:
        with child(carry, port, tmp_path, [large]):
            until(lambda: noted(tmp_path, large) is State.LEAVING)
        assert keeping.evidence(tmp_path, ["one"]) == {large.message_id: None}


def test_what_was_read_and_not_recorded_counts(tmp_path: Path) -> None:
    """An answer that the killed process had taken in is known, and so is what had not begun."""
    server = scripted.Server()
    mails = relays.messages(3)
    with scripted.running(server) as port:
        with child(carry, port, tmp_path, mails, 1):
            until(lambda: noted(tmp_path, mails[2]) is State.INTENDED)
        told = keeping.evidence(tmp_path, ["one", "two"])
    second = told[mails[1].message_id]
    assert second is not None and (second.outcome, second.code) == (Outcome.SENT, 250)
    assert told[mails[2].message_id] is None
    assert [recipient for recipient, _ in server.landed] == [m.recipient for m in mails[:2]]


def test_without_its_holder_a_mail_stays_in_doubt(tmp_path: Path) -> None:
    """When the holder is killed as well, nothing is claimed to be known."""
    server = scripted.Server(answers={"DOT": ["late, 250 2.0.0 queued"]})
    with scripted.running(server) as port:
        with child(carry, port, tmp_path, relays.messages(1)) as sender:
            until(lambda: server.landed)
            (holder,) = children(sender.pid)
        os.kill(holder, signal.SIGKILL)
        server.gate.set()
        assert keeping.evidence(tmp_path, ["one"]) == {}


def test_a_run_survives_its_holder(tmp_path: Path) -> None:
    """When only the holder dies, all is sent."""
    server = scripted.Server(answers={"DOT": ["late, 250 2.0.0 queued"]})
    mails = relays.messages(20)
    with scripted.running(server) as port, child(carry, port, tmp_path, mails) as sender:
        until(lambda: server.landed)
        (holder,) = children(sender.pid)
        os.kill(holder, signal.SIGKILL)
        server.gate.set()
        sender.join(20)
        assert sender.exitcode == 0
    assert [recipient for recipient, _ in server.landed] == [m.recipient for m in mails]


def test_an_orderly_end_leaves_nothing(tmp_path: Path) -> None:
    """No file, no process, and the relay sees its connections end; only we may look into it."""
    server, folder = scripted.Server(), tmp_path / "held"
    with scripted.running(server) as port:
        carry(port, folder, relays.messages(5))
        until(lambda: server.open_now == 0)
    assert len(server.landed) == 5
    assert list(folder.iterdir()) == []
    assert folder.stat().st_mode & 0o777 == 0o700


def test_an_earlier_boot_tells_nothing(tmp_path: Path) -> None:
    """After a power cut nobody knows which pages had reached the disk."""
    server = scripted.Server()
    with scripted.running(server) as port:
        with child(carry, port, tmp_path, relays.messages(3), 1):
            until(lambda: len(server.landed) == 2)
        assert keeping.evidence(tmp_path, ["one"])
        (file,) = tmp_path.iterdir()
        with file.open("r+b") as pages:
            pages.write(b"another")
        assert keeping.evidence(tmp_path, ["one"]) == {}


def test_where_no_holder_can_be_had(tmp_path: Path) -> None:
    """By default mail goes out without one; who asked for it is told."""
    folder = tmp_path / "a file"
    folder.touch()
    with scripted.running(scripted.Server()) as port:
        mails = Named(relays.messages(1))
        Relay(relays.settings(port), None, keep_in=folder).carry(mails)
        assert [receipt.outcome for receipt in mails.receipts] == [Outcome.SENT]
        wanted = Relay(relays.settings(port, holder="on"), None, keep_in=folder)
        with pytest.raises(DeliveryError, match=r"delivery\.smtp\.holder"):
            wanted.carry(Named(relays.messages(1)))


@pytest.mark.parametrize(
    ("given", "holds"),
    [
        ({"host": "localhost"}, True),
        ({"host": "127.0.0.1"}, True),
        ({"host": "127.0.0.1", "security": "starttls"}, False),
        ({"host": "192.0.2.1", "security": "none"}, False),
        ({"host": "192.0.2.1", "security": "none", "holder": "on"}, True),
        ({"host": "localhost", "holder": "off"}, False),
        ({"socket": "relay.sock"}, False),
    ],
)
def test_when_connections_are_held(given: dict[str, object], holds: bool) -> None:
    """Over TCP without TLS; unasked only on this machine."""
    assert config.Smtp.model_validate(given).holds is holds


def test_a_holder_under_tls_is_a_bad_setting() -> None:
    """It cannot do anything there, and that is told."""
    with pytest.raises((ConfigError, ValueError), match="without TLS"):
        config.Smtp.model_validate({"host": "192.0.2.1", "holder": "on"})
