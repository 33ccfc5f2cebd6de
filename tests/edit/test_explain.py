"""Why a story is as it is: similarities, weights, origins, refusals."""

from __future__ import annotations

from dataclasses import replace

from newsfold.edit import explain, stories
from newsfold.edit.explain import Explanation
from newsfold.edit.grouping import group
from newsfold.model import Told, ToldStory
from tests.edit import newsroom

TABLES = newsroom.known_tables()
BATCH = (newsroom.BRIDGE, newsroom.BRIDGE_AGAIN, newsroom.ORCHARD)


def of_the_bridge(told: Told | None = None) -> Explanation:
    """The explanation of the bridge's story."""
    memory = told or Told()
    found = stories.tell(BATCH, TABLES, told=memory)
    story = next(s for s in found if len(s.articles) == 2)
    return explain.explain(story, BATCH, TABLES, told=memory)


def test_members_are_above_the_threshold_and_the_nearest_other_below() -> None:
    """The similarities are those that grouping went by."""
    why = of_the_bridge()
    assert why.threshold == group.SAME
    assert [m.outlet for m in why.members] == ["Halvik Post", "Coast Radio"]
    assert [m.source for m in why.members] == [1, 2]
    assert all(m.similarity is not None and m.similarity >= why.threshold for m in why.members)
    assert why.outsider is not None
    assert why.outsider.title == newsroom.ORCHARD.title
    assert why.outsider.similarity < why.threshold


def test_a_copy_says_whose_text_it_carries() -> None:
    """It has the number of that article's source, and names the article."""
    copied = replace(newsroom.BRIDGE, id="copy", outlet="Valley Times")
    batch = (*BATCH, copied)
    story = next(s for s in stories.tell(batch, TABLES) if len(s.articles) > 1)
    why = explain.explain(story, batch, TABLES, told=Told())
    told = {m.article_id: (m.source, m.copy_of) for m in why.members}
    head, other = sorted((newsroom.BRIDGE.id, "copy"), key=lambda id: told[id][1] is not None)
    assert told == {head: (1, None), newsroom.BRIDGE_AGAIN.id: (2, None), other: (1, head)}


def test_each_printed_sentence_has_its_origin() -> None:
    """In the order in which they are printed, with article and paragraph."""
    why = of_the_bridge()
    by_id = {article.id: article for article in BATCH}
    assert [o.text for o in why.summary] == [s.text for s in why.story.summary]
    assert [o.text for o in why.key_events] == [e.sentence.text for e in why.story.key_events]
    for origin in (*why.summary, *why.key_events):
        assert origin.paragraph is not None
        assert origin.text in by_id[origin.article_id].paragraphs[origin.paragraph]


def test_what_is_not_printed_says_why() -> None:
    """A flaw by its code, a repeat with the sentence that it repeats."""
    refused = {r.origin.text: r for r in of_the_bridge().runners_up}
    dangling = refused["She said safety came first."]
    assert "dangling" in dangling.why
    assert any("says the same" in r.why and r.of for r in refused.values())


def test_what_was_told_before_says_what() -> None:
    """With a memory the story goes on from the earlier one, and its sentences are refused."""
    lead = newsroom.BRIDGE_AGAIN.paragraphs[0]
    told = ToldStory("s1", "daily-2026-03-09", newsroom.BRIDGE.title, (lead,), ())
    why = of_the_bridge(Told((told,)))
    assert why.earlier == newsroom.BRIDGE.title
    assert why.likeness > 0.5
    assert why.story.id == "s1"
    again = [r for r in why.runners_up if "told before" in r.why]
    assert again
    assert {r.of for r in again} <= {lead, newsroom.BRIDGE.title}


def test_a_story_of_one_article_has_nothing_to_compare() -> None:
    """No similarity, and without another article no outsider."""
    (story,) = stories.tell([newsroom.ORCHARD], TABLES)
    why = explain.explain(story, [newsroom.ORCHARD], TABLES, told=Told())
    assert [(m.similarity, m.closest) for m in why.members] == [(None, None)]
    assert why.outsider is None
    assert why.earlier is None
