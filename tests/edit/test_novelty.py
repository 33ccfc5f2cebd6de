"""Which earlier story articles go on with."""

from __future__ import annotations

from newsfold.edit import novelty, stories
from newsfold.edit.novelty import Echo
from newsfold.model import Article, Told, ToldStory
from tests.edit import newsroom
from tests.edit.traps import TRAPS

TABLES = newsroom.known_tables()
ENGLISH = TABLES.language("en")


def told(*articles: Article) -> Told:
    """What an issue with the stories of these articles leaves behind."""
    return Told(
        tuple(
            ToldStory(
                story.id,
                "daily-2026-03-09",
                story.headline,
                stories.printed(story),
                tuple(citation.id for citation in story.articles),
            )
            for story in stories.tell(articles, TABLES)
        )
    )


def echo(memory: Told, *articles: Article) -> Echo:
    """What the memory says to these articles."""
    recalled = novelty.recall(memory, ENGLISH)
    return novelty.echo(articles, recalled, ENGLISH)


def test_accounts_of_one_event_go_on_and_neighbours_do_not() -> None:
    """Over all trap sets every second account of an event goes on with the first, and of nine
    neighbours in ten none does."""
    same: list[bool] = []
    apart: list[bool] = []
    for trap in TRAPS.values():
        found = [(event, newsroom.article(title, body, id=title)) for event, title, body in trap]
        for event, article in found:
            memory = told(article)
            for other, second in found:
                if second is article:
                    continue
                goes_on = echo(memory, second).goes_on is not None
                (same if other == event else apart).append(goes_on)
    assert all(same)
    assert len(apart) >= 80
    assert sum(apart) <= 0.1 * len(apart)


def test_an_article_that_was_told_goes_on_with_its_story() -> None:
    """A citation decides, whatever the texts say."""
    memory = told(newsroom.BRIDGE, newsroom.ORCHARD)
    changed = newsroom.article("Something else", "Nothing of it.", id=newsroom.ORCHARD.id)
    found = echo(memory, changed)
    assert found.goes_on is not None
    assert found.goes_on.article_ids == (newsroom.ORCHARD.id,)
    assert found.near[0] == found.goes_on


def test_without_a_memory_nothing_goes_on() -> None:
    """The first issue has only new stories."""
    assert echo(Told(), newsroom.BRIDGE) == novelty.NO_ECHO
