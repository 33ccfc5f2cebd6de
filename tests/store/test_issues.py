"""Issues: frozen whole and once, found as they were, remembered for the next one."""

from __future__ import annotations

import multiprocessing
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from newsfold.errors import StoreError
from newsfold.model import DeliveryState, IssueStanding, Phrased, ToldStory
from newsfold.store import database, issues, ledger, schema
from newsfold.store.database import Database
from newsfold.store.issues import IssueRow
from newsfold.store.recipients import Recipient
from tests.store import raw, samples
from tests.store.samples import NOW, story

WITHOUT_DROPPED = {
    "sqlite": "UPDATE issues SET body = json_remove(body, '$.dropped')",
    "postgresql": "UPDATE issues SET body = body::jsonb - 'dropped'",
}
EMAILS = ("ada@example.org", "bob@example.org")


def test_a_frozen_issue_is_found_as_it_was(db: Database) -> None:
    """Issue and variants come back equal, the recipients stand in the ledger in their order; an
    unknown id gives None."""
    frozen = samples.frozen(samples.issue("2026-03-12", story("s", "a")), *EMAILS)
    assert issues.freeze(db, frozen)
    assert issues.find(db, "daily-2026-03-12") == replace(frozen, recipients=())
    assert [row.email for row in ledger.rows(db)] == [*EMAILS]
    assert issues.find(db, "daily-2026-03-13") is None
    assert ledger.counts(db, frozen.issue.id) == {DeliveryState.PENDING: 2}


def test_a_long_list_is_frozen_as_it_is(db: Database) -> None:
    """Whatever letters its names have, in its order; a NUL becomes U+FFFD."""
    names = ("\t\n\\. \\N", "é \0 '", '"%s"', "")
    people = tuple(Recipient(f"r{n}@example.org", names[n % 4], "en") for n in range(500))
    frozen = replace(samples.frozen(samples.issue()), recipients=people)
    assert issues.freeze(db, frozen)
    found = [Recipient(row.email, row.name, row.variant) for row in ledger.rows(db)]
    assert found == [replace(person, name=person.name.replace("\0", "\ufffd")) for person in people]


def test_an_edition_is_frozen_once(db: Database) -> None:
    """The second freeze of an edition is refused and changes nothing, recipients included."""
    first = samples.frozen(samples.issue("2026-03-12", story("s", "a")), *EMAILS)
    second = samples.frozen(samples.issue("2026-03-12", story("t", "b")), "eve@example.org")
    assert issues.freeze(db, first)
    assert not issues.freeze(db, second)
    assert issues.find(db, first.issue.id) == replace(first, recipients=())
    assert [row.email for row in ledger.rows(db)] == [*EMAILS]
    assert issues.freeze(db, samples.frozen(samples.issue(newsletter="weekly"), *EMAILS))


def test_one_mail_per_address(db: Database) -> None:
    """Two spellings of one address are one recipient: the first."""
    emails = ("Ada@example.org", "ada@example.org", "ADA@EXAMPLE.ORG")
    issues.freeze(db, samples.frozen(samples.issue(), *emails))
    assert [row.email for row in ledger.rows(db)] == ["Ada@example.org"]


def test_a_freeze_that_fails_leaves_nothing(db: Database, url: str) -> None:
    """When the last table takes no row, the issue is not there either: all or nothing."""
    raw.execute(url, "ALTER TABLE deliveries RENAME TO elsewhere")
    with pytest.raises(StoreError, match="deliveries"):
        issues.freeze(db, samples.frozen(samples.issue(), *EMAILS))
    with db.reading() as connection:
        for table in (schema.issues, schema.variants, schema.stories):
            assert connection.scalar(sa.select(sa.func.count()).select_from(table)) == 0


def test_two_processes_freezing_at_once(url: str) -> None:
    """Of two processes that freeze one edition at the same moment exactly one wins, wholly."""
    with database.opened(url) as db:
        processes = multiprocessing.get_context("spawn")
        answers = processes.Queue()
        gate = processes.Barrier(2)
        children = [
            processes.Process(target=_freeze, args=(url, name, gate, answers)) for name in "ab"
        ]
        for child in children:
            child.start()
        won = dict(answers.get(timeout=60) for _ in children)
        for child in children:
            child.join()
        assert sorted(won.values()) == [False, True]
        (winner,) = (name for name, first in won.items() if first)
        found = issues.find(db, samples.issue().id)
        assert found is not None
        assert [row.email for row in ledger.rows(db)] == [
            f"{winner}{n}@example.org" for n in range(300)
        ]
        assert [s.id for s in found.issue.stories] == [winner]


def _freeze(
    url: str,
    name: str,
    gate: threading.Barrier,
    answers: multiprocessing.Queue[tuple[str, bool]],
) -> None:
    what = samples.issue("2026-03-12", story(name, name))
    frozen = samples.frozen(what, *(f"{name}{n}@example.org" for n in range(300)))
    with database.opened(url) as db:
        gate.wait()
        answers.put((name, issues.freeze(db, frozen)))


def test_listing_and_numbers(db: Database) -> None:
    """Newest first, by newsletter or all; the next number follows the newsletter's last."""
    assert issues.next_number(db, "daily") == 1
    for edition, number in (("2026-03-12", 1), ("2026-03-13", 2)):
        issues.freeze(db, samples.frozen(samples.issue(edition, number=number)))
    issues.freeze(db, samples.frozen(samples.issue(newsletter="weekly", number=7)))
    rows = issues.listing(db)
    assert [r.id for r in rows] == ["weekly-2026-03-12", "daily-2026-03-13", "daily-2026-03-12"]
    moment, headline = NOW + timedelta(days=1), "Harbour News"  # its title: it has no story
    assert issues.listing(db, "daily")[-1] == IssueRow(
        "daily-2026-03-12",
        "daily",
        "2026-03-12",
        1,
        "Harbour News",
        moment,
        headline,
        IssueStanding.OPEN,
        "",
    )
    assert issues.listing(db, "none") == ()
    assert [issues.next_number(db, n) for n in ("daily", "weekly", "none")] == [3, 8, 1]


def test_a_newsletters_issues_come_newest_first(db: Database) -> None:
    """As they were frozen, and no more than asked for; the list names the first headline."""
    frozen = [samples.frozen(samples.issue(f"2026-03-1{n}", number=n)) for n in range(1, 4)]
    for one in frozen:
        assert issues.freeze(db, one)
    issues.freeze(db, samples.frozen(samples.issue(newsletter="weekly", number=7)))
    assert [i.id for i in issues.newest(db, "daily")] == [f.issue.id for f in frozen[::-1]]
    told = samples.issue("2026-03-20", samples.story("s1", "a1"), number=9)
    assert issues.freeze(db, samples.frozen(told))
    assert issues.listing(db, "daily")[0].headline == "Ferry pier reopens"
    assert list(issues.newest(db, "daily", 2))[1:] == [frozen[-1].issue]
    assert issues.variants(db, frozen[0].issue.id) == frozen[0].rendered
    assert issues.variants(db, "nowhere") == ()


def test_what_was_told(db: Database) -> None:
    """A story told twice has both issues' sentences; one only listed has none."""
    first = samples.issue("2026-03-12", story("s", "a"), also=(story("t", "b"),))
    again = story("s", "c", "a", headline="Pier closes again")
    second = samples.issue("2026-03-13", again, number=2)
    other = samples.issue("2026-03-12", story("u", "d"), newsletter="weekly")
    for issue in (first, second, other):
        issues.freeze(db, samples.frozen(issue))
    pier = ("The pier of s reopened.", "It opened again on Tuesday.")
    assert issues.told(db, "daily").stories == (
        ToldStory("s", "daily-2026-03-12", "Pier closes again", pier, ("a", "c")),
        ToldStory("t", "daily-2026-03-12", "Ferry pier reopens", (), ("b",)),
    )
    assert [s.id for s in issues.told(db, "weekly").stories] == ["u"]
    assert issues.told(db, "none").stories == ()


def test_both_forms_of_a_phrased_sentence_are_told(db: Database) -> None:
    """What readers read and what its source says are both remembered."""
    plain = story("s", "a")
    written = replace(plain, phrased=(Phrased("The ferry pier is open again.", (0,)),))
    issues.freeze(db, samples.frozen(samples.issue("2026-03-12", written), *EMAILS))
    (told,) = issues.told(db, "daily").stories
    assert {plain.summary[0].text, "The ferry pier is open again."} <= set(told.sentences)


def test_what_an_editor_dropped_is_remembered_as_such(db: Database) -> None:
    """A dropped story's articles and sentences are kept; the issue that prints it later counts as
    the first that told it."""
    first = samples.issue("2026-03-12", samples.story("s1", "a1"))
    first = replace(first, dropped=(samples.story("s2", "a2", headline="Fair opens"),))
    issues.freeze(db, samples.frozen(first))
    printed, dropped = issues.told(db, "daily").stories
    assert (printed.dropped, printed.issue_id) == (False, "daily-2026-03-12")
    assert (dropped.dropped, dropped.headline) == (True, "Fair opens")
    assert dropped.article_ids == ("a2",)
    assert "The pier of s2 reopened." in dropped.sentences
    found = issues.find(db, first.id)
    assert found is not None
    assert found.issue == first

    second = samples.issue("2026-03-13", samples.story("s2", "a3"), number=2)
    issues.freeze(db, samples.frozen(second))
    later = issues.told(db, "daily").stories[1]
    assert (later.id, later.dropped, later.issue_id) == ("s2", False, "daily-2026-03-13")
    assert later.article_ids == ("a2", "a3")


def test_stories_frozen_before_dropping_was_known_count_as_printed(url: str, kind: str) -> None:
    """A store of the first revision is brought up to date, and its issues are read as they are."""
    issue = samples.issue("2026-03-12", samples.story("s1", "a1"))
    with database.opened(url) as db:
        issues.freeze(db, samples.frozen(issue))
        with db.begin() as connection:
            samples.older_deliveries(connection)
    raw.execute(
        url,
        "DROP TABLE phrasings",
        "ALTER TABLE subscribers DROP COLUMN sections",
        "ALTER TABLE subscribers DROP COLUMN own_choice",
        "ALTER TABLE stories DROP COLUMN printed",
        "ALTER TABLE issues DROP COLUMN standing",
        "ALTER TABLE issues DROP COLUMN standing_why",
        "UPDATE alembic_version SET version_num = '0001'",
        WITHOUT_DROPPED[kind],
    )
    with database.opened(url) as db:
        (told,) = issues.told(db, "daily").stories
        found = issues.find(db, issue.id)
    assert not told.dropped
    assert found is not None
    assert found.issue == issue
