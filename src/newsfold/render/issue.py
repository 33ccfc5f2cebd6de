"""The RenderedIssue of an issue: subject, preheader, HTML and text for one language."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from newsfold.config import Newsletter, Site
from newsfold.model import InlinePicture, Issue, RenderedIssue
from newsfold.render import budget, html, pictures, shown, text, theme, words
from newsfold.render.view import IssueView


def render(
    issue: Issue,
    newsletter: Newsletter,
    site: Site,
    *,
    language: str | None = None,
    variant: str | None = None,
    overrides: Path | None = None,
    fetched: Mapping[str, InlinePicture] | None = None,
) -> RenderedIssue:
    """The issue in one language (the newsletter's unless given), for all readers alike.

    `variant` is its name among the renderings of the issue; the language unless given.
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
        seen = shown.of(shorter, newsletter, site, chosen, left_out, shelf)
        return seen, html.page(seen, words.of(chosen), look, slots, overrides)

    seen, page = budget.fitted(issue, draw)
    return RenderedIssue(
        issue_id=issue.id,
        variant=variant or chosen,
        language=chosen,
        subject=seen.subject,
        preheader=seen.preheader,
        html=page,
        text=text.page(seen, words.of(chosen), slots),
        slots=slots,
        pictures=tuple(p for p in (fetched or {}).values() if pictures.address(p) in page),
    )


def _slots(issue: Issue, site: Site) -> dict[str, str]:
    """Slot -> the address that stands where each reader's own goes.

    They are made from all that the issue says, so no text inside the issue can hold one.
    """
    digest = hashlib.sha256(repr(issue).encode("utf-8", "backslashreplace")).hexdigest()
    names = ("unsubscribe", "preferences") if site.base_url else ("unsubscribe",)
    return {name: f"https://{name}.invalid/{digest[:32]}" for name in names}
