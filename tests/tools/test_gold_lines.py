"""Which lines of a dump make up a known body."""

from __future__ import annotations

from tests.clean.papers import BODY, HEADLINE, LEAD, SECOND, THIRD
from tools import gold_lines

MENU = ("Home", "News", "Sport")


def test_the_body_is_found_between_furniture() -> None:
    """The lines of the body are chosen and no other, short ones within it included."""
    body = "\n".join((LEAD, "Why now?", SECOND, THIRD))
    lines = (*MENU, HEADLINE, LEAD, "Why now?", SECOND, THIRD, "Share", *MENU)
    assert gold_lines.chosen(lines, body) == [line in body for line in lines]


def test_a_line_that_stands_twice_is_wanted_once() -> None:
    """Of two copies one is the body's: the other would be counted against it."""
    assert sum(gold_lines.chosen((LEAD, *BODY), "\n".join(BODY))) == len(BODY)


def test_a_page_without_the_body_has_no_line_of_it() -> None:
    """Nothing is chosen where nothing matches, nor for an empty body."""
    assert not any(gold_lines.chosen((*MENU, HEADLINE), "An entirely different text of the day."))
    assert not any(gold_lines.chosen((LEAD, SECOND), ""))
