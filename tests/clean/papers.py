"""Small documents of our own writing, and the room's answers to them."""

from __future__ import annotations

from newsfold import tables
from newsfold.clean import document
from newsfold.model import Article, Document, Hints, Media, Rejected

LEAD = (
    "The council of Marrow Bay voted on Tuesday to move the old lighthouse forty metres inland, "
    "after a survey found that the cliff below it is falling into the sea."
)
SECOND = (
    'Work will begin in May and will take about nine weeks. "We would rather carry it than bury '
    'it," said the mayor, Ada Trent, after the vote.'
)
THIRD = (
    "The lighthouse was built in 1871 and has been dark since 1994. Its keeper's house was lost "
    "in a storm last winter, and the path along the cliff has been closed since then."
)
HEADLINE = "Marrow Bay votes to move its lighthouse away from the falling cliff"
BODY = (LEAD, SECOND, THIRD)


def answer(
    body: str | bytes,
    media: Media = Media.TEXT,
    *,
    hints: Hints | None = None,
    charset: str | None = None,
    locator: str = "a.txt",
) -> Article | Rejected:
    """What the room makes of a document."""
    content = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    given = Document("test", locator, media, content, charset, hints=hints or Hints())
    return document.read(given, tables.load())


def article(body: str | bytes, media: Media = Media.TEXT, *, hints: Hints | None = None) -> Article:
    """The article in a document that surely holds one."""
    found = answer(body, media, hints=hints)
    assert isinstance(found, Article), found
    return found


def rejected(
    body: str | bytes, media: Media = Media.TEXT, *, hints: Hints | None = None
) -> Rejected:
    """The refusal of a document that surely holds no article."""
    found = answer(body, media, hints=hints)
    assert isinstance(found, Rejected), found
    return found


def dump(*lines: str) -> str:
    """A page dump: each line a block of its own."""
    return "\n\n".join(lines)


def why(found: Article, text: str) -> str | None:
    """The code under which a text was taken out; None when it was not."""
    return next((r.why for r in found.removed if r.text == text), None)
