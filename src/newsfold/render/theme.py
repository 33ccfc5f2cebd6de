"""Colours, faces and sizes as tokens: the only place where any of them is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import ClassVar

from newsfold import config
from newsfold.errors import ConfigError

READABLE = 4.5  # WCAG 2.2, 1.4.3 (AA): contrast of text below 24 px

SHEET = 640  # CSS pixels of the sheet; readers' panes are 600 to 700 wide (by eye)

SERIF = "Georgia, serif"
SANS = "Helvetica, Arial, sans-serif"


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

    @property
    def variables(self) -> str:
        """The colours as CSS custom properties, for web pages; mail readers know none."""
        return " ".join(f"--{f.name}: {getattr(self, f.name)};" for f in fields(self))


TEXT = ("ink", "soft", "link", "accent")  # the colours that carry text,
GROUNDS = ("paper", "page")  # on either of these


@dataclass(frozen=True, slots=True)
class Sizes:
    """Lengths in CSS pixels. Nothing that is read is below 14 (Email Markup Consortium)."""

    title: int
    lead: int  # headline of the first story
    heading: int  # headline of the others
    first: int  # summary of the first story
    body: int
    event: int
    small: int  # dates, sources, section names, footer
    section_gap: int  # above the line that opens a section
    gap: int  # above and below the line between two stories
    side: int  # between the sheet's edge and the text
    title_phone: int
    lead_phone: int
    first_phone: int


@dataclass(frozen=True, slots=True)
class Theme:
    """What a template asks for when it needs a colour, a typeface or a size.

    Faces are CSS font stacks of what the usual systems carry: nothing is fetched.
    """

    name: str
    heading_face: str
    body_face: str
    label_face: str  # section names, dates, sources, footer
    title_align: str  # 'center', or 'start' for the side where reading begins
    title_rule: str  # CSS border between title and date line, without its colour
    leading: float  # line height of body text, in its sizes
    date_apart: bool  # the date of a key event stands on a line of its own
    light: Palette
    dark: Palette
    sizes: Sizes

    sheet: ClassVar[int] = SHEET

    @property
    def width(self) -> int:
        """Of the sheet's text and pictures, where the screen is wide enough."""
        return SHEET - 2 * self.sizes.side


# Colours were chosen by eye on screenshots; `of` holds every pair above READABLE.
BROADSHEET = Theme(
    name="broadsheet",
    heading_face=SERIF,
    body_face=SERIF,
    label_face=SANS,
    title_align="center",
    title_rule="3px double",
    leading=1.55,
    date_apart=True,
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
    sizes=Sizes(
        title=40,
        lead=30,
        heading=22,
        first=19,
        body=17,
        event=16,
        small=14,
        section_gap=40,
        gap=24,
        side=24,
        title_phone=32,
        lead_phone=26,
        first_phone=18,
    ),
)
PLAIN = Theme(
    name="plain",
    heading_face=SANS,
    body_face=SANS,
    label_face=SANS,
    title_align="start",
    title_rule="1px solid",
    leading=1.5,
    date_apart=True,
    light=Palette(
        page="#f4f4f4",
        paper="#ffffff",
        ink="#1a1a1a",
        soft="#565656",
        rule="#dcdcdc",
        link="#0b57a4",
        accent="#0b57a4",
    ),
    dark=Palette(
        page="#111111",
        paper="#1b1b1b",
        ink="#ececec",
        soft="#b4b4b4",
        rule="#444444",
        link="#9ac5f4",
        accent="#9ac5f4",
    ),
    sizes=replace(
        BROADSHEET.sizes, title=32, lead=26, heading=20, first=18, body=16, title_phone=28
    ),
)
COMPACT = Theme(
    name="compact",
    heading_face=SERIF,
    body_face=SANS,
    label_face=SANS,
    title_align="start",
    title_rule="1px solid",
    leading=1.4,
    date_apart=False,
    light=replace(BROADSHEET.light, page="#ffffff", paper="#ffffff", rule="#d5d5d5"),
    dark=replace(BROADSHEET.dark, page="#161616", paper="#161616"),
    sizes=Sizes(
        title=26,
        lead=21,
        heading=18,
        first=16,
        body=15,
        event=15,
        small=14,
        section_gap=24,
        gap=14,
        side=16,
        title_phone=24,
        lead_phone=20,
        first_phone=16,
    ),
)
THEMES: Mapping[str, Theme] = {theme.name: theme for theme in (PLAIN, BROADSHEET, COMPACT)}


def of(wanted: config.Theme) -> Theme:
    """The named theme with the tokens that the settings change.

    Raises: ConfigError naming the pair of colours whose contrast is too low to be read.
    """
    named = THEMES[wanted.name]
    theme = replace(
        named,
        heading_face=wanted.heading_face or named.heading_face,
        body_face=wanted.body_face or named.body_face,
        label_face=wanted.label_face or named.label_face,
        light=_painted(named.light, wanted.light),
        dark=_painted(named.dark, wanted.dark),
    )
    for mode, palette in (("light", theme.light), ("dark", theme.dark)):
        _check(mode, palette)
    return theme


def _painted(palette: Palette, colours: config.Colours) -> Palette:
    chosen = {f.name: getattr(colours, f.name) for f in fields(Palette)}
    return replace(palette, **{name: colour for name, colour in chosen.items() if colour})


def _check(mode: str, palette: Palette) -> None:
    for text in TEXT:
        for ground in GROUNDS:
            one, other = getattr(palette, text), getattr(palette, ground)
            ratio = contrast(one, other)
            if ratio < READABLE:
                raise ConfigError(
                    f"newsletters.theme.{mode}: {text} {one} on {ground} {other} has a contrast "
                    f"of {ratio:.2f}, and text needs {READABLE} to be read (WCAG 2.2 AA); change "
                    "one of the two",
                    key=f"newsletters.theme.{mode}.{text}",
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
