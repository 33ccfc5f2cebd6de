"""What a line of a dump can be, and the labelled page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from newsfold.clean.line.signs import Sign

OUTSIDE = "outside"  # why: beyond the article, and no phrase tells what it is


class Label(StrEnum):
    """What a line is."""

    HEADLINE = "headline"
    BODY = "body"
    SUBHEADING = "subheading"
    HEADING = "heading"  # of a live blog's post
    AUTHOR = "author"  # a name alone: the writer of the page or the post
    BYLINE = "byline"
    TIME = "time"  # of a post
    AGE = "age"  # '1 day ago'
    CAPTION = "caption"
    ALT = "alt"
    REPEAT = "repeat"
    JUNK = "junk"


class Labelled(NamedTuple):
    """A line, what it is, and for a dropped one the code under which it is counted."""

    sign: Sign
    label: Label
    why: str = ""
    time: str | None = None  # of a post, where the line prints one beside what it says
    said: str | None = None  # the line without that time

    @property
    def text(self) -> str:
        """What the line says."""
        return self.sign.line.text if self.said is None else self.said


@dataclass(frozen=True, slots=True)
class Page:
    """A labelled dump."""

    lines: tuple[Labelled, ...]
    is_live: bool


def again(sign: Sign) -> Labelled:
    """The line as a repeat of an earlier one."""
    return Labelled(sign, Label.REPEAT, "repeat")


def outside(sign: Sign) -> Labelled:
    """The line as lying beyond the article."""
    return Labelled(sign, Label.JUNK, "alt" if sign.is_alt else sign.junk or OUTSIDE)


def marked(sign: Sign) -> Labelled | None:
    """The label that the line's own signs settle, whatever stands around it."""
    if sign.is_alt:
        return Labelled(sign, Label.ALT, "alt")
    if sign.is_caption:
        return Labelled(sign, Label.CAPTION)
    if sign.byline is not None:
        return Labelled(sign, Label.BYLINE)
    if sign.is_age:
        return Labelled(sign, Label.AGE)
    if sign.junk is not None:
        return Labelled(sign, Label.JUNK, sign.junk)
    return Labelled(sign, Label.TIME) if sign.is_time else None
