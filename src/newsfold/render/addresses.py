"""The web addresses that a mail names: the one place where their paths are chosen."""

from __future__ import annotations

from urllib.parse import quote

from newsfold.config import Site
from newsfold.render import links


def archive(site: Site) -> str | None:
    """The page that lists the issues; None without `base_url`."""
    return f"{site.base_url}/a/" if site.base_url else None


def feed(site: Site, newsletter: str) -> str | None:
    """The feed of a newsletter's issues; None without `base_url`."""
    return f"{site.base_url}/a/{newsletter}.atom" if site.base_url else None


def issue(site: Site, issue_id: str, language: str | None = None) -> str | None:
    """The page that shows one issue; None without `base_url`, or with an id too long for one.

    `language` is given where it is not the newsletter's own.
    """
    page = f"{site.base_url}/a/{quote(issue_id, safe='', errors='replace')}"
    address = f"{page}/{language}" if language else page
    return address if site.base_url and len(address) <= links.MAX_URL else None


def preferences(site: Site, token: str) -> str | None:
    """The page where one reader chooses what to get; None without `base_url`."""
    return f"{site.base_url}/p/{token}" if site.base_url else None


def unsubscribe(site: Site, token: str) -> str | None:
    """The page that takes one reader off the list; None without `base_url`."""
    return f"{site.base_url}/u/{token}" if site.base_url else None
