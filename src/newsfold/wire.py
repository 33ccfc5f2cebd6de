"""The nouns as plain JSON data, and back: the formats that other programs lean on.

The same dictionaries are printed by `--json`, kept in the store and read by `--issue FILE`.
Instants are ISO 8601 in UTC; a date is as long as its precision. Reading raises InputError with
the path of the first thing that is missing or of another kind (`sections[0].stories[2].headline`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from newsfold.errors import InputError
from newsfold.model import (
    Addition,
    Article,
    Citation,
    DatedBy,
    Failure,
    Issue,
    KeyEvent,
    Picture,
    Post,
    Reason,
    Rejected,
    Removal,
    RenderedIssue,
    Section,
    Sentence,
    Status,
    Story,
    Subheading,
    Verdict,
    When,
)

Json = dict[str, Any]
T = TypeVar("T")


# ---------------------------------------------------------------- articles


def article(a: Article) -> Json:
    """One article as `digest clean --json` prints it."""
    return {
        "locator": a.locator,
        "status": "article",
        "reason": None,
        "id": a.id,
        "source": a.source,
        "url": a.url,
        "title": a.title,
        "outlet": a.outlet,
        "authors": list(a.authors),
        "published_at": _iso(a.published_at),
        "published_precision": a.published_at.precision.value if a.published_at else None,
        "dated_by": a.dated_by.value,
        "fetched_at": _instant(a.fetched_at),
        "language": a.language,
        "categories": list(a.categories),
        "paragraphs": list(a.paragraphs),
        "subheadings": [{"text": s.text, "before": s.before} for s in a.subheadings],
        "posts": [
            {
                "heading": p.heading,
                "authors": list(p.authors),
                "time": p.time,
                "paragraphs": list(p.paragraphs),
            }
            for p in a.posts
        ],
        "captions": list(a.captions),
        "pictures": [_picture(p) for p in a.pictures],
        "removed": [{"text": r.text, "why": r.why} for r in a.removed],
    }


def rejected(r: Rejected) -> Json:
    """One rejected document, with the keys of `article`."""
    empty = article(Article("", r.source, r.locator, None, None, "", ()))
    return {
        **empty,
        "status": "rejected",
        "reason": r.reason.value,
        "detail": r.detail,
        "id": None,
        "title": None,
        "language": None,
    }


def failed(f: Failure) -> Json:
    """One document that could not be read, with the keys of `article`."""
    unread = rejected(Rejected("", f.locator, Reason.FAILED, f.detail))
    return {**unread, "status": "failed", "reason": f.reason}


def verdicts(lines: Iterable[Verdict]) -> list[Json]:
    """What became of each line, as `digest clean --json --explain` prints it."""
    return [
        {
            "line": v.line,
            "text": v.text,
            "kept": v.kept_as is not None,
            "as": v.kept_as,
            "why": v.why,
        }
        for v in lines
    ]


def article_from(data: Mapping[str, Any]) -> Article:
    """The article that `article` wrote. Raises: InputError naming the bad field."""
    d = _Fields(data, "article")
    return Article(
        id=d.text("id"),
        source=d.text("source"),
        locator=d.text("locator"),
        outlet=d.maybe_text("outlet"),
        url=d.maybe_text("url"),
        title=d.text("title"),
        paragraphs=d.texts("paragraphs"),
        authors=d.texts("authors"),
        published_at=d.maybe("published_at", When.from_iso),
        dated_by=d.parsed("dated_by", DatedBy),
        language=d.text("language"),
        categories=d.texts("categories"),
        subheadings=d.each("subheadings", lambda s: Subheading(s.text("text"), s.whole("before"))),
        posts=d.each("posts", _post_from),
        captions=d.texts("captions"),
        pictures=d.each("pictures", _picture_from),
        removed=d.each("removed", lambda r: Removal(r.text("text"), r.text("why"))),
        fetched_at=d.maybe("fetched_at", datetime.fromisoformat),
    )


def _post_from(d: _Fields) -> Post:
    return Post(
        d.maybe_text("heading"), d.texts("paragraphs"), d.texts("authors"), d.maybe_text("time")
    )


def _picture(p: Picture) -> Json:
    return {
        "url": p.url,
        "alt": p.alt,
        "credit": p.credit,
        "width": p.width,
        "height": p.height,
    }


def _picture_from(d: _Fields) -> Picture:
    return Picture(
        d.text("url"),
        d.text("alt"),
        d.text("credit"),
        d.maybe("width", int),
        d.maybe("height", int),
    )


# ---------------------------------------------------------------- issues


def issue(i: Issue) -> Json:
    """One issue as `digest draft --json` prints it."""
    return {
        "id": i.id,
        "newsletter": i.newsletter,
        "edition": i.edition,
        "number": i.number,
        "title": i.title,
        "published_on": i.published_on.isoformat(),
        "due_at": _instant(i.due_at),
        "since": _instant(i.since),
        "until": _instant(i.until),
        "note": i.note,
        "sections": [
            {"title": s.title, "stories": [story(x) for x in s.stories]} for s in i.sections
        ],
        "also": [story(x) for x in i.also],
    }


def story(s: Story) -> Json:
    """One story of an issue."""
    return {
        "id": s.id,
        "headline": s.headline,
        "status": s.status.value,
        "continuing_since": s.continuing_since,
        "note": s.note,
        "language": s.language,
        "categories": list(s.categories),
        "weight": s.weight,
        "summary": [_sentence(x) for x in s.summary],
        "key_events": [_key_event(e) for e in s.key_events],
        "articles": [
            {
                "id": c.id,
                "title": c.title,
                "outlet": c.outlet,
                "url": c.url,
                "published_at": _iso(c.published_at),
                "authors": list(c.authors),
            }
            for c in s.articles
        ],
        "picture": _picture(s.picture) if s.picture else None,
    }


def _sentence(s: Sentence) -> Json:
    return {
        "text": s.printed,
        "article_id": s.article_id,
        "source_text": s.text,
        "paragraph": s.paragraph,
        "additions": [{"at": a.at, "text": a.text} for a in s.additions],
    }


def _key_event(e: KeyEvent) -> Json:
    return {
        **_sentence(e.sentence),
        "when": _iso(e.when),
        "precision": e.when.precision.value if e.when else None,
        "speaker": e.speaker,
        "article_ids": list(e.article_ids),
        "source_count": e.source_count,
    }


def issue_from(data: Mapping[str, Any]) -> Issue:
    """The issue that `issue` wrote, perhaps after an editor's hand.

    An editor may drop and reorder stories, sections, sentences and key events, change headlines
    and titles and add notes. Raises: InputError naming the bad field, also where a printed
    sentence is no longer its source's.
    """
    d = _Fields(data, "issue")
    return Issue(
        id=d.text("id"),
        newsletter=d.text("newsletter"),
        edition=d.text("edition"),
        number=d.whole("number"),
        title=d.text("title"),
        published_on=d.parsed("published_on", date.fromisoformat),
        due_at=d.parsed("due_at", datetime.fromisoformat),
        since=d.parsed("since", datetime.fromisoformat),
        until=d.parsed("until", datetime.fromisoformat),
        sections=d.each(
            "sections", lambda s: Section(s.text("title"), s.each("stories", _story_from))
        ),
        also=d.each("also", _story_from),
        note=d.maybe_text("note"),
    )


def _story_from(d: _Fields) -> Story:
    return Story(
        id=d.text("id"),
        headline=d.text("headline"),
        articles=d.each("articles", _citation_from),
        summary=d.each("summary", _sentence_from),
        key_events=d.each("key_events", _key_event_from),
        language=d.text("language"),
        categories=d.texts("categories"),
        status=d.parsed("status", Status),
        continuing_since=d.maybe_text("continuing_since"),
        weight=d.number("weight"),
        picture=d.nested("picture", _picture_from),
        note=d.maybe_text("note"),
    )


def _citation_from(d: _Fields) -> Citation:
    return Citation(
        id=d.text("id"),
        title=d.text("title"),
        outlet=d.maybe_text("outlet"),
        url=d.maybe_text("url"),
        published_at=d.maybe("published_at", When.from_iso),
        authors=d.texts("authors"),
    )


def _sentence_from(d: _Fields) -> Sentence:
    sentence = Sentence(
        text=d.text("source_text"),
        article_id=d.text("article_id"),
        paragraph=d.maybe("paragraph", int),
        additions=d.each("additions", lambda a: Addition(a.whole("at"), a.text("text"))),
    )
    if sentence.printed != d.text("text"):
        raise d.error(
            "text",
            "a printed sentence stays its source's; drop the sentence or use the story's 'note'",
        )
    return sentence


def _key_event_from(d: _Fields) -> KeyEvent:
    return KeyEvent(
        sentence=_sentence_from(d),
        when=d.maybe("when", When.from_iso),
        speaker=d.maybe_text("speaker"),
        article_ids=d.texts("article_ids"),
        source_count=d.whole("source_count"),
    )


# ---------------------------------------------------------------- rendered issues


def rendered(r: RenderedIssue) -> Json:
    """One rendered variant, as the store keeps it."""
    return {
        "issue_id": r.issue_id,
        "variant": r.variant,
        "language": r.language,
        "subject": r.subject,
        "preheader": r.preheader,
        "html": r.html,
        "text": r.text,
        "slots": dict(r.slots),
    }


def rendered_from(data: Mapping[str, Any]) -> RenderedIssue:
    """The variant that `rendered` wrote. Raises: InputError naming the bad field."""
    d = _Fields(data, "rendered")
    return RenderedIssue(
        issue_id=d.text("issue_id"),
        variant=d.text("variant"),
        language=d.text("language"),
        subject=d.text("subject"),
        preheader=d.text("preheader"),
        html=d.text("html"),
        text=d.text("text"),
        slots=dict(data["slots"]),
    )


# ---------------------------------------------------------------- reading


def _iso(when: When | None) -> str | None:
    return when.iso if when else None


def _instant(moment: datetime | None) -> str | None:
    return When.at(moment.astimezone(UTC)).iso if moment else None


class _Fields:
    """A JSON object with the path that led to it, for errors that say where."""

    def __init__(self, data: object, path: str) -> None:
        if not isinstance(data, Mapping):
            raise InputError(f"{path}: expected a JSON object, found {_kind(data)}", where=path)
        self._data = data
        self._path = path

    def error(self, key: str, problem: str) -> InputError:
        where = f"{self._path}.{key}"
        return InputError(f"{where}: {problem}", where=where)

    def _get(self, key: str) -> Any:
        if key not in self._data:
            raise self.error(key, "missing; start from the output of 'digest draft --save FILE'")
        return self._data[key]

    def _of(self, key: str, kind: type[T], name: str) -> T:
        value = self._get(key)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise self.error(key, f"expected {name}, found {_kind(value)}")
        return value

    def text(self, key: str) -> str:
        return self._of(key, str, "a text")

    def whole(self, key: str) -> int:
        return self._of(key, int, "a whole number")

    def number(self, key: str) -> float:
        return float(self._of(key, int | float, "a number"))  # type: ignore[arg-type]

    def maybe_text(self, key: str) -> str | None:
        return None if self._data.get(key) is None else self.text(key)

    def parsed(self, key: str, parse: Callable[[Any], T]) -> T:
        try:
            return parse(self._get(key))
        except (ValueError, TypeError) as error:
            raise self.error(key, str(error)) from error

    def maybe(self, key: str, parse: Callable[[Any], T]) -> T | None:
        return None if self._data.get(key) is None else self.parsed(key, parse)

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._of(key, list, "a list of texts")
        for value in values:
            if not isinstance(value, str):
                raise self.error(key, f"expected texts, found {_kind(value)}")
        return tuple(values)

    def each(self, key: str, read: Callable[[_Fields], T]) -> tuple[T, ...]:
        values = self._of(key, list, "a list")
        return tuple(read(_Fields(v, f"{self._path}.{key}[{n}]")) for n, v in enumerate(values))

    def nested(self, key: str, read: Callable[[_Fields], T]) -> T | None:
        value = self._data.get(key)
        return None if value is None else read(_Fields(value, f"{self._path}.{key}"))


def _kind(value: object) -> str:
    return "null" if value is None else type(value).__name__
