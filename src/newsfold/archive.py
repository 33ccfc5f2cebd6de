"""The archive: a page for each issue, the list of them, a feed for each newsletter, as files.

    index.html                  all issues
    SLUG.atom                   a newsletter's newest issues
    ISSUE/index.html            one issue, in the newsletter's own language
    ISSUE/LANGUAGE/index.html   the same in another one

Where `site.base_url` is set the files belong at its `/a/`, and links are absolute; without it they
lead from file to file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from newsfold.config import Config, Newsletter
from newsfold.model import Issue, RenderedIssue
from newsfold.render import addresses, atom, dates, plain, shown, web, words
from newsfold.render.web import Around, Group, Line, Other
from newsfold.store import issues
from newsfold.store.database import Database
from newsfold.store.issues import IssueRow

INDEX = "index.html"
# An id comes from an editor's file perhaps; as a folder's name it must not lead out of ours.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class File:
    """One file of the archive; `path` is relative to its folder, with '/'."""

    path: str
    content: bytes


def whole(db: Database, config: Config, *, overrides: Path | None = None) -> Iterator[File]:
    """Every file, of all configured newsletters. Raises: TemplateError."""
    for newsletter in config.newsletters:
        for issue in issues.newest(db, newsletter.slug):
            variants = issues.variants(db, issue.id)
            yield from pages(issue, variants, newsletter, config, overrides=overrides)
    yield from fronts(db, config, overrides=overrides)


def one(db: Database, config: Config, path: str, *, overrides: Path | None = None) -> File | None:
    """The file at a path, where a folder means its index; None for none. Raises: TemplateError."""
    wanted = (path, f"{path.rstrip('/')}/{INDEX}".lstrip("/"))
    found = issues.find(db, path.partition("/")[0])
    slug = found.issue.newsletter if found else None
    newsletter = next((n for n in config.newsletters if n.slug == slug), None)
    made: Iterable[File] = ()
    if found is not None and newsletter is not None:
        made = pages(found.issue, found.rendered, newsletter, config, overrides=overrides)
    elif path in ("", INDEX, *(f"{n.slug}.atom" for n in config.newsletters)):
        made = fronts(db, config, overrides=overrides)
    return next((file for file in made if file.path in wanted), None)


def pages(
    issue: Issue,
    variants: Sequence[RenderedIssue],
    newsletter: Newsletter,
    config: Config,
    *,
    overrides: Path | None = None,
) -> Iterator[File]:
    """One issue's pages; none where its id cannot be a folder's name. Raises: TemplateError."""
    if not _NAME.fullmatch(issue.id):
        return
    fetched = {picture.url: picture for v in variants for picture in v.pictures}
    for language in newsletter.offered:
        content = web.page(
            issue,
            newsletter,
            config.site,
            language=language,
            overrides=overrides,
            fetched=fetched,
            around=_around(issue, newsletter, config, language),
        )
        yield File(_path(issue.id, newsletter, language), content.encode())


def fronts(db: Database, config: Config, *, overrides: Path | None = None) -> Iterator[File]:
    """The list of all issues and the feeds: what changes with each issue. Raises: TemplateError."""
    groups: list[Group] = []
    for newsletter in config.newsletters:
        rows = [r for r in issues.listing(db, newsletter.slug) if _NAME.fullmatch(r.id)]
        if rows:
            groups.append(_group(rows, newsletter, config))
            yield _feed(db, newsletter, config, overrides)
    content = web.archive(groups, config.newsletters[0], overrides=overrides)
    yield File(INDEX, content.encode())


def _feed(db: Database, newsletter: Newsletter, config: Config, overrides: Path | None) -> File:
    site = config.site
    entries: list[atom.Entry] = []
    newest = issues.newest(db, newsletter.slug, atom.NEWEST)
    for issue in (issue for issue in newest if _NAME.fullmatch(issue.id)):
        view = shown.of(issue, newsletter, site, newsletter.language, 0, {})
        content = web.stories(issue, newsletter, site, overrides=overrides)
        url = addresses.issue(site, issue.id) or _path(issue.id, newsletter, newsletter.language)
        entries.append(atom.Entry(issue, url, view.subject, view.preheader, content))
    archive, own = addresses.archive(site) or INDEX, addresses.feed(site, newsletter.slug)
    return File(f"{newsletter.slug}.atom", atom.feed(entries, newsletter, archive=archive, own=own))


def _group(rows: Sequence[IssueRow], newsletter: Newsletter, config: Config) -> Group:
    language = newsletter.language
    lines: list[Line] = []
    told: set[str] = set()
    for row in rows:
        line = _line(row, newsletter, config)
        # Links of one name lead to one place (WCAG 2.4.4): a headline told again has its day.
        again = line.headline.casefold() in told
        told.add(line.headline.casefold())
        lines.append(replace(line, name=f"{line.headline} ({line.date})" if again else None))
    feed = addresses.feed(config.site, newsletter.slug) or f"{newsletter.slug}.atom"
    return Group(newsletter.title, language, dates.direction(language), feed, tuple(lines))


def _line(row: IssueRow, newsletter: Newsletter, config: Config) -> Line:
    said, language = words.of(newsletter.language), newsletter.language
    day = _day(row, newsletter)
    return Line(
        url=addresses.issue(config.site, row.id) or _path(row.id, newsletter, language),
        headline=plain.line(row.headline) or said.untitled,
        date=dates.full(day, language),
        month=dates.month(day, language),
        number=said.issue.format(n=row.number),
    )


def _day(row: IssueRow, newsletter: Newsletter) -> date:
    """The edition's day; of an edition that is none, the day when its mail is dated."""
    try:
        return date.fromisoformat(row.edition)
    except ValueError:
        return row.frozen_at.astimezone(newsletter.zone).date()


def _around(issue: Issue, newsletter: Newsletter, config: Config, language: str) -> Around:
    """Where one issue's page leads."""
    site, up = config.site, _up(newsletter, language)
    return Around(
        archive=addresses.archive(site) or f"{up}{INDEX}",
        feed=addresses.feed(site, newsletter.slug) or f"{up}{newsletter.slug}.atom",
        others=tuple(
            Other(
                code,
                dates.named(code),
                addresses.issue(site, issue.id, _other(code, newsletter))
                or f"{up}{_path(issue.id, newsletter, code)}",
            )
            for code in newsletter.offered
            if code != language
        ),
    )


def _other(language: str, newsletter: Newsletter) -> str | None:
    return language if language != newsletter.language else None


def _path(issue_id: str, newsletter: Newsletter, language: str) -> str:
    other = _other(language, newsletter)
    return "/".join(part for part in (issue_id, other, INDEX) if part)


def _up(newsletter: Newsletter, language: str) -> str:
    return "../../" if _other(language, newsletter) else "../"
