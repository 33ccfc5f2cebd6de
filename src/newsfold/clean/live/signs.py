"""By which signs a live blog is known, where its posts begin, and how its site prints times."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from newsfold.clean.front import headline
from newsfold.clean.line import clock
from newsfold.clean.line.signs import Sign
from newsfold.clean.phrases import naming
from newsfold.clean.phrases.junk import Phrases

NEEDED = 2  # independent signs; each alone also occurs on ordinary pages
MIN_TIMES = 4  # times between paragraphs
MIN_OPENED = 3  # lines that open with a time
MIN_PAIRS = 2  # one writer's picture and name stand on any article
MIN_REPEATED = 2  # paragraphs of an opening post that stands twice
MAX_HEADING_WORDS = 25
REACH = 6  # lines between a heading and its first paragraph: names twice, time, widgets
GREETED = 3  # paragraphs from either end among which the first post is: newest first, or last
FOOT = frozenset({"live-widget", "share"})  # kinds of furniture that close a post


@dataclass(frozen=True, slots=True)
class Style:
    """How a site prints the times of its posts."""

    first: int  # index of the first line that says something
    opens_lines: bool  # whether times open the posts' own lines: '12:31 Uhr: Die Kommission ...'
    ages: bool  # whether posts are dated '2h ago', so that the first one is not the page's


def is_live(signs: Sequence[Sign], phrases: Phrases) -> bool:
    """Whether the page is a live blog: it says so or tells the time of its texts, and more.

    Bodies that stand twice, names beside their pictures and widget labels are on ordinary pages
    too, even together: they only add to a sure sign.
    """
    sure = (_is_titled(signs, phrases), _is_greeted(signs, phrases), _has_times(signs))
    if not any(sure):
        return False
    widgets = any(s.junk == "live-widget" for s in signs)
    return sum((*sure, widgets, _is_repeated(signs), _has_pairs(signs))) >= NEEDED


def _is_titled(signs: Sequence[Sign], phrases: Phrases) -> bool:
    """Whether a line above the second paragraph heads a live blog; teasers stand further down."""
    prose = [i for i, s in enumerate(signs) if s.line.is_prose and s.junk is None]
    above = signs[: prose[1]] if len(prose) > 1 else signs
    return any(
        headline.is_shaped(s.line) and phrases.says("live-title", s.line.text)
        for s in above
        if s.junk is None
    )


def _is_greeted(signs: Sequence[Sign], phrases: Phrases) -> bool:
    prose = [s.line for s in signs if s.line.is_prose and s.junk is None]
    ends = (*prose[:GREETED], *prose[-GREETED:])
    return any(phrases.says("live-greeting", line.text) for line in ends)


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
    """Whether two writers' names stand twice in a row: a picture of each and the name below it."""
    pairs = {
        a.line.key for a, b in itertools.pairwise(signs) if a.is_name and a.line.key == b.line.key
    }
    return len(pairs) >= MIN_PAIRS


def _has_times(signs: Sequence[Sign]) -> bool:
    alone = sum(1 for index in range(len(signs)) if _dates_text(signs, index))
    return alone >= MIN_TIMES or _opened(signs) >= MIN_TIMES


def _dates_text(signs: Sequence[Sign], index: int) -> bool:
    """Whether the line is the time of a text below it; a teaser's age has only a title."""
    sign = signs[index]
    if not (sign.is_time or sign.is_age or signed(sign) is not None):
        return False
    for after in range(index + 1, min(len(signs), index + 1 + REACH)):
        if not is_between(signs[after]):
            return signs[after].line.is_prose or is_headed(signs, after)
    return False


def _opened(signs: Sequence[Sign]) -> int:
    return sum(1 for s in signs if s.line.figures and s.junk is None and clock.before(s.line.text))


def opened(text: str) -> str | None:
    """What stands behind the time that opens a line; None where none does."""
    found = clock.before(text)
    return found[1] if found is not None else None


def signed(sign: Sign) -> tuple[str, str] | None:
    """Name and time of a line that says only these: 'Nell Ferris · 15:32'."""
    line = sign.line
    if not line.figures or line.ends or sign.junk is not None or sign.byline is not None:
        return None
    found = clock.behind(line.text)
    return found if found is not None and naming.is_name(found[0]) else None


def style(signs: Sequence[Sign]) -> Style:
    """How the site prints times, by the lines behind the headline."""
    first = next((i for i, s in enumerate(signs) if not is_between(s)), len(signs))
    ages = [i for i, s in enumerate(signs) if s.is_age]
    # Two or more, each with a heading or a text right behind it, are those of the posts.
    above = sum(1 for i in ages if i + 1 < len(signs) and not is_between(signs[i + 1]))
    return Style(first, _opened(signs) >= MIN_OPENED, len(ages) > 1 and above * 2 > len(ages))


def is_between(sign: Sign) -> bool:
    """Whether the line may stand between a heading and its text: a name, a time, a widget."""
    if sign.is_name or sign.is_time or sign.is_age or sign.is_caption or sign.is_alt:
        return True
    if sign.junk is not None or sign.byline is not None or sign.is_role:
        return True
    return signed(sign) is not None


def is_headed(signs: Sequence[Sign], index: int) -> bool:
    """Whether the line has a heading's shape and a paragraph follows before anything else."""
    line = signs[index].line
    if line.level:
        return True
    if not (headline.is_shaped(line) or _is_brief(signs, index)) or not _opens(signs, index):
        return False
    if line.words > MAX_HEADING_WORDS:
        return False
    if line.is_prose or line.is_item:
        return False
    for sign in signs[index + 1 : index + 1 + REACH]:
        if not is_between(sign):
            return sign.line.is_prose or sign.line.ends
    return False


def _opens(signs: Sequence[Sign], index: int) -> bool:
    """Whether the line opens a block, if need be below its post's time or writer.

    Where no blank line stands near, blocks are not told apart and any line may.
    """
    if not any(s.line.opens for s in signs[max(1, index - REACH) : index + 1 + REACH]):
        return True
    while index and not signs[index].line.opens:
        index -= 1
        above = signs[index]
        if above.junk == "live-widget":
            return True  # a widget's last label ends what stands above
        if not (above.is_time or above.is_age or above.is_name):
            return False
    return True


def _is_brief(signs: Sequence[Sign], index: int) -> bool:
    """Whether the line has one or two words that head a post: right under its time, its
    writer, or the foot of the post above."""
    line = signs[index].line
    if not 1 <= line.words < headline.MIN_WORDS or line.text.endswith((".", ":", ",", "…")):
        return False
    above = signs[index - 1] if index else None
    if above is None or signs[index].is_role or signs[index].is_name:
        return False
    return above.is_time or above.is_age or above.is_name or above.junk in FOOT


def titled(signs: Sequence[Sign], phrases: Phrases, first: int) -> int | None:
    """The one line up to the first paragraph that says it heads a live blog; None of several."""
    found = [
        index
        for index, sign in enumerate(signs[: first + 1])
        if sign.junk is None and headline.is_shaped(sign.line) and not sign.line.is_prose
        if phrases.says("live-title", sign.line.text)
    ]
    return found[0] if len(found) == 1 else None


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
