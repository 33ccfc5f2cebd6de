"""What edit, compose and render give: stories, issues, and what earlier issues told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from newsfold.model.articles import Picture
from newsfold.model.dates import When

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
class Phrased:
    """A sentence that a language model wrote out of a story's own, and that was checked."""

    text: str
    cites: tuple[int, ...]  # rising indices into the story's summary; never empty


@dataclass(frozen=True, slots=True)
class KeyEvent:
    """One event of a story, once, however many sources tell it."""

    sentence: Sentence
    when: When | None
    speaker: str | None
    article_ids: tuple[str, ...]  # every article that tells it; the sentence's own first
    source_count: int  # independent sources: wire copies and one outlet's articles count once
    phrased: str | None = None  # printed instead of the sentence, checked against it

    @property
    def text(self) -> str:
        """What is printed."""
        return self.sentence.printed if self.phrased is None else self.phrased


@dataclass(frozen=True, slots=True)
class Citation:
    """What a story keeps of one of its articles."""

    id: str
    title: str
    outlet: str | None
    url: str | None
    published_at: When | None
    authors: tuple[str, ...] = ()
    copy_of: str | None = None  # id of the story's article whose text it carries


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
    phrased: tuple[Phrased, ...] = ()  # printed instead of the summary, which it cites whole

    @property
    def told(self) -> tuple[str, ...]:
        """The summary as it is printed, sentence by sentence."""
        return tuple(p.text for p in self.phrased) or tuple(s.printed for s in self.summary)


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
    dropped: tuple[Story, ...] = ()  # stories of the draft that its editor took out

    @property
    def stories(self) -> tuple[Story, ...]:
        """Every story told in full, in reading order."""
        return tuple(story for section in self.sections for story in section.stories)

    @property
    def has_phrased(self) -> bool:
        """Whether a language model wrote any of what is printed."""
        return any(s.phrased or any(e.phrased for e in s.key_events) for s in self.stories)


@dataclass(frozen=True, slots=True)
class InlinePicture:
    """A picture that travels inside the mails of an issue."""

    url: str  # where it was fetched
    media_type: str  # 'image/jpeg', 'image/png' or 'image/gif', as its bytes say
    content: bytes
    width: int  # pixels
    height: int

    @property
    def content_id(self) -> str:
        """Its name within a mail, without angle brackets; equal pictures have equal ones."""
        return f"{sha256(self.content).hexdigest()[:32]}@picture.invalid"


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
    pictures: tuple[InlinePicture, ...] = ()  # that `html` names by 'cid:' and `content_id`


# ---------------------------------------------------------------- memory of earlier issues


@dataclass(frozen=True, slots=True)
class ToldStory:
    """A story that an earlier issue of the newsletter printed, or would have but for its editor."""

    id: str
    issue_id: str  # the first issue that told it
    headline: str
    sentences: tuple[str, ...]  # all that was printed of it, in every issue
    article_ids: tuple[str, ...]
    dropped: bool = False  # an editor took it out of every issue that would have told it


@dataclass(frozen=True, slots=True)
class Told:
    """What earlier issues of one newsletter already printed."""

    stories: tuple[ToldStory, ...] = ()
