"""What feeds of every kind share: text as HTML, and titles as plain text."""

from __future__ import annotations

import html
import re

_BLANK_LINE = re.compile(r"\n\s*\n")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def as_html(text: str) -> str:
    """Plain text as HTML paragraphs, one per block between empty lines; '' for no text."""
    paragraphs = (block.strip() for block in _BLANK_LINE.split(text))
    return "".join(f"<p>{html.escape(p, quote=False)}</p>" for p in paragraphs if p)


def as_text(markup: str) -> str:
    """A title's HTML as plain text on one line."""
    return " ".join(html.unescape(_TAG.sub("", markup)).split())
