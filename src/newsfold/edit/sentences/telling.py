"""Which lines can stand as a key event at all."""

from __future__ import annotations

import re

from newsfold.edit.people import people
from newsfold.edit.sentences import headline, wording
from newsfold.edit.sentences.desk import Desk, Judged
from newsfold.edit.sentences.fit import Flaw
from newsfold.text.language import Language

MIN_HEADING_WORDS = 5
MIN_WORDS = 4  # besides the date: fewer are a time stamp
# Flaws that an addition in brackets cures, where there is one.
_CURED = frozenset({Flaw.DANGLING, Flaw.ORPHAN})
_TRAILING = re.compile(r",[\"”’']? ([^\W\d_]+) ([^\W\d_]+)[.\"”’']*$")
_YEAR = re.compile(r"\b(?:1[5-9]|20)[0-9]{2}\b")


def tellable(judged: Judged, story: Desk) -> bool:
    """Whether the line tells a fact of its own and can be printed alone, under a date."""
    line = judged.line
    if _looks_back(judged, story):
        return False
    if wording.pattern(story.language, "no_event").search(line.text):
        return False
    if len(re.findall(r"[^\W\d_]{2,}", line.undated)) < MIN_WORDS:
        return False
    if _said_by_whom(judged, story):
        return False
    if line.paragraph is None:
        return states_fact(line.text, story.language) and not judged.hard - {Flaw.CUT_OFF}
    cured = _CURED if judged.speaker.additions else frozenset[Flaw]()
    return not judged.hard - cured


def states_fact(heading: str, language: Language) -> bool:
    """Whether a live-blog heading tells what happened, and not only what the post is about."""
    if len(heading.split()) < MIN_HEADING_WORDS or headline.is_bait(heading, language):
        return False
    return not wording.pattern(language, "post_label").match(wording.straight(heading))


def _said_by_whom(judged: Judged, story: Desk) -> bool:
    """Whether it ends in ', he said.' and names nobody whom that could be."""
    match = _TRAILING.search(judged.line.text)
    if match is None or judged.speaker.additions:
        return False
    pronoun, verb = match.groups()
    language = story.language
    unnamed = pronoun in language.speakers.pronouns and verb in language.speech_verbs
    named = people.names(judged.line.text, language)
    return unnamed and not any(story.known.is_person(name.text) for name in named)


def _looks_back(judged: Judged, story: Desk) -> bool:
    """Whether an undated line tells of years ago: 'it was opened in 1998'."""
    today = story.today[judged.line.article]
    if judged.when or today is None:
        return False
    told = [int(year) for year in _YEAR.findall(judged.line.text)]
    return bool(told) and max(told) < today.year - 1
