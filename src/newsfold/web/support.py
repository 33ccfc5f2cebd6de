"""Which mail clients leave out something that a page uses, by a small table of facts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import html as parser

_TABLE = Path(__file__).with_name("support.json")
# HTML tags and attributes whose feature has another name than their own.
_TAGS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "html-h1-h6"),
    **dict.fromkeys(("ul", "ol", "li", "dl"), "html-lists"),
    **dict.fromkeys(
        ("article", "aside", "details", "figure", "footer", "header", "main", "nav", "section"),
        "html-semantics",
    ),
    "form": "html-form",
}
# A page without these reads the same: what they say is said in another way too.
_HARMLESS = frozenset(
    {"css-color-scheme", "html-aria-label", "html-body", "html-doctype", "html-lang", "html-style"}
)
_DECLARATION = re.compile(r"(?:^|[;{])\s*(-?[a-z][a-z-]*)\s*:\s*([^;{}]*)")
_MEDIA = re.compile(r"@media[^{]*")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Lacking:
    """A feature that a page uses and some clients do not show, or only partly."""

    feature: str  # its name for a person, e.g. 'border-radius'
    no: tuple[str, ...]  # clients' names
    partly: tuple[str, ...]
    optional: bool  # only used inside @media, where a client that lacks it just skips it


@lru_cache(maxsize=1)
def table() -> Mapping[str, Any]:
    """The facts: `source`, `date`, `clients` (id -> name), `features` (slug -> title, no, partly).

    Source: caniemail.com; `tools/refresh_support.py` writes the file.
    """
    loaded: Mapping[str, Any] = json.loads(_TABLE.read_text("utf-8"))
    return loaded


def lacking(page: str) -> tuple[Lacking, ...]:
    """Every such feature of the page, the least supported first."""
    facts = table()
    core, inside_media = _used(page)
    found: list[Lacking] = []
    for slug in sorted((core | inside_media) - _HARMLESS):
        feature = facts["features"].get(slug)
        if feature is not None:
            no, partly = (
                tuple(facts["clients"][client] for client in feature[mark])
                for mark in ("no", "partly")
            )
            found.append(Lacking(feature["title"], no, partly, slug not in core))
    return tuple(sorted(found, key=lambda f: (f.optional, -len(f.no), -len(f.partly), f.feature)))


def _used(page: str) -> tuple[set[str], set[str]]:
    """The features' slugs: used anywhere, and used inside @media only."""
    core: set[str] = set()
    optional: set[str] = set()
    for element in parser.document_fromstring(page).iter(parser.etree.Element):
        if element.tag == "style":
            plain, inside = _parts(_COMMENT.sub("", element.text or ""))
            core |= {*_properties(plain), "html-style"}
            optional |= set(_properties(inside)) | set(_queries(element.text or ""))
            continue
        tag = str(element.tag)
        core.add(_TAGS.get(tag, f"html-{tag}"))
        core |= {f"html-{name}" for name in map(str, element.attrib)}
        core |= set(_properties(str(element.get("style") or "")))
    return core, optional - core


def _parts(sheet: str) -> tuple[str, str]:
    """A style sheet's rules outside and inside its @media blocks."""
    plain: list[str] = []
    inside: list[str] = []
    while match := _MEDIA.search(sheet):
        plain.append(sheet[: match.start()])
        end = _closing(sheet, match.end())
        inside.append(sheet[match.end() + 1 : end])
        sheet = sheet[end + 1 :]
    return "".join([*plain, sheet]), "".join(inside)


def _closing(sheet: str, start: int) -> int:
    """The place of the brace that closes the one at `start`; the end where none does."""
    depth = 0
    for place in range(start, len(sheet)):
        depth += {"{": 1, "}": -1}.get(sheet[place], 0)
        if depth == 0:
            return place
    return len(sheet)


def _properties(rules: str) -> Iterator[str]:
    for name, value in _DECLARATION.findall(rules):
        yield f"css-{name}"
        if name == "display":
            yield f"css-display-{value.split()[0] if value.split() else ''}"
        yield f"css-{re.sub('-(?:top|right|bottom|left)$', '', name)}"


def _queries(sheet: str) -> Iterator[str]:
    for query in _MEDIA.findall(sheet):
        yield "css-at-media"
        for feature in re.findall(r"\(\s*([a-z-]+)", query):
            yield f"css-at-media-{feature}"
