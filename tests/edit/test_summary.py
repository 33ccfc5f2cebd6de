"""The sentences that sum a story up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfold.edit.choosing import summary
from newsfold.edit.sentences.desk import Desk, Judged
from newsfold.edit.sentences.fit import Flaw
from newsfold.model import Post
from tests.edit import newsroom

FERRY = newsroom.article(
    "Halvik ferry runs aground with 84 people on board",
    "The Halvik ferry ran aground on a sandbank on Monday evening with 84 people on board, the "
    "coastguard said.",
    "Captain Runa Sæter steered the ferry off the usual course to avoid a rowing boat.",
    "She told the coastguard that the rowing boat had carried no light at all that evening.",
    "Two lifeboats took everybody off the ferry within an hour, and nobody was hurt.",
    "The ferry company Nordlinje said its services would start again on Wednesday morning.",
    "Divers will look at the hull of the ferry on Tuesday before it is towed to Ormdal.",
)


def chosen(story: Desk, sentences: int | None = None) -> tuple[Judged, ...]:
    """The summary of a story of which nothing was told before."""
    return summary.choose(story, lambda judged: True, sentences=sentences)


def texts(story: Desk, sentences: int | None = None) -> list[str]:
    """Its sentences as the source wrote them."""
    return [judged.line.text for judged in chosen(story, sentences)]


def test_the_news_comes_first() -> None:
    """Three sentences in reading order, the lead in front."""
    found = chosen(newsroom.laid_out(FERRY))
    assert len(found) == 3
    assert found[0].line.order == 0
    assert [j.line.key for j in found] == sorted(j.line.key for j in found)


@pytest.mark.parametrize("asked", [1, 2, 3, 4, 5])
def test_as_many_as_asked(asked: int) -> None:
    """A caller's number of sentences is met where the text has so many."""
    assert len(chosen(newsroom.laid_out(FERRY), asked)) == asked


def test_one_sentence_is_all_there_is() -> None:
    """A teaser of one sentence is its own summary, however many are asked for."""
    only = newsroom.article("Ferry late", "The Halvik ferry was an hour late on Monday evening.")
    assert len(chosen(newsroom.laid_out(only), 3)) == 1


def test_a_pronoun_is_printed_behind_its_noun_alone() -> None:
    """'She told' stands right behind the sentence that names her, or nowhere."""
    for asked in (1, 2, 3, 4, 5, 6):
        found = texts(newsroom.laid_out(FERRY), asked)
        for place, text in enumerate(found):
            if text.startswith("She "):
                assert "Runa Sæter" in found[place - 1]
    assert any(text.startswith("She ") for text in texts(newsroom.laid_out(FERRY), 6))


def test_he_needs_somebody_right_before() -> None:
    """A pronoun for one person is refused behind a sentence that names nobody."""
    mill = newsroom.article(
        "Fire destroys the paper mill in Ormdal",
        "A fire destroyed the old paper mill in the Ormdal valley on Sunday night. "
        "He said the fire had begun in the boiler room of the mill shortly before midnight.",
    )
    assert len(texts(newsroom.laid_out(mill), 3)) == 1


def test_two_accounts_of_one_lead_are_not_both_printed() -> None:
    """The second outlet's first sentence says what the first's says, and is left out."""
    found = chosen(newsroom.laid_out(newsroom.BRIDGE, newsroom.BRIDGE_AGAIN))
    assert found[0].line.article == 0
    assert not any(j.line.key == (1, 0) for j in found)


def test_of_two_that_say_the_same_the_upper_leads() -> None:
    """A lead is not passed over for the sentence below that repeats it with more words."""
    story = newsroom.laid_out(
        newsroom.article(
            "Halvik ferry aground",
            "The Halvik ferry ran aground on Monday.",
            "The Halvik ferry ran aground on Monday evening in Halvik, with the ferry full.",
            "Divers will look at the hull before it is towed to the yard in Ormdal.",
        )
    )
    assert texts(story)[0] == "The Halvik ferry ran aground on Monday."


def test_what_a_live_blog_expects_for_an_hour_is_not_summed_up() -> None:
    """By the time of the issue 'is expected at 11.10am' is stale, however near to the matter."""
    stale = "Runa Sæter of the Halvik ferry is expected at 11.10am with the coastguard in Halvik."
    post = Post("Ferry aground", (stale, *FERRY.paragraphs))
    live = newsroom.article("Halvik ferry aground – live", id="live", posts=(post,))
    assert stale not in texts(newsroom.laid_out(FERRY, live))
    assert stale not in texts(newsroom.laid_out(live))


def test_long_sentences_leave_the_third_out() -> None:
    """Of three sentences of forty words, two are a summary."""
    story = newsroom.laid_out(
        newsroom.article(
            "Halvik council votes on ferry, school and bridge",
            "The council of Halvik voted on Monday evening to buy a second ferry from the yard in "
            "Ormdal, which will be built over two years, carry ninety cars and sail to the islands "
            "from the summer of the year after next.",
            "Teachers were promised eleven new classrooms, a kitchen, a library with a reading "
            "room, and a playing field behind the old gymnasium, all to be paid for by a levy on "
            "hotel beds that visitors have to pay each night.",
            "Engineers asked for forty million crowns to repair two cracked piers, replace the "
            "railings, and paint the steel against rust, and got half of that sum with the promise "
            "of another vote before the autumn storms begin again.",
        )
    )
    found = chosen(story)
    assert len(found) == 2
    assert sum(j.line.size for j in found) <= summary.MAX_WORDS


@settings(max_examples=50)
@given(st.permutations(FERRY.paragraphs), st.integers(1, 6))
def test_nothing_unfit_is_printed(paragraphs: list[str], asked: int) -> None:
    """Whatever the order of the text, each sentence stands alone or behind the one it needs."""
    story = newsroom.laid_out(newsroom.article("Halvik ferry runs aground", *paragraphs))
    found = chosen(story, asked)
    assert len(found) <= asked
    for place, judged in enumerate(found):
        if judged.hard:
            assert judged.hard <= {Flaw.DANGLING, Flaw.ORPHAN}
            assert found[place - 1].line.text == judged.line.before
