"""What must hold whatever the bytes are: one function for each kind of document and container."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from newsfold import tables
from newsfold.clean import decode, document, dump, identity
from newsfold.clean.decode import Decoded
from newsfold.clean.draft import Draft
from newsfold.clean.line import byline
from newsfold.clean.markup import blocks
from newsfold.clean.phrases import junk
from newsfold.gather import container
from newsfold.gather.origin import Origin
from newsfold.model import Article, Document, Failure, Hints, Media, Reason, Rejected
from newsfold.text import chars
from tests.fuzz import alignment
from tests.fuzz.alignment import bare

FETCHED = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
TABLES = tables.load()
MAX_ITEMS = 4  # of a container that are cleaned as well; more would only repeat


def read(media: Media, body: bytes, hints: Hints | None = None) -> Article | Rejected:
    """The room's answer, after the facts that hold for every kind."""
    given = Document("fuzz", "a.txt", media, body, None, FETCHED, hints or Hints())
    found = document.read(given, TABLES)
    assert found == document.read(given, TABLES), "the same bytes gave another answer"
    if isinstance(found, Rejected):
        assert found.reason in Reason and found.reason is not Reason.FAILED
        assert found.detail
        return found
    assert found.id == identity.of(found.url, found.title, found.paragraphs)
    assert found.paragraphs
    posted = [p for post in found.posts for p in post.paragraphs]
    assert set(posted) <= set(found.paragraphs)
    assert all(0 <= s.before <= len(found.paragraphs) for s in found.subheadings)
    for text in (found.title, *found.paragraphs, *found.captions, *found.authors):
        assert text and text == chars.squeeze(chars.printable(text)), f"not printable: {text!r}"
    return found


# ---------------------------------------------------------------- dumps


def a_dump(body: bytes) -> None:
    """Of a text: each paragraph is cut out of one line, and no line is lost without a trace."""
    found = read(Media.TEXT, body)
    decoded = decode.text(body)
    if not isinstance(decoded, Decoded):
        assert isinstance(found, Rejected)
        return
    told = dump.read(decoded.text, TABLES, fetched_at=FETCHED)
    lines = [bare(line) for line in decoded.text.splitlines()]
    _kept_lines(told.draft, lines)
    if isinstance(found, Article):
        assert found.paragraphs == told.draft.paragraphs
    cut = [removal.text for removal in told.draft.removed]
    pieces = [*_parts(told.draft), *cut]
    shown = {bare(piece) for piece in pieces}
    for line in filter(None, lines):
        if line not in shown and not alignment.held(line, pieces, cut):
            assert _is_byline(line, decoded.text, told.language), f"lost: {line!r}"


def _kept_lines(draft: Draft, lines: list[str]) -> None:
    cut = [removal.text for removal in draft.removed]
    for paragraph in draft.paragraphs:
        own = bare(paragraph)
        assert any(own in line for line in lines) or any(
            alignment.made_of(own, line, cut) for line in lines
        ), f"reworded: {paragraph!r}"


def _parts(draft: Draft) -> Iterator[str]:
    """Every text of a draft that a line may have become."""
    yield from filter(None, (draft.title, draft.outlet))
    yield from (*draft.paragraphs, *draft.captions, *draft.authors)
    yield from (heading.text for heading in draft.subheadings)
    yield from (post.time for post in draft.posts if post.time)


def _is_byline(line: str, text: str, code: str) -> bool:
    """Whether the line tells who and when, which are kept as names and dates instead of words."""
    known = TABLES.language(code)
    phrases = junk.phrases(TABLES, code)
    shown = (chars.squeeze(chars.printable(raw)) for raw in text.splitlines() if bare(raw) == line)
    return any(byline.read(one, known, phrases) is not None for one in shown)


def a_markdown(body: bytes) -> None:
    """Of a Markdown text: each paragraph runs through one line of it."""
    found = read(Media.MARKDOWN, body)
    decoded = decode.text(body)
    if isinstance(found, Article) and isinstance(decoded, Decoded):
        lines = [bare(line) for line in decoded.text.splitlines()]
        for paragraph in found.paragraphs:
            own = bare(paragraph)
            assert any(alignment.runs_through(own, line) for line in lines), paragraph


# ---------------------------------------------------------------- markup


def a_page(body: bytes) -> None:
    """Of a page: each paragraph is made of its words, or of those of the data in a script.

    In broken markup trafilatura may move a text behind its neighbour, so the order is not held.
    """
    found = read(Media.HTML, body)
    decoded = decode.text(body, markup=True)
    if isinstance(found, Article) and isinstance(decoded, Decoded):
        sources = list(_texts(decoded.text))
        for paragraph in found.paragraphs:
            own, words = bare(paragraph), len(paragraph.split())
            assert any(alignment.is_pieced(own, text, words) for text in sources), (
                f"foreign: {paragraph!r}"
            )


def an_entry(body: bytes) -> None:
    """Of a feed entry, its title in the first line: each paragraph runs through its text."""
    head, _, rest = body.partition(b"\n")
    title = head.decode("utf-8", "replace") or None
    found = read(Media.ENTRY, rest, Hints(title=title))
    decoded = decode.text(rest, markup=True)
    if isinstance(found, Article) and isinstance(decoded, Decoded):
        _runs_through(found, _texts(decoded.text))


def a_record(body: bytes) -> None:
    """Of a record: each paragraph runs through one of its strings."""
    found = read(Media.RECORD, body)
    if isinstance(found, Article):
        decoded = decode.text(body)
        assert isinstance(decoded, Decoded)
        strings = list(_strings(json.loads(decoded.text)))
        _runs_through(found, [*map(bare, strings), *(t for s in strings for t in _texts(s))])


def _runs_through(found: Article, texts: Iterable[str]) -> None:
    sources = list(texts)
    for paragraph in found.paragraphs:
        own = bare(paragraph)
        assert any(alignment.runs_through(own, text) for text in sources), f"foreign: {paragraph!r}"


def _texts(markup: str) -> Iterator[str]:
    """The bare text of the markup, what its scripts hold as data, and the markup as it stands."""
    yield bare(markup)
    tree = blocks.parsed(markup) if blocks.depth(markup) <= blocks.MAX_DEPTH else None
    if tree is None:
        return
    yield bare("".join(map(str, tree.itertext())))
    for script in tree.iter("script"):
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for text in _strings(data):
            yield bare(text)
            yield from _texts(text) if "<" in text or "&" in text else ()


def _strings(value: Any) -> Iterator[str]:
    queue = [value]
    while queue:
        one = queue.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            queue += one.values()
        elif isinstance(one, list):
            queue += one


# ---------------------------------------------------------------- containers


def a_feed(body: bytes) -> None:
    """Of a feed or another XML file: items that can be told apart, and cleaned."""
    _contained(container.xml, body)


def a_json(body: bytes) -> None:
    """Of a JSON file: the same."""
    _contained(container.SPLITTERS[".json"], body)


def json_lines(body: bytes) -> None:
    """Of a JSON lines file: the same."""
    _contained(container.SPLITTERS[".jsonl"], body)


def _contained(split: container.Splitter, body: bytes) -> None:
    place = Origin("fuzz", "a", FETCHED)
    found = list(split(body, place))
    assert found == list(split(body, place)), "the same bytes gave other items"
    names = [item.locator for item in found if isinstance(item, Document)]
    assert len(names) == len(set(names)), "two items of one name"
    for item in found:
        if isinstance(item, Failure):
            assert item.reason and item.detail.startswith(item.locator.partition("#")[0])
    for item in [item for item in found if isinstance(item, Document)][:MAX_ITEMS]:
        assert isinstance(document.read(item, TABLES), Article | Rejected)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "dump": a_dump,
    "markdown": a_markdown,
    "page": a_page,
    "entry": an_entry,
    "record": a_record,
    "feed": a_feed,
    "json": a_json,
    "lines": json_lines,
}
