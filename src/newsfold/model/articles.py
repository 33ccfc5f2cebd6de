"""What gather and clean give: documents, articles, and what became of the rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from newsfold.model.dates import DatedBy, When

# ---------------------------------------------------------------- gather


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that an article carries. Sizes are CSS pixels."""

    url: str  # on the web, or 'file:' for one that lies beside its document
    alt: str
    credit: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Hints:
    """What the container of a document (a feed, a record, a sidecar file) says about it."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    url: str | None = None
    published_at: When | None = None
    language: str | None = None
    categories: tuple[str, ...] = ()
    picture: Picture | None = None


class Media(StrEnum):
    """What a document's body is, and so which cleaner reads it."""

    TEXT = "text/plain"
    MARKDOWN = "text/markdown"
    HTML = "text/html"  # a whole page
    ENTRY = "application/vnd.newsfold.entry+html"  # a feed entry's own HTML or text
    RECORD = "application/json"  # one object: an article that somebody already cleaned


@dataclass(frozen=True, slots=True)
class Document:
    """One gathered article in whatever state its source left it."""

    source: str  # the configured source's name, or the folder or file given
    locator: str  # path or URL, with '#n' for the n-th record or entry of a file (from 1)
    media: Media
    body: bytes
    charset: str | None = None  # what the transport or container claims; the bytes may differ
    fetched_at: datetime | None = None  # never the file's own mtime
    hints: Hints = field(default_factory=Hints)


@dataclass(frozen=True, slots=True)
class Failure:
    """A source, file or item that could not be read, as a value: it never stops a run."""

    locator: str
    reason: str  # a short stable code, e.g. 'unreadable', 'too-large', 'outside-folder'
    detail: str  # one sentence for a person: what happened and what to do


@dataclass(frozen=True, slots=True)
class Notice:
    """What is to be known of a file whose documents were read all the same."""

    locator: str
    code: str  # short and stable, e.g. 'unknown-keys'
    detail: str  # one sentence for a person


# ---------------------------------------------------------------- clean


@dataclass(frozen=True, slots=True)
class Removal:
    """Text that cleaning took out, so that what was dropped stays countable."""

    text: str
    why: str  # a short stable code, e.g. 'navigation', 'cookie-notice', 'promo', 'repeat'


@dataclass(frozen=True, slots=True)
class Post:
    """One post of a live blog; its paragraphs are also among the article's paragraphs."""

    heading: str | None
    paragraphs: tuple[str, ...]
    authors: tuple[str, ...] = ()
    time: str | None = None  # as printed, e.g. '11.10 GMT'


@dataclass(frozen=True, slots=True)
class Subheading:
    """A heading inside the body; `before` is the index of the paragraph that follows it."""

    text: str
    before: int


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned article. `paragraphs` is the whole body in reading order."""

    id: str  # hex hash of the canonical URL, else of the text
    source: str
    locator: str
    outlet: str | None
    url: str | None
    title: str
    paragraphs: tuple[str, ...]
    authors: tuple[str, ...] = ()
    published_at: When | None = None
    dated_by: DatedBy = DatedBy.NONE
    language: str = "und"  # ISO 639-1, or 'und' when it is not known
    categories: tuple[str, ...] = ()  # as the source words them
    subheadings: tuple[Subheading, ...] = ()
    posts: tuple[Post, ...] = ()
    captions: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    removed: tuple[Removal, ...] = ()
    fetched_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What cleaning made of one line or block of a document, or of a part cut out of it."""

    line: int | None  # its number from 1; a part has its line's; None for what is no line
    text: str
    kept_as: str | None  # e.g. 'body', 'headline', 'byline'; None when it was dropped
    why: str | None  # the code of a dropped one, as in `Removal`


class Reason(StrEnum):
    """Why a document gave no article."""

    EMPTY = "empty"
    BINARY = "binary"
    TOO_SHORT = "too-short"
    NOT_PROSE = "not-prose"
    PAYWALL = "paywall"
    COOKIE_WALL = "cookie-wall"
    ERROR_PAGE = "error-page"
    INDEX_PAGE = "index-page"
    BAD_RECORD = "bad-record"
    TOO_DEEP = "too-deep"
    FAILED = "failed"  # a defect of ours, counted at edition's per-item boundary


@dataclass(frozen=True, slots=True)
class Rejected:
    """A document that is no article, and why."""

    source: str
    locator: str
    reason: Reason
    detail: str
