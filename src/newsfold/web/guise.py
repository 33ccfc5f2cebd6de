"""A page as mail readers of a certain kind show it: in the dark, without pictures or styles."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree
from lxml import html as parser

_PREFERS = re.compile(r"@media \(prefers-color-scheme:\s*(dark|light)\)")
_SCHEME = re.compile(r'(?<=content=")light dark(?=")|(?<=color-scheme:)\s*light dark')
_LOOKS = ("style", "class", "bgcolor", "background", "align", "valign", "width", "height")


@dataclass(frozen=True, slots=True)
class Guise:
    """How a page is shown."""

    dark: bool = False
    images: bool = True
    styles: bool = True


def shown(page: str, guise: Guise) -> str:
    """The page in that guise. The browser's own preference for dark or light is overruled."""
    wanted = "dark" if guise.dark else "light"
    page = _PREFERS.sub(lambda m: "@media all" if m[1] == wanted else "@media not all", page)
    page = _SCHEME.sub(wanted, page)
    if guise.images and guise.styles:
        return page
    tree = parser.document_fromstring(page)
    if not guise.styles:
        etree.strip_elements(tree, "style", with_tail=False)
        etree.strip_attributes(tree, *_LOOKS)
    if not guise.images:
        etree.strip_attributes(tree, "src", "srcset", "background")
    return "<!DOCTYPE html>\n" + str(parser.tostring(tree, encoding="unicode"))
