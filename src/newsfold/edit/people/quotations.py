"""Quotations: where a sentence speaks in somebody else's words."""

from __future__ import annotations

import re

_QUOTED = re.compile(
    r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^»]*(?:»|$)|„[^“”]*(?:[“”]|$)|「[^」]*(?:」|$)"
    r"|‘[^‘’]*(?:’\w[^‘’]*)*’(?!\w)|(?<!\w)'(?=\w)[^']*(?:'\w[^']*)*'(?!\w)"
)
_INWARD = re.compile(r"»[^«]*(?:«|$)|„[^“”]*(?:[“”]|$)")  # as German books and some papers quote


def outside(text: str) -> str:
    """The text with every quotation as blanks, at the same length."""
    inward = -1 < text.find("»") < text.find("«") or ("«" not in text and text.count("»") > 1)
    pattern = _INWARD if inward else _QUOTED
    return pattern.sub(lambda match: " " * len(match.group()), text)
