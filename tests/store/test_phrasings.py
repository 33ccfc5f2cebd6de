"""What a model answered: kept once, found again, forgotten in time."""

from __future__ import annotations

from datetime import timedelta

from newsfold.store import phrasings
from newsfold.store.database import Database
from tests.store.samples import NOW

KEY = "0" * 64


def test_an_answer_is_found_again(db: Database) -> None:
    """The text comes back as it was; an unknown key gives None."""
    phrasings.keep(db, KEY, '{"summary": ["é", "漢"]}\n', now=NOW)
    assert phrasings.find(db, KEY) == '{"summary": ["é", "漢"]}\n'
    assert phrasings.find(db, "1" * 64) is None


def test_the_first_answer_stays(db: Database) -> None:
    """What a preview showed is what a run prints, whoever asked in between."""
    phrasings.keep(db, KEY, "first", now=NOW)
    phrasings.keep(db, KEY, "second", now=NOW)
    assert phrasings.find(db, KEY) == "first"


def test_old_answers_are_forgotten(db: Database) -> None:
    """After the time of keeping the next answer clears them away."""
    phrasings.keep(db, KEY, "old", now=NOW)
    phrasings.keep(db, "1" * 64, "new", now=NOW + phrasings.KEPT)
    assert phrasings.find(db, KEY) == "old"
    phrasings.keep(db, "2" * 64, "newer", now=NOW + phrasings.KEPT + timedelta(seconds=1))
    assert phrasings.find(db, KEY) is None
    assert phrasings.find(db, "1" * 64) == "new"
