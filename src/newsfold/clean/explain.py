"""What cleaning made of each line or block of a document: kept as what, or dropped and why.

It follows what the cleaners recorded while they worked; nothing is decided here a second time.
"""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import lxml.html

from newsfold.clean import blocks, decode, document, lines, markdown
from newsfold.clean.draft import Draft, Told
from newsfold.clean.labels import OUTSIDE, Label
from newsfold.model import Article, DatedBy, Document, Media, Reason, Rejected, Verdict
from newsfold.text import chars
from newsfold.text.language import UNKNOWN, Language, Tables

MAX_BLOCKS = 2_000  # of an HTML page that are shown; pages of 600 measured hold 200 to 900
MIN_PART = 20  # letters by which a part of a line is known again; shorter ones stand anywhere

_KEPT = {
    Label.HEADLINE: "headline",
    Label.BODY: "body",
    Label.SUBHEADING: "subheading",
    Label.HEADING: "post-heading",
    Label.AUTHOR: "author",
    Label.BYLINE: "byline",
    Label.TIME: "post-time",
    Label.AGE: "date",
    Label.CAPTION: "caption",
}


def read(given: Document, tables: Tables) -> tuple[Article | Rejected, tuple[Verdict, ...]]:
    """The outcome as `document.read` gives it, and the verdict on every line in order.

    Of a dump each line that shows something has one, under its number in the file; of anything
    else each block, counted in order. What was cut out of a line follows it under its number.
    A rejected document's lines are as they were labelled before it was refused; one that was
    refused unread (binary, empty, nested too deep, no record) has none.
    """
    outcome, draft = document.judged(given, tables)
    if draft is None:
        return outcome, ()
    match given.media:
        case Media.TEXT | Media.MARKDOWN:
            found = _of_dump(_text(given), draft, is_markdown=given.media is Media.MARKDOWN)
        case Media.HTML:
            found = _of_page(_text(given), draft)
        case Media.ENTRY | Media.RECORD:
            found = (v for told in draft.told for v in _of_line(told, draft))
    listed = tuple(_with_headline(found, chars.fold(draft.title or "")))
    return outcome, (*listed, *_beyond(listed, draft))


def _text(given: Document) -> str:
    decoded = decode.text(given.body, given.charset, markup=given.media is Media.HTML)
    return "" if isinstance(decoded, Reason) else decoded.text


def _of_line(told: Told, draft: Draft, number: int | None = None) -> Iterator[Verdict]:
    """The verdict on a labelled line, and on each part that was cut out of it."""
    line = told.line.sign.line
    number = line.number if number is None else number
    kept_as = _kept_as(told, draft)
    if kept_as is None:
        why = told.line.why or next((r.why for r in told.removed), OUTSIDE)
        yield Verdict(number, line.text, None, why)
        return
    yield Verdict(number, line.text, kept_as, None)
    for cut in told.removed:
        if chars.fold(cut.text) != line.key:
            yield Verdict(number, cut.text, None, cut.why)


def _kept_as(told: Told, draft: Draft) -> str | None:
    line = told.line.sign.line
    byline = told.line.sign.byline
    match told.line.label:
        case Label.AGE:
            dated = any(evidence.by is DatedBy.RELATIVE for evidence in draft.dates)
            return _KEPT[Label.AGE] if dated else None
        case Label.BYLINE if not byline or not (byline.names or byline.outlet or byline.dates):
            return None
    if told.removed and chars.fold("".join(r.text for r in told.removed)) == line.key:
        return None
    return _KEPT.get(told.line.label)


def _with_headline(found: Iterable[Verdict], title: str) -> Iterator[Verdict]:
    """The verdicts; a title that came as data (a tag, a field) is the headline where it stands."""
    listed = list(found)
    headline = _KEPT[Label.HEADLINE]
    if title and not any(v.kept_as == headline for v in listed):
        at = next((i for i, v in enumerate(listed) if chars.fold(v.text) == title), None)
        if at is not None:
            listed[at] = replace(listed[at], kept_as=headline, why=None)
    yield from listed


def _beyond(shown: Sequence[Verdict], draft: Draft) -> Iterator[Verdict]:
    """What was removed and stands in no line: text beyond a limit, agencies in a data field."""
    said = {v.text for v in shown} | {r.text for told in draft.told for r in told.removed}
    kept = "\n".join(chars.fold(v.text) for v in shown if v.kept_as)
    for removal in draft.removed:
        key = chars.fold(removal.text)
        if removal.text not in said and not (removal.why == OUTSIDE and key in kept):
            yield Verdict(None, removal.text, None, removal.why)


# ---------------------------------------------------------------- dumps


def _of_dump(text: str, draft: Draft, *, is_markdown: bool) -> Iterator[Verdict]:
    front = markdown.front_matter(text) if is_markdown else markdown.Front({}, text)
    for line in _plain_lines(text) if front.lines else ():
        if line.number <= front.lines:
            yield Verdict(line.number, line.text, "front-matter", None)
    by_number: dict[int, list[Told]] = {}
    for told in draft.told:
        by_number.setdefault(told.line.sign.line.number, []).append(told)
    for line in _plain_lines(front.rest):
        number = line.number + front.lines
        if line.number not in by_number:
            yield Verdict(number, line.text, None, "markup")
        for told in by_number.get(line.number, ()):
            yield from _of_line(told, draft, number)


def _plain_lines(text: str) -> tuple[lines.Line, ...]:
    return lines.split(text, Language(UNKNOWN))[0]


# ---------------------------------------------------------------- pages


def _of_page(markup: str, draft: Draft) -> Iterator[Verdict]:
    tree = blocks.parsed(markup)
    shown = (chars.squeeze(chars.printable(b.text)) for b in _in(tree)) if tree is not None else ()
    for number, group in enumerate(_aligned([text for text in shown if text], draft), 1):
        for verdict in group:
            yield replace(verdict, line=number)


def _in(tree: lxml.html.HtmlElement) -> Iterator[blocks.Block]:
    return itertools.islice(blocks.in_tree(tree, besides=blocks.SEEN), MAX_BLOCKS)


def _aligned(texts: Sequence[str], draft: Draft) -> Iterator[Iterable[Verdict]]:
    """The page's blocks in order, each replaced by the line that was made of it, if one was.

    The same words may stand in a table of contents and above their part, so that the longest
    common runs decide which block a line came from.
    """
    keys, made = [chars.fold(t) for t in texts], [t.line.sign.line.key for t in draft.told]
    same = difflib.SequenceMatcher(None, keys, made, autojunk=False)
    for tag, first, last, begin, end in same.get_opcodes():
        lines_made = draft.told[begin:end]
        if tag != "equal":
            yield from _mixed(texts[first:last], lines_made, draft)
        else:
            yield from (_of_line(told, draft) for told in lines_made)


def _mixed(
    texts: Sequence[str], lines_made: Sequence[Told], draft: Draft
) -> Iterator[Iterable[Verdict]]:
    """Blocks and lines of which none is another's equal: some hold each other, the rest is beside.

    A line that joins several blocks stands where the first of them stood.
    """
    captions = frozenset(chars.fold(text) for text in draft.captions)
    why = {removal.text: removal.why for removal in reversed(draft.removed)}
    left = list(lines_made)
    before = ""  # the line shown last
    for text in texts:
        key = chars.fold(text)
        holds = False
        while left and _share(key, left[0].line.sign.line.key):
            told, holds = left.pop(0), True
            before = told.line.sign.line.key
            yield _of_line(told, draft)
            if key in before:
                break  # the line's next part is the next block
        if not holds and not (len(key) >= MIN_PART and key in before):
            kept_as = _KEPT[Label.CAPTION] if key in captions else None
            yield [Verdict(None, text, kept_as, None if kept_as else why.get(text, OUTSIDE))]
    yield from (_of_line(told, draft) for told in left)


def _share(one: str, other: str) -> bool:
    part, whole = sorted((one, other), key=len)
    return len(part) >= MIN_PART and part in whole
