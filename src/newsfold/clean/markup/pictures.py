"""The pictures in an article's own markup: those that say what they show and whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import lxml.etree
import lxml.html

from newsfold.clean.markup import blocks
from newsfold.clean.phrases.junk import Phrases, folded
from newsfold.model import Picture
from newsfold.text import chars

MAX_FIGURES = 20  # of one page that are looked at
MAX_ALT = 1_000  # characters; the longest of the figures on 139 open pages has 320
MAX_CREDIT = 120  # of a person and an agency or two; longer is a caption
MAX_CAPTION = 5_000
MAX_LABEL_WORDS = 2  # of 'image credit'
MAX_URL = 2_000
_CONTENT = "//article | //main | //*[@role='main']"
# What class, itemprop and data-testid of an element say that holds a credit (schema.org, WordPress
# and the like); HTML's own element for it is cite.
_CREDIT = re.compile(r"credit|copyright|byline|source|attribution", re.I)
_CREDIT_TAGS = ("span", "small", "cite", "p", "div")
_NAMED_BY = ("class", "itemprop", "data-testid")
# Where the address stands when `src` holds a placeholder until the page is scrolled.
_ADDRESSES = ("src", "data-src", "data-original", "data-lazy-src")
_SETS = ("srcset", "data-srcset")
_PLACEHOLDER = re.compile(r"(?:spacer|blank|placeholder|transparent|pixel|1x1)\b[^/]*\Z", re.I)
_CLOSING = re.compile(r"\(([^()]{2,200})\)\s*\Z")
_LABEL = re.compile(r"\A[^:]{1,20}:\s*")
_EDGES = " ()[]|,;:–—-©"


def of_tree(tree: lxml.html.HtmlElement, url: str | None, phrases: Phrases) -> tuple[Picture, ...]:
    """The figures' pictures in order, of the article's part of the page.

    One without alternative text, without a credit or without a web address is left out.
    `url` is the page's own, from which relative addresses start.
    """
    found = (_picture(figure, url, phrases) for figure in _figures(tree))
    distinct = {picture.url: picture for picture in found if picture is not None}
    return tuple(distinct.values())


def of_markup(markup: str, url: str | None, phrases: Phrases) -> tuple[Picture, ...]:
    """The same of a piece of HTML, such as a feed entry's, that is not nested too deep."""
    if "<figure" not in markup.lower():
        return ()
    tree = blocks.parsed(markup)
    return () if tree is None else of_tree(tree, url, phrases)


def captions(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """The text below each figure of the article's part of the page."""
    for figure in _figures(tree):
        for caption in figure.iter("figcaption"):
            if text := _shown(caption):
                yield text


def _figures(tree: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
    scopes = tree.xpath(_CONTENT)
    return list((scopes[0] if scopes else tree).iter("figure"))[:MAX_FIGURES]


def _picture(figure: lxml.html.HtmlElement, url: str | None, phrases: Phrases) -> Picture | None:
    image = next(figure.iter("img"), None)
    if image is None:
        return None
    alt = chars.squeeze(chars.printable((image.get("alt") or "")[:MAX_ALT]))
    address = _address(image, url)
    credit = _credit(figure, phrases) if alt and address else ""
    if not (alt and address and credit):
        return None
    return Picture(address, alt, credit, *_size(image))


def _address(image: lxml.html.HtmlElement, url: str | None) -> str:
    """The picture's web address, or ''."""
    stated = [image.get(name) or "" for name in _ADDRESSES]
    stated += [(image.get(name) or "").strip().partition(" ")[0] for name in _SETS]
    for given in stated:
        address = joined(url, given.strip().rstrip(","))
        if address and not _PLACEHOLDER.search(urlsplit(address).path):
            return address
    return ""


def joined(url: str | None, given: str) -> str:
    """The web address that is given, from the page's own; '' for what is none."""
    try:
        address = urljoin(url or "", given) if given else ""
        is_web = urlsplit(address).scheme in ("http", "https") and len(address) <= MAX_URL
    except ValueError:
        return ""
    return address if is_web else ""


def _credit(figure: lxml.html.HtmlElement, phrases: Phrases) -> str:
    """Who made the picture: as an element of its own says, else the end of the caption."""
    for element in figure.iter(*_CREDIT_TAGS):
        names = " ".join(element.get(name) or "" for name in _NAMED_BY)
        if (element.tag == "cite" or _CREDIT.search(names)) and (
            said := _name(_shown(element), phrases)
        ):
            return said
    for caption in figure.iter("figcaption"):
        text = _shown(caption)
        closing = _CLOSING.search(text[-MAX_CREDIT * 2 :])
        # '(Ann Lee/Bay Agency)' or '(Photo: Ann Lee)', but not '(left)'.
        if closing and ("/" in closing[1] or phrases.is_credited(f"({closing[1]})")):
            return _name(closing[1], phrases)
    return ""


def _name(text: str, phrases: Phrases) -> str:
    """The credit without its label and brackets; '' for a text that is longer than names are."""
    bare = _LABEL.sub("", text.strip(_EDGES), count=1)
    bare = _without_by(bare, phrases).strip(_EDGES)
    return bare if len(bare) <= MAX_CREDIT else ""


def _without_by(text: str, phrases: Phrases) -> str:
    """'Ann Lee' for 'Photo by Ann Lee' and 'by Ann Lee'."""
    labels = folded(phrases.marks.get("credit-label", ())) | {""}
    marks = folded(phrases.marks.get("byline", ()))
    words = text.split(maxsplit=MAX_LABEL_WORDS + 1)
    for count, word in enumerate(words[:-1]):
        if chars.fold(" ".join(words[:count])) in labels and chars.fold(word) in marks:
            return " ".join(words[count + 1 :])
    return text


def _size(image: lxml.html.HtmlElement) -> tuple[int | None, int | None]:
    return pixels(image.get("width") or ""), pixels(image.get("height") or "")


def pixels(stated: str) -> int | None:
    """The stated size; HTML's own is a whole number, and some pages write fractions of one."""
    value = re.fullmatch(r"([1-9]\d{0,4})(?:\.\d{1,20})?(?:px)?", stated.strip())
    return int(value[1]) if value else None


def _shown(element: lxml.etree._Element) -> str:
    text = "".join(map(str, element.itertext()))[:MAX_CAPTION]
    return chars.squeeze(chars.printable(text))
