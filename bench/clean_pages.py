"""Body, title, date and authors of HTML pages, beside trafilatura's settings in one run.

    python -m bench.clean_pages --data DIR [--cv] [--differ]

DIR holds the open pages that tools.train_page_texts names. The shipped forest has seen them all,
so its figure says little; `--cv` trains it anew for each fifth of the hosts on the other four and
reads those hosts' pages with it, all the way to the article. Milliseconds are of CPU, a page.
`--differ` lists each date that is not the stated one, with where it came from.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import trafilatura

from bench import shingles
from bench.shingles import Score
from newsfold import tables
from newsfold.clean import document
from newsfold.clean.front import dateline
from newsfold.clean.markup import choice
from newsfold.model import Article, Document, Media, Rejected
from newsfold.text.language import Tables
from tools import train_page_texts
from tools.train_page_texts import Row

FOLDS = 5
P = ParamSpec("P")
T = TypeVar("T")
PEERS: dict[str, dict[str, Any]] = {
    "trafilatura": {},
    "trafilatura precision": {"favor_precision": True},
    "trafilatura fast": {"fast": True},
    "trafilatura recall": {"favor_recall": True},
}
Scores = dict[str, dict[str, list[Score]]]  # tool -> set -> one a page


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cv", action="store_true", help="train and read in folds of hosts")
    parser.add_argument("--differ", action="store_true", help="list the dates that differ")
    chosen = parser.parse_args()
    loaded = tables.load()
    sets = {name: list(train_page_texts.rows(chosen.data, name)) for name in train_page_texts.SETS}
    scores: Scores = defaultdict(lambda: defaultdict(list))
    times: dict[str, list[float]] = defaultdict(list)
    read = read_in_folds(sets, loaded) if chosen.cv else {}
    articles: dict[str, Article | Rejected] = {}
    for name, rows in sets.items():
        for row in rows:
            for tool, settings in PEERS.items():
                with_peer = timed(times[tool], peer, row, settings)
                scores[tool][name].append(shingles.score(row.body, with_peer))
            found = timed(times["newsfold"], article, row, loaded)
            scores["newsfold"][name].append(shingles.score(row.body, body(found)))
            articles[row.name] = read.get(row.name, found)
            if chosen.cv:
                score = shingles.score(row.body, body(articles[row.name]))
                scores["newsfold, other hosts"][name].append(score)
    report(scores, times)
    told = [row for rows in sets.values() for row in rows if row.about.get("title")]
    report_metadata(told, articles, differ=chosen.differ)


def read_in_folds(
    sets: Mapping[str, Sequence[Row]], loaded: Tables
) -> dict[str, Article | Rejected]:
    """Every page read with a forest that was trained on no page of its host."""
    rows = [row for listed in sets.values() for row in listed]
    taught = [(fold(row), train_page_texts.taught(row, loaded)) for row in rows]
    found: dict[str, Article | Rejected] = {}
    for number in range(FOLDS):
        others = [e for known, e in taught if known != number and e is not None]
        trained = with_weights(loaded, train_page_texts.fitted(others))
        found |= {row.name: article(row, trained) for row in rows if fold(row) == number}
    return found


def with_weights(loaded: Tables, arrays: Mapping[str, Any]) -> Tables:
    """The tables with other weights for the choice among a page's texts."""

    def weights(name: str) -> Mapping[str, Any] | None:
        return arrays if name == choice.WEIGHTS else loaded.weights(name)

    return replace(loaded, weights=weights)


def fold(row: Row) -> int:
    """The fold of the page's host: by its hash, so that it never changes."""
    return int(hashlib.md5(row.host.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def article(row: Row, loaded: Tables) -> Article | Rejected:
    """What the shipped path makes of the page."""
    content = row.html.encode("utf-8", "replace")
    return document.read(Document("bench", "-", Media.HTML, content, "utf-8"), loaded)


def body(found: Article | Rejected) -> str:
    """Paragraphs and subheadings in reading order; '' for no article."""
    return "\n".join(_texts(found)) if isinstance(found, Article) else ""


def _texts(found: Article) -> Iterator[str]:
    for number, paragraph in enumerate((*found.paragraphs, None)):
        yield from (s.text for s in found.subheadings if s.before == number)
        if paragraph is not None:
            yield paragraph


def peer(row: Row, settings: Mapping[str, Any]) -> str:
    """What trafilatura takes for the page's body."""
    return trafilatura.extract(row.html, include_comments=False, **settings) or ""


def timed(times: list[float], work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """The result of the work, whose milliseconds are added to the times."""
    start = time.process_time()
    result = work(*args, **named)
    times.append((time.process_time() - start) * 1000)
    return result


def report(scores: Scores, times: Mapping[str, list[float]]) -> None:
    """Print the table of bodies."""
    names = list(train_page_texts.SETS)
    heads = "".join(f"{name:>9}" for name in names)
    print(f"{'F1 of 4-word shingles':<24}   pooled     P     R{heads}  ms median")
    for tool, by_set in scores.items():
        pooled = shingles.mean([s for name in names for s in by_set[name]])
        cells = "".join(f"{shingles.mean(by_set[name]).f1:>9.3f}" for name in names)
        spent = f"{statistics.median(times[tool]):>9.1f}" if tool in times else ""
        print(
            f"{tool:<24} {pooled.f1:>8.4f} {pooled.precision:.3f} {pooled.recall:.3f}{cells}{spent}"
        )


def report_metadata(
    rows: Sequence[Row], articles: Mapping[str, Article | Rejected], *, differ: bool
) -> None:
    """Print how often title, date and author are the stated ones, and why dates are not."""
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for row in rows:
        found = articles[row.name]
        title, names, when = "", "", None
        if isinstance(found, Article):
            title, names, when = found.title, " ".join(found.authors), found.published_at
        counts["titles"] += 1
        counts["title exact"] += _words(title) == _words(row.about["title"])
        stated = str(row.about.get("date") or "")[:10]
        if re.fullmatch(r"\d{4}-\d\d-\d\d", stated):
            counts["dates"] += 1
            day = date.fromisoformat(stated)
            is_day = when is not None and when.first == when.last == day
            counts["date same day"] += is_day
            if not is_day:
                reason = why(found, day)
                reasons[reason] += 1
                if differ:
                    given = when.iso if when else "none"
                    print(f"  {row.name}: stated {stated}, given {given}: {reason}")
        authors = row.about.get("author")
        if authors:
            counts["authors"] += 1
            listed = authors if isinstance(authors, list) else re.split(r"[,;]", authors)
            wanted = {_words(a)[-1] for a in listed if _words(a)}
            counts["author surname"] += bool(wanted & set(_words(names)))
    if not counts["titles"]:
        return
    for what, of in (
        ("title exact", "titles"),
        ("date same day", "dates"),
        ("author surname", "authors"),
    ):
        print(f"{what:<24} {counts[what] / max(1, counts[of]):>8.3f} of {counts[of]}")
    for reason, count in reasons.most_common():
        print(f"  {count:>3} dates differ: {reason}")


def why(found: Article | Rejected, stated: date) -> str:
    """Why the day is not the stated one, as far as the page itself tells."""
    if isinstance(found, Rejected):
        return f"the page was rejected ({found.reason})"
    when = found.published_at
    if when is None:
        return "none was found"
    if when.instant is not None and abs(when.first - stated) == timedelta(days=1):
        return "the instant's day is the day before or after"
    in_url = dateline.in_url(found.url)
    if in_url and in_url[0].when.first == when.first:
        return "the page's address has the day that was given"
    if (when.first.month, when.first.day) == (stated.month, stated.day):
        return "only the year is another"
    return f"the page's {found.dated_by} states another day"


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


if __name__ == "__main__":
    main()
