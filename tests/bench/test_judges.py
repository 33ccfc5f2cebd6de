"""The functions that a judge of cleaning calls."""

from __future__ import annotations

import subprocess
import sys
from ast import literal_eval

import pytest

from tests.clean.papers import HEADLINE, LEAD, SECOND, THIRD, dump
from tests.conftest import ROOT
from tests.edit import newsroom

PAGE = (
    f"<html><body><nav><a href='/'>Home</a></nav><article><h1>{HEADLINE}</h1><p>{LEAD}</p>"
    f"<p>{SECOND}</p><h2>A long wait</h2><p>{THIRD}</p></article><p>Cookie policy</p></body></html>"
)
DUMP = dump("Menu", "Log in", HEADLINE, LEAD, SECOND, "A long wait", THIRD, "Cookie policy")
CODE = """
import sys
from ast import literal_eval
sys.path = [sys.argv[1], *(p for p in sys.path if p and p != sys.argv[2])]
import judges
print(getattr(judges, sys.argv[3])(sys.stdin.read()), end="")
"""


def judged(function: str, text: str) -> list[str]:
    """The lines of a function's answer, with nothing but bench/ added to the module path."""
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(ROOT / "bench"), str(ROOT), function],
        input=text,
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    return done.stdout.splitlines()


def test_a_dump_becomes_its_body() -> None:
    """Paragraphs and subheadings in reading order, without headline and furniture."""
    assert judged("clean_text", DUMP) == [LEAD, SECOND, "A long wait", THIRD]


def test_a_page_becomes_its_body() -> None:
    """The same of an HTML page."""
    assert judged("clean_html", PAGE) == [LEAD, SECOND, "A long wait", THIRD]


def test_what_is_no_article_is_empty() -> None:
    """A rejected document has no body."""
    assert judged("clean_text", "Menu\n\nSearch") == []
    assert judged("clean_html", "<html></html>") == []


SUMMARY = """
import sys
sys.path = [sys.argv[1], *(p for p in sys.path if p and p != sys.argv[2])]
import judges
print("\\n".join(judges.summary(sys.stdin.read(), "", int(sys.argv[3]))), end="")
"""


@pytest.mark.parametrize("asked", [1, 2, 4])
def test_a_summary_has_as_many_sentences_as_asked(asked: int) -> None:
    """The judge's number is met where the text has so many sentences that can stand alone."""
    text = "\n".join(newsroom.BRIDGE.paragraphs)
    done = subprocess.run(
        [sys.executable, "-c", SUMMARY, str(ROOT / "bench"), str(ROOT), str(asked)],
        input=text,
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    told = done.stdout.splitlines()
    assert len(told) == asked
    assert all(sentence in text for sentence in told)


TIMELINE = """
import sys
from ast import literal_eval
sys.path = [sys.argv[1], *(p for p in sys.path if p and p != sys.argv[2])]
import judges
day = lambda d, *sents: {"date": f"2026-03-{d:02}", "title": "", "sents": list(sents)}
print(judges.timeline(
    [day(9, "The dam at Orra broke on Monday and flooded the valley below it."),
     day(11, "Divers looked at the broken dam of Orra on Wednesday for six hours.")],
    ["Orra", "dam"], 2, 1))
"""


def test_a_timeline_has_days_and_sentences() -> None:
    """Pairs of an ISO 8601 day and its sentences, in time order."""
    done = subprocess.run(
        [sys.executable, "-c", TIMELINE, str(ROOT / "bench"), str(ROOT)],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert literal_eval(done.stdout) == [
        ("2026-03-09", ["The dam at Orra broke on Monday and flooded the valley below it."]),
        ("2026-03-11", ["Divers looked at the broken dam of Orra on Wednesday for six hours."]),
    ]
