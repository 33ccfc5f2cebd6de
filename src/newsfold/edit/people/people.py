"""Who is named in a story: full names, who is surely a person, and whose role is whose."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from newsfold.edit.people import roles
from newsfold.text import chars
from newsfold.text.language import Language
from newsfold.text.speakers import SpeakerWords

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я]"
_TOKEN = rf"{_CAPITAL}(?:[\w’'-]*\w)?(?:(?<=s)[’'](?= {_CAPITAL}))?\.?"
_PARTICLE = r"(?:van der|van den|van|von|de la|de|der|den|del|da|dos|di|du|la|le|bin|al|el|ben)"
NAME = re.compile(rf"(?<![\w’'-]){_TOKEN}(?: (?:{_PARTICLE} )?{_TOKEN})*")
# Where every noun has a capital: 'sagte Ann Lee der Zeitung' is no name with a particle.
_AMONG_NOUNS = re.compile(rf"(?<![\w’'-]){_TOKEN}(?: (?:(?:von|van|zu) )?{_TOKEN})*")
_PART = re.compile(r"\S+")
_POSSESSIVE = re.compile(r"[’']s?$")
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
    plain = _without_elisions(text, language)
    pattern = _AMONG_NOUNS if language.speakers.capital_nouns else NAME
    found = (_stripped(match, plain, language) for match in pattern.finditer(plain))
    return tuple(name for name in found if name is not None)


def _without_elisions(text: str, language: Language) -> str:
    """The text with "l'" and "d'" as blanks, at the same length."""
    return _elided(language).sub(lambda match: " " * len(match.group()), text)


@lru_cache(maxsize=64)
def _elided(language: Language) -> re.Pattern[str]:
    heads = roles.any_of(language.elisions)
    return re.compile(rf"(?<![\w’'-])(?i:{heads})[’'](?=\w)")


def _stripped(match: re.Match[str], text: str, language: Language) -> Name | None:
    known = language.speakers
    tokens = [(m.group(), m.start() + match.start()) for m in _PART.finditer(match.group())]
    titled = _after_title(text, match.start(), len(tokens), known)
    if titled and len(tokens) > 2 and _office(text[: match.start()], known):
        tokens = tokens[1:]  # 'Secretary of State Ann Lee'
    while tokens and _plain(tokens[0][0]) in language.stop_words - known.honorifics:
        tokens = tokens[1:]
    if known.capital_nouns and tokens:
        tokens, titled = _without_noun(text, tokens, titled, known)
    for place in range(len(tokens) - 1, -1, -1):
        if _is_titular(_plain(tokens[place][0]), known):
            titled = place < len(tokens) - 1 or titled
            tokens = tokens[place + 1 :]
            break
    if not tokens or not tokens[0][0][:1].isupper():
        return None
    last, start = tokens[-1]
    end = start + len(_POSSESSIVE.sub("", last.rstrip(".") if len(last) > 2 else last))
    begin = tokens[0][1]
    return Name(text[begin:end], begin, end, titled) if end > begin else None


def _is_titular(word: str, known: SpeakerWords) -> bool:
    return word in known.honorifics or known.is_title(word)


def _without_noun(
    text: str, tokens: list[tuple[str, int]], titled: bool, known: SpeakerWords
) -> tuple[list[tuple[str, int]], bool]:
    """Without the noun that a determiner announces: 'Olav Rist' of 'der Bäcker Olav Rist'."""
    first, place = tokens[0]
    if _word_before(text, place) not in known.determiners or _is_titular(_plain(first), known):
        return tokens, titled
    return tokens[1:], titled or len(tokens) > 2


def _after_title(text: str, place: int, size: int, known: SpeakerWords) -> bool:
    before = text[max(0, place - 40) : place]
    if before.rstrip().endswith(",") and size < 2:
        return False  # 'the president, French troops'
    if size > 2:  # 'Secretary of State Ann Lee', not 'mayor of Halvik'
        before = before.removesuffix(_office(before, known))
    words = re.findall(r"[\w’'-]+", before)
    return bool(words) and known.is_title(words[-1].lower())


def _office(before: str, known: SpeakerWords) -> str:
    """The ' of ' at the end of the text that ties a title to its office; '' without one."""
    ends = (f" {tie}" if tie.endswith("'") else f" {tie} " for tie in known.genitives)
    return max((end for end in ends if before.endswith(end)), key=len, default="")


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
    twos: frozenset[str] = frozenset()  # names of two words, where every noun is capitalised

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
        endings = self.language.speakers.national_endings
        adjective = name.endswith(endings) or name.removesuffix("s").endswith(endings)
        return folded in self.things or name.isupper() or adjective

    def names(self, text: str) -> tuple[Name, ...]:
        """The names in a text. Where every noun has a capital: of known people, and those of
        several words."""
        found = names(text, self.language)
        if not self.language.speakers.capital_nouns:
            return found
        shorter = (self._without_noun_behind(name) for name in _cut(found, self.twos))
        return tuple(name for name in shorter if self._is_no_noun(name))

    def _without_noun_behind(self, name: Name) -> Name:
        """'Lee' of 'Lee Hilfe', where Lee surely is a person."""
        first = name.text.partition(" ")[0]
        if first != name.text and self.is_person(first) and not self.is_person(name.text):
            return replace(name, text=first, end=name.start + len(first))
        return name

    def _is_no_noun(self, name: Name) -> bool:
        known = name.titled or " " in name.text or self.is_person(name.text)
        return known or (name.text.isupper() and len(name.text) > 1)

    @cached_property
    def role_pattern(self) -> re.Pattern[str] | None:
        """Finds 'the us president' where that role is held by one person; None without any."""
        if not self.roles:
            return None
        longest_first = sorted(self.roles, key=lambda role: (-len(role), role))
        words = "|".join(re.escape(role).replace(r"\ ", " ") for role in longest_first)
        articles = roles.leading(self.language.speakers.articles)
        return re.compile(rf"(?<!\w)(?:{articles})({words})\b(?![’'-])", re.IGNORECASE)


def gather(texts: Iterable[str], language: Language) -> People:
    """The people named in the texts of one story."""
    longs: Counter[str] = Counter()
    persons: set[str] = set()
    things: set[str] = set()
    proper: set[str] = set()
    held: defaultdict[str, Counter[str]] = defaultdict(Counter)
    texts = list(texts)
    twos = _twos(texts, language)
    for text in texts:
        for name in _cut(names(text, language), twos):
            size = len(name.text.split())
            proper |= {chars.fold(part) for part in name.text.split() if name.start > 1}
            if 2 <= size <= MAX_NAME_WORDS:
                longs[name.text] += 1
            if name.titled:
                persons |= {chars.fold(name.text), chars.fold(name.text.split()[-1])}
            elif _word_before(text, name.start) in language.speakers.place_leads:
                things.add(chars.fold(name.text))
            for role in roles.beside(text, name.start, name.end, language) if size > 1 else ():
                held[role][name.text] += 1
                persons |= {chars.fold(name.text), chars.fold(name.text.split()[-1])}
    return People(
        language,
        _fulls(longs, things - persons),
        frozenset(persons),
        frozenset(things - persons),
        frozenset(proper),
        _single(held, language.speakers),
        twos,
    )


def _twos(texts: Iterable[str], language: Language) -> frozenset[str]:
    if not language.speakers.capital_nouns:
        return frozenset()
    found = (name.text for text in texts for name in names(text, language))
    return frozenset(name for name in found if name.count(" ") == 1)


def _cut(found: Iterable[Name], twos: frozenset[str]) -> Iterator[Name]:
    """'Ann Lee' of 'Ann Lee Hilfe', where 'Ann Lee' is named by herself."""
    for name in found:
        short = " ".join(name.text.split()[:2])
        cut = short in twos and short != name.text
        yield replace(name, text=short, end=name.start + len(short)) if cut else name


def _fulls(longs: Counter[str], things: set[str]) -> dict[str, str]:
    by_last: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(longs, key=lambda name: (-longs[name], name)):
        by_last[chars.fold(name.split()[-1])].append(name)
    return {
        last: found[0]
        for last, found in by_last.items()
        if last not in things and len({chars.fold(name.split()[0]) for name in found}) == 1
    }


def _single(held: dict[str, Counter[str]], words: SpeakerWords) -> dict[str, str]:
    """The roles that one person holds. A title alone is nobody's where two bear it: 'ministre'
    next to 'ministre français'."""
    single: dict[str, str] = {}
    bearers: defaultdict[str, set[str]] = defaultdict(set)
    for role, holders in held.items():
        surnames = {chars.fold(holder.split()[-1]) for holder in holders}
        bearers[role] |= surnames
        if not words.long_roles:
            bearers[roles.title_of(role, words)] |= surnames
    for role, holders in sorted(held.items()):
        if len(bearers[role]) == 1:
            single[role] = max(sorted(holders), key=lambda holder: (len(holder), holder))
    return single
