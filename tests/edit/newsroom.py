"""Articles of our own writing for the tests of the edit room."""

from __future__ import annotations

from datetime import UTC, date, datetime

from newsfold import tables
from newsfold.edit.grouping import copies
from newsfold.edit.sentences import desk
from newsfold.edit.sentences.desk import Desk, Judged
from newsfold.model import Article, DatedBy, Post, When
from newsfold.text.language import Tables

TUESDAY = date(2026, 3, 10)


def known_tables() -> Tables:
    """The tables of the package."""
    return tables.load()


def article(
    title: str,
    *paragraphs: str,
    id: str = "",
    outlet: str | None = None,
    day: date | None = TUESDAY,
    hour: int | None = None,
    language: str = "en",
    posts: tuple[Post, ...] = (),
    categories: tuple[str, ...] = (),
    locator: str = "",
) -> Article:
    """A cleaned article; its id is the title unless another is given."""
    when = When.day(day) if day else None
    if day and hour is not None:
        when = When.at(datetime(day.year, day.month, day.day, hour, tzinfo=UTC))
    return Article(
        id=id or title,
        source="tests",
        locator=locator or title,
        outlet=outlet,
        url=None,
        title=title,
        paragraphs=paragraphs or tuple(p for post in posts for p in post.paragraphs),
        published_at=when,
        dated_by=DatedBy.MARKUP if when else DatedBy.NONE,
        language=language,
        posts=posts,
        categories=categories,
    )


def laid_out(*articles: Article, headline: str = "") -> Desk:
    """The desk of one story."""
    title = headline or articles[0].title
    return desk.lay_out(articles, copies.voices(articles), title, known_tables())


def judged(text: str, *, before: str = "", day: date | None = TUESDAY, title: str = "") -> Judged:
    """One sentence, judged as the last of a paragraph that begins with `before`."""
    paragraph = f"{before} {text}".strip()
    found = laid_out(article(title or "Council votes on harbour plan", paragraph, day=day)).judged
    assert found[-1].line.text == text
    return found[-1]


BRIDGE = article(
    "Old bridge in Halvik closed after cracks are found",
    "The old bridge in Halvik was closed to all traffic on Monday after engineers found cracks in "
    "two of its piers. About 14,000 cars cross it each day.",
    "Mayor Ines Falk said the closure would last at least until Friday. She said safety came "
    "first.",
    "The bridge was built in 1931 and last repaired eleven years ago. Buses are sent over the "
    "harbour road, which adds twenty minutes to most journeys.",
    "Shop owners on the north bank fear for their trade. “Nobody will walk here in the rain,” said "
    "the baker Olav Rist.",
    "The council will meet on Thursday to decide how the repair is paid for.",
    outlet="Halvik Post",
)
BRIDGE_AGAIN = article(
    "Halvik bridge shut: cracks in two piers",
    "Cracks in two piers forced the city of Halvik to shut its old bridge on Monday.",
    "Ines Falk, the mayor, said the bridge would stay closed at least until Friday.",
    "Traffic queued for an hour on the harbour road on Tuesday morning.",
    outlet="Coast Radio",
)
ORCHARD = article(
    "Late frost ruins a third of the apple blossom in Ormdal",
    "A late frost destroyed a third of the apple blossom in the Ormdal valley on Sunday night, "
    "growers said. Temperatures fell to minus five.",
    "The growers' association expects a harvest of 40,000 tonnes instead of 62,000.",
    "Farm minister Jon Sæter promised help on Tuesday.",
    outlet="Valley Times",
)
