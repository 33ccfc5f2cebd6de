"""Dumps in every language: the lines of our own pages end where their labels say.

Headline, language, authors, date, captions and posts are held exactly for each dump. Which lines
are the text a trained model weighs one by one: there nearly all are held, and how many may fail.

The format of the dumps is told in `labelled.py`, how to add one in docs/languages.md.
"""

from collections import Counter
from collections.abc import Sequence

import pytest

from tests.clean import labelled

NAMES = labelled.names()
MIN_LINES = 25  # a page dump has as many lines of furniture as of text
MIN_KINDS = 8
PER_LANGUAGE = 2
# What a model that weighs each line can promise: 3 of 171 paragraphs, 3 of 1,177 others go wrong.
MIN_RIGHT = 0.98
MOST_WRONG = 2  # of each in one dump
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
    """Paragraphs stand in the article in order and unchanged.

    Which lines they are a trained model says: it may lose two of a dump, and keep two that are
    furniture, but what it keeps is always a whole line of the page.
    """
    dump, kept = labelled.load(name), labelled.read(name).paragraphs
    assert len(lost(name)) <= MOST_WRONG, lost(name)
    assert _common(kept, dump.texts("B")) == _common(dump.texts("B"), kept)
    assert set(kept) <= set(dump.texts("BJ"))


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
    assert found.outlet == dump.stated.get("outlet")


@pytest.mark.parametrize("name", NAMES)
def test_captions_and_headings(name: str) -> None:
    """Captions and a live blog's posts are told apart from the text, each of them.

    Subheadings are, but for the lines that the model wrongly dropped or kept.
    """
    dump, found = labelled.load(name), labelled.read(name)
    told, wanted = [s.text for s in found.subheadings], dump.texts("SP")
    assert list(found.captions) == dump.texts("C")
    assert _common(told, wanted) == _common(wanted, told)
    assert set(wanted) - set(told) <= set(lost(name))
    assert set(told) - set(wanted) <= set(survived(name))
    assert found.posts == dump.posts()


@pytest.mark.parametrize("name", NAMES)
def test_junk_is_dropped_and_counted(name: str) -> None:
    """Of a dump's furniture at most two lines stand in the article.

    Every other line of it is among the removed texts.
    """
    dump, found = labelled.load(name), labelled.read(name)
    assert len(survived(name)) <= MOST_WRONG, survived(name)
    gone = {r.text for r in found.removed} | set(survived(name))
    assert labelled.places(dump, set(dump.texts("JA")) - gone, "JA") == []


def test_nearly_all_lines_of_all_dumps() -> None:
    """Over all dumps 98 of 100 paragraphs are kept and 98 of 100 lines of furniture dropped.

    Subheadings, of which there are few, are only held dump by dump.
    """
    body = sum(len(set(labelled.load(name).texts("B"))) for name in NAMES)
    junk = sum(len(_junk(name)) for name in NAMES)
    assert sum(len(lost(name, "B")) for name in NAMES) <= (1 - MIN_RIGHT) * body
    assert sum(len(survived(name)) for name in NAMES) <= (1 - MIN_RIGHT) * junk


def lost(name: str, labels: str = "BSP") -> list[str]:
    """The lines with these labels, paragraphs and headings, that a dump's article lacks."""
    found = labelled.read(name)
    told = {*found.paragraphs, *(s.text for s in found.subheadings)}
    return sorted(set(labelled.load(name).texts(labels)) - told)


def survived(name: str) -> list[str]:
    """The lines of furniture that stand in any part of the article."""
    found = labelled.read(name)
    told = {found.title, *found.paragraphs, *found.captions, *found.authors}
    return sorted(_junk(name) & {*told, *(s.text for s in found.subheadings)})


def _junk(name: str) -> set[str]:
    """Furniture, without texts that also stand in another part of the page."""
    dump = labelled.load(name)
    return set(dump.texts("".join(labelled.DROPPED))) - set(dump.texts("HBCNSP"))


def _common(texts: Sequence[str], others: Sequence[str]) -> list[str]:
    return [text for text in texts if text in set(others)]
