"""Who says it, and when a pronoun's name is safe."""

import pytest

from newsfold.edit.sentences.desk import Judged
from tests.edit import newsroom

NAMES = "Ines Falk, the mayor of Halvik, and the baker Olav Rist met Ms Falk's deputy Tor Lund."


def judged(text: str, before: str = "") -> Judged:
    """The sentence in an article that names the people above first."""
    story = newsroom.laid_out(
        newsroom.article("Halvik talks about its bridge", NAMES, f"{before} {text}".strip())
    )
    assert story.judged[-1].line.text == text
    return story.judged[-1]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Falk said the bridge would stay closed until Friday.", "Ines Falk"),
        ("Ms Falk has repeatedly warned that the bridge is old.", "Ines Falk"),
        ("Ines Falk, who was elected last year, said the bridge was old.", "Ines Falk"),
        ("The bridge is old and should be closed, said the baker Olav Rist.", "Olav Rist"),
        ("“Nobody will walk here in the rain,” Rist said.", "Olav Rist"),
        ("The bridge is safe for people on foot, according to Tor Lund.", "Tor Lund"),
        ("The Bank of Halvik said it would pay for the repair.", "Bank of Halvik"),
        ("The bridge was closed on Monday after cracks were found.", None),
        ("Falk closed the bridge on Monday.", None),
        ("Opponents said the bridge could have stayed open.", None),
    ],
)
def test_the_speaker_is_named_in_full(text: str, name: str | None) -> None:
    """A surname becomes the full name; no statement and no name give no speaker."""
    assert judged(text).speaker.name == name


def test_a_pronoun_after_one_person_is_resolved() -> None:
    """'She' right after a sentence with one person as its subject is that person."""
    found = judged("She said the bridge would stay closed.", "Falk visited the bridge on Monday.")
    assert found.speaker.name == "Ines Falk"
    assert [(a.at, a.text) for a in found.speaker.additions] == [(3, "Ines Falk")]


@pytest.mark.parametrize(
    "before",
    [
        "",
        "Falk met Rist on the bridge on Monday.",
        "The bridge was visited by Falk and by a stranger, Karl Moe, on Monday.",
        "The bridge was closed on Monday.",
    ],
)
def test_an_unsafe_pronoun_stays_unresolved(before: str) -> None:
    """With nobody or two people before it, a pronoun gets no name: a wrong one would be a lie."""
    found = judged("She said the bridge would stay closed.", before)
    assert found.speaker.name is None
    assert found.speaker.additions == ()


def test_a_role_held_by_one_person_gets_the_name() -> None:
    """'The Ostrian president' is named where the articles say once who that is."""
    found = newsroom.laid_out(
        newsroom.article(
            "Ostria's president speaks of the strait",
            "The talks were led by the Ostrian president, Colm Harding, on Sunday.",
            "In the evening the Ostrian president said the strait would stay open to all ships.",
        )
    ).judged[-1]
    assert found.speaker.name == "Colm Harding"
    assert [a.text for a in found.speaker.additions] == ["Colm Harding"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The dam held, according to Ostrian state radio.", None),
        ("Some 400 people fled, according to a U.N. estimate.", None),
        ("The dam held, according to Nordkraft.", "Nordkraft"),
        ("The dam held, according to Nordkraft and two of its engineers.", "Nordkraft"),
    ],
)
def test_a_name_before_a_noun_is_no_speaker(text: str, name: str | None) -> None:
    """'Ostrian state radio' is not said by 'Ostrian'."""
    assert newsroom.judged(text).speaker.name == name
