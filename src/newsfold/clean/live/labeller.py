"""Live blogs: what the lines of their posts are."""

from __future__ import annotations

from collections.abc import Sequence

from newsfold.clean.front import headline
from newsfold.clean.line import clock
from newsfold.clean.line.labels import Label, Labelled, again, marked
from newsfold.clean.line.signs import Sign
from newsfold.clean.live import signs as live_signs
from newsfold.clean.live import widget
from newsfold.clean.live.signs import REACH, is_headed, is_live, start, titled

__all__ = ["inside", "is_live", "start", "titled"]

MIN_REPEAT_WORDS = 4  # 'He agreed.' may stand twice
MAX_CREDIT_WORDS = 8  # of a line that is a credit alone


def inside(signs: Sequence[Sign], title: str) -> list[Labelled]:
    """Labels of a live blog's lines behind the headline, whose folded text is `title`."""
    seen = {title} if title else set()
    style = live_signs.style(signs)
    listed = widget.listed(signs)
    found: list[Labelled] = []
    for index in range(len(signs)):
        if index in listed:
            found.append(Labelled(signs[index], Label.JUNK, "live-widget"))
            continue
        labelled = _one(signs, index, seen, style)
        if labelled.label in (Label.BODY, Label.HEADING, Label.CAPTION, Label.ALT):
            seen.add(signs[index].line.key)
        found.append(labelled)
    return found


def _one(signs: Sequence[Sign], index: int, seen: set[str], style: live_signs.Style) -> Labelled:
    sign = signs[index]
    timed = _timed(signs, index, style)
    if timed is not None or sign.is_name:
        if _goes_before_repeat(signs, index, seen) or _is_name_again(signs, index):
            return again(sign)
        return timed or _author(signs, index)
    if _is_captioned_below(signs, index):
        return Labelled(sign, Label.CAPTION)
    if sign.junk == "live-widget":
        return Labelled(sign, Label.JUNK, sign.junk, time=clock.updated(sign.line.text))
    special = marked(sign)
    if special is not None:
        return special
    if sign.is_role and index and signs[index - 1].is_name:
        return Labelled(sign, Label.JUNK, "role")
    if sign.line.key in seen and (sign.line.words >= MIN_REPEAT_WORDS or is_headed(signs, index)):
        return again(sign)
    return _told(signs, index, style)


def _told(signs: Sequence[Sign], index: int, style: live_signs.Style) -> Labelled:
    """A heading or a paragraph, without the time that opens it where posts begin so."""
    sign = signs[index]
    opened = clock.before(sign.line.text) if style.opens_lines else None
    time, said = opened if opened is not None else (None, None)
    if is_headed(signs, index):
        return Labelled(sign, Label.HEADING, time=time, said=said)
    if sign.line.ends or sign.line.is_prose or sign.line.words > 1:
        return Labelled(sign, Label.BODY, time=time, said=said)
    return Labelled(sign, Label.JUNK, "fragment")


def _timed(signs: Sequence[Sign], index: int, style: live_signs.Style) -> Labelled | None:
    """The line as the time of a post, with or without the writer's name; None when it is none."""
    sign = signs[index]
    if sign.is_time:
        return Labelled(sign, Label.TIME)
    if sign.is_age and (style.ages or index > style.first):
        return Labelled(sign, Label.TIME)
    if sign.byline is not None and sign.byline.dates and not sign.byline.names:
        return Labelled(sign, Label.TIME) if index > style.first else None
    signed = live_signs.signed(sign)
    if signed is not None:
        return Labelled(sign, Label.AUTHOR, time=signed[1], said=signed[0])
    return None


def _goes_before_repeat(signs: Sequence[Sign], index: int, seen: set[str]) -> bool:
    """Whether the next line that says something stood here before: a pinned post's second copy."""
    for sign in signs[index + 1 : index + 1 + REACH]:
        if live_signs.is_between(sign):
            continue
        return sign.line.key in seen and sign.line.words >= MIN_REPEAT_WORDS
    return False


def _is_name_again(signs: Sequence[Sign], index: int) -> bool:
    return index > 0 and signs[index].is_name and signs[index - 1].line.key == signs[index].line.key


def _is_captioned_below(signs: Sequence[Sign], index: int) -> bool:
    """Whether the line directly below, without a blank one between, is only a picture's credit."""
    if index + 1 >= len(signs) or signs[index].junk is not None:
        return False
    below = signs[index + 1]
    return below.is_caption and not below.line.opens and below.line.words <= MAX_CREDIT_WORDS


def _author(signs: Sequence[Sign], index: int) -> Labelled:
    """A name alone is the writer's when it stands twice, beside a time or under a heading."""
    sign = signs[index]
    beside = [signs[i] for i in (index - 1, index + 1) if 0 <= i < len(signs)]
    if any(s.line.key == sign.line.key or s.is_time or s.is_age for s in beside):
        return Labelled(sign, Label.AUTHOR)
    if index > 0 and headline.is_shaped(signs[index - 1].line):
        return Labelled(sign, Label.AUTHOR)
    return Labelled(sign, Label.HEADING if is_headed(signs, index) else Label.BODY)
