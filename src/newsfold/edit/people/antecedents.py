"""Who is meant by a pronoun, a role or a missing subject, where that is safe to say."""

from __future__ import annotations

import re

from newsfold.edit.lines import Line
from newsfold.edit.people import quotations
from newsfold.edit.people.people import Name, People
from newsfold.model import Addition

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
OPENERS = " \"“”„'‘«»(¿¡–—-"  # what may stand before a sentence's first word
MAX_BEFORE = 4  # words before the subject of a main clause


def lacks_subject(line: Line, known: People) -> bool:
    """Whether the sentence opens with a verb whose subject stands in another one: 'Dijo que'."""
    words = known.language.speakers
    tokens = line.text.lstrip(OPENERS).replace("’", "'").split()
    if not words.null_subject or len(tokens) < 2:
        return False
    first = tokens[0].lower()
    if first in words.verb_openings:
        return not known.names(quotations.outside(line.text).lstrip(OPENERS)[len(tokens[0]) :])
    if first not in known.language.speech_verbs:
        return False
    following = tokens[1]
    articles = {article.rstrip("'") for article in words.articles}
    return not (following[:1].isupper() or following.lower().partition("'")[0] in articles)


def antecedent(line: Line, place: int, known: People) -> str | None:
    """The full name of the one person whom the pronoun at `place` surely means, else None.

    Sure means: nobody is named before it in its own sentence, and the sentence before has one
    person as its subject and names nobody else who could be one.
    """
    if not line.before or _could_be_people(line.undated[:place], known):
        return None
    before = quotations.outside(line.before)
    others = _could_be_people(before, known)
    humans = [name for name in others if known.is_person(name.text)]
    if not others and known.role_pattern is not None:
        match = _opening_role(before, known)
        return known.roles[match.group(1).lower()] if match else None
    if not humans or len({n.text.split()[-1] for n in others}) != 1:
        return None
    full = known.full(humans[0].text)
    return full if len(full.split()) > 1 and _is_subject(before, humans[0]) else None


def _could_be_people(text: str, known: People) -> list[Name]:
    return [n for n in known.names(text) if not known.is_thing(n.text)]


def _is_subject(text: str, name: Name) -> bool:
    """Whether the name opens the main clause, after at most one fronted phrase."""
    if text[name.end : name.end + 2] in ("’s", "'s"):
        return False
    head = text[: name.start]
    clause = head.rpartition(",")[2] if "," in head else head
    return len(clause.split()) <= MAX_BEFORE and not re.search(r"[.;:]", head)


def subject_role(line: Line, known: People) -> tuple[Addition, ...]:
    """The name behind 'The US president' at the start of a sentence that does not name them."""
    match = _opening_role(line.text, known)
    if match is None:
        return ()
    name = known.roles[match.group(1).lower()]
    if name.split()[-1] in line.text or line.text[match.end() :].lstrip(" ,")[:1].isupper():
        return ()
    return (Addition(match.end(), name),)


def _opening_role(text: str, known: People) -> re.Match[str] | None:
    """The role that opens the text, unless what follows may say whose: 'Le maire de Nordstedt'."""
    match = known.role_pattern.match(text) if known.role_pattern else None
    words = known.language.speakers
    if match is None or words.long_roles:
        return match
    following = _WORD.match(text, match.end() + 1)
    told = words.between | words.auxiliaries | known.language.speech_verbs
    return match if following and following.group() in told - {*words.genitives} else None
