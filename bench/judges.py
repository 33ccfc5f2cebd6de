"""The shipped path as plain functions, for whoever scores cleaning and editing.

Put this folder on the module path and import `judges`; only newsfold itself must be installed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from newsfold import tables
from newsfold.clean import document
from newsfold.edit.choosing import events
from newsfold.edit.choosing import summary as summing_up
from newsfold.edit.choosing import timeline as timelines
from newsfold.edit.grouping import group as grouping
from newsfold.edit.sentences import desk
from newsfold.model import Article, Document, Media, When


def clean_text(text: str) -> str:
    """The article's body in a page dump, one paragraph or subheading a line; '' for none."""
    return _body(text, Media.TEXT)


def clean_html(html: str) -> str:
    """The article's body in an HTML page, one paragraph or subheading a line; '' for none."""
    return _body(html, Media.HTML)


def _body(text: str, media: Media) -> str:
    content = text.encode("utf-8", "surrogatepass")
    found = document.read(Document("judge", "-", media, content, "utf-8"), tables.load())
    return "\n".join(body_lines(found)) if isinstance(found, Article) else ""


def body_lines(article: Article) -> list[str]:
    """Paragraphs and subheadings in reading order."""
    found: list[str] = []
    for number, paragraph in enumerate((*article.paragraphs, None)):
        found += [heading.text for heading in article.subheadings if heading.before == number]
        if paragraph is not None:
            found.append(paragraph)
    return found


def summary(text: str, title: str = "", n: int = 3) -> list[str]:
    """The sentences, at most `n`, that sum up an article; one paragraph a line of `text`."""
    chosen = summing_up.choose(_desk(text, title), lambda judged: True, sentences=n)
    return [judged.line.text for judged in chosen]


def highlights(text: str, title: str = "", n: int = 4) -> list[str]:
    """The key events of an article, at most `n`; one paragraph a line of `text`."""
    found = events.choose(_desk(text, title), (), lambda judged: True, most=n)
    return [event.sentence.text for event in found]


def timeline(
    articles: Sequence[Mapping[str, Any]], keywords: Sequence[str], n_dates: int, k: int
) -> list[tuple[str, list[str]]]:
    """The `n_dates` days (ISO 8601) of a matter in order, each with up to `k` sentences.

    An article has `date`, `title` and its sentences, `sents`. All are taken for English.
    """
    told = [
        _article("\n".join(item["sents"]), item["title"], number=number, day=item["date"])
        for number, item in enumerate(articles)
    ]
    found = timelines.days(told, " ".join(keywords), tables.load(), most=n_dates, each=k)
    return [(one.day.isoformat(), [event.sentence.text for event in one.events]) for one in found]


def group(items: Sequence[Mapping[str, str]]) -> list[int]:
    """For each item (title, text, date) the number of its story. All are taken for English."""
    articles = [
        _article(item["text"], item["title"], number=number, day=item.get("date"))
        for number, item in enumerate(items)
    ]
    labels = [0] * len(items)
    for label, members in enumerate(grouping.groups(articles, tables.load())):
        for index in members:
            labels[index] = label
    return labels


def _desk(text: str, title: str) -> desk.Desk:
    return desk.lay_out([_article(text, title)], [0], title, tables.load())


def _article(text: str, title: str, *, number: int = 0, day: str | None = None) -> Article:
    paragraphs = tuple(line.strip() for line in text.splitlines() if line.strip())
    return Article(
        id=f"{number:08d}",
        source="judge",
        locator=f"judge {number}",
        outlet=None,
        url=None,
        title=title,
        paragraphs=paragraphs,
        published_at=When.day(date.fromisoformat(day)) if day else None,
        language="en",
    )
