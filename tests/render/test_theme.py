"""render.theme: every colour that carries text can be read."""

from __future__ import annotations

import pytest

from newsfold.render import theme
from newsfold.render.theme import Palette


@pytest.mark.parametrize("palette", [theme.BROADSHEET.light, theme.BROADSHEET.dark])
def test_text_can_be_read(palette: Palette) -> None:
    """Each text colour reaches WCAG AA on the sheet and on the page around it."""
    for text in (palette.ink, palette.soft, palette.link, palette.accent):
        for ground in (palette.paper, palette.page):
            assert theme.contrast(text, ground) >= theme.READABLE


def test_contrast_of_known_pairs() -> None:
    """Black on white is 21, a colour on itself 1, #767676 on white the known 4.54."""
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#ff0000", "#ff0000") == pytest.approx(1)
    assert theme.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
