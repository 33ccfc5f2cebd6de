"""The junk tables: every file is sound, and a contributor's phrase works without code."""

import re
import tomllib
from importlib import resources

import pytest

from newsfold import tables
from newsfold.clean.phrases import junk
from newsfold.text import words

FILES = sorted(
    f.name
    for f in (resources.files("newsfold.tables") / "junk").iterdir()
    if f.name.endswith(".toml")
)


def table(name: str) -> dict[str, list[str]]:
    """One file's phrases by kind."""
    text = (resources.files("newsfold.tables") / "junk" / name).read_text(encoding="utf-8")
    return tomllib.loads(text)


@pytest.mark.parametrize("name", FILES)
def test_kinds_are_known_and_patterns_compile(name: str) -> None:
    """A language uses the kinds that English has, and its patterns are patterns."""
    known = set(table("en.toml"))
    for kind, listed in table(name).items():
        assert kind in known
        for phrase in listed:
            assert phrase.strip()
            if phrase.startswith(junk.PATTERN):
                re.compile(phrase.removeprefix(junk.PATTERN))


@pytest.mark.parametrize("name", FILES)
def test_every_plain_phrase_is_found(name: str) -> None:
    """Each phrase, written as in the table, is known as junk of some kind."""
    phrases = junk.phrases(tables.load(), name.removesuffix(".toml"))
    for kind, listed in table(name).items():
        if kind.startswith(junk.MARK):
            continue
        for phrase in (p for p in listed if not p.startswith(junk.PATTERN)):
            text = phrase.replace("*", "of the town")
            assert phrases.kind(text, words.count(text)) is not None, phrase


@pytest.mark.parametrize(
    "text",
    [
        "Search for missing sailor ends after nine days at sea",
        "More than forty towers have been moved inland since the war.",
        "The newspaper said cookies were the best-selling biscuit of the year.",
        "He shared a house with the editor of the local paper for a year.",
        "Comments by the minister angered three of the four river states.",
        "The council will advertise the contract for the new pumps in May.",
    ],
)
def test_prose_is_no_junk(text: str) -> None:
    """Sentences and headlines that only contain such a word are left alone."""
    assert junk.phrases(tables.load(), "en").kind(text, words.count(text)) is None


def test_a_line_without_text_is_a_separator() -> None:
    """An empty one says nothing, like a row of asterisks."""
    phrases = junk.phrases(tables.load(), "en")
    assert phrases.kind("", 0) == phrases.kind("* * *", 0) == "separator"
