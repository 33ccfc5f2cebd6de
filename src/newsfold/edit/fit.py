"""What an editor refuses in a sentence that has to stand alone."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from newsfold.edit import people, roles, speech
from newsfold.edit.lines import Line
from newsfold.edit.people import People
from newsfold.edit.speech import Speaker
from newsfold.text.language import Language

SHORT, LONG = 8, 40  # words: what is preferred
QUOTATION = 25  # characters between quotation marks from which its speaker must be named


class Flaw(StrEnum):
    """Why a sentence cannot stand alone."""

    DANGLING = "dangling"  # opens with he, it, this, ...
    ORPHAN = "orphan"  # its subject is a pronoun for somebody in another sentence
    CONNECTIVE = "connective"  # leans on the sentence before
    QUOTE = "quote"  # a quotation without its speaker
    UNBALANCED = "unbalanced"
    QUESTION = "question"
    GREETING = "greeting"  # speaks of the page itself: 'welcome to our live blog', 'read more'
    CUT_OFF = "cut-off"
    GLUED = "glued"  # two lines run together
    PERSONAL = "personal"  # the writer's own 'we', or 'you' for the reader
    DATELINE = "dateline"  # opens with 'PARIS (AP) -'
    BACKGROUND = "background"  # 'had expressed': what went before the news
    SHORT = "short"
    LONG = "long"


# What a sentence may have that stands right behind the one on which it leans.
LEANS = frozenset({Flaw.DANGLING, Flaw.ORPHAN})
SOFT = frozenset({Flaw.SHORT, Flaw.LONG, Flaw.PERSONAL, Flaw.DATELINE, Flaw.BACKGROUND})

_END = re.compile(r"[.!…]['\"”’»)\]]*$")
_CUT = re.compile(r"(?:\.\.\.|…)['\"”’»)\]]*$")
_GLUED = re.compile(r"[a-zß-ÿ]{3,}[.!?:;][A-ZÀ-Þ][a-zß-ÿ]+|[a-z]{4,}[a-z](?=[A-Z][a-z]{4,})[A-Z]")
_QUESTION = re.compile(r"\?['\"”’»)\]]*$")
_SELF = re.compile(r"\b(?:[Ww]e|[Oo]urs?|us|I|[Yy]ours?|[Yy]ou)(?:['’](?:re|ll|ve|m|d))?\b")
_PROMOTION = re.compile(
    r"\b(?:read more|click here|sign up|subscribe|newsletter|follow us|scroll down|cookies?|"
    r"this (?:article|story|page|piece|post|live ?blog|video) (?:was|is|has|will|contains)|"
    r"all rights reserved|share this|photograph:|image source|getty images|published:|updated:)",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"^[A-ZÀ-Þ][A-ZÀ-Þ .,'’-]{2,}(?:\([^)]{2,20}\))?\s*[-–—]\s")
_BACKGROUND = re.compile(r"^[^,]*\bhad (?:\w+ly )?\w+(?:ed|en|un|wn|de|ld|id)\b|^Before [^,]+,")
_PART_OF = re.compile(
    r"^\W*(?:[\w’'-]+\s){0,6}(?:\d+|one|two|three|some|many|most|all|none|each|both|few|first|second"
    r"|last|half|several|any)\sof\s(?:them|these|those|it)\b"
    r"|^[^,]{2,40},\s(?:his|her|their)\s",
    re.IGNORECASE,
)  # '388 of them', 'Ann Lee, her deputy,'
_SUBORDINATE = frozenset({"although", "though", "while", "despite this", "despite that"})
_NEGATED = re.compile(r"not only\b|not just\b|nor\b|that (?:is|was|said)\b", re.IGNORECASE)


def flaws(line: Line, known: People, said: Speaker) -> frozenset[Flaw]:
    """Everything that speaks against printing the sentence alone; `said` is its speaker."""
    text = line.text
    english = known.language.code == "en"
    found = {
        Flaw.DANGLING: _dangling(line, known),
        Flaw.CONNECTIVE: _connective(text, known.language),
        Flaw.ORPHAN: _orphan(line, known, said),
        Flaw.QUOTE: _quotes_nobody(text, said),
        Flaw.UNBALANCED: _unbalanced(text),
        Flaw.QUESTION: bool(_QUESTION.search(text)),
        Flaw.GREETING: _greets(text, known.language),
        Flaw.CUT_OFF: not _END.search(text) or bool(_CUT.search(text)),
        Flaw.GLUED: bool(_GLUED.search(text)),
        Flaw.PERSONAL: english and bool(_SELF.search(speech.outside_quotes(text))),
        Flaw.DATELINE: bool(_DATELINE.search(text)),
        Flaw.BACKGROUND: bool(_BACKGROUND.search(speech.outside_quotes(text))),
        Flaw.SHORT: line.size < SHORT,
        Flaw.LONG: line.size > LONG,
    }
    return frozenset(flaw for flaw, there in found.items() if there)


def is_answered(line: Line, before: str, known: People) -> bool:
    """Whether the pronoun on which the sentence hangs finds its noun in the sentence before.

    'He' and 'she' need somebody who is named there; 'it', 'they' and 'this' may mean all of it.
    """
    if line.text[:1].islower():
        return False
    of_one = roles.of(known.language.code)
    personal = of_one.pronouns | of_one.possessives
    for word in re.findall(r"[\w’'-]+", speech.outside_quotes(line.text)):
        if word.lower() in personal:
            return _names_somebody(before, known) or _opening(before) in personal
        if word.lower() in known.language.pronouns | known.language.demonstratives:
            return True
    return True


def _opening(text: str) -> str:
    match = re.match(r"\W*([\w’'-]+)", text)
    return match.group(1).lower().replace("’", "'").partition("'")[0] if match else ""


def _dangling(line: Line, known: People) -> bool:
    if line.mentions and line.mentions[0].start <= 1:
        return False  # 'This week', 'That Tuesday'
    word = _opening(line.text)
    language, of_one = known.language, roles.of(known.language.code)
    leaning = language.pronouns | language.demonstratives | of_one.pronouns | of_one.possessives
    return word in leaning or line.text[:1].islower()


def _connective(text: str, language: Language) -> bool:
    opening = text.lstrip("\"“”'‘«( ").lower().replace("’", "'")
    if _NEGATED.match(opening):
        return True
    for phrase in language.connectives:
        if not opening.startswith(phrase):
            continue
        after = opening[len(phrase) : len(phrase) + 1]
        if after == "," or (
            not after.isalnum() and after not in "'-" and phrase not in _SUBORDINATE
        ):
            return True
    return False


def _orphan(line: Line, known: People, said: Speaker) -> bool:
    """Whether the main clause's subject is a pronoun whose noun stands in another sentence."""
    text = speech.outside_quotes(speech.undated(line))
    if known.language.code == "en" and _PART_OF.search(text):
        return True
    for match in re.finditer(r"[\w’'-]+", text):
        if match.group().lower() not in known.language.pronouns:
            continue
        if any(addition.at == match.end() for addition in said.additions):
            return False
        head = text[: match.start()].rstrip()
        if head and head[-1] not in ",;–—-":
            return False  # inside a clause that has its own noun
        return not _names_somebody(head, known)
    return False


def _names_somebody(head: str, known: People) -> bool:
    titles = roles.of(known.language.code).titles | {"man", "woman", "boy", "girl", "people"}
    if any(word.lower() in titles for word in re.findall(r"\w+", head)):
        return True
    found = people.names(head, known.language)
    return any(not known.is_thing(name.text) and name.text.lower() != "x" for name in found)


def _quotes_nobody(text: str, said: Speaker) -> bool:
    if said.name is not None:
        return False
    found = re.findall(r"[\"“«„]([^\"”»“]*)(?:[\"”»“]|$)", text)
    return any(len(quotation) >= QUOTATION for quotation in found)


def _unbalanced(text: str) -> bool:
    pairs = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"))
    german = text.count("„") == text.count("“") and "„" in text
    return text.count('"') % 2 == 1 or any(
        text.count(a) != text.count(b) for a, b in pairs if not (german and a == "“")
    )


def _greets(text: str, language: Language) -> bool:
    return bool(_PROMOTION.search(text) or _greetings(language).search(text))


@lru_cache(maxsize=64)
def _greetings(language: Language) -> re.Pattern[str]:
    phrases = language.junk.get("mark-live-greeting", ())
    parts = [p.removeprefix("regex:") if p.startswith("regex:") else re.escape(p) for p in phrases]
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)
