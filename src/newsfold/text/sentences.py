"""Sentences of a paragraph: sentencex, with its known errors repaired."""

from __future__ import annotations

import re
from collections.abc import Iterator

import sentencex

# 'at 5 p.m. | Tuesday': sentencex 1.0.32 ends a sentence at every 'p.m.' before a capital.
_CLOCK = re.compile(r"\d\s?[ap]\.m\.$", re.IGNORECASE)
_AFTER_CLOCK = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d"
    r"|(?:GMT|UTC|BST|CEST|CET|[ECMP][SD]?T|Eastern|Central|Pacific|Mountain|Greenwich)\b"
)
# 'He won. "|She lost': sentencex 1.0.32 leaves the quote behind where the one before is still open.
_OPENING = re.compile(r"(?<=\s)[\"'“‘«(\[]+\Z")
_LOWER_START = re.compile(r"[a-zß-öø-ÿа-џґ]+[\s,.;:]")  # not a brand such as 'eBay'
# "the players ' union": sentencex 1.0.32 takes a mark between two spaces for an opening one, and
# ends no sentence before the next such mark. The letter apostrophe opens nothing.
_LOOSE_MARK = re.compile(r"(?<=\s)'(?=\s)")
_OPENS_NOTHING = "\u02bc"
# 'in May. | Residents left': sentencex 1.0.32 takes the month's full name for an abbreviation.
_WHOLE_MONTH = re.compile(r"(?<=\bMay\.)(?=\s+[\"'“‘«(\[]?[A-ZÀ-ÖØ-Þ])")
# 'За словами І. | І. Петренка', 'د. | سامي': sentencex 1.0.32 knows no such initials.
_INITIAL = re.compile(r"(?:^|[\s«(„“.])[Ѐ-ЯҐ\u0621-\u064a]\.$")
_NAME_START = re.compile(r"[Ѐ-ЯҐ\u0621-\u064a]")
# 'a dit M. | Madec': titles and the like that sentencex 1.0.32 takes for the end of a sentence.
_TITLES = {
    code: re.compile(rf"(?:^|[\s«“„\"'’(])(?:{titles})\.$")
    for code, titles in {
        "de": "geb|Hr|Fr",
        "es": "D|Dña|Mons",
        "fr": "MM?|Dr|Pr|Mgr",
        "it": "[Oo]n|[Mm]ons",
        "nl": "[Mm]evr|[Dd]rs",
        "pt": "Av|D|Eng",
    }.items()
}
# '“……。”|局长说', '「……。」|と話した': the words that name the speaker belong to the quotation.
_QUOTED = re.compile(r"[。！？…][”」』]$")
_SPEAKER = re.compile(
    r"と|って|など|[^。，！？“”「」]{1,15}(?:说|說|道|表示|称|稱|指出|强调|強調|告诉|告訴|解释|解釋|回答|坦言|透露)(?![：:])"
)


def split(text: str, code: str) -> list[str]:
    """The sentences of one paragraph, stripped, in order; [] for white space.

    Joined again they hold every character of `text` but white space. `code` is the language's
    ISO 639-1 code; an unknown one is split by the general rules.
    """
    sentences: list[str] = []
    carried = ""  # what belongs to the next sentence: an opening quote, a bullet before the first
    for found in _segments(text, code):
        piece, opening = _without_opening(carried + found)
        carried = opening
        if sentences and _continues(sentences[-1].rstrip(), piece, code):
            sentences[-1] += piece
        elif sentences or _has_word(piece):
            sentences.append(piece)
        else:
            carried = piece + opening
    if carried:  # nothing followed
        sentences[-1:] = ["".join([*sentences[-1:], carried])]
    return [s.strip() for s in sentences if s.strip()]


def _segments(text: str, code: str) -> Iterator[str]:
    place = 0
    for found in sentencex.segment(code, _LOOSE_MARK.sub(_OPENS_NOTHING, text)):
        yield from _WHOLE_MONTH.split(text[place : place + len(found)])
        place += len(found)


def _without_opening(piece: str) -> tuple[str, str]:
    """The piece and the opening quote or bracket at its very end, which begins the next one."""
    match = _OPENING.search(piece)
    return (piece[: match.start()], match[0]) if match else (piece, "")


def _continues(sentence: str, piece: str, code: str) -> bool:
    if not _has_word(piece):
        return True
    if _CLOCK.search(sentence) and _AFTER_CLOCK.match(piece.lstrip()):
        return True
    if code in _TITLES and _TITLES[code].search(sentence):
        return True
    start = piece.lstrip()
    if _INITIAL.search(sentence) and _NAME_START.match(start):
        return True
    if _QUOTED.search(sentence):
        # Chinese also quotes behind the speaker: '他说：“……。”|会议结束'.
        return _SPEAKER.match(start) is not None and (
            start[0] in "とっな" or sentence[0] in "“「『"
        )
    return sentence.endswith(".") and _LOWER_START.match(start) is not None


def _has_word(piece: str) -> bool:
    return any(c.isalnum() for c in piece)
