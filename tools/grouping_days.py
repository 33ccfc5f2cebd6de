"""The days that grouping is fitted on: labelled articles, drawn from collections and traps.

A collection is a file of JSON objects, one a line: `set`, `split_id`, `event`, `title`, `text`.
Rows whose split_id's MD5 is under 70 of 100 are read, as the rest is kept for judging. Half of all
events is drawn at a time. What makes a small day hard, two events told in the same words, is made
from the collections as well: an event told again with other names, numbers and some other words.
"""

from __future__ import annotations

import gzip
import json
import random
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from newsfold.edit.grouping import group
from newsfold.edit.grouping.names import Named
from newsfold.model import Article
from newsfold.text import words
from newsfold.text.language import Language
from tools import fitting

Labelled = tuple[str, Article]  # event, article

EVENTS = 500  # of a set of more
ACCOUNTS = 2  # articles of an event on a small day, at most
PAIRED = "ecbplus"  # its topics have two events of one kind, 'N_ecb' and 'N_plus'
RENAMED = 0.7  # share of events that are told again under other names
OTHER_WORDS = (0.1, 0.6)  # share of the words that differ as well
PARAGRAPHS = 8  # of an article told again


def read(file: Path, half: int) -> dict[str, list[Labelled]]:
    """Set -> its open articles of one half, at most `EVENTS` events of a set that has more."""
    found: defaultdict[str, list[Labelled]] = defaultdict(list)
    with gzip.open(file, "rt", encoding="utf-8") as listed:
        for number, row in enumerate(map(json.loads, listed)):
            place = fitting.number(str(row["split_id"]))
            if place % 100 < 70 and place // 100 % 2 == half:
                told = article(f"{number:06}", row.get("title") or "", row.get("text") or "")
                found[row["set"]].append((str(row["event"]), told))
    draw = random.Random(half)
    return {name: sample(rows, EVENTS, draw) for name, rows in sorted(found.items())}


def article(number: str, title: str, text: str) -> Article:
    """A row as an article, one paragraph a line."""
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    return Article(number, "training", "-", None, None, title, lines, language="en")


def sample(rows: Sequence[Labelled], events: int, draw: random.Random) -> list[Labelled]:
    """The articles of that many events, drawn at random."""
    known = sorted({event for event, _ in rows})
    kept = set(draw.sample(known, min(events, len(known))))
    return [row for row in rows if row[0] in kept]


def few(rows: Sequence[Labelled], events: int, draw: random.Random) -> list[Labelled]:
    """One or two articles of each of that many events."""
    by_event = _by_event(rows)
    drawn = draw.sample(sorted(by_event), min(events, len(by_event)))
    return [row for event in drawn for row in _some(by_event[event], draw)]


def paired(rows: Sequence[Labelled], topics: int, draw: random.Random) -> list[Labelled]:
    """One or two articles of both events of that many topics of `PAIRED`."""
    by_event = _by_event(rows)
    both = [e for e in sorted(by_event) if e.endswith("_ecb") and f"{e[:-4]}_plus" in by_event]
    return [
        row
        for event in draw.sample(both, min(topics, len(both)))
        for one in (event, f"{event[:-4]}_plus")
        for row in _some(by_event[one], draw)
    ]


def _by_event(rows: Sequence[Labelled]) -> dict[str, list[Labelled]]:
    found: defaultdict[str, list[Labelled]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return dict(found)


def _some(rows: Sequence[Labelled], draw: random.Random) -> list[Labelled]:
    return draw.sample(rows, min(len(rows), draw.randint(1, ACCOUNTS)))


class Renaming:
    """Tells events of one collection again as others, in much the same words."""

    def __init__(self, rows: Sequence[Labelled], language: Language, draw: random.Random) -> None:
        self.rows, self.language, self.draw = list(rows), language, draw
        told = [article for _, article in rows]
        self.named = dict(zip((a.id for a in told), group.naming(told, language), strict=True))

    def day(self, events: int) -> list[Labelled]:
        """One or two articles of that many events, and most of them again under other names."""
        by_event = _by_event(self.rows)
        found: list[Labelled] = []
        for event in self.draw.sample(sorted(by_event), min(events, len(by_event))):
            own = _some(by_event[event], self.draw)
            found += own
            if self.draw.random() < RENAMED:
                found += self._again(own)
        return found

    def _again(self, own: Sequence[Labelled]) -> list[Labelled]:
        others = [a for e, a in self.draw.sample(self.rows, 3) if e != own[0][0]]
        telling = _Telling(
            [self.named[a.id] for _, a in own],
            others,
            [self.named[a.id] for a in others],
            self.language,
            self.draw,
        )
        return [
            (
                f"{event} again",
                article(
                    f"{a.id} again",
                    telling.of(a.title, self.named[a.id]),
                    "\n".join(telling.of(p, self.named[a.id]) for p in a.paragraphs[:PARAGRAPHS]),
                ),
            )
            for event, a in own
        ]


class _Telling:
    """Other names, numbers and words for one event, the same ones wherever they stand."""

    def __init__(
        self,
        own: Sequence[Named],
        others: Sequence[Article],
        named: Sequence[Named],
        language: Language,
        draw: random.Random,
    ) -> None:
        self.language, self.draw = language, draw
        self.names = _without([one.names for one in named], [one.names for one in own])
        self.numbers = _without([one.numbers for one in named], [one.numbers for one in own])
        draw.shuffle(self.names)
        draw.shuffle(self.numbers)
        self.words = [
            word
            for a in others
            for paragraph in a.paragraphs[:PARAGRAPHS]
            for word in words.words(paragraph)
            if word.islower()
        ]
        self.share = draw.uniform(*OTHER_WORDS)
        self.known: dict[str, str] = {}

    def of(self, text: str, named: Named) -> str:
        """The text told of the other event; what stands between its words is not kept."""
        return ". ".join(
            " ".join(self._word(word, named) for word in words.words(sentence))
            for sentence in text.split(". ")
        )

    def _word(self, word: str, named: Named) -> str:
        [term] = words.terms_of([word], self.language) or [""]
        if term in named.numbers or (term in named.names and word[0].isupper()):
            if term not in self.known:
                self.known[term] = self._other(term, term in named.numbers)
            return self.known[term]
        if term and self.words and word[0].islower() and self.draw.random() < self.share:
            return self.draw.choice(self.words)
        return word

    def _other(self, term: str, is_number: bool) -> str:
        """One that has not been given yet; made up where there is none left."""
        left = self.numbers if is_number else self.names
        if left:
            return left.pop().capitalize()
        return str(self.draw.randint(2, 999)) if is_number else f"Q{term}"


def _without(theirs: Sequence[frozenset[str]], own: Sequence[frozenset[str]]) -> list[str]:
    return sorted(frozenset().union(*theirs) - frozenset().union(*own))


def read_traps(files: Sequence[Path], half: int) -> list[list[Labelled]]:
    """Every second trap set."""
    named = [
        (name, articles)
        for file in files
        for name, articles in tomllib.loads(file.read_text(encoding="utf-8")).items()
    ]
    return [
        [
            (f"{name} {a['event']}", article(f"{place}", a["title"], " ".join(a["body"].split())))
            for place, a in enumerate(articles)
        ]
        for name, articles in sorted(named, key=lambda one: one[0])[half::2]
    ]


def at_once(
    traps: list[list[Labelled]], size: int, draw: random.Random
) -> Iterator[list[Labelled]]:
    """All trap sets, that many to a day."""
    draw.shuffle(traps)
    for at in range(0, len(traps), size):
        yield merged(traps[at : at + size])


def merged(parts: Sequence[Sequence[Labelled]]) -> list[Labelled]:
    """All parts as one batch."""
    return [row for part in parts for row in part]
