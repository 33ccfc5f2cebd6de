"""Fits the weights by which a dump's headline is chosen, and says what they reach.

    .venv/bin/python -m tools.train_headline FILE.jsonl.gz... [--out FILE.py]

Each file holds one JSON object a line with `text`, `title`, `host` and `split`; pages of the open
split are read. Of a page's candidate lines the one whose weighted features sum up highest is the
headline; the features are those of `clean.headline_features`. The figure that counts is printed
first: the share of exact headlines by folds grouped by host. What is written are weights alone,
no text of any page; src/newsfold/clean/front/headline_weights.py was fitted on 1,029 pages of two
public research collections of article pages.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from newsfold import tables
from newsfold.clean import dump
from newsfold.clean.front import headline, headline_features
from newsfold.clean.labelling import body, labeller
from newsfold.clean.line import lines, signs
from newsfold.clean.live import labeller as live
from newsfold.clean.phrases import junk
from newsfold.text import chars
from newsfold.text.language import Tables
from tools import fitting

PENALTY = 3.0  # between 1 and 10 the figures move by 0.01
# A Markdown heading is the headline nearly always; the collections are plain text and do not tell.
HEADING = 4.0


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    loaded = tables.load()
    names: list[str] = []
    sets = [list(choices(path, loaded, names)) for path in chosen.files]
    everything = [one for listed in sets for one in listed]
    found = fitting.folded(everything, PENALTY, none_counts=False)
    for path, listed in zip(chosen.files, sets, strict=True):
        hits = 0.0
        for one in listed:
            at, _ = fitting.best(one, found[fitting.fold(one.host)])
            hits += one.right[at] if at >= 0 else 0.0
        print(f"{path.name}: exact {hits / len(listed):.3f} of {len(listed)} by grouped folds")
    fitted = fitting.fit(everything, PENALTY, none_counts=False)
    weights = dict(zip(names, map(float, fitted), strict=True)) | {"heading": HEADING}
    if chosen.out:
        told = fitting.module("its being the headline", "tools/train_headline.py", weights)
        chosen.out.write_text(told, encoding="utf-8")


def choices(path: Path, loaded: Tables, names: list[str]) -> Iterator[fitting.Choice]:
    """The pages of a file that state a title; `names` receives those of the features."""
    for page in fitting.pages(path):
        if not page.get("title"):
            continue
        around = surroundings(page["text"], loaded)
        at = headline.candidates(around) if around else []
        seen = [headline_features.of(i, around) for i in at] if around else []
        if seen and not names:
            names += list(seen[0])
        key = bare(page["title"])
        right = [around is not None and bare(around.signs[i].line.text) == key for i in at]
        yield fitting.choice(page["host"], seen, right)


def surroundings(text: str, loaded: Tables) -> headline.Surroundings | None:
    """What the cleaner sees of a dump when it looks for the headline; None without any text."""
    code = dump.language_of(text, loaded)
    language, phrases = loaded.language(code), junk.phrases(loaded, code)
    seen = signs.read(lines.split(text, language)[0], language, phrases)
    is_live = live.is_live(seen, phrases)
    first, last = labeller.span(seen, body.kept(seen, loaded), is_live=is_live)
    return labeller.surroundings(seen, first, last, language) if last >= first else None


def bare(text: str) -> str:
    """The text's letters and digits."""
    return "".join(c for c in chars.fold(text) if c.isalnum())


if __name__ == "__main__":
    main()
