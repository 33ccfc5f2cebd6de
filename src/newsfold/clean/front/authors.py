"""Authors that stand as a name alone between headline and text."""

from __future__ import annotations

from collections.abc import Sequence

from newsfold.clean.line.labels import Label, Page
from newsfold.clean.line.signs import Sign
from newsfold.clean.phrases import junk
from newsfold.clean.phrases.junk import Phrases

# Of the names so found on 1,029 open pages these were the stated author's: 98 % below 'By', 94 %
# twice right below the headline, 80 % beside the date (names of four words seldom were).
ABOVE = 3  # lines above a headline in which 'By' and a name may stand
BELOW = 5  # lines of the text in which they may, where a standfirst was taken for text
REACH = 4  # lines from the headline to a name that stands twice
MAX_NAME_WORDS = 3


def alone(page: Page, phrases: Phrases) -> tuple[str, ...]:
    """The author whose name is a line by itself; () where no line is surely one."""
    signs = [line.sign for line in page.lines]
    labels = [line.label for line in page.lines]
    lead = next((i for i, label in enumerate(labels) if label is Label.BODY), None)
    if lead is None or Label.HEADLINE not in labels:
        return ()
    at = labels.index(Label.HEADLINE)
    near = range(max(0, at - ABOVE), min(len(signs), lead + BELOW))
    names = [i for i in near if signs[i].is_name and i != at]
    marks = junk.folded(phrases.marks.get("byline", ()))
    by = [i for i in names if i > 0 and signs[i - 1].line.key in marks]
    twice = [i for i in names if at < i <= at + REACH and _is_doubled(i, signs)]
    dated = [i for i in names if at < i < lead + 2 and _is_beside_date(i, signs)]
    found = [*by, *twice, *dated][:1]
    return tuple(signs[i].line.text for i in found)


def _is_doubled(index: int, signs: Sequence[Sign]) -> bool:
    following = signs[index + 1 : index + 2]
    return any(s.line.key == signs[index].line.key for s in following)


def _is_beside_date(index: int, signs: Sequence[Sign]) -> bool:
    beside = (*signs[max(0, index - 1) : index], *signs[index + 1 : index + 2])
    short = signs[index].line.words <= MAX_NAME_WORDS
    return short and any(s.byline is not None and s.byline.dates for s in beside)
