"""Pictures in a mail: which are shown, how large, and that no mail needs them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from newsfold.config import Newsletter, Pictures
from newsfold.model import InlinePicture, Issue, Picture, RenderedIssue
from newsfold.render import issue, pictures, plain
from tests.render import hostile, reading, samples

TOWER = Picture(
    "https://tidewatch.example/tower.jpg",
    "The tower above the quay",
    "Bo Ray/Bay Agency",
    1200,
    800,
)
INSIDE = InlinePicture(TOWER.url, "image/png", b"\x89PNG of a tower", 900, 600)


def _pictured(*pictures: Picture | None) -> Issue:
    """The sample issue, whose stories have these pictures in turn."""
    told = samples.issue()
    left = list(pictures)
    sections = tuple(
        replace(
            s,
            stories=tuple(replace(x, picture=left.pop(0) if left else None) for x in s.stories),
        )
        for s in told.sections
    )
    return replace(told, sections=sections)


def _rendered(told: Issue, *inside: InlinePicture, **settings: object) -> RenderedIssue:
    shown = Pictures.model_validate({"show": "linked", **settings})
    newsletter = samples.NEWSLETTER.model_copy(update={"pictures": shown})
    return issue.render(told, newsletter, samples.SITE, fetched={p.url: p for p in inside})


def _sizes(page: str) -> list[tuple[str | None, ...]]:
    return [
        tuple(image.get(name) for name in ("src", "width", "height"))
        for image in reading.tree(page).iter("img")
    ]


def test_no_picture_unless_asked_for() -> None:
    """A newsletter without the setting shows nothing of a story's picture."""
    plainly = issue.render(_pictured(TOWER), samples.NEWSLETTER, samples.SITE)
    assert _sizes(plainly.html) == []
    assert "tower" not in plainly.html + plainly.text


def test_a_linked_picture_has_words_credit_and_size() -> None:
    """It stands between headline and summary, as wide as the sheet and in proportion."""
    done = _rendered(_pictured(TOWER))
    assert _sizes(done.html) == [(TOWER.url, "592", "395")]
    (image,) = reading.tree(done.html).iter("img")
    assert image.get("alt") == TOWER.alt
    assert "Picture: Bo Ray/Bay Agency" in reading.texts(done.html, "p")
    assert done.html.index("<h3") < done.html.index("<img") < done.html.rindex("voted on Wednesday")
    assert f"[{TOWER.alt}] Picture: Bo Ray/Bay Agency" in done.text
    assert done.pictures == ()


def test_an_embedded_picture_is_a_part_of_the_mail() -> None:
    """The page names it by its content id and nothing of it is fetched; its own size counts."""
    unsized = replace(TOWER, width=None, height=None)
    done = _rendered(_pictured(unsized), INSIDE, show="embedded")
    assert _sizes(done.html) == [(f"cid:{INSIDE.content_id}", "592", "395")]
    assert TOWER.url not in done.html
    assert done.pictures == (INSIDE,)


def test_a_picture_that_was_not_fetched_is_not_shown() -> None:
    """Embedded means inside or not at all; what no story shows is no part of the mail either."""
    assert _sizes(_rendered(_pictured(TOWER), show="embedded").html) == []
    assert _rendered(_pictured(None), INSIDE, show="embedded").pictures == ()


@pytest.mark.parametrize(
    "changed",
    [
        {"alt": " "},
        {"credit": "\u200b"},
        {"width": None},
        {"height": None},
        {"width": 90, "height": 90},
        {"width": 728, "height": 140},
        {"url": "http://tidewatch.example/tower.jpg"},
        {"url": "javascript:alert(1)"},
        {"url": "data:image/png;base64,AAAA"},
    ],
)
def test_what_cannot_be_shown_well_is_left_out(changed: dict[str, object]) -> None:
    """No words, no credit, no size, an icon, a banner, an address that is not https."""
    odd = replace(TOWER, **changed)  # type: ignore[arg-type]
    assert _sizes(_rendered(_pictured(odd)).html) == []


@pytest.mark.parametrize(
    ("size", "shown"),
    [((300, 200), ("300", "200")), ((600, 1200), ("210", "420")), ((4000, 2000), ("592", "296"))],
)
def test_a_picture_is_never_enlarged_and_never_taller_than_a_screen(
    size: tuple[int, int], shown: tuple[str, str]
) -> None:
    """A small one keeps its size; a tall one is 420 px high."""
    told = _pictured(replace(TOWER, width=size[0], height=size[1]))
    assert _sizes(_rendered(told).html) == [(TOWER.url, *shown)]


def test_only_the_first_stories_have_pictures() -> None:
    """`stories` counts from the top, whether a story has a picture or not."""
    others = [replace(TOWER, url=f"https://tidewatch.example/{n}.jpg") for n in range(4)]
    assert len(_sizes(_rendered(_pictured(*others), stories=2).html)) == 2
    assert len(_sizes(_rendered(_pictured(None, *others), stories=2).html)) == 1


@pytest.mark.parametrize("name", hostile.STRINGS)
def test_words_of_a_picture_stay_words(name: str) -> None:
    """Whatever stands in alternative text and credit comes out as that text, or there is none."""
    text = hostile.STRINGS[name]
    page = _rendered(_pictured(replace(TOWER, alt=text, credit=text))).html
    clean = plain.line(text)
    alts = [image.get("alt") for image in reading.tree(page).iter("img")]
    assert alts == ([plain.cut(clean, pictures.MAX_ALT)] if clean else [])
    if clean:
        assert f"Picture: {plain.cut(clean, pictures.MAX_CREDIT)}" in reading.texts(page, "p")
    assert reading.elements(page)["script"] == 0


def test_both_parts_say_the_same_of_a_picture() -> None:
    """Every word below the picture stands in the text part too, in every language."""
    for code in ("en", "de", "ar"):
        newsletter: Newsletter = samples.NEWSLETTER.model_copy(
            update={"pictures": Pictures(show="linked"), "language": code}
        )
        done = issue.render(_pictured(TOWER), newsletter, samples.SITE)
        spoken = iter(re.findall(r"\w+", done.text))
        said = re.findall(r"\w+", " ".join(reading.words(done.html)))
        assert [word for word in said if word not in spoken] == []
