"""What cleaning made of each line or block of a document: kept as what, or dropped and why.

It follows what the cleaners recorded while they worked; nothing is decided here a second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from newsfold.clean import decode, document
from newsfold.clean.draft import Draft, Told
from newsfold.clean.labelling import markdown
from newsfold.clean.line import lines
from newsfold.clean.line.labels import OUTSIDE, Label
from newsfold.clean.markup import order
from newsfold.model import Article, DatedBy, Document, Media, Reason, Rejected, Verdict
from newsfold.text import chars
from newsfold.text.language import UNKNOWN, Language, Tables

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
    captions = frozenset(chars.fold(text) for text in draft.captions)
    why = {removal.text: removal.why for removal in reversed(draft.removed)}
    for number, (text, told) in enumerate(order.of_page(markup, draft), 1):
        if told is not None:
            yield from _of_line(told, draft, number)
            continue
        kept_as = _KEPT[Label.CAPTION] if chars.fold(text) in captions else None
        yield Verdict(number, text, kept_as, None if kept_as else why.get(text, OUTSIDE))
