"""Which texts of a page are hard to read on what lies behind them, in light and in dark mode.

A small part of CSS, as mails use it: colours in `style`, `bgcolor`, and the rules of style elements
that hold always or in one of the two modes. Selectors are matched as a browser does; specificity is
what premailer takes for it. A colour that cannot be told (`var()`, a picture) is not judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import html as parser
from lxml.cssselect import SelectorError

from newsfold.render import theme

# Text, ground and link where nothing is said: HTML 15.3; in the dark Chromium's own, of a page that
# says that it knows dark.
LIGHT = ("#000000", "#ffffff", "#0000ee")
DARK = ("#ffffff", "#121212", "#9e9eff")
_NAMED = {"white": "#ffffff", "black": "#000000"}
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_MEDIA = re.compile(r"@media[^{]*\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DECLARATION = re.compile(r"\s*(color|background(?:-color)?)\s*:\s*([^;!]+)(!important)?")
_COLOUR = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})\b|\b(?:white|black)\b")
_SCHEME = re.compile(r"(?<![\w-])color-scheme\s*:([^;}]*)")
_UNKNOWN = "?"

Declared = dict[str, str]  # 'ink' and 'ground' -> '#rrggbb', or '?' for what is none
Rank = tuple[bool, int, int, int]  # important; of the selector: classes, elements; its place


@dataclass(frozen=True, slots=True)
class Faint:
    """One text whose contrast is too low."""

    mode: str  # 'light' or 'dark'
    text: str
    ink: str
    ground: str

    @property
    def ratio(self) -> float:
        """Contrast, from 1 to 21."""
        return theme.contrast(self.ink, self.ground)


def faint(tree: parser.HtmlElement) -> Iterator[Faint]:
    """Each such text once a mode and pair of colours, in reading order."""
    seen: set[Faint] = set()
    for mode in ("light", "dark"):
        styles = _styles(tree, mode)
        plain = DARK if mode == "dark" and _knows_dark(tree) else LIGHT
        for element in tree.iter(parser.etree.Element):
            if element.tag in ("style", "title") or not _own_text(element):
                continue
            ink, ground = _colours(element, styles, plain)
            if _UNKNOWN in (ink, ground) or theme.contrast(ink, ground) >= theme.READABLE:
                continue
            found = Faint(mode, " ".join(element.text_content().split())[:40], ink, ground)
            if found not in seen:
                seen.add(found)
                yield found


def _own_text(element: parser.HtmlElement) -> str:
    parts = [element.text or "", *(child.tail or "" for child in element)]
    return "".join(parts).strip()


def _colours(
    element: parser.HtmlElement, styles: Mapping[Any, Declared], plain: tuple[str, str, str]
) -> tuple[str, str]:
    """What colour its text has, and what lies behind it; `plain` holds where nothing is said."""
    above = [element, *element.iterancestors()]
    grounds = (styles.get(e, {}).get("ground") for e in above)
    return _ink(above, styles, plain), next((g for g in grounds if g), plain[1])


def _ink(
    above: list[parser.HtmlElement], styles: Mapping[Any, Declared], plain: tuple[str, str, str]
) -> str:
    for e in above:
        if said := styles.get(e, {}).get("ink"):
            return said
        if e.tag == "a" and e.get("href"):
            return plain[2]
    return plain[0]


def _knows_dark(tree: parser.HtmlElement) -> bool:
    """Whether the page says so, in its head or in a rule."""
    said = [m.get("content") for m in tree.iter("meta") if m.get("name") == "color-scheme"]
    rules = "".join(sheet.text or "" for sheet in tree.iter("style"))
    return "dark" in " ".join([*map(str, said), *_SCHEME.findall(rules)])


def _styles(tree: parser.HtmlElement, mode: str) -> dict[Any, Declared]:
    """Element -> what holds for it in a mode, once all rules are weighed."""
    weighed: dict[Any, dict[str, tuple[Rank, str]]] = {}

    def say(element: parser.HtmlElement, name: str, rank: Rank, colour: str) -> None:
        own = weighed.setdefault(element, {})
        if name not in own or own[name][0] <= rank:
            own[name] = (rank, colour)

    for place, (selector, body) in enumerate(_rules(tree, mode)):
        for element in _matching(tree, selector):
            for name, colour, important in _declarations(body):
                classes = selector.count(".") + 10 * selector.count("#")
                elements = len(re.findall(r"(?:^|[\s>+~])[a-z]", selector))
                say(element, name, (important, classes, elements, place), colour)
    for element in tree.iter(parser.etree.Element):
        if painted := _colour(str(element.get("bgcolor") or "")):
            say(element, "ground", (False, -1, 0, 0), painted)
        for name, colour, important in _declarations(str(element.get("style") or "")):
            say(element, name, (important, 1000, 0, 0), colour)
    return {e: {name: c for name, (_, c) in own.items()} for e, own in weighed.items()}


def _rules(tree: parser.HtmlElement, mode: str) -> Iterator[tuple[str, str]]:
    """Selector and declarations of every rule that holds in a mode on a wide screen, in order."""
    for sheet in tree.iter("style"):
        text = _COMMENT.sub("", sheet.text or "")
        for block in _MEDIA.finditer(text):
            if f"prefers-color-scheme: {mode}" in " ".join(block.group().split()):
                yield from _split(block.group(1))
        yield from _split(_MEDIA.sub("", text))


def _split(rules: str) -> Iterator[tuple[str, str]]:
    for selectors, body in _RULE.findall(rules):
        yield from ((one.strip(), body) for one in selectors.split(",") if one.strip())


def _matching(tree: parser.HtmlElement, selector: str) -> list[parser.HtmlElement]:
    try:
        found = tree.cssselect(selector)
    except (SelectorError, parser.etree.XPathError):
        return []  # ':hover', '@font-face': nothing that is seen at rest
    return list(found)


def _declarations(body: str) -> Iterator[tuple[str, str, bool]]:
    """'ink' or 'ground', its colour, and whether it is !important."""
    for part in body.split(";"):
        if match := _DECLARATION.match(part):
            name = "ink" if match[1] == "color" else "ground"
            if colour := _colour(match[2]):
                yield name, colour, bool(match[3])


def _colour(value: str) -> str:
    """'#rrggbb'; '' for none ('transparent', 'inherit'), '?' where it cannot be told."""
    low = value.strip().lower()
    if not low or low.split()[0] in ("transparent", "inherit", "none", "initial", "unset"):
        return ""
    match = _COLOUR.search(low)
    if match is None or "url(" in low or "gradient(" in low:
        return _UNKNOWN
    found = _NAMED.get(match[0], match[0])
    return found if len(found) == 7 else "#" + "".join(2 * digit for digit in found[1:])
