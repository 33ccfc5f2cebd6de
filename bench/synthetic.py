"""Made-up articles for measurements: words from syllables, a few articles an event.

Nothing of it is language; it has the statistics that matter to the pipeline's cost: a Zipf
vocabulary, names, dates, quotations, several outlets telling one event, page furniture around it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newsfold.model import Document, Media

ONSETS = "b br c ch d dr f g gr h j k l m n p pr r s st t tr v w".split()
VOWELS = "a e i o u ai ea ou".split()
CODAS = ["", "n", "r", "s", "t", "l", "nd", "rk", "st"]
GLUE = "the of to and in for on with that at by from as after before over under".split()
DAYS = ("on Monday", "on Tuesday", "yesterday", "last week", "on 9 March", "over the weekend")
OUTLETS = ("Northgate Ledger", "The Tarn Courier", "Saltmarsh Daily", "Hillside Wire")
FURNITURE = ("Search", "Sign in", "Subscribe to the newsletter", "Share this article", "Menu")
START = datetime(2026, 3, 12, 17, tzinfo=UTC)
VOCABULARY = 20_000  # distinct words; news of a day has about as many (chosen by eye)
PER_EVENT = 3  # articles that tell one event


@dataclass(frozen=True, slots=True)
class World:
    """The words to draw from, most frequent first."""

    words: tuple[str, ...]
    weights: tuple[float, ...]


def world(rng: random.Random) -> World:
    """A vocabulary with Zipf's frequencies."""
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        syllables = rng.choice((1, 2, 2, 3))
        words["".join(_syllable(rng) for _ in range(syllables))] = None
    total = tuple(words)
    return World(total, tuple(1 / rank for rank in range(3, len(total) + 3)))


def _syllable(rng: random.Random) -> str:
    return rng.choice(ONSETS) + rng.choice(VOWELS) + rng.choice(CODAS)


def documents(count: int, *, seed: int = 7) -> Iterator[Document]:
    """`count` page dumps, `PER_EVENT` to an event, dated within the day before START."""
    rng = random.Random(seed)
    here = world(rng)
    for number in range(count):
        if number % PER_EVENT == 0:
            subject = rng.sample(here.words[200:], 14)
        yield Document(
            source="synthetic",
            locator=f"synthetic/{number}.txt",
            media=Media.TEXT,
            body=dump(rng, here, subject, number).encode(),
            fetched_at=START - timedelta(minutes=number % 600),
        )


def dump(rng: random.Random, here: World, subject: list[str], number: int) -> str:
    """One article about `subject` with its page's furniture."""
    title = " ".join(rng.sample(subject, 6)).capitalize()
    paragraphs = [paragraph(rng, here, subject) for _ in range(rng.randint(5, 14))]
    outlet = OUTLETS[number % len(OUTLETS)]
    head = [*rng.sample(FURNITURE, 3), title, f"By - {outlet} 12 Mar 2026 4 Mins Read"]
    return "\n\n".join([*head, *paragraphs, "Related Posts", "Comments"])


def paragraph(rng: random.Random, here: World, subject: list[str]) -> str:
    """Two to four sentences."""
    return " ".join(sentence(rng, here, subject) for _ in range(rng.randint(2, 4)))


def sentence(rng: random.Random, here: World, subject: list[str]) -> str:
    """Nine to 28 words: glue, common words, the event's own words, now and then a date or quote."""
    words = []
    for word in rng.choices(here.words, here.weights, k=rng.randint(9, 28)):
        draw = rng.random()
        if draw < 0.35:
            words.append(rng.choice(GLUE))
        elif draw < 0.55:
            name = rng.choice(subject)
            words.append(name.capitalize() if draw < 0.45 else name)
        else:
            words.append(word)
    text = " ".join(words).capitalize()
    if rng.random() < 0.2:
        text += f" {rng.choice(DAYS)}"
    if rng.random() < 0.15:
        speaker = " ".join(w.capitalize() for w in rng.sample(subject, 2))
        return f'"{text}," {speaker} said.'
    return text + "."
