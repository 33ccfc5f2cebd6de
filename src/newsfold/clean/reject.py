"""Why a document is no article: the checks on what its cleaner found."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from newsfold.clean.draft import Draft
from newsfold.clean.junk import Phrases
from newsfold.model import Reason
from newsfold.text import words
from newsfold.text.language import Language

MIN_WORDS = 12  # a teaser of one sentence has more
MIN_SENTENCE = 8  # words that one paragraph at least has; lists of names and figures have fewer
STUB_WORDS = 90  # an article cut off by a paywall shows a paragraph or two
WALL_WORDS = 120  # consent pages explain themselves in less
MIN_LETTERS = 0.55  # of all signs but spaces; prose has 0.75 and more in every script
MIN_COMMON = 0.08  # stop words in prose: 0.35 to 0.55 in every language with a table
TEASERS = 6  # headlines with at most a sentence or two each, on an index page
TEASER_WORDS = 40
SAMPLE = 5_000  # characters by which prose is told from tables; chosen by eye


def reason(
    draft: Draft, language: Language, phrases: Phrases, *, is_entry: bool = False
) -> tuple[Reason, str] | None:
    """Why the draft is no article, with a sentence for a person; None when it is one.

    `is_entry` lets through what a feed or record offers as an article however short it is.
    """
    count = sum(words.length(p) for p in draft.paragraphs)
    kinds = [r.why for r in draft.removed]
    wall = _wall(draft, count, kinds, phrases) if count < max(WALL_WORDS, STUB_WORDS) else None
    if wall is not None:
        return wall
    if count < MIN_WORDS:
        return (
            Reason.TOO_SHORT,
            f"only {count} words of text were left; an article has {MIN_WORDS} or more",
        )
    if not _is_prose(draft.paragraphs, language):
        return Reason.NOT_PROSE, "the text holds no sentences"
    if not is_entry and _is_index(draft):
        return Reason.INDEX_PAGE, "the page only lists other articles; give the articles themselves"
    return None


def _wall(
    draft: Draft, count: int, kinds: Collection[str], phrases: Phrases
) -> tuple[Reason, str] | None:
    title = phrases.kind(draft.title, words.length(draft.title)) if draft.title else None
    body = [phrases.kind(p, words.length(p)) for p in draft.paragraphs]
    told = [*kinds, *body, title]
    if count < STUB_WORDS and (
        title == "error-page" or (count < MIN_WORDS and "error-page" in told)
    ):
        return Reason.ERROR_PAGE, "the page reports an error instead of an article"
    if count < WALL_WORDS and told.count("cookie-notice") >= 2 and _is_wall(draft, body):
        return Reason.COOKIE_WALL, "the page only asks for consent to cookies"
    if count < STUB_WORDS and "paywall" in told:
        return Reason.PAYWALL, f"only {count} words stand before the paywall"
    if count < MIN_WORDS and "no-script" in told:
        return Reason.ERROR_PAGE, "the page shows nothing without JavaScript"
    return None


def _is_wall(draft: Draft, kinds: Sequence[str | None]) -> bool:
    """Whether the page says more about cookies than about anything else."""
    pairs = list(zip(draft.paragraphs, kinds, strict=True))
    rest = sum(words.length(p) for p, kind in pairs if kind != "cookie-notice")
    within = sum(words.length(p) for p, kind in pairs if kind == "cookie-notice")
    around = sum(words.length(r.text) for r in draft.removed if r.why == "cookie-notice")
    return rest < within + around


def _is_prose(paragraphs: Sequence[str], language: Language) -> bool:
    text = "\n".join(paragraphs)[:SAMPLE]
    signs = sum(map(len, text.split()))
    if sum(map(str.isalpha, text)) < MIN_LETTERS * signs:
        return False
    if all(words.length(p) < MIN_SENTENCE for p in paragraphs):
        return False
    if not language.stop_words:
        return True
    found = [w.lower() for w in words.words(text)]
    common = sum(1 for w in found if w in language.stop_words)
    return common >= MIN_COMMON * len(found)


def _is_index(draft: Draft) -> bool:
    """Whether nearly every paragraph is a teaser below its own headline."""
    if draft.posts or len(draft.subheadings) < TEASERS:
        return False
    short = sum(1 for p in draft.paragraphs if words.length(p) <= TEASER_WORDS)
    return len(draft.subheadings) >= 0.6 * len(draft.paragraphs) and short >= 0.9 * len(
        draft.paragraphs
    )
