"""A JSON object in the common scraper shapes -> a draft."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from newsfold.clean import blocks, byline, dateline, dump, identity, junk, metadata, trusted
from newsfold.clean.blocks import Block
from newsfold.clean.draft import Draft, Evidence
from newsfold.model import DatedBy, Hints, Reason, Removal, When
from newsfold.text import chars
from newsfold.text.language import Language, Tables

# The keys of newspaper4k, trafilatura, Scrapy examples, schema.org, JSON Feed and news APIs, in
# the order in which they are believed.
TITLES = ("title", "headline", "name", "article_title")
BODIES = (
    "text", "content", "body", "articleBody", "article_body", "article", "full_text", "maintext",
    "cleaned_text", "content_text", "content_html", "paragraphs", "raw_text", "html",
    "description", "summary",
)  # fmt: skip
URLS = (
    "url",
    "link",
    "canonical_url",
    "source_url",
    "permalink",
    "href",
    "external_url",
    "original_link",
)
DATES = (
    "published_at", "publishedAt", "published", "date_published", "datePublished", "pubDate",
    "pub_date", "publish_date", "publication_date", "date_publish", "publishedDate", "date",
    "datetime", "timestamp", "created_at", "date_created",
)  # fmt: skip
AUTHORS = ("authors", "author", "byline", "creator", "writers", "by")
OUTLETS = (
    "outlet", "source", "site", "site_name", "sitename", "publisher", "publication", "source_name",
    "source_domain", "website", "domain", "hostname",
)  # fmt: skip
CATEGORIES = ("section", "category", "categories", "sections", "topic", "tags", "keywords")
LANGUAGES = ("language", "lang", "meta_lang", "inLanguage")
FETCHED = (
    "fetched_at",
    "crawled_at",
    "scraped_at",
    "date_download",
    "retrieved_at",
    "downloaded_at",
)

MILLISECONDS = 100_000_000_000  # as seconds this is the year 5138


def read(
    text: str, hints: Hints, tables: Tables, *, fetched_at: datetime | None
) -> tuple[Draft, str, datetime | None] | tuple[Reason, str]:
    """The record's draft, its language and fetch time; or a reason and what is missing."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Reason.BAD_RECORD, f"the record is not JSON: {error}"
    if not isinstance(record, dict):
        return (
            Reason.BAD_RECORD,
            "the record is no JSON object with keys such as 'title' and 'text'",
        )
    content = next(_values(record, BODIES), None)
    if content is None:
        return Reason.BAD_RECORD, "the record has no text; give one of: " + ", ".join(BODIES[:5])
    found = tuple(_blocks(content))
    if any(b is None for b in found):
        return Reason.TOO_DEEP, "the tags of its text nest too deep"
    return _drafted(record, tuple(b for b in found if b is not None), hints, tables, fetched_at)


def _drafted(
    record: Mapping[str, Any],
    found: tuple[Block, ...],
    hints: Hints,
    tables: Tables,
    fetched_at: datetime | None,
) -> tuple[Draft, str, datetime | None] | tuple[Reason, str]:
    title = _first(record, TITLES) or hints.title
    stated = _first(record, LANGUAGES) or hints.language
    code = dump.language_of("\n".join(b.text for b in found), tables, stated)
    language = tables.language(code)
    fetched = fetched_at or next((w.instant for w in _moments(record, FETCHED, language)), None)
    draft = trusted.read(found, tables, code, title=title, fetched_at=fetched)
    if not draft.paragraphs:
        return Reason.BAD_RECORD, "the record's text is empty"
    names, agencies = _people(record, junk.phrases(tables, code))
    url = identity.canonical(_first(record, URLS))
    dates = [Evidence(w, DatedBy.MARKUP) for w in _moments(record, DATES, language)][:1]
    whole = replace(
        draft,
        authors=names or draft.authors,
        outlet=_first(record, OUTLETS) or draft.outlet,
        url=url,
        language=stated,
        dates=(*dates, *dateline.in_url(url), *draft.dates),
        categories=_all(record, CATEGORIES),
    )
    return whole.losing(Removal(name, "agency-byline") for name in agencies), code, fetched


def _values(record: Mapping[str, Any], keys: tuple[str, ...]) -> Iterator[Any]:
    for key in keys:
        if record.get(key) not in (None, "", [], {}):
            yield record[key]


def _blocks(content: Any) -> Iterator[Block | None]:
    listed = content if isinstance(content, list) else [content]
    for piece in listed:
        text = piece if isinstance(piece, str) else _named(piece, ("text", "content", "value"))
        if text is None:
            continue
        found = blocks.of(text)
        if found is None:
            yield None
        else:
            yield from found


def _named(value: Any, keys: tuple[str, ...] = ("name", "title", "url", "href")) -> str | None:
    """The text of a value that is a string or an object with a name."""
    if isinstance(value, dict):
        value = next((value[k] for k in keys if isinstance(value.get(k), str)), None)
    if not isinstance(value, str):
        return None
    return value if keys[0] == "text" else chars.squeeze(chars.printable(value[:3000])) or None


def _first(record: Mapping[str, Any], keys: tuple[str, ...]) -> str | None:
    return next((text for text in _texts(record, keys) if text), None)


def _texts(record: Mapping[str, Any], keys: tuple[str, ...]) -> Iterator[str]:
    for value in _values(record, keys):
        for piece in (value if isinstance(value, list) else [value])[:50]:
            text = _named(piece)
            if text:
                yield text


def _all(record: Mapping[str, Any], keys: tuple[str, ...]) -> tuple[str, ...]:
    """The values of the first key that has some: a section says more than a list of tags."""
    for key in keys:
        found = tuple(dict.fromkeys(_texts(record, (key,))))
        if found:
            return found[:10]
    return ()


def _moments(
    record: Mapping[str, Any], keys: tuple[str, ...], language: Language
) -> Iterator[When]:
    for value in _values(record, keys):
        when = _epoch(value) if isinstance(value, (int, float)) else None
        if isinstance(value, str):
            when = metadata.moment(value, language)
        if when is not None:
            yield when


def _epoch(value: float) -> When | None:
    """Seconds or milliseconds since 1970."""
    seconds = value / 1000 if value >= MILLISECONDS else value
    try:
        return When.at(datetime.fromtimestamp(seconds, UTC)) if seconds > 0 else None
    except (OverflowError, ValueError, OSError):
        return None


def _people(
    record: Mapping[str, Any], phrases: junk.Phrases
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    names: list[str] = []
    agencies: list[str] = []
    for text in _texts(record, AUTHORS):
        people, outlet, wires = byline.people(text, phrases)
        names += people
        agencies += [*wires, *([outlet] if outlet else [])]
    return tuple(dict.fromkeys(names)), tuple(dict.fromkeys(agencies))
