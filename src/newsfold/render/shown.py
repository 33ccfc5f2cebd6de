"""The view of a whole issue: what mail, text and web page are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from newsfold.config import Newsletter, Site
from newsfold.model import Issue, Section, Story
from newsfold.render import addresses, dates, links, plain, view, words
from newsfold.render.pictures import PictureView
from newsfold.render.view import BriefView, IssueView, Link, Manner, SectionView

MAX_SUBJECT = 78  # RFC 5322 2.1.1: the line length that every reader shows
MAX_TITLE = 120  # a title set by hand in an issue file; configured ones are shorter
# Longer words leave a 320 px screen unless they break inside: its 272 px hold that many average
# letters of Georgia at 32 px (title), 26 px bold (a lead's headline) and 17 px (the rest).
LONG_TITLE, LONG_HEADING, LONG_BODY = 13, 18, 28
FOOT_LINKS = 3  # unsubscribe, preferences, the issue online
# Characters, so that the size budget is left to the stories whatever stands around them.
MAX_NOTE = 8_000  # of an editor's note: a tenth of the budget
MAX_FOOT = 1_000  # of the reason and of the postal address; by eye
MAX_PREHEADER = 300  # more than any list of mails shows


def of(
    issue: Issue,
    newsletter: Newsletter,
    site: Site,
    language: str,
    left_out: int,
    shelf: Mapping[str, PictureView],
) -> IssueView:
    """The issue in a language; `left_out` stories are only counted, `shelf` has the pictures."""
    said = words.of(language)
    manner = Manner(language, said, newsletter.zone, issue.published_on.year, shelf)
    taken: dict[str, str] = {}
    title = plain.cut(plain.line(issue.title) or newsletter.title, MAX_TITLE)
    sections = tuple(view.section(section, manner, taken) for section in _headed(issue, newsletter))
    also = tuple(view.brief(told, manner, taken) for told in issue.also)
    note = plain.paragraphs(issue.note, size=MAX_NOTE)
    brief = len(also) + left_out
    other = language if language != newsletter.language else None
    online = addresses.issue(site, issue.id, other)
    more = _more(left_out, said, online) if left_out else None
    reason = plain.cut(plain.line(newsletter.reason), MAX_FOOT) or said.reason.format(title=title)
    return IssueView(
        language=language,
        direction=dates.direction(language),
        comma=dates.comma(language),
        title=title,
        title_url=_title_url(title, online, view.web_links(sections, also, more)),
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
        more=more,
        phrased=said.phrased if issue.has_phrased else "",
        reason=reason,
        postal=plain.paragraphs(site.postal_address, size=MAX_FOOT),
        online=online,
        long_words=_long_words(title, note, sections, also),
    )


def _headed(issue: Issue, newsletter: Newsletter) -> tuple[Section, ...]:
    """The sections with a story. What no section took has no heading where it is all there is."""
    filled = tuple(section for section in issue.sections if section.stories)
    if [section.title for section in filled] == [newsletter.other_section]:
        return (replace(filled[0], title=""),)
    return filled


def _title_url(title: str, online: str | None, count: int) -> str | None:
    """`online` where that makes the page's web links even; the footer has FOOT_LINKS more."""
    odd = (count + FOOT_LINKS) % 2 == 1
    return online if online and odd and not links.deceptive(title, online) else None


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
    """The lead's first sentence: what a mail list shows beside the subject."""
    for told in _reading_order(issue)[:1]:
        for sentence in told.told[:1]:
            if clean := plain.line(sentence):
                return plain.cut(clean, MAX_PREHEADER)
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
