"""Key events: headings with a fact, one event once."""

import pytest

from newsfold.edit.choosing import events, summary
from newsfold.edit.sentences import telling
from newsfold.edit.sentences.desk import Judged
from tests.edit import newsroom


@pytest.mark.parametrize(
    ("heading", "fact"),
    [
        ("Poland says Denmark can rely on its solidarity", True),
        ("State promises half of the money for the bridge", True),
        ("What Harding has said on the islands", False),
        ("What we know so far about the bridge", False),
        ("Morning opening: a bridge and its cracks", False),
        ("Evening summary: what happened in Halvik today", False),
        ("Will the bridge open again this year?", False),
        ("Here's what the mayor said about it", False),
        ("Bridge latest", False),
    ],
)
def test_a_heading_is_an_event_only_when_it_states_a_fact(heading: str, fact: bool) -> None:
    """Labels, questions and announcements are no events."""
    english = newsroom.known_tables().language("en")
    assert telling.states_fact(heading, english) is fact


@pytest.mark.parametrize(
    ("code", "heading", "fact"),
    [
        ("de", "Was die Bürgermeisterin zur Brücke gesagt hat", False),
        ("de", "Der Morgen im Überblick: eine Brücke und ihre Risse", False),
        ("de", "Das Land zahlt die Hälfte der neuen Brücke", True),
        ("fr", "Ce que la maire a dit du pont", False),
        ("fr", "L'État paiera la moitié du nouveau pont", True),
        ("es", "Apertura: un puente y sus grietas en Halvik", False),
        ("it", "Cosa ha detto la sindaca sul ponte", False),
        ("pt", "O que a prefeita disse sobre a ponte", False),
        ("nl", "Wat de burgemeester over de brug heeft gezegd", False),
        ("nl", "De staat betaalt de helft van de brug", True),
    ],
)
def test_headings_are_read_in_their_language(code: str, heading: str, fact: bool) -> None:
    """A heading that only announces is known in each language with an editor's phrases."""
    assert telling.states_fact(heading, newsroom.known_tables().language(code)) is fact


def allowed(judged: Judged) -> bool:
    """Anything may be printed."""
    return True


def test_an_event_of_two_outlets_is_told_once_with_both() -> None:
    """Both accounts of one statement become one event that names both articles, the one with
    speaker and date printed."""
    one = newsroom.article(
        "Ferry line of Halvik has a new owner",
        "The ferry line of Halvik was sold to the shipping company Nordline for nine million.",
        *(
            f"The ship number {n} of the line carries cars and lorries to island {n}."
            for n in range(4)
        ),
        "On Friday, Nordline's director Tor Lund said all 140 sailors would keep their jobs.",
        outlet="Halvik Post",
    )
    other = newsroom.article(
        "Nordline buys ferries",
        "The shipping company Nordline buys the ferries of Halvik for nine million crowns.",
        "He also said on Friday that all 140 sailors would keep their jobs at Nordline.",
        outlet="Coast Radio",
    )
    story = newsroom.laid_out(one, other)
    (told,) = [e for e in events.choose(story, (), allowed) if "sailors" in e.text]
    assert (told.speaker, told.source_count) == ("Tor Lund", 2)
    assert told.article_ids == (one.id, other.id)
    assert told.when is not None
    assert told.when.iso == "2026-03-06"
    assert told.text.startswith("On Friday, Nordline's")


def test_the_summary_is_not_told_again() -> None:
    """No key event repeats a summary sentence."""
    story = newsroom.laid_out(newsroom.BRIDGE, newsroom.BRIDGE_AGAIN)
    chosen = summary.choose(story, allowed)
    told = {e.sentence.text for e in events.choose(story, chosen, allowed)}
    assert not told & {j.line.text for j in chosen}
