"""The articles of a batch -> its stories, most important first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from newsfold.config import Topic
from newsfold.edit import novelty, rank
from newsfold.edit.choosing import events, summary, timeline
from newsfold.edit.grouping import copies, group
from newsfold.edit.heard import Matter
from newsfold.edit.sentences import desk, headline
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
class Material:
    """The articles of one event, lead first and copies last, and how important it is."""

    articles: tuple[Article, ...]
    carried: tuple[int, ...]  # per article: the one whose text it carries, mostly itself
    voices: tuple[int, ...]  # per article: its independent source
    language: Language
    weight: rank.Weight

    @property
    def texts(self) -> tuple[Article, ...]:
        """The articles that are no copies of another: all that is read of the event."""
        return tuple(a for n, a in enumerate(self.articles) if self.carried[n] == n)


@dataclass(frozen=True, slots=True)
class _Found:
    """A story, and what of the memory concerned it."""

    story: Story
    echo: novelty.Echo


def tell(
    articles: Sequence[Article],
    tables: Tables,
    *,
    told: Told = NOTHING_TOLD,
    in_full: int | None = None,
    topics: Sequence[Topic] = (),
) -> tuple[Story, ...]:
    """The stories of the articles, most important first; () for none.

    A story that `told` knows keeps its id, is marked as continuing, and prints only what was not
    told; without anything new it is left out. Of the others, those behind the `in_full` most
    important have a headline alone. No two stories print one sentence. `topics` weigh or mute what
    they name. The same articles in any order give the same stories.
    """
    memories: dict[str, novelty.Memory] = {}
    found: list[_Found] = []
    for place, material in enumerate(materials(articles, tables, topics)):
        code = material.language.code
        if code not in memories:
            memories[code] = novelty.recall(told, material.language)
        brief = in_full is not None and place >= in_full
        made = _story(material, tables, memories[code], brief=brief)
        if made is not None:
            found.append(made)
            memories[code].heard.add(made.story.id, printed(made.story))
    return _apart(sorted(found, key=lambda made: (-made.story.weight, made.story.id)))


def printed(story: Story) -> tuple[str, ...]:
    """The sentences that are printed of a story, as their sources wrote them."""
    used = (*story.summary, *(event.sentence for event in story.key_events))
    return tuple(sentence.text for sentence in used)


def materials(
    articles: Sequence[Article], tables: Tables, topics: Sequence[Topic]
) -> list[Material]:
    """One for each event that is not muted, most important first. An article counts once."""
    ordered = _distinct(articles)
    latest = rank.newest(ordered)
    found: list[Material] = []
    for members in group.groups(ordered, tables):
        found_in = [ordered[index] for index in members]
        language = tables.language(_language(found_in))
        own, carried = _copies_last(rank.lead_first(found_in, language))
        if rank.is_muted(own, topics):
            continue
        voices = copies.voices_of(own, carried)
        weight = rank.weight(own, voices, latest, topics)
        found.append(Material(own, carried, voices, language, weight))
    return sorted(found, key=lambda material: (-material.weight.total, material.articles[0].id))


def _copies_last(articles: Sequence[Article]) -> tuple[tuple[Article, ...], tuple[int, ...]]:
    """The articles in the same order, those behind that carry the text of another; and for each
    the index of the one whose text it is."""
    carried = copies.originals(articles)
    order = sorted(range(len(articles)), key=lambda n: (carried[n] != n, n))
    place = {before: now for now, before in enumerate(order)}
    return tuple(articles[n] for n in order), tuple(place[carried[n]] for n in order)


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
    material: Material, tables: Tables, memory: novelty.Memory, *, brief: bool
) -> _Found | None:
    """The story of an event; None when nothing in it is new."""
    own, language = material.texts, material.language
    title, _ = headline.choose(material.articles, language)
    story = Story(
        id=_new_id(own[0]),
        headline=title,
        articles=_citations(material),
        summary=(),
        key_events=(),
        language=language.code,
        categories=_categories(material.articles),
        weight=material.weight.total,
        picture=_picture(material.articles),
    )
    echo = novelty.echo(material.articles, memory, language)
    if brief and echo.goes_on is None:
        return _Found(story, echo)
    heard = memory.heard.of([earlier.id for earlier in echo.near])
    laid = desk.lay_out(own, material.voices, title, tables)
    chosen = summary.choose(laid, lambda judged: not heard.repeats(judged))
    happened = _happened(laid, chosen, heard, tables, title)
    if not chosen and not happened and (echo.goes_on or _is_told(laid, heard)):
        return None
    story = replace(
        story, summary=tuple(laid.printed(judged) for judged in chosen), key_events=happened
    )
    return _Found(_going_on(story, echo.goes_on) if echo.goes_on else story, echo)


def _happened(
    laid: desk.Desk,
    chosen: Sequence[desk.Judged],
    heard: Matter,
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


def _is_told(laid: desk.Desk, heard: Matter) -> bool:
    return any(heard.repeats(judged) for judged in laid.judged if not judged.hard)


def _going_on(story: Story, earlier: ToldStory) -> Story:
    """The story under the earlier one's id; one that an editor dropped is new to the readers."""
    if earlier.dropped:
        return replace(story, id=earlier.id)
    return replace(
        story,
        id=earlier.id,
        status=Status.CONTINUING,
        continuing_since=earlier.issue_id,
    )


def _new_id(lead: Article) -> str:
    return sha256(f"story {lead.id}".encode()).hexdigest()[:ID_LENGTH]


def _apart(found: Sequence[_Found]) -> tuple[Story, ...]:
    """The stories in the same order with different ids: of several that go on from one earlier
    story the one most like it keeps its id, and the others are new."""
    closest: dict[str, _Found] = {}
    for made in found:
        kept = closest.setdefault(made.story.id, made)
        if made.echo.likeness > kept.echo.likeness:
            closest[made.story.id] = made
    return tuple(
        made.story if closest[made.story.id] is made else _anew(made.story) for made in found
    )


def _anew(story: Story) -> Story:
    fresh = sha256(f"story {story.articles[0].id} apart".encode()).hexdigest()[:ID_LENGTH]
    return replace(story, id=fresh, status=Status.NEW, continuing_since=None)


def _citations(material: Material) -> tuple[Citation, ...]:
    own = material.articles
    return tuple(
        _citation(article, None if head == n else own[head].id, material.language)
        for n, (article, head) in enumerate(zip(own, material.carried, strict=True))
    )


def _citation(article: Article, copy_of: str | None, language: Language) -> Citation:
    return Citation(
        id=article.id,
        title=headline.clean(article.title, article.outlet, language),
        outlet=article.outlet,
        url=article.url,
        published_at=article.published_at,
        authors=article.authors,
        copy_of=copy_of,
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
    """The first picture that says what it shows and whose it is, if it can one with a size."""
    every = (picture for article in articles for picture in article.pictures)
    told = [p for p in every if p.alt.strip() and p.credit.strip() and p.url]
    # One that is to be linked needs it, and false stands before true.
    return min(told, key=lambda p: not (p.width and p.height), default=None)
