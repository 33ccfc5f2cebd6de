"""Signs -> labels: what each line of a dump is, once it is known which ones are the body's."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from newsfold.clean.front import headline
from newsfold.clean.line import extent
from newsfold.clean.line.labels import Label, Labelled, Page, again, marked, outside
from newsfold.clean.line.lines import Line
from newsfold.clean.line.signs import Sign
from newsfold.clean.live import labeller as live
from newsfold.clean.phrases.junk import Phrases
from newsfold.text import chars
from newsfold.text.language import Language

MAX_SUBHEADING_WORDS = 16
MAX_QUESTION_WORDS = 8  # of a question that heads a section; an interview's are longer; by eye
# Shorter lines ('He agreed.') may stand twice in one text, and so may headings and list items.
MIN_REPEAT_WORDS = 4
HEADER_LINES = 12  # how far above the body its date and byline may stand


def label(
    signs: Sequence[Sign],
    kept: Sequence[bool],
    language: Language,
    phrases: Phrases,
    title: str | None = None,
) -> Page:
    """Every line labelled, in order. `kept` tells of each whether it is part of the body.

    `title` is the headline when the container gives it. Of a live blog all between its first and
    its last post is looked at: posts may be shorter than anything that is kept elsewhere.
    """
    is_live = live.is_live(signs, phrases)
    if is_live:
        kept = [True] * len(signs)
    first, last = span(signs, kept, is_live=is_live)
    if last < first:
        return Page(tuple(outside(s) for s in signs), False)
    at = live.titled(signs, phrases, first) if is_live and not title else None
    if at is None:
        at = _headline(signs, first, last, language, title)
    body = live.start(signs, at, first) if is_live else first
    if is_live and at is not None and body <= at <= last:
        body = at + 1
    heading = signs[at].line.key if at is not None else ""
    found = [
        _above(s, body - i, is_headed=at is not None and i > at) for i, s in enumerate(signs[:body])
    ]
    if is_live:
        found += live.inside(signs[body : last + 1], heading)
    else:
        found += inside(signs[body : last + 1], heading, kept[body : last + 1])
    found += _below(signs[last + 1 :])
    if at is not None:
        found[at] = Labelled(signs[at], Label.HEADLINE)
        key = signs[at].line.key
        found = [
            again(f.sign) if i != at and f.sign.line.key == key else f for i, f in enumerate(found)
        ]
    return Page(tuple(found), is_live)


def span(signs: Sequence[Sign], kept: Sequence[bool], *, is_live: bool) -> tuple[int, int]:
    """First and last index of the article's text; the last is the lower where there is none."""
    if is_live:
        return extent.best(extent.scores(signs, is_live=True))
    chosen = [index for index, is_kept in enumerate(kept) if is_kept]
    return (chosen[0], chosen[-1]) if chosen else (0, -1)


def surroundings(
    signs: Sequence[Sign], first: int, last: int, language: Language
) -> headline.Surroundings:
    """What the lines that may be the headline are seen against."""
    lead = next((i for i in range(first, last + 1) if extent.is_text(signs[i])), first)
    body = [s.line for s in signs[first : last + 1] if s.line.is_prose]
    return headline.Surroundings(signs, lead, body, language)


def _headline(
    signs: Sequence[Sign], first: int, last: int, language: Language, title: str | None
) -> int | None:
    if title:
        key = chars.fold(title)
        return next((i for i, s in enumerate(signs[: last + 1]) if s.line.key == key), None)
    return headline.find(surroundings(signs, first, last, language))


def inside(signs: Sequence[Sign], title: str, kept: Sequence[bool] | None = None) -> list[Labelled]:
    """Labels within the article, whose folded headline is `title`; without `kept` all is kept."""
    seen: set[str] = set()
    found: list[Labelled] = []
    for index, sign in enumerate(signs):
        line = sign.line
        if line.key == title or _is_repeat(line, seen):
            found.append(again(sign))
            continue
        if kept is not None and not kept[index]:
            found.append(marked(sign) or outside(sign))
            continue
        seen.add(line.key)
        following = signs[index + 1].line if index + 1 < len(signs) else None
        found.append(_one(sign, following))
    return found


def _is_repeat(line: Line, seen: Collection[str]) -> bool:
    return line.ends and line.words >= MIN_REPEAT_WORDS and line.key in seen


def _one(sign: Sign, following: Line | None) -> Labelled:
    special = marked(sign)
    if special is not None:
        return special
    line = sign.line
    if line.level:
        return Labelled(sign, Label.SUBHEADING)
    if line.is_prose or (line.ends and not _asks(line)):
        return Labelled(sign, Label.BODY)
    heads = following is not None and following.is_prose and line.opens and not line.is_item
    if heads and line.words <= MAX_SUBHEADING_WORDS and not line.text.endswith((",", ";")):
        return Labelled(sign, Label.SUBHEADING)
    return Labelled(sign, Label.BODY)


def _asks(line: Line) -> bool:
    """Whether the line is one short question, which heads a section that has prose below it."""
    return line.words <= MAX_QUESTION_WORDS and line.sentences == 1 and line.text[-1] in "?？؟"


def _above(sign: Sign, distance: int, *, is_headed: bool) -> Labelled:
    """The label of a line above the body; `is_headed` when it stands below the headline."""
    if distance <= HEADER_LINES:
        if is_headed and (sign.is_caption or sign.is_alt):
            return marked(sign) or outside(sign)
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
