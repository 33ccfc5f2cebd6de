"""Headline, date and author that bare page dumps give, against what their pages state.

    python -m bench.clean_metadata --data DIR [--set n4k,wcxb] [--worst 10]

DIR holds `<set>.text.jsonl.gz`: one JSON object a line with `text`, `split` and, where the page
states them, `title`, `date` (ISO) and `author`. Only pages of the open split are read. A headline
is exact when it equals the stated one but for case, punctuation and spaces, and near when the F1
of their words is 0.8 or more; a date is right when it is the same day; an author is found when
the surname of one of those stated is among the words of one that was given.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsfold import tables
from newsfold.clean import document
from newsfold.model import Article, Document, Media, Rejected
from newsfold.text import chars
from newsfold.text.language import Tables

NEAR = 0.8
_WORD = re.compile(r"\w+")
_AND = re.compile(r",|;|&|\band\b|\bund\b|\bet\b", re.IGNORECASE)


@dataclass(slots=True)
class Tally:
    """What the pages of one set gave, by outcome, and some misses of each kind."""

    counts: Counter[str] = field(default_factory=Counter)
    misses: dict[str, list[str]] = field(default_factory=dict)

    def missed(self, kind: str, page: str, stated: object, given: object) -> None:
        """Note a miss so that it can be shown."""
        self.misses.setdefault(kind, []).append(f"{page}\n      {stated}\n      {given}")

    def share(self, kind: str, of: str) -> float:
        """The share of one count in another; 0.0 of nothing."""
        return self.counts[kind] / self.counts[of] if self.counts[of] else 0.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--set", default="n4k,wcxb")
    parser.add_argument("--worst", type=int, default=0, help="misses of each kind to print")
    chosen = parser.parse_args()
    loaded = tables.load()
    for name in chosen.set.split(","):
        tally = measured(chosen.data / f"{name}.text.jsonl.gz", loaded)
        report(name, tally)
        for kind, listed in sorted(tally.misses.items()):
            for line in listed[: chosen.worst]:
                print(f"   {kind}: {line}")


def pages(path: Path) -> Iterator[dict[str, Any]]:
    """The open pages of a set."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            page: dict[str, Any] = json.loads(line)
            if page["split"] == "open":
                yield page


def measured(path: Path, loaded: Tables) -> Tally:
    """Every open page of a set, read as a dump without hints."""
    tally = Tally()
    for page in pages(path):
        dump = Document("bench", "page.txt", Media.TEXT, page["text"].encode())
        found = document.read(dump, loaded)
        tally.counts["pages"] += 1
        if isinstance(found, Rejected):
            tally.counts["rejected"] += 1
            tally.missed("rejected", page["id"], page.get("title"), found.detail)
        given = found if isinstance(found, Article) else None
        _headline(tally, page, given)
        _date(tally, page, given)
        _author(tally, page, given)
    return tally


def _headline(tally: Tally, page: dict[str, Any], found: Article | None) -> None:
    stated, given = page.get("title"), found.title if found else ""
    if not stated:
        return
    tally.counts["titles"] += 1
    exact = _key(stated) == _key(given)
    tally.counts["exact"] += exact
    tally.counts["near"] += exact or _f1(stated, given) >= NEAR
    if not exact:
        tally.missed("headline", page["id"], stated, given)


def _date(tally: Tally, page: dict[str, Any], found: Article | None) -> None:
    stated, when = page.get("date"), found.published_at if found else None
    if not stated or len(stated) < len("2026-01-06"):
        tally.counts["dated without gold"] += when is not None
        return
    tally.counts["dates"] += 1
    if when is None:
        tally.counts["missing"] += 1
        tally.missed("date missing", page["id"], stated, None)
        return
    tally.counts["given"] += 1
    if when.first.isoformat() == stated[:10]:
        tally.counts["right"] += 1
    else:
        by = found.dated_by if found else None
        tally.missed("date wrong", page["id"], stated, f"{when.iso} by {by}")


def _author(tally: Tally, page: dict[str, Any], found: Article | None) -> None:
    stated, given = page.get("author"), found.authors if found else ()
    if not stated:
        return
    tally.counts["authors"] += 1
    if not given:
        tally.missed("author missing", page["id"], stated, found.outlet if found else None)
        return
    tally.counts["named"] += 1
    surnames = {_words(part)[-1] for part in _AND.split(stated) if _words(part)}
    if surnames & {word for name in given for word in _words(name)}:
        tally.counts["surname"] += 1
    else:
        tally.missed("author wrong", page["id"], stated, given)


def _key(text: str) -> str:
    return "".join(_words(text))


def _words(text: str) -> list[str]:
    return _WORD.findall(chars.printable(text).casefold())


def _f1(stated: str, given: str) -> float:
    a, b = Counter(_words(stated)), Counter(_words(given))
    shared = sum((a & b).values())
    return 2 * shared / (sum(a.values()) + sum(b.values())) if shared else 0.0


def report(name: str, tally: Tally) -> None:
    """Print one set's figures."""
    counts = tally.counts
    print(
        f"{name}: {counts['pages']} pages, {counts['rejected']} rejected\n"
        f"   headline exact {tally.share('exact', 'titles'):.3f}"
        f"  near {tally.share('near', 'titles'):.3f}  of {counts['titles']}\n"
        f"   date right {tally.share('right', 'dates'):.3f}"
        f"  wrong {(counts['given'] - counts['right']) / max(1, counts['dates']):.3f}"
        f"  missing {tally.share('missing', 'dates'):.3f}  of {counts['dates']};"
        f"  precision {tally.share('right', 'given'):.3f};"
        f"  dated where none is stated {counts['dated without gold']}\n"
        f"   author found {tally.share('surname', 'authors'):.3f}"
        f"  wrong {(counts['named'] - counts['surname']) / max(1, counts['authors']):.3f}"
        f"  of {counts['authors']};  precision {tally.share('surname', 'named'):.3f}"
    )


if __name__ == "__main__":
    main()
