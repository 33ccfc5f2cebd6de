"""The mails that are measured: every sample issue in every theme."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from newsfold.config import Newsletter
from newsfold.deliver import message, unsubscribe
from newsfold.model import Issue
from newsfold.render import html, issue, theme
from newsfold.web import proof
from tests.render import editions, samples

READER = "ann@example.org"
SECRET = b"s" * 32


@dataclass(frozen=True, slots=True)
class Page:
    """One issue in one theme, as a file of its HTML and one of its whole mail."""

    name: str
    issue: str
    language: str
    html: str
    page: Path
    mail: Path


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. `met` is None where nothing was measured; `found` says why."""

    what: str
    goal: str
    found: str
    met: bool | None


def at_most(what: str, goal: float, found: float, said: str) -> Figure:
    """A figure that is met where `found` is not above the goal; `said` is how it is told."""
    return Figure(what, f"at most {goal:,}", said, found <= goal)


def at_least(what: str, goal: float, found: float, said: str) -> Figure:
    """A figure that is met where `found` is not below the goal; `said` is how it is told."""
    return Figure(what, f"at least {goal:,}", said, found >= goal)


def none(what: str, faults: Iterable[str]) -> Figure:
    """A figure that is met where there is no fault; one is told as an example."""
    found = sorted(set(faults))
    eg = f", e.g. {found[0]}" if found else ""
    return Figure(what, "none", f"{len(found)}{eg}", not found)


def missing(what: str, reason: str) -> Figure:
    """A figure that could not be measured."""
    return Figure(what, "", f"not measured: {reason}", None)


def all_of(issues: list[str], folder: Path) -> list[Page]:
    """Each of the issues in each theme, written into the folder. Their mails are dated now."""
    return [_page(name, look, folder) for name in issues for look in theme.THEMES]


def dressed(name: str, look: str) -> tuple[Issue, Newsletter]:
    """A sample issue, due now, and its newsletter in that theme."""
    told, newsletter = editions.ALL[name]
    now = datetime.now(UTC).replace(microsecond=0)
    return replace(told, due_at=now), editions.dressed(newsletter, look)


def html_of(name: str, look: str) -> str:
    """The HTML of one page, the unsubscribe link filled in."""
    told, newsletter = dressed(name, look)
    done = issue.render(told, newsletter, samples.SITE)
    links = unsubscribe.links(samples.SITE, newsletter, READER, SECRET)
    return proof.filled(done, done.html, links)


def compiled_by(mjml_to_html: Callable[[str], str]) -> AbstractContextManager[object]:
    """While it lasts, another program than newsfold's own library compiles the MJML."""

    def theirs(source: str, **_: object) -> str:
        return mjml_to_html(source)

    return patch.object(html, "mjml2html", theirs)


def _page(name: str, look: str, folder: Path) -> Page:
    told, newsletter = dressed(name, look)
    done = issue.render(told, newsletter, samples.SITE)
    links = unsubscribe.links(samples.SITE, newsletter, READER, SECRET)
    mail = message.compiled(told, done, newsletter, samples.SITE).to(READER, "Ann Lowe", links)
    base = folder / f"{name}-{look}"
    page = Page(
        name=f"{name}, {look}",
        issue=name,
        language=newsletter.language,
        html=html_of(name, look),
        page=base.with_suffix(".html"),
        mail=base.with_suffix(".eml"),
    )
    page.page.write_text(page.html, "utf-8")
    page.mail.write_bytes(mail.content)
    return page
