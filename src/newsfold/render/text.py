"""An issue's text part: what the HTML says, for readers who see no HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from newsfold.render import wrap
from newsfold.render.view import BriefView, EventView, IssueView, Link, StoryView
from newsfold.render.words import Words

_INDENT = "   "
_EVENT = "   - "


def page(view: IssueView, words: Words, slots: Mapping[str, str]) -> str:
    """The text, lines of at most 72 columns (addresses whole), with the slots' markers.

    Lines end in a line feed; none ends in a space; never two empty lines in a row.
    """
    blocks = [
        [*wrap.filled(view.title), *wrap.filled(" · ".join(view.dateline)), "-" * wrap.WIDTH],
        *_note(view, words),
        *_sections(view, words),
        *_also(view, words),
        ["-" * wrap.WIDTH, *_footer(view, words, slots)],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _note(view: IssueView, words: Words) -> Iterator[list[str]]:
    if view.note:
        yield wrap.filled(words.note)
        yield from (wrap.filled(paragraph) for paragraph in view.note)


def _sections(view: IssueView, words: Words) -> Iterator[list[str]]:
    number = 0
    for section in view.sections:
        yield _heading(section.title)
        for story in section.stories:
            number += 1
            yield from _story(story, number, words)


def _heading(title: str) -> list[str]:
    lines = wrap.filled(title)
    return [*lines, "-" * max(map(wrap.columns, lines))] if lines else []


def _story(story: StoryView, number: int, words: Words) -> Iterator[list[str]]:
    lead = f"{number}. "
    yield [
        *wrap.filled(story.headline.text, first=lead, rest=" " * len(lead)),
        *_indented(story.mark),
        *_address(story.headline, story),
    ]
    if story.note:
        yield _indented(f"{words.story_note} {story.note}")
    if story.picture:
        shown = story.picture
        yield _indented(f"[{shown.alt}] {words.picture.format(credit=shown.credit)}")
    yield _indented(story.summary)
    if story.events:
        yield [*_indented(words.key_events), *(line for e in story.events for line in _event(e))]
    if story.sources:
        yield [*_indented(story.sources_label), *(x for s in story.sources for x in _source(s))]


def _indented(text: str) -> list[str]:
    return wrap.filled(text, first=_INDENT, rest=_INDENT)


def _address(link: Link, story: StoryView) -> list[str]:
    """The headline's address, unless it stands among the sources below anyway."""
    listed = {source.url for source in story.sources}
    return [] if link.url is None or link.url in listed else [_INDENT + link.url]


def _event(event: EventView) -> list[str]:
    when = f"{event.when}: " if event.when else ""
    sources = f" ({event.sources})" if event.sources else ""
    return wrap.filled(f"{when}{event.text}{sources}", first=_EVENT, rest=" " * len(_EVENT))


def _source(link: Link) -> list[str]:
    """Who tells it and where; an address that does not fit beside the name goes below it."""
    who = f"{link.text} {link.others}".rstrip()
    line = who if link.url is None else f"{who}: {link.url}"
    return wrap.filled(line, first=_EVENT, rest=" " * len(_EVENT))


def _also(view: IssueView, words: Words) -> Iterator[list[str]]:
    if view.also or view.more:
        yield _heading(words.also)
        yield from (_brief(brief) for brief in view.also)
    if view.more:
        yield [*wrap.filled(view.more.text), *([view.more.url] if view.more.url else [])]


def _brief(brief: BriefView) -> list[str]:
    outlet = f" ({brief.outlet})" if brief.outlet else ""
    lines = wrap.filled(f"{brief.headline.text}{outlet}", first="- ", rest="  ")
    return [*lines, f"  {brief.headline.url}"] if brief.headline.url else lines


def _footer(view: IssueView, words: Words, slots: Mapping[str, str]) -> list[str]:
    own = ((words.preferences, slots.get("preferences")), (words.online, view.online))
    return [
        *wrap.filled(view.phrased),
        *wrap.filled(view.reason),
        f"{words.unsubscribe}:",
        slots["unsubscribe"],
        *(line for said, url in own if url for line in (f"{said}:", url)),
        *(line for part in view.postal for line in wrap.filled(part)),
    ]
