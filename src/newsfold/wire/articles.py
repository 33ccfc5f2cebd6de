"""Articles, and documents that gave none, as plain JSON data, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from newsfold.model import (
    Article,
    DatedBy,
    Failure,
    Picture,
    Post,
    Reason,
    Rejected,
    Removal,
    Subheading,
    Verdict,
    When,
)
from newsfold.wire.fields import Fields, Json, instant, iso


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
        "published_at": iso(a.published_at),
        "published_precision": a.published_at.precision.value if a.published_at else None,
        "dated_by": a.dated_by.value,
        "fetched_at": instant(a.fetched_at),
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
        "pictures": [picture(p) for p in a.pictures],
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
    d = Fields(data, "article")
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
        pictures=d.each("pictures", picture_from),
        removed=d.each("removed", lambda r: Removal(r.text("text"), r.text("why"))),
        fetched_at=d.maybe("fetched_at", datetime.fromisoformat),
    )


def _post_from(d: Fields) -> Post:
    return Post(
        d.maybe_text("heading"), d.texts("paragraphs"), d.texts("authors"), d.maybe_text("time")
    )


def picture(p: Picture) -> Json:
    """One picture."""
    return {
        "url": p.url,
        "alt": p.alt,
        "credit": p.credit,
        "width": p.width,
        "height": p.height,
    }


def picture_from(d: Fields) -> Picture:
    """The picture that `picture` wrote."""
    return Picture(
        d.text("url"),
        d.text("alt"),
        d.text("credit"),
        d.maybe("width", int),
        d.maybe("height", int),
    )
