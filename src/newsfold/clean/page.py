"""A whole HTML page -> a draft: trafilatura finds the content, the page's data tell the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urljoin

import lxml.etree
import lxml.html
import trafilatura
import trafilatura.core

from newsfold.clean import blocks, byline, dump, identity, junk, metadata, trusted
from newsfold.clean.blocks import Block
from newsfold.clean.draft import Draft
from newsfold.clean.metadata import Stated
from newsfold.model import Picture, Reason, Removal
from newsfold.text import chars, words
from newsfold.text.language import Tables

MAX_PARSED = 3_000_000  # characters; beyond any article's page, and bounds trafilatura's time
MAX_AROUND = 2_000  # blocks beside the article that are recorded
_CREDIT_CLASS = re.compile(r"credit|copyright|byline|source|attribution", re.I)
_CAPTION_PATH = "//figure//figcaption | //*[contains(@class, 'wp-caption-text')]"
_CONTENT = "//article | //main | //*[@role='main']"

# Its messages would land in the log of whoever uses this room; results tell all we need.
_SILENT = 100  # above every level; `logging` itself is not for this room
trafilatura.core.LOGGER.manager.getLogger("trafilatura").setLevel(_SILENT)


def read(
    markup: str, tables: Tables, *, fetched_at: datetime | None, stated_language: str | None
) -> tuple[Draft, str] | Reason:
    """The page's draft and its language, or why it holds none."""
    if blocks.depth(markup) > blocks.MAX_DEPTH:
        return Reason.TOO_DEEP
    tree = blocks.parsed(markup[:MAX_PARSED])
    if tree is None:
        return Reason.EMPTY
    found = list(_content(tree))
    code = dump.language_of(
        "\n".join(b.text for b in found), tables, stated_language or tree.get("lang")
    )
    stated = metadata.read(tree, tables.language(code))
    title = metadata.title(stated)
    draft = trusted.read(found, tables, code, title=title, fetched_at=fetched_at)
    phrases = junk.phrases(tables, code)
    whole = _with_data(draft, stated, tree, phrases)
    return whole.losing(_around(tree, whole, phrases)), code


def _content(tree: lxml.html.HtmlElement) -> Iterator[Block]:
    """The blocks that trafilatura takes for the article, in order."""
    document = trafilatura.bare_extraction(tree, include_comments=False, favor_precision=True)
    body = getattr(document, "body", None)
    if body is None:
        return
    for element in body:
        yield from _blocks(element)


def _blocks(element: lxml.etree._Element) -> Iterator[Block]:
    """One element of trafilatura's output (its TEI-like names) as blocks."""
    if element.tag == "list":
        for item in element.iter("item"):
            yield from _text(item, 0)
    elif element.tag == "head":
        yield from _text(element, int((element.get("rend") or "h2")[-1:] or 2))
    elif element.tag == "table":
        return  # figures without their sentences
    else:
        yield from _text(element, 0)


def _text(element: lxml.etree._Element, level: int) -> Iterator[Block]:
    for line_break in element.iter("lb"):
        line_break.tail = "\n" + (line_break.tail or "")
    for piece in "".join(map(str, element.itertext())).split("\n"):
        if piece.strip():
            yield Block(piece, level)


def _around(tree: lxml.html.HtmlElement, draft: Draft, phrases: junk.Phrases) -> Iterator[Removal]:
    """What the page says beside the article, so that it stays countable."""
    parts = (draft.title or "", *draft.paragraphs, *draft.captions)
    kept = {chars.fold(text) for text in (*parts, *(s.text for s in draft.subheadings))}
    for block in list(blocks.in_tree(tree))[:MAX_AROUND]:
        text = chars.squeeze(chars.printable(block.text))
        if text and chars.fold(text) not in kept:
            yield Removal(text, phrases.kind(text, words.length(text)) or "outside")


def _with_data(
    draft: Draft, stated: Stated, tree: lxml.html.HtmlElement, phrases: junk.Phrases
) -> Draft:
    names: list[str] = []
    agencies: list[str] = []
    for field in stated.authors:
        people, _, wires = byline.people(field, phrases)
        names += [name for name in people if name not in names]
        agencies += wires
    captions = tuple(_captions(tree))
    return Draft(
        title=draft.title,
        paragraphs=draft.paragraphs,
        authors=tuple(names) or draft.authors,
        outlet=stated.site or draft.outlet,
        url=identity.canonical(stated.url),
        dates=(*stated.dates, *draft.dates),
        language=stated.language,
        categories=stated.categories,
        subheadings=draft.subheadings,
        posts=draft.posts,
        captions=tuple(dict.fromkeys([*captions, *draft.captions])),
        pictures=tuple(_pictures(tree, stated)),
        removed=(*draft.removed, *(Removal(name, "agency-byline") for name in agencies)),
        told=draft.told,
    )


def _figures(tree: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
    scopes = tree.xpath(_CONTENT)
    return list((scopes[0] if scopes else tree).iter("figure"))[:20]


def _captions(tree: lxml.html.HtmlElement) -> Iterator[str]:
    for figure in _figures(tree):
        for caption in figure.iter("figcaption"):
            text = _shown(caption)
            if text:
                yield text


def _pictures(tree: lxml.html.HtmlElement, stated: Stated) -> Iterator[Picture]:
    """The first figure's picture, when its page gives both alternative text and credit."""
    for figure in _figures(tree)[:1]:
        for image in list(figure.iter("img"))[:1]:
            address = urljoin(stated.url or "", image.get("src") or "")
            alt, credit = chars.squeeze(chars.printable(image.get("alt") or "")), _credit(figure)
            if alt and credit and address.startswith(("https://", "http://")):
                yield Picture(
                    address, alt, credit, _pixels(image, "width"), _pixels(image, "height")
                )


def _credit(figure: lxml.html.HtmlElement) -> str:
    for element in figure.iter("span", "small", "cite", "p", "div"):
        if _CREDIT_CLASS.search(element.get("class") or ""):
            return re.sub(r"^[^:]{1,20}:\s*", "", _shown(element))
    return ""


def _pixels(image: lxml.html.HtmlElement, name: str) -> int | None:
    value = image.get(name) or ""
    return int(value) if re.fullmatch(r"[1-9]\d{0,4}", value) else None


def _shown(element: lxml.html.HtmlElement) -> str:
    return chars.squeeze(chars.printable("".join(map(str, element.itertext()))[:5000]))
