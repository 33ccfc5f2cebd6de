"""What an editor refuses in a sentence that has to stand alone."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from newsfold.edit import clocks
from newsfold.edit.lines import Line
from newsfold.edit.people import antecedents, people, quotations
from newsfold.edit.people.people import People
from newsfold.edit.people.speech import Speaker
from newsfold.edit.sentences import wording
from newsfold.text import date_patterns, words
from newsfold.text.language import Language

SHORT, LONG = 8, 40  # words: what is preferred
QUOTATION = 25  # characters between quotation marks from which its speaker must be named
UNSPACED_QUOTATION = 10  # the same in scripts without spaces


class Flaw(StrEnum):
    """Why a sentence cannot stand alone."""

    DANGLING = "dangling"  # opens with he, it, this, ...
    ORPHAN = "orphan"  # its subject is a pronoun for somebody in another sentence
    LEANING = "leaning"  # points back without a pronoun: 'the move came', 'others', 'the two men'
    CONNECTIVE = "connective"  # leans on the sentence before
    QUOTE = "quote"  # a quotation without its speaker
    UNBALANCED = "unbalanced"
    QUESTION = "question"
    GREETING = "greeting"  # speaks of the page itself: 'welcome to our live blog', 'read more'
    CUT_OFF = "cut-off"
    CAPTION = "caption"  # speaks of a picture that is not printed: '(left)'
    STUB = "stub"  # names and labels without a word that could be a verb
    GLUED = "glued"  # two lines run together
    PERSONAL = "personal"  # the writer's own 'we', or 'you' for the reader
    DATELINE = "dateline"  # opens with 'PARIS (AP) -'
    BROKEN = "broken"  # a full stop in its middle
    LABEL = "label"  # opens with a label: 'Damage: ...'
    BACKGROUND = "background"  # 'had expressed': what went before the news
    AGENDA = "agenda"  # announces the hour of something, which is past when the issue is read
    SHORT = "short"
    LONG = "long"


# What a sentence may have that stands right behind the one on which it leans.
LEANS = frozenset({Flaw.DANGLING, Flaw.ORPHAN, Flaw.LEANING})
SOFT = frozenset(
    {
        Flaw.SHORT,
        Flaw.LONG,
        Flaw.PERSONAL,
        Flaw.DATELINE,
        Flaw.BROKEN,
        Flaw.LABEL,
        Flaw.BACKGROUND,
        Flaw.AGENDA,
    }
)

# What may follow the mark that ends a sentence, in any script.
_CLOSERS = r"['\"“”‘’«»‹›)\]」』）】》〉]*$"
_END = re.compile(rf"[.!…。！？؟۔።।｡．]{_CLOSERS}")
_CUT = re.compile(rf"(?:\.\.\.|…){_CLOSERS}")
_GLUED = re.compile(r"[a-zß-ÿ]{3,}[.!?:;][A-ZÀ-Þ][a-zß-ÿ]+|[a-z]{4,}[a-z](?=[A-Z][a-z]{4,})[A-Z]")
_QUESTION = re.compile(rf"[?？؟]{_CLOSERS}")
_DATELINE = re.compile(
    r"^[A-ZÀ-Þ][A-ZÀ-Þ .,'’-]{2,}(?:\([^)]{2,20}\))?\s*[-–—]\s"
    r"|^[^()]{0,40}\([A-Z][\w .]{1,18}\)\s*[-–—]+\s"  # 'Halvik (NPA) -- '
)
# 'at least. two of them': a line's end was taken for a sentence's.
_BROKEN = re.compile(r"[a-zß-ÿ]{4,}\. [a-zß-ÿ]{2,}")
_QUOTATION = re.compile(r"[\"“«„「『]([^\"”»“」』]*)(?:[\"”»“」』]|$)")
_WORD = re.compile(r"[\w’'-]+")
_PART = re.compile(r"[\w-]+")  # 'he' of "he's", 'il' of "qu'il"


def flaws(line: Line, known: People, said: Speaker) -> frozenset[Flaw]:
    """Everything that speaks against printing the sentence alone; `said` is its speaker."""
    text, language = line.text, known.language
    plain = wording.straight(text)
    spoken = quotations.outside(plain)
    found = {
        Flaw.DANGLING: _dangling(line, known) or antecedents.lacks_subject(line, known),
        Flaw.LEANING: _leans(plain, spoken, language),
        Flaw.CONNECTIVE: _connective(text, language),
        Flaw.ORPHAN: _orphan(line, known, said),
        Flaw.QUOTE: _quotes_nobody(text, said),
        Flaw.UNBALANCED: is_unbalanced(text),
        Flaw.QUESTION: bool(_QUESTION.search(text)),
        Flaw.GREETING: _greets(plain, language),
        Flaw.CUT_OFF: not _END.search(text) or bool(_CUT.search(text)),
        Flaw.CAPTION: bool(wording.pattern(language, "caption").search(plain)),
        Flaw.STUB: line.paragraph is not None and _is_stub(text),
        Flaw.GLUED: bool(_GLUED.search(text)),
        Flaw.PERSONAL: bool(wording.pattern(language, "personal").search(spoken)),
        Flaw.DATELINE: bool(_DATELINE.search(text)),
        Flaw.BROKEN: bool(_BROKEN.search(text)),
        Flaw.LABEL: bool(wording.pattern(language, "label").match(plain)),
        Flaw.BACKGROUND: bool(wording.pattern(language, "background").match(spoken)),
        Flaw.AGENDA: _is_agenda(line, spoken, language),
        Flaw.SHORT: line.size < SHORT,
        Flaw.LONG: line.size > LONG,
    }
    return frozenset(flaw for flaw, there in found.items() if there)


def _is_agenda(line: Line, spoken: str, language: Language) -> bool:
    """Whether it announces something for an hour of its own day: 'is due at 2pm'."""
    if not clocks.names_one(spoken) or any(mention.future for mention in line.mentions):
        return False
    return any(cue["future"] for cue in date_patterns.compiled(language.dates).cue.finditer(spoken))


def is_answered(line: Line, before: str, known: People) -> bool:
    """Whether the pronoun on which the sentence hangs finds its noun in the sentence before.

    'He' and 'she' need somebody who is named there; 'it', 'they' and 'this' may mean all of it.
    """
    if line.text[:1].islower():
        return False
    of_one = known.language.speakers
    personal, others = of_one.pronouns | of_one.possessives, _stand_ins(known.language)
    for word in _PART.findall(quotations.outside(line.text)):
        if word.lower() in personal:
            return _names_somebody(before, known) or _opening(before) in personal
        if word.lower() in others:
            return True
    return True


def _opening(text: str) -> str:
    match = re.match(r"\W*([\w’'-]+)", text)
    return match.group(1).lower().replace("’", "'").partition("'")[0] if match else ""


def _dangling(line: Line, known: People) -> bool:
    if line.mentions and line.mentions[0].start <= 1:
        return False  # 'This week', 'That Tuesday'
    opening, language = _opening(line.text), known.language
    before_day = line.text[: line.mentions[0].start].lower().split() if line.mentions else []
    if before_day == [opening] and opening in language.demonstratives:
        return False  # 'Ce lundi'
    stand_ins = _stand_ins(language)
    if words.is_unspaced(opening[:1]):
        return opening.startswith(tuple(stand_ins))
    of_one = language.speakers
    leaning = stand_ins | of_one.pronouns | of_one.possessives
    return opening in leaning or line.text[:1].islower()


def _leans(plain: str, spoken: str, language: Language) -> bool:
    """Whether it points back without a pronoun in front: 'the two men', '... changes this.'"""
    opening = wording.pattern(language, "leaning").match(plain)
    return bool(opening or wording.pattern(language, "leaning_within").search(spoken))


def _stand_ins(language: Language) -> frozenset[str]:
    """Words that stand for somebody or something that another sentence names."""
    listed = language.editing.get("subjects")
    return frozenset(listed) if listed else language.pronouns | language.demonstratives


def _is_stub(text: str) -> bool:
    """Whether all words have a capital or a digit, or are of two letters: a byline, a label."""
    found = _WORD.findall(text)
    has_capital = any(word[:1].isupper() for word in found)
    return has_capital and not any(word[:1].islower() and len(word) > 2 for word in found)


def _connective(text: str, language: Language) -> bool:
    opening = text.lstrip("\"“”'‘«( ").lower().replace("’", "'")
    for phrase in language.connectives:
        if not opening.startswith(phrase):
            continue
        after = opening[len(phrase) : len(phrase) + 1]
        if after == "," or words.is_unspaced(phrase[-1]):
            return True
        if not after.isalnum() and after not in "'-":
            return True
    return False


def _orphan(line: Line, known: People, said: Speaker) -> bool:
    """Whether the main clause's subject is a pronoun whose noun stands in another sentence."""
    if not known.language.pronouns:
        return line.size < SHORT and bool(line.before)  # nobody knows; short ones mostly do
    text = quotations.outside(line.undated)
    language = known.language
    if wording.pattern(language, "part_of").match(wording.straight(text)):
        return True
    listed = language.editing.get("subjects")
    pronouns = frozenset(listed) if listed else language.pronouns
    if said.name is None and not said.additions and _ends_with_speaker(text, pronouns, known):
        return True
    for match in _PART.finditer(text):
        if match.group().lower() not in pronouns:
            continue
        if any(addition.at == match.end() for addition in said.additions):
            return False
        head = text[: match.start()].rstrip()
        if head and head[-1] not in ",;–—-":
            return False  # inside a clause that has its own noun
        return not _names_somebody(head, known)
    return False


def _ends_with_speaker(text: str, pronouns: frozenset[str], known: People) -> bool:
    """Whether '..., he said' closes a sentence that names nobody who could be meant."""
    found = list(_WORD.finditer(text))[-2:]
    if len(found) < 2 or text[: found[0].start()].rstrip()[-1:] != ",":
        return False
    told = {word.group().lower() for word in found}
    is_he = bool(told & pronouns) and bool(told & known.language.speech_verbs)
    return is_he and not _names_surely(text[: found[0].start()], known)


def _names_surely(head: str, known: People) -> bool:
    """Whether a full name or a known person stands there, and not only a capitalised word."""
    found = people.names(head, known.language)
    return any(
        not known.is_thing(name.text) and (" " in name.text or known.is_person(name.text))
        for name in found
    )


def _names_somebody(head: str, known: People) -> bool:
    titles = {*known.language.speakers.titles, *known.language.editing.get("people", ())}
    if any(word.lower() in titles for word in re.findall(r"\w+", head)):
        return True
    found = people.names(head, known.language)
    return any(not known.is_thing(name.text) and name.text.lower() != "x" for name in found)


def _quotes_nobody(text: str, said: Speaker) -> bool:
    if said.name is not None:
        return False
    return any(
        len(quotation) >= (UNSPACED_QUOTATION if words.is_unspaced(quotation) else QUOTATION)
        for quotation in _QUOTATION.findall(text)
    )


def is_unbalanced(text: str) -> bool:
    """Whether a quotation mark or bracket is left open, or closes nothing."""
    count = text.count
    if count('"') % 2 or any(count(a) != count(b) for a, b in _PAIRS):
        return True
    low, left, right = count("„"), count("“"), count("”")
    if low:  # „German“ or „Polish”
        return low not in (left - right, right - left)
    # ”Swedish” marks both ends alike
    return left != right and not (left == 0 and right % 2 == 0)


_PAIRS = (
    ("«", "»"),
    ("(", ")"),
    ("[", "]"),
    ("「", "」"),
    ("『", "』"),
    ("（", "）"),
    ("《", "》"),
)


def _greets(text: str, language: Language) -> bool:
    promotes = wording.pattern(language, "promotion").search(text)
    return bool(promotes or _greetings(language).search(text))


@lru_cache(maxsize=64)
def _greetings(language: Language) -> re.Pattern[str]:
    phrases = language.junk.get("mark-live-greeting", ())
    parts = [p.removeprefix("regex:") if p.startswith("regex:") else re.escape(p) for p in phrases]
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)
