"""Live blogs: by which signs one is known, and what its lines are."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from newsfold.clean import headline
from newsfold.clean.junk import Phrases
from newsfold.clean.labels import Label, Labelled, again, marked
from newsfold.clean.signs import Sign

NEEDED = 2  # independent signs; each alone also occurs on ordinary pages
MIN_TIMES = 4  # bare times between paragraphs
MIN_REPEATED = 2  # paragraphs of an opening post that stands twice
MAX_HEADING_WORDS = 25
REACH = 6  # lines between a heading and its first paragraph: names twice, time, widgets


def is_live(signs: Sequence[Sign], phrases: Phrases) -> bool:
    """Whether the page is a live blog: at least two of its signs stand in it."""
    return _told(signs, phrases) >= NEEDED


def _told(signs: Sequence[Sign], phrases: Phrases) -> int:
    prose = [s.line for s in signs if s.line.is_prose and s.junk is None]
    title = any(
        headline.is_shaped(s.line) and phrases.says("live-title", s.line.text) for s in signs
    )
    widget = any(s.junk == "live-widget" for s in signs)
    greeting = any(phrases.says("live-greeting", line.text) for line in prose[:3])
    return sum((title, widget, greeting, _is_repeated(signs), _has_pairs(signs), _has_times(signs)))


def _is_repeated(signs: Sequence[Sign]) -> bool:
    """Whether a run of paragraphs stands twice: the pinned post at its own place."""
    seen: set[str] = set()
    run = 0
    for sign in signs:
        if not sign.line.is_prose or sign.junk is not None:
            continue
        run = run + 1 if sign.line.key in seen else 0
        if run >= MIN_REPEATED:
            return True
        seen.add(sign.line.key)
    return False


def _has_pairs(signs: Sequence[Sign]) -> bool:
    """Whether names stand twice in a row: the picture of a writer and the name below it."""
    return any(a.is_name and a.line.key == b.line.key for a, b in itertools.pairwise(signs))


def _has_times(signs: Sequence[Sign]) -> bool:
    return sum(1 for s in signs if s.is_time) >= MIN_TIMES


def start(signs: Sequence[Sign], at: int | None, first: int) -> int:
    """Where the posts begin: behind the headline, else at the heading above the first prose."""
    if at is not None and at < first:
        return at + 1
    begin = first
    while begin > 0 and first - begin < REACH and _may_head(signs[begin - 1]):
        begin -= 1
    return begin


def _may_head(sign: Sign) -> bool:
    return sign.is_name or sign.is_time or (sign.junk is None and headline.is_shaped(sign.line))


def inside(signs: Sequence[Sign], title: str) -> list[Labelled]:
    """Labels of a live blog's lines behind the headline, whose folded text is `title`."""
    seen = {title} if title else set()
    found: list[Labelled] = []
    repeating = False  # within the second copy of a post
    for index, sign in enumerate(signs):
        labelled = _one(signs, index, seen, repeating)
        if labelled.label in (Label.BODY, Label.HEADING):
            repeating = False
        elif labelled.label is Label.REPEAT and not sign.is_name:
            repeating = True
        if labelled.label not in (Label.JUNK, Label.AUTHOR):
            seen.add(sign.line.key)
        found.append(labelled)
    return found


def _one(signs: Sequence[Sign], index: int, seen: set[str], repeating: bool) -> Labelled:
    sign = signs[index]
    special = marked(sign)
    if special is not None:
        return special
    if sign.is_name:
        before = signs[index - 1].line.key if index else ""
        return again(sign) if repeating or before == sign.line.key else _author(signs, index)
    if sign.line.key in seen and (sign.line.words >= 4 or _heads(signs, index)):
        return again(sign)
    if _heads(signs, index):
        return Labelled(sign, Label.HEADING)
    if sign.line.ends or sign.line.is_prose or sign.line.words > 1:
        return Labelled(sign, Label.BODY)
    return Labelled(sign, Label.JUNK, "fragment")


def _author(signs: Sequence[Sign], index: int) -> Labelled:
    """A name alone is the writer's when it stands twice or right under a heading."""
    sign = signs[index]
    after = signs[index + 1] if index + 1 < len(signs) else None
    doubled = after is not None and after.line.key == sign.line.key
    if doubled or (index > 0 and headline.is_shaped(signs[index - 1].line)):
        return Labelled(sign, Label.AUTHOR)
    return Labelled(sign, Label.HEADING if _heads(signs, index) else Label.BODY)


def _heads(signs: Sequence[Sign], index: int) -> bool:
    """Whether the line has a heading's shape and a paragraph follows before anything else."""
    line = signs[index].line
    if line.level:
        return True
    if not headline.is_shaped(line) or line.words > MAX_HEADING_WORDS or not line.opens:
        return False
    if line.is_prose:
        return False
    for sign in signs[index + 1 : index + 1 + REACH]:
        if sign.is_name or sign.is_time or sign.is_age or sign.is_caption or sign.is_alt:
            continue
        if sign.junk is not None or sign.byline is not None:
            continue
        return sign.line.is_prose or sign.line.ends
    return False
