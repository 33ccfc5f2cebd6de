"""The posts of a live blog while they are gathered: heading, time and names in any order."""

from __future__ import annotations

from dataclasses import dataclass, field

from newsfold.model import Post


@dataclass(slots=True)
class OpenPost:
    """A post that may still grow."""

    heading: str | None = None
    time: str | None = None
    authors: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)


def current(posts: list[OpenPost]) -> OpenPost:
    """The post that a paragraph belongs to."""
    if not posts:
        posts.append(OpenPost())
    return posts[-1]


def ahead(posts: list[OpenPost]) -> OpenPost:
    """The post whose head is being read: a new one behind paragraphs."""
    if not posts or posts[-1].paragraphs:
        posts.append(OpenPost())
    return posts[-1]


def head(posts: list[OpenPost], heading: str) -> None:
    """Open a post by its heading; a time or a name that stood above it is its own."""
    post = ahead(posts)
    if post.heading is not None:
        post = OpenPost()
        posts.append(post)
    post.heading = heading


def sign(posts: list[OpenPost], author: str) -> None:
    """Name who wrote the post."""
    post = ahead(posts)
    if author not in post.authors:
        post.authors.append(author)


def date(posts: list[OpenPost], time: str) -> bool:
    """Give the post its time as printed, and tell whether it had none: the first is the one."""
    post = ahead(posts)
    if post.time is not None:
        return False
    post.time = time
    return True


def close(posts: list[OpenPost], time: str) -> None:
    """Date a post by what stands at its foot, where nothing at its head did."""
    if posts and posts[-1].paragraphs:
        posts[-1].time = posts[-1].time or time


def picture(posts: list[OpenPost]) -> None:
    """A picture behind a post's paragraphs opens the next one, which then has no heading."""
    if posts:
        ahead(posts)


def closed(posts: list[OpenPost]) -> tuple[Post, ...]:
    """The posts that say something, in the order in which they are printed."""
    return tuple(
        Post(p.heading, tuple(p.paragraphs), tuple(p.authors), p.time)
        for p in posts
        if p.paragraphs
    )
