"""Whether a line says what was printed before: in the same words, or nearly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from newsfold.edit.sentences.desk import Judged
from newsfold.model import Precision
from newsfold.text import chars, dates, words
from newsfold.text.language import Language

# How much of a line may be new while it counts as told: a share of its terms but two, so that of
# four all must agree. Measured with `python -m bench.novelty` and the week of tests/edit/week.toml.
NEW = 0.4  # beside one sentence told of the same matter
NEW_TO_TWO = 0.25  # beside two of them together
NEW_ELSEWHERE = 0.2  # beside one told of another matter
_ANY_DAY = date(2001, 1, 3)  # '3 April' is the third of April whatever the year
STEM = 5  # letters by which forms of one word meet: 'evacuated', 'evacuation'


@dataclass(frozen=True, slots=True)
class Said:
    """What one sentence says, as far as it is compared."""

    text: str
    stems: frozenset[str]
    figures: frozenset[str]  # numbers that are no part of a date
    weekdays: frozenset[int]
    days: frozenset[tuple[int, int]]  # (month, day) of dates that are written out


@dataclass(frozen=True, slots=True)
class Repeat:
    """What a line repeats, and how much of it was told there."""

    told: str
    share: float  # of the line's terms, 0 to 1


class Heard:
    """All that was printed, to ask of each new line whether it repeats any of it."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._said: list[Said] = []
        self._keys: dict[str, int] = {}
        self._by_story: defaultdict[str, list[int]] = defaultdict(list)
        self._holders: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, story_id: str, texts: Iterable[str]) -> None:
        """Remembers the printed texts of a story."""
        for text in texts:
            index = self._keys.setdefault(chars.fold(text), len(self._said))
            if index == len(self._said):
                self._said.append(said(text, self.language))
                for stem in self._said[index].stems:
                    self._holders[stem].append(index)
            self._by_story[story_id].append(index)

    def of(self, story_ids: Sequence[str]) -> Matter:
        """What was told, seen from a story that has to do with those of `story_ids`."""
        near = dict.fromkeys(index for name in story_ids for index in self._by_story.get(name, ()))
        return Matter(self, [self._said[index] for index in near])

    def same_words(self, key: str) -> str | None:
        """The text that was printed in these words; `key` is folded."""
        index = self._keys.get(key)
        return None if index is None else self._said[index].text

    def elsewhere(self, own: Said) -> Repeat | None:
        """A sentence told of whatever matter that holds nearly all of `own`, figures included."""
        needed = _needed(own, NEW_ELSEWHERE)
        rarest = sorted(own.stems, key=lambda stem: (len(self._holders.get(stem, ())), stem))
        # Whatever holds `needed` of the stems holds one of these.
        looked_up = rarest[: len(rarest) - needed + 1]
        found = sorted({index for stem in looked_up for index in self._holders.get(stem, ())})
        for told in (self._said[index] for index in found):
            shared = len(own.stems & told.stems)
            if shared >= needed and own.figures <= told.figures and not _other_day(own, told):
                return Repeat(told.text, shared / len(own.stems))
        return None


class Matter:
    """What was told of one matter, and of all others beside it."""

    def __init__(self, heard: Heard, near: Sequence[Said]) -> None:
        self._heard = heard
        self._near = near
        self._figures = frozenset(figure for told in near for figure in told.figures)
        self._asked: dict[str, Repeat | None] = {}

    def repeats(self, judged: Judged) -> Repeat | None:
        """What the line repeats, if anything.

        A number that was never told of the matter makes a line new, and so does another day.
        """
        if judged.key not in self._asked:
            self._asked[judged.key] = self._find(judged)
        return self._asked[judged.key]

    def _find(self, judged: Judged) -> Repeat | None:
        word_for_word = self._heard.same_words(judged.key)
        if word_for_word is not None:
            return Repeat(word_for_word, 1.0)
        own = said(judged.line.text, self._heard.language)
        if not own.stems:
            return None
        return self._of_the_matter(own) or self._heard.elsewhere(own)

    def _of_the_matter(self, own: Said) -> Repeat | None:
        if own.figures - self._figures:
            return None
        same_day = [told for told in self._near if not _other_day(own, told)]
        if not same_day:
            return None
        best = max(same_day, key=lambda told: len(own.stems & told.stems))
        shared = own.stems & best.stems
        if len(shared) >= _needed(own, NEW):
            return Repeat(best.text, len(shared) / len(own.stems))
        rest = max(len((own.stems - shared) & told.stems) for told in same_day)
        both = len(shared) + rest
        return (
            Repeat(best.text, both / len(own.stems)) if both >= _needed(own, NEW_TO_TWO) else None
        )


def _needed(own: Said, new: float) -> int:
    """How many of the terms must have been told."""
    count = len(own.stems)
    return count - int(new * max(0, count - 2))


def _other_day(one: Said, other: Said) -> bool:
    """Whether both name their day, and not the same."""
    return bool(
        (one.weekdays and other.weekdays and not one.weekdays & other.weekdays)
        or (one.days and other.days and not one.days & other.days)
    )


@lru_cache(maxsize=1 << 14)
def said(text: str, language: Language) -> Said:
    """What the text says."""
    undated, days = text, set()
    for mention in reversed(dates.mentions(text, _ANY_DAY, language)):
        undated = f"{undated[: mention.start]} {undated[mention.end :]}"
        if mention.when.precision is Precision.DAY and _names_a_month(mention, language):
            days.add((mention.when.first.month, mention.when.first.day))
    found = [word.lower() for word in words.words(text)]
    return Said(
        text=text,
        stems=frozenset(term[:STEM] for term in words.terms(text, language)),
        figures=_figures(undated, language),
        weekdays=frozenset(
            language.dates.weekdays[word] for word in found if word in language.dates.weekdays
        ),
        days=frozenset(days),
    )


def _names_a_month(mention: dates.Mention, language: Language) -> bool:
    found = words.words(mention.text.lower())
    return mention.kind == "explicit" or any(word in language.dates.months for word in found)


def _figures(text: str, language: Language) -> frozenset[str]:
    """The numbers of a text, '1,200' and 'twelve' as digits; 'one' is too often no number."""
    found = set()
    for word in words.words(text.lower()):
        number = language.dates.numbers.get(word, 0)
        if number > 1:
            found.add(str(number))
        elif word.lstrip("$£€")[:1].isdigit():  # 'h1n1' is a name
            found.add(word.replace(",", ""))
    return frozenset(found)
