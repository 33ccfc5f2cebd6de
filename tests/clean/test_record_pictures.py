"""clean.record_pictures: which of a record's pictures say what they show and whose they are."""

from __future__ import annotations

import json
from typing import Any

import pytest

from newsfold.model import Media, Picture
from tests.clean.papers import article

BODY = "The quay of Tarnby opened on Wednesday after a winter of work on its walls and cranes. " * 3
URL = "https://bay.example.org/p/quay.jpg"
QUAY = Picture(URL, "The quay at dawn", "Ann Lowe")
SAID = {"alt": QUAY.alt, "credit": QUAY.credit}


def _pictures(**fields: Any) -> tuple[Picture, ...]:
    record = {"title": "Tarnby opens its quay", "text": BODY, **fields}
    record.setdefault("url", "https://bay.example.org/2026/03/quay")
    return article(json.dumps(record), Media.RECORD).pictures


@pytest.mark.parametrize(
    "fields",
    [
        {"picture": {"url": URL, **SAID}},
        {"image": {"src": "/p/quay.jpg", **SAID}},
        {"image": {"contentUrl": URL, "alternativeText": QUAY.alt, "creditText": QUAY.credit}},
        {"leadImage": {"url": URL, "alt_text": QUAY.alt, "copyrightHolder": {"name": QUAY.credit}}},
        {"pictures": [{"url": URL, **SAID}, {"url": URL, **SAID}]},
        {"images": [URL, {"url": URL, **SAID}]},
        {"image": URL, "image_alt": QUAY.alt, "image_credit": QUAY.credit},
    ],
)
def test_the_shapes_in_which_a_picture_is_given(fields: dict[str, Any]) -> None:
    """An object, a list of them, an address with its fields beside it; each picture once."""
    assert _pictures(**fields) == (QUAY,)


def test_a_size_comes_along() -> None:
    """Whole pixels, as a number or a text; anything else is no size."""
    (found,) = _pictures(image={"url": URL, **SAID, "width": 1200, "height": "800px"})
    assert (found.width, found.height) == (1200, 800)
    (found,) = _pictures(image={"url": URL, **SAID, "width": "wide", "height": -4})
    assert (found.width, found.height) == (None, None)


@pytest.mark.parametrize(
    "image",
    [
        URL,
        {"url": URL, "alt": QUAY.alt},
        {"url": URL, "credit": QUAY.credit},
        {"url": URL, "alt": " ", "credit": "\u200b"},
        {"url": "file:hosts", **SAID},
        {"url": "javascript:x()", **SAID},
        {"url": "data:image/png;base64,AA", **SAID},
        {"url": "", **SAID},
        {"url": URL, "alt": QUAY.alt, "credit": "x" * 200},
        [[URL]],
        {"url": {"a": 1}, **SAID},
        7,
    ],
)
def test_what_is_no_picture_for_a_mail(image: object) -> None:
    """Without words, without credit, or with an address that is not on the web."""
    assert _pictures(image=image) == ()
