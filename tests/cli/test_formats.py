"""docs/formats.md names every key that the JSON forms have."""

from __future__ import annotations

import re

import pytest

from newsfold import wire
from newsfold.model import Article, Reason, Rejected, Story, Verdict
from tests.conftest import ROOT
from tests.test_wire import an_issue

WORDS = set(re.findall(r"\w+", (ROOT / "docs" / "formats.md").read_text("utf-8")))
STORY: Story = an_issue().stories[0]


@pytest.mark.parametrize(
    "plain",
    [
        wire.article(Article("i", "s", "l", None, None, "t", ())),
        wire.rejected(Rejected("s", "l", Reason.EMPTY, "d")),
        wire.verdicts([Verdict(1, "t", "body", None)])[0],
        wire.issue(an_issue()),
        wire.story(STORY),
        wire.story(STORY)["summary"][0],
        wire.story(STORY)["key_events"][0],
        wire.story(STORY)["articles"][0],
        wire.story(STORY)["picture"],
        wire.story(STORY)["summary"][0]["additions"][0],
    ],
)
def test_every_key_is_written_down(plain: dict[str, object]) -> None:
    """A key that a program meets stands in docs/formats.md."""
    assert set(plain) <= WORDS


def test_every_reason_is_written_down() -> None:
    """Every code of a rejection stands there, but for the one that is a defect of ours."""
    text = (ROOT / "docs" / "formats.md").read_text("utf-8")
    assert [r.value for r in Reason if f"`{r.value}`" not in text] == []
