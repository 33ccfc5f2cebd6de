"""Patterns that are asked only where a word stands which they need."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsfold import tables
from newsfold.clean.phrases import junk, triggers

DUMPS = sorted((Path(__file__).parent / "languages").glob("*_*.txt"))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (r"\bcookies?\b.{0,80}\bconsent\b", [{"consent"}, {"cookie"}]),
        (r"^(?:advertisement|sponsored)\s*[:|]", [{"advertisement", "sponsored"}]),
        (r"^(?:total )?(?:shares?|views?)\s*:", [{"share", "view"}]),
        (r"^\d+\s*comments?$", [{"comment"}]),
        (r"^(?:advertisement|ad)\b", []),  # 'ad' is too short to look for
        (r"\b(?:next|newer) »", [{"next", "newer"}]),  # which begin alike
        (r"\w*letter\b", []),  # where the word begins is not known
        (r"^©", []),
        (r"点击查看", []),  # no words that spaces part
        (r"\b(?-i:Sie) abonnieren\b", [{"abonnieren"}, {"sie"}]),
    ],
)
def test_what_a_pattern_needs(source: str, words: list[set[str]]) -> None:
    """Every match of the pattern holds a word of each set, at a word's beginning."""
    assert list(triggers.needed(source)) == words


def test_a_pattern_is_asked_only_where_all_stands_that_it_needs() -> None:
    """A text that holds one of two needed words is not searched for the pattern."""
    guarded = triggers.guarded([(r"\bsign up\b.*\bnewsletter\b", "a")])
    assert list(guarded._possible(junk.heads_of("The sign says nothing"))) == []
    assert list(guarded._possible(junk.heads_of("Sign up for the newsletter"))) == [0]


def test_the_first_match_wins_and_of_equals_the_earlier_pattern() -> None:
    """Where several patterns match, the place decides, then the order in which they are listed."""
    guarded = triggers.guarded([(r"\blater\b", "b"), (r"\bsooner\b", "a"), (r"sooner or", "c")])
    assert guarded.first("sooner or later", junk.heads_of("sooner or later")) == "a"
    assert guarded.first("neither", junk.heads_of("neither")) is None


@pytest.mark.parametrize("file", DUMPS, ids=lambda file: file.stem)
def test_no_match_is_missed(file: Path) -> None:
    """On whole pages the guarded patterns say what all of them, tried one by one, say."""
    code = file.stem.partition("_")[0]
    phrases = junk.phrases(tables.load(), code)
    for guarded in (phrases.anchored, phrases.floating, phrases.credited):
        known = [(re.compile(source, re.I), kind) for source, kind in guarded.patterns]
        for line in file.read_text(encoding="utf-8").splitlines():
            text = line.partition("|")[2]
            tried = [(m.start(), n) for n, (p, _) in enumerate(known) if (m := p.search(text))]
            wanted = known[min(tried)[1]][1] if tried else None
            assert guarded.first(text, junk.heads_of(text)) == wanted, text
