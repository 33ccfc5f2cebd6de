"""Dumps in every language: each line of our own pages ends where its label says.

The format of the dumps is told in `labelled.py`, how to add one in docs/languages.md.
"""

from collections import Counter

import pytest

from tests.clean import labelled

NAMES = labelled.names()
MIN_LINES = 25  # a page dump has as many lines of furniture as of text
MIN_KINDS = 8
PER_LANGUAGE = 2
VAGUE = {"outside", "fragment"}  # removals that name no kind of furniture


def test_every_language_has_two_dumps() -> None:
    """No language is tried on a single page."""
    counted = Counter(labelled.load(name).code for name in NAMES)
    assert {code: count for code, count in counted.items() if count < PER_LANGUAGE} == {}


@pytest.mark.parametrize("name", NAMES)
def test_a_dump_is_as_dirty_as_real_ones(name: str) -> None:
    """At least 25 lines, one headline, and furniture of at least eight kinds."""
    dump, found = labelled.load(name), labelled.read(name)
    assert len(dump.lines) >= MIN_LINES
    assert len(dump.texts("H")) == 1
    assert len({r.why for r in found.removed} - VAGUE) >= MIN_KINDS


@pytest.mark.parametrize("name", NAMES)
def test_headline_and_language(name: str) -> None:
    """The headline is the page's own, and the language is told from the text alone."""
    dump, found = labelled.load(name), labelled.read(name)
    assert (found.title, found.language) == (dump.texts("H")[0], dump.code)


@pytest.mark.parametrize("name", NAMES)
def test_paragraphs(name: str) -> None:
    """Every paragraph of the article stands in it, in order and unchanged, and nothing else."""
    dump, kept = labelled.load(name), set(labelled.read(name).paragraphs)
    body = set(dump.texts("B"))
    assert labelled.places(dump, body - kept, "B") == []
    assert sorted(kept - body) == []
    assert list(labelled.read(name).paragraphs) == dump.texts("B")


@pytest.mark.parametrize("name", NAMES)
def test_who_and_when(name: str) -> None:
    """Authors, date, its precision and where it was found are what the page states."""
    dump, found = labelled.load(name), labelled.read(name)
    when = found.published_at.iso if found.published_at else None
    assert found.authors == dump.authors
    assert (when, found.dated_by) == (
        dump.stated.get("published"),
        dump.stated.get("dated_by", "none"),
    )
    assert found.outlet == dump.stated.get("outlet", found.outlet)


@pytest.mark.parametrize("name", NAMES)
def test_captions_and_headings(name: str) -> None:
    """Captions, subheadings and a live blog's posts are told apart from the text."""
    dump, found = labelled.load(name), labelled.read(name)
    assert list(found.captions) == dump.texts("C")
    assert [s.text for s in found.subheadings] == dump.texts("SP")
    assert found.posts == dump.posts()


@pytest.mark.parametrize("name", NAMES)
def test_junk_is_dropped_and_counted(name: str) -> None:
    """Every line of furniture is among the removed texts and in no part of the article."""
    dump, found = labelled.load(name), labelled.read(name)
    removed = {r.text for r in found.removed}
    junk = set(dump.texts("".join(labelled.DROPPED)))
    kept = {
        found.title,
        *found.paragraphs,
        *found.captions,
        *found.authors,
        *(s.text for s in found.subheadings),
    }
    survived = (junk & kept) - set(dump.texts("HBCNSP"))
    assert labelled.places(dump, survived, "JA") == []
    assert labelled.places(dump, junk - removed, "JA") == []
