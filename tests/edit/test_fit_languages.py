"""What an editor refuses in sentences of any language; the sentences are in fit_languages.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from newsfold.edit.sentences.desk import Judged
from newsfold.edit.sentences.fit import Flaw
from newsfold.model import Post
from tests.edit import newsroom

TABLE: dict[str, list[tuple[str, str]]] = tomllib.loads(
    Path(__file__).with_name("fit_languages.toml").read_text(encoding="utf-8")
)


def judged(text: str, language: str) -> Judged:
    """The sentence as the only one of an article."""
    found = newsroom.laid_out(newsroom.article("Halvik 2026", text, language=language)).judged
    assert [j.line.text for j in found] == [text]
    return found[0]


@pytest.mark.parametrize(
    ("language", "text", "flaw"),
    [(code, text, flaw) for code, table in TABLE.items() for text, flaw in table],
)
def test_refused_or_kept(language: str, text: str, flaw: str) -> None:
    """A sentence that stands alone has no hard flaw; any other has the one that is named."""
    found = judged(text, language)
    if not flaw:
        assert found.flaws - {Flaw.BACKGROUND} == frozenset()
    else:
        assert flaw in found.flaws


def test_a_heading_may_have_a_capital_in_each_word() -> None:
    """Only what stands in a paragraph is taken for a stub by its capitals."""
    line = "Ines Falk Wins In Halvik."
    post = Post("Ines Falk Wins In Halvik", ("The council of Halvik voted on Monday.", line))
    heading, _, stub = newsroom.laid_out(newsroom.article("Halvik", posts=(post,))).judged
    assert Flaw.STUB not in heading.flaws
    assert Flaw.STUB in stub.flaws
