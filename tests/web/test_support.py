"""web.support: what clients leave out is found where a page uses it."""

from __future__ import annotations

import pytest

from newsfold.web import support


def _found(page: str) -> dict[str, support.Lacking]:
    return {lacking.feature: lacking for lacking in support.lacking(page)}


@pytest.mark.parametrize(
    ("page", "feature"),
    [
        ('<p style="border-radius: 4px">x</p>', "border-radius"),
        ("<style>.a { float: left }</style><p>x</p>", "float"),
        ("<style>p { display: flex }</style><p>x</p>", "display:flex"),
        ("<video>x</video>", "<video> element"),
        ("<p style='margin-left: 1px; position: absolute'>x</p>", "position"),
    ],
)
def test_what_is_used_is_found(page: str, feature: str) -> None:
    """In a style attribute, in a style element, as a tag; with the clients that lack it."""
    found = _found(page)[feature]
    assert found.no
    assert not found.optional
    assert all("(" in client for client in found.no)


def test_inside_media_it_is_optional() -> None:
    """A client that lacks @media skips what stands inside."""
    found = _found("<style>@media (max-width: 9px) { p { float: left } }</style><p>x</p>")
    assert found["float"].optional
    assert found["@media"].optional


def test_a_plain_page_lacks_nothing() -> None:
    """Words in a paragraph are shown by everyone."""
    assert [lacking for lacking in support.lacking("<p>x</p>") if lacking.no] == []


def test_the_table_says_where_it_is_from() -> None:
    """Source and date travel with the facts, fifteen clients are named."""
    facts = support.table()
    assert "caniemail" in facts["source"]
    assert len(facts["date"]) == len("2025-09-09")
    assert len(facts["clients"]) == 15
    assert all(
        set(feature["no"]) | set(feature["partly"]) <= set(facts["clients"])
        for feature in facts["features"].values()
    )
