"""The simulated week of week.toml, written as a scraper would leave it, a folder a day."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

FIRST = date(2026, 3, 9)
WEEK: dict[str, Any] = tomllib.loads(Path(__file__).with_name("week.toml").read_text("utf-8"))
DAYS = len(WEEK["days"])


@dataclass(frozen=True)
class Told:
    """One story of one day's issue."""

    day: int
    label: str  # the running story most of its articles belong to
    id: str
    status: str
    since: str | None
    texts: tuple[str, ...]  # as their sources wrote them


def day(number: int) -> date:
    """The date of a day, counted from 1."""
    return FIRST + timedelta(days=number - 1)


def at(number: int) -> str:
    """The evening on which a day's issue is made."""
    return f"{day(number).isoformat()}T20:00:00Z"


def write(folder: Path) -> list[Path]:
    """Writes the articles into a folder a day; the folders in order."""
    folders = [folder / f"day{number}" for number in range(1, DAYS + 1)]
    records: dict[int, list[dict[str, str]]] = {n: [] for n in range(1, DAYS + 1)}
    for number, article in enumerate(WEEK["articles"]):
        records[article["day"]].append(
            {
                "url": url(number),
                "title": article["title"],
                "outlet": article["outlet"],
                "published_at": f"{day(article['day']).isoformat()}T17:{number % 60:02d}:00Z",
                "language": "en",
                "text": "\n\n".join(article["text"].format(**WEEK["background"]).split("\n")),
            }
        )
    for number, path in enumerate(folders, 1):
        path.mkdir(parents=True)
        (path / "articles.jsonl").write_text("\n".join(map(json.dumps, records[number])))
    return folders


def url(number: int) -> str:
    """The address of an article."""
    return f"https://news.example.org/{number}"


LABELS = {url(n): article["story"] for n, article in enumerate(WEEK["articles"])}


def stories(issue: dict[str, Any], number: int) -> list[Told]:
    """What a day's issue, as `digest issues show --json` prints it, tells in full."""
    found: list[Told] = []
    for story in (s for section in issue["sections"] for s in section["stories"]):
        labels = [LABELS[article["url"]] for article in story["articles"]]
        found.append(
            Told(
                number,
                max(sorted(set(labels)), key=labels.count),
                story["id"],
                story["status"],
                story["continuing_since"],
                tuple(s["source_text"] for s in (*story["summary"], *story["key_events"])),
            )
        )
    return found
