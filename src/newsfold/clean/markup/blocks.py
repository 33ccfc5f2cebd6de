"""HTML or plain text of an article's own content -> its blocks in order, without the tags."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import lxml.etree
import lxml.html

# Pages nest their tags 20 to 60 deep; forgotten end tags let a plain count reach some hundreds.
# What goes beyond is refused before it is parsed: recursive code below us would end the process.
MAX_DEPTH = 1000
MAX_CHARS = (
    4_000_000  # what is parsed of one document's markup; the largest of 600 pages has 2.6 MB
)

_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9:-]{0,30}")
_MARKUP = re.compile(
    r"</?(?:p|br|div|span|a|b|i|em|strong|h[1-6]|ul|ol|li|img|figure|table|blockquote)\b[^<>]{0,2000}>",
    re.I,
)
_DOCTYPE = re.compile("<!DOCTYPE", re.I)
_SUBSET = re.compile(r"[^<>\[]{0,300}\[[^\]]{0,100000}\]\s*>")  # where entities are declared
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32)])  # XML 1.0, 2.2
# Tags without an end, or whose end may be left out: they do not nest.
_FLAT = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th"
    " option thead tbody tfoot colgroup rt rp html head body".split()
)
SKIPPED = frozenset(
    "title script style noscript template iframe object svg form button select textarea nav audio"
    " video canvas math".split()
)
# Of these, what a reader of the page sees.
SEEN = frozenset("form button nav".split())
LEVELS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = frozenset(
    "p div section article aside header footer main li ul ol dl dt dd blockquote pre table tr td th"
    " h1 h2 h3 h4 h5 h6 figure figcaption address hr br details summary center".split()
)


@dataclass(frozen=True, slots=True)
class Block:
    """One block of text; `level` is a heading's, 0 for anything else."""

    text: str
    level: int = 0
    is_caption: bool = False
    is_item: bool = False  # whether a list's item begins with it


def depth(markup: str) -> int:
    """How deep the tags of the markup may nest at most, counted without parsing it."""
    deepest = now = 0
    for tag in _TAG.findall(markup):
        step = _step(tag)
        if step > 0:
            now += 1
            if now > deepest:
                deepest = now
        elif step and now:
            now -= 1
    return deepest


@lru_cache(maxsize=1024)
def _step(tag: str) -> int:
    """How a tag changes the depth: '<p' does not, '<div' opens, '</div' closes."""
    if tag.strip("</").lower() in _FLAT:
        return 0
    return -1 if tag[1] == "/" else 1


def up_to(markup: str, max_tags: int) -> str:
    """The markup before the tag that is one too many; all of it when there is none."""
    beyond = next(itertools.islice(_TAG.finditer(markup), max_tags, None), None)
    return markup[: beyond.start()] if beyond else markup


def is_markup(text: str) -> bool:
    """Whether the text is written in HTML: it holds tags of text, not only a '<'."""
    return _MARKUP.search(text) is not None


def parsed(markup: str) -> lxml.html.HtmlElement | None:
    """The tree of the markup, or None when there is nothing in it.

    The caller has checked `depth`; what libxml2 finds nested deeper than 256 is left out.
    No declared entity is resolved and nothing is fetched.
    """
    parser = lxml.html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    # Surrogates cannot be encoded; NUL ends the text for libxml2, and other controls, which XML
    # does not have, would come back as U+FFFD where a tree is written and read again.
    content = _without_subset(markup[:MAX_CHARS].replace("\f", " ")).encode("utf-8", "replace")
    try:
        return lxml.html.document_fromstring(
            content.translate(None, _CONTROLS), parser=parser, ensure_head_body=True
        )
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError, AssertionError):
        return None  # only comments, only a doctype, a root that is none


def _without_subset(markup: str) -> str:
    """The markup less its doctype where that declares anything; only the first one can."""
    opened = _DOCTYPE.search(markup)
    found = _SUBSET.match(markup, opened.end()) if opened else None
    return markup[: opened.start()] + markup[found.end() :] if opened and found else markup


def of(text: str) -> tuple[Block, ...] | None:
    """The blocks of an entry's content; None when its tags nest too deep."""
    if not is_markup(text):
        return tuple(Block(piece) for piece in text.splitlines() if piece.strip())
    if depth(text) > MAX_DEPTH:
        return None
    tree = parsed(text)
    return tuple(in_tree(tree)) if tree is not None else ()


def in_tree(
    tree: lxml.html.HtmlElement, *, besides: frozenset[str] = frozenset()
) -> Iterator[Block]:
    """Every text of the tree in blocks, scripts, menus and forms left out but for `besides`."""
    skipped = SKIPPED - besides
    pieces: list[str] = []
    level, is_caption, is_item = 0, False, False
    walker = lxml.etree.iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        if tag in skipped:
            if event == "start":
                walker.skip_subtree()
            else:
                pieces.append(element.tail or "")
            continue
        if tag in BLOCKS:
            yield from _block(pieces, level, is_caption, is_item)
            pieces, is_item = [], tag == "li" and event == "start"
        if tag in LEVELS:
            level = LEVELS[tag] if event == "start" else 0
        if tag == "figcaption":
            is_caption = event == "start"
        pieces.append((element.text if event == "start" else element.tail) or "")
    yield from _block(pieces, level, is_caption, is_item)


def _block(pieces: list[str], level: int, is_caption: bool, is_item: bool) -> Iterator[Block]:
    text = " ".join("".join(pieces).split())
    if text:
        yield Block(text, level, is_caption, is_item)
