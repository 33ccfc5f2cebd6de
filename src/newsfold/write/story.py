"""A story with what a model wrote of it, as far as the check lets it pass. Pure.

A summary is taken whole or not at all: half of one beside half of another would say things twice
or out of order. A key event stands by itself, and is taken by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from newsfold.model import KeyEvent, Phrased, Sentence, Story
from newsfold.text.language import Language
from newsfold.write.answer import Answer, Line
from newsfold.write.check import grounding
from newsfold.write.check.grounding import Doubt, Source

SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Refused:
    """A generated text that is not printed. `place` is 'summary' or a key event's sentence."""

    story_id: str
    headline: str
    place: str
    doubt: Doubt


def answered(story: Story, answer: Answer, language: Language) -> tuple[Story, tuple[Refused, ...]]:
    """The story with every generated text that passes, and what did not.

    A text that equals the sources' own is left out: then nothing was phrased.
    """
    phrased, refused = _summary(story, answer.summary, language)
    events, more = _events(story, answer, language)
    return (
        replace(story, phrased=phrased, key_events=events),
        tuple(Refused(story.id, story.headline, place, doubt) for place, doubt in refused + more),
    )


def unsupported(story: Story, language: Language) -> Refused | None:
    """The first phrased text of the story that does not pass the check; None when all do."""
    found = [(SUMMARY, _summary_doubt(story, story.phrased, language))] if story.phrased else []
    for event in story.key_events:
        if event.phrased is not None:
            place = event.sentence.text
            found.append((place, grounding.doubt(event.phrased, _own(story, event), language)))
    return next((Refused(story.id, story.headline, p, d) for p, d in found if d is not None), None)


def _summary(
    story: Story, lines: Sequence[Line], language: Language
) -> tuple[tuple[Phrased, ...], list[tuple[str, Doubt]]]:
    if not lines:
        return (), []
    places = {f"s{n}": n - 1 for n in range(1, len(story.summary) + 1)}
    if any(cite not in places for line in lines for cite in line.cites):
        return (), [(SUMMARY, Doubt("cites"))]
    written = tuple(Phrased(line.text, tuple(places[c] for c in line.cites)) for line in lines)
    doubt = _summary_doubt(story, written, language)
    if doubt is not None:
        return (), [(SUMMARY, doubt)]
    same = [p.text for p in written] == [s.printed for s in story.summary]
    return (() if same else written), []


def _summary_doubt(story: Story, written: Sequence[Phrased], language: Language) -> Doubt | None:
    """Why the whole is not printed. Every sentence must be cited, each once, in reading order."""
    if [n for p in written for n in p.cites] != list(range(len(story.summary))):
        return Doubt("cites")
    for sentence in written:
        cited = [_source(story, story.summary[n]) for n in sentence.cites]
        if (doubt := grounding.doubt(sentence.text, cited, language)) is not None:
            return doubt
    return None


def _events(
    story: Story, answer: Answer, language: Language
) -> tuple[tuple[KeyEvent, ...], list[tuple[str, Doubt]]]:
    events = {f"e{n}": event for n, event in enumerate(story.key_events, start=1)}
    refused: list[tuple[str, Doubt]] = []
    ids = [line.id for line in answer.events]
    for line in answer.events:
        event = events.get(line.id)
        if event is None or ids.count(line.id) > 1:
            refused.append(("key event", Doubt("cites")))
        elif line.text != event.sentence.printed:
            doubt = grounding.doubt(line.text, _own(story, event), language)
            if doubt is None:
                events[line.id] = replace(event, phrased=line.text)
            else:
                refused.append((event.sentence.text, doubt))
    return tuple(events.values()), refused


def _own(story: Story, event: KeyEvent) -> list[Source]:
    return [_source(story, event.sentence)]


def _source(story: Story, sentence: Sentence) -> Source:
    """The sentence with the day of its article; without one its dates cannot be resolved."""
    published = next((a.published_at for a in story.articles if a.id == sentence.article_id), None)
    return Source(sentence, published.first if published else None)
