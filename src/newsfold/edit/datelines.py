"""Where a dateline ends: 'PARIS, March 12 (AP) - ' says who filed a text, not what happened.

What stands behind it is the source's sentence, letter for letter. Precision comes first: what is
not surely a dateline stays, and costs its sentence some favour instead (`fit.Flaw.DATELINE`).
"""

from __future__ import annotations

import re

from newsfold.text.language import Language

LOOKED_AT = 110  # characters; the longest datelines name two places, a day and an agency
SENTENCE = 200  # characters; nearly all sentences are shorter
MAX_WORDS = 8  # of place, region and day
MIN_PLACE, MAX_PLACE = 4, 4  # letters, and words, of a place in capitals that no agency follows
# Agencies that sign with their name in brackets. Others are known by the capitals of the place.
AGENCIES = frozenset(
    "afp anp ansa ap apa belga cnn dpa efe interfax kna kyodo lusa ntb pa pap pti reuters".split()
    + "ritzau sda tt ukrinform upi xinhua".split()
)
_DASH = r"\s*(?:--|[-–—])\s+|\s*[–—]"
_SIGNED = re.compile(rf"([^()\[\]—–:;!?]{{0,70}}?)\s*\(([^()]{{2,24}})\)(?:{_DASH})")
_PLAIN = re.compile(r"([^()\[\]—–:;!?]{3,60}?)(?:\s(?:--|[-–—])\s|[—–])")
# A sentence begins; where letters have capitals, with one.
_NEXT = re.compile(r"[\"'“‘«„]?((?![a-zß-ÿа-яґєії])[^\W\d_][\w’']*)")
_APPOSITION = re.compile(r"\s[-–—]{1,2}\s|[—–]")  # 'ORRIN — The ship — sank'
_STOP = re.compile(r"[.!?…]\s")
_WORD = re.compile(r"[^\W_][\w’'.-]*")
_SMALL = re.compile(r"(?:an|am|de|del|della|der|di|do|du|el|en|la|le|of|on|sur|upon|van|von)\Z")


def end(text: str, language: Language) -> int:
    """How many characters of the text, which opens an article, are its dateline; 0 for none."""
    start = text[:LOOKED_AT]
    signed = _SIGNED.match(start)
    found = signed or _PLAIN.match(start)
    opener = _NEXT.match(text, found.end()) if found else None
    if found is None or opener is None:
        return 0
    place, behind = found.group(1), text[found.end() : found.end() + SENTENCE]
    loud = _is_loud(place)
    if signed is not None:
        agency = signed.group(2)
        if not _is_place(place, empty=_is_known(agency)) or not _is_agency(agency):
            return 0
        if loud or _is_known(agency):
            return found.end()
    elif not (loud and _is_place(place) and _is_short(place)) or behind.isupper():
        return 0
    # It might be a name as well: no second dash may close what this one opened.
    if _APPOSITION.search(_STOP.split(behind)[0]):
        return 0
    common = opener.group(1).lower().replace("’", "'") in language.stop_words
    return found.end() if common or signed is None else 0


def _is_known(agency: str) -> bool:
    return agency.casefold() in AGENCIES


def _is_short(place: str) -> bool:
    """Whether the capitals are a place's rather than a headline's or an abbreviation's."""
    return len(place.split(",")[0]) >= MIN_PLACE and len(place.split()) <= MAX_PLACE


def _is_loud(place: str) -> bool:
    """Whether the place is written in capitals: 'HOLLIN BAY', 'PARIS, March 12'."""
    first = place.split(",")[0].strip()
    letters = [c for c in first if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() for c in letters)


def _is_place(text: str, *, empty: bool = False) -> bool:
    """Whether every word may be part of a place's name, or of the day of filing."""
    found = _WORD.findall(text)
    before = ["", *found]  # '12 mars': a month may be written small
    return (
        (empty or bool(found))
        and len(found) <= MAX_WORDS
        and all(
            word[0].isupper() or word[0].isdigit() or last[:1].isdigit() or _SMALL.match(word)
            for last, word in zip(before, found, strict=False)
        )
    )


def _is_agency(text: str) -> bool:
    """Whether it may name an agency: 'AP', 'dpa', 'Reuters', 'Inland News'."""
    found = text.split()
    return 0 < len(found) <= 3 and all(word[0].isalpha() for word in found)
