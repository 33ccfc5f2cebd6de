"""web.colours: what is hard to read is found in both modes, and nothing else is."""

from __future__ import annotations

import pytest
from lxml import html

from newsfold.render import issue, theme
from newsfold.web import colours
from tests.render import editions, samples

DARK = "@media (prefers-color-scheme: dark)"


def _found(style: str, body: str) -> list[tuple[str, str, str]]:
    page = f"<html><head><style>{style}</style></head><body>{body}</body></html>"
    return [(f.mode, f.ink, f.ground) for f in colours.faint(html.document_fromstring(page))]


@pytest.mark.parametrize(
    ("style", "body", "found"),
    [
        ("", '<p style="color:#777777">x</p>', ["light", "dark"]),
        ("", '<p style="color:#767676">x</p>', []),
        ("p { color: #999 }", "<p>x</p>", ["light", "dark"]),
        ("p { color: #999 }", '<p style="color:#111111">x</p>', []),
        (f"{DARK} {{ p {{ color: #333333 !important; }} }}", '<p style="color:#111">x</p>', []),
        (
            f"{DARK} {{ .a {{ background-color: #111111 !important; }} }}",
            '<div class="a" style="background-color:#ffffff"><p style="color:#222222">x</p></div>',
            ["dark"],
        ),
        (
            f"{DARK} {{ .a {{ background: #111 !important }} .a p {{ color: #eee !important }} }}",
            '<div class="a" style="background:#fff"><p style="color:#222222">x</p></div>',
            [],
        ),
        # Without !important the element's own style wins.
        (
            f"{DARK} {{ .a {{ background: #111 !important }} .a p {{ color: #eee }} }}",
            '<div class="a" style="background:#fff"><p style="color:#222222">x</p></div>',
            ["dark"],
        ),
        # The more specific rule wins, wherever it stands.
        (".a p { color: #111 } p { color: #ccc }", '<div class="a"><p>x</p></div>', []),
        # A colour is inherited; a link has one of its own.
        ("", '<div style="color:#cccccc"><p>x</p></div>', ["light", "dark"]),
        ("", '<p style="background:#00a;color:#fff"><a href="#">x</a></p>', ["light", "dark"]),
        ("", '<table bgcolor="#000000"><tr><td>x</td></tr></table>', ["light", "dark"]),
        # A page that knows dark has a browser's light text there.
        (":root { color-scheme: light dark }", '<p style="background:#000">x</p>', ["light"]),
        (
            "",
            '<meta name="color-scheme" content="dark"><p style="background:#000">x</p>',
            ["light"],
        ),
        ("", '<p style="background:#000">x</p>', ["light", "dark"]),
        # What cannot be told is not judged; what says nothing is not asked.
        ("p { color: var(--ink) }", "<p>x</p>", []),
        ("", '<div style="background:url(a.png)"><p style="color:#fff">x</p></div>', []),
        ("a:hover { color: #eee } @font-face { src: local(x) }", "<p>x</p>", []),
        ("", '<p style="color:#cccccc"> <b style="color:#111111">x</b></p>', []),
    ],
)  # fmt: skip
def test_the_modes_of_what_is_hard_to_read(style: str, body: str, found: list[str]) -> None:
    """Rules, styles and modes as a browser weighs them."""
    assert [mode for mode, _, _ in _found(style, body)] == found


@pytest.mark.parametrize("look", theme.THEMES)
def test_a_lost_dark_rule_is_found(look: str) -> None:
    """Each theme passes; without the dark colour of its headlines those are found, in the dark."""
    newsletter = editions.dressed(samples.NEWSLETTER, look)
    page = issue.render(editions.many(3), newsletter, samples.SITE).html
    assert list(colours.faint(html.document_fromstring(page))) == []
    lost = page.replace(".ink h3 a,", "")
    assert lost != page
    found = list(colours.faint(html.document_fromstring(lost)))
    assert len(found) == 3
    assert {f.mode for f in found} == {"dark"}
    assert all(f.ratio < 2 for f in found)
