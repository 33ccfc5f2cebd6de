"""What the first bytes of a picture tell: its kind and its size. PNG, JPEG and GIF only.

These three are what every mail program shows; WebP and AVIF are blank in Outlook for Windows
(caniemail.com, 2026-06), and SVG can hold scripts.
"""

from __future__ import annotations

_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"  # W3C PNG 5.2 and 11.2.2
_GIF = (b"GIF87a", b"GIF89a")
_JPEG = b"\xff\xd8\xff"
# ITU-T T.81, table B.1: frame headers but for DHT (c4), JPG (c8) and DAC (cc); markers without
# a length; the scan, before which the frame header stands.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE = frozenset((0x01, *range(0xD0, 0xD9)))
_SCAN = 0xDA

Measure = tuple[str, int, int]  # media type, width and height in pixels


def measured(content: bytes) -> Measure | None:
    """The picture's media type, width and height; None for any other kind, or a broken head."""
    if content.startswith(_PNG) and len(content) >= len(_PNG) + 8:
        return _sized("image/png", _number(content, 16, 4), _number(content, 20, 4))
    if content.startswith(_GIF) and len(content) >= 10:
        width, height = (int.from_bytes(content[at : at + 2], "little") for at in (6, 8))
        return _sized("image/gif", width, height)
    return _jpeg(content) if content.startswith(_JPEG) else None


def _jpeg(content: bytes) -> Measure | None:
    """Walks from segment to segment as far as the frame header."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF or marker in _BARE:  # a byte that fills, or a marker without a segment
            at += 1 if marker == 0xFF else 2
            continue
        if marker in _FRAMES:
            return _sized("image/jpeg", _number(content, at + 7, 2), _number(content, at + 5, 2))
        if marker == _SCAN:
            return None
        at += 2 + max(_number(content, at + 2, 2), 2)
    return None


def _number(content: bytes, at: int, size: int) -> int:
    return int.from_bytes(content[at : at + size], "big")


def _sized(kind: str, width: int, height: int) -> Measure | None:
    return (kind, width, height) if width and height else None
