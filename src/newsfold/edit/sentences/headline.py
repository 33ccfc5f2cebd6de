"""The headline of a story: the clearest of its sources' own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import east_asian_width

from newsfold.edit.grouping import vectors
from newsfold.edit.sentences import fit, wording
from newsfold.model import Article
from newsfold.text import chars, words
from newsfold.text.language import Language

MAX_WIDTH = 90  # characters; longer ones are cut off by mail clients' lists and tire the reader
MIN_WORDS = 4
# What is held against a title, in cosines with the story's centre; by eye.
BAIT, SHOUTING, STUMP, OPEN_QUOTE, UNTITLED = 1.0, 0.3, 0.5, 0.3, 0.6
TOO_WIDE, EACH_CHARACTER = 0.2, 0.005
BEHIND = 0.02  # for each article that stands before it, five at most
SENTENCE_WIDTH = 140  # characters of a sentence that can stand for a missing title
SENTENCES = 3  # from the top among which that sentence is looked for

_SITE_TAIL = re.compile(r"\s+(?:[|•·»]|[-–—])\s+([^|•·»–—]{2,40})$")
_ASKS = re.compile(r"[?？؟!！…]['\"”’»)\]」』]*$|\.\.\.$")


def clean(
    title: str,
    outlet: str | None,
    language: Language,
    shared_tails: frozenset[str] = frozenset(),
) -> str:
    """The title without live-blog suffix, label in front, and name of the site at its end.

    What says that a text is an opinion stays: without it an opinion would read as news.
    """
    text = " ".join(title.split())
    known = {chars.fold(outlet)} if outlet else set()
    while True:
        shorter = _without_labels(text, language)
        site = _SITE_TAIL.search(shorter)
        if (site and chars.fold(site.group(1)) in known | shared_tails) or (
            site and "|" in site.group() and words.length(shorter[: site.start()]) >= MIN_WORDS
        ):
            shorter = shorter[: site.start()]
        if shorter == text or not shorter.strip():
            return text
        text = shorter.strip()


def _without_labels(text: str, language: Language) -> str:
    plain = wording.straight(text)
    for kind in ("live_show", "live_tail"):
        tail = wording.pattern(language, kind).search(plain)
        if tail:
            text, plain = text[: tail.start()], plain[: tail.start()]
    label = wording.pattern(language, "headline_label").match(plain)
    return text[label.end() :] if label else text


def is_bait(title: str, language: Language) -> bool:
    """Whether a headline asks, teases or announces instead of saying what happened."""
    plain = wording.straight(title)
    return bool(
        _ASKS.search(plain)
        or wording.pattern(language, "bait_opening").match(plain)
        or wording.pattern(language, "bait").search(plain)
    )


def choose(articles: Sequence[Article], language: Language) -> tuple[str, int]:
    """The best headline and the index of its article. Articles stand lead first.

    Where no article has a title it is a sentence from the top of one; never ''.
    """
    tails = _shared_tails(articles)
    titles = [
        clean(article.title, article.outlet, language, tails) or _opening(article)
        for article in articles
    ]
    if len(titles) == 1:
        return titles[0], 0
    bodies = [vectors.lead(article)[:4] for article in articles]
    counted = [vectors.counts("", [t, *b], language) for t, b in zip(titles, bodies, strict=True)]
    centre = vectors.mean(vectors.weigh(counted, language))
    own = vectors.weigh([vectors.counts(t, [], language) for t in titles], language)
    scores = [
        _score(title, vectors.cosine(vector, centre), language)
        - BEHIND * min(place, 5)
        - (0.0 if articles[place].title.strip() else UNTITLED)
        for place, (title, vector) in enumerate(zip(titles, own, strict=True))
    ]
    best = max(range(len(titles)), key=lambda index: (round(scores[index], 9), -index))
    return titles[best], best


def _opening(article: Article) -> str:
    """What stands for the title of an article without one: the first sentence that is not too
    long, else the first, else where the article is found."""
    found = vectors.lead(article)[:SENTENCES]
    short = (sentence for sentence in found if _width(sentence) <= SENTENCE_WIDTH)
    return next(short, found[0] if found else article.url or article.locator)


def _score(title: str, central: float, language: Language) -> float:
    """How well a title serves: about what the story is about, plain, of a readable length."""
    too_wide = max(0, _width(title) - MAX_WIDTH)
    return (
        central
        - BAIT * is_bait(title, language)
        - STUMP * (words.length(title) < MIN_WORDS)
        - SHOUTING * title.isupper()
        - (TOO_WIDE + EACH_CHARACTER * too_wide if too_wide else 0.0)
        - OPEN_QUOTE * fit.is_unbalanced(title)
    )


def _width(text: str) -> int:
    """Characters, those of Chinese, Japanese and Korean counted twice as they are printed."""
    return len(text) + sum(east_asian_width(character) in "WF" for character in text)


def _shared_tails(articles: Sequence[Article]) -> frozenset[str]:
    """Ends of titles that several articles of one source share: the site's name."""
    seen: dict[tuple[str, str], int] = {}
    for article in articles:
        match = _SITE_TAIL.search(article.title)
        if match:
            key = (article.source, chars.fold(match.group(1)))
            seen[key] = seen.get(key, 0) + 1
    return frozenset(tail for (_, tail), count in seen.items() if count > 1)
