"""Where a sentence begins inside a line: openers, sentence ends, quotations, glued words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from newsfold.text import words
from newsfold.text.language import Language

# For character classes: the letters of the Latin and Cyrillic languages that have tables.
SMALL = "a-zß-öø-ÿąćęłńśźżœа-яёґєії"
CAPITAL = "A-ZÀ-ÖØ-ÞĄĆĘŁŃŚŹŻŒА-ЯЁҐЄІЇ"
# Arabic letters, and all of scripts without spaces: no capital shows that a title begins.
UNCASED = f"\u0620-\u064a{words.UNSPACED}"
CLOSERS = "\"'”’»)\\]」』）】"  # what may stand behind the stop that ends a sentence
STOPS = ".!?…؟"  # with a space, or nothing, behind them
FULL_STOPS = "。！？"  # in Chinese and Japanese the next sentence follows without a space

# Not 'Professor' or 'Lord': 'Bay Law School Professor Ann Lee' is one name.
_FORMS_OF_ADDRESS = frozenset("Mr Mrs Ms Miss Dr Herr Frau Monsieur Madame Señor Signor".split())
# With a capital behind it such an article may open a name: 'The Times', 'Le Monde', 'El País'.
_NAMING = frozenset({"The", "Le", "La", "Les", "El", "Los", "Las", "Il"})
_NOUNS_ARE_CAPITAL = frozenset({"de"})  # 'Die Polizei' is no name
MAX_LEANING = 4  # letters; longer stop words ('later', 'again') end titles
MAX_INSIDE = 2  # letters; names end in 'In', 'By', 'Me' and 'As'
MIN_LONG = 4  # letters; shorter words are small even in titles written in capitals

_END = re.compile(rf"[{STOPS}{FULL_STOPS}][{CLOSERS}]*\s*$")
_STARTS = re.compile(rf"[{STOPS}{FULL_STOPS}][{CLOSERS}]*\s*(?=\S)")
_LOOKED_BACK = 8  # a stop, closing quotes and spaces
# A small letter, digit or closing mark with a capital right behind it.
GLUE = re.compile(rf"(?<=[{SMALL}0-9’'”\"?!)])(?=[{CAPITAL}“‘„«])")
# A capitalised word behind a space, or right behind what may end another block.
_CANDIDATE = re.compile(
    rf"(?:(?<=\s)|(?<=[{SMALL}’'”\"?!)]))[{CAPITAL}][^\W\d_{CAPITAL}]*(?=[\s,’'])"
)
_PAIRS = (("«", "»"), ("「", "」"), ("『", "』"))
_ENDED_SMALL = re.compile(rf"(?<!\w)[{SMALL}]{{3,}}[’'”\"?!)]*$|\w[?!][’'”\"]?$")


def is_boundary(text: str, at: int) -> bool:
    """Whether a sentence may begin at `at`: the text does, or one has just ended."""
    return at == 0 or _END.search(text[max(0, at - _LOOKED_BACK) : at]) is not None


def starts(text: str) -> list[int]:
    """Where sentences may begin, in order. Abbreviations are taken for ends too."""
    return [0, *(found.end() for found in _STARTS.finditer(text))]


def in_quotation(text: str, at: int) -> bool:
    """Whether a quotation that was opened before `at` is still open there."""
    before = text[:at]
    if before.count('"') % 2 or any(before.count(a) != before.count(b) for a, b in _PAIRS):
        return True
    if "„" in text:  # German: the high mark “ closes
        return before.count("„") > before.count("“") + before.count("”")
    return before.count("“") > before.count("”")


def within(text: str, language: Language, start: int, end: int) -> Iterator[re.Match[str]]:
    """The openers between two places: stop words and forms of address with a capital.

    In titles written like sentences such a word is small, so a capital one is the text again.
    """
    known = _known(language)
    return (m for m in _CANDIDATE.finditer(text, start, end) if m.group() in known)


def at(text: str, start: int, language: Language) -> re.Match[str] | None:
    """The opener that begins at `start`, or None."""
    found = _CANDIDATE.match(text, start)
    return found if found is not None and found.group() in _known(language) else None


@lru_cache(maxsize=64)
def _known(language: Language) -> frozenset[str]:
    # A day or month ('May') is written with a capital inside titles too.
    # A script without capitals shows no opener.
    plain = {w for w in language.stop_words if w.isalpha() and w[0].islower()}
    plain -= {*language.dates.weekdays, *language.dates.months}
    return _FORMS_OF_ADDRESS | {w.capitalize() for w in plain}


def is_glued(text: str, at: int) -> bool:
    """Whether no space stands before what begins at `at`."""
    return at > 0 and not text[at - 1].isspace()


def breaks(head: str, opener: re.Match[str], language: Language) -> bool:
    """Whether a block of text surely ends where the opener is glued to `head`.

    A capital inside 'LinkedIn', 'MoGo' or 'sameAs' ends none, nor does an opening quote.
    """
    if not _ENDED_SMALL.search(head) or in_quotation(head, len(head)):
        return False
    word = opener.group()
    return len(word) > MAX_INSIDE or word.lower() in language.pronouns


def hangs(head: str, language: Language) -> bool:
    """Whether the last word leans on one behind it, so that no title ends here."""
    last = "".join(words.words(head[-40:])[-1:])
    if last[:1].isupper() and last.lower() in language.dates.months:
        return False  # 'in May' ends a title, though 'may' never does
    last = last.lower()
    if last in language.speech_verbs:
        return True
    return not last or (len(last) <= MAX_LEANING and last in language.stop_words)


def may_name(text: str, opener: re.Match[str], language: Language) -> bool:
    """Whether the opener may belong to a name: an article with a capital behind it."""
    return opener.group() in _NAMING and not goes_on_small(text, opener, language)


def goes_on_small(text: str, opener: re.Match[str], language: Language) -> bool:
    """Whether the words behind the opener are small, as in sentences and not in titles.

    A form of address has its name behind it; German nouns tell nothing.
    """
    if opener.group() in _FORMS_OF_ADDRESS or language.code in _NOUNS_ARE_CAPITAL:
        return True
    behind = words.words(text[opener.end() : opener.end() + 60])[:3]
    long = next((w for w in behind if len(w) >= MIN_LONG), None)
    return not any(w[0].isupper() for w in ([*behind[:1], long] if long else behind) if w)
