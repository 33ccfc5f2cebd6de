"""The headline of a story: the clearest of its sources' own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsfold.edit import vectors
from newsfold.model import Article
from newsfold.text import chars, words
from newsfold.text.language import Background, Language

MAX_CHARACTERS = 90  # longer ones are cut off by mail clients' lists and tire the reader
MIN_WORDS = 4

_LIVE_TAIL = re.compile(
    r"\s+[-–—|:]\s*(?:[\w’']+\s){0,3}live(?:\s+(?:updates?|blog|coverage|news|reports?))?\s*$"
    r"|\s*[-–—|:,]\s*(?:live (?:updates?|blog|coverage)|as it happened|in pictures|video)\s*$"
    r"|\s+[-–—|]\s*(?:en direct|en vivo|ao vivo|in diretta|im liveticker|liveticker|liveblog)\s*$",
    re.IGNORECASE,
)
_LEADING_LABEL = re.compile(
    r"^(?:live(?: updates?| blog)?|breaking(?: news)?|watch|video|exclusive|update[d]?|just in|"
    r"in pictures|listen|podcast)\s*[:|–—-]\s+",
    re.IGNORECASE,
)
_SITE_TAIL = re.compile(r"\s+(?:[|•·»]|[-–—])\s+([^|•·»–—]{2,40})$")
_BAIT = re.compile(
    r"\?|…$|\.\.\.$|!$"
    r"|^(?:why|how|what|who|where|when|which|meet|here['’]?s|this is|watch|see|inside)\b"
    r"|\b(?:you need to know|everything you|what we know|what to know|here['’]s what|this is why|"
    r"won['’]t believe|so far|explained|explainer|takeaways|things to|reasons|at a glance|quiz|"
    r"opinion|analysis|newsletter|briefing|recap|round-?up)\b"
    r"|^\d+ (?:things|ways|reasons|facts|takeaways)\b",
    re.IGNORECASE,
)


def clean(title: str, outlet: str | None, shared_tails: frozenset[str] = frozenset()) -> str:
    """The title without live-blog suffix, label in front, and name of the site at its end."""
    text = " ".join(title.split())
    known = {chars.fold(outlet)} if outlet else set()
    while True:
        shorter = _LEADING_LABEL.sub("", _LIVE_TAIL.sub("", text))
        site = _SITE_TAIL.search(shorter)
        if (site and chars.fold(site.group(1)) in known | shared_tails) or (
            site and "|" in site.group() and words.count(shorter[: site.start()]) >= MIN_WORDS
        ):
            shorter = shorter[: site.start()]
        if shorter == text or not shorter.strip():
            return text
        text = shorter.strip()


def is_bait(title: str) -> bool:
    """Whether a headline asks, teases or announces instead of saying what happened."""
    return bool(_BAIT.search(title))


def choose(
    articles: Sequence[Article], background: Background, language: Language
) -> tuple[str, int]:
    """The best headline and the index of its article. Articles stand lead first."""
    tails = _shared_tails(articles)
    titles = [clean(article.title, article.outlet, tails) for article in articles]
    if len(titles) == 1:
        return titles[0], 0
    bodies = [vectors.lead(article)[:4] for article in articles]
    counted = [vectors.counts("", [t, *b], language) for t, b in zip(titles, bodies, strict=True)]
    centre = vectors.mean(vectors.weigh(counted, background, language))
    own = vectors.weigh([vectors.counts(t, [], language) for t in titles], background, language)
    scores = [
        _score(title, vectors.cosine(vector, centre)) - 0.02 * min(place, 5)
        for place, (title, vector) in enumerate(zip(titles, own, strict=True))
    ]
    best = max(range(len(titles)), key=lambda index: (round(scores[index], 9), -index))
    return titles[best], best


def _score(title: str, central: float) -> float:
    """How well a title serves: about what the story is about, plain, of a readable length."""
    size = words.count(title)
    too_long = max(0, len(title) - MAX_CHARACTERS)
    return (
        central
        - (1.0 if is_bait(title) else 0.0)
        - (0.5 if size < MIN_WORDS else 0.0)
        - (0.3 if title.isupper() else 0.0)
        - (0.2 + 0.005 * too_long if too_long else 0.0)
        - (0.3 if title.count('"') % 2 or title.count("“") != title.count("”") else 0.0)
    )


def _shared_tails(articles: Sequence[Article]) -> frozenset[str]:
    """Ends of titles that several articles of one source share: the site's name."""
    seen: dict[tuple[str, str], int] = {}
    for article in articles:
        match = _SITE_TAIL.search(article.title)
        if match:
            key = (article.source, chars.fold(match.group(1)))
            seen[key] = seen.get(key, 0) + 1
    return frozenset(tail for (_, tail), count in seen.items() if count > 1)
