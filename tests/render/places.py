"""Every field of an issue, a newsletter, a site and a reader that can hold a text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from newsfold.config import Newsletter, Pictures, Site
from newsfold.model import (
    Addition,
    Citation,
    Issue,
    KeyEvent,
    Phrased,
    Picture,
    Section,
    Sentence,
    Story,
    Subscriber,
    When,
)
from tests.render import samples

HARMLESS = "A quiet afternoon"
ANN = Subscriber("ann@example.org", "Ann Lowe")
URL = "https://tidewatch.example/a"


@dataclass(frozen=True, slots=True)
class Mailing:
    """All that makes one reader's mail."""

    issue: Issue = field(default_factory=lambda: issue())
    newsletter: Newsletter = samples.NEWSLETTER
    site: Site = samples.SITE
    reader: Subscriber = ANN


def story(**changes: object) -> Story:
    """A story with something in each of its places."""
    sources = (
        Citation("a", HARMLESS, "Tidewatch", URL, None, ("Ann Lowe",)),
        Citation("b", HARMLESS, "The Ledger", "https://ledger.example/b", None),
    )
    sentence = Sentence("The pier reopened.", "a", 0)
    event = KeyEvent(
        Sentence("The first ferry left.", "a", 1),
        When.day(date(2026, 3, 11)),
        "Ann Lowe",
        ("a",),
        2,
    )
    told = Story("h", HARMLESS, sources, (sentence,), (event,), language="en", note="Seen by us.")
    return replace(told, **changes)  # type: ignore[arg-type]


def issue(told: Story | None = None, **changes: object) -> Issue:
    """An issue of that story, one more, and one in brief."""
    stories = (told or story(), samples.story("eels", "Eels are back", "A survey counted them."))
    brief = samples.story("clock", "Town clock stops, again")
    made = replace(
        samples.issue(), sections=(Section("World", stories),), also=(brief,), note="A note."
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def _told(**changes: object) -> Mailing:
    return Mailing(issue(story(**changes)))


def _source(**changes: object) -> Mailing:
    first, *others = story().articles
    return _told(articles=(replace(first, **changes), *others))  # type: ignore[arg-type]


def _event(**changes: object) -> Mailing:
    (event,) = story().key_events
    return _told(key_events=(replace(event, **changes),))  # type: ignore[arg-type]


def _picture(**changes: object) -> Mailing:
    values = {"url": f"{URL}.jpg", "alt": "A quay", "credit": "Bo Ray", "width": 600, "height": 400}
    linked = samples.NEWSLETTER.model_copy(update={"pictures": Pictures(show="linked")})
    picture = Picture(**{**values, **changes})  # type: ignore[arg-type]
    return Mailing(issue(story(picture=picture)), newsletter=linked)


def _brief_outlet(text: str) -> Mailing:
    brief = samples.story("clock", HARMLESS)
    named = tuple(replace(source, outlet=text) for source in brief.articles)
    return Mailing(issue(also=(replace(brief, articles=named),)))


def _set(text: str, setting: str) -> Mailing:
    """As a settings file gives it, which is UTF-8 and so has no lone surrogates.

    Raises: pydantic's ValidationError for what the setting may not be.
    """
    *tables, key = setting.split(".")
    value: object = {key: text.encode("utf-8", "ignore").decode()}
    for table in reversed(tables):
        value = {table: [value] if table == "sections" else value}
    assert isinstance(value, dict)
    values = {**samples.NEWSLETTER.model_dump(), **value}
    return Mailing(newsletter=Newsletter.model_validate(values))


def _site(text: str, key: str) -> Mailing:
    value = text.encode("utf-8", "ignore").decode()
    return Mailing(site=Site.model_validate({**samples.SITE.model_dump(), key: value}))


SETTINGS = (
    "slug", "title", "sender", "sender_name", "reply_to", "unsubscribe_mailto", "language",
    "timezone", "other_section", "sections.title", "theme.body_face", "theme.light.ink",
)  # fmt: skip
Place = Callable[[str], Mailing]

# Where the text is printed, in the HTML and in the text part.
PRINTED: dict[str, Place] = {
    "issue.title": lambda text: Mailing(issue(title=text)),
    "issue.note": lambda text: Mailing(issue(note=text)),
    "section.title": lambda text: Mailing(
        issue(sections=(replace(issue().sections[0], title=text),))
    ),
    "story.headline": lambda text: _told(headline=text),
    "story.note": lambda text: _told(note=text),
    "story.summary": lambda text: _told(summary=(Sentence(text, "a", 0),)),
    "story.phrased": lambda text: _told(phrased=(Phrased(text, (0,)),)),
    "sentence.addition": lambda text: _told(
        summary=(Sentence("The pier reopened.", "a", 0, (Addition(8, text),)),)
    ),
    "event.sentence": lambda text: _event(sentence=Sentence(text, "a", 1)),
    "event.phrased": lambda text: _event(phrased=text),
    "event.speaker": lambda text: _event(speaker=text),
    "source.outlet": lambda text: _source(outlet=text),
    "source.title": lambda text: Mailing(
        issue(replace(_source(title=text).issue.stories[0], headline=""))
    ),
    "brief.headline": lambda text: Mailing(issue(also=(samples.story("clock", text),))),
    "brief.outlet": _brief_outlet,
    "picture.credit": lambda text: _picture(credit=text),
    "newsletter.reason": partial(_set, setting="reason"),
    "site.postal_address": lambda text: _site(text, "postal_address"),
}
# Where it is not printed, but part of an address, a header or an attribute, or of nothing.
HIDDEN: dict[str, Place] = {
    "issue.id": lambda text: Mailing(issue(id=text)),
    "issue.newsletter": lambda text: Mailing(issue(newsletter=text)),
    "issue.edition": lambda text: Mailing(issue(edition=text)),
    "story.id": lambda text: _told(id=text),
    "story.language": lambda text: _told(language=text),
    "story.categories": lambda text: _told(categories=(text,)),
    "story.continuing_since": lambda text: _told(continuing_since=text),
    "source.id": lambda text: _source(id=text),
    "source.url": lambda text: _source(url=text),
    "picture.url": lambda text: _picture(url=text),
    "picture.alt": lambda text: _picture(alt=text),
    "source.authors": lambda text: _source(authors=(text,)),
    **{f"newsletter.{setting}": partial(_set, setting=setting) for setting in SETTINGS},
    "site.base_url": lambda text: _site(text, "base_url"),
    "site.templates": lambda text: _site(text, "templates"),
    "reader.email": lambda text: Mailing(reader=Subscriber(text)),
    "reader.name": lambda text: Mailing(reader=Subscriber("ann@example.org", text)),
    "reader.language": lambda text: Mailing(reader=Subscriber("ann@example.org", language=text)),
    "reader.extra": lambda text: Mailing(reader=Subscriber("ann@example.org", extra={text: text})),
}
EVERY = {**PRINTED, **HIDDEN}
