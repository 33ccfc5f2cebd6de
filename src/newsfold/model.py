"""The nouns: every frozen dataclass that travels between the rooms.

Standard library only. Instants are aware datetimes, in UTC but for those of a `When`; sequences are
tuples; nothing here does anything but hold, show itself as plain data, or compare.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timezone
from enum import StrEnum

# ---------------------------------------------------------------- dates


class Precision(StrEnum):
    """How exactly a date is known."""

    INSTANT = "instant"
    DAY = "day"
    RANGE = "range"
    MONTH = "month"


class DatedBy(StrEnum):
    """Where an article's publication date came from, strongest first."""

    MARKUP = "markup"  # stated as data: HTML metadata, a feed entry, a record's field
    URL = "url"
    BYLINE = "byline"
    DATELINE = "dateline"
    CAPTION = "caption"
    RELATIVE = "relative"  # '1 day ago', counted back from the fetch time
    NONE = "none"


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A date exactly as precise as its source gave it.

    `first` and `last` are calendar days, both inclusive and equal unless the precision is RANGE
    or MONTH. `instant` is set for INSTANT alone, with the offset that its source stated; its days
    are those of that place: what a text of half past eleven on Tuesday night calls 'today'.
    """

    first: date
    last: date
    precision: Precision
    instant: datetime | None = None

    @classmethod
    def at(cls, instant: datetime) -> When:
        """The given aware instant, on the calendar of its own offset.

        Raises: ValueError when it is naive; OverflowError when UTC's calendar does not hold it.
        """
        offset = instant.utcoffset()
        if offset is None:
            raise ValueError("an instant needs a time zone")
        utc = instant.astimezone(UTC)  # fails on what nothing could compare: year 1 in the east
        own = instant.replace(tzinfo=timezone(offset)) if offset else utc
        return cls(own.date(), own.date(), Precision.INSTANT, own)

    @classmethod
    def day(cls, day: date) -> When:
        """One calendar day."""
        return cls(day, day, Precision.DAY)

    @classmethod
    def days(cls, first: date, last: date) -> When:
        """A span of days, both ends included; a span of one day is that day."""
        return cls(first, last, Precision.DAY if first == last else Precision.RANGE)

    @classmethod
    def month(cls, year: int, month: int) -> When:
        """One calendar month."""
        first = date(year, month, 1)
        following = date(year + month // 12, month % 12 + 1, 1)
        return cls(first, date.fromordinal(following.toordinal() - 1), Precision.MONTH)

    @property
    def iso(self) -> str:
        """ISO 8601: an instant, a date, a month (`2026-01`) or an interval (`first/last`)."""
        if self.instant is not None:
            return self.instant.isoformat().replace("+00:00", "Z")
        if self.precision is Precision.MONTH:
            return f"{self.first:%Y-%m}"
        if self.precision is Precision.RANGE:
            return f"{self.first.isoformat()}/{self.last.isoformat()}"
        return self.first.isoformat()

    @classmethod
    def from_iso(cls, text: str) -> When:
        """The value whose `iso` is `text`. Raises: ValueError for any other text."""
        if "/" in text:
            first, last = text.split("/")
            return cls.days(date.fromisoformat(first), date.fromisoformat(last))
        if "T" in text:
            return cls.at(datetime.fromisoformat(text))
        if len(text) == len("2026-01"):
            year, month = text.split("-")
            return cls.month(int(year), int(month))
        return cls.day(date.fromisoformat(text))


# ---------------------------------------------------------------- gather


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
class Picture:
    """A picture that an article carries. Sizes are CSS pixels."""

    url: str
    alt: str
    credit: str
    width: int | None = None
    height: int | None = None


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


# ---------------------------------------------------------------- edit


@dataclass(frozen=True, slots=True)
class Addition:
    """Words put into a printed sentence in square brackets, after its character `at`."""

    at: int
    text: str  # without the brackets


@dataclass(frozen=True, slots=True)
class Sentence:
    """A source's own sentence. Every printed claim leads back to one."""

    text: str  # untouched
    article_id: str
    paragraph: int | None  # index into the article's paragraphs; None for a headline or heading
    additions: tuple[Addition, ...] = ()  # in rising order of `at`

    @property
    def printed(self) -> str:
        """The sentence with its additions in square brackets: 'later today [6 January] in'."""
        parts: list[str] = []
        start = 0
        for addition in self.additions:
            parts += [self.text[start : addition.at], f" [{addition.text}]"]
            start = addition.at
        return "".join([*parts, self.text[start:]])


@dataclass(frozen=True, slots=True)
class KeyEvent:
    """One event of a story, once, however many sources tell it."""

    sentence: Sentence
    when: When | None
    speaker: str | None
    article_ids: tuple[str, ...]  # every article that tells it; the sentence's own first
    source_count: int  # independent sources: wire copies and one outlet's articles count once

    @property
    def text(self) -> str:
        """What is printed."""
        return self.sentence.printed


@dataclass(frozen=True, slots=True)
class Citation:
    """What a story keeps of one of its articles."""

    id: str
    title: str
    outlet: str | None
    url: str | None
    published_at: When | None
    authors: tuple[str, ...] = ()


class Status(StrEnum):
    """Whether earlier issues of the newsletter told the story."""

    NEW = "new"
    CONTINUING = "continuing"


@dataclass(frozen=True, slots=True)
class Story:
    """All that the gathered articles tell of one event."""

    id: str  # stable across days
    headline: str
    articles: tuple[Citation, ...]  # lead first
    summary: tuple[Sentence, ...]  # in reading order
    key_events: tuple[KeyEvent, ...]  # in time order
    language: str = "und"
    categories: tuple[str, ...] = ()  # of its articles, most frequent first
    status: Status = Status.NEW
    continuing_since: str | None = None  # id of the issue that told it first
    weight: float = 0.0  # importance; larger is more important
    picture: Picture | None = None
    note: str | None = None  # an editor's


# ---------------------------------------------------------------- compose and render


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of an issue's stories, most important first."""

    title: str
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """One edition of a newsletter."""

    id: str  # '<newsletter slug>-<edition>'
    newsletter: str  # slug
    edition: str  # the newsletter's local date, '2026-03-12'
    number: int  # counts the newsletter's issues from 1
    title: str
    published_on: date
    due_at: datetime  # the moment its mail is dated
    since: datetime
    until: datetime
    sections: tuple[Section, ...]
    also: tuple[Story, ...] = ()  # past the cap: headline and source only
    note: str | None = None  # an editor's

    @property
    def stories(self) -> tuple[Story, ...]:
        """Every story told in full, in reading order."""
        return tuple(story for section in self.sections for story in section.stories)


@dataclass(frozen=True, slots=True)
class RenderedIssue:
    """An issue as bytes-to-be for one variant (language x selection), never for one reader.

    `html` and `text` hold each slot's marker wherever a reader's own value belongs;
    `slots` maps slot name ('unsubscribe') to marker.
    """

    issue_id: str
    variant: str
    language: str
    subject: str
    preheader: str
    html: str
    text: str
    slots: Mapping[str, str]


# ---------------------------------------------------------------- subscribers and delivery


class SubscriptionStatus(StrEnum):
    """Whether a subscriber gets a newsletter."""

    ACTIVE = "active"
    PENDING = "pending"  # has not confirmed yet
    PAUSED = "paused"
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A reader. `email` is normalised (domain lower-case, IDNA kept as Unicode)."""

    email: str
    name: str = ""
    status: SubscriptionStatus = SubscriptionStatus.ACTIVE
    newsletters: tuple[str, ...] = ()  # slugs; empty means every newsletter of this installation
    timezone: str | None = None  # IANA name
    language: str | None = None  # ISO 639-1
    extra: Mapping[str, str] = field(default_factory=dict)  # columns we do not know, kept


@dataclass(frozen=True, slots=True)
class Message:
    """One mail, complete: `content` is exactly what goes into the outbox or over SMTP (CRLF)."""

    message_id: str  # with its angle brackets
    envelope_sender: str
    recipient: str
    content: bytes


class Outcome(StrEnum):
    """What became of one attempt to hand a message over."""

    SENT = "sent"
    DEFERRED = "deferred"  # surely not delivered; try later
    FAILED = "failed"  # surely not delivered; do not try again
    IN_DOUBT = "in-doubt"  # the body left, no answer came


@dataclass(frozen=True, slots=True)
class Receipt:
    """The transport's answer for one message. `code` is an SMTP reply code, 250 for a file."""

    outcome: Outcome
    code: int | None
    text: str


class DeliveryState(StrEnum):
    """Where one recipient's mail stands in the ledger."""

    PENDING = "pending"
    INTENT = "intent"  # the body may have left; an answer was not recorded yet
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    SUPPRESSED = "suppressed"  # unsubscribed after the freeze


@dataclass(frozen=True, slots=True)
class Delivery:
    """One row of the ledger: one recipient of one frozen issue."""

    issue_id: str
    email: str
    name: str
    variant: str
    state: DeliveryState
    attempts: int = 0
    due_at: datetime | None = None  # when a deferred one may be tried again
    code: int | None = None
    detail: str = ""
    updated_at: datetime | None = None


# ---------------------------------------------------------------- memory of earlier issues


@dataclass(frozen=True, slots=True)
class ToldStory:
    """A story that an earlier issue of the newsletter printed."""

    id: str
    issue_id: str  # the first issue that told it
    headline: str
    sentences: tuple[str, ...]  # all that was printed of it, in every issue
    article_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What earlier issues of one newsletter already printed."""

    stories: tuple[ToldStory, ...] = ()
