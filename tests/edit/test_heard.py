"""What repeats something that was told, and what is new in it."""

from __future__ import annotations

import pytest

from newsfold.edit import heard
from newsfold.edit.heard import Repeat
from tests.edit import newsroom

ENGLISH = newsroom.known_tables().language("en")
FIRE = (
    "Fire in the paper mill of Ormdal",
    "At least 12 people died when a fire destroyed the paper mill of Ormdal on Monday night.",
    "Some 300 villagers were taken to a school because of the smoke, the police said.",
    "The mill was built in 1904 and belonged to the Nordhus family.",
)


def repeat(text: str, *, near: bool = True) -> Repeat | None:
    """What the sentence repeats of the fire, which was told of the same matter or of another."""
    told = heard.Heard(ENGLISH)
    told.add("fire", FIRE)
    return told.of(["fire"] if near else []).repeats(newsroom.judged(text))


@pytest.mark.parametrize(
    "text",
    [
        FIRE[1],
        FIRE[1].upper(),
        "A fire destroyed the paper mill of Ormdal on Monday night and at least 12 people died.",
        "The paper mill of Ormdal was destroyed by a fire that killed twelve people on Monday.",
        "Because of the smoke, 300 villagers were taken to a school.",
        "The Ormdal mill, built in 1904, belonged to the Nordhus family.",
        "The fire in the paper mill of Ormdal killed at least 12 people, and 300 villagers were "
        "taken to a school.",
        "Fire in Ormdal mill.",
    ],
)
def test_the_same_in_other_words_is_a_repeat(text: str) -> None:
    """Another order, another form of a word, a figure in letters, two told sentences in one."""
    assert repeat(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "At least 15 people died when a fire destroyed the paper mill of Ormdal on Monday night.",
        "Police said eleven people had died when a fire destroyed the paper mill of Ormdal.",
        "At least 12 people died when a fire destroyed the paper mill of Ormdal on Sunday night.",
        "A welder was arrested over the fire in the paper mill of Ormdal, the police said.",
        "Some 300 villagers went home from the school to which they had been taken on Thursday.",
        "The Nordhus family promised to build a new mill.",
    ],
)
def test_a_new_figure_another_day_or_another_deed_is_news(text: str) -> None:
    """A death toll that rises or is corrected, a day that is put off, what was done since."""
    assert repeat(text) is None


def test_a_repeat_says_what_was_told() -> None:
    """An explanation can quote the sentence and the share of it that was told."""
    found = repeat("The Ormdal mill, built in 1904, belonged to the Nordhus family.")
    assert found is not None
    assert found.told == FIRE[3]
    assert 0.6 <= found.share <= 1


def test_what_another_story_told_counts_when_it_is_nearly_the_same() -> None:
    """The same words in a story on something else are found too; half of them are not enough."""
    assert repeat(FIRE[1], near=False) is not None
    assert repeat("The mill was built in 1904 and had belonged to the Nordhus family.", near=False)
    assert repeat("The mill in Torne was built in 1904 by Baron Urs Lind.", near=False) is None


def test_figures_are_read_in_digits_and_letters_and_not_from_dates() -> None:
    """'1,200' and 'twelve' are figures, the 3 of '3 April' and the 1 of 'one' are none."""
    said = heard.said(
        "On 3 April twelve boats and one ferry brought 1,200 people, $3bn, H1N1", ENGLISH
    )
    assert said.figures == {"12", "1200", "$3bn"}
    assert said.days == {(4, 3)}
