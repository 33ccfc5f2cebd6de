"""What a reader's program makes of a page: its words, its elements, its links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from lxml import html
from lxml.html import HtmlElement

from newsfold.render import plain


def tree(page: str) -> HtmlElement:
    """The page as a parser sees it."""
    return html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))


def elements(page: str) -> Counter[str]:
    """How many elements of each name the page has."""
    return Counter(str(node.tag) for node in tree(page).iter() if isinstance(node.tag, str))


def texts(page: str, name: str) -> list[str]:
    """The clean text of every element of that name, in order."""
    return [plain.line(node.text_content()) for node in tree(page).iter(name)]


def links(page: str) -> list[tuple[str, str]]:
    """Text and target of every link, in order."""
    return [(plain.line(a.text_content()), a.get("href") or "") for a in tree(page).iter("a")]


def attributes(page: str, name: str) -> Iterable[str]:
    """Every value of an attribute."""
    return [value for node in tree(page).iter() if (value := node.get(name)) is not None]


def words(page: str) -> list[str]:
    """The words of the page's visible body, in order; the preheader left out."""
    body = tree(page).find("body")
    assert body is not None
    for hidden in body.find_class("preheader"):
        hidden.drop_tree()
    return " ".join(str(part) for part in body.itertext()).split()
