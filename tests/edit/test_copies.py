"""Wire copies and outlets: who counts as an independent source."""

from newsfold.edit import copies
from tests.edit import newsroom

WIRE = (
    "Divers found the wreck of the steamer Aurora on Monday, 300 metres below the surface of Lake "
    "Torne, the museum said. It sank in a storm in 1907 with 81 people on board. The hull is "
    "whole, and crockery with the shipping line's crest lies on the bed of the lake. A camera "
    "will be sent down in May, said the museum's director, Lise Varga."
)


def test_one_wire_text_in_three_outlets_is_one_voice() -> None:
    """A copied agency text counts once, with a word changed or a sentence left out too."""
    found = copies.voices(
        [
            newsroom.article("Wreck found", WIRE, id="a", outlet="One"),
            newsroom.article(
                "Steamer found", WIRE.replace("Monday", "Sunday"), id="b", outlet="Two"
            ),
            newsroom.article("Lake", WIRE.rpartition(" A camera")[0], id="c", outlet="Three"),
        ]
    )
    assert found == (0, 0, 0)


def test_two_own_accounts_are_two_voices() -> None:
    """Different texts of different outlets are independent, named or not."""
    assert copies.voices([newsroom.BRIDGE, newsroom.BRIDGE_AGAIN]) == (0, 1)
    nameless = [newsroom.article(str(n), f"{n} quite other words here.", id=str(n)) for n in (1, 2)]
    assert copies.voices(nameless) == (0, 1)


def test_one_outlet_is_one_voice() -> None:
    """Two articles of one outlet count once, however its name is written."""
    found = copies.voices(
        [
            newsroom.article("One", "First words of a report.", id="a", outlet="The Post"),
            newsroom.article("Two", "Second words of another.", id="b", outlet="THE POST"),
        ]
    )
    assert found == (0, 0)
