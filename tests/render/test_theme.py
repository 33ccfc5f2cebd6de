"""render.theme: every colour that carries text can be read, or the theme is refused."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from newsfold import config
from newsfold.errors import ConfigError
from newsfold.render import issue, theme
from newsfold.render.theme import Palette, Theme
from tests.render import samples

THEMES = list(theme.THEMES.values())


@pytest.mark.parametrize("palette", [p for look in THEMES for p in (look.light, look.dark)])
def test_text_can_be_read(palette: Palette) -> None:
    """Each text colour reaches WCAG AA on the sheet and on the page around it."""
    for text in (palette.ink, palette.soft, palette.link, palette.accent):
        for ground in (palette.paper, palette.page):
            assert theme.contrast(text, ground) >= 4.5


def test_contrast_of_known_pairs() -> None:
    """Black on white is 21, a colour on itself 1, #767676 on white the known 4.54."""
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#ff0000", "#ff0000") == pytest.approx(1)
    assert theme.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(
    ("settings", "pair"),
    [
        ('[newsletters.theme.light]\nsoft = "#a0a0a0"', "soft #a0a0a0 on paper #fffdf9"),
        ('[newsletters.theme.dark]\npaper = "#777777"', "ink #eae5da on paper #777777"),
        ('[newsletters.theme]\nname = "plain"\nlight.page = "#808080"', "on page #808080"),
    ],
)
def test_a_theme_that_cannot_be_read_names_the_pair(settings: str, pair: str) -> None:
    """The refusal says which colour on which, in which mode, and how far it is off."""
    parsed = config.parse(f"[[newsletters]]\n{settings}", {})
    with pytest.raises(ConfigError, match=re.escape(pair)) as caught:
        theme.of(parsed.newsletters[0].theme)
    assert "contrast of" in str(caught.value)


@pytest.mark.parametrize(
    "settings",
    [
        '[newsletters.theme]\nname = "tabloid"',
        '[newsletters.theme.light]\nink = "black"',
        '[newsletters.theme.light]\nhue = "#000000"',
        '[newsletters.theme]\nbody_face = "x; } body { display: none"',
    ],
)
def test_what_is_no_theme_is_refused(settings: str) -> None:
    """An unknown name, colour or token, and a face that would end its style rule."""
    with pytest.raises(ConfigError):
        config.parse(f"[[newsletters]]\n{settings}", {})


@pytest.mark.parametrize("look", THEMES, ids=lambda look: look.name)
def test_a_newsletter_wears_its_theme(look: Theme) -> None:
    """Colours, faces and sizes of the mail are the theme's; a changed colour is used."""
    chosen = config.Theme.model_validate({"name": look.name, "light": {"accent": "#5b2a86"}})
    newsletter = samples.NEWSLETTER.model_copy(update={"theme": chosen})
    page = issue.render(samples.issue(), newsletter, samples.SITE).html
    assert f"font:bold {look.sizes.title}px/1.1 {look.heading_face}" in page
    assert f"color:{look.dark.ink}" in page.replace(": ", ":")
    assert "color:#5b2a86" in page
    assert theme.of(chosen) == replace(look, light=replace(look.light, accent="#5b2a86"))
