"""The articles of a batch -> its stories, most important first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from newsfold.edit import (
    copies,
    desk,
    events,
    group,
    headline,
    novelty,
    rank,
    summary,
)
from newsfold.model import (
    Article,
    Citation,
    Picture,
    Status,
    Story,
    Told,
)
from newsfold.text.language import UNKNOWN, Language, Tables

NOTHING_TOLD = Told()
ID_LENGTH = 16  # hex digits: 64 bits


def tell(
    articles: Sequence[Article], tables: Tables, *, told: Told = NOTHING_TOLD
) -> tuple[Story, ...]:
    """The stories of the articles, most important first; () for none.

    A story that `told` knows keeps its id, is marked as continuing, and prints only what was not
    told; without anything new it is left out. The same articles in any order give the same
    stories.
    """
    ordered = _distinct(articles)
    latest = rank.newest(ordered)
    memories: dict[str, novelty.Memory] = {}
    found: list[Story] = []
    for members in group.groups(ordered, tables):
        own = rank.lead_first([ordered[index] for index in members])
        language = tables.language(_language(own))
        if language.code not in memories:
            memories[language.code] = novelty.recall(told, tables.background, language)
        story = _story(own, tables, language, memories[language.code], latest)
        if story is not None:
            found.append(story)
    return _apart(sorted(found, key=lambda story: (-story.weight, story.id)))


def _distinct(articles: Sequence[Article]) -> list[Article]:
    """The articles oldest first, each id once."""
    ordered = (articles[index] for index in group.order(articles))
    first: dict[str, Article] = {}
    for article in ordered:
        first.setdefault(article.id, article)
    return list(first.values())


def _language(articles: Sequence[Article]) -> str:
    return next((a.language for a in articles if a.language != UNKNOWN), UNKNOWN)


def _story(
    own: Sequence[Article],
    tables: Tables,
    language: Language,
    memory: novelty.Memory,
    latest: datetime | None,
) -> Story | None:
    """The story of a group of articles, lead first; None when nothing in it is new."""
    echo = novelty.echo(own, memory, tables.background, language)
    earlier, heard = echo.goes_on, novelty.Heard(memory, echo.near, language)
    voices = copies.voices(own)
    title, _ = headline.choose(own, tables.background, language)
    laid = desk.lay_out(own, voices, title, tables)
    chosen = summary.choose(laid, lambda judged: not heard.repeats(judged))
    happened = events.choose(laid, chosen, lambda judged: not heard.repeats(judged))
    if not chosen and not happened and any(heard.repeats(judged) for judged in laid.judged):
        return None
    return Story(
        id=earlier.id if earlier else _new_id(own[0]),
        headline=title,
        articles=tuple(_citation(article) for article in own),
        summary=tuple(laid.printed(judged) for judged in chosen),
        key_events=happened,
        language=language.code,
        categories=_categories(own),
        status=Status.CONTINUING if earlier else Status.NEW,
        continuing_since=earlier.issue_id if earlier else None,
        weight=rank.weight(own, voices, latest),
        picture=_picture(own),
    )


def _new_id(lead: Article) -> str:
    return sha256(f"story {lead.id}".encode()).hexdigest()[:ID_LENGTH]


def _apart(stories: Sequence[Story]) -> tuple[Story, ...]:
    """Stories in the same order with different ids: of two that go on from one earlier story, the
    less important starts anew."""
    seen: set[str] = set()
    apart: list[Story] = []
    for story in stories:
        if story.id in seen:
            fresh = sha256(f"story {story.articles[0].id} apart".encode()).hexdigest()[:ID_LENGTH]
            story = replace(story, id=fresh, status=Status.NEW, continuing_since=None)
        seen.add(story.id)
        apart.append(story)
    return tuple(apart)


def _citation(article: Article) -> Citation:
    return Citation(
        id=article.id,
        title=headline.clean(article.title, article.outlet),
        outlet=article.outlet,
        url=article.url,
        published_at=article.published_at,
        authors=article.authors,
    )


def _categories(articles: Sequence[Article]) -> tuple[str, ...]:
    """The articles' own category words, most frequent first, each spelling once."""
    count: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for article in articles:
        for category in dict.fromkeys(article.categories):
            key = category.casefold()
            spelled.setdefault(key, category)
            count[key] += 1
    return tuple(spelled[key] for key in sorted(count, key=lambda key: (-count[key], key)))


def _picture(articles: Sequence[Article]) -> Picture | None:
    """The first picture that says what it shows and whose it is."""
    for article in articles:
        for picture in article.pictures:
            if picture.alt.strip() and picture.credit.strip() and picture.url:
                return picture
    return None
