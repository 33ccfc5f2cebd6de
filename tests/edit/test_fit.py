"""What an editor refuses in a sentence."""

import pytest

from newsfold.edit.sentences.fit import Flaw
from tests.edit import newsroom

FINE = [
    "Ministers from thirty donor countries met in Lisbon to agree on a plan for the harbour.",
    "Mayor Ines Falk said the closure of the old bridge would last at least until Friday.",
    "“Nobody will walk here in the rain or in the dark,” said the baker Olav Rist on Monday.",
    "This week the harbour in Halvik closes for repairs that will take a month and a half.",
    "While the bridge is closed, buses take the harbour road and need twenty minutes more.",
    "The firm's so-called “green fleet” has eleven ships, all of them built in Halvik since 2019.",
]
REFUSED = {
    Flaw.DANGLING: [
        "He said the closure of the old bridge would last at least until Friday evening.",
        "This means that buses have to take the harbour road for the next two weeks.",
        "Their plan was to close the old bridge for the whole of the coming summer.",
    ],
    Flaw.CONNECTIVE: [
        "But the council of Halvik wants to close the old bridge for the whole summer.",
        "However, the council of Halvik wants to close the old bridge for the summer.",
        "And the council of Halvik wants to close the old bridge for the whole summer.",
        "Not only has the council closed the bridge, it has also closed the harbour road.",
    ],
    Flaw.ORPHAN: [
        "In a letter on Monday, he said the closure would last at least until Friday.",
        "Water in 388 of them stayed within the limit during the whole of the long trial.",
    ],
    Flaw.QUOTE: [
        "“It is so strategic right now, and nobody can do it as well as we can do it.”",
        "The plan was called “a disgrace for the city and all of its people” by some.",
    ],
    Flaw.UNBALANCED: [
        "The mayor Ines Falk spoke of “a bad day for the city of Halvik on Monday.",
    ],
    Flaw.QUESTION: [
        "Will the council of Halvik close the old bridge for the whole of the summer?",
    ],
    Flaw.GREETING: [
        "Good morning and welcome to our live blog of a critical day for Halvik's bridge.",
        "Read more about the closure of the old bridge in Halvik and what comes next.",
    ],
    Flaw.CUT_OFF: [
        "The council of Halvik wants to close the old bridge for the whole of the...",
        "The council of Halvik wants to close the old bridge for the whole summer",
    ],
    Flaw.GLUED: [
        "The council voted:Mayor Ines Falk said the bridge would be closed all summer long.",
    ],
    Flaw.SHORT: [
        "Ines Falk resigned.",
    ],
    Flaw.PERSONAL: [
        "We can also expect comments from the council on the closure of the old bridge.",
    ],
}


@pytest.mark.parametrize("text", FINE)
def test_a_good_sentence_has_no_flaw(text: str) -> None:
    """Sentences that stand alone pass, short quotations and 'This week' included."""
    assert newsroom.judged(text).hard == frozenset()


@pytest.mark.parametrize(
    ("text", "flaw"), [(text, flaw) for flaw, texts in REFUSED.items() for text in texts]
)
def test_a_flaw_is_seen(text: str, flaw: Flaw) -> None:
    """Each kind of sentence that cannot stand alone is recognised."""
    assert flaw in newsroom.judged(text).flaws


def test_length_alone_is_no_hard_flaw() -> None:
    """A long sentence is put behind others, not forbidden: nothing is ever cut."""
    long = "The council of Halvik " + "and the port " * 14 + "met to talk about the closed bridge."
    assert newsroom.judged(long).flaws == {Flaw.LONG}
