"""Kind and size of a picture from its first bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.gather import raster

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (640).to_bytes(4, "big") + (480).to_bytes(4, "big")
GIF = b"GIF89a" + (300).to_bytes(2, "little") + (200).to_bytes(2, "little")
_FRAME = b"\xff\xc2\x00\x11\x08" + (480).to_bytes(2, "big") + (640).to_bytes(2, "big") + b"\x03"
_TABLE = b"\xff\xc4\x00\x06\x00\x01\x02\x03"  # also of the C group, but no frame header
JPEG = b"\xff\xd8\xff\xe0\x00\x06JFIF" + _TABLE + b"\xff" + _FRAME + bytes(20)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (PNG, ("image/png", 640, 480)),
        (GIF, ("image/gif", 300, 200)),
        (JPEG, ("image/jpeg", 640, 480)),
    ],
    ids=["png", "gif", "jpeg"],
)
def test_three_kinds_tell_their_size(content: bytes, found: raster.Measure) -> None:
    """Width and height in pixels; in a JPEG behind other segments and a filling byte."""
    assert raster.measured(content) == found


@pytest.mark.parametrize(
    "content",
    [
        b"",
        PNG[:20],
        GIF[:9],
        JPEG[:22],
        PNG[:16] + bytes(8),
        b"\xff\xd8\xff\xda" + bytes(30),
        b"\xff\xd8\xff\xe0\x00\x00" * 9,
        b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(30),
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
    ],
)
def test_other_kinds_and_broken_heads_are_none(content: bytes) -> None:
    """WebP, SVG, a head that ends too soon, a size of nothing, segments without a frame."""
    assert raster.measured(content) is None


@given(st.sampled_from([b"", b"\xff\xd8\xff", PNG[:16], GIF[:6]]), st.binary(max_size=300))
def test_any_bytes_have_an_answer(head: bytes, rest: bytes) -> None:
    """Whatever the bytes, there is a positive size or none, and never an error."""
    found = raster.measured(head + rest)
    assert found is None or min(found[1:]) > 0
