"""What a line of a dump is like, in numbers."""

from __future__ import annotations

import numpy as np

from newsfold import tables
from newsfold.clean import dump
from newsfold.clean.labelling import body, line_features
from tests.clean.papers import BODY, HEADLINE, LEAD, SECOND, THIRD
from tests.clean.papers import dump as page

TEASER = "Skerry council votes to close its library"


def column(text: str, name: str) -> list[float]:
    """One feature of each line of a dump."""
    signs, _ = dump.signed(text, tables.load())
    at = line_features.names().index(name)
    return [float(value) for value in line_features.matrix(signs)[:, at]]


def test_every_column_has_a_name_and_a_page_may_be_empty() -> None:
    """A page of no lines gives no rows of as many columns as there are names."""
    names = line_features.names()
    assert len(set(names)) == len(names)
    assert line_features.matrix(()).shape == (0, len(names))


def test_the_shipped_trees_were_trained_on_these_columns() -> None:
    """The weights carry the names of their columns: another order would ask for other things."""
    weights = tables.load().weights(body.WEIGHTS)
    assert weights is not None
    assert tuple(weights["names"]) == line_features.names()


def test_copies_and_shapes_are_counted() -> None:
    """Equal lines are copies, and lines that differ in their figures alone have one shape."""
    text = page("Rating: 4 votes", "Rating: 12 votes", LEAD, LEAD)
    assert column(text, "copies") == [1, 1, 2, 2]
    assert column(text, "copy") == [1, 1, 1, 2]
    assert column(text, "shapes")[:2] == [2, 2]


def test_what_stood_above_and_what_follows() -> None:
    """Distances run to the nearest such line on either side; a line is not near itself."""
    text = page(LEAD, "Comments", SECOND, THIRD)
    far = line_features.FAR
    assert column(text, "since-comments") == [far, far, 1, 2]
    assert column(text, "until-comments") == [1, far, far, far]
    words = column(text, "words")
    assert column(text, "prose-since-boundary")[2:] == [0, words[2]]


def test_windows_end_at_the_page() -> None:
    """The words of prose within two lines below: those that are there, without the line's own."""
    text = page(*BODY)
    words = column(text, "words")
    assert column(text, "prose-below-2") == [words[1] + words[2], words[2], 0]
    assert column(text, "prose-above-2") == [0, words[0], words[0] + words[1]]


def test_a_line_is_told_by_the_words_it_shares_with_the_main_text() -> None:
    """A headline's words stand in its article; a teaser's of another one do not."""
    topic = column(page(HEADLINE, *BODY, TEASER), "topic")
    assert topic[0] > 0.5 > topic[-1]


def test_features_are_finite() -> None:
    """Numbers only, whatever stands on the page: trees cannot place anything else."""
    signs, _ = dump.signed(page("|||", "…", "1", "A", "？", LEAD, "«", " x "), tables.load())
    assert np.isfinite(line_features.matrix(signs)).all()
