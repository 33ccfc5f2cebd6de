"""What an article is about by name."""

from __future__ import annotations

import pytest

from newsfold import tables
from newsfold.edit.grouping import names

TABLES = tables.load()


def named(*texts: tuple[str, str], code: str = "en") -> list[set[str]]:
    """The names and numbers of each title and one-sentence body."""
    split = [(title, [body]) for title, body in texts]
    return [set(one.names | one.numbers) for one in names.named(split, TABLES.language(code))]


def test_capitals_inside_a_sentence_and_numbers_name() -> None:
    """Places, people and figures; no weekday, no month, no common word that opens a sentence."""
    [found] = named(("Quake hits Okara", "People of Okara felt 5.9 on Tuesday, said Ivo Marsk."))
    assert found == {"okara", "5.9", "ivo", "marsk"}


def test_what_opens_a_sentence_is_a_name_where_the_batch_says_so() -> None:
    """'Torvik' stands inside another article's sentence, 'Straws' inside none with a capital and in
    one without."""
    first, second = named(
        ("Torvik win", "Straws lay about."), ("A goal for Torvik", "They sold straws at the gate.")
    )
    assert first == {"torvik"}
    assert second == {"torvik"}


def test_a_title_in_headline_case_tells_nothing_by_its_capitals() -> None:
    """'Strong Quake Strikes Southern Okara' has capitals on every word."""
    [found] = named(
        ("Strong Quake Strikes Southern Okara", "A strong quake struck the south of Okara.")
    )
    assert found == {"okara"}


@pytest.mark.parametrize(
    ("code", "body", "expected"),
    [
        ("de", "Die Polizei sperrte am Montag die Brücke bei Wellheim.", {"wellheim"}),
        ("zh", "地震袭击了奥卡拉。", set()),
    ],
)
def test_languages_with_other_capitals(code: str, body: str, expected: set[str]) -> None:
    """German nouns are no names; a script without capitals shows none."""
    assert named(("", body), code=code) == [expected]


def test_nothing_names_nothing() -> None:
    """No text, no name."""
    assert names.named([], TABLES.language("en")) == []
    assert named(("", "")) == [set()]
