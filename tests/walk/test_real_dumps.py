"""The two real dumps: one story, two outlets, none of the junk, nothing of the body lost."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.walk.conftest import Digest

AT = "2026-01-06T18:00:00Z"


@pytest.fixture
def dumps(shared: Path) -> Path:
    """The folder with the two dumps."""
    return shared / "seeds"


@pytest.fixture
def gold(shared: Path) -> dict[str, Any]:
    """Each line's label by hand."""
    loaded: dict[str, Any] = json.loads((shared / "data" / "seeds_gold.json").read_text())
    return loaded


@pytest.fixture
def preview(digest: Digest, dumps: Path, tmp_path: Path) -> Path:
    """The folder of a preview of both dumps."""
    digest("preview", "--source", dumps, "--at", AT, "--out", tmp_path / "look")
    return tmp_path / "look"


def squeezed(text: str) -> str:
    """Text with every run of white space as one blank."""
    return re.sub(r"\s+", " ", text).strip()


def test_one_story_of_two_sources(preview: Path) -> None:
    """Both dumps tell the same event and make one story, under a headline without its suffix."""
    issue = json.loads((preview / "issue.json").read_text())
    (story,) = (s for section in issue["sections"] for s in section["stories"])
    assert len(story["articles"]) == 2
    assert {a["outlet"] for a in story["articles"]} == {"Tnews", None}
    assert not re.search(r"live\b", story["headline"])
    assert issue["also"] == []


def test_the_summary_says_who_meets_where_and_when(preview: Path) -> None:
    """Two to four sentences; a relative day is resolved in brackets; nothing dangles."""
    (section,) = json.loads((preview / "issue.json").read_text())["sections"]
    summary = [s["text"] for s in section["stories"][0]["summary"]]
    assert 2 <= len(summary) <= 4
    assert "Paris" in summary[0]
    assert "later today [6 January] in Paris" in " ".join(summary)
    for sentence in summary:
        assert not re.match(
            r"(he|she|it|this|that|but|however|and|not only|good morning)\b", sentence.casefold()
        )
        assert 8 <= len(sentence.split()) <= 45


def test_key_events_are_dated_and_told_once(preview: Path) -> None:
    """The dated statements an editor would list are there, in time order, each once."""
    (section,) = json.loads((preview / "issue.json").read_text())["sections"]
    events = section["stories"][0]["key_events"]
    dated = {
        (e["when"], (e["speaker"] or "").split()[-1] if e["speaker"] else None) for e in events
    }
    assert 5 <= len(events) <= 7
    assert ("2025-12-31", "Witkoff") in dated
    assert ("2026-01-05", "Frederiksen") in dated
    whens = [e["when"] for e in events if e["when"]]
    assert whens == sorted(whens)
    assert len({e["source_text"] for e in events}) == len(events)


def test_no_junk_survives_into_any_output(preview: Path, gold: dict[str, Any]) -> None:
    """No dropped line, promo or widget of either page is in the HTML, text, mail or JSON."""
    outputs = {p.name: squeezed(p.read_text()) for p in preview.iterdir() if p.suffix != ".eml"}
    wanted = re.compile("BODY|BYLINE|KEY EVENT")  # said more than once on a page, kept once
    repeats = {
        line["text"]
        for page in gold.values()
        for line in page["lines"]
        if wanted.search(line["label"])
    }
    repeats.add("Key events")  # the mail's own words for a list that the page only announces
    for page in gold.values():
        dropped = set(page["ideal"]["dropped_lines"])
        junk = [line["text"] for line in page["lines"] if line["line"] in dropped]
        for text in (*junk, "Read more from", "Mins Read", "JavaScript", "cookie"):
            if text in repeats or len(text.split()) < 2:
                continue  # a pinned post's repeat is body too; one word proves nothing
            for name, content in outputs.items():
                assert squeezed(text) not in content, f"{text!r} in {name}"


def test_no_body_paragraph_is_lost(digest: Digest, dumps: Path, gold: dict[str, Any]) -> None:
    """Every sentence of every body line is in the cleaned article, once."""
    pages = [json.loads(x) for x in digest("clean", dumps, "--json").stdout.splitlines()]
    assert [p["status"] for p in pages] == ["article", "article"]
    for page, labels in zip(pages, gold.values(), strict=True):
        body = squeezed(" ".join([*(s["text"] for s in page["subheadings"]), *page["paragraphs"]]))
        for line in labels["lines"]:
            if line["label"] == "BODY":
                assert body.count(squeezed(line["text"])) == 1, line
