"""No regular expression of the package takes more than linear time, by counting its steps."""

from __future__ import annotations

import re
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.patterns import adversary, package, steps
from tests.patterns.package import Used

FEW = 60  # characters of the shorter text; the longer has four times as many
# In the shorter text a counted repeat must have run full, or what is bounded seems to grow.
WINDOW_RUNS = 3  # times over, of a repeat of single characters
MIN_PIECES = 6
FEW_COUNTED = 20  # a count up to here may be of whole words: three times so many pieces
MAX_GROWTH = 6.0  # of the steps for four times the text: 4 is linear, 16 the square
MAX_STEPS = 250_000  # for the shorter text; the months of all languages together take over 100,000
WINDOW_STEPS = 400_000  # where the text has a bound: a tenth of a second here, a millisecond in re

PATTERNS = tuple(dict.fromkeys(package.all_of_them()))


def fault(used: Used) -> str | None:
    """What is wrong with a pattern, with the text that shows it; None when nothing is."""
    if not adversary.is_hard(used.source, used.flags):
        return None
    made = steps.program(used.source, used.flags)
    count = adversary.longest_count(used.source, used.flags)
    short = max(FEW, WINDOW_RUNS * count)
    least = max(MIN_PIECES, 3 * count if count <= FEW_COUNTED else 0)
    for lead, piece, end in adversary.texts(used.source, used.flags):
        pieces = max(least, short // len(piece))
        one, many = (lead + piece * number + end for number in (pieces, 4 * pieces))
        if used.squeezed:
            one, many = (" ".join(text.split()) for text in (one, many))
        if used.window is not None:
            one = (lead + piece * used.window)[: used.window - len(end)] + end
        found = _grows(made, used, one, many)
        if found:
            return f"{used.name}: {found} on {lead!r} + {piece!r} * n + {end!r}"
    return None


def _grows(made: steps.Program, used: Used, one: str, many: str) -> str | None:
    most = MAX_STEPS if used.window is None else WINDOW_STEPS
    try:
        first = steps.count(made, one, anchored=used.anchored, whole=used.whole, most=most)
    except steps.TooMany:
        return f"more than {most} steps for {len(one)} characters"
    if used.window is not None:
        return None
    limit = int(MAX_GROWTH * first) + 100
    try:
        steps.count(made, many, anchored=used.anchored, whole=used.whole, most=limit)
    except steps.TooMany:
        return f"{first} steps for {len(one)} characters, over {limit} for {len(many)}"
    return None


def test_every_pattern_of_the_package_is_linear() -> None:
    """On texts made of its own pieces, four times the text takes about four times the steps."""
    assert len(PATTERNS) > 300
    assert [found for found in map(fault, PATTERNS) if found] == []


def test_every_window_is_one_of_a_pattern() -> None:
    """No exception outlives the pattern that it was made for."""
    assert package.WINDOWS.keys() <= {used.name for used in PATTERNS}


@pytest.mark.parametrize(
    "source",
    [
        r"\s+x",
        r"(?:<!--.*?-->\s*)*<html",
        r"(a|a)*b",
        r"^go(?:\|(?:\w+\s?){1,3}){1,6}$",
        r"<![^\[]{0,300}\[[^\]]{0,5000}\]>",
        r"(\w+)\s*=\s*\1;",
        r"#+\s(.*?)\s*#*$",
    ],
)
def test_a_slow_pattern_is_found(source: str) -> None:
    """Each kind of slowness is seen: search over a run, nested repeats, two ways, wide counts."""
    assert fault(Used("x", source, re.S)) is not None


@pytest.mark.parametrize(
    "source",
    [
        r"\bx{1,30}y",
        r"(?:word|other ){2,14}$",
        r"(?<![\d.])[\d.]+x",
        r"(?<!\s)\s++x",
        r"a[^ab]{0,60}b",
        r"x.{0,80}y",
    ],
)
def test_a_linear_pattern_passes(source: str) -> None:
    """Bounded, possessive and excluding repeats are let through."""
    assert fault(Used("x", source, re.S)) is None


@lru_cache(maxsize=1)
def hard() -> list[Used]:
    """Patterns over text whose steps are counted."""
    return [
        u for u in PATTERNS if isinstance(u.source, str) and adversary.is_hard(u.source, u.flags)
    ]


@given(st.data())
def test_the_counting_matcher_matches_as_re_does(data: st.DataObject) -> None:
    """Over the package's own patterns, and texts of their pieces, both find the same span."""
    used = data.draw(st.sampled_from(hard()))
    assert isinstance(used.source, str)
    pieces = [text for triple in adversary.texts(used.source, used.flags) for text in triple]
    text = "".join(data.draw(st.lists(st.sampled_from(pieces), max_size=4)))[:120]
    pattern = re.compile(used.source, used.flags)
    expected = pattern.search(text)
    try:
        span, _ = steps.found(steps.program(used.source, used.flags), text, most=300_000)
    except steps.TooMany:
        return  # a slow one that is allowed in its window
    assert span == (expected.span() if expected else None)
