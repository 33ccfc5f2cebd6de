"""What can be told of each line of a dump by its words and its neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from newsfold.clean.line import byline, clock, lines
from newsfold.clean.line.byline import Byline
from newsfold.clean.line.lines import Line
from newsfold.clean.phrases import naming
from newsfold.clean.phrases.junk import Phrases
from newsfold.clean.phrases.triggers import Heads
from newsfold.text import dates
from newsfold.text.language import Language

MIN_CAPTION_WORDS = 2  # 'Photo: AP'
MAX_CAPTION_WORDS = lines.MAX_PHRASED  # a longer line with a credit is an article's
# Share of their words that an alternative text and its caption have in common: 0.62 and 0.68 on
# two known pairs; paragraphs that follow each other stay below 0.3.
TWIN = 0.5
MIN_TWIN_WORDS = 4
MAX_WORDED_AGE = 3  # 'a week ago', 'час назад': in a longer line without figures it is prose
MAX_AGE_WORDS = 9  # 'Published 2 days ago, updated 3 hours ago'

_SOME_INSTANT = datetime(2000, 1, 1, tzinfo=UTC)  # only whether it is an age is asked
_COPYRIGHT = re.compile(r"©|\(c\)", re.I)  # whose date is no article's
_MAY_CREDIT = ("/", "(", "via ", "Getty")
_WIRE_CREDIT = re.compile(
    r"(?:/|via |[(])\s?(?:AP|AFP|Reuters|Getty(?: Images)?|EPA|PA|Shutterstock|Alamy|dpa|ANSA|EFE"
    r"|Rex|Bloomberg|Xinhua|Zuma|Imago|SOPA Images|NurPhoto|Anadolu(?: Agency)?)\b[^.]{0,40}\)?\.?$"
    r"|\bGetty Images\b.{0,20}$"
)


class Sign(NamedTuple):
    """A line with what it seems to be. Several may hold; `labels` decides."""

    line: Line
    junk: str | None = None  # the kind of furniture
    byline: Byline | None = None
    is_age: bool = False  # 'Published 2 days ago'
    is_time: bool = False  # '11.10 GMT'
    is_caption: bool = False
    is_alt: bool = False  # alternative text beside its caption
    is_name: bool = False  # a person's name and nothing else
    is_role: bool = False  # 'Political editor', below a name


def read(found: Sequence[Line], language: Language, phrases: Phrases) -> tuple[Sign, ...]:
    """One sign a line, in order."""
    known = _known(language, phrases)
    alone = [_alone(line, language, phrases, known) for line in found]
    if len(known) > lines.REMEMBERED:
        known.clear()
    twins = _twins(alone)
    signs: list[Sign] = []
    for index, sign in enumerate(alone):
        role = twins.get(index)
        if role is None:
            signs.append(sign)
        else:
            signs.append(Sign(sign.line, is_caption=role == "caption", is_alt=role == "alt"))
    return tuple(signs)


def _alone(line: Line, language: Language, phrases: Phrases, known: dict[str, Seen]) -> Sign:
    if line.level:
        return Sign(line)
    found = known.get(line.text)
    if found is None:
        found = _seen(line, language, phrases)
        if len(line.text) <= lines.MAX_REMEMBERED_CHARS:
            known[line.text] = found
    return Sign(line, *found)


@lru_cache(maxsize=8)
def _known(language: Language, phrases: Phrases) -> dict[str, Seen]:
    """What short lines of the language have shown."""
    return {}


Seen = tuple[str | None, Byline | None, bool, bool, bool, bool, bool, bool]  # a Sign's, in order


def _seen(line: Line, language: Language, phrases: Phrases) -> Seen:
    """What a line shows by its words alone."""
    text, count = line.text, line.words
    if line.figures and clock.alone(text) is not None:
        return _shows(is_time=True)
    may_tell = count <= byline.MAX_WORDS and not _COPYRIGHT.match(text)
    told = byline.read(text, language, phrases) if may_tell else None
    if told is not None and (told.led or told.dates or told.dropped):
        return _shows(told=told)
    if count <= MAX_AGE_WORDS and not line.ends and _is_age(line, language):
        return _shows(is_age=True)
    if count > lines.MAX_PHRASED:
        return _NOTHING
    sized = MIN_CAPTION_WORDS <= count <= MAX_CAPTION_WORDS
    if sized and _is_credited(text, line.heads, phrases):
        return _shows(is_caption=True)
    kind = phrases.kind(text, count, line.key, line.heads)
    if kind is not None:
        return _shows(kind)
    if naming.is_name(text):
        return _shows(is_name=True)
    is_role = not line.ends and naming.is_role(text, phrases)
    return _shows(is_role=True) if is_role else _NOTHING


def _shows(
    kind: str | None = None,
    told: Byline | None = None,
    *,
    is_age: bool = False,
    is_time: bool = False,
    is_caption: bool = False,
    is_name: bool = False,
    is_role: bool = False,
) -> Seen:
    return kind, told, is_age, is_time, is_caption, False, is_name, is_role


_NOTHING = _shows()


def _is_age(line: Line, language: Language) -> bool:
    text = line.text
    if line.words > MAX_WORDED_AGE and not line.figures:
        return False
    if not dates.may_tell_age(line.tokens, language):
        return False
    return dates.ago(text, _SOME_INSTANT, language) is not None


def _is_credited(text: str, heads: Heads, phrases: Phrases) -> bool:
    tail = text[-120:]
    may = any(map(tail.__contains__, _MAY_CREDIT))
    return (may and _WIRE_CREDIT.search(tail) is not None) or phrases.is_credited(text, heads)


def _twins(signs: Sequence[Sign]) -> dict[int, str]:
    """Lines that are an alternative text and its caption: index -> 'alt' or 'caption'."""
    found: dict[int, str] = {}
    for index in range(len(signs) - 1):
        one, two = signs[index], signs[index + 1]
        if one.byline is not None and two.byline is not None:
            continue  # 'Published ...' and 'Updated ...' share most of their words
        if index not in found and _is_under_picture(one, two):
            found[index], found[index + 1] = "alt", "caption"
        if index in found or not _is_twin(one.line, two.line):
            continue
        # The credit tells the caption; without one it is the later line.
        if one.is_caption and not two.is_caption:
            found[index], found[index + 1] = "caption", "alt"
        elif two.is_caption or not (two.line.opens or _is_series(signs, index)):
            found[index], found[index + 1] = "alt", "caption"
    return found


def _is_series(signs: Sequence[Sign], index: int) -> bool:
    """Whether the line above the pair, or that below it, is like them too: a list, a refrain."""
    beside = [(i, j) for i, j in ((index - 1, index), (index + 1, index + 2)) if i >= 0]
    return any(j < len(signs) and _is_twin(signs[i].line, signs[j].line) for i, j in beside)


def _is_under_picture(one: Sign, two: Sign) -> bool:
    """Whether a block is an unclosed line above a credited one: a picture's text, its caption.

    On the open pages 19 of the 20 lines found so and by no shared words are alternative texts.
    """
    return (
        two.is_caption
        and not two.line.opens
        and one.line.opens
        and not (one.line.ends or one.is_caption or one.line.level)
        and one.junk is None
        and one.byline is None
        and MIN_TWIN_WORDS <= one.line.words <= MAX_CAPTION_WORDS
    )


def _is_twin(one: Line, two: Line) -> bool:
    small, large = sorted((one.words, two.words))
    if small < MIN_TWIN_WORDS or large > MAX_CAPTION_WORDS or small < TWIN * large:
        return False
    if one.key == two.key:
        return False
    first, second = frozenset(one.tokens), frozenset(two.tokens)
    return len(first & second) >= TWIN * len(first | second)
