"""Why a document is no article: the checks on what its cleaner found."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence

from newsfold.clean import contents
from newsfold.clean.contents import Contents
from newsfold.clean.draft import Draft
from newsfold.clean.markup.order import Shown
from newsfold.clean.phrases.junk import Phrases
from newsfold.model import Reason
from newsfold.text import words
from newsfold.text.language import Language

MIN_WORDS = 12  # a teaser of one sentence has more
MIN_SENTENCE = 8  # words that one paragraph at least has; lists of names and figures have fewer
STUB_WORDS = 90  # an article cut off by a paywall shows a paragraph or two
WALL_WORDS = 120  # consent pages explain themselves in less
MIN_LETTERS = 0.55  # of all signs but spaces; prose has 0.75 and more in every script
MIN_COMMON = 0.08  # stop words in prose: 0.35 to 0.55 in every language with a table
# Of the words, those in paragraphs that close a sentence: the lowest of 1,160 open pages' gold
# bodies have 0.10, 0.11 and 0.18; lists of names, code and tables have next to none.
MIN_CLOSED = 0.08
# Words on a page of which nothing was kept, and that are no headlines: code, names; by eye.
MIN_LOOSE = 50
SAMPLE = 2_000  # characters by which prose is told from tables; chosen by eye

_CLOSE = re.compile(r"[.!?…][\"'”’»)\]]{0,4}(?:\s|$)|[。！？؟।]")
_LETTERS = re.compile(r"[^\W\d_]+")
_UNPOINTED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]"
)  # Thai to Tibetan, Burmese, Khmer

_INDEX = "the page only lists other articles; give the articles themselves"
_NO_SENTENCES = "the text holds no sentences"
_TABLE = "the page holds figures or a list of properties, but no sentences"


def reason(
    draft: Draft,
    language: Language,
    phrases: Phrases,
    shown: Callable[[], Iterable[Shown]],
    *,
    is_entry: bool = False,
) -> tuple[Reason, str] | None:
    """Why the draft is no article, with a sentence for a person; None when it is one.

    `shown` gives all that the document shows, in order; it is asked only where the draft alone
    leaves a doubt. `is_entry` lets through what a feed or record offers as an article however
    short it is.
    """
    # Nearly every paragraph is a line as it stood, whose words are counted already.
    known = {told.line.sign.line.text: told.line.sign.line.words for told in draft.told}
    counts = [known[p] if p in known else words.length(p) for p in draft.paragraphs]
    count = sum(counts)
    kinds = [r.why for r in draft.removed]
    wall = _wall(draft, count, kinds, phrases) if count < max(WALL_WORDS, STUB_WORDS) else None
    if wall is not None:
        return wall
    around = Contents()
    if not is_entry and (count < STUB_WORDS or contents.may_list(draft, counts)):
        around = contents.read(shown(), language, phrases)
        if count < STUB_WORDS and around.is_error:
            return Reason.ERROR_PAGE, "the page reports an error instead of an article"
    if count < MIN_WORDS:
        return _left(count, around)
    if not _is_prose(_beside_tables(draft.paragraphs, counts), language, is_entry=is_entry):
        listed = around.is_list_of_headlines or around.is_list_of_teasers
        return (Reason.INDEX_PAGE, _INDEX) if listed else (Reason.NOT_PROSE, _NO_SENTENCES)
    return (Reason.INDEX_PAGE, _INDEX) if around.is_list_of_teasers else None


def _left(count: int, around: Contents) -> tuple[Reason, str]:
    """What a page is of which next to nothing was left."""
    if around.is_table:
        return Reason.NOT_PROSE, _TABLE
    if around.is_list_of_headlines or around.is_list_of_teasers:
        return Reason.INDEX_PAGE, _INDEX
    if around.loose >= MIN_LOOSE:
        return Reason.NOT_PROSE, _NO_SENTENCES
    return (
        Reason.TOO_SHORT,
        f"only {count} words of text were left; an article has {MIN_WORDS} or more",
    )


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


Counted = Sequence[tuple[str, int]]  # paragraphs with their words


def _beside_tables(paragraphs: Sequence[str], counts: Sequence[int]) -> Counted:
    """The paragraphs that are no rows of figures; all where the rest is too short to judge by."""
    whole = list(zip(paragraphs, counts, strict=True))
    rest = [one for one in whole if not contents.is_figures(one[0])]
    return rest if sum(count for _, count in rest) >= MIN_WORDS else whole


def _is_prose(paragraphs: Counted, language: Language, *, is_entry: bool) -> bool:
    text = "\n".join(p for p, _ in paragraphs)[:SAMPLE]
    signs = sum(map(len, text.split()))
    if sum(map(len, _LETTERS.findall(text))) < MIN_LETTERS * signs:
        return False
    if all(count < MIN_SENTENCE for _, count in paragraphs):
        return False
    closed = sum(count for p, count in paragraphs if _CLOSE.search(p))
    total = sum(count for _, count in paragraphs)
    is_pointed = is_entry or _UNPOINTED.search(text) or closed >= MIN_CLOSED * total
    if not is_pointed or not language.stop_words:
        return bool(is_pointed)
    found = words.words(text.lower())
    common = sum(map(language.stop_words.__contains__, found))
    return common >= MIN_COMMON * len(found)
