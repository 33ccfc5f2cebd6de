"""All that is read and judged of one story's sentences before anything is chosen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from newsfold.edit import lines
from newsfold.edit.grouping import vectors
from newsfold.edit.grouping.likeness import Likeness
from newsfold.edit.grouping.vectors import Vector
from newsfold.edit.lines import Line
from newsfold.edit.people import antecedents, people, speech
from newsfold.edit.people.people import People
from newsfold.edit.people.speech import Speaker
from newsfold.edit.sentences import dating, fit
from newsfold.edit.sentences.fit import Flaw
from newsfold.model import Article, Sentence, When
from newsfold.text import chars
from newsfold.text.language import Language, Tables

STEM = 4  # letters by which a headline's word and a sentence's are the same


@dataclass(frozen=True, slots=True)
class Judged:
    """A line with what the rules say of it."""

    line: Line
    speaker: Speaker
    flaws: frozenset[Flaw]
    when: When | None
    key: str  # equal for the same words
    index: int  # among the story's judged lines
    likeness: Likeness  # of all of them
    central: float  # cosine with the story's centre
    titled: float  # share of its headlines' terms that it holds, 0 to 1
    retold: float  # share of its terms that another line of the story has too, 0 to 1
    vague: bool  # says 'today', and nobody knows which day that was

    @property
    def hard(self) -> frozenset[Flaw]:
        """The flaws that are more than a matter of length."""
        return self.flaws - fit.SOFT


@dataclass(frozen=True)
class Desk:
    """One story's articles (lead first) and their judged lines in reading order."""

    articles: tuple[Article, ...]
    voices: tuple[int, ...]  # per article: articles of one voice are not independent
    language: Language
    known: People
    judged: tuple[Judged, ...]

    @cached_property
    def today(self) -> tuple[date | None, ...]:
        """The day of each article."""
        return tuple(lines.base(article) for article in self.articles)

    @cached_property
    def _twins(self) -> Mapping[str, Sequence[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for judged in self.judged:
            found[judged.key].append(judged.index)
        return found

    def near(self, judged: Judged, least: float) -> list[Judged]:
        """The lines that are at least so much like it, and its neighbours, in reading order."""
        alike = np.flatnonzero(judged.likeness.row(judged.index) >= least).tolist()
        beside = range(max(0, judged.index - 1), min(len(self.judged), judged.index + 2))
        return [self.judged[n] for n in sorted({*alike, *beside, *self._twins[judged.key]})]

    def printed(self, judged: Judged, *, beside: When | None = None) -> Sentence:
        """The line as it is printed; `beside` is a date that is shown next to it anyway."""
        line = judged.line
        dated = dating.additions(line, self.language, but=beside)
        return Sentence(
            line.text,
            self.articles[line.article].id,
            line.paragraph,
            dating.merged([*dated, *judged.speaker.additions]),
        )


def lay_out(
    articles: Sequence[Article], voices: Sequence[int], headline: str, tables: Tables
) -> Desk:
    """The desk of one story. Articles stand lead first."""
    read = lines.read(articles, tables.language(language_of(articles)))
    return lay_out_lines(read, articles, voices, headline, tables)


def language_of(articles: Sequence[Article]) -> str:
    """The code of the first known language among the articles."""
    return next((a.language for a in articles if a.language != "und"), "und")


def lay_out_lines(
    read: Sequence[Line],
    articles: Sequence[Article],
    voices: Sequence[int],
    headline: str,
    tables: Tables,
) -> Desk:
    """The desk with those lines alone; each names its place among the articles."""
    language = tables.language(language_of(articles))
    known = people.gather([headline, *(line.text for line in read)], language)
    weighed = vectors.weigh([_counted(line) for line in read], language)
    centre = vectors.mean(weighed)
    titles = set(vectors.counts(headline, [], language))
    likeness = Likeness(weighed)
    told = Counter(term for line in read for term in set(line.terms))
    judged = tuple(
        _judge(
            line,
            index,
            likeness,
            vectors.cosine(weighed[index], centre),
            titles,
            _retold(line.terms, told),
            known,
            lines.base(articles[line.article]),
        )
        for index, line in enumerate(read)
    )
    own = tuple(voices[: len(articles)])  # behind them stand those of copies, which nobody reads
    return Desk(tuple(articles), own, language, known, judged)


def _counted(line: Line) -> Vector:
    found: Vector = {}
    for term in line.terms:
        found[term] = found.get(term, 0.0) + 1.0
    return found


def _judge(
    line: Line,
    index: int,
    likeness: Likeness,
    central: float,
    titles: set[str],
    retold: float,
    known: People,
    today: date | None,
) -> Judged:
    said = speech.speaker(line, known)
    if not said.additions and said.name is None:
        said = speech.Speaker(None, antecedents.subject_role(line, known))
    return Judged(
        line=line,
        speaker=said,
        flaws=fit.flaws(line, known, said),
        when=dating.when(line, today, known.language),
        key=chars.fold(line.text),
        index=index,
        likeness=likeness,
        central=central,
        titled=_share(titles, line.terms),
        retold=retold,
        vague=dating.unresolved(line, today, known.language),
    )


def _share(titles: set[str], terms: Sequence[str]) -> float:
    """The share of the headline's terms that occur, another ending ('meet', 'meeting') let pass."""
    if not titles:
        return 0.0
    own = {term[:STEM] for term in terms}
    return sum(title[:STEM] in own for title in titles) / len(titles)


def _retold(terms: Sequence[str], told: Mapping[str, int]) -> float:
    """The share of the different terms that more than one line has; `told` counts lines."""
    own = set(terms)
    return sum(told[term] > 1 for term in own) / len(own) if own else 0.0


def alike(judged: Judged, other: Judged) -> float:
    """How much two lines of one story say the same, 0 to 1.

    `other` is the one that more lines are compared with.
    """
    if judged.key == other.key:
        return 1.0  # also where neither holds a term
    return float(other.likeness.row(other.index)[judged.index])
