"""What earlier issues of the newsletter already told, so that nobody reads it twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from newsfold.edit.grouping import vectors
from newsfold.edit.grouping.vectors import Vector
from newsfold.edit.heard import Heard
from newsfold.model import Article, Told, ToldStory
from newsfold.text import sentences
from newsfold.text.language import Language

# Likeness to what was printed from which articles go on with it. Of the trap sets' 24 pairs of
# accounts of one event none lies below .44, of their 90 pairs of neighbours 8 above .44.
SAME_STORY = 0.42  # where one of its sentences is told again as well, as news on it does
SURELY_SAME = 0.55  # where none is
TOLD_AGAIN = 0.55  # cosine of two sentences
READ_ARTICLES, READ_PARAGRAPHS = 4, 40  # looked through for such a sentence
NEAR = 0.2  # cosine from which an earlier story may have told some of the same
MOST_NEAR = 5
MUTUAL = 0.5  # how much of the likeness hangs on each naming the other's subject


@dataclass(frozen=True)
class Memory:
    """What one newsletter printed, ready to be compared with."""

    stories: tuple[ToldStory, ...]
    postings: dict[str, list[tuple[int, float]]]  # term -> (index of story, its weight there)
    whole: tuple[Vector, ...]  # of headline and sentences, one per story
    heads: tuple[Vector, ...]  # of the headlines alone
    by_article: dict[str, int]  # article id -> index of the story that cited it
    heard: Heard  # every sentence and headline


def recall(told: Told, language: Language) -> Memory:
    """The memory of what was told. Of two stories that cite one article the later one counts."""
    counted = [vectors.counts(s.headline, s.sentences, language) for s in told.stories]
    titles = [vectors.counts(s.headline, [], language) for s in told.stories]
    whole = tuple(vectors.weigh(counted, language))
    heard = Heard(language)
    for story in told.stories:
        heard.add(story.id, (story.headline, *story.sentences))
    postings: dict[str, list[tuple[int, float]]] = {}
    for index, vector in enumerate(whole):
        for term, weight in vector.items():
            postings.setdefault(term, []).append((index, weight))
    return Memory(
        stories=told.stories,
        postings=postings,
        whole=whole,
        heads=tuple(vectors.weigh(titles, language)),
        by_article={a: index for index, s in enumerate(told.stories) for a in s.article_ids},
        heard=heard,
    )


@dataclass(frozen=True, slots=True)
class Echo:
    """What of the memory concerns the articles of one story."""

    goes_on: ToldStory | None  # the earlier story that they go on with
    near: tuple[ToldStory, ...]  # that one, and others that may have told some of it
    likeness: float  # to the first of them, 0 to 1; articles that it cites count 1 each


NO_ECHO = Echo(None, (), 0.0)


def echo(articles: Sequence[Article], memory: Memory, language: Language) -> Echo:
    """The earlier story that the articles go on with, and what else was told of the matter.

    They go on with a story that cites one of them, or else with the one most like their leads.
    """
    if not memory.stories:
        return NO_ECHO
    centre, head = _subject(articles, language)
    scores = _scores(centre, memory)
    near = sorted(scores, key=lambda index: (-round(scores[index], 9), index))
    near = [index for index in near[:MOST_NEAR] if scores[index] >= NEAR]
    cited = Counter(memory.by_article[a.id] for a in articles if a.id in memory.by_article)
    if cited:
        best = max(sorted(cited), key=lambda index: cited[index])
        near = [best, *(index for index in near if index != best)]
        found = tuple(memory.stories[index] for index in near)
        return Echo(found[0], found, float(cited[best]))
    if not near:
        return NO_ECHO
    best = near[0]
    found = tuple(memory.stories[index] for index in near)
    mutual = min(covered(head, memory.whole[best]), covered(memory.heads[best], centre))
    likeness = round(blend(scores[best], mutual), 9)
    same = likeness >= SURELY_SAME or (
        likeness >= SAME_STORY and _tells_again(articles, found[0], language)
    )
    return Echo(found[0] if same else None, found, likeness)


def _tells_again(articles: Sequence[Article], story: ToldStory, language: Language) -> bool:
    """Whether a sentence of the articles is much like one that was told of the story."""
    read = [
        text
        for article in articles[:READ_ARTICLES]
        for paragraph in article.paragraphs[:READ_PARAGRAPHS]
        for text in sentences.split(paragraph, article.language)
    ]
    counted = [vectors.counts("", [text], language) for text in (*read, *story.sentences)]
    rows = vectors.matrix(vectors.weigh(counted, language))
    alike = rows[: len(read)] @ rows[len(read) :].T
    return bool(alike.nnz and alike.max() >= TOLD_AGAIN)


def _subject(articles: Sequence[Article], language: Language) -> tuple[Vector, Vector]:
    """What the articles are about: the mean of their leads, and that of their titles."""
    leads = [vectors.counts(a.title, vectors.lead(a), language) for a in articles]
    titles = [vectors.counts(a.title, [], language) for a in articles]
    return (
        vectors.mean(vectors.weigh(leads, language)),
        vectors.mean(vectors.weigh(titles, language)),
    )


def _scores(centre: Vector, memory: Memory) -> dict[int, float]:
    """Index of a told story -> its cosine with `centre`; those that share no term are left out."""
    scores: defaultdict[int, float] = defaultdict(float)
    for term, weight in centre.items():
        for index, told in memory.postings.get(term, ()):
            scores[index] += weight * told
    return scores


def covered(head: Vector, whole: Vector) -> float:
    """The share of a headline that occurs in the other text, 0 to 1."""
    return sum(weight * weight for term, weight in head.items() if term in whole)


def blend(cosine: float, mutual: float) -> float:
    """The cosine, lowered where the headline of one hardly occurs in the other: a story that
    another only mentions in passing is not the same story."""
    return (1 - MUTUAL) * cosine + MUTUAL * sqrt(cosine * mutual)
