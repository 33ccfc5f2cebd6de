"""The list of linked headings that a live blog prints below 'Key events'."""

from __future__ import annotations

from collections.abc import Sequence

from newsfold.clean.front import headline
from newsfold.clean.line.signs import Sign
from newsfold.clean.live import signs as live_signs
from newsfold.text import chars


def listed(signs: Sequence[Sign]) -> frozenset[int]:
    """Indices of the lines that are a widget's list, times among them included.

    A line belongs to it when the same heading comes again further down, when no text follows it,
    or when another label of the widget closes the list.
    """
    last = {sign.line.key: index for index, sign in enumerate(signs)}
    found: set[int] = set()
    for index, sign in enumerate(signs):
        if sign.junk == "live-widget" and index not in found:
            found |= _behind(signs, index, last)
    return frozenset(found)


def _behind(signs: Sequence[Sign], label: int, last: dict[str, int]) -> set[int]:
    found: set[int] = set()
    waiting: set[int] = set()  # times, whose heading is not known yet
    for index in range(label + 1, len(signs)):
        sign = signs[index]
        if sign.junk == "live-widget":
            found |= waiting | set(_between(signs, label, index))
            break
        if sign.is_time or sign.is_age:
            waiting.add(index)
            continue
        if not _is_item(signs, index, last):
            break
        found |= {*waiting, index}
        waiting = set()
    return found


def _between(signs: Sequence[Sign], label: int, end: int) -> range:
    """The lines between two labels of the widget, if they are its list."""
    within = signs[label + 1 : end]
    if any(s.line.is_prose or s.line.ends or s.is_name for s in within):
        return range(0)
    return range(label + 1, end)


def _is_item(signs: Sequence[Sign], index: int, last: dict[str, int]) -> bool:
    sign = signs[index]
    if sign.line.is_prose or sign.line.ends or sign.is_name or sign.junk is not None:
        return False
    if not headline.is_shaped(sign.line):
        return False
    return _comes_again(sign, index, last) or not live_signs.is_headed(signs, index)


def _comes_again(sign: Sign, index: int, last: dict[str, int]) -> bool:
    key = sign.line.key
    if last[key] > index:
        return True
    # '14.05 GMT Pumps fail': in the list the time may stand in the heading's own line.
    opened = live_signs.opened(sign.line.text)
    return opened is not None and last.get(chars.fold(opened), -1) > index
