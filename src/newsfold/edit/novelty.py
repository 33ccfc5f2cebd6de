"""What earlier issues of the newsletter already told, so that nobody reads it twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from newsfold.edit import group, vectors
from newsfold.edit.desk import Judged
from newsfold.edit.vectors import Vector
from newsfold.model import Article, Told, ToldStory
from newsfold.text import chars, words
from newsfold.text.language import Background, Language

SAME_STORY = 0.36  # likeness to what was printed; on the trap sets neighbours stay below .5
SAME_SENTENCE = 0.6  # share of a new sentence's terms that a told one holds
NEAR = 0.2  # cosine from which an earlier story may have told some of the same
MOST_NEAR = 5
FEW_TERMS = 4  # of so few terms all must agree


@dataclass(frozen=True)
class Memory:
    """What one newsletter printed, ready to be compared with."""

    stories: tuple[ToldStory, ...]
    postings: dict[str, list[tuple[int, float]]]  # term -> (index of story, its weight there)
    whole: tuple[Vector, ...]  # of headline and sentences, one per story
    heads: tuple[Vector, ...]  # of the headlines alone
    by_article: dict[str, int]  # article id -> index of the story that cited it
    sentences: frozenset[str]  # folded, of every story


def recall(told: Told, background: Background, language: Language) -> Memory:
    """The memory of what was told. Of two stories that cite one article the later one counts."""
    counted = [vectors.counts(s.headline, s.sentences, language) for s in told.stories]
    titles = [vectors.counts(s.headline, [], language) for s in told.stories]
    whole = tuple(vectors.weigh(counted, background, language))
    postings: dict[str, list[tuple[int, float]]] = {}
    for index, vector in enumerate(whole):
        for term, weight in vector.items():
            postings.setdefault(term, []).append((index, weight))
    return Memory(
        stories=told.stories,
        postings=postings,
        whole=whole,
        heads=tuple(vectors.weigh(titles, background, language)),
        by_article={a: index for index, s in enumerate(told.stories) for a in s.article_ids},
        sentences=frozenset(chars.fold(text) for s in told.stories for text in s.sentences),
    )


@dataclass(frozen=True, slots=True)
class Echo:
    """What of the memory concerns the articles of one story."""

    goes_on: ToldStory | None  # the earlier story that they go on with
    near: tuple[ToldStory, ...]  # that one, and others that may have told some of it


def echo(
    articles: Sequence[Article], memory: Memory, background: Background, language: Language
) -> Echo:
    """The earlier story that the articles go on with, and what else was told of the matter.

    They go on with a story that cites one of them, or else with the one most like their leads.
    """
    if not memory.stories:
        return Echo(None, ())
    centre, head = _subject(articles, background, language)
    scores = _scores(centre, memory)
    near = sorted(scores, key=lambda index: (-round(scores[index], 9), index))
    near = [index for index in near[:MOST_NEAR] if scores[index] >= NEAR]
    cited = Counter(memory.by_article[a.id] for a in articles if a.id in memory.by_article)
    if cited:
        best = max(sorted(cited), key=lambda index: cited[index])
        near = [best, *(index for index in near if index != best)]
    elif near:
        best = near[0]
        mutual = min(_covered(head, memory.whole[best]), _covered(memory.heads[best], centre))
        if group.blend(scores[best], mutual) < SAME_STORY:
            return Echo(None, tuple(memory.stories[index] for index in near))
    found = tuple(memory.stories[index] for index in near)
    return Echo(found[0] if found else None, found)


def _subject(
    articles: Sequence[Article], background: Background, language: Language
) -> tuple[Vector, Vector]:
    """What the articles are about: the mean of their leads, and that of their titles."""
    leads = [vectors.counts(a.title, vectors.lead(a), language) for a in articles]
    titles = [vectors.counts(a.title, [], language) for a in articles]
    return (
        vectors.mean(vectors.weigh(leads, background, language)),
        vectors.mean(vectors.weigh(titles, background, language)),
    )


def _scores(centre: Vector, memory: Memory) -> dict[int, float]:
    """Index of a told story -> its cosine with `centre`; those that share no term are left out."""
    scores: defaultdict[int, float] = defaultdict(float)
    for term, weight in centre.items():
        for index, told in memory.postings.get(term, ()):
            scores[index] += weight * told
    return scores


def _covered(head: Vector, whole: Vector) -> float:
    """The share of a headline that occurs in the other text, 0 to 1."""
    return sum(weight * weight for term, weight in head.items() if term in whole)


class Heard:
    """What was told, to ask of each new line of one story whether it repeats any of it."""

    def __init__(self, memory: Memory, near: Sequence[ToldStory], language: Language) -> None:
        told = [text for story in near for text in (story.headline, *story.sentences)]
        self._keys = memory.sentences
        self._terms = [frozenset(words.terms(text, language)) for text in told]

    def repeats(self, judged: Judged) -> bool:
        """Whether the line says what was told: the same words, or nearly."""
        if judged.key in self._keys:
            return True
        own = frozenset(judged.line.terms)
        needed = len(own) if len(own) <= FEW_TERMS else SAME_SENTENCE * len(own)
        return any(len(own & told) >= needed for told in self._terms) if own else False
