"""Small days in languages that have no large collection of news to learn from."""

from __future__ import annotations

import pytest

from newsfold import tables
from newsfold.edit.grouping import group, vectors
from newsfold.text import words
from newsfold.text.language import Background
from tests.edit import newsroom
from tests.edit.traps import TrapSet, read
from tools import build_other_backgrounds

DAYS = read("days.toml")
TABLES = tables.load()


def stories(day: TrapSet, code: str) -> list[list[str]]:
    """The events of each group."""
    articles = [
        newsroom.article(title, body, id=f"{place:03}", outlet=f"Outlet {place}", language=code)
        for place, (_, title, body) in enumerate(day)
    ]
    return [[day[index][0] for index in found] for found in group.groups(articles, TABLES)]


@pytest.mark.parametrize("code", sorted(DAYS))
def test_a_day_of_four_articles_tells_three_events(code: str) -> None:
    """Two accounts in words of their own meet; a neighbour that shares a place stays apart."""
    day = DAYS[code]
    assert sorted(map(len, stories(day, code))) == [1, 1, 2]
    assert [day[0][0]] * 2 in stories(day, code)


@pytest.mark.parametrize("code", ["de", "fr"])
def test_common_words_weigh_little_on_a_small_day(code: str) -> None:
    """Of two articles alone, what is common in the language weighs less than what is rare."""
    language = TABLES.language(code)
    common, rare = {"de": ("stadt", "ziegelei"), "fr": ("monde", "tuilerie")}[code]
    [weights, _] = vectors.weigh([{common: 1.0, rare: 1.0}, {rare: 1.0}], language)
    assert weights[rare] > 1.3 * weights[common]


@pytest.mark.parametrize("code", build_other_backgrounds.LANGUAGES)
def test_a_table_holds_terms_as_texts_are_read(code: str) -> None:
    """Each term of a table is one that a text can have, and occurs in fewer articles than all."""
    language = TABLES.language(code)
    assert language.background.n > 4000
    assert len(language.background.df) > 2000
    for term, count in language.background.df.items():
        assert words.terms(term, language) == [term]
        assert vectors.RARE < count < language.background.n


def test_a_language_without_a_table_has_the_batch_alone() -> None:
    """Nothing is known of Estonian, and two of its articles are compared all the same."""
    assert TABLES.language("et").background == Background()
    [one, other] = vectors.weigh(
        [{"sild": 1.0, "pragu": 1.0}, {"sild": 1.0}], TABLES.language("et")
    )
    assert 0 < vectors.cosine(one, other) <= 1


def test_expected_articles_follow_the_frequency() -> None:
    """A word of one in a hundred is in most articles, a stop word or a number in no table."""
    found = build_other_backgrounds.expected(
        {"stadt": 0.01, "ziegelei": 1e-7, "der": 0.03, "0000": 0.01}, TABLES.language("de")
    )
    assert set(found) == {"stadt", "ziegelei"}
    assert found["ziegelei"] == 0 < 2000 < found["stadt"] < build_other_backgrounds.ARTICLES
