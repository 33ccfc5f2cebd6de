"""The fixed words of a digest, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from gettext import NullTranslations

from newsfold.render import catalogues

Counted = Callable[[int], str]  # a number -> the phrase for so many, the number in it


@dataclass(frozen=True, slots=True)
class DoorWords:
    """The phrases of the pages behind a mail's own links."""

    leaving: str
    left: str
    left_help: str
    rejoin: str
    rejoined: str
    link_unknown: str
    link_help: str
    language: str
    chosen_sections: str
    none_is_all: str
    save: str
    saved: str


@dataclass(frozen=True, slots=True)
class Words:
    """Every phrase that newsfold itself puts into a mail. Braces name what is filled in."""

    issue: str
    stories: Counted
    in_brief: Counted
    note: str
    story_note: str
    continuing_since: str
    continuing: str
    key_events: str
    one_source: str
    sources: Counted
    event_sources: Counted
    others: Counted
    picture: str
    unnamed: str
    untitled: str
    also: str
    more: Counted
    more_online: Counted
    phrased: str
    reason: str
    unsubscribe: str
    preferences: str
    online: str
    all_issues: str
    no_issue: str
    feed: str
    doors: DoorWords
    opening: Counted
    sections: Mapping[str, str]  # titles of the built-in sections, as a reader sees them


@lru_cache(maxsize=64)
def of(language: str) -> Words:
    """The words of an ISO 639-1 language or BCP 47 tag; the English ones without a catalogue."""
    return _worded(catalogues.translations(language))


def _worded(catalogue: NullTranslations) -> Words:
    """All phrases, as one catalogue has them. `make catalogues` finds them here."""
    _ = catalogue.gettext

    def plural(one: str, many: str) -> Counted:
        return lambda n: catalogue.ngettext(one, many, n).format(n=n)

    return Words(
        # In the line of the date, with the newsletter's own count: 'Issue 12'.
        issue=_("Issue {n}"),
        # In the line of the date: how many stories are told in full.
        stories=plural("{n} story", "{n} stories"),
        # In the line of the date: how many stories are told in one line each.
        in_brief=plural("{n} in brief", "{n} in brief"),
        note=_("From the editor"),
        # Before a remark of the editor's on one story.
        story_note=_("Editor’s note:"),
        # {date} is a day, '10 March'.
        continuing_since=_("Continuing since {date}"),
        continuing=_("Continuing story"),
        key_events=_("Key events"),
        # Before the one outlet that tells a story.
        one_source=_("Source:"),
        # Before the outlets that tell a story.
        sources=plural("{n} source:", "{n} sources:"),
        # In brackets behind one key event: how many outlets tell it.
        event_sources=plural("{n} source", "{n} sources"),
        # Behind the outlet that is named for an agency's text: how many more outlets carry it.
        others=plural("and {n} other", "and {n} others"),
        # Below a picture; {credit} is whose it is: a person, an agency, or both.
        picture=_("Picture: {credit}"),
        # Instead of the name of an outlet.
        unnamed=_("unnamed source"),
        untitled=_("Untitled story"),
        also=_("Also in the news"),
        more=plural("and {n} more story", "and {n} more stories"),
        # Instead of it, where the web page of the issue has them: a link to it.
        more_online=plural("{n} more story on the web", "{n} more stories on the web"),
        # At the foot of a mail of which a language model wrote any sentence.
        phrased=_(
            "A language model phrased parts of this issue; each was checked against its sources."
        ),
        # {title} is the newsletter's.
        reason=_("You get this mail because you are on the list of {title}."),
        unsubscribe=_("Unsubscribe"),
        # Leads to where a reader chooses newsletters and language.
        preferences=_("Preferences"),
        online=_("Read this issue online"),
        # On web pages: the list of a newsletter's issues, and their feed (Atom) for feed readers.
        all_issues=_("All issues"),
        # Instead of a list, as long as there is nothing in it.
        no_issue=_("The first issue is yet to come."),
        feed=_("Web feed"),
        doors=_doors(catalogue),
        # What a list of mails shows beside the subject when there is no sentence to show.
        opening=plural("{n} story in this issue.", "{n} stories in this issue."),
        sections=_sections(catalogue),
    )


def _doors(catalogue: NullTranslations) -> DoorWords:
    _ = catalogue.gettext
    return DoorWords(
        # On the page behind the mail's 'Unsubscribe'; below stands that word as a button.
        leaving=_("Leave {title}?"),
        left=_("You are off the list of {title}."),
        left_help=_("No further issue will be sent to you. Was it a mistake? Then come back here."),
        rejoin=_("Subscribe again"),
        rejoined=_("You are on the list of {title} again."),
        link_unknown=_("This link leads nowhere."),
        link_help=_("Open it from a mail that you got, whole as it stands there."),
        # On the page behind 'Preferences'.
        language=_("Language"),
        chosen_sections=_("Sections"),
        none_is_all=_("Without any you get all of them. A choice holds from the next issue on."),
        save=_("Save"),
        saved=_("Your choice is saved."),
    )


def _sections(catalogue: NullTranslations) -> Mapping[str, str]:
    _ = catalogue.gettext
    return {
        "World": _("World"),
        "Business": _("Business"),
        "Science & Environment": _("Science & Environment"),
        "Also today": _("Also today"),
    }
