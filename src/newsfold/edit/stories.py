"""The articles of a batch -> its stories, most important first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    timeline,
)
from newsfold.model import (
    Article,
    Citation,
    KeyEvent,
    Picture,
    Status,
    Story,
    Told,
    ToldStory,
)
from newsfold.text.language import UNKNOWN, Language, Tables

NOTHING_TOLD = Told()
ID_LENGTH = 16  # hex digits: 64 bits


@dataclass(frozen=True, slots=True)
class _Matter:
    """The articles of one event, lead first, and how important it is."""

    articles: tuple[Article, ...]
    voices: tuple[int, ...]  # per article: its independent source
    language: Language
    weight: float


def tell(
    articles: Sequence[Article],
    tables: Tables,
    *,
    told: Told = NOTHING_TOLD,
    in_full: int | None = None,
) -> tuple[Story, ...]:
    """The stories of the articles, most important first; () for none.

    A story that `told` knows keeps its id, is marked as continuing, and prints only what was not
    told; without anything new it is left out. Of the others, those behind the `in_full` most
    important have a headline alone. The same articles in any order give the same stories.
    """
    memories: dict[str, novelty.Memory] = {}
    found: list[Story] = []
    for place, matter in enumerate(_matters(_distinct(articles), tables)):
        code = matter.language.code
        if code not in memories:
            memories[code] = novelty.recall(told, tables.background, matter.language)
        brief = in_full is not None and place >= in_full
        story = _story(matter, tables, memories[code], brief=brief)
        if story is not None:
            found.append(story)
    return _apart(sorted(found, key=lambda story: (-story.weight, story.id)))


def _matters(ordered: Sequence[Article], tables: Tables) -> list[_Matter]:
    """One for each event, most important first."""
    latest = rank.newest(ordered)
    found: list[_Matter] = []
    for members in group.groups(ordered, tables):
        found_in = [ordered[index] for index in members]
        language = tables.language(_language(found_in))
        own = rank.lead_first(found_in, language)
        voices = copies.voices(own)
        weight = rank.weight(own, voices, latest)
        found.append(_Matter(own, tuple(voices), language, weight))
    return sorted(found, key=lambda matter: (-matter.weight, matter.articles[0].id))


def _distinct(articles: Sequence[Article]) -> list[Article]:
    """The articles oldest first, each id once."""
    ordered = (articles[index] for index in group.order(articles))
    first: dict[str, Article] = {}
    for article in ordered:
        first.setdefault(article.id, article)
    return list(first.values())


def _language(articles: Sequence[Article]) -> str:
    return next((a.language for a in articles if a.language != UNKNOWN), UNKNOWN)


def _story(matter: _Matter, tables: Tables, memory: novelty.Memory, *, brief: bool) -> Story | None:
    """The story of an event; None when nothing in it is new."""
    own, language = matter.articles, matter.language
    title, _ = headline.choose(own, tables.background, language)
    story = Story(
        id=_new_id(own[0]),
        headline=title,
        articles=tuple(_citation(article, language) for article in own),
        summary=(),
        key_events=(),
        language=language.code,
        categories=_categories(own),
        weight=matter.weight,
        picture=_picture(own),
    )
    echo = novelty.echo(own, memory, tables.background, language)
    if brief and echo.goes_on is None:
        return story
    heard = novelty.Heard(memory, echo.near, language)
    laid = desk.lay_out(own, matter.voices, title, tables)
    chosen = summary.choose(laid, lambda judged: not heard.repeats(judged))
    happened = _happened(laid, chosen, heard, tables, title)
    if not chosen and not happened and (echo.goes_on or _is_told(laid, heard)):
        return None
    story = replace(
        story, summary=tuple(laid.printed(judged) for judged in chosen), key_events=happened
    )
    return _going_on(story, echo.goes_on) if echo.goes_on else story


def _happened(
    laid: desk.Desk,
    chosen: Sequence[desk.Judged],
    heard: novelty.Heard,
    tables: Tables,
    title: str,
) -> tuple[KeyEvent, ...]:
    """The key events: day by day where the articles stand on many."""

    def fresh(judged: desk.Judged) -> bool:
        return not heard.repeats(judged)

    if not timeline.is_long(laid.articles):
        return events.choose(laid, chosen, fresh)
    days = timeline.days(
        laid.articles, title, tables, most=events.MOST, each=1, summary=chosen, allowed=fresh
    )
    return tuple(event for day in days for event in day.events)


def _is_told(laid: desk.Desk, heard: novelty.Heard) -> bool:
    return any(heard.repeats(judged) for judged in laid.judged)


def _going_on(story: Story, earlier: ToldStory) -> Story:
    return replace(
        story,
        id=earlier.id,
        status=Status.CONTINUING,
        continuing_since=earlier.issue_id,
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


def _citation(article: Article, language: Language) -> Citation:
    return Citation(
        id=article.id,
        title=headline.clean(article.title, article.outlet, language),
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
