"""Why a story is as it is: its articles, its place, and where each sentence came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsfold.config import Topic
from newsfold.edit import novelty, rank, stories
from newsfold.edit.grouping import group
from newsfold.edit.heard import Matter
from newsfold.edit.sentences import desk
from newsfold.edit.sentences.desk import Judged
from newsfold.edit.stories import Material
from newsfold.model import Article, Story, Told
from newsfold.text import chars
from newsfold.text.language import UNKNOWN, Tables

RUNNERS_UP = 8  # sentences that were not taken and are shown, most central first; by eye
REPEATED = 0.5  # likeness from which one is said to repeat a printed one
DIGITS = 3


@dataclass(frozen=True, slots=True)
class Member:
    """An article of the story. Similarities are 0 to 1."""

    article_id: str
    title: str
    outlet: str | None
    source: int  # articles of one number are no independent sources of each other
    copy_of: str | None  # id of the article whose text it carries
    similarity: float | None  # mean, to the story's other articles; None for the only one
    closest: float | None  # to the one most like it


@dataclass(frozen=True, slots=True)
class Outsider:
    """The article most like the story that is no part of it."""

    article_id: str
    title: str
    similarity: float  # mean, to the story's articles


@dataclass(frozen=True, slots=True)
class Origin:
    """A sentence and where it stands. `central` is its closeness to what the story is about."""

    text: str
    article_id: str
    paragraph: int | None
    central: float
    titled: float  # share of the headline's words that it holds


@dataclass(frozen=True, slots=True)
class Refused:
    """A sentence that is not printed."""

    origin: Origin
    why: tuple[str, ...]  # codes: flaws, 'told before', 'says the same', or 'others were better'
    of: str | None  # the told or printed sentence that it repeats


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that decided on one story."""

    story: Story
    members: tuple[Member, ...]
    threshold: float  # mean similarity from which articles are one story
    outsider: Outsider | None
    weight: rank.Weight
    earlier: str | None  # headline of the earlier story that it goes on with, or is most like
    likeness: float  # to that one, 0 to 1
    summary: tuple[Origin, ...]
    key_events: tuple[Origin, ...]
    runners_up: tuple[Refused, ...]


def explain(
    story: Story,
    articles: Sequence[Article],
    tables: Tables,
    *,
    told: Told,
    topics: Sequence[Topic] = (),
) -> Explanation:
    """Why `story`, which `stories.tell` made of these articles, is as it is."""
    materials = stories.materials(articles, tables, topics)
    cited = {citation.id for citation in story.articles}
    own = next(m for m in materials if m.articles[0].id in cited)
    memory = novelty.recall(told, own.language)
    echo = novelty.echo(own.articles, memory, own.language)
    laid = desk.lay_out(own.texts, own.voices, story.headline, tables)
    printed = {chars.fold(text) for text in stories.printed(story)}
    origins = {j.key: _origin(j, own) for j in laid.judged if j.key in printed}
    alike = _Likeness(articles, own)
    return Explanation(
        story=story,
        members=_members(own, alike),
        threshold=group.SAME,
        outsider=_outsider(own, alike),
        weight=own.weight,
        earlier=echo.near[0].headline if echo.near else None,
        likeness=round(echo.likeness, DIGITS),
        summary=tuple(origins[chars.fold(s.text)] for s in story.summary),
        key_events=tuple(origins[chars.fold(e.sentence.text)] for e in story.key_events),
        runners_up=_runners_up(laid, own, printed, memory.heard.of([s.id for s in echo.near])),
    )


class _Likeness:
    """How likely articles of one batch and language tell of one event, as grouping counts it."""

    def __init__(self, articles: Sequence[Article], own: Material) -> None:
        code = own.language.code
        batch = [articles[index] for index in group.order(articles)]
        self.articles = [a for a in batch if a.language in (code, UNKNOWN)]
        self._found = {
            frozenset((self.articles[one].id, self.articles[other].id)): alike
            for (one, other), alike in group.likeness(self.articles, own.language)
        }

    def of(self, one: Article, other: Article) -> float:
        """The probability of two articles, 0 to 1."""
        return self._found.get(frozenset((one.id, other.id)), 0.0)


def _members(own: Material, alike: _Likeness) -> tuple[Member, ...]:
    numbers = {voice: number for number, voice in enumerate(sorted(set(own.voices)), 1)}
    found: list[Member] = []
    for n, (article, voice) in enumerate(zip(own.articles, own.voices, strict=True)):
        others = [alike.of(article, other) for other in own.articles if other is not article]
        found.append(
            Member(
                article.id,
                article.title,
                article.outlet,
                numbers[voice],
                None if own.carried[n] == n else own.articles[own.carried[n]].id,
                round(sum(others) / len(others), DIGITS) if others else None,
                round(max(others), DIGITS) if others else None,
            )
        )
    return tuple(found)


def _outsider(own: Material, alike: _Likeness) -> Outsider | None:
    inside = {article.id for article in own.articles}
    found = [
        Outsider(
            article.id,
            article.title,
            round(
                sum(alike.of(article, member) for member in own.articles) / len(own.articles),
                DIGITS,
            ),
        )
        for article in alike.articles
        if article.id not in inside
    ]
    return max(found, key=lambda one: (one.similarity, one.article_id), default=None)


def _origin(judged: Judged, own: Material) -> Origin:
    line = judged.line
    return Origin(
        line.text,
        own.articles[line.article].id,
        line.paragraph,
        round(judged.central, DIGITS),
        round(judged.titled, DIGITS),
    )


def _runners_up(
    laid: desk.Desk, own: Material, printed: set[str], heard: Matter
) -> tuple[Refused, ...]:
    """The most central sentences that are not printed, and what spoke against each."""
    taken = [judged for judged in laid.judged if judged.key in printed]
    left = {judged.key: judged for judged in laid.judged if judged.key not in printed}
    best = sorted(left.values(), key=lambda j: (-round(j.central, 9), j.line.key))
    return tuple(_refused(judged, own, taken, heard) for judged in best[:RUNNERS_UP])


def _refused(judged: Judged, own: Material, taken: Sequence[Judged], heard: Matter) -> Refused:
    why = [flaw.value for flaw in sorted(judged.hard)]
    repeat = heard.repeats(judged)
    same = max(taken, key=lambda other: desk.alike(judged, other), default=None)
    of = None
    if repeat is not None:
        why.append("told before")
        of = repeat.told
    elif same is not None and desk.alike(judged, same) >= REPEATED:
        why.append("says the same")
        of = same.line.text
    return Refused(_origin(judged, own), tuple(why) or ("others were better",), of)
