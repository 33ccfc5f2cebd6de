"""Which renderings of an issue there are: one for each language and choice of sections in use.

A reader may choose sections of a newsletter (`sections` in the list, or on their preferences page).
Who chooses the same of what an issue has, in the same language, gets the same mail but for slots.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from newsfold import compose
from newsfold.config import Config, Newsletter
from newsfold.model import InlinePicture, Issue, RenderedIssue
from newsfold.render import issue as renderer
from newsfold.text import chars


@dataclass(frozen=True, slots=True)
class Variant:
    """One rendering of an issue. `sections` are indices into `compose.titles_of`; None: all."""

    language: str
    sections: tuple[int, ...] | None = None

    @property
    def name(self) -> str:
        """'de' for a whole issue, 'de.0.2' for two sections of it; each once an issue."""
        return ".".join([self.language, *map(str, self.sections or ())])


def wanted(
    language: str | None, sections: Iterable[str], issue: Issue, newsletter: Newsletter
) -> Variant | None:
    """The variant for a reader who wants that language and chose those sections, by their titles.

    None when none of the sections that they chose is in the issue.

    Titles count without case and punctuation. One that no section of the newsletter has is passed
    over; who chose such ones only gets every section, as does who chose none. An issue that the
    built-in sections do not divide, as in a language without keywords, goes to everybody whole.
    """
    shown_in = newsletter.language_for(language)
    titles = compose.titles_of(issue, newsletter)
    known = {chars.fold(title) for title in (*titles, *compose.titles(newsletter))}
    chosen = {chars.fold(title) for title in sections} & known
    undivided = not newsletter.sections and titles == (newsletter.other_section,)
    if not chosen or undivided:
        return Variant(shown_in)
    places = tuple(n for n, title in enumerate(titles) if chars.fold(title) in chosen)
    if len(places) == len(titles):
        return Variant(shown_in)
    return Variant(shown_in, places) if places else None


def rendered(
    issue: Issue,
    newsletter: Newsletter,
    config: Config,
    wanted: Iterable[Variant] = (),
    *,
    overrides: Path | None = None,
    fetched: Mapping[str, InlinePicture] | None = None,
) -> tuple[RenderedIssue, ...]:
    """Each variant once, in the order given; the whole issue in its own language without any."""
    distinct = tuple(dict.fromkeys(wanted)) or (Variant(newsletter.language),)
    titles = compose.titles_of(issue, newsletter)
    return tuple(
        renderer.render(
            issue
            if one.sections is None
            else compose.selected(issue, [titles[n] for n in one.sections], newsletter),
            newsletter,
            config.site,
            language=one.language,
            variant=one.name,
            overrides=overrides,
            fetched=fetched,
        )
        for one in distinct
    )
