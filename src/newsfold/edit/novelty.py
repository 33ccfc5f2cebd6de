"""What earlier issues of the newsletter already told, so that nobody reads it twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from newsfold.edit import vectors
from newsfold.edit.desk import Judged
from newsfold.model import Article, Told, ToldStory
from newsfold.text import chars, words
from newsfold.text.language import Background, Language

SAME_STORY = 0.30  # cosine between what was printed and what is new: above a neighbouring story's
SAME_SENTENCE = 0.6  # share of the smaller sentence's terms that both have
FEW_TERMS = 4  # of so few terms all must agree


@dataclass(frozen=True)
class Memory:
    """What one newsletter printed, ready to be compared with."""

    stories: tuple[ToldStory, ...]
    postings: dict[str, list[tuple[int, float]]]  # term -> (index of story, its weight there)
    by_article: dict[str, int]  # article id -> index of the story that cited it
    sentences: frozenset[str]  # folded, of every story


def recall(told: Told, background: Background, language: Language) -> Memory:
    """The memory of what was told. Of two stories that cite one article the later one counts."""
    counted = [vectors.counts(s.headline, s.sentences, language) for s in told.stories]
    postings: dict[str, list[tuple[int, float]]] = {}
    for index, vector in enumerate(vectors.weigh(counted, background, language)):
        for term, weight in vector.items():
            postings.setdefault(term, []).append((index, weight))
    return Memory(
        stories=told.stories,
        postings=postings,
        by_article={a: index for index, s in enumerate(told.stories) for a in s.article_ids},
        sentences=frozenset(chars.fold(text) for s in told.stories for text in s.sentences),
    )


def earlier(
    articles: Sequence[Article], memory: Memory, background: Background, language: Language
) -> ToldStory | None:
    """The earlier story that these articles go on with; None when there is none.

    It cites one of them, or what was printed of it is much like their leads.
    """
    cited = Counter(memory.by_article[a.id] for a in articles if a.id in memory.by_article)
    if cited:
        return memory.stories[max(sorted(cited), key=lambda index: cited[index])]
    if not memory.stories:
        return None
    counted = [vectors.counts(a.title, vectors.lead(a), language) for a in articles]
    centre = vectors.mean(vectors.weigh(counted, background, language))
    scores: defaultdict[int, float] = defaultdict(float)
    for term, weight in centre.items():
        for index, told in memory.postings.get(term, ()):
            scores[index] += weight * told
    if not scores:
        return None
    best = max(sorted(scores), key=lambda index: round(scores[index], 9))
    return memory.stories[best] if scores[best] >= SAME_STORY else None


class Heard:
    """What was told, to ask of each new line of one story whether it repeats any of it."""

    def __init__(self, memory: Memory, story: ToldStory | None, language: Language) -> None:
        sentences = (story.headline, *story.sentences) if story else ()
        self._keys = memory.sentences
        self._terms = [frozenset(words.terms(sentence, language)) for sentence in sentences]

    def repeats(self, judged: Judged) -> bool:
        """Whether the line says what was told: the same words, or nearly."""
        if judged.key in self._keys:
            return True
        own = frozenset(judged.line.terms)
        return any(_says_the_same(own, told) for told in self._terms)


def _says_the_same(one: frozenset[str], other: frozenset[str]) -> bool:
    if not one or not other:
        return False
    smaller = min(len(one), len(other))
    needed = smaller if smaller <= FEW_TERMS else SAME_SENTENCE * smaller
    return len(one & other) >= needed
