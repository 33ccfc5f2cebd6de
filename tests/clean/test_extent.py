"""Where an article ends: a single promoted link does not cut off what follows it."""

from __future__ import annotations

from newsfold.clean import document
from newsfold.model import Article, Document, Media
from newsfold.tables import load

PAGE = """\
Home

Council approves the new bridge over the canal

The city council approved a new bridge over the canal on Wednesday after two years of debate.

The bridge will be built by the end of next year and will carry cyclists only, the mayor said.

Read more: Ten things to do this weekend

The work will cost 14 million crowns, most of it paid by the state.

Share this article

Comments
"""


def test_the_last_paragraph_stays_behind_a_promoted_link() -> None:
    """One short paragraph below 'Read more: ...' belongs to the article; the link does not."""
    found = document.read(Document("s", "l", Media.TEXT, PAGE.encode()), load())
    assert isinstance(found, Article)
    assert found.paragraphs[-1].startswith("The work will cost")
    assert len(found.paragraphs) == 3
    assert "Read more: Ten things to do this weekend" in {r.text for r in found.removed}
