"""Colours and fonts as tokens: the only place where either is named."""

from __future__ import annotations

from dataclasses import dataclass

READABLE = 4.5  # WCAG 2.2, 1.4.3 (AA): contrast of text below 24 px


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as '#rrggbb'."""

    page: str  # around the sheet
    paper: str  # the sheet
    ink: str
    soft: str  # sources, dates, footer
    rule: str  # lines; carries no text
    link: str
    accent: str  # section names, dates of key events


@dataclass(frozen=True, slots=True)
class Theme:
    """What a template asks for when it needs a colour or a typeface."""

    name: str
    serif: str  # a CSS font stack of faces that the usual systems carry: nothing is fetched
    sans: str
    light: Palette
    dark: Palette


# Chosen by eye on screenshots; tests/render/test_theme.py holds every pair above READABLE.
BROADSHEET = Theme(
    name="broadsheet",
    serif="Georgia, serif",
    sans="Helvetica, Arial, sans-serif",
    light=Palette(
        page="#efece4",
        paper="#fffdf9",
        ink="#1d1b18",
        soft="#5c574e",
        rule="#d9d3c5",
        link="#23537f",
        accent="#8c2318",
    ),
    dark=Palette(
        page="#121110",
        paper="#1c1b19",
        ink="#eae5da",
        soft="#b5ad9e",
        rule="#45413a",
        link="#9cc4e8",
        accent="#eb9e8c",
    ),
)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two '#rrggbb' colours, from 1 to 21. Source: WCAG 2.2, 1.4.3."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
