"""render.words: every catalogue is whole, and readers get the phrases of their language."""

from __future__ import annotations

import string

import pytest
from babel.messages import pofile
from babel.messages.catalog import Catalog

from newsfold.render import catalogues, words
from tools import catalogues as tool

CODES = [code for code in catalogues.languages() if code != catalogues.SOURCE]


def _catalogue(code: str) -> Catalog:
    with (catalogues.FOLDER / f"{code}.po").open("rb") as file:
        return pofile.read_po(file, locale=code)


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_ten_languages_have_words() -> None:
    """English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Ukrainian, Arabic."""
    assert set("en de fr es it pt nl pl uk ar".split()) <= set(catalogues.languages())
    assert set(CODES) == set(tool.CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_is_what_the_tool_would_write(code: str) -> None:
    """It has exactly the phrases of the code, none of them empty or guessed."""
    updated = tool.updated(code, tool.phrases())
    assert tool.lacking(updated) == []
    assert tool.written(code, updated) == (catalogues.FOLDER / f"{code}.po").read_bytes()


@pytest.mark.parametrize("code", CODES)
def test_translations_fill_in_what_the_phrase_does(code: str) -> None:
    """A translation names the same things in braces; a form for one or two may write it out."""
    for message in _catalogue(code):
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        said = [str(part) for part in tool.forms(message.string)]
        needed = _fields(ids[-1])
        assert all(_fields(text) <= needed for text in said), message.id
        assert _fields(said[-1]) == needed, message.id


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", ["1 story", "2 stories", "5 stories", "22 stories", "111 stories"]),
        ("de", ["1 Thema", "2 Themen", "5 Themen", "22 Themen", "111 Themen"]),
        ("pl", ["1 temat", "2 tematy", "5 tematów", "22 tematy", "111 tematów"]),
        ("uk", ["1 тема", "2 теми", "5 тем", "22 теми", "111 тем"]),
        ("ar", ["موضوع واحد", "موضوعان", "5 موضوعات", "22 موضوعًا", "111 موضوعًا"]),
    ],
)
def test_a_number_takes_its_plural(code: str, expected: list[str]) -> None:
    """One, two, five, twenty-two and a hundred and eleven, by the rules of CLDR."""
    assert [words.of(code).stories(n) for n in (1, 2, 5, 22, 111)] == expected


def test_a_tag_and_an_unknown_language() -> None:
    """'de-AT' reads German; a language without a catalogue reads English."""
    assert words.of("de-AT").unsubscribe == words.of("de").unsubscribe == "Abmelden"
    assert words.of("sv").unsubscribe == "Unsubscribe"


def test_built_in_sections_are_translated() -> None:
    """A title that nobody configured is told in the reader's language."""
    assert words.of("fr").sections["World"] == "Monde"
