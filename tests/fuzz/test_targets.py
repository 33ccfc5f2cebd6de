"""The facts that fuzzing holds, on the inputs it starts from and on those it once found."""

from __future__ import annotations

import pytest

from newsfold.clean.draft import Draft
from newsfold.model import Removal
from tests.fuzz import alignment, corpus, mutate, targets
from tests.fuzz.targets import TARGETS

# What an earlier version failed on, made as small as it still failed.
FOUND: list[tuple[str, str]] = [
    ("page", "<time><x><p>The ferry will stay in port until the bolt for its \x04engine comes"),
    ("feed", "<rss<item<title></content:encoded>"),
]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        pytest.param(name, seed, id=f"{name}-{number}")
        for name in TARGETS
        for number, seed in enumerate(corpus.seeds(name))
    ],
)
def test_every_seed_holds(name: str, body: bytes) -> None:
    """The facts hold for what the engine starts from; a seed cut in the middle holds as well."""
    TARGETS[name](body)
    TARGETS[name](body[: len(body) // 2])


@pytest.mark.parametrize(("name", "text"), FOUND)
def test_what_was_found_stays_mended(name: str, text: str) -> None:
    """Each input on which a fact once failed holds now."""
    TARGETS[name](text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("name", TARGETS)
def test_some_changes_hold(name: str) -> None:
    """Without the engine too, a few of its changes to each seed hold: the same every time."""
    for number, seed in enumerate(corpus.seeds(name)):
        for turn in range(3):
            TARGETS[name](mutate.changed(seed, 3000, 10 * number + turn, lambda d, _: d[::-1]))


def test_a_reworded_paragraph_fails() -> None:
    """A paragraph that no line holds is a finding; one with a recorded cut in it is none."""
    line = ["Theferryleaves.Readmore:XAtnoon."]
    removed = (Removal("Read more: X", "promo"),)
    targets._kept_lines(Draft(None, ("The ferry leaves. At noon.",), removed=removed), line)
    with pytest.raises(AssertionError, match="reworded"):
        targets._kept_lines(Draft(None, ("The ferry left.",), removed=removed), line)
    with pytest.raises(AssertionError, match="reworded"):
        targets._kept_lines(Draft(None, ("The ferry leaves. At noon.",)), line)


def test_a_lost_word_fails() -> None:
    """A line is held when pieces and cuts cover all of it, and not when a word is missing."""
    assert alignment.held("abcdef", ["a b", "e f"], ["c d"])
    assert alignment.held("abc.def", ["abc def"], ["."])
    assert not alignment.held("abcdef", ["a b", "e f"], [])
    assert not alignment.held("abcdef", ["a b", "f"], ["c d"])


def test_a_foreign_word_fails() -> None:
    """Signs in another order, or from elsewhere, do not run through a source."""
    assert alignment.runs_through("aef", "abcdef")
    assert not alignment.runs_through("fa", "abcdef")
    assert not alignment.runs_through("abx", "abcdef")
    assert alignment.is_pieced("efab", "abcdef", 2)
    assert not alignment.is_pieced("efab", "abcdef", 1)
    assert not alignment.is_pieced("abx", "abcdef", 9)


def test_changes_can_be_repeated() -> None:
    """One seed gives one change, within the size that was asked for."""
    plain = next(corpus.seeds("dump"))
    for turn in range(50):
        first = mutate.changed(plain, 500, turn, lambda data, size: data[:size])
        assert first == mutate.changed(plain, 500, turn, lambda data, size: data[:size])
        assert len(first) <= 500


def test_the_dictionary_is_libfuzzers() -> None:
    """Every line is one quoted run of bytes in hex, as libFuzzer reads it."""
    lines = corpus.dictionary().splitlines()
    assert len(lines) > 50
    assert all(set(line.strip('"').split("\\x")[0]) == set() for line in lines)
    assert all(line.startswith('"\\x') and line.endswith('"') for line in lines)
