"""The summary of a story: about three of its sources' sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from newsfold.edit.choosing import summary_features
from newsfold.edit.choosing.summary_weights import WEIGHTS
from newsfold.edit.sentences import desk, fit
from newsfold.edit.sentences.desk import Desk, Judged
from newsfold.edit.sentences.fit import Flaw

SENTENCES = 3
# Words of three sentences: of three long ones the third is left out. 80 to 100 are within .3
# ROUGE-1 of each other in five sets.
MAX_WORDS = 85
FEW_WORDS = 45  # under this a fourth may be added
# From so many words on, only what is worth so much is added: +.9 ROUGE-1 on summeval, +.4 on
# realsumm, +1.1 on newsroom, the others as they were (tools.train_summary, by folds).
ENOUGH_WORDS, ENOUGH = 50, 12.0
SAME = 20.0  # what a sentence loses that is all like one chosen; 10 to 30 are within .8 ROUGE-1
WHEN = 3.0  # what a date is worth to the first sentence, which tells when; by eye
LEAD = 5.0  # what the first sentence loses with each article behind the lead; by eye
REPEATS = 0.5  # likeness from which two sentences say the same
REPEATS_AS_LEAD = 0.1  # the same for the sentences with which two articles begin
OPENERS = 3  # lines from the top of an article among which the first sentence is looked for
# What an editor holds against a sentence, whatever its words are worth; by eye.
STUMP, STUMP_WORDS = 8.0, 6  # 'Nobody was hurt.'
EXTRA_WORD = 1.0  # each word over what is preferred
POSTED = 2.0  # a live blog's post was written for the minute; a report's sentence for the day
_AGAINST = {
    Flaw.BROKEN: 4.0,
    Flaw.LABEL: 2.0,  # 'Damage: ...', as captions and lists have it
    Flaw.BACKGROUND: 5.0,  # what went before the news is told behind it
    Flaw.AGENDA: 12.0,  # who reads it in the evening has no use for it
    Flaw.DATELINE: 2.0,  # the same sentence without 'PARIS (AP) -' reads better
}
# What is put up with when nothing better is there: the ends of teasers are often cut off.
_TIERS = (frozenset[Flaw](), frozenset({Flaw.CUT_OFF}), frozenset({Flaw.CUT_OFF, Flaw.CONNECTIVE}))


def choose(
    story: Desk,
    allowed: Callable[[Judged], bool],
    *,
    sentences: int | None = None,
    weights: Mapping[str, float] = WEIGHTS,
) -> tuple[Judged, ...]:
    """The sentences in reading order; () when none can be printed.

    There are three, and a fourth where those are short, or as many as `sentences` asks for, as
    far as there are any that can be printed. `allowed` tells which lines may be printed at all
    (what was told before may not). `weights` are of the features by name.
    """
    candidates = [j for j in story.judged if j.line.paragraph is not None and allowed(j)]
    for permitted in _TIERS:
        if any(not j.hard - permitted for j in candidates):
            scores = _scores(candidates, story, weights)
            return _picked(_Choice(candidates, scores, permitted, sentences, story))
    return ()


def _scores(
    candidates: Sequence[Judged], story: Desk, weights: Mapping[str, float]
) -> dict[int, float]:
    """What each sentence adds to a summary, in percent of a reader's own words, by its index."""
    around = summary_features.surroundings(story)
    found: dict[int, float] = {}
    for judged in candidates:
        features = summary_features.of(judged, story, around)
        value = sum(weights[name] * amount for name, amount in features.items())
        value -= STUMP * (judged.line.size < STUMP_WORDS)
        value -= POSTED * (judged.line.post is not None)
        value -= EXTRA_WORD * max(0, judged.line.size - fit.LONG)
        found[judged.index] = value - sum(_AGAINST.get(flaw, 0.0) for flaw in judged.flaws)
    return found


@dataclass
class _Choice:
    """A summary in the making."""

    candidates: Sequence[Judged]
    scores: Mapping[int, float]
    permitted: frozenset[Flaw]
    asked: int | None
    story: Desk
    leads: frozenset[int] = frozenset()  # the first sentence of each article that can stand
    chosen: list[Judged] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)

    @property
    def size(self) -> int:
        """Words chosen so far."""
        return sum(judged.line.size for judged in self.chosen)

    @property
    def is_full(self) -> bool:
        """Whether nothing more is wanted."""
        if self.asked is not None:
            return len(self.chosen) >= self.asked
        few = self.size <= FEW_WORDS
        return len(self.chosen) >= SENTENCES + few

    def is_too_much(self, judged: Judged) -> bool:
        """Whether the sentence makes the summary too long, or says what is in it."""
        return self.is_too_long(judged) or any(self.says_again(judged, o) for o in self.chosen)

    def is_too_long(self, judged: Judged) -> bool:
        """Whether what is chosen says enough without it, or leaves no room for it."""
        if len(self.chosen) < 2:
            return False
        wanted = max(self.asked or SENTENCES, SENTENCES) / SENTENCES
        if self.size >= ENOUGH_WORDS * wanted and _worth(judged, self) < ENOUGH:
            return True
        return self.size + judged.line.size > MAX_WORDS * wanted

    def says_again(self, judged: Judged, other: Judged) -> bool:
        """Whether both say the same; articles of one event begin with the same news."""
        lead = judged.index in self.leads and other.index in self.leads
        return repeats(judged, other) or (lead and desk.alike(judged, other) > REPEATS_AS_LEAD)

    def fits(self, judged: Judged) -> bool:
        """Whether it can be read where it would stand."""
        hard = judged.hard - self.permitted
        return not hard or (
            hard <= fit.LEANS
            and Flaw.SHORT not in judged.flaws
            and any(_stands_behind(judged, other) for other in self.chosen)
            and fit.is_answered(judged.line, judged.line.before, self.story.known)
        )


def _picked(choice: _Choice) -> tuple[Judged, ...]:
    openers = _openers([j for j in choice.candidates if not j.hard - choice.permitted])
    choice.leads = frozenset({j.line.article: j.index for j in reversed(openers)}.values())
    best = max(openers, key=lambda j: (_opening(j, choice.scores), _early(j)))
    first = next(j for j in openers if j is best or _says_first(j, best))
    choice.chosen.append(first)
    while not choice.is_full:
        rest = [
            j
            for j in choice.candidates
            if j not in choice.chosen and j.index not in choice.refused and choice.fits(j)
        ]
        if not rest:
            break
        best = max(rest, key=lambda j: (_worth(j, choice), _early(j)))
        if choice.is_too_much(best):
            choice.refused.add(best.index)
        else:
            choice.chosen.append(best)
    lead = first.line.article
    return tuple(sorted(choice.chosen, key=lambda j: (j.line.article != lead, j.line.key)))


def repeats(one: Judged, other: Judged) -> bool:
    """Whether both say the same, as the first sentences of two articles always do."""
    a, b = one.line, other.line
    leads = a.article != b.article and a.order == b.order == 0
    return desk.alike(one, other) > (REPEATS_AS_LEAD if leads else REPEATS)


def _says_first(judged: Judged, best: Judged) -> bool:
    """Whether the sentence stands above one that says the same: the upper is the news."""
    same_article = judged.line.article == best.line.article
    return same_article and judged.line.order < best.line.order and repeats(judged, best)


def _openers(fitting: Sequence[Judged]) -> list[Judged]:
    """The top lines of each article: what a reader can begin with."""
    count: dict[int, int] = {}
    found: list[Judged] = []
    for judged in fitting:
        place = count.get(judged.line.article, 0)
        if place < OPENERS:
            found.append(judged)
        count[judged.line.article] = place + 1
    return found


def _opening(judged: Judged, scores: Mapping[int, float]) -> float:
    """The first sentence says who does what, where and when."""
    dated = WHEN if judged.when else 0.0
    return round(scores[judged.index] + dated - LEAD * judged.line.article, 9)


def _worth(judged: Judged, choice: _Choice) -> float:
    same = max(desk.alike(judged, other) for other in choice.chosen)
    return round(choice.scores[judged.index] - SAME * same, 9)


def _early(judged: Judged) -> tuple[int, int]:
    return (-judged.line.article, -judged.line.order)


def _stands_behind(judged: Judged, other: Judged) -> bool:
    """Whether `other` is the sentence right before it in the same text."""
    one, before = judged.line, other.line
    return before.key == (one.article, one.order - 1) and before.text == one.before
