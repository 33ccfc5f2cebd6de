"""A story that would fill a mail by itself, cut down to its first sentences, events and sources.

Sentences are printed whole or not at all: what goes, goes from the end.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from newsfold.model import Citation, KeyEvent, Section, Story
from newsfold.render import plain

# Bytes of HTML, by eye: ten times those of a usual story, and six such stories fit into one mail.
MAX_STORY = 15_000
MAX_HEADLINE = 1_000  # characters; the rest is cut at a word
MAX_NOTE = 1_000  # of an editor's note on one story
# Of the page's markup around each, with its styles (measured on the sample issues).
_EVENT, _SOURCE = 300, 160

_Part = TypeVar("_Part")


def sections(groups: Sequence[Section]) -> tuple[Section, ...]:
    """The sections with every story of at most about MAX_STORY bytes."""
    return tuple(replace(s, stories=tuple(map(story, s.stories))) for s in groups)


def story(told: Story) -> Story:
    """The story with as much of it as fits; of a usual one all."""
    headline = plain.cut(plain.line(told.headline), MAX_HEADLINE)
    note = plain.cut(plain.line(told.note), MAX_NOTE) or None
    left = _Room(MAX_STORY - _size(headline) - _size(note or ""))
    articles = left.take(told.articles, _source)
    phrased = left.take(told.phrased, lambda sentence: _size(sentence.text))
    summary = told.summary
    if not phrased:
        summary = left.take(summary, lambda sentence: _size(sentence.printed))
    events = left.take(told.key_events, _event)
    return replace(
        told,
        headline=headline,
        note=note,
        articles=articles,
        phrased=phrased,
        summary=summary,
        key_events=events,
    )


class _Room:
    """Bytes that are left."""

    def __init__(self, size: int) -> None:
        self._size = size

    def take(self, parts: Sequence[_Part], cost: Callable[[_Part], int]) -> tuple[_Part, ...]:
        """The first parts that fit."""
        return tuple(self._fitting(parts, cost))

    def _fitting(self, parts: Sequence[_Part], cost: Callable[[_Part], int]) -> Iterator[_Part]:
        for part in parts:
            self._size -= (needed := cost(part))
            if self._size < 0:
                self._size += needed
                return
            yield part


def _size(text: str) -> int:
    return len(html.escape(text).encode("utf-8", "replace"))


def _event(event: KeyEvent) -> int:
    return _EVENT + _size(event.text) + _size(event.speaker or "")


def _source(article: Citation) -> int:
    return _SOURCE + _size(article.url or "") + 2 * _size(article.outlet or "")
