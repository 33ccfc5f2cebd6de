"""The texts of a page as rows of numbers."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newsfold import tables
from newsfold.clean import page
from newsfold.clean.markup import blocks, choice, features
from newsfold.clean.markup.features import Seen
from tests.clean.papers import BODY, HEADLINE, SECOND


def seen(body: str) -> Seen:
    """The page as it is surveyed."""
    tree = blocks.parsed(f'<html lang="en"><body>{body}</body></html>')
    assert tree is not None
    return page.surveyed(tree, tables.load())[0]


ARTICLE = (
    f"<article><h1>{HEADLINE}</h1>{''.join(f'<p>{text}</p>' for text in BODY)}</article>"
    "<aside class='related-links'><ul><li><a href=x>Another story of the bay</a></li></ul></aside>"
)


def values(found: Seen) -> dict[str, list[float]]:
    """Each feature's values, by its name."""
    names, matrix = features.matrix(found)
    return {name: matrix[:, at].tolist() for at, name in enumerate(names)}


def test_the_names_are_those_the_weights_were_trained_on() -> None:
    """The shipped forest asks no column that is not there."""
    weights = tables.load().weights(choice.WEIGHTS)
    assert weights is not None
    names, matrix = features.matrix(seen(ARTICLE))
    assert tuple(weights["names"].tolist()) == names
    assert len(names) == len(set(names)) == matrix.shape[1]


def test_what_the_extraction_keeps_is_told() -> None:
    """1 for a text that stands in it whole, 0 for one of other words."""
    assert values(seen(ARTICLE))["kept 0"][1:] == [1, 1, 1, 0]


def test_links_and_titles_are_told() -> None:
    """The share of a text that is linked; the text that is the title."""
    found = values(seen(ARTICLE))
    assert found["links"] == [0, 0, 0, 0, 1]
    assert found["is title"] == [1, 0, 0, 0, 0]
    assert found["near related"][-1] + found["far related"][-1] >= 1


def test_a_repeat_is_told() -> None:
    """The second time, not the first."""
    found = values(seen(ARTICLE + f"<div><p>{SECOND}</p></div>"))
    assert [i for i, again in enumerate(found["again"]) if again] == [5]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["p", "div", "li", "h2", "td", "span", "blockquote", "figcaption"]),
            st.text(alphabet="ab .!?<&\n水é0", max_size=40),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_values_are_finite_whatever_the_page(parts: list[tuple[str, str]]) -> None:
    """No text, however odd, gives a value that is none."""
    found = seen("".join(f"<{tag}>{text.replace('<', '&lt;')}</{tag}>" for tag, text in parts))
    if found.spots:
        _, matrix = features.matrix(found)
        assert matrix.shape[0] == len(found.spots) and np.isfinite(matrix).all()
