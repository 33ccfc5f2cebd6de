"""What is sent: data stays data, and the same story asks the same."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from newsfold.write import prompt
from tests.write import samples


@given(st.text(max_size=80))
def test_no_sentence_can_end_the_data(text: str) -> None:
    """Whatever a sentence holds, the markers stand once each and the data comes back whole."""
    story = replace(samples.FERRY, summary=(samples.sentence(text.replace("\ud800", "")),))
    content = prompt.messages(story)[1]["content"]
    opening, *lines, closing = content.split("\n")
    assert opening.startswith("<data ")
    assert closing == "</" + opening[1:]
    body = "\n".join(lines)
    assert "<" not in body
    assert json.loads(body)["summary"][0]["text"] == text


def test_the_instructions_never_change() -> None:
    """No word of an article is in the system's message."""
    assert prompt.messages(samples.FERRY)[0] == prompt.messages(samples.HARBOUR)[0]


def test_the_same_story_asks_the_same() -> None:
    """Nothing random, nothing of today: the key of a question is its content and the model."""
    first, second = prompt.messages(samples.FERRY), prompt.messages(samples.FERRY)
    assert first == second
    assert prompt.key("m", first) == prompt.key("m", second)
    assert prompt.key("m", first) != prompt.key("n", first)
    other = replace(samples.FERRY, summary=samples.FERRY.summary[:1])
    assert prompt.key("m", first) != prompt.key("m", prompt.messages(other))
    assert len(prompt.key("m", first)) == 64
