"""Which of the dates printed on a dump is the day its article was published."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from newsfold.clean.draft import Evidence
from newsfold.clean.front.dating_weights import WEIGHTS
from newsfold.clean.line import byline
from newsfold.clean.line.labels import Label, Page
from newsfold.clean.line.signs import Sign
from newsfold.clean.phrases import junk
from newsfold.clean.phrases.junk import Phrases
from newsfold.model import DatedBy, Precision, When
from newsfold.text import absolute, chars, dates, words
from newsfold.text.language import Language

MAX_WORDS = 60  # 'First published ...; this version of ...'; what is longer tells of other days
NEAR = 3  # lines above a headline, or around a date, that belong to it
BELOW = 5  # lines of the text below which a byline seldom stands
CROWD = 8  # lines around a date in which the dates of a list of articles stand
MAX_CROWD = 4
OTHERS = frozenset({"related", "comments", "previous-next"})  # kinds of junk that head a list
ZONES_APART = timedelta(days=1)  # the day of fetching is UTC's; elsewhere it may be the next
SAID = 30  # characters before a date that hold 'First published on'


@dataclass(frozen=True, slots=True)
class Dated:
    """A line's date: of several the first that is not called that of a change."""

    when: When
    is_update: bool
    is_said: bool  # whether 'published' or the like stands before it
    opens: bool  # whether the line begins with it
    is_bare: bool  # whether at most one word stands beside the line's dates
    names_weekday: bool


@dataclass(frozen=True)
class Places:
    """A page's dated lines, and where its headline and its text stand."""

    signs: Sequence[Sign]
    dated: Mapping[int, Dated]  # by index, in reading order
    headline: int  # where there is none, the same as `lead`
    lead: int  # the first paragraph
    last: int  # the last one

    @cached_property
    def days(self) -> Counter[str]:
        """On how many lines each day stands."""
        return Counter(found.when.iso[:10] for found in self.dated.values())

    @cached_property
    def first_below(self) -> int | None:
        """The first dated line below the headline."""
        return next((index for index in self.dated if index > self.headline), None)


def evidence(
    page: Page, language: Language, phrases: Phrases, fetched_at: datetime | None = None
) -> list[Evidence]:
    """The one date that the page seems to give for its article, or none.

    A day after `fetched_at` is none of publication.
    """
    around = places(page, language, phrases, fetched_at)
    if around is None:
        return []
    valued = [(value(features(index, around)), -index) for index in around.dated]
    best, index = max(valued, default=(0.0, 0))
    # 0 is the value of 'none of them' in the fit.
    return [Evidence(around.dated[-index].when, DatedBy.BYLINE)] if best > 0 else []


def value(seen: Mapping[str, float]) -> float:
    """How much a line's features speak for its date."""
    return sum(WEIGHTS[name] * found for name, found in seen.items())


def places(
    page: Page, language: Language, phrases: Phrases, fetched_at: datetime | None = None
) -> Places | None:
    """What the page's dates are judged by; None where there is no text."""
    labels = [line.label for line in page.lines]
    body = [i for i, label in enumerate(labels) if label is Label.BODY]
    if not body:
        return None
    signs = [line.sign for line in page.lines]
    lead = next((i for i in body if signs[i].line.is_prose), body[0])
    at = labels.index(Label.HEADLINE) if Label.HEADLINE in labels else lead
    others = _of_others(page, body[-1])
    # The text of a live blog dates its posts and the messages quoted there, not the page.
    silent = set(body) if page.is_live else set()
    texts = {
        index: dates.unglued(sign.line.text, language)
        for index, sign in enumerate(signs)
        if sign.line.figures and index not in silent and _may_date(sign, language)
    }
    dated = _dated(texts, language, phrases)
    own = {
        index: found
        for index, found in dated.items()
        if index not in others and not is_ahead(found.when, fetched_at)
    }
    return Places(signs, own, at, lead, body[-1])


def is_ahead(when: When, fetched_at: datetime | None) -> bool:
    """Whether the date lies after the day of fetching, in whatever zone that was."""
    return fetched_at is not None and when.first > fetched_at.date() + ZONES_APART


def _of_others(page: Page, last: int) -> frozenset[int]:
    """The lines behind the text that belong to comments and other articles.

    Those are the ones below a label that says so, and all that open with 'By' where several do.
    """
    behind = range(last + 1, len(page.lines))
    kinds = [page.lines[i].sign.junk for i in behind]
    label = next((i for i, kind in zip(behind, kinds, strict=True) if kind in OTHERS), behind.stop)
    return frozenset(
        i
        for i in behind
        if page.lines[i].label is not Label.BYLINE and (i > label or _is_led(page.lines[i].sign))
    )


def _is_led(sign: Sign) -> bool:
    return sign.byline is not None and sign.byline.led


def _may_date(sign: Sign, language: Language) -> bool:
    special = sign.is_caption or sign.is_alt or sign.junk == "legal"
    if special or sign.line.words > MAX_WORDS:
        return False
    return dates.may_state(sign.line.text, language)


def _dated(texts: Mapping[int, str], language: Language, phrases: Phrases) -> dict[int, Dated]:
    order = None
    if not language.dates.day_first_numbers:
        order = absolute.day_first(texts.values(), language.dates)
    found: dict[int, Dated] = {}
    for index, text in texts.items():
        one = _of_line(text, language, phrases, order)
        if one is not None:
            found[index] = one
    return found


def _of_line(text: str, language: Language, phrases: Phrases, order: bool | None) -> Dated | None:
    stamped = dates.stamped(text, language, order)
    found = [
        m
        for m in stamped
        if m.when.precision in (Precision.DAY, Precision.INSTANT)
        and not byline.is_of_another(text[: m.start], phrases)
    ]
    if not found:
        return None
    ends = [0, *(m.end for m in found)]
    before = [text[end : m.start] for end, m in zip(ends, found, strict=False)]
    changes = [byline.is_update(said, phrases) for said in before]
    at = changes.index(False) if False in changes else 0
    marks = junk.folded(phrases.marks.get("published", ()))
    return Dated(
        when=found[at].when,
        is_update=changes[at],
        is_said=chars.fold(before[at][-SAID:]).endswith(tuple(marks)),
        opens=found[at].start <= NEAR,
        is_bare=words.count(text) - sum(words.count(m.text) for m in found) <= 1,
        names_weekday=absolute.names_weekday(found[at].text, language.dates),
    )


def features(index: int, around: Places) -> dict[str, float]:
    """What speaks for or against the date of the line at `index`, by name."""
    sign, dated = around.signs[index], around.dated[index]
    return {
        "bias": 1.0,
        "byline": float(sign.byline is not None),
        "by": float(_is_led(sign)),
        "prose": float(sign.line.is_prose),
        "said": float(dated.is_said),
        "update": float(dated.is_update),
        "opens": float(dated.opens),
        "bare": float(dated.is_bare),
        **_place(index, around),
        "crowd": _crowd(index, around) / MAX_CROWD,
        "many": math.log1p(len(around.dated)),
        "only": float(len(around.days) == 1),
        "again": float(around.days[dated.when.iso[:10]] > 1),
        "beside-name": float(_is_beside_name(index, around.signs)),
    }


def _place(index: int, around: Places) -> dict[str, float]:
    above = around.headline - index
    return {
        "between": float(around.headline < index < around.lead),
        "first-below": float(index == around.first_below),
        "in-text": float(around.lead <= index <= around.lead + BELOW),
        "behind": float(index > around.last + BELOW),
        "above": float(0 < above <= NEAR),
        "far-above": float(above > NEAR),
        "masthead": float(above > NEAR and around.dated[index].names_weekday),
        "distance": math.log1p(abs(above)),
    }


def _crowd(index: int, around: Places) -> int:
    span = range(index - CROWD, index + CROWD + 1)
    return min(MAX_CROWD, sum(1 for i in span if i in around.dated) - 1)


def _is_beside_name(index: int, signs: Sequence[Sign]) -> bool:
    beside = (*signs[max(0, index - 2) : index], *signs[index + 1 : index + 3])
    return any(s.is_name or _is_led(s) for s in beside)
