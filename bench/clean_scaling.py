"""How the time to clean one document grows with its size, for texts that are hard on patterns.

    python -m bench.clean_scaling [--sizes 10 40 1000 10000] [--only NAME ...]

Sizes are in KB. Seconds are this process's own CPU time. Exponents: `small` is the growth from
the first size to the second, both below the cap on a line; `large` that from the last but one to
the last, where caps may hold. 1.0 is linear, 0 means that a cap was reached. Exit code 1 when one
is above 1.15 and its larger time above half a second: below that, noise decides.
"""

from __future__ import annotations

import argparse
import html
import math
import sys
import time
from collections.abc import Callable

from newsfold import tables
from newsfold.clean import document
from newsfold.clean.line import lines
from newsfold.model import Document, Media
from newsfold.text.language import Tables

KB = 1000
LINE = lines.MAX_LINE_CHARS
MAX_EXPONENT = 1.15
NOISE_S = 0.5

LINES = (
    "Saltmere Echo",
    "Home | News | Sport",
    "Ferry to Holm stays in port for a third week",
    "By Ida Marsh, Harbour correspondent",
    "Published 11 March 2026, 10:42 GMT",
    "The ferry between Saltmere and the island of Holm will stay in port until Monday at least.",
    '"We are waiting for one bolt," said the master of the ferry, Nils Orme, on the quay.',
    "Read more: Harbour wall is to be raised",
    "The island has had no post since 2 March, and its only shop has run out of flour and oil.",
    "Advertisement",
    "Related articles",
)
PROSE = " ".join(line for line in LINES if line.endswith("."))

# What is repeated up to the size, for each kind of text.
PIECES: dict[str, str] = {
    "ordinary dump": "\n\n".join(LINES) + "\n\n",
    "one long line": f"{PROSE} ",
    "one long word": "ferry",
    "many short lines": "a b\n",
    "short sentences": "He did.\n\n",
    "promos in a line": "Read more: Harbour wall is to be raised The ferry stays in port today. ",
    "promos without end": "Read more: Harbour wall raised Read more from the Echo: ",
    "quotes": '"We wait," he said, "and wait." ',
    "bare quotes": '"',
    "dates": "on 6 January 2026 and 7/1/2026, at 10:42 GMT, 3 days ago last Monday, ",
    "digits": "1234567890 ",
    "clock times": "10:42 ",
    "names": "Ida Marsh and Bo Ray, ",
    "spaces": " ",
    "wide spaces": "\u00a0\u2009 ",
    "dots": ".",
    "dots and spaces": ". ",
    "mixed signs": "|-_*#>([{~:;!?…",
    "dashes": " - ",
    "bars": "| a ",
    "stars": "**a",
    "open links": "[a](",
    "addresses": "https://example.org/a?b=c ",
    "capitals": "READ MORE ",
    "no-break words": "a-b.c,d'e",
    "Chinese": "市議会は灯台を移すことを決めた。",
    "combining marks": "a\u0301\u0300",
    "cookie words": "we use cookies and our partners use cookies ",
}


def _lined(text: str) -> str:
    return "\n".join(text[i : i + LINE] for i in range(0, len(text), LINE))


def _tagged(text: str) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n"))


WRAPPED: dict[str, tuple[Media, Callable[[str], str]]] = {
    "text": (Media.TEXT, str),
    "text in long lines": (Media.TEXT, _lined),
    "markdown": (Media.MARKDOWN, str),
    "page, in paragraphs": (Media.HTML, lambda text: f"<article>{_tagged(text)}</article>"),
    "page, in one": (Media.HTML, lambda text: f"<article><p>{html.escape(text)}</p></article>"),
    "entry": (Media.ENTRY, lambda text: f"<p>{html.escape(text)}</p>"),
}
MARKUP: dict[str, str] = {
    "open tags": "<a ",
    "nested tags": "<div>x",
    "less-than signs": "<",
    "comments": "<!-- x -->",
    "open comments": "<!--",
    "entities": "&amp;&#65;&",
    "list items": "<li>Home</li>",
    "links": '<p><a href="/a">Harbour wall is to be raised</a></p>',
    "line breaks": "a<br>",
    "headings": "<h2>Why it matters</h2><p>The shop is out of flour.</p>",
    "figures": "<figure><img src=a alt=b><figcaption>Quay. Photo: P. Holt</figcaption></figure>",
    "doctypes": "<!DOCTYPE x [",
    "equal texts": "<p>The bolt came to the ferry today.</p><button>Share</button>",
}


def main() -> int:
    """Measure and print; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 40, 1000, 10_000])
    parser.add_argument("--only", nargs="+", default=[], help="beginnings of the kinds to measure")
    chosen = parser.parse_args()
    known = tables.load()
    print(f"{'seconds of CPU at KB':44}", *(f"{s:>8}" for s in chosen.sizes), "   small    large")
    worst = 0.0
    for name, (media, make) in kinds().items():
        if not name.startswith(tuple(chosen.only or ("",))):
            continue
        seconds = [
            measured(Document("bench", "a", media, make(size * KB).encode()), known)
            for size in chosen.sizes
        ]
        pairs = [(i, i + 1) for i in (0, len(seconds) - 2)]
        grown = [growth(chosen.sizes, seconds, *pair) for pair in pairs]
        told = [g for g, (_, after) in zip(grown, pairs, strict=True) if seconds[after] > NOISE_S]
        worst = max([worst, *told])
        shown = (*(f"{value:8.3f}" for value in seconds), *(f"{value:8.2f}" for value in grown))
        print(f"{name:44}", *shown, flush=True)
    print(f"the largest exponent is {worst:.2f}; {MAX_EXPONENT} is allowed")
    return 1 if worst > MAX_EXPONENT else 0


def kinds() -> dict[str, tuple[Media, Callable[[int], str]]]:
    """Name -> the media type, and what makes a document of so many characters."""
    found: dict[str, tuple[Media, Callable[[int], str]]] = {}
    for shape, (media, wrap) in WRAPPED.items():
        for name, piece in PIECES.items():
            found[f"{shape}: {name}"] = (media, _maker(piece, wrap))
    for shape, media in (("page", Media.HTML), ("entry", Media.ENTRY)):
        for name, piece in MARKUP.items():
            found[f"{shape}: {name}"] = (media, _maker(piece, lambda text: f"<p>x</p>{text}"))
    return found


def _maker(piece: str, wrap: Callable[[str], str]) -> Callable[[int], str]:
    return lambda size: wrap((piece * (size // len(piece) + 1))[:size])


def measured(given: Document, known: Tables) -> float:
    """CPU seconds of cleaning the document once; a small one three times, the best counts."""
    rounds = 3 if len(given.body) <= 100 * KB else 1
    times = []
    for _ in range(rounds):
        start = time.process_time()
        document.read(given, known)
        times.append(time.process_time() - start)
    return min(times)


def growth(sizes: list[int], seconds: list[float], before: int, after: int) -> float:
    """The exponent of the growth between two sizes: seconds ~ size ** exponent."""
    ratio = max(seconds[after], 1e-4) / max(seconds[before], 1e-4)
    return math.log(ratio) / math.log(sizes[after] / sizes[before])


if __name__ == "__main__":
    sys.exit(main())
