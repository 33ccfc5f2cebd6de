"""Which pictures an issue shows, and how large."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass

from newsfold import config
from newsfold.model import InlinePicture, Issue, Picture
from newsfold.render import links, plain

MAX_HEIGHT = 420  # CSS pixels: the headline above and the text below stay on one screen (by eye)
# Smaller ones are icons and writers' portraits, or count readers (by eye).
MIN_WIDTH, MIN_HEIGHT = 200, 120
MAX_ASPECT = 3.0  # width by height; flatter ones are banners (728 x 90 has 8)
# Characters, cut at a word; longer ones tire who listens (Email Markup Consortium's rules).
MAX_ALT = 150
MAX_CREDIT = 120


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture as it is shown; sizes are CSS pixels on a wide screen."""

    address: str  # https, or 'cid:' and the name of a part of the mail
    alt: str
    credit: str
    width: int
    height: int


def chosen(
    issue: Issue,
    settings: config.Pictures,
    width: int,
    fetched: Mapping[str, InlinePicture],
) -> dict[str, PictureView]:
    """Story id -> its picture, for those of the first stories that have one to show.

    `width` is what the sheet has room for. A picture needs alternative text and credit, and a
    known size: of an embedded one its own, of a linked one what the article's markup states.
    """
    found = {
        story.id: _shown(story.picture, settings, width, fetched)
        for story in issue.stories[: settings.stories]
        if story.picture is not None
    }
    return {key: shown for key, shown in found.items() if shown is not None}


def address(picture: InlinePicture) -> str:
    """How a page names a picture of its mail. Source: RFC 2392."""
    return f"cid:{picture.content_id}"


def data_url(picture: InlinePicture) -> str:
    """The picture as an address of itself, for a page on its own. Source: RFC 2397."""
    return f"data:{picture.media_type};base64,{b64encode(picture.content).decode('ascii')}"


def _shown(
    picture: Picture,
    settings: config.Pictures,
    width: int,
    fetched: Mapping[str, InlinePicture],
) -> PictureView | None:
    alt = plain.cut(plain.line(picture.alt), MAX_ALT)
    credit = plain.cut(plain.line(picture.credit), MAX_CREDIT)
    inside = fetched.get(picture.url) if settings.show == "embedded" else None
    if inside is not None:
        at, size = address(inside), _fitted(inside.width, inside.height, width)
    elif settings.show == "linked":
        at, size = _remote(picture.url), _fitted(picture.width, picture.height, width)
    else:
        return None
    return PictureView(at, alt, credit, *size) if at and alt and credit and size else None


def _remote(url: str) -> str:
    """The address, or '': web mail shows no picture from a page without encryption."""
    safe = links.safe(url) or ""
    return safe if safe.startswith("https://") else ""


def _fitted(width: int | None, height: int | None, room: int) -> tuple[int, int] | None:
    """The size at which it fits; None where it is unknown, or is not a picture of news."""
    if not width or not height or width < MIN_WIDTH or height < MIN_HEIGHT:
        return None
    if width / height > MAX_ASPECT:
        return None
    scale = min(1.0, room / width, MAX_HEIGHT / height)
    return round(width * scale), round(height * scale)
