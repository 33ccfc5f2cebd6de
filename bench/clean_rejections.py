"""Which pages that surely are articles the cleaner refuses, and why.

    python -m bench.clean_rejections --data FOLDER [--split open]

FOLDER holds `NAME.text.jsonl.gz` (id, url, text, articleBody) and `NAME.html.jsonl.gz` (id, html);
every page of theirs is an article. The splits are those of the cleaning measurements, by the
MD5 of the id. Prints the share of refusals for each set and kind, and every id with its reason.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from newsfold import tables
from newsfold.clean import document
from newsfold.model import Document, Media, Rejected
from newsfold.text import words

SETS = (
    ("text", Media.TEXT, ("sh", "n4k", "wcxb")),
    ("html", Media.HTML, ("sh", "n4k")),
)
OPEN_SHARE = 70  # per cent of the ids; the rest is held back from all tuning


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--split", choices=("open", "held", "all"), default="open")
    chosen = parser.parse_args()
    total = refused = 0
    for kind, media, names in SETS:
        for name in names:
            pages = list(_pages(chosen.data, name, kind, chosen.split))
            found = [r for r in (_refusal(page, media) for page in pages) if r is not None]
            total, refused = total + len(pages), refused + len(found)
            _report(f"{name} {kind}", len(pages), found)
    print(f"all: {refused} of {total} refused, {refused / max(1, total):.2%}")


def _pages(folder: Path, name: str, kind: str, split: str) -> Iterator[dict[str, str]]:
    gold = {row["id"]: row for row in _rows(folder / f"{name}.text.jsonl.gz")}
    for row in _rows(folder / f"{name}.{kind}.jsonl.gz"):
        is_open = int(hashlib.md5(row["id"].encode()).hexdigest(), 16) % 100 < OPEN_SHARE
        if split == "all" or is_open == (split == "open"):
            yield {"id": row["id"], "body": row[kind], "gold": gold[row["id"]]["articleBody"]}


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _refusal(page: dict[str, str], media: Media) -> tuple[str, str, int] | None:
    """The page's id, the reason and how many words its article has; None when it is read."""
    content = page["body"].encode("utf-8", "surrogatepass")
    found = document.read(Document("bench", page["id"], media, content), tables.load())
    if not isinstance(found, Rejected):
        return None
    return page["id"], f"{found.reason.value}: {found.detail}", words.count(page["gold"])


def _report(title: str, total: int, found: list[tuple[str, str, int]]) -> None:
    reasons = Counter(reason.partition(":")[0] for _, reason, _ in found)
    print(f"{title}: {len(found)} of {total} refused, {len(found) / max(1, total):.2%}", end="")
    print(f" ({', '.join(f'{n} {r}' for r, n in reasons.most_common())})" if found else "")
    for page_id, reason, count in found:
        print(f"  {page_id}  {reason} [the article has {count} words]")


if __name__ == "__main__":
    main()
