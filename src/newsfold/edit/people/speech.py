"""Who says it: the speaker of a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from newsfold.edit.lines import Line
from newsfold.edit.people import antecedents, quotations, roles
from newsfold.edit.people.people import Name, People
from newsfold.model import Addition
from newsfold.text.speakers import SpeakerWords

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_DOTTED = re.compile(r"\b([^\W\d_]{1,5})\.(?=\s)")  # 'Mr.'
_CLOSED = re.compile(r"\s*(?:[,.;:)–—]|$)")
# 'according to Ostrian state radio': the name is no speaker, it goes with the noun behind it.
_ATTRIBUTIVE = re.compile(r" (?!(?:and|or|but|who|which|in|on|at|of|for|from|as|after)\b)[a-z]")
_NOUN_AND_VERB = re.compile(r"[A-ZÄÖÜ][\w-]*\s+[a-zäöü]")  # 'laut Küstenblatt will Ann Lee'
MIN_NAME = 2  # letters
MAX_BETWEEN = 6  # words between a subject and its verb
WORDS_BEFORE_NAME = 4  # 'says the Polish prime minister Ann Lee'
WORDS_WITH_OFFICE = 8  # 'dijo el ministro de Obras y Puertos de Ostria, Tomás Rey'


@dataclass(frozen=True, slots=True)
class _Patterns:
    """One language's patterns; those without words never match."""

    attribution: re.Pattern[str]
    quotative: re.Pattern[str]
    governed: re.Pattern[str]  # what makes the name that follows no subject
    joined: re.Pattern[str]  # 'Bank of ' before Ostria


@lru_cache(maxsize=64)
def _patterns(words: SpeakerWords) -> _Patterns:
    articles = roles.leading(words.articles)
    joiners = roles.any_of(words.joiners)
    return _Patterns(
        re.compile(
            rf"(?<!\w)(?:{roles.leading(words.attributions)})(?:{articles})?", re.IGNORECASE
        ),
        re.compile(rf"(?:^|,|\s[–—-]|\s\s)\s*(?:{roles.leading(words.quotatives)})"),
        re.compile(
            rf"(?:^|\s)(?:{roles.leading(words.prepositions)})(?:{articles})?"
            r"(?:[a-zß-ÿ-]+\s){0,2}$",
            re.IGNORECASE,
        ),
        re.compile(rf"\b([A-ZÀ-Þ][\w’'-]*\s(?:{joiners})\s)$"),
    )


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks in a sentence. `name` is None when only a pronoun or description stands there."""

    name: str | None
    additions: tuple[Addition, ...] = ()  # what must be printed so that a reader knows who it is


NOBODY = Speaker(None)


def speaker(line: Line, known: People) -> Speaker:
    """Who says what the sentence reports; `NOBODY` when it is no statement or nobody is named."""
    text = quotations.outside(line.text)
    for verb in _WORD.finditer(text):
        found = _speaker_of(verb, text, line, known)
        if found is not None:
            return found
    return _attributed(text, known) or NOBODY


def _speaker_of(verb: re.Match[str], text: str, line: Line, known: People) -> Speaker | None:
    """Who speaks if the word is a verb of speech, before it, behind it or written onto it."""
    language = known.language
    word = verb.group().replace("’", "'")
    if verb.start() == len(text) - len(text.lstrip(antecedents.OPENERS)):
        word = word.lower()
    if word in language.speakers.after_name:
        return _before_postposition(text[: verb.start()].rstrip(), known)
    for clitic in language.speakers.clitics:
        if word.endswith(clitic) and word.removesuffix(clitic) in language.speech_verbs:
            return _meant(line, verb.start(), verb.end(), known)
    if word not in language.speech_verbs:
        return None
    return _left(verb, line, known) or _right(text, verb, line, known)


def _before_postposition(left: str, known: People) -> Speaker | None:
    found = known.names(left)
    if not found or found[-1].end != len(left):
        return None
    return Speaker(_label(left, found[-1], known))


def _attributed(text: str, known: People) -> Speaker | None:
    """'..., according to Ann Lee', '..., so die Bürgermeisterin Ann Lee.'"""
    patterns = _patterns(known.language.speakers)
    match = patterns.attribution.search(text)
    if match:
        adjective = _is_adjective(text, match.end(), known)
        return None if adjective else _following(text, match.end(), known)
    for match in patterns.quotative.finditer(text):
        found = _following(text, match.end(), known)
        if found and found.name and _CLOSED.match(text, _after(text, match.end(), found, known)):
            return found
    return None


def _after(text: str, place: int, found: Speaker, known: People) -> int:
    if found.additions:
        return found.additions[0].at
    name = _first_after(text, place, known)
    return name.end if name else place


def _following(text: str, place: int, known: People) -> Speaker | None:
    """Who is named at `place`, by name or by a role that one person holds."""
    name = _first_after(text, place, known)
    return Speaker(_label(text, name, known)) if name else _role_at(text, place, known)


def _is_adjective(text: str, place: int, known: People) -> bool:
    """Whether the name behind an attribution is a capitalised adjective, as English has them."""
    name = _first_after(text, place, known) if known.language.speakers.national_endings else None
    return name is not None and _ATTRIBUTIVE.match(text, name.end) is not None


def _role_at(text: str, place: int, known: People) -> Speaker | None:
    """The holder of a role that stands there alone: '..., sagte die Bürgermeisterin.'"""
    pattern = known.role_pattern
    if pattern is None or known.language.speakers.long_roles:
        return None  # 'the president' is too many people
    start = place + len(text[place:]) - len(text[place:].lstrip())
    match = pattern.match(text, start)
    if match is None or not _CLOSED.match(text, match.end()):
        return None
    name = known.roles[match.group(1).lower()]
    return Speaker(name, (Addition(match.end(), name),))


def _first_after(text: str, place: int, known: People) -> Name | None:
    """The name at `place`, or a few plain words behind it; a title's office may be among them."""
    words = known.language.speakers
    for name in known.names(text):
        if name.start < place:
            continue
        between = _DOTTED.sub(
            lambda m: m[1] if m[1].lower() in words.honorifics else m[0], text[place : name.start]
        )
        has_title = any(words.is_title(word) for word in between.lower().split())
        plain = (
            between.rstrip().removesuffix(",")
            if has_title and known.is_person(name.text)
            else between
        )
        clause = words.capital_nouns and not has_title and _NOUN_AND_VERB.search(between)
        if re.search(r"[^\w\s’'-]", plain) or clause:
            return None
        if _patterns(words).governed.search(f" {between}") and not name.titled:
            continue  # 'said a spokesman for Ann Lee', 'dijo el alcalde de Halvik, Tomás Rey'
        most = WORDS_WITH_OFFICE if has_title else WORDS_BEFORE_NAME
        return name if len(between.split()) <= most else None
    return None


def _label(text: str, name: Name | None, known: People) -> str | None:
    """How a speaker is called: a person by the full name, an organisation as it is written."""
    if name is None or len(name.text.strip(".")) < MIN_NAME:
        return None  # the 'U.' of 'a U.N. estimate'
    head = _patterns(known.language.speakers).joined.search(text[: name.start])
    if head and not known.is_person(name.text):
        return text[head.start(1) : name.end]
    return known.full(name.text)


def _left(verb: re.Match[str], line: Line, known: People) -> Speaker | None:
    """The subject before the verb: a name, a name with an apposition, a role, a pronoun."""
    text = quotations.outside(line.undated)
    left = _trimmed(text[: verb.start()], known.language.speakers.between)
    name = _ending(left, known)
    if name is None and left.endswith((",", ")", "–", "—", "-")):
        name = _beside(left, known)
    if name is not None:
        return Speaker(_label(left, name, known))
    return _role(left, known) or _pronoun(left, verb, line, known)


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


def _trimmed(left: str, words: frozenset[str]) -> str:
    """Without the adverbs and auxiliaries before the verb."""
    left = left.rstrip()
    for _ in range(MAX_BETWEEN):
        match = re.search(r"(?:^|\s)([\w’'-]+)$", left)
        if not match or match.group(1).lower().replace("’", "'") not in words:
            break
        left = left[: match.start()].rstrip()
    return left


def _ending(left: str, known: People) -> Name | None:
    """The name that ends there and can be a subject."""
    patterns = _patterns(known.language.speakers)
    found = known.names(left)
    if not found or found[-1].end != len(left.rstrip()):
        return None
    name = found[-1]
    if name.start == 0 and " " not in name.text and not known.is_proper(name.text):
        return None  # 'Opponents said': a capital only because it opens the sentence
    governed = patterns.governed.search(left[: name.start])
    if governed and not patterns.joined.search(left[: name.start]):
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


def _pronoun(left: str, verb: re.Match[str], line: Line, known: People) -> Speaker | None:
    words = known.language.speakers
    match = re.search(r"(?:^|\s)([\w’'-]+)$", left)
    if not match:
        return None
    token = match.group(1).lower().replace("’", "'")
    if token not in words.pronouns and not token.endswith(words.clitics):
        return None
    said = verb.string[match.end() : verb.end()].split()
    if any(word.endswith(words.plural_endings) for word in said):
        return NOBODY  # 'sie sagten'
    return _meant(line, match.start(1), match.end(1), known)


def _meant(line: Line, start: int, end: int, known: People) -> Speaker:
    """Who the pronoun at `start` to `end` is, with the name to be added."""
    named = antecedents.antecedent(line, start, known)
    return Speaker(named, (Addition(end, named),)) if named else NOBODY


def _right(text: str, verb: re.Match[str], line: Line, known: People) -> Speaker | None:
    """'..., says the Polish premier Donald Tusk': the subject after the verb."""
    words = known.language.speakers
    before = _trimmed(text[: verb.start()], words.auxiliaries)
    if verb.group() in words.no_inversion:
        return None  # what follows is whom it concerns
    inside = before[-1:].isalnum()
    if inside and not (words.verb_second and _fronted(line, verb.start(), words)):
        return None  # the subject stands before it
    pronoun = re.compile(r"\s+([\w’'-]+)").match(text, verb.end())
    if pronoun and pronoun.group(1) in words.pronouns:
        plural = verb.group().endswith(words.plural_endings)
        return NOBODY if plural else _meant(line, *pronoun.span(1), known)
    if inside and not _only_titles(text, verb.end(), known):
        return None  # 'Am Montag forderte der Rat Ann Lee auf'
    return _following(text, verb.end(), known)


def _only_titles(text: str, place: int, known: People) -> bool:
    """Whether nothing but articles and titles stands between the place and the next name."""
    words = known.language.speakers
    name = _first_after(text, place, known)
    between = text[place : name.start].lower().split() if name else []
    return all(w in words.articles or w in words.honorifics or words.is_title(w) for w in between)


def _fronted(line: Line, verb: int, words: SpeakerWords) -> bool:
    """Whether only a date or an adverbial stands before the verb: 'Am Montag sagte'."""
    clause = re.split(r"[,;:]", quotations.outside(line.undated)[:verb])[-1].lower().split()
    return not clause or clause[0] in words.fronts or set(clause) <= words.between
