"""What `digest draft --explain` prints: why one story is as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from newsfold import tables, wire
from newsfold.cli import drafting, output
from newsfold.cli.settings import Setup
from newsfold.config import Newsletter
from newsfold.edit import explain
from newsfold.edit.explain import Explanation, Origin
from newsfold.errors import InputError
from newsfold.model import Issue, Status, Story


def of(wanted: str, made: drafting.Draft, newsletter: Newsletter, setup: Setup) -> Explanation:
    """Why the wanted story of a draft is as it is. Raises: InputError when there is not one."""
    if made.out is not None and not made.issue.stories:
        raise InputError(made.no_news("to explain", setup))
    story = find(wanted, made.issue)
    return explain.explain(
        story, made.articles, tables.load(), told=made.told, topics=newsletter.topics
    )


def find(wanted: str, issue: Issue) -> Story:
    """The story with that id, with an id that begins so, or with those words in its headline.

    Raises: InputError with the ids to choose from.
    """
    every = (*issue.stories, *issue.also)
    words = wanted.casefold().split()
    matching = (
        [story for story in every if story.id == wanted]
        or [story for story in every if wanted and story.id.startswith(wanted)]
        or [s for s in every if words and all(word in s.headline.casefold() for word in words)]
    )
    if len(matching) == 1:
        return matching[0]
    if not every:
        raise InputError("the draft has no story; older articles? try --at")
    problem = f"{len(matching)} stories match" if matching else "no story of the draft matches"
    listed = "\n".join(f"  {story.id}  {story.headline}" for story in matching or every)
    raise InputError(f"{problem} {wanted!r}; use one of these ids:\n{listed}")


def plain(why: Explanation) -> dict[str, Any]:
    """The explanation as JSON data."""
    weight = asdict(why.weight)
    return {
        "story": wire.story(why.story),
        "articles": [asdict(member) for member in why.members],
        "threshold": why.threshold,
        "nearest_left_out": asdict(why.outsider) if why.outsider else None,
        "weight": {
            **weight,
            "topics": [{"name": name, "part": part} for name, part in why.weight.topics],
            "total": why.weight.total,
        },
        "earlier": {"headline": why.earlier, "likeness": why.likeness} if why.earlier else None,
        "summary": [asdict(origin) for origin in why.summary],
        "key_events": [asdict(origin) for origin in why.key_events],
        "not_printed": [
            {**asdict(refused.origin), "why": list(refused.why), "of": refused.of}
            for refused in why.runners_up
        ],
    }


def show(why: Explanation, issue: Issue) -> None:
    """Print the explanation for a person."""
    output.line(why.story.headline)
    output.line(f"{why.story.id}, {_place(why.story, issue)}")
    _show_articles(why)
    _show_weight(why)
    _show_past(why)
    names = {member.article_id: number for number, member in enumerate(why.members, 1)}
    _show_origins("Summary", why.summary, names)
    _show_origins("Key events", why.key_events, names)
    if why.runners_up:
        output.line()
        output.line("Not printed, most central first:")
    for refused in why.runners_up:
        output.line(f"  {refused.origin.text}")
        output.line(f"    {_where(refused.origin, names)}; {', '.join(refused.why)}")
        if refused.of:
            output.line(f"    as in: {refused.of}")


def _place(story: Story, issue: Issue) -> str:
    for section in issue.sections:
        for number, other in enumerate(section.stories, 1):
            if other.id == story.id:
                return f"number {number} of {len(section.stories)} in {section.title}"
    return "told in one line: the issue or its section is full, or nothing of it can be printed"


def _show_articles(why: Explanation) -> None:
    output.line()
    output.line("Articles (equal source numbers are no independent sources of each other):")
    numbers = {member.article_id: number for number, member in enumerate(why.members, 1)}
    for number, member in enumerate(why.members, 1):
        like = (
            "the only one"
            if member.similarity is None
            else f"similarity to the others {member.similarity:.2f}, to the closest "
            f"{member.closest:.2f}"
        )
        output.line(f"  [{number}] {member.outlet or 'unnamed outlet'}: {member.title}")
        carries = f", carries the text of [{numbers[member.copy_of]}]" if member.copy_of else ""
        output.line(f"      {member.article_id}, source {member.source}{carries}, {like}")
    output.line(f"  Articles are one story from a mean similarity of {why.threshold:.2f}.")
    if why.outsider:
        output.line(
            f"  Nearest article left out, {why.outsider.similarity:.2f}: {why.outsider.title}"
        )


def _show_weight(why: Explanation) -> None:
    weight = why.weight
    parts = [
        ("independent sources", weight.sources),
        ("recency", weight.recency),
        ("length", weight.length),
        ("place given by its outlet", weight.place),
        *((f"topic {name!r}", part) for name, part in weight.topics),
    ]
    output.line()
    output.line(f"Weight {weight.total:.2f}:")
    for name, part in parts:
        output.line(f"  {part:+.2f}  {name}")


def _show_past(why: Explanation) -> None:
    if why.earlier is None:
        return
    output.line()
    goes_on = why.story.status is Status.CONTINUING
    relation = "Goes on with" if goes_on else "Of all that was told the most like it is"
    output.line(f"{relation}: {why.earlier} (likeness {why.likeness:.2f})")


def _show_origins(title: str, origins: Sequence[Origin], names: dict[str, int]) -> None:
    if not origins:
        return
    output.line()
    output.line(f"{title}:")
    for origin in origins:
        output.line(f"  {origin.text}")
        output.line(f"    {_where(origin, names)}")


def _where(origin: Origin, names: dict[str, int]) -> str:
    place = "post heading" if origin.paragraph is None else f"paragraph {origin.paragraph + 1}"
    return (
        f"[{names[origin.article_id]}] {place}; central {origin.central:.2f}, "
        f"headline's words {origin.titled:.2f}"
    )
