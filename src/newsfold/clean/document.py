"""The room's door: a document of any kind -> an article, or the reason why it is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from newsfold.clean import decode, draft, dump, entry, identity, record, reject
from newsfold.clean.draft import Draft, Evidence
from newsfold.clean.front import dateline
from newsfold.clean.markup import order
from newsfold.clean.phrases import junk
from newsfold.model import Article, DatedBy, Document, Hints, Media, Reason, Rejected, Removal
from newsfold.text import chars, sentences
from newsfold.text.language import Tables

_DETAILS = {
    Reason.EMPTY: "there is no text in it",
    Reason.BINARY: "it is no text but a binary file, or in no known character set",
    Reason.TOO_DEEP: "its tags nest too deep to be read safely",
}


def read(document: Document, tables: Tables) -> Article | Rejected:
    """The article in the document, or why there is none. Bad data never raises."""
    return judged(document, tables)[0]


def judged(document: Document, tables: Tables) -> tuple[Article | Rejected, Draft | None]:
    """The same, with the draft that was judged; None where the document gave not even that."""
    document = replace(document, hints=_tidied(document.hints))
    decoded = decode.text(
        document.body, document.charset, markup=document.media in (Media.HTML, Media.ENTRY)
    )
    if isinstance(decoded, Reason):
        return _rejected(document, decoded, _DETAILS[decoded]), None
    found = _drafted(document, decoded.text, tables)
    if isinstance(found, Rejected):
        return found, None
    whole, code, fetched_at = found
    if decoded.replaced:
        whole = whole.losing([Removal("\ufffd" * min(decoded.replaced, 10), "undecodable")])
    if decoded.cut_bytes:
        whole = whole.losing([Removal(f"{decoded.cut_bytes} bytes", "over-limit")])
    is_offered = document.media in (Media.ENTRY, Media.RECORD)
    is_page = document.media is Media.HTML
    refused = reject.reason(
        whole,
        tables.language(code),
        junk.phrases(tables, code),
        lambda: order.of_page(decoded.text, whole) if is_page else order.of_lines(whole),
        is_entry=is_offered,
    )
    if refused is not None:
        return _rejected(document, *refused), whole
    return _article(document, whole, code, fetched_at), whole


def _tidied(hints: Hints) -> Hints:
    """The hints as single printable lines; one of which nothing is left is none."""

    def line(text: str | None) -> str | None:
        return chars.squeeze(chars.printable(text)) or None if text else None

    return replace(
        hints,
        title=line(hints.title),
        outlet=line(hints.outlet),
        authors=tuple(filter(None, map(line, hints.authors))),
        categories=tuple(filter(None, map(line, hints.categories))),
    )


def _drafted(
    document: Document, text: str, tables: Tables
) -> tuple[Draft, str, datetime | None] | Rejected:
    hints, fetched_at = document.hints, document.fetched_at
    match document.media:
        case Media.TEXT | Media.MARKDOWN:
            told = dump.read(
                text,
                tables,
                title=hints.title,
                language=hints.language,
                fetched_at=fetched_at,
                is_markdown=document.media is Media.MARKDOWN,
            )
            return told.draft, told.language, fetched_at
        case Media.HTML:
            # trafilatura takes half a second to import; most runs read no page.
            from newsfold.clean import page

            found = page.read(text, tables, fetched_at=fetched_at, stated_language=hints.language)
        case Media.ENTRY:
            found = entry.read(text, hints, tables, fetched_at=fetched_at)
        case Media.RECORD:
            one = record.read(text, hints, tables, fetched_at=fetched_at)
            return _rejected(document, *one) if len(one) == 2 else one
    if isinstance(found, Reason):
        return _rejected(document, found, _DETAILS[found])
    return *found, fetched_at


def _article(document: Document, whole: Draft, code: str, fetched_at: datetime | None) -> Article:
    hints = document.hints
    url = identity.canonical(hints.url) or whole.url or identity.canonical(document.locator)
    title = whole.title or hints.title or sentences.split(whole.paragraphs[0], code)[0]
    stated = [Evidence(hints.published_at, DatedBy.MARKUP)] if hints.published_at else []
    dated = draft.strongest([*stated, *whole.dates, *dateline.in_url(url)])
    return Article(
        id=identity.of(url, title, whole.paragraphs),
        source=document.source,
        locator=document.locator,
        outlet=whole.outlet or hints.outlet,
        url=url,
        title=title,
        paragraphs=whole.paragraphs,
        authors=hints.authors or whole.authors,
        published_at=dated.when if dated else None,
        dated_by=dated.by if dated else DatedBy.NONE,
        language=code,
        categories=hints.categories or whole.categories,
        subheadings=whole.subheadings,
        posts=whole.posts,
        captions=whole.captions,
        pictures=(hints.picture, *whole.pictures) if hints.picture else whole.pictures,
        removed=whole.removed,
        fetched_at=fetched_at,
    )


def _rejected(document: Document, reason: Reason, detail: str) -> Rejected:
    return Rejected(document.source, document.locator, reason, detail)
