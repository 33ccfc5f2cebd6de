"""A page's tree -> every text of it in order, with where it stands in the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import lxml.etree
import lxml.html

from newsfold.clean.markup.blocks import BLOCKS, LEVELS, SKIPPED, Block

# What class, id and role tell of an element, in the words that content systems share.
HINTS: tuple[tuple[str, str], ...] = (
    ("comment", r"comment|disqus|repl(?:y|ies)|respond|discussion"),
    ("related", r"relat|recommend|popular|trending|most[-_]|teaser|card|outbrain|taboola|recirc"
                r"|read-?(?:next|more)|also|promo|upsell|more-|latest|carousel|feed|next|rail"),
    ("share", r"share|sharing|social|follow"),
    ("author", r"author|byline|\bbio\b|-bio|contributor|writer|profile"),
    ("date", r"date|time|publish|meta|info|label|kicker|eyebrow|category|tag|topic"),
    ("picture", r"caption|figure|credit|photo|image|media|gallery|slide|video|player|img|pic"),
    ("furniture", r"nav|menu|breadcrumb|header|masthead|side-?bar|widget|foot|banner|toolbar|modal"
                  r"|popup|overlay|cookie|consent|gdpr|privacy"),
    ("advert", r"advert|sponsor|\bads?\b|\bads?[-_]|[-_]ads?\b|commercial|affiliate|shop|product"),
    ("offer", r"newsletter|subscri|sign-?up|paywall|register|login|premium|donat|app-|inline"),
    ("body", r"(?:article|story|post|entry|news|main|page|content|text|body|copy)[-_]{0,2}"
             r"(?:body|content|text|copy|paragraph|main|full)|rich-?text|articlebody|paragraph"),
    ("title", r"title|headline|\bhed\b|heading"),
    ("standfirst", r"summary|standfirst|\bdek\b|deck|\blead|intro|excerpt|sub-?title|sub-?head"
                   r"|description|abstract|teaser-text|highlight|key-?points|bullet"),
    ("quote", r"quote|tweet|twitter|instagram|embed"),
    ("hidden", r"hidden|hide|sr-only|screen-reader|visually|collapsed|print|noscript|fallback"),
    ("box", r"box|aside|infobox|fact|callout|inset|note|disclaimer|correction|source|footnote"),
)  # fmt: skip
_HINT = tuple(re.compile(pattern) for _, pattern in HINTS)  # looked for in small letters
_ANY_HINT = re.compile("|".join(pattern for _, pattern in HINTS))
_UNSHOWN = re.compile(r"display:\s*none|visibility:\s*hidden", re.I)
# Tags whose being somewhere above a text tells what it is.
HOLDERS = (
    "article", "main", "aside", "header", "footer", "section", "ul", "ol", "li", "blockquote",
    "figure", "figcaption", "table", "form", "address", "dl",
)  # fmt: skip
NEAR = 2  # elements from the text upwards whose hints are told apart from those further up
MAX_CLASS_CHARS = 300
_BOLD, _ITALIC = frozenset(("b", "strong")), frozenset(("i", "em"))


@dataclass(frozen=True, slots=True)
class Spot:
    """One text of the page and where it stands. Elements are numbered in document order."""

    block: Block
    tag: str  # of the block element it stands in
    path: tuple[int, ...]  # numbers of the elements above, the root first, its own last
    style: str  # tag and class of its own and its parent element: alike for alike paragraphs
    near: int  # bits of HINTS on its own and its parent element
    far: int  # the same of all elements further up, but html and body
    holders: int  # bits of HOLDERS anywhere above, its own included
    is_unshown: bool
    is_stated_body: bool  # whether an element above has itemprop=articleBody
    link_chars: int
    bold_chars: int
    italic_chars: int


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet."""

    number: int
    tag: str
    style: str
    hints: int
    holder: int
    is_unshown: bool
    is_stated_body: bool
    level: int


@dataclass(slots=True)
class _Walk:
    """What has been seen so far of the walk through the tree."""

    stack: list[_Open] = field(default_factory=list)  # block elements only
    pieces: list[str] = field(default_factory=list)
    count: int = 0
    links: int = 0  # open `a` elements
    bolds: int = 0
    italics: int = 0
    link_chars: int = 0
    bold_chars: int = 0
    italic_chars: int = 0

    def say(self, text: str | None) -> None:
        if not text:
            return
        self.pieces.append(text)
        if self.links:
            self.link_chars += len(text)
        if self.bolds:
            self.bold_chars += len(text)
        if self.italics:
            self.italic_chars += len(text)

    def flush(self) -> Spot | None:
        text = " ".join("".join(self.pieces).split())
        found = self._spot(text) if text and self.stack else None
        self.pieces.clear()
        self.link_chars = self.bold_chars = self.italic_chars = 0
        return found

    def _spot(self, text: str) -> Spot:
        above = self.stack
        near = far = holders = 0
        for element in above[-NEAR:]:
            near |= element.hints
        for element in above[:-NEAR]:
            far |= element.hints
        for element in above:
            holders |= element.holder
        return Spot(
            Block(
                text,
                next((e.level for e in reversed(above[-3:]) if e.level), 0),
                any(e.tag == "figcaption" for e in above),
            ),
            above[-1].tag,
            tuple(e.number for e in above),
            " ".join(e.style for e in above[-2:]),
            near,
            far,
            holders,
            any(e.is_unshown for e in above),
            any(e.is_stated_body for e in above),
            self.link_chars,
            self.bold_chars,
            self.italic_chars,
        )


def spots(tree: lxml.html.HtmlElement) -> Iterator[Spot]:
    """Every text of the tree's body in order, scripts and controls left out."""
    walk = _Walk()
    walker = lxml.etree.iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        starts = event == "start"
        if tag in SKIPPED and tag != "form":
            if starts:
                walker.skip_subtree()
            else:
                walk.say(element.tail)
            continue
        if tag in BLOCKS or tag == "body" or tag == "form":
            found = walk.flush()
            if found is not None:
                yield found
            if starts:
                walk.count += 1
                walk.stack.append(_opened(element, tag, walk.count))
            else:
                walk.stack.pop()
        elif tag == "a":
            walk.links += 1 if starts else -1
        elif tag in _BOLD:
            walk.bolds += 1 if starts else -1
        elif tag in _ITALIC:
            walk.italics += 1 if starts else -1
        walk.say(element.text if starts else element.tail)
    found = walk.flush()
    if found is not None:
        yield found


@lru_cache(maxsize=4096)
def _hints(told: str) -> int:
    found = 0
    for bit, pattern in enumerate(_HINT if _ANY_HINT.search(told) else ()):
        if pattern.search(told):
            found |= 1 << bit
    return found


def _opened(element: lxml.html.HtmlElement, tag: str, number: int) -> _Open:
    get = element.get
    classes = get("class") or ""
    told = f"{classes[:MAX_CLASS_CHARS]} {(get('id') or '')[:100]} {(get('role') or '')[:20]}"
    return _Open(
        number,
        tag,
        f"{tag}.{classes[:60]}",
        _hints(told.lower()) if tag != "body" and len(told) > 2 else 0,
        1 << HOLDERS.index(tag) if tag in HOLDERS else 0,
        bool(
            get("hidden") is not None
            or get("aria-hidden") == "true"
            or _UNSHOWN.search(get("style") or "")
        ),
        "articleBody" in (get("itemprop") or ""),
        LEVELS.get(tag, 0),
    )
