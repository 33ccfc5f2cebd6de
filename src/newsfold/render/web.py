"""Pages for the web: an issue on its own, and the list of all issues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsfold.config import Newsletter, Site
from newsfold.model import InlinePicture, Issue
from newsfold.render import dates, pictures, shown, templates, theme, words
from newsfold.render.pictures import PictureView

PAGE = "web/issue.html.j2"
ARCHIVE = "web/archive.html.j2"
CONSENT = "web/consent.html.j2"
STORIES = "web/parts/stories.j2"


@dataclass(frozen=True, slots=True)
class Other:
    """The same issue in another language."""

    language: str
    name: str  # of the language, in that language
    url: str


@dataclass(frozen=True, slots=True)
class Around:
    """Where a page leads: the list of issues, the feed, the other languages."""

    archive: str | None = None
    feed: str | None = None
    others: tuple[Other, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One issue of the list, with its date and month in words."""

    url: str
    headline: str
    date: str
    month: str
    number: str
    name: str | None = None  # what a screen reader says, where the headline alone is not enough


@dataclass(frozen=True, slots=True)
class Group:
    """A newsletter's issues, newest first."""

    title: str
    language: str
    direction: str
    feed: str
    lines: tuple[Line, ...]


NOWHERE = Around()


def page(
    issue: Issue,
    newsletter: Newsletter,
    site: Site,
    *,
    language: str | None = None,
    overrides: Path | None = None,
    fetched: Mapping[str, InlinePicture] | None = None,
    around: Around = NOWHERE,
) -> str:
    """The whole issue as a page: what the mail tells, in its order, with no limit of size.

    Pictures that travel in the mail are inside the page. Raises: TemplateError.
    """
    chosen = language or newsletter.language
    look = theme.of(newsletter.theme)
    shelf = pictures.chosen(issue, newsletter.pictures, look.width, fetched or {})
    view = shown.of(issue, newsletter, site, chosen, 0, shelf)
    values = {
        **_frame(chosen, newsletter, around.feed),
        "view": view,
        "archive": around.archive,
        "others": around.others,
        "remote": any(p.address.startswith("https:") for p in shelf.values()),
    }
    done = templates.filled(PAGE, values, overrides)
    for picture in (fetched or {}).values():
        done = done.replace(pictures.address(picture), pictures.data_url(picture))
    return done


def stories(
    issue: Issue, newsletter: Newsletter, site: Site, *, overrides: Path | None = None
) -> str:
    """What the issue tells as a piece of HTML without styles or pictures. Raises: TemplateError."""
    none: dict[str, PictureView] = {}
    view = shown.of(issue, newsletter, site, newsletter.language, 0, none)
    values = {"view": view, "words": words.of(newsletter.language)}
    return templates.filled(STORIES, values, overrides)


def archive(
    groups: Sequence[Group], newsletter: Newsletter, *, overrides: Path | None = None
) -> str:
    """The list of all issues, in the look and language of one newsletter. Raises: TemplateError."""
    feed = groups[0].feed if len(groups) == 1 else None
    values = {
        **_frame(newsletter.language, newsletter, feed),
        "title": newsletter.title,
        "groups": groups,
        "remote": False,
    }
    return templates.filled(ARCHIVE, values, overrides)


def consent(
    kind: str,
    newsletter: Newsletter,
    language: str,
    values: Mapping[str, object],
    *,
    overrides: Path | None = None,
) -> str:
    """A page behind a mail's own links: 'ask' before leaving, 'left', 'choose' or 'unknown'.

    `values` are those that the template needs for 'choose'. Raises: TemplateError.
    """
    whole = {**_frame(language, newsletter, None), "title": newsletter.title, "remote": False}
    return templates.filled(CONSENT, {**whole, "kind": kind, **values}, overrides)


def languages(codes: Sequence[str]) -> tuple[Other, ...]:
    """The languages by their own names, to choose from."""
    return tuple(Other(code, dates.named(code), "") for code in codes)


def _frame(language: str, newsletter: Newsletter, feed: str | None) -> dict[str, object]:
    return {
        "language": language,
        "direction": dates.direction(language),
        "words": words.of(language),
        "theme": theme.of(newsletter.theme),
        "feed": feed,
    }
