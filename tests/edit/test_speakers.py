"""Who speaks in six more languages; the statements stand in languages/*.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from newsfold.edit.sentences.desk import Judged
from tests.edit import newsroom

HOME = Path(__file__).parent / "languages"
CODES = ["de", "es", "fr", "it", "nl", "pt"]
FILES: dict[str, dict[str, Any]] = {
    code: tomllib.loads((HOME / f"{code}.toml").read_text(encoding="utf-8")) for code in CODES
}
STATEMENTS = [(code, row) for code in CODES for row in FILES[code]["statements"]]


def judged(code: str, text: str, before: str = "") -> Judged:
    """The sentence in an article that names the language's people first."""
    found = newsroom.laid_out(
        newsroom.article(
            "???", FILES[code]["introduction"], f"{before} {text}".strip(), language=code
        )
    ).judged[-1]
    assert found.line.text == text
    return found


@pytest.mark.parametrize(
    ("code", "row"), STATEMENTS, ids=[f"{c}: {r['text']}" for c, r in STATEMENTS]
)
def test_who_speaks(code: str, row: dict[str, Any]) -> None:
    """Names before and behind the verb, roles, attributions and safe pronouns give the full name;
    everything else gives nobody, and no name is added."""
    found = judged(code, row["text"], row.get("before", "")).speaker
    assert (found.name, [a.text for a in found.additions]) == (
        row.get("name"),
        row.get("added", []),
    )


@pytest.mark.parametrize("code", CODES)
def test_who_is_surely_a_person(code: str) -> None:
    """Those whom the introduction gives an office are people; its place is none."""
    known = newsroom.laid_out(
        newsroom.article("???", FILES[code]["introduction"], language=code)
    ).known
    assert all(known.is_person(name) for name in FILES[code]["people"])
    place = FILES[code]["place"]
    assert place in FILES[code]["introduction"]
    assert not known.is_person(place)


@pytest.mark.parametrize("code", CODES)
def test_common_nouns_are_no_names(code: str) -> None:
    """A sentence without names has none, also where every noun has a capital."""
    known = newsroom.laid_out(
        newsroom.article("???", FILES[code]["introduction"], language=code)
    ).known
    assert [name.text for name in known.names(FILES[code]["no_names"])] == []
