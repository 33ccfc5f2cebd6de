"""Repairs inside a paragraph: what is cut or split, and what must be left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold import tables
from newsfold.clean import junk, repair
from newsfold.text import chars

EN = tables.load().language("en")
PHRASES = junk.phrases(tables.load(), "en")


def mend(text: str) -> repair.Mended:
    """The paragraph repaired by the English tables."""
    return repair.mend(text, EN, PHRASES)


def test_a_glued_promotion_is_cut_and_the_text_goes_on_in_a_new_paragraph() -> None:
    """Two glued link titles go; the sentence behind them opens a paragraph of its own."""
    before = "The pumps ran all night and the cellar stayed dry."
    promo = "Read more from Bay News:Ferry strike enters third weekBakers of Skerry Head rise later"
    after = "On Monday the mayor said that the worst was over."
    found = mend(f"{before} {promo} {after}")
    assert [p.text for p in found.pieces] == [before, after]
    assert [(r.text, r.why) for r in found.removed] == [(promo, "promo")]


def test_a_promotion_at_the_end_is_cut() -> None:
    """Link titles behind the last sentence go."""
    before = "The pumps ran all night and the cellar stayed dry."
    found = mend(f"{before} Read more: Ferry strike enters its third week")
    assert [p.text for p in found.pieces] == [before]


def test_a_glued_subheading_is_split_off() -> None:
    """A heading whose words its own paragraph repeats is taken apart from it."""
    body = "Mr Orne said pumps on the northern quay had been late for a month and were now urgent."
    found = mend(f"Pumps on northern quay 'late' {body}")
    assert [(p.text, p.is_heading) for p in found.pieces] == [
        ("Pumps on northern quay 'late'", True),
        (body, False),
    ]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("\"It is not a 'notice of loss'.\".", "\"It is not a 'notice of loss'.\""),
        ("“We go home.”. Then they left.", "“We go home.” Then they left."),
        ("They left the quay..", "They left the quay."),
    ],
)
def test_a_doubled_full_stop_goes(text: str, kept: str) -> None:
    """A full stop behind closing punctuation that holds one is taken off and counted."""
    found = mend(text)
    assert [p.text for p in found.pieces] == [kept]
    assert [r.why for r in found.removed] == ["doubled-punctuation"]


def test_a_trailing_label_goes() -> None:
    """'See also' behind the last sentence is no part of the paragraph."""
    found = mend("The pumps ran all night. See also")
    assert [p.text for p in found.pieces] == ["The pumps ran all night."]


@pytest.mark.parametrize(
    "text",
    [
        "Yesterday in the House of Lords The Times was quoted at length by three speakers.",
        "Prime Minister Ada Trent told The Bay Post that the pumps would run until Friday.",
        "On the lower quay Mr Orne said the lower quay would need new pumps before long.",
        "He waited … and waited. Then, at last ... nothing.",
        "The firm, Orrin & Sons Inc., said so. It did not say more.",
        'She said: "Read more books." He agreed, and the two of them left together.',
        "You can read more about the plan: The council has put it on its site for all to see.",
        "Asked about sirens Mr Orne said sirens were a matter for the towns along the river.",
    ],
)
def test_a_sound_paragraph_is_left_alone(text: str) -> None:
    """What is not surely an insertion stays, letter by letter."""
    found = mend(text)
    assert ([p.text for p in found.pieces], found.removed) == ([text], ())


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_no_word_is_lost_or_changed(text: str) -> None:
    """Pieces and removals together hold the letters of the paragraph, each once."""
    shown = chars.squeeze(chars.printable(text))
    found = mend(shown)
    letters = sorted(
        c
        for part in (*(p.text for p in found.pieces), *(r.text for r in found.removed))
        for c in part
    )
    assert [c for c in letters if not c.isspace()] == sorted(c for c in shown if not c.isspace())
