"""What kind of page a document is, by all that it shows: an error, a list, a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsfold.clean.draft import Draft
from newsfold.clean.line.labels import OUTSIDE, Label
from newsfold.clean.markup.order import Shown
from newsfold.clean.phrases.junk import Phrases
from newsfold.text import words
from newsfold.text.language import Language

TEASERS = 6  # headlines with at most a sentence or two each, on an index page
TEASER_WORDS = 40
HEADLINES = 10  # on a page without any text; by eye
MIN_HEADLINE_WORDS, MAX_HEADLINE_WORDS = 4, 25  # of 1,029 open gold titles 95 % lie between
MIN_SENTENCE_WORDS = 6  # by eye
MIN_LETTERS = 0.75  # of a headline's signs; by eye
DATA_LINES = 6  # a product's properties; a league has more rows; by eye
MAX_PROPERTY_WORDS = 8  # 'Delivery: 2 to 4 working days'
MIN_FIGURES = 3  # in a row of a table
ERROR_REACH = 3  # lines between an error's headline and its explanation; by eye

_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_PROPERTY = re.compile(r"[^:.!?]{2,40}:\s\S")
_SENTENCE = re.compile(r"[.!?…。！？؟।][\"'”’»)\]」』]{0,4}$")
_UNPOINTED = (".", "…", ":", ",", ";", "。")
# Kinds that say what a line is for, not what it holds; rows of tables look like these.
_DATA = frozenset({"counter", "tags", "navigation", "fragment"})


@dataclass(frozen=True, slots=True)
class Contents:
    """What was counted on a page."""

    is_error: bool = False  # an error's message heads what would be the body
    headlines: int = 0
    teasers: int = 0  # headlines with a short text each
    longest: int = 0  # words between two headlines
    rows: int = 0  # of figures, or properties with their values
    others: int = 0  # lines that are neither, nor known furniture
    loose: int = 0  # words of lines that are no sentences, headlines or furniture

    @property
    def is_list_of_teasers(self) -> bool:
        """Whether nothing on the page is longer than a teaser below its own headline."""
        return self.teasers >= TEASERS and self.longest <= TEASER_WORDS

    @property
    def is_list_of_headlines(self) -> bool:
        """Whether headlines are all that there is."""
        return self.headlines >= HEADLINES and self.longest <= TEASER_WORDS

    @property
    def is_table(self) -> bool:
        """Whether most lines hold figures or properties."""
        return self.rows >= DATA_LINES and self.rows >= self.others


def may_list(draft: Draft, counts: Sequence[int]) -> bool:
    """Whether the draft's paragraphs, of so many words, might each be a teaser."""
    short = sum(1 for count in counts if count <= TEASER_WORDS)
    return not draft.posts and short >= 0.9 * len(draft.paragraphs)


def read(shown: Iterable[Shown], language: Language, phrases: Phrases) -> Contents:
    """What stands on the page, counted."""
    texts = list(shown)
    kinds = [_kind(one, phrases) for one in texts]
    rows = others = headlines = teasers = longest = run = loose = 0
    headed = False  # the last thing but dates and furniture was a headline
    for (text, _), kind in zip(texts, kinds, strict=True):
        count = words.length(text)
        if kind is None and _is_headline(text, count, language):
            headlines, others, run, headed = headlines + 1, others + 1, 0, True
        elif kind in (None, *_DATA) and _is_row(text, count):
            rows, loose = rows + 1, loose + count
        elif kind is not None:
            continue
        elif count >= MIN_SENTENCE_WORDS and _SENTENCE.search(text[-8:]):
            teasers += headed
            run, others, headed = run + count, others + 1, False
            longest = max(longest, run)
        else:
            others, loose = others + 1, loose + count
    return Contents(_is_error(texts, kinds), headlines, teasers, longest, rows, others, loose)


def _kind(one: Shown, phrases: Phrases) -> str | None:
    """The kind of furniture that a text is by its label or its words; None for others."""
    text, told = one
    if told is None:
        return phrases.kind(text, words.length(text))
    return told.line.sign.junk if told.line.why in ("", OUTSIDE) else told.line.why


def is_figures(text: str) -> bool:
    """Whether it is a table's row of figures."""
    return not _SENTENCE.search(text[-8:]) and len(_FIGURE.findall(text)) >= MIN_FIGURES


def _is_row(text: str, count: int) -> bool:
    if is_figures(text):
        return True
    short = count <= MAX_PROPERTY_WORDS and not _SENTENCE.search(text[-8:])
    return short and (_FIGURE.search(text) is not None or _is_property(text, count))


def _is_property(text: str, count: int) -> bool:
    return count <= MAX_PROPERTY_WORDS and _PROPERTY.match(text) is not None


def _is_headline(text: str, count: int, language: Language) -> bool:
    if not MIN_HEADLINE_WORDS <= count <= MAX_HEADLINE_WORDS or text.endswith(_UNPOINTED):
        return False
    signs = sum(map(len, text.split()))
    if sum(map(str.isalpha, text)) < MIN_LETTERS * signs:
        return False
    if len(_FIGURE.findall(text)) >= MIN_FIGURES or _is_property(text, count):
        return False
    stop = language.stop_words
    return not stop or any(w.lower() in stop for w in words.words(text))


def _is_error(texts: Sequence[Shown], kinds: Sequence[str | None]) -> bool:
    body = next(
        (i for i, (_, told) in enumerate(texts) if told and told.line.label is Label.BODY), None
    )
    if body is None:
        return "error-page" in kinds
    return "error-page" in kinds[max(0, body - ERROR_REACH) : body + 1]
