"""What a document shows, in its own order: the lines made of it and the texts beside them."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterator, Sequence

from newsfold.clean.draft import Draft, Told
from newsfold.clean.markup import alignment, blocks
from newsfold.text import chars

MAX_BLOCKS = 2_000  # of a page that are looked at (by eye)
MIN_PART = 20  # letters by which a part of a line is known again; shorter ones stand anywhere

Shown = tuple[str, Told | None]  # a text, and the labelled line that was made of it, if one was


def of_lines(draft: Draft) -> Iterator[Shown]:
    """The labelled lines themselves: a dump, an entry or a record shows nothing else."""
    for told in draft.told:
        yield told.line.text, told


def of_page(markup: str, draft: Draft) -> Iterator[Shown]:
    """The page's blocks in order, each replaced by the line that was made of it, if one was.

    The same words may stand in a table of contents and above their part: the text that stands
    only once beside them decides which block a line came from.
    """
    texts = _texts(markup)
    keys, made = [chars.fold(t) for t in texts], [t.line.sign.line.key for t in draft.told]
    first = begin = 0
    for block, line in alignment.pairs(keys, made):
        yield from _mixed(texts[first:block], draft.told[begin:line])
        yield draft.told[line].line.text, draft.told[line]
        first, begin = block + 1, line + 1
    yield from _mixed(texts[first:], draft.told[begin:])


def _texts(markup: str) -> list[str]:
    tree = blocks.parsed(markup)
    if tree is None:
        return []
    found = itertools.islice(blocks.in_tree(tree, besides=blocks.SEEN), MAX_BLOCKS)
    texts = (chars.squeeze(chars.printable(block.text)) for block in found)
    return [text for text in texts if text]


def _mixed(texts: Sequence[str], lines_made: Sequence[Told]) -> Iterator[Shown]:
    """Blocks and lines of which none is another's equal: some hold each other.

    A line that joins several blocks stands where the first of them stood.
    """
    left = deque(lines_made)
    before = ""  # the line shown last
    for text in texts:
        key = chars.fold(text)
        holds = False
        while left and _share(key, left[0].line.sign.line.key):
            told, holds = left.popleft(), True
            before = told.line.sign.line.key
            yield told.line.text, told
            if key in before:
                break  # the line's next part is the next block
        if not holds and not (len(key) >= MIN_PART and key in before):
            yield text, None
    yield from ((told.line.text, told) for told in left)


def _share(one: str, other: str) -> bool:
    part, whole = sorted((one, other), key=len)
    return len(part) >= MIN_PART and part in whole
