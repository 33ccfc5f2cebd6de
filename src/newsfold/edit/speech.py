"""Who says it: the speaker of a sentence, and the name behind a pronoun where it is safe."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsfold.edit import people, roles
from newsfold.edit.lines import Line
from newsfold.edit.people import Name, People
from newsfold.model import Addition

_QUOTED = re.compile(
    r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^»]*(?:»|$)|„[^“”]*(?:[“”]|$)"
    r"|‘[^‘’]*(?:’\w[^‘’]*)*’(?!\w)|(?<!\w)'(?=\w)[^']*(?:'\w[^']*)*'(?!\w)"
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_BETWEEN = frozenset(
    "has have had also then later previously repeatedly earlier reportedly been was is be being "
    "already now recently publicly this past last week weekend month morning night evening on in "
    "over the again once still only just monday tuesday wednesday thursday friday saturday sunday "
    "yesterday today would will openly angrily briefly soon twice".split()
)
_NO_INVERSION = frozenset(
    "told tell tells telling informed informs accused accuses thanked urged urges warned asked "
    "called praised hailed condemned criticised criticized described dismissed".split()
)  # a name after these is whom they concern
MAX_BETWEEN = 6  # words between a subject and its verb
MIN_NAME = 2  # letters
WORDS_BEFORE_NAME = 4  # 'says the Polish prime minister Ann Lee'
_ACCORDING = re.compile(r"\baccording to (?:the )?")
# 'according to Ostrian state radio': the name is no speaker, it goes with the noun behind it.
_ATTRIBUTIVE = re.compile(r" (?!(?:and|or|but|who|which|in|on|at|of|for|from|as|after)\b)[a-z]")
_GOVERNED = re.compile(
    r"\s(?:at|of|from|for|by|with|in|near|on|to|against|over)\s(?:the\s)?(?:[a-z-]+\s){0,2}$"
)
_JOINED = re.compile(r"\b([A-ZÀ-Þ][\w’'-]*\s(?:and|&|of|of the|for)\s)$")  # 'Bank of' Ostria


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks in a sentence. `name` is None when only a pronoun or description stands there."""

    name: str | None
    additions: tuple[Addition, ...] = ()  # what must be printed so that a reader knows who it is


NOBODY = Speaker(None)


def outside_quotes(text: str) -> str:
    """The text with every quotation as blanks, at the same length."""
    return _QUOTED.sub(lambda match: " " * len(match.group()), text)


def speaker(line: Line, known: People) -> Speaker:
    """Who says what the sentence reports; `NOBODY` when it is no statement or nobody is named."""
    text = outside_quotes(line.text)
    for verb in _WORD.finditer(text):
        if verb.group() not in known.language.speech_verbs:
            continue
        found = _left(verb.start(), line, known) or _right(text, verb, known)
        if found is not None:
            return found
    match = _ACCORDING.search(text)
    name = _first_after(text, match.end(), known) if match else None
    if name is None or _ATTRIBUTIVE.match(text[name.end :]):
        return NOBODY
    return Speaker(_label(text, name, known))


def _first_after(text: str, place: int, known: People) -> Name | None:
    """The name at `place`, or a few plain words behind it."""
    for name in people.names(text, known.language):
        if name.start >= place:
            between = text[place : name.start]
            near = len(between.split()) <= WORDS_BEFORE_NAME
            return name if near and not re.search(r"[^\w\s’'-]", between) else None
    return None


def _label(text: str, name: Name | None, known: People) -> str | None:
    """How a speaker is called: a person by the full name, an organisation as it is written."""
    if name is None or len(name.text.strip(".")) < MIN_NAME:
        return None  # the 'U.' of 'a U.N. estimate'
    head = _JOINED.search(text[: name.start])
    if head and not known.is_person(name.text):
        return text[head.start(1) : name.end]
    return known.full(name.text)


def _left(verb: int, line: Line, known: People) -> Speaker | None:
    """The subject before the verb: a name, a name with an apposition, a role, a pronoun."""
    left = _trimmed(outside_quotes(undated(line))[:verb])
    name = _ending(left, known)
    if name is None and left.endswith((",", ")", "–", "—", "-")):
        name = _beside(left, known)
    if name is not None:
        return Speaker(_label(left, name, known))
    return _role(left, known) or _pronoun(left, line, known)


def _beside(left: str, known: People) -> Name | None:
    """The name of 'Ann Lee, the mayor,' or of 'the mayor, Ann Lee,'."""
    inner = left.rstrip(",)–—- ")
    opening = max(inner.rfind(mark) for mark in (",", "(", "–", "—", " - "))
    if opening <= 0:
        return None
    last = _ending(inner, known)
    if last and not left[opening + 1 : last.start].strip() and known.is_person(last.text):
        return last
    return _ending(left[:opening].rstrip(" ,"), known)


def _trimmed(left: str) -> str:
    """Without the adverbs and auxiliaries before the verb."""
    left = left.rstrip()
    for _ in range(MAX_BETWEEN):
        match = re.search(r"(?:^|\s)([\w’'-]+)$", left)
        if not match or match.group(1).lower() not in _BETWEEN:
            break
        left = left[: match.start()].rstrip()
    return left


def _ending(left: str, known: People) -> Name | None:
    """The name that ends there and can be a subject."""
    found = people.names(left, known.language)
    if not found or found[-1].end != len(left.rstrip()):
        return None
    name = found[-1]
    if name.start == 0 and " " not in name.text and not known.is_proper(name.text):
        return None  # 'Opponents said': a capital only because it opens the sentence
    governed = _GOVERNED.search(left[: name.start])
    if governed and not _JOINED.search(left[: name.start]):
        return _ending(left[: governed.start()], known)  # 'Ann Lee of the Harbour Board'
    return name


def _role(left: str, known: People) -> Speaker | None:
    pattern = known.role_pattern
    if pattern is None:
        return None
    for match in pattern.finditer(left):
        if match.end() == len(left):
            name = known.roles[match.group(1).lower()]
            return Speaker(name, (Addition(match.end(), name),))
    return None


def subject_role(line: Line, known: People) -> tuple[Addition, ...]:
    """The name behind 'The US president' at the start of a sentence that does not name them."""
    match = known.role_pattern.match(line.text) if known.role_pattern else None
    if match is None:
        return ()
    name = known.roles[match.group(1).lower()]
    if name.split()[-1] in line.text or line.text[match.end() :].lstrip(" ,")[:1].isupper():
        return ()
    return (Addition(match.end(), name),)


def _pronoun(left: str, line: Line, known: People) -> Speaker | None:
    match = re.search(r"(?:^|\s)(\w+)$", left)
    if not match or match.group(1).lower() not in roles.of(known.language.code).pronouns:
        return None
    named = antecedent(line, match.start(1), known)
    return Speaker(named, (Addition(match.end(1), named),)) if named else NOBODY


def _right(text: str, verb: re.Match[str], known: People) -> Speaker | None:
    """'..., says the Polish premier Donald Tusk': the subject after the verb."""
    before = text[: verb.start()].rstrip()
    if verb.group() in _NO_INVERSION or before[-1:].isalnum():
        return None  # what follows is whom it concerns, or the subject stands before it
    name = _first_after(text, verb.end(), known)
    return Speaker(_label(text, name, known)) if name else None


def antecedent(line: Line, place: int, known: People) -> str | None:
    """The full name of the one person whom the pronoun at `place` surely means, else None.

    Sure means: nobody is named before it in its own sentence, and the sentence before has one
    person as its subject and names nobody else who could be one.
    """
    if not line.before or _could_be_people(undated(line)[:place], known):
        return None
    before = outside_quotes(line.before)
    others = _could_be_people(before, known)
    humans = [name for name in others if known.is_person(name.text)]
    if not others and known.role_pattern is not None:
        match = known.role_pattern.match(before)
        return known.roles[match.group(1).lower()] if match else None
    if not humans or len({n.text.split()[-1] for n in others}) != 1:
        return None
    full = known.full(humans[0].text)
    return full if len(full.split()) > 1 and _is_subject(before, humans[0]) else None


def undated(line: Line) -> str:
    """The sentence with the dates that it speaks of as blanks, at the same length."""
    blank = list(line.text)
    for mention in line.mentions:
        blank[mention.start : mention.end] = " " * (mention.end - mention.start)
    return "".join(blank)


def _could_be_people(text: str, known: People) -> list[Name]:
    return [n for n in people.names(text, known.language) if not known.is_thing(n.text)]


def _is_subject(text: str, name: Name) -> bool:
    """Whether the name opens the main clause, after at most one fronted phrase."""
    if text[name.end : name.end + 2] in ("’s", "'s"):
        return False
    head = text[: name.start]
    clause = head.rpartition(",")[2] if "," in head else head
    return len(clause.split()) <= MAX_BETWEEN - 2 and not re.search(r"[.;:]", head)
