"""The pictures that a record names: those that say what they show and whose they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from newsfold import record_keys as keys
from newsfold.clean.markup import pictures
from newsfold.model import Picture
from newsfold.text import chars

MOST = 20  # of one record that are looked at


def of(fields: Mapping[str, Any], url: str | None) -> tuple[Picture, ...]:
    """The pictures in order. One without alternative text, credit or web address is left out.

    `fields` are the record's, by folded names; `url` is the article's own, from which relative
    addresses start. Source of the names: `record_keys`.
    """
    found: dict[str, Picture] = {}
    for stated in _stated(fields):
        address = pictures.joined(url, _text(stated, keys.PICTURE_URLS).strip())
        alt = _text(stated, keys.PICTURE_ALTS)[: pictures.MAX_ALT]
        credit = _text(stated, keys.PICTURE_CREDITS)
        if address and alt and credit and len(credit) <= pictures.MAX_CREDIT:
            size = _pixels(stated.get("width")), _pixels(stated.get("height"))
            found.setdefault(address, Picture(address, alt, credit, *size))
    return tuple(found.values())


def _stated(fields: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Each picture's own fields; those of an address alone stand beside it ('image_alt')."""
    for name in keys.PICTURES:
        value = fields.get(name)
        for piece in (value if isinstance(value, list) else [value])[:MOST]:
            if isinstance(piece, dict):
                yield keys.fields(piece)
            elif isinstance(piece, str) and not isinstance(value, list):
                start = len(name)
                beside = {k[start:]: v for k, v in fields.items() if k.startswith(name)}
                yield {**beside, "url": piece}


def _text(stated: Mapping[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        value = stated.get(name)
        if isinstance(value, dict):
            value = keys.fields(value).get("name")
        if isinstance(value, str) and (text := chars.squeeze(chars.printable(value))):
            return text
    return ""


def _pixels(value: Any) -> int | None:
    """A size in pixels as programs write it: 640, '640' or '640px'."""
    if isinstance(value, dict):  # schema.org's QuantitativeValue
        value = keys.fields(value).get("value")
    return pictures.pixels(str(value)) if isinstance(value, (int, float, str)) else None
