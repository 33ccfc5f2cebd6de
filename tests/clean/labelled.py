"""Page dumps whose lines say what they are, and where a reading of one differs from that.

A file of `languages/` holds one dump. A line is `<label>|<text as the page shows it>`, an empty
line is an empty line of the dump, and `=|name: value` states what is no line of the page:

    =|authors: A Name; B Name      none: the article has no author
    =|published: 2026-03-12        as ISO 8601; none: no date may be found
    =|dated_by: byline             where that date stands
    =|outlet: The Skerry Times     only where the page's byline names it
    =|fetched: 2026-03-12T09:00Z   only where the page is dated by an age ('3 hours ago')

    H headline    S subheading    B paragraph    C caption    A alternative text of a picture
    Y byline      D date or age of the page
    P heading of a live blog's post    T its time    N its author
    J junk: whatever an editor would not have pasted
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from newsfold import tables
from newsfold.clean import document
from newsfold.model import Article, Document, Media, Post

HOME = Path(__file__).parent / "languages"
LABELS = frozenset("HSBCAYDPTNJ")
DROPPED = frozenset("JA")  # found among the removed texts, and nowhere else


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page. `number` is its place in the file, from 1."""

    label: str
    text: str
    number: int


@dataclass(frozen=True, slots=True)
class Dump:
    """A labelled dump."""

    name: str
    lines: tuple[Line, ...]
    text: str  # the page as a scraper would have left it
    stated: dict[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The language, which the file's name begins with."""
        return self.name.partition("_")[0]

    @property
    def authors(self) -> tuple[str, ...]:
        """The names that the article has to carry."""
        return tuple(filter(None, self.stated.get("authors", "").split("; ")))

    def texts(self, labels: str) -> list[str]:
        """The texts that carry one of the labels, in reading order."""
        return [line.text for line in self.lines if line.label in labels]

    def posts(self) -> tuple[Post, ...]:
        """The posts of a live blog; () for any other page."""
        if not self.texts("PTN"):
            return ()
        found: list[dict[str, list[str]]] = [{}]
        for line in (one for one in self.lines if one.label in "PTNB"):
            if line.label != "B" and "B" in found[-1]:
                found.append({})
            found[-1].setdefault(line.label, []).append(line.text)
        return tuple(
            Post(
                next(iter(one.get("P", ())), None),
                tuple(one["B"]),
                tuple(one.get("N", ())),
                next(iter(one.get("T", ())), None),
            )
            for one in found
        )


def names() -> list[str]:
    """Every dump's name, without its ending."""
    return sorted(file.stem for file in HOME.glob("*.txt"))


@lru_cache
def load(name: str) -> Dump:
    """The dump of that name. Raises: ValueError for a line without a label."""
    lines: list[Line] = []
    shown: list[str] = []
    stated: dict[str, str] = {}
    for number, raw in enumerate((HOME / f"{name}.txt").read_text("utf-8").splitlines(), 1):
        label, bar, text = raw.partition("|")
        if label == "=":
            key, _, value = text.partition(": ")
            stated[key] = value
            continue
        if raw and (not bar or label not in LABELS or not text.strip()):
            raise ValueError(f"{name}.txt:{number}: no label in {raw!r}")
        if raw:
            lines.append(Line(label, text, number))
        shown.append(text)
    return Dump(name, tuple(lines), "\n".join(shown).strip("\n") + "\n", stated)


@lru_cache
def read(name: str) -> Article:
    """What the room makes of the dump."""
    dump = load(name)
    fetched = dump.stated.get("fetched")
    found = document.read(
        Document(
            "languages",
            f"{name}.txt",
            Media.TEXT,
            dump.text.encode(),
            fetched_at=datetime.fromisoformat(fetched) if fetched else None,
        ),
        tables.load(),
    )
    assert isinstance(found, Article), found
    return found


def places(dump: Dump, texts: set[str], labels: str) -> list[str]:
    """The lines of these texts under these labels, as 'file:line label text', to be read."""
    return [
        f"{dump.name}.txt:{line.number} {line.label}|{line.text}"
        for line in dump.lines
        if line.label in labels and line.text in texts
    ]
