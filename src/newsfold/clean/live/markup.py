"""A live blog's posts as its page states them: schema.org LiveBlogPosting, JSON-LD or microdata.

Source: https://schema.org/LiveBlogPosting, property `liveBlogUpdate` (a list of BlogPosting).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import lxml.html

from newsfold.clean.draft import Draft
from newsfold.clean.line import byline
from newsfold.clean.markup import blocks
from newsfold.clean.paragraph import repair
from newsfold.clean.phrases.junk import Phrases
from newsfold.model import Post, Removal, Subheading
from newsfold.text import chars, words
from newsfold.text.language import Language

MAX_POSTS = 1_000  # the longest live blogs run over a day and have some three hundred
MAX_AUTHORS = 20
MIN_POSTS = 2  # one alone is an article in the clothes of a live blog
# Of the words that the page shows as its body; data that hold less are excerpts. By eye.
MIN_STATED = 0.5
PROPERTY = "liveBlogUpdate"
_UPDATES = f"descendant::*[contains(concat(' ', @itemprop, ' '), ' {PROPERTY} ')]"
_PROPERTY = "descendant-or-self::*[contains(concat(' ', @itemprop, ' '), ' {} ')]"


@dataclass(frozen=True, slots=True)
class Stated:
    """The posts in the order in which the page states them, and what was taken out of them."""

    posts: tuple[Post, ...] = ()
    captions: tuple[str, ...] = ()
    removed: tuple[Removal, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Every post's paragraphs, in order."""
        return tuple(p for post in self.posts for p in post.paragraphs)


@dataclass(frozen=True, slots=True)
class _Update:
    heading: str | None
    time: str | None
    authors: tuple[str, ...]
    body: str  # text or HTML


def in_json(node: Mapping[str, Any], language: Language, phrases: Phrases) -> Stated:
    """The posts of a JSON-LD node; none when it states no `liveBlogUpdate`.

    A post's time is the ISO 8601 text of its `datePublished`. Values of any other shape than
    schema.org's are passed over.
    """
    return _stated(map(_in_json, _objects(node.get(PROPERTY))), language, phrases)


def in_tree(tree: lxml.html.HtmlElement, language: Language, phrases: Phrases) -> Stated:
    """The posts that the page marks up as microdata; none when there is no such mark."""
    return _stated(map(_in_tree, tree.xpath(_UPDATES)[:MAX_POSTS]), language, phrases)


def joined(draft: Draft, stated: Stated) -> Draft:
    """The draft with the stated posts as its body, below what it shows above the first of them.

    Where the data hold no posts, or far less than the page shows, it is the draft itself.
    """
    shown = sum(words.length(p) for p in draft.paragraphs)
    told = sum(words.length(p) for p in stated.paragraphs)
    if len(stated.posts) < MIN_POSTS or told < MIN_STATED * shown:
        return draft
    texts = [t for p in stated.posts for t in (p.heading or "", *p.paragraphs)]
    known = {chars.fold(text) for text in texts}
    above = _above(draft, known)
    paragraphs = [*draft.paragraphs[:above], *stated.paragraphs]
    headings = [s for s in draft.subheadings if s.before < above]
    at = above
    for post in stated.posts:
        headings += [Subheading(post.heading, at)] if post.heading else []
        at += len(post.paragraphs)
    beside = [Removal(p, "outside") for p in draft.paragraphs[above:] if chars.fold(p) not in known]
    return replace(
        draft,
        paragraphs=tuple(paragraphs),
        subheadings=tuple(headings),
        posts=stated.posts,
        captions=tuple(dict.fromkeys([*draft.captions, *stated.captions])),
        removed=(*draft.removed, *beside, *stated.removed),
    )


def _above(draft: Draft, known: Container[str]) -> int:
    """How many of the draft's paragraphs stand above the first post; none if it shows no post."""
    shown = (n for n, p in enumerate(draft.paragraphs) if chars.fold(p) in known)
    headed = (s.before for s in draft.subheadings if chars.fold(s.text) in known)
    return min([*islice(shown, 1), *headed], default=0)


def _stated(updates: Iterable[_Update], language: Language, phrases: Phrases) -> Stated:
    posts: dict[tuple[str | None, tuple[str, ...]], Post] = {}  # a pinned post is stated twice
    captions: list[str] = []
    removed: list[Removal] = []
    for update in updates:
        paragraphs: list[str] = []
        for block in blocks.of(update.body) or ():
            text = chars.squeeze(chars.printable(block.text))
            if block.is_caption:
                captions.append(text)
            elif text:
                mended = repair.mend(text, language, phrases)
                paragraphs += [piece.text for piece in mended.pieces]
                removed += mended.removed
        names = [name for field in update.authors for name in byline.people(field, phrases)[0]]
        post = Post(update.heading, tuple(paragraphs), tuple(dict.fromkeys(names)), update.time)
        if paragraphs:
            posts.setdefault((post.heading, post.paragraphs), post)
    return Stated(tuple(posts.values()), tuple(dict.fromkeys(captions)), tuple(removed))


# ---------------------------------------------------------------- JSON-LD


def _in_json(node: Mapping[str, Any]) -> _Update:
    authors = (
        _line(a.get("name")) if isinstance(a, dict) else _line(a) for a in _list(node.get("author"))
    )
    body = node.get("articleBody") or node.get("text") or node.get("description")
    return _Update(
        _line(node.get("headline")) or _line(node.get("name")),
        _line(node.get("datePublished")),
        tuple(name for name in authors if name)[:MAX_AUTHORS],
        body if isinstance(body, str) else "",
    )


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    return (item for item in _list(value)[:MAX_POSTS] if isinstance(item, dict))


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _line(value: Any) -> str | None:
    return chars.squeeze(chars.printable(value[:1000])) or None if isinstance(value, str) else None


# ---------------------------------------------------------------- microdata


def _in_tree(element: lxml.html.HtmlElement) -> _Update:
    heading = _property(element, "headline")
    stamp = _property(element, "datePublished")
    body = _property(element, "articleBody")
    authors = element.xpath(_PROPERTY.format("author"))[:MAX_AUTHORS]
    names = (
        _shown(name) for author in authors for name in (_property(author, "name") or [author])[:1]
    )
    return _Update(
        _shown(heading[0]) if heading else None,
        _moment(stamp[0]) if stamp else None,
        tuple(name for name in names if name),
        lxml.html.tostring(body[0], encoding="unicode", with_tail=False) if body else "",
    )


def _property(element: lxml.html.HtmlElement, name: str) -> list[lxml.html.HtmlElement]:
    found: list[lxml.html.HtmlElement] = element.xpath(_PROPERTY.format(name))
    return found


def _moment(element: lxml.html.HtmlElement) -> str | None:
    return _line(element.get("datetime") or element.get("content")) or _shown(element)


def _shown(element: lxml.html.HtmlElement) -> str | None:
    return _line(element.get("content")) or _line("".join(map(str, element.itertext())))
