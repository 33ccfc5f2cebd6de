"""What a few words can be: a person's name, a post in a newsroom, or a publication."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsfold.clean.phrases.junk import Phrases
from newsfold.text import words

MAX_NAME_CHARS = 100  # five names of twenty letters
MAX_NAME_WORDS = 5  # 'Maria del Carmen Santos Ruiz'
QUOTES = '«»"“”„「」《》'
_PARTICLES = frozenset(
    "de del della di da dos das do du des la le van von den der ten ter zu zur al el bin ibn ben "
    "af av y e i o' st".split()
)
_INITIAL = re.compile(r"(?:[^\W\d_]\.){1,3}|[JS]r\.?|I{2,3}")


def is_name(text: str) -> bool:
    """Whether the text has the shape of a person's full name: two to five capitalised words."""
    if len(text) > MAX_NAME_CHARS:
        return False
    parts = text.split()
    return 2 <= len(parts) <= MAX_NAME_WORDS and has_name_shape(parts)


def is_role(part: str, phrases: Phrases) -> bool:
    """Whether the words name a post in a newsroom: 'environment correspondent'."""
    if len(part) > MAX_NAME_CHARS:
        return False
    found = [w.casefold() for w in part.split()]
    roles = phrases.marks.get("role", ())
    ends = found[-1:] + (found[:1] if part[:1].islower() else [])  # 'корреспондент отдела'
    return len(found) <= 6 and any(word in roles for word in ends)


def is_outlet(part: str, phrases: Phrases) -> bool:
    """Whether a name is a publication's: by one of its words, or one site-like word alone."""
    found = part.split()
    marks = phrases.marks.get("outlet", ())
    if len(found) == 1:
        return _is_site(part, marks)
    return (
        len(found) <= 6
        and not part[:1].islower()
        and any(w.strip(QUOTES).casefold() in marks for w in found)
    )


def _is_site(word: str, marks: Sequence[str]) -> bool:
    # 'TechCrunch', 'Coastpost', 'BBC', 'example.com': no given name and surname looks so.
    low = word.casefold()
    if re.fullmatch(r"[\w-]+(?:\.[a-z]{2,6}){1,2}", low):
        return True
    if len(word) >= 3 and word.isupper():
        return True
    if re.search(r"[a-z]{2}[A-Z]", word) and not re.match(r"(?:Mac|Mc|De|Di|Van|La|Le)[A-Z]", word):
        return True
    return not word[:1].islower() and any(
        low.endswith(m) and low != m for m in marks if len(m) > 2 or words.is_unspaced(m[:1])
    )


def has_no_case(text: str) -> bool:
    """Whether the text is of a script without capitals."""
    return any(c.isalpha() for c in text) and text.lower() == text.upper()


def has_name_shape(parts: Sequence[str], *, told: bool = False) -> bool:
    """Whether each word could stand in a name; `told` lets scripts without capitals pass."""
    if not parts:
        return False
    for part in parts:
        bare = part.strip("’'\"“”.,")
        if part.casefold() in _PARTICLES or _INITIAL.fullmatch(part):
            continue
        if not bare or not bare[0].isalpha() or bare[0].islower():
            return False
        if not (told or bare[0].isupper()):
            return False  # a script without capitals
    if any(map(str.isdigit, "".join(parts))):
        return False
    return not parts[-1].endswith(".") or bool(_INITIAL.fullmatch(parts[-1]))
