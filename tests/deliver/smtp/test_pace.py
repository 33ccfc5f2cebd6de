"""Pace, queue and throttle: which mail may be begun when, and over how many connections."""

from __future__ import annotations

import time
from math import inf

import pytest

from newsfold.config import Pace
from newsfold.deliver.smtp import pace
from newsfold.deliver.smtp.queue import LOOKAHEAD, Queue
from newsfold.deliver.smtp.relay import Relay
from newsfold.deliver.smtp.session import Limits
from newsfold.deliver.smtp.throttle import LOOKED_AT, RAISE_AFTER, TOO_MANY, Throttle
from newsfold.deliver.transport import Unbooked
from newsfold.model import Outcome
from tests.deliver.smtp import scripted
from tests.deliver.smtp.relays import HASTY, message, messages, outcomes, settings


def queue(limits: Pace, *recipients: str) -> Queue:
    """A queue of mails to these readers."""
    return Queue(Unbooked([message(r) for r in recipients]), limits)


def begun(line: Queue, now: float) -> list[str]:
    """The recipients of all mails that may be begun at that time."""
    found = []
    while (mail := line.next(now)) is not None:
        found.append(mail.recipient)
    return found


def test_without_limits_in_the_order_given() -> None:
    """All at once; what is put back comes first again."""
    line = queue(Pace(), "a@x.org", "b@x.org", "c@x.org")
    first = line.next(0)
    assert first is not None and first.recipient == "a@x.org"
    line.put_back(first)
    assert line.ready(0)
    assert begun(line, 0) == ["a@x.org", "b@x.org", "c@x.org"]
    assert (line.ready(0), line.due_at) == (False, None)


def test_a_rate_is_kept_over_a_second() -> None:
    """Ten a second: ten at most in the first moment, then one each tenth of a second."""
    line = queue(Pace(mails_per_second=10), *[f"r{n}@x.org" for n in range(40)])
    assert len(begun(line, 100.0)) == 10
    assert line.due_at == pytest.approx(100.1)
    assert len(begun(line, 100.55)) == 5
    assert len(begun(line, 105.0)) == 10  # a pause is made up for over one second only


def test_a_domains_rate_holds_its_own_mails_only() -> None:
    """Mails to other domains pass those that wait; the order within a domain stays."""
    line = queue(
        Pace(domain_mails_per_second=1), "a@big.org", "b@BIG.org", "c@big.org", "d@small.org"
    )
    assert begun(line, 50.0) == ["a@big.org", "d@small.org"]
    assert line.due_at == pytest.approx(51.0)
    assert begun(line, 51.0) == ["b@BIG.org"]
    assert begun(line, 52.0) == ["c@big.org"]
    assert line.due_at is None


def test_a_domains_mails_at_once() -> None:
    """A third mail to a domain waits for one of two to end, however it ends."""
    line = queue(Pace(domain_mails_at_once=2), "a@x.org", "b@x.org", "c@x.org", "d@x.org")
    first, second = line.next(0), line.next(0)
    assert first is not None and second is not None
    assert (line.next(0), line.due_at) == (None, inf)
    line.ended(first)
    assert begun(line, 0) == ["c@x.org"]
    line.put_back(second)
    assert begun(line, 0) == ["b@x.org"]


def test_senders_share_the_limits() -> None:
    """Of three that send at the same moment each keeps to its third, and to one mail at least."""
    limits = Pace(mails_per_second=3, domain_mails_at_once=2)
    together = pace.Pace(limits)
    together.sharers = 3
    together.begun("x.org", 50.0)
    assert together.all_free_at() == pytest.approx(51.0)
    assert together.free_at("x.org") == inf
    together.ended("x.org")
    assert together.free_at("x.org") == pytest.approx(51.0)


def test_the_look_ahead_is_bounded() -> None:
    """A long run of one domain's mails is not read into memory for one of another."""
    recipients = [f"r{n}@big.org" for n in range(2 * LOOKAHEAD)]
    mails = Unbooked([message(r) for r in [*recipients, "z@small.org"]])
    line = Queue(mails, Pace(domain_mails_per_second=1))
    assert begun(line, 10.0) == ["r0@big.org"]
    after = mails.take()
    assert after is not None and after.recipient == f"r{LOOKAHEAD + 1}@big.org"


def test_a_paced_run_keeps_its_connection_open() -> None:
    """Waiting for the next mail's time is no reason to say QUIT, nor to lose a mail."""
    server = scripted.Server()
    with scripted.running(server) as port:
        relay = Relay(
            settings(port, connections=2),
            None,
            patience=HASTY,
            pace=Pace(mails_per_second=20, domain_mails_at_once=1),
        )
        started = time.monotonic()
        assert outcomes(relay, *messages(40)) == [Outcome.SENT] * 40
    assert time.monotonic() - started >= 0.95
    assert server.connections <= 2


def test_an_idle_connection_is_closed_and_opened_anew() -> None:
    """A relay that hears nothing for long would close it: we do, and come back in time."""
    server = scripted.Server()
    with scripted.running(server) as port:
        relay = Relay(
            settings(port),
            None,
            limits=Limits(answer_s=5, idle_s=0.2),
            patience=HASTY,
            pace=Pace(domain_mails_per_second=1),
        )
        assert outcomes(relay, *messages(3)) == [Outcome.SENT] * 3
    assert server.connections >= 2
    assert server.commands.count("QUIT") == server.connections


@pytest.mark.parametrize("most", [1, 3])
def test_a_set_number_of_mails_a_connection(most: int) -> None:
    """After as many mails we say QUIT and open another connection."""
    server = scripted.Server()
    with scripted.running(server) as port:
        relay = Relay(settings(port, mails_per_connection=most), None, patience=HASTY)
        assert outcomes(relay, *messages(6)) == [Outcome.SENT] * 6
    assert server.connections == 6 / most
    assert server.commands.count("QUIT") == server.connections


def test_a_limit_is_learned_from_421() -> None:
    """A relay that closes two connections after two mails each is given two mails from then on."""
    enough = ["", "", "421 4.7.0 enough"]
    server = scripted.Server(answers={"MAIL": [*enough, *enough]})
    with scripted.running(server) as port:
        relay = Relay(settings(port), None, patience=HASTY)
        assert outcomes(relay, *messages(10)) == [Outcome.SENT] * 10
    assert server.connections == 5
    assert server.commands.count("QUIT") == 3


def test_throttle_halves_and_rises_again() -> None:
    """Refused or mostly deferred: half as many connections; one more for each fifty mails taken."""
    throttle = Throttle(8)
    for _ in range(TOO_MANY):
        throttle.answered(deferred=True)
    assert throttle.connections == 4
    throttle.refused()
    throttle.refused()
    throttle.refused()
    assert throttle.connections == 1
    for _ in range(RAISE_AFTER):
        throttle.answered(deferred=False)
    assert throttle.connections == 2
    for _ in range(RAISE_AFTER * 20):
        throttle.answered(deferred=False)
    assert throttle.connections == 8


def test_a_few_deferred_mails_are_no_pressure() -> None:
    """Greylisting of some readers leaves the number of connections alone."""
    throttle = Throttle(8)
    for n in range(20 * LOOKED_AT):
        throttle.answered(deferred=n % 3 == 0)
    assert throttle.connections == 8


def test_a_relay_with_fewer_connections_than_we_want() -> None:
    """421 to each connection beyond the second: two do the work, and all mails go out."""
    server = scripted.Server(most_connections=2, delay_s=0.002)
    with scripted.running(server) as port:
        relay = Relay(settings(port, connections=8), None, patience=HASTY)
        assert outcomes(relay, *messages(150)) == [Outcome.SENT] * 150
    assert server.connections < 30
