"""Which office stands beside a name: 'the US president, Donald Trump', 'Mette Holm, the mayor,'."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from newsfold.text.language import Language
from newsfold.text.speakers import SpeakerWords

_WORD = r"[\w’'-]+"
_CLOSED = re.compile(r"\s*(?:[,.;:)–—]|$)")


@dataclass(frozen=True, slots=True)
class _Shape:
    """Finds a title right before and right after a name. Groups: role, or adj, title, office."""

    before: re.Pattern[str]
    after: re.Pattern[str]


def beside(text: str, start: int, end: int, language: Language) -> list[str]:
    """The roles, in lower case, that the sentence gives to the name at `start` to `end`."""
    words = language.speakers
    if not words.titles:
        return []
    if words.long_roles:
        return _long(text, start, end, language)
    shape = _shape(words)
    before = shape.before.search(text[:start])
    if before and not _is_apposition(before, text[end:]):
        before = None
    matches = (before, shape.after.match(text[end:]))
    return [_role(match, language) for match in matches if match]


# 'the' and up to four words that end in a title.
_THE_BEFORE = re.compile(r"\b[Tt]he ((?:[\w’'-]+ ){0,3}[\w-]+),? ?$")
_THE_AFTER = re.compile(r", the ((?:[\w’'-]+ ){0,3}?[\w-]+)(?=[,.;]| who| has| said)")


def _long(text: str, start: int, end: int, language: Language) -> list[str]:
    found = []
    for match in (_THE_BEFORE.search(text[:start]), _THE_AFTER.match(text[end:])):
        words = match.group(1).split() if match else []
        small = {word for word in words if word.islower()}
        named = bool(words) and words[-1].lower() in language.speakers.titles
        if named and not language.stop_words & small:
            found.append(" ".join(words).lower())
    return found


def _is_apposition(before: re.Match[str], rest: str) -> bool:
    """Whether the title is the name's own: behind a comma only where another one closes it.

    'Selon le maire, Anne Kerlo a quitté la ville' does not make her the mayor.
    """
    return "," not in before.group() or _CLOSED.match(rest) is not None


def _role(match: re.Match[str], language: Language) -> str:
    adjective = (match["adj"] or "").lower()
    if not adjective.endswith(language.speakers.adjective_endings):
        adjective = ""
    parts = (match["title"].lower(), adjective)
    return " ".join(p for p in (parts if language.speakers.title_first else parts[::-1]) if p)


def title_of(role: str, words: SpeakerWords) -> str:
    """The title in a role: 'président' of 'président français'."""
    return role.partition(" ")[0] if words.title_first else role.rpartition(" ")[2]


@lru_cache(maxsize=64)
def _shape(words: SpeakerWords) -> _Shape:
    title = rf"(?<![\w’'-])(?:{leading(words.articles)})?(?P<title>{_titles(words)})(?![\w’'-])"
    office = rf"(?:\s(?:{any_of(words.genitives)})\s?{_WORD}(?:\s{_WORD}){{0,2}}?)?"
    if words.title_first:
        endings = any_of(words.adjective_endings)
        head = rf"{title}(?:\s(?P<adj>[\w-]+(?:{endings})))?"
    else:
        head = rf"(?:(?<![\w’'-])(?:{any_of(words.articles)})\s(?P<adj>[\w-]+)\s)?{title}"
        head_after = rf"(?:(?:{any_of(words.articles)})\s)?(?:(?P<adj>[\w-]+)\s)?{title}"
    before = rf"{head}{office},?\s?$"
    after = rf",\s{head if words.title_first else head_after}{office}(?=[,.;)])"
    return _Shape(re.compile(before, re.IGNORECASE), re.compile(after, re.IGNORECASE))


def _titles(words: SpeakerWords) -> str:
    endings = rf"|\w+(?:{any_of(words.title_endings)})" if words.title_endings else ""
    return any_of(words.titles) + endings


def leading(phrases: Iterable[str]) -> str:
    """An alternation of phrases with what parts each from the next word: 'the ', "l'"."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    ends = (_one(p) if p.endswith("'") else _one(p) + r"\s" for p in ordered)
    return "|".join(ends) or r"(?!)"


def any_of(phrases: Iterable[str]) -> str:
    """An alternation that prefers the longest phrase; it matches nothing where there is none."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(map(_one, ordered)) or r"(?!)"


def _one(phrase: str) -> str:
    return re.escape(phrase).replace("'", "[’']").replace(r"\ ", " ")
