"""A labelled page -> a draft: paragraphs, posts, captions, who and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from newsfold.clean.draft import Draft, Evidence, Told
from newsfold.clean.front import authors, dateline, dating, headline
from newsfold.clean.line import clock
from newsfold.clean.line.labels import Label, Labelled, Page
from newsfold.clean.live import posts
from newsfold.clean.paragraph import repair
from newsfold.clean.phrases.junk import Phrases
from newsfold.model import DatedBy, Precision, Removal, Subheading, When
from newsfold.text import dates
from newsfold.text.language import Language

# A dated caption under a news story is of these days; an older date is of an archive picture.
CAPTION_DAYS = timedelta(days=14)


@dataclass(slots=True)
class _Parts:
    """What has been gathered so far, in reading order."""

    title: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    subheadings: list[Subheading] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    outlets: list[str] = field(default_factory=list)
    posts: list[posts.OpenPost] = field(default_factory=list)
    dates: list[Evidence] = field(default_factory=list)
    pictured: list[When] = field(default_factory=list)
    removed: list[Removal] = field(default_factory=list)


def assemble(
    page: Page, language: Language, phrases: Phrases, fetched_at: datetime | None
) -> Draft:
    """The draft that the labels describe. `fetched_at` resolves '1 day ago' and nothing else."""
    parts = _Parts()
    told: list[Told] = []
    for labelled in page.lines:
        if labelled.label is Label.JUNK and labelled.time is None:  # most lines of most pages
            dropped = Removal(labelled.text, labelled.why)
            parts.removed.append(dropped)
            told.append(Told(labelled, (dropped,)))
            continue
        before = len(parts.removed)
        _take(labelled, page, parts, language, phrases, fetched_at)
        told.append(Told(labelled, tuple(parts.removed[before:])))
    parts.dates += dating.evidence(page, language, phrases, fetched_at) or _months(page, fetched_at)
    parts.dates += _pictured(parts.pictured, fetched_at)
    if parts.paragraphs:
        parts.dates += dateline.evidence(parts.paragraphs[0], language, fetched_at)
    return Draft(
        title=parts.title,
        paragraphs=tuple(parts.paragraphs),
        authors=_distinct(parts.authors) or authors.alone(page, phrases),
        outlet=parts.outlets[0] if parts.outlets else None,
        dates=tuple(parts.dates),
        subheadings=tuple(parts.subheadings),
        posts=posts.closed(parts.posts) if page.is_live else (),
        captions=_distinct(parts.captions),
        removed=tuple(parts.removed),
        told=tuple(told),
    )


def _take(
    labelled: Labelled,
    page: Page,
    parts: _Parts,
    language: Language,
    phrases: Phrases,
    fetched_at: datetime | None,
) -> None:
    text = labelled.text
    if labelled.time is not None and page.is_live:
        dated = posts.close if labelled.label is Label.JUNK else posts.date
        dated(parts.posts, labelled.time)
    match labelled.label:
        case Label.HEADLINE:
            _title(text, page, parts, phrases)
        case Label.BODY:
            _body(text, page, parts, language, phrases)
        case Label.SUBHEADING:
            parts.subheadings.append(Subheading(text, len(parts.paragraphs)))
        case Label.HEADING:
            posts.head(parts.posts, text)
            parts.subheadings.append(Subheading(text, len(parts.paragraphs)))
        case Label.AUTHOR:
            parts.authors.append(text)
            if page.is_live:
                posts.sign(parts.posts, text)
        case Label.TIME:
            _time(text, page, parts)
        case Label.BYLINE:
            _byline(labelled, page, parts)
        case Label.AGE:
            _age(text, parts, language, fetched_at)
        case Label.CAPTION:
            if page.is_live:
                posts.picture(parts.posts)
            parts.captions.append(text)
            _date_picture(text, parts, language, phrases)
        case Label.ALT:
            if page.is_live:
                posts.picture(parts.posts)
            parts.removed.append(Removal(text, labelled.why))
            _date_picture(text, parts, language, phrases)
        case Label.REPEAT | Label.JUNK:
            parts.removed.append(Removal(text, labelled.why))


def _title(text: str, page: Page, parts: _Parts, phrases: Phrases) -> None:
    keys = frozenset(line.sign.line.key for line in page.lines)
    parts.title, site = headline.without_site(text, keys, phrases)
    parts.removed += [Removal(site, "site-name")] if site else []


def _body(text: str, page: Page, parts: _Parts, language: Language, phrases: Phrases) -> None:
    mended = repair.mend(text, language, phrases)
    parts.removed += mended.removed
    for piece in mended.pieces:
        if piece.is_heading:
            parts.subheadings.append(Subheading(piece.text, len(parts.paragraphs)))
            continue
        parts.paragraphs.append(piece.text)
        if page.is_live:
            posts.current(parts.posts).paragraphs.append(piece.text)


def _time(text: str, page: Page, parts: _Parts) -> None:
    # A time between paragraphs says nothing without the line that it belonged to.
    if not page.is_live or not posts.date(parts.posts, clock.alone(text) or text):
        parts.removed.append(Removal(text, "time"))


def _byline(labelled: Labelled, page: Page, parts: _Parts) -> None:
    told = labelled.sign.byline
    if told is None:
        return
    parts.authors += told.names
    if page.is_live and parts.posts:  # above the first post it names who wrote the page
        for name in told.names:
            posts.sign(parts.posts, name)
    if told.outlet is not None:
        parts.outlets.append(told.outlet)
    parts.removed += [Removal(text, "reading-time") for text in told.dropped]
    parts.removed += [Removal(name, "agency-byline") for name in told.agencies]


def _age(text: str, parts: _Parts, language: Language, fetched_at: datetime | None) -> None:
    when = dates.ago(text, fetched_at, language) if fetched_at is not None else None
    if when is not None:
        parts.dates.append(Evidence(when, DatedBy.RELATIVE))
    parts.removed.append(Removal(text, "relative-time"))


def _date_picture(text: str, parts: _Parts, language: Language, phrases: Phrases) -> None:
    if phrases.says("archive", text):
        return
    found = dates.stamp(text, language)
    parts.pictured += [when for when in found if when.precision is Precision.DAY]


def _pictured(found: Iterable[When], fetched_at: datetime | None) -> list[Evidence]:
    """The latest day that a caption states, unless the page was fetched long after it."""
    days = sorted(found, key=lambda when: when.first, reverse=True)
    if fetched_at is not None:
        last, oldest = fetched_at.date(), (fetched_at - CAPTION_DAYS).date()
        days = [when for when in days if oldest <= when.first <= last]
    return [Evidence(when, DatedBy.CAPTION) for when in days[:1]]


def _months(page: Page, fetched_at: datetime | None) -> list[Evidence]:
    """The month that a byline states where the page gives no day; none after that of fetching."""
    told = [line.sign.byline for line in page.lines if line.label is Label.BYLINE]
    months = [w for b in told if b for w in b.dates if w.precision is Precision.MONTH]
    past = [when for when in months if not dating.is_ahead(when, fetched_at)]
    return [Evidence(when, DatedBy.BYLINE) for when in past[:1]]


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
