"""The size of a mail kept below what mail readers cut off, footer included."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from newsfold.model import Issue, Section
from newsfold.render import shortened
from newsfold.render.view import IssueView

# Gmail clips a page at about 102 KB (email-bugs 41; 105 KB measured by spamresource.com, 2022);
# relays that rewrite links or add a banner need the rest.
MAX_HTML = 95_000  # bytes

Draw = Callable[[Issue, int], tuple[IssueView, str]]


def fitted(issue: Issue, draw: Draw) -> tuple[IssueView, str]:
    """The view and page of as much of the issue as fits into MAX_HTML bytes.

    `draw(issue, left_out)` draws an issue. Stories that would fill it by themselves are shortened
    first; when that is not enough, the last ones are told in one line; then the last lines go too,
    and only their number stays.
    """
    drawn = draw(issue, 0)
    if _fits(drawn):
        return drawn
    issue = _shortened(issue)
    full = _most(len(issue.stories), lambda n: _fits(draw(told_in_full(issue, n), 0)))
    shorter = told_in_full(issue, full)
    drawn = draw(shorter, 0)
    if _fits(drawn):
        return drawn
    lines = shorter.also
    every = len(lines)
    kept = _most(every, lambda n: _fits(draw(replace(shorter, also=lines[:n]), every - n)))
    return draw(replace(shorter, also=lines[:kept]), every - kept)


def _shortened(issue: Issue) -> Issue:
    also = tuple(map(shortened.story, issue.also))
    return replace(issue, sections=shortened.sections(issue.sections), also=also)


def told_in_full(issue: Issue, count: int) -> Issue:
    """The issue with its first `count` stories in full and the others as lines."""
    sections: list[Section] = []
    left = count
    for section in issue.sections:
        sections.append(replace(section, stories=section.stories[:left]))
        left -= len(sections[-1].stories)
    return replace(issue, sections=tuple(sections), also=(*issue.stories[count:], *issue.also))


def _most(limit: int, fits: Callable[[int], bool]) -> int:
    """The largest n of 0..limit that fits, 0 if none does; what fits, fits with fewer too."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def _fits(drawn: tuple[IssueView, str]) -> bool:
    return len(drawn[1].encode()) <= MAX_HTML
