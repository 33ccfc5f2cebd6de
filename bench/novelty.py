"""How often consecutive issues repeat themselves, over running stories replayed day by day.

    python -m bench.novelty FILE.jsonl.gz [--topics 3] [--days 60] [--show 20]

Each topic of timeline17 (set 't17': articles with date, title and sents) is a newsletter of its
own: each day's articles go through `stories.tell` with all that was printed before. What counts as
a repeat is told here without asking the editor's own measure. Only the open split is read.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import md5
from pathlib import Path
from typing import Any

from newsfold import tables
from newsfold.edit import stories
from newsfold.model import Article, Story, Told, ToldStory, When

OPEN_PERCENT = 70  # ids whose hash falls below are the open split
JACCARD = 0.6  # of two sentences' word sets, from which an editor calls them the same
CONTAINED = 0.8  # of the shorter one's content words that the other holds: a stricter look
FEW_WORDS = 6  # content words; of less, containment says nothing


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed sentence as this bench compares it."""

    text: str
    words: frozenset[str]
    content: frozenset[str]
    figures: frozenset[str]


@dataclass
class Counts:
    """What a replay found."""

    days: int = 0
    printed: int = 0
    unhindered: int = 0  # sentences that the same days print without a memory
    exact: int = 0
    near: int = 0  # Jaccard above the bound
    near_figures: int = 0  # of them, those with a number that the earlier one lacks
    contained: int = 0  # by the stricter look, also those with other numbers
    told: int = 0
    going_on: int = 0
    left_out: int = 0  # stories without anything new
    idle_days: int = 0  # days on which everything was left out
    shown: list[str] = field(default_factory=list)


def main() -> None:
    """Replay and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", type=Path)
    parser.add_argument("--topics", type=int, default=None)
    parser.add_argument("--days", type=int, default=None)
    parser.add_argument("--show", type=int, default=0)
    chosen = parser.parse_args()
    for name, days in list(topics(chosen.file))[: chosen.topics]:
        counts = replay(days[: chosen.days])
        print(line(name, counts), flush=True)
        for shown in counts.shown[: chosen.show]:
            print(shown)


def topics(file: Path) -> Iterator[tuple[str, list[list[Article]]]]:
    """Each open topic's name and its days, oldest first, each day's articles in file order."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for text in lines:
            topic = json.loads(text)
            if topic["set"] != "t17" or int(md5(topic["id"].encode()).hexdigest(), 16) % 100 >= (
                OPEN_PERCENT
            ):
                continue
            days: defaultdict[str, list[Article]] = defaultdict(list)
            for number, found in enumerate(topic["articles"]):
                days[found["date"]].append(_article(found, topic["id"], number))
            yield topic["id"], [days[day] for day in sorted(days)]


def _article(found: dict[str, Any], topic: str, number: int) -> Article:
    return Article(
        id=f"{topic} {number:05d}",
        source=topic,
        locator=f"{topic} {number}",
        outlet=None,
        url=None,
        title=found["title"] or (found["sents"] or [""])[0],
        paragraphs=tuple(found["sents"]),
        published_at=When.day(date.fromisoformat(found["date"])),
        language="en",
    )


def replay(days: Sequence[Sequence[Article]]) -> Counts:
    """The counts over all days, each told with the memory of those before."""
    counts, told = Counts(), Told()
    earlier: list[Printed] = []
    for number, articles in enumerate(days):
        found = stories.tell(articles, tables.load(), told=told)
        alone = stories.tell(articles, tables.load())
        today = [printed(text) for story in found for text in sentences(story)]
        counts.days += 1
        counts.printed += len(today)
        counts.unhindered += sum(len(sentences(story)) for story in alone)
        counts.told += len(found)
        counts.going_on += sum(s.continuing_since is not None for s in found)
        counts.left_out += len(alone) - len(found)
        counts.idle_days += not today
        for one in today:
            _compare(one, earlier, counts)
        earlier += today
        told = remembered(told, found, f"t17-{number:04d}")
    return counts


def _compare(one: Printed, earlier: Sequence[Printed], counts: Counts) -> None:
    """Counts what of the earlier sentences the new one repeats."""
    if any(one.text == other.text for other in earlier):
        counts.exact += 1
    like = [other for other in earlier if jaccard(one.words, other.words) > JACCARD]
    if like:
        counts.near += 1
        counts.near_figures += all(one.figures - other.figures for other in like)
    held = [other for other in earlier if contained(one, other)]
    counts.contained += bool(held)
    for other in [*like, *held][:1]:
        counts.shown.append(f"  NEW {one.text}\n  OLD {other.text}\n")


def printed(text: str) -> Printed:
    """The sentence's lower-case words, those of four letters and more or with a digit, numbers."""
    words = frozenset(re.findall(r"\w+", text.lower()))
    content = frozenset(w for w in words if len(w) > 3 or w[0].isdigit())
    return Printed(text, words, content, frozenset(w for w in words if w[0].isdigit()))


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared words over all words of both, 0 to 1."""
    return len(one & other) / len(one | other) if one | other else 0.0


def contained(one: Printed, other: Printed) -> bool:
    """Whether nearly all that the new sentence holds stands in the earlier one."""
    if len(one.content) < FEW_WORDS:
        return False
    return len(one.content & other.content) >= CONTAINED * len(one.content)


def sentences(story: Story) -> list[str]:
    """All that is printed of a story but its headline."""
    return [s.text for s in story.summary] + [e.sentence.text for e in story.key_events]


def remembered(told: Told, found: Sequence[Story], issue: str) -> Told:
    """The memory with an issue more, as the store keeps it."""
    known = {story.id: story for story in told.stories}
    for story in found:
        earlier = known.get(story.id, ToldStory(story.id, issue, "", (), ()))
        known[story.id] = ToldStory(
            story.id,
            earlier.issue_id,
            story.headline,
            tuple(dict.fromkeys([*earlier.sentences, *sentences(story)])),
            tuple(dict.fromkeys([*earlier.article_ids, *(a.id for a in story.articles)])),
        )
    return Told(tuple(known.values()))


def line(name: str, c: Counts) -> str:
    """One topic's figures."""
    share = 100 / max(1, c.printed)
    return (
        f"{name}: {c.days} days, {c.printed} sentences ({c.printed / c.days:.1f} a day; "
        f"{c.unhindered / c.days:.1f} without memory), exact {c.exact}, "
        f"near {c.near} ({share * c.near:.1f} %; {c.near_figures} with a new figure), "
        f"contained {c.contained} ({share * c.contained:.1f} %); "
        f"{c.told} stories, {c.going_on} going on, {c.left_out} left out, {c.idle_days} idle days"
    )


if __name__ == "__main__":
    main()
