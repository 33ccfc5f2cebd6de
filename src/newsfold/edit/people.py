"""Who is named in a story: full names, who is surely a person, and whose role is whose."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from newsfold.edit import roles
from newsfold.text import chars
from newsfold.text.language import Language

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я]"
_TOKEN = rf"{_CAPITAL}(?:[\w’'-]*\w)?(?:(?<=s)[’'](?= {_CAPITAL}))?\.?"
_PARTICLE = r"(?:van der|van den|van|von|de la|de|der|den|del|da|dos|di|du|la|le|bin|al|el|ben)"
NAME = re.compile(rf"(?<![\w’'-]){_TOKEN}(?: (?:{_PARTICLE} )?{_TOKEN})*")
_PART = re.compile(r"\S+")
_POSSESSIVE = re.compile(r"[’']s?$")
_PLACE_LEADS = frozenset("in across near into inside outside throughout around".split())
MAX_NAME_WORDS = 4


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words in a text, without titles and honorifics at its front."""

    text: str
    start: int
    end: int
    titled: bool  # an honorific or title stands before it


@lru_cache(maxsize=1 << 12)
def names(text: str, language: Language) -> tuple[Name, ...]:
    """The names in a text, in order. The first word of a sentence counts unless it is an ordinary
    function word."""
    known = roles.of(language.code)
    found = (_stripped(match, text, known, language) for match in NAME.finditer(text))
    return tuple(name for name in found if name is not None)


def _stripped(
    match: re.Match[str], text: str, known: roles.Roles, language: Language
) -> Name | None:
    tokens = [(m.group(), m.start() + match.start()) for m in _PART.finditer(match.group())]
    titled = _after_title(text, match.start(), len(tokens), known.titles)
    if titled and len(tokens) > 2 and text[: match.start()].endswith(" of "):
        tokens = tokens[1:]  # 'Secretary of State Ann Lee'
    while tokens and _plain(tokens[0][0]) in language.stop_words - known.honorifics:
        tokens = tokens[1:]
    for place in range(len(tokens) - 1, -1, -1):
        if _plain(tokens[place][0]) in known.titles | known.honorifics:
            titled = place < len(tokens) - 1 or titled
            tokens = tokens[place + 1 :]
            break
    if not tokens or not tokens[0][0][:1].isupper():
        return None
    last, start = tokens[-1]
    end = start + len(_POSSESSIVE.sub("", last.rstrip(".") if len(last) > 2 else last))
    begin = tokens[0][1]
    return Name(text[begin:end], begin, end, titled) if end > begin else None


def _after_title(text: str, place: int, size: int, titles: frozenset[str]) -> bool:
    before = text[max(0, place - 40) : place]
    if before.rstrip().endswith(",") and size < 2:
        return False  # 'the president, French troops'
    if size > 2:
        before = before.removesuffix(" of ")  # 'Secretary of State Ann Lee', not 'mayor of Halvik'
    words = re.findall(r"[\w’'-]+", before)
    return bool(words) and words[-1].lower() in titles


def _plain(token: str) -> str:
    return _POSSESSIVE.sub("", token.rstrip(".")).lower().replace("’", "'")


def _word_before(text: str, place: int) -> str:
    words = re.findall(r"[\w’'-]+", text[max(0, place - 40) : place].rstrip(" ,"))
    return words[-1].lower() if words else ""


@dataclass(frozen=True)
class People:
    """The people of one story."""

    language: Language
    fulls: dict[str, str]  # folded surname -> the one full name it stands for
    persons: frozenset[str]  # folded surnames and full names that are surely people
    things: frozenset[str]  # folded names that are surely none: 'in Ukraine'
    proper: frozenset[str]  # folded words seen with a capital inside a sentence
    roles: dict[str, str]  # 'us president' -> 'Donald Trump', where only one person holds it

    def full(self, name: str) -> str:
        """The full name for a name, or the name itself when no single one is known."""
        return self.fulls.get(chars.fold(name.split()[-1]), name) if name else name

    def is_person(self, name: str) -> bool:
        """Whether the name surely is a person's."""
        return any(chars.fold(part) in self.persons for part in (name, name.split()[-1]))

    def is_proper(self, word: str) -> bool:
        """Whether a capitalised word is a name and not only the first word of a sentence."""
        return chars.fold(word) in self.proper | self.persons | self.things or word.isupper()

    def is_thing(self, name: str) -> bool:
        """Whether the name surely is no person's: a place, an abbreviation, a nationality."""
        folded = chars.fold(name)
        return folded in self.things or name.isupper() or bool(_NATIONAL.search(name))

    @cached_property
    def role_pattern(self) -> re.Pattern[str] | None:
        """Finds 'the us president' where that role is held by one person; None without any."""
        if not self.roles:
            return None
        longest_first = sorted(self.roles, key=lambda role: (-len(role), role))
        words = "|".join(re.escape(role).replace(r"\ ", " ") for role in longest_first)
        return re.compile(rf"\bthe ({words})\b(?![’'-])", re.IGNORECASE)


_NATIONAL = re.compile(r"(?:ish|ian|ean|ese|can|nch|tch|reek|wiss|urk|rab)s?$")


def gather(texts: Iterable[str], language: Language) -> People:
    """The people named in the texts of one story."""
    longs: Counter[str] = Counter()
    persons: set[str] = set()
    things: set[str] = set()
    proper: set[str] = set()
    held: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for name in names(text, language):
            size = len(name.text.split())
            proper |= {chars.fold(part) for part in name.text.split() if name.start > 1}
            if 2 <= size <= MAX_NAME_WORDS:
                longs[name.text] += 1
            if name.titled:
                persons |= {chars.fold(name.text), chars.fold(name.text.split()[-1])}
            elif _word_before(text, name.start) in _PLACE_LEADS:
                things.add(chars.fold(name.text))
        for role, holder in _appositions(text, language):
            held[role][holder] += 1
            persons |= {chars.fold(holder), chars.fold(holder.split()[-1])}
    return People(
        language,
        _fulls(longs, things - persons),
        frozenset(persons),
        frozenset(things - persons),
        frozenset(proper),
        _single(held),
    )


def _fulls(longs: Counter[str], things: set[str]) -> dict[str, str]:
    by_last: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(longs, key=lambda name: (-longs[name], name)):
        by_last[chars.fold(name.split()[-1])].append(name)
    return {
        last: found[0]
        for last, found in by_last.items()
        if last not in things and len({chars.fold(name.split()[0]) for name in found}) == 1
    }


def _single(held: dict[str, Counter[str]]) -> dict[str, str]:
    single: dict[str, str] = {}
    for role, holders in sorted(held.items()):
        surnames = {chars.fold(holder.split()[-1]) for holder in holders}
        if len(surnames) == 1:
            single[role] = max(sorted(holders), key=lambda holder: (len(holder), holder))
    return single


def _appositions(text: str, language: Language) -> list[tuple[str, str]]:
    """(role, full name) of 'the US president, Donald Trump' and 'Mette Holm, the mayor,'."""
    titles = roles.of(language.code).titles
    if not titles:
        return []
    found: list[tuple[str, str]] = []
    for name in names(text, language):
        if len(name.text.split()) < 2:
            continue
        before = re.search(r"\b[Tt]he ((?:[\w’'-]+ ){0,3}[\w-]+),? ?$", text[: name.start])
        after = re.match(
            r", the ((?:[\w’'-]+ ){0,3}?[\w-]+)(?=[,.;]| who| has| said)", text[name.end :]
        )
        for match in (before, after):
            role = match.group(1).lower() if match else ""
            words = role.split()
            small = {word for word in match.group(1).split() if word.islower()} if match else set()
            if words and words[-1] in titles and not language.stop_words & small:
                found.append((role, name.text))
    return found
