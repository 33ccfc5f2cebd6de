"""The shipped path as two plain functions: `clean_text(dump)` and `clean_html(page)` -> the body.

Whoever scores cleaning puts this folder on the module path and imports `judges`; only newsfold
itself must be installed.
"""

from __future__ import annotations

from newsfold import tables
from newsfold.clean import document
from newsfold.model import Article, Document, Media


def clean_text(text: str) -> str:
    """The article's body in a page dump, one paragraph or subheading a line; '' for none."""
    return _body(text, Media.TEXT)


def clean_html(html: str) -> str:
    """The article's body in an HTML page, one paragraph or subheading a line; '' for none."""
    return _body(html, Media.HTML)


def _body(text: str, media: Media) -> str:
    content = text.encode("utf-8", "surrogatepass")
    found = document.read(Document("judge", "-", media, content, "utf-8"), tables.load())
    return "\n".join(body_lines(found)) if isinstance(found, Article) else ""


def body_lines(article: Article) -> list[str]:
    """Paragraphs and subheadings in reading order."""
    found: list[str] = []
    for number, paragraph in enumerate((*article.paragraphs, None)):
        found += [heading.text for heading in article.subheadings if heading.before == number]
        if paragraph is not None:
            found.append(paragraph)
    return found
