"""A whole HTML page -> a draft: its texts are chosen one by one, its data tell the rest."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

import lxml.etree
import lxml.html
import trafilatura
import trafilatura.core

from newsfold.clean import dump, identity, trusted
from newsfold.clean.draft import Draft, Evidence
from newsfold.clean.front import dateline
from newsfold.clean.line import byline, lines, signs
from newsfold.clean.live import markup as live_markup
from newsfold.clean.markup import blocks, choice, features, metadata, offset, outline, pictures
from newsfold.clean.markup.blocks import Block
from newsfold.clean.markup.features import Seen
from newsfold.clean.markup.metadata import Stated
from newsfold.clean.markup.outline import Spot
from newsfold.clean.phrases import junk
from newsfold.model import Reason, Removal
from newsfold.text import chars
from newsfold.text.language import Language, Tables

MAX_PARSED = 3_000_000  # characters; beyond any article's page, and bounds trafilatura's time
# The largest of 331 open pages has 10,071. trafilatura's time grows faster than their number: in
# one run 25,000 took 1.3 s and 100,000 took 6.1 s (bench.clean_scaling, many short lines).
MAX_TAGS = 50_000
MAX_CAREFUL = 10_000  # elements; about what the largest of those pages has
MAX_TEXTS = 4_000  # of one page; the longest of 414 measured ones has 3,500
MAX_CANDIDATE_CHARS = 200_000  # the longest article of those pages has 60,000
REACH = 20  # texts between headline and body: pictures' credits and share buttons stand there too
UNTITLED_REACH = 6  # where no text is the headline
_CELLS = frozenset(("td", "th"))

# Its messages would land in the log of whoever uses this room; results tell all we need.
_SILENT = 100  # above every level; `logging` itself is not for this room
trafilatura.core.LOGGER.manager.getLogger("trafilatura").setLevel(_SILENT)


def read(
    markup: str, tables: Tables, *, fetched_at: datetime | None, stated_language: str | None
) -> tuple[Draft, str] | Reason:
    """The page's draft and its language, or why it holds none."""
    if blocks.depth(markup) > blocks.MAX_DEPTH:
        return Reason.TOO_DEEP
    parsed = blocks.up_to(markup[:MAX_PARSED], MAX_TAGS)
    tree = blocks.parsed(parsed)
    if tree is None:
        return Reason.EMPTY
    seen, code, stated = surveyed(tree, tables, stated_language)
    is_kept = choice.kept(seen, tables)
    phrases = junk.phrases(tables, code)
    opening = _opening(seen, is_kept, tables.language(code), phrases)
    chosen = (n for n, kept in enumerate(is_kept) if kept or n in opening)
    draft = trusted.read(
        list(_joined(seen, chosen)),
        tables,
        code,
        title=seen.title or None,
        fetched_at=fetched_at,
        is_chosen=True,
    )
    language = tables.language(code)
    posts = live_markup.in_json(stated.live, language, phrases)
    if not posts.posts and live_markup.PROPERTY in parsed:
        posts = live_markup.in_tree(tree, language, phrases)
    whole = live_markup.joined(_with_data(draft, stated, tree, phrases), posts)
    cut = len(markup) - len(parsed)
    limit = [Removal(f"{cut} characters", "over-limit")] if cut else []
    return whole.losing([*limit, *_around(seen, is_kept, whole, phrases)]), code


def surveyed(
    tree: lxml.html.HtmlElement, tables: Tables, stated_language: str | None = None
) -> tuple[Seen, str, Stated]:
    """The page's texts with all that the choice among them goes by, its language, its data."""
    # Before trafilatura, which may change the tree.
    spots = [
        s for s in itertools.islice(outline.spots(tree), MAX_TEXTS) if _printable(s.block.text)
    ]
    extracted = "\n".join(block.text for block in _content(tree))
    code = dump.language_of(extracted, tables, stated_language or tree.get("lang"))
    language = tables.language(code)
    stated = metadata.read(tree, language)
    texts = (_printable(s.block.text[: lines.MAX_LINE_CHARS]) for s in spots)
    seen = Seen(
        spots,
        [
            lines.measured(t, n, language, level=s.block.level)
            for n, (s, t) in enumerate(zip(spots, texts, strict=True))
        ],
        [features.tokens(t[:MAX_CANDIDATE_CHARS]) for t in (extracted, stated.body or "")],
        metadata.title(stated) or "",
        stated.description or "",
        [name for name in (stated.site, *stated.authors) if name],
        language,
    )
    return seen, code, stated


def _joined(seen: Seen, chosen: Iterable[int]) -> Iterator[Block]:
    """The chosen texts as blocks; the cells of a table's row are one line, as a reader sees it."""
    for _, group in itertools.groupby(chosen, lambda number: _row(seen.spots[number], number)):
        numbers = list(group)
        spot = seen.spots[numbers[0]]
        text = " ".join(seen.lines[number].text for number in numbers)
        is_item = spot.tag == "li" or spot.style.startswith("li.")  # or its parent is one
        yield Block(text, spot.block.level, spot.block.is_caption, is_item)


def _row(spot: Spot, number: int) -> tuple[int, int]:
    """What the cells of one row have in common, and nothing else has."""
    return (-1, spot.path[-2]) if spot.tag in _CELLS else (number, -1)


def _printable(text: str) -> str:
    return chars.squeeze(chars.printable(text))


def _opening(
    seen: Seen, is_kept: Sequence[bool], language: Language, phrases: junk.Phrases
) -> frozenset[int]:
    """The byline and date lines between the headline and the body."""
    first = next((n for n, kept in enumerate(is_kept) if kept and seen.lines[n].is_prose), 0)
    key = chars.fold(seen.title)
    titles = [n for n in range(first) if seen.lines[n].key == key]
    start = max(titles[-1] if titles else first - UNTITLED_REACH, first - REACH, 0)
    between = [n for n in range(start, first) if not is_kept[n]]
    told = signs.read([seen.lines[n] for n in between], language, phrases)
    return frozenset(
        n for n, s in zip(between, told, strict=True) if s.byline is not None or s.is_age
    )


def _content(tree: lxml.html.HtmlElement) -> Iterator[Block]:
    """The blocks that trafilatura takes for the article, in order."""
    # Its second opinions take time that grows with the square of a page's paragraphs.
    is_large = sum(1 for _ in tree.iter()) > MAX_CAREFUL
    document = trafilatura.bare_extraction(
        tree, include_comments=False, favor_precision=True, fast=is_large
    )
    body = getattr(document, "body", None)
    if body is None:
        return
    for element in body:
        yield from _blocks(element)


def _blocks(element: lxml.etree._Element) -> Iterator[Block]:
    """One element of trafilatura's output (its TEI-like names) as blocks."""
    if element.tag == "list":
        for item in element.iter("item"):
            yield from _text(item, 0)
    elif element.tag == "head":
        yield from _text(element, int((element.get("rend") or "h2")[-1:] or 2))
    elif element.tag == "table":
        return  # figures without their sentences
    else:
        yield from _text(element, 0)


def _text(element: lxml.etree._Element, level: int) -> Iterator[Block]:
    for line_break in element.iter("lb"):
        line_break.tail = "\n" + (line_break.tail or "")
    for piece in "".join(map(str, element.itertext())).split("\n"):
        if piece.strip():
            yield Block(piece, level)


def _around(
    seen: Seen, is_kept: Sequence[bool], draft: Draft, phrases: junk.Phrases
) -> Iterator[Removal]:
    """What the page says beside the article, so that it stays countable."""
    parts = (draft.title or "", *draft.paragraphs, *draft.captions)
    told = {chars.fold(text) for text in (*parts, *(s.text for s in draft.subheadings))}
    told |= {chars.fold(removal.text) for removal in draft.removed}
    for kept, line in zip(is_kept, seen.lines, strict=True):
        if not kept and line.key and line.key not in told:
            yield Removal(line.text, phrases.kind(line.text, line.words, line.key) or "outside")


def _with_data(
    draft: Draft, stated: Stated, tree: lxml.html.HtmlElement, phrases: junk.Phrases
) -> Draft:
    names, agencies = _people(stated.authors, stated, phrases)
    if not names and not draft.authors:
        names, _ = _people(stated.signed, stated, phrases)
    captions = tuple(pictures.captions(tree))
    return Draft(
        title=draft.title,
        paragraphs=draft.paragraphs,
        authors=tuple(names) or draft.authors,
        outlet=stated.site or draft.outlet,
        url=identity.canonical(stated.url),
        dates=_dates(draft, stated),
        language=stated.language,
        categories=stated.categories,
        subheadings=draft.subheadings,
        posts=draft.posts,
        captions=tuple(dict.fromkeys([*captions, *draft.captions])),
        pictures=pictures.of_tree(tree, stated.url, phrases),
        removed=(*draft.removed, *(Removal(name, "agency-byline") for name in agencies)),
        told=draft.told,
    )


def _people(
    fields: Sequence[str], stated: Stated, phrases: junk.Phrases
) -> tuple[list[str], list[str]]:
    """The persons that the fields name, and the agencies. The site itself is no person."""
    names: list[str] = []
    agencies: list[str] = []
    for field in fields:
        people, _, wires = byline.people(field.strip(" ,;|"), phrases)
        names += [n for n in people if n not in names and chars.fold(n) != stated.site_key]
        agencies += wires
    return names, agencies


def _dates(draft: Draft, stated: Stated) -> tuple[Evidence, ...]:
    """The dates of publication; that of the last change only when there is no other."""
    told = [e.when for e in draft.dates]
    data = (replace(e, when=offset.stated(e.when, told)) for e in stated.dates)
    found = (*data, *draft.dates)
    return found or (() if dateline.in_url(stated.url) else stated.changed)
