"""The tables that say how a language names its speakers."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from importlib import resources

import pytest

from newsfold import tables
from newsfold.text.speakers import SpeakerWords

CODES = ["de", "en", "es", "fr", "it", "nl", "pt"]
ALWAYS = (
    "honorifics titles pronouns possessives articles between no_inversion attributions "
    "prepositions genitives joiners place_leads"
).split()
WITH = {  # habit -> the words without which it does nothing
    "capital_nouns": ["determiners"],
    "long_roles": ["national_endings"],
    "title_first": ["adjective_endings"],
    "verb_second": ["fronts", "quotatives", "plural_endings"],
    "null_subject": ["verb_openings"],
}
HABITS = sorted(WITH)


def table(code: str) -> dict[str, object]:
    """The file as it is written."""
    file = resources.files("newsfold.tables") / "speakers" / f"{code}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def entries(code: str) -> Iterator[tuple[str, list[str]]]:
    """(key, words) of every list in the file."""
    for key, value in table(code).items():
        if isinstance(value, str):
            yield key, value.split()
        elif isinstance(value, list):
            yield key, value


@pytest.mark.parametrize("code", CODES)
def test_every_language_is_complete(code: str) -> None:
    """The seven languages have every list, and those that their habits need."""
    words = tables.load().language(code).speakers
    needed = [*ALWAYS, *(key for habit in HABITS if getattr(words, habit) for key in WITH[habit])]
    assert [key for key in needed if not getattr(words, key)] == []
    assert len(words.titles) > 60


@pytest.mark.parametrize("code", CODES)
def test_every_key_is_known(code: str) -> None:
    """A misspelt key would be data that nobody reads."""
    assert set(table(code)) <= {known.name for known in fields(SpeakerWords)}


@pytest.mark.parametrize("code", CODES)
def test_words_are_lower_case_straight_and_given_once(code: str) -> None:
    """Lookups need no second spelling, and no list says a word twice."""
    for key, words in entries(code):
        assert [w for w in words if w != w.lower() or "’" in w or w != w.strip()] == [], key
        assert [w for w, count in Counter(words).items() if count > 1] == [], key


@pytest.mark.parametrize("code", CODES)
def test_no_article_passes_for_a_pronoun(code: str) -> None:
    """'La maire', 'Das Gericht' and 'O governo' begin with an article: they hang on nothing."""
    language = tables.load().language(code)
    articles = {article.rstrip("'") for article in language.speakers.articles}
    assert not articles & (language.pronouns | language.demonstratives)


@pytest.mark.parametrize("code", ["ar", "ja", "pl", "ru", "sv", "uk", "zh"])
def test_a_language_without_them_has_no_habits(code: str) -> None:
    """Nobody is guessed where nothing is known."""
    words = tables.load().language(code).speakers
    assert not any(getattr(words, known.name) for known in fields(SpeakerWords))
