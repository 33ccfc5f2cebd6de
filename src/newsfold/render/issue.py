"""The RenderedIssue of an issue: subject, preheader, HTML and text for one language."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from newsfold.config import Newsletter, Site
from newsfold.model import InlinePicture, Issue, RenderedIssue, Story
from newsfold.render import (
    addresses,
    budget,
    dates,
    html,
    pictures,
    plain,
    text,
    theme,
    view,
    words,
)
from newsfold.render.pictures import PictureView
from newsfold.render.view import BriefView, IssueView, Link, Manner, SectionView

MAX_SUBJECT = 78  # RFC 5322 2.1.1: the line length that every reader shows
MAX_TITLE = 120  # a title set by hand in an issue file; configured ones are shorter
# Longer words leave a 320 px screen unless they break inside: its 272 px hold that many average
# letters of Georgia at 32 px (title), 26 px bold (a lead's headline) and 17 px (the rest).
LONG_TITLE, LONG_HEADING, LONG_BODY = 13, 18, 28
MAX_NOTE = 8_000  # characters of an editor's note: a tenth of the size budget


def render(
    issue: Issue,
    newsletter: Newsletter,
    site: Site,
    *,
    language: str | None = None,
    overrides: Path | None = None,
    fetched: Mapping[str, InlinePicture] | None = None,
) -> RenderedIssue:
    """The issue in one language (the newsletter's unless given), for all readers alike.

    `overrides` is a folder laid out like `templates/`; what it holds is used before the built-in
    files. `fetched` has the pictures that are to be embedded, by address. Stories that would push
    the HTML past `budget.MAX_HTML` bytes are told in one line.
    Raises: TemplateError naming the file, and the line where it can be known.
    """
    chosen = language or newsletter.language
    slots = _slots(issue, site)
    look = theme.of(newsletter.theme)
    shelf = pictures.chosen(issue, newsletter.pictures, look.width, fetched or {})

    def draw(shorter: Issue, left_out: int) -> tuple[IssueView, str]:
        shown = _view(shorter, newsletter, site, chosen, left_out, shelf)
        return shown, html.page(shown, words.of(chosen), look, slots, overrides)

    shown, page = budget.fitted(issue, draw)
    return RenderedIssue(
        issue_id=issue.id,
        variant=chosen,
        language=chosen,
        subject=shown.subject,
        preheader=shown.preheader,
        html=page,
        text=text.page(shown, words.of(chosen), slots),
        slots=slots,
        pictures=tuple(p for p in (fetched or {}).values() if pictures.address(p) in page),
    )


def _view(
    issue: Issue,
    newsletter: Newsletter,
    site: Site,
    language: str,
    left_out: int,
    shelf: Mapping[str, PictureView],
) -> IssueView:
    said = words.of(language)
    manner = Manner(language, said, newsletter.zone, issue.published_on.year, shelf)
    taken: dict[str, str] = {}
    title = plain.cut(plain.line(issue.title) or newsletter.title, MAX_TITLE)
    sections = tuple(
        view.section(section, manner, taken) for section in issue.sections if section.stories
    )
    also = tuple(view.brief(told, manner, taken) for told in issue.also)
    note = plain.paragraphs(issue.note, size=MAX_NOTE)
    brief = len(also) + left_out
    online = addresses.issue(site, issue.id)
    reason = plain.line(newsletter.reason) or said.reason.format(title=title)
    return IssueView(
        language=language,
        direction=dates.direction(language),
        title=title,
        subject=_subject(issue, title),
        preheader=_preheader(issue, said),
        dateline=(
            dates.full(issue.published_on, language),
            said.issue.format(n=issue.number),
            said.stories(len(issue.stories)),
            *([said.in_brief(brief)] if brief else []),
        ),
        note=note,
        sections=sections,
        also=also,
        more=_more(left_out, said, online) if left_out else None,
        phrased=said.phrased if issue.has_phrased else "",
        reason=reason,
        postal=plain.paragraphs(site.postal_address, size=MAX_NOTE),
        online=online,
        long_words=_long_words(title, note, sections, also),
    )


def _more(left_out: int, said: words.Words, online: str | None) -> Link:
    return Link(said.more_online(left_out), online) if online else Link(said.more(left_out))


def _subject(issue: Issue, title: str) -> str:
    """The first headline, and the second where both fit whole; the title if there is none."""
    lines = [line for told in _reading_order(issue)[:2] if (line := plain.line(told.headline))]
    if not lines:
        return title
    both = "; ".join(lines)
    return both if len(both) <= MAX_SUBJECT else plain.cut(lines[0], MAX_SUBJECT)


def _preheader(issue: Issue, said: words.Words) -> str:
    """The lead's first sentence, whole: what a mail list shows beside the subject."""
    for told in _reading_order(issue)[:1]:
        for sentence in told.told[:1]:
            if clean := plain.line(sentence):
                return clean
    return said.opening(len(issue.stories))


def _reading_order(issue: Issue) -> tuple[Story, ...]:
    return (*issue.stories, *issue.also)


def _long_words(
    title: str,
    note: tuple[str, ...],
    sections: tuple[SectionView, ...],
    also: tuple[BriefView, ...],
) -> bool:
    """Whether some word must break inside to stay on a small screen."""
    stories = [told for section in sections for told in section.stories]
    headings = [section.title for section in sections] + [told.headline.text for told in stories]
    bodies = [*note, *(text for brief in also for text in (brief.headline.text, brief.outlet))]
    for told in stories:
        bodies += [told.note, told.summary, *(source.text for source in told.sources)]
        bodies += [event.text for event in told.events]
        bodies += [told.picture.credit] if told.picture else []
    places = (([title], LONG_TITLE), (headings, LONG_HEADING), (bodies, LONG_BODY))
    return any(len(w) > size for texts, size in places for text in texts for w in text.split())


def _slots(issue: Issue, site: Site) -> dict[str, str]:
    """Slot -> the address that stands where each reader's own goes.

    They are made from all that the issue says, so no text inside the issue can hold one.
    """
    digest = hashlib.sha256(repr(issue).encode("utf-8", "backslashreplace")).hexdigest()
    names = ("unsubscribe", "preferences") if site.base_url else ("unsubscribe",)
    return {name: f"https://{name}.invalid/{digest[:32]}" for name in names}
