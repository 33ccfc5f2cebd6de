"""An issue as it will be shown: every string clean, every date in words, every link checked.

HTML and text are both made from this one view, so that they say the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from newsfold.model import Citation, KeyEvent, Section, Status, Story
from newsfold.render import dates, links, plain
from newsfold.render.pictures import PictureView
from newsfold.render.words import Words

# Every source's link is named with its outlet and so much of the headline, in characters, as tells
# it from the others in a screen reader's list of links. Chosen by eye; 50 stories save 3 KB by it.
MAX_NAME = 40
# Scripts that put no space between sentences.
UNSPACED = frozenset({"ja", "lo", "km", "my", "th", "zh"})


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere, or nowhere when `url` is None."""

    text: str
    url: str | None = None
    name: str | None = None  # what a screen reader says, where the text alone is not enough
    others: str = ""  # 'and 9 others' that carry the same text, or ''


@dataclass(frozen=True, slots=True)
class EventView:
    """One key event; `when` and `sources` are '' where there is nothing to say."""

    when: str
    text: str
    sources: str


@dataclass(frozen=True, slots=True)
class StoryView:
    """One story told in full."""

    headline: Link
    mark: str  # 'Continuing since 10 March', or ''
    note: str
    picture: PictureView | None
    summary: str
    events: tuple[EventView, ...]
    sources_label: str
    sources: tuple[Link, ...]
    language: str | None  # set where it is not the issue's own
    direction: str | None  # set where it is not the issue's own


@dataclass(frozen=True, slots=True)
class BriefView:
    """One story told in one line."""

    headline: Link
    outlet: str
    language: str | None  # of the headline; both as a story's
    direction: str | None


@dataclass(frozen=True, slots=True)
class SectionView:
    """A titled group of stories."""

    title: str
    stories: tuple[StoryView, ...]


@dataclass(frozen=True, slots=True)
class IssueView:
    """Everything that a reader sees, in reading order."""

    language: str
    direction: str
    comma: str  # between two names of a list
    title: str
    title_url: str | None  # leads online where that makes the page's web links even (`web_links`)
    subject: str
    preheader: str
    dateline: tuple[str, ...]
    note: tuple[str, ...]
    sections: tuple[SectionView, ...]
    also: tuple[BriefView, ...]
    more: Link | None  # 'and 3 more stories'; a link where the web page has them
    phrased: str  # that a language model phrased some of it, or ''
    reason: str
    postal: tuple[str, ...]
    online: str | None
    long_words: bool  # some word needs breaking on a small screen


@dataclass(frozen=True, slots=True)
class Manner:
    """How things are said: language, words, time zone, the reader's year."""

    language: str
    words: Words
    zone: ZoneInfo
    year: int
    pictures: Mapping[str, PictureView]  # story id -> what is shown with it


def web_links(sections: Sequence[SectionView], also: Sequence[BriefView], more: Link | None) -> int:
    """How many links to the web the stories and what stands for the others make on the page.

    Pictures count that stand on the web. rspamd gives a point to mails with an odd number
    (URI_COUNT_ODD; `python -m bench.mail`).
    """
    stories = [told for group in sections for told in group.stories]
    urls = [told.headline.url for told in stories] + [told.headline.url for told in also]
    urls += [link.url for told in stories for link in told.sources]
    urls += [told.picture.address for told in stories if told.picture]
    urls += [more.url] if more else []
    return sum((url or "").startswith("http") for url in urls)


def section(group: Section, manner: Manner, taken: dict[str, str]) -> SectionView:
    """A section with its stories in full."""
    stories = tuple(story(told, manner, taken) for told in group.stories)
    title = manner.words.sections.get(group.title, group.title)
    return SectionView(plain.line(title), stories)


def story(told: Story, manner: Manner, taken: dict[str, str]) -> StoryView:
    """A story in full. `taken` remembers which link name leads where, over the whole issue."""
    headline = _title(told, manner.words)
    sources = _sources(told.articles, headline, manner, taken)
    words, count = manner.words, _independent(told.articles, manner.words)
    label = words.one_source if count == 1 else words.sources(count)
    language, direction = _tongue(told, manner)
    return StoryView(
        headline=_headline(told, headline, taken),
        mark=_mark(told, manner),
        note=plain.line(told.note),
        picture=manner.pictures.get(told.id),
        summary=_joined(told.told, told.language),
        events=tuple(_event(event, manner) for event in told.key_events),
        sources_label=label if sources else "",
        sources=sources,
        language=language,
        direction=direction,
    )


def brief(told: Story, manner: Manner, taken: dict[str, str]) -> BriefView:
    """A story in one line: its headline and who tells it."""
    first = told.articles[0] if told.articles else None
    language, direction = _tongue(told, manner)
    return BriefView(
        headline=_headline(told, _title(told, manner.words), taken),
        outlet=_outlet(first, manner.words) if first else "",
        language=language,
        direction=direction,
    )


def _tongue(told: Story, manner: Manner) -> tuple[str | None, str | None]:
    """Language and direction of the story's own words, each None where it is the issue's."""
    if told.language in ("und", manner.language):
        return None, None
    turned = dates.direction(told.language)
    return told.language, turned if turned != dates.direction(manner.language) else None


def _title(told: Story, words: Words) -> str:
    """The headline; where there is none, a source's title; a heading is never empty."""
    texts = (told.headline, *(article.title for article in told.articles))
    return next((clean for text in texts if (clean := plain.line(text))), words.untitled)


def _headline(told: Story, text: str, taken: dict[str, str]) -> Link:
    """The headline, leading to the first source that has an address."""
    urls = (links.safe(article.url) for article in told.articles)
    url = next((url for url in urls if url), None)
    if url is None or not text or links.deceptive(text, url):
        return Link(text)
    name = _distinct(text, url, taken)
    return Link(text, url, name if name != text else None)


def _sources(
    articles: Sequence[Citation], headline: str, manner: Manner, taken: dict[str, str]
) -> tuple[Link, ...]:
    """One link for each text, whoever else carries it."""
    shown: list[Link] = []
    seen: dict[str, int] = {}
    for copies in _texts(articles):
        article = min(copies, key=lambda one: (links.safe(one.url) is None, not one.outlet))
        outlet = _outlet(article, manner.words)
        seen[outlet] = seen.get(outlet, 0) + 1
        text = outlet if seen[outlet] == 1 else f"{outlet} ({seen[outlet]})"
        more = _outlets([article, *copies], manner.words) - 1
        others = manner.words.others(more) if more else ""
        url = links.safe(article.url)
        if url is None or links.deceptive(outlet, url):
            shown.append(Link(text, others=others))
            continue
        name = _distinct(f"{text}: {plain.cut(headline, MAX_NAME)}", url, taken)
        shown.append(Link(text, url, name, others))
    return tuple(shown)


def _texts(articles: Sequence[Citation]) -> list[list[Citation]]:
    """The articles of one text together, the one that others carry first."""
    known = {article.id for article in articles}
    found: defaultdict[str, list[Citation]] = defaultdict(list)
    for article in sorted(articles, key=lambda one: one.copy_of in known):
        text = article.copy_of if article.copy_of in known else None
        found[text or article.id].append(article)
    return list(found.values())


def _independent(articles: Sequence[Citation], words: Words) -> int:
    """How many outlets tell the story in words of their own."""
    return _outlets([copies[0] for copies in _texts(articles)], words)


def _outlets(articles: Sequence[Citation], words: Words) -> int:
    """How many outlets there are; unnamed ones may differ and count one each."""
    outlets = {article.id: _outlet(article, words) for article in articles}
    named = {outlet.casefold() for outlet in outlets.values()} - {words.unnamed.casefold()}
    return len(named) + list(outlets.values()).count(words.unnamed)


def _outlet(article: Citation, words: Words) -> str:
    """Who published the article: its outlet, else its host, else 'unnamed source'."""
    url = links.safe(article.url)
    known = plain.line(article.outlet)
    if known:
        return known
    return (links.host(url) if url else "") or words.unnamed


def _distinct(name: str, url: str, taken: dict[str, str]) -> str:
    """The name, numbered if it already leads elsewhere (WCAG 2.4.4: one name, one target)."""
    candidate, n = name, 1
    while taken.setdefault(candidate.casefold(), url) != url:
        n += 1
        candidate = f"{name} ({n})"
    return candidate


def _mark(told: Story, manner: Manner) -> str:
    """Whether and since when earlier issues told the story. Their ids end in their day."""
    if told.status is not Status.CONTINUING:
        return ""
    try:
        since = date.fromisoformat((told.continuing_since or "")[-len("2026-03-12") :])
    except ValueError:
        return manner.words.continuing
    shown = dates.day(since, manner.language, year=manner.year)
    return manner.words.continuing_since.format(date=shown)


def _event(event: KeyEvent, manner: Manner) -> EventView:
    words, count = manner.words, event.source_count
    moment = event.when
    return EventView(
        when=dates.when(moment, manner.language, zone=manner.zone, year=manner.year)
        if moment
        else "",
        text=_said(plain.line(event.text), plain.line(event.speaker)),
        sources=words.event_sources(count) if count > 1 else "",
    )


def _said(text: str, speaker: str) -> str:
    """The text, with who says so behind it unless some part of the name stands in it."""
    named = any(part in text for part in speaker.split() if len(part) > 1)
    return text if named or not speaker else f"{text} ({speaker})"


def _joined(sentences: Sequence[str], language: str) -> str:
    gap = "" if language in UNSPACED else " "
    return gap.join(plain.line(sentence) for sentence in sentences)
