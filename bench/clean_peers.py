"""Cleaning beside the peers, all in one run: F1 of 4-word groups and CPU time a page.

    python -m bench.clean_peers --data FOLDER [--set sh,n4k] [--every N]

Runs ours, trafilatura, jusText and, where they are installed, readability-lxml and newspaper4k on
the HTML pages of the folder (`<set>.html.jsonl.gz` beside `<set>.text.jsonl.gz`), page by page, so
that all see the same load; then ours, trafilatura and jusText on the bare dumps, whose lines the
peers are given as paragraphs. A peer that is missing is named with what to install. Ours was
trained on such pages: what it reaches on other hosts is printed by `bench.clean --cv` and
`bench.clean_pages --cv`.
"""

from __future__ import annotations

import argparse
import gzip
import html
import importlib
import json
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bench import judges, shingles

Extractor = Callable[[str], str]


def of_html() -> Iterator[tuple[str, Extractor]]:
    """Every extractor of pages that is installed."""
    yield "newsfold", judges.clean_html
    yield "trafilatura", _trafilatura()
    yield "trafilatura precision", _trafilatura(favor_precision=True)
    yield "justext", _justext
    for name, package, made in (
        ("readability", "readability-lxml", _readability),
        ("newspaper", "newspaper4k", _newspaper),
    ):
        try:
            yield package, made(importlib.import_module(name))
        except ImportError:
            print(f"{package} is not installed: pip install {package}")


def of_text() -> Iterator[tuple[str, Extractor]]:
    """Every extractor that can be given a bare dump."""
    yield "newsfold", judges.clean_text
    yield "trafilatura", _of_lines(_trafilatura())
    yield "justext", _of_lines(_justext)


def _trafilatura(**settings: bool) -> Extractor:
    package = importlib.import_module("trafilatura")
    return lambda page: str(package.extract(page, include_comments=False, **settings) or "")


def _of_lines(extract: Extractor) -> Extractor:
    return lambda text: extract(_page(text))


def _page(text: str) -> str:
    lines = (html.escape(line) for line in text.splitlines() if line.strip())
    return "<html><body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>"


def _justext(page: str) -> str:
    justext = importlib.import_module("justext")
    found = justext.justext(page.encode(), justext.get_stoplist("English"))
    return "\n".join(p.text for p in found if not p.is_boilerplate)


def _readability(package: Any) -> Extractor:
    lxml_html = importlib.import_module("lxml.html")

    def extract(page: str) -> str:
        summary = lxml_html.fromstring(package.Document(page).summary())
        return "\n".join(map(str, summary.itertext()))

    return extract


def _newspaper(package: Any) -> Extractor:
    def extract(page: str) -> str:
        article = package.Article("https://example.org/", language="en")
        article.download(input_html=page)
        article.parse()
        return str(article.text)

    return extract


def pages(folder: Path, names: list[str], suffix: str) -> Iterator[Mapping[str, str]]:
    """The pages of the sets: `id`, `articleBody`, and `text` or `html`."""
    for name in names:
        bodies = {row["id"]: row for row in _rows(folder / f"{name}.text.jsonl.gz")}
        if suffix == "text":
            yield from bodies.values()
        else:
            for row in _rows(folder / f"{name}.html.jsonl.gz"):
                yield {**bodies[row["id"]], "html": row["html"]}


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def measure(extractors: Mapping[str, Extractor], found: list[Mapping[str, str]], key: str) -> None:
    """Print a line an extractor, best first."""
    scores: dict[str, list[shingles.Score]] = defaultdict(list)
    times: dict[str, list[float]] = defaultdict(list)
    failures: dict[str, int] = defaultdict(int)
    for page in found:
        for name, extract in extractors.items():
            start = time.process_time()
            try:
                text = extract(page[key]) or ""
            except Exception:  # noqa: BLE001 - a peer that fails on a page is counted
                text = ""
                failures[name] += 1
            times[name].append(1000 * (time.process_time() - start))
            scores[name].append(shingles.score(page["articleBody"], text))
    print(f"\n{key}: {len(found)} pages")
    for name in sorted(extractors, key=lambda n: -shingles.mean(scores[n]).f1):
        mean, middle = shingles.mean(scores[name]), statistics.median(times[name])
        print(
            f"  {name:22} F1 {mean.f1:.4f}  precision {mean.precision:.4f}  recall"
            f" {mean.recall:.4f}  {middle:6.1f} ms  {failures[name]} failed"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--set", default="sh,n4k")
    parser.add_argument("--every", type=int, default=1, help="only every n-th page")
    asked = parser.parse_args()
    names = asked.set.split(",")
    measure(dict(of_html()), list(pages(asked.data, names, "html"))[:: asked.every], "html")
    measure(dict(of_text()), list(pages(asked.data, names, "text"))[:: asked.every], "text")


if __name__ == "__main__":
    main()
