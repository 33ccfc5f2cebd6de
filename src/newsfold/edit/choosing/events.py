"""The key events of a story, each once, in time order."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp

from newsfold.edit import clocks
from newsfold.edit.choosing import tellers
from newsfold.edit.choosing.summary import repeats
from newsfold.edit.sentences import desk, telling
from newsfold.edit.sentences.desk import Desk, Judged
from newsfold.edit.sentences.fit import Flaw
from newsfold.model import KeyEvent

MOST, FEWEST = 7, 3
LINES_PER_EVENT = 6  # a text of 18 lines has three key events, one of 42 has seven
MIN_LINES = 5  # a teaser has no key events beside its summary
CONSIDERED = 120  # best lines of a story that are compared with each other
SAME_EVENT = 0.4  # likeness from which two lines tell the same event; .3 to .5 within .5
SAME_DAY = 0.35  # the same where both are dated, and the dates agree
SAME_AS_SUMMARY = 0.2  # the same for a line and a summary sentence of the same day
SAME_WORDS = 0.65  # the same for two speakers, who may well say much the same
SAME_POST = 0.35  # the same inside one post of a live blog
SAME_AS_HEADING = 0.15  # the same between a post's heading and its text
LEAST = SAME_AS_HEADING  # under this no two lines tell the same event, whoever tells it
SAME_PERSON = 0.25  # the same where both are dated and about what one person said or did
AS_GOOD = 0.5  # a sentence worth that share of its post's heading replaces the heading
READABLE = 20  # words: with 25 as wanted at most, the shorter of two is taken
WORTH = 0.4  # an event must be worth that share of the second best
AGAIN = 0.3  # what each event already chosen from its live-blog post counts against one
SPREAD = 1.0  # how much likeness to an event already chosen counts against one
DECAY = 0.12  # per sentence from the top
# What a fact of the story looks like: a ridge fit of each line's ROUGE-1 against the editors'
# highlights of open cnndm texts, in tenths (tools/train_events.py), rounded; CENTRE and RETOLD a
# quarter up (hard-F1 30.6 against 30.0, both halves of the texts a little better).
FIRST, CENTRE, RETOLD, FIGURE = 0.8, 2.5, 1.3, 0.15
WORDY, SCANTY = 0.01, 0.11  # a word over READABLE, a word under PLAIN
COLOUR = 0.4  # opens with a quotation
PLAIN = 12  # words
# By eye, for those texts have no dates and no second source. A named speaker counts beside a
# date: without one a statement is as often colour (hard-F1 of the highlights 30.7, else 29.1).
DATED, SPOKEN, VOICE = 0.8, 0.3, 0.4
_FIGURE = re.compile(r"[0-9]")


@dataclass(frozen=True)
class _Event:
    """One event: the line that is printed, and all lines that tell it."""

    best: Judged
    lines: tuple[Judged, ...]
    score: float


def choose(
    story: Desk,
    summary: Sequence[Judged],
    allowed: Callable[[Judged], bool],
    most: int | None = None,
) -> tuple[KeyEvent, ...]:
    """Up to `most` events in time order; () for a teaser or when nothing can be printed.

    Without `most` it is three to seven, as long as the story is. Lines that say what the summary
    says are left out, and lines that are not `allowed`.
    """
    if len(story.judged) < MIN_LINES:
        return ()
    return best(story, summary, allowed, most or _fitting(story))


def best(
    story: Desk, summary: Sequence[Judged], allowed: Callable[[Judged], bool], most: int
) -> tuple[KeyEvent, ...]:
    """Up to `most` events of however short a text, in time order."""
    tellable = [j for j in story.judged if telling.tellable(j, story) and allowed(j)]
    fresh = [j for j in tellable if not _in_summary(j, summary)]
    fresh.sort(key=lambda j: (-_score(j), j.line.key))
    events = _without_idle(_events(fresh[:CONSIDERED], story))
    chosen = _selected(events, most)
    return tuple(_printed(event, story) for event in _in_time(chosen, story))


def _fitting(story: Desk) -> int:
    return min(MOST, max(FEWEST, len(story.judged) // LINES_PER_EVENT))


def _in_summary(judged: Judged, summary: Sequence[Judged]) -> bool:
    return any(
        judged.line.key == told.line.key or repeats(judged, told) or _of_that_day(judged, told)
        for told in summary
    )


def _of_that_day(judged: Judged, told: Judged) -> bool:
    """Whether both tell of one day, and much the same: 'all are in Paris today'."""
    dated = judged.when is not None and judged.when == told.when
    return dated and desk.alike(judged, told) >= SAME_AS_SUMMARY


def _score(judged: Judged) -> float:
    """How much a line looks like a fact that an editor would list, in tenths of ROUGE-1."""
    line = judged.line
    score = CENTRE * judged.central + RETOLD * judged.retold
    score += (DATED + (SPOKEN if judged.speaker.name else 0.0)) * _exact(judged)
    score += FIGURE if _FIGURE.search(line.text) else 0.0
    if line.post is None:
        score += FIRST * exp(-DECAY * line.order)
    elif line.opens or line.paragraph is None:
        score += FIRST
    score -= WORDY * max(0, line.size - READABLE) + SCANTY * max(0, PLAIN - line.size)
    score -= 0.3 if Flaw.BACKGROUND in judged.flaws and judged.when is None else 0.0
    score -= 0.15 if judged.speaker.additions else 0.0
    score -= 0.4 if Flaw.PERSONAL in judged.flaws else 0.0
    score -= COLOUR if line.text[:1] in "\"“«„‘'" else 0.0
    return round(score - (0.5 if judged.vague else 0.0), 9)


def _exact(judged: Judged) -> float:
    """How well the line is dated: 1 for a day, less for a span, 0 for nothing."""
    when = judged.when
    return 1 / (1 + (when.last - when.first).days / 4) if when else 0.0


def _events(candidates: Sequence[Judged], story: Desk) -> list[_Event]:
    """Candidates (best first) that tell the same event become one."""
    left = list(candidates)
    events: list[_Event] = []
    while left:
        seed = left[0]
        near = {j.index for j in story.near(seed, LEAST)}
        same = [j for j in left if j is seed or (j.index in near and _same(seed, j))]
        told = {j.line.key for j in same}
        left = [j for j in left if j.line.key not in told]
        best = max(same, key=_preference)
        same += [
            j for j in story.near(best, LEAST) if j.line.key not in told and _tells_too(j, best)
        ]
        voices = {story.voices[j.line.article] for j in same}
        score = _score(seed) + VOICE * (len(voices) - 1)
        events.append(_Event(best, tuple(same), score))
    return _without_idle_headings(events)


def _without_idle(events: Sequence[_Event]) -> list[_Event]:
    """Leaves out what has neither date nor speaker nor figure, 'the allies have been looking into
    how ...', where enough others are dated; the clock of a live-blog post counts as a date."""
    if sum(event.best.when is not None for event in events) < FEWEST:
        return list(events)
    return [event for event in events if not _is_idle(event.best)]


def _is_idle(judged: Judged) -> bool:
    placed = judged.when is not None or judged.line.post is not None
    return not (placed or judged.speaker.name or _FIGURE.search(judged.line.text))


def _without_idle_headings(events: Sequence[_Event]) -> list[_Event]:
    """Leaves out a heading whose post has a sentence that tells as much, and says who and when."""
    bodies: dict[tuple[int, int] | None, float] = {}
    for event in events:
        if event.best.line.paragraph is not None:
            post = _post(event)
            bodies[post] = max(event.score, bodies.get(post, 0.0))
    return [
        event
        for event in events
        if event.best.line.paragraph is not None
        or bodies.get(_post(event), 0.0) < AS_GOOD * event.score
    ]


def _tells_too(judged: Judged, best: Judged) -> bool:
    """Whether a line of another article tells the event, even if it cannot be printed itself."""
    return judged.line.article != best.line.article and _same(best, judged)


def _same(one: Judged, other: Judged) -> bool:
    a, b = one.when, other.when
    if a and b and (a.last < b.first or b.last < a.first):
        return False
    if _introduces(one, other) or _introduces(other, one):
        return True
    likeness = desk.alike(other, one)
    same_post = one.line.article == other.line.article and one.line.post is not None
    if same_post and one.line.post == other.line.post:
        return likeness >= (SAME_AS_HEADING if None in _paragraphs(one, other) else SAME_POST)
    if one.speaker.name and other.speaker.name and one.speaker.name != other.speaker.name:
        return likeness >= SAME_WORDS
    if a and b:
        return likeness >= (
            SAME_PERSON if _person(one) and _person(one) == _person(other) else SAME_DAY
        )
    return likeness >= SAME_EVENT


def _person(judged: Judged) -> str | None:
    """Who speaks, or whom the role at its start stands for."""
    if judged.speaker.name is None and judged.speaker.additions:
        return judged.speaker.additions[0].text
    return judged.speaker.name


def _introduces(one: Judged, other: Judged) -> bool:
    """Whether `other` goes on right where `one` ended, with a pronoun for its speaker."""
    return (
        bool(other.speaker.additions)
        and one.line.article == other.line.article
        and one.line.text == other.line.before
        and one.speaker.name == other.speaker.name
        and one.when is not None
        and other.when is not None
    )


def _paragraphs(one: Judged, other: Judged) -> tuple[int | None, int | None]:
    return one.line.paragraph, other.line.paragraph


def _preference(judged: Judged) -> tuple[float, tuple[int, int]]:
    """Of the lines for one event: the one with speaker and date, a fact, short, from the lead."""
    line = judged.line
    score = _score(judged) + _exact(judged) * (1.0 + 0.9 * bool(judged.speaker.name))
    score -= 0.5 * (line.paragraph is None)
    return round(score, 9), (-line.article, -line.order)


def _selected(events: Sequence[_Event], most: int) -> list[_Event]:
    left = sorted(events, key=lambda event: (-event.score, event.best.line.key))
    bar = WORTH * left[min(1, len(left) - 1)].score if left else 0.0
    chosen: list[_Event] = []
    while left and len(chosen) < most:
        best = max(left, key=lambda event: (_fresh_worth(event, chosen), _early(event)))
        left.remove(best)
        if len(chosen) >= FEWEST and _fresh_worth(best, chosen) < bar:
            break
        chosen.append(best)
    return chosen


def _fresh_worth(event: _Event, chosen: Sequence[_Event]) -> float:
    same = max((desk.alike(event.best, other.best) for other in chosen), default=0.0)
    own = _post(event)
    again = sum(_post(other) == own for other in chosen) if own else 0
    return round(event.score - SPREAD * same - AGAIN * again, 9)


def _post(event: _Event) -> tuple[int, int] | None:
    line = event.best.line
    return None if line.post is None else (line.article, line.post)


def _early(event: _Event) -> tuple[int, int]:
    return (-event.best.line.article, -event.best.line.order)


def _in_time(events: Sequence[_Event], story: Desk) -> list[_Event]:
    """By day, then by the clock of live-blog posts, then in reading order; undated ones last."""

    def place(event: _Event) -> tuple[bool, date, date, int, tuple[int, int]]:
        today = story.today[event.best.line.article] or date.max
        when = event.best.when
        first, last = (when.first, when.last) if when else (today, today)
        clock = _clock(event.best, story) if last == today else None
        return (when is None, first, last, -1 if clock is None else clock, event.best.line.key)

    return sorted(events, key=place)


def _clock(judged: Judged, story: Desk) -> int | None:
    """When its live-blog post was written, in minutes of the day; None where that is not known."""
    line = judged.line
    posts = story.articles[line.article].posts
    return clocks.minutes(posts[line.post].time) if line.post is not None else None


def _printed(event: _Event, story: Desk) -> KeyEvent:
    best = event.best
    told = tellers.of(best, {j.line.article for j in event.lines}, story)
    return KeyEvent(
        sentence=story.printed(best, beside=best.when),
        when=best.when,
        speaker=best.speaker.name,
        article_ids=tuple(story.articles[index].id for index in told),
        source_count=len({story.voices[index] for index in told}),
    )
