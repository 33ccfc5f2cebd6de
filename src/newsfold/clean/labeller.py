"""Signs -> labels: what each line of a dump is. A trained model may replace this step alone."""

from __future__ import annotations

from collections.abc import Sequence

from newsfold.clean import extent, headline, live
from newsfold.clean.junk import Phrases
from newsfold.clean.labels import Label, Labelled, Page, again, marked, outside
from newsfold.clean.lines import Line
from newsfold.clean.signs import Sign
from newsfold.text import chars
from newsfold.text.language import Language

MAX_SUBHEADING_WORDS = 16
MIN_REPEAT_WORDS = 4  # shorter lines ('He agreed.') may stand twice in one text
HEADER_LINES = 12  # how far above the body its date and byline may stand


def label(
    signs: Sequence[Sign], language: Language, phrases: Phrases, title: str | None = None
) -> Page:
    """Every line labelled, in order. `title` is the headline when the container gives it."""
    is_live = live.is_live(signs, phrases)
    first, last = extent.best(extent.scores(signs, is_live=is_live))
    if last < first:
        return Page(tuple(outside(s) for s in signs), False)
    at = live.titled(signs, phrases, first) if is_live and not title else None
    if at is None:
        at = _headline(signs, first, last, language, title)
    body = live.start(signs, at, first) if is_live else first
    if at is not None and body <= at <= last:
        body = at + 1
    within = live.inside if is_live else inside
    found: list[Labelled] = [_above(s, body - i) for i, s in enumerate(signs[:body])]
    found += within(signs[body : last + 1], signs[at].line.key if at is not None else "")
    found += _below(signs[last + 1 :])
    if at is not None:
        found[at] = Labelled(signs[at], Label.HEADLINE)
        key = signs[at].line.key
        found = [
            again(f.sign) if i != at and f.sign.line.key == key else f for i, f in enumerate(found)
        ]
    return Page(tuple(found), is_live)


def _headline(
    signs: Sequence[Sign], first: int, last: int, language: Language, title: str | None
) -> int | None:
    if title:
        key = chars.fold(title)
        return next((i for i, s in enumerate(signs[: last + 1]) if s.line.key == key), None)
    lead = next((i for i in range(first, last + 1) if extent.is_text(signs[i])), first)
    above = signs[: min(lead + 3, last)]
    opened = extent.opening(signs)
    candidates = [
        headline.Candidate(s.line, max(0, lead - i), opened is not None and i > opened)
        for i, s in enumerate(above)
        if s.junk is None and s.byline is None and not (s.is_age or s.is_caption or s.is_time)
    ]
    body = [s.line for s in signs[first : last + 1] if s.line.is_prose]
    chosen = headline.find(candidates, body, language)
    return next((i for i, s in enumerate(signs) if s.line is chosen), None)


def inside(signs: Sequence[Sign], title: str) -> list[Labelled]:
    """Labels within the article."""
    seen = {title} if title else set()
    found: list[Labelled] = []
    for index, sign in enumerate(signs):
        line = sign.line
        if line.key in seen and line.words >= MIN_REPEAT_WORDS:
            found.append(again(sign))
            continue
        seen.add(line.key)
        following = signs[index + 1].line if index + 1 < len(signs) else None
        found.append(_one(sign, following))
    return found


def _one(sign: Sign, following: Line | None) -> Labelled:
    special = marked(sign)
    if special is not None:
        return special
    line = sign.line
    if line.level:
        return Labelled(sign, Label.SUBHEADING)
    if line.ends or line.is_prose:
        return Labelled(sign, Label.BODY)
    if line.words <= 1:
        return Labelled(sign, Label.JUNK, "fragment")
    heads = following is not None and following.is_prose and line.opens
    if heads and line.words <= MAX_SUBHEADING_WORDS and not line.text.endswith((",", ";")):
        return Labelled(sign, Label.SUBHEADING)
    return Labelled(sign, Label.BODY)


def _above(sign: Sign, distance: int) -> Labelled:
    if distance <= HEADER_LINES:
        if sign.byline is not None:
            return Labelled(sign, Label.BYLINE)
        if sign.is_age:
            return Labelled(sign, Label.AGE)
    return outside(sign)


def _below(signs: Sequence[Sign]) -> list[Labelled]:
    """Below the body only a line that opens with 'By' counts, and only when it is the only one."""
    led = [i for i, s in enumerate(signs) if s.byline is not None and s.byline.led]
    found = [outside(s) for s in signs]
    if len(led) == 1:
        found[led[0]] = Labelled(signs[led[0]], Label.BYLINE)
    return found
