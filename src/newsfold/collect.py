"""Sources -> what they hold: each document gathered and cleaned, each outcome counted.

One bad source or document is a value and never stops the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, TypeVar

from newsfold.clean import document as cleaner
from newsfold.clean import explain
from newsfold.config import Source
from newsfold.gather import folder
from newsfold.model import Article, Document, Failure, Hints, Notice, Reason, Rejected, Verdict
from newsfold.text.language import Tables

T = TypeVar("T")
Outcome = Article | Rejected | Failure | Notice  # of gathering and cleaning

NAMED = 5  # articles that a notice names; by eye

Progress = Callable[[str, int], None]  # (step, how many done so far)


def silent(step: str, done: int) -> None:
    """A progress callback that shows nothing."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What the sources gave: articles in input order, and everything that gave none."""

    articles: tuple[Article, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    failures: tuple[Failure, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def reasons(self) -> dict[str, int]:
        """Reason code -> how many documents were refused for it, by code."""
        return dict(sorted(Counter(r.reason.value for r in self.rejected).items()))


def articles(
    sources: Iterable[Source],
    tables: Tables,
    *,
    max_bytes: int,
    stdin: IO[bytes] | None = None,
    progress: Progress = silent,
) -> Collected:
    """Every article of the sources, cleaned; each distinct one once, the first seen."""
    found: dict[str, Article] = {}
    rejected: list[Rejected] = []
    failures: list[Failure] = []
    notices: list[Notice] = []
    passed: list[tuple[Article, Article]] = []  # (passed over, the one read before it)
    for count, item in enumerate(outcomes(sources, tables, max_bytes=max_bytes, stdin=stdin), 1):
        progress("articles read", count)
        if isinstance(item, Article):
            first = found.setdefault(item.id, item)
            if _says_else(item, first):
                passed.append((item, first))
        elif isinstance(item, Rejected):
            rejected.append(item)
        elif isinstance(item, Notice):
            notices.append(item)
        else:
            failures.append(item)
    notices.extend(_passed_over(passed))
    return Collected(tuple(found.values()), tuple(rejected), tuple(failures), tuple(notices))


def _says_else(article: Article, first: Article) -> bool:
    return (article.title, article.paragraphs) != (first.title, first.paragraphs)


def _passed_over(passed: list[tuple[Article, Article]]) -> Iterator[Notice]:
    """One notice of all articles that have the address of another, yet another text."""
    if not passed:
        return
    listed = ", ".join(
        f"{article.locator} (the address {first.url} is that of {first.locator}, read before)"
        for article, first in passed[:NAMED]
    )
    more = f" and {len(passed) - NAMED:,} more" if len(passed) > NAMED else ""
    yield Notice(
        passed[0][0].locator,
        "same-address",
        f"passed over, as one address is one article: {listed}{more}",
    )


def outcomes(
    sources: Iterable[Source], tables: Tables, *, max_bytes: int, stdin: IO[bytes] | None = None
) -> Iterator[Outcome]:
    """One outcome per document, in input order; what is to be known of a file comes behind it."""
    for item in _gathered(sources, max_bytes, stdin):
        yield cleaned(item, tables) if isinstance(item, Document) else item


def explained(
    sources: Iterable[Source], tables: Tables, *, max_bytes: int, stdin: IO[bytes] | None = None
) -> Iterator[tuple[Outcome, tuple[Verdict, ...]]]:
    """The same outcomes, each with the verdicts on its document's lines."""
    for item in _gathered(sources, max_bytes, stdin):
        if isinstance(item, Document):
            yield _guarded(item, lambda d: explain.read(d, tables), lambda refused: (refused, ()))
        else:
            yield item, ()


def _gathered(
    sources: Iterable[Source], max_bytes: int, stdin: IO[bytes] | None
) -> Iterator[Document | Failure | Notice]:
    for source in sources:
        category = (source.category,) if source.category else ()
        yield from folder.documents(
            [source.path],
            max_bytes=max_bytes,
            stdin=stdin,
            source=source.name,
            defaults=Hints(outlet=source.outlet, categories=category),
        )


def cleaned(document: Document, tables: Tables) -> Article | Rejected:
    """The article in a document, or why there is none; a defect of ours is a counted failure."""
    return _guarded(document, lambda d: cleaner.read(d, tables), lambda refused: refused)


def _guarded(
    document: Document, read: Callable[[Document], T], refuse: Callable[[Rejected], T]
) -> T:
    try:
        return read(document)
    except Exception as error:  # noqa: BLE001 - the one per-item boundary: a defect is counted
        detail = (
            f"cleaning failed with {type(error).__name__}: {error}; please report this document"
        )
        return refuse(Rejected(document.source, document.locator, Reason.FAILED, detail))
