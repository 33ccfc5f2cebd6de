"""Byline and date lines: who wrote it, for whom, when. Reading times and counters fall away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from newsfold.clean.phrases import credits, junk, naming
from newsfold.clean.phrases.junk import Phrases
from newsfold.model import When
from newsfold.text import chars, dates, stamps, words
from newsfold.text.language import Language

MAX_WORDS = 40  # 'Published ... / Updated ...' with names and zones; longer lines are prose
MAX_UNKNOWN_WORDS = 3  # beside a date, in a script without capitals: a place, a weekday
MAX_SMALL = 2  # letters of a word that may also stand in a name: 'Yann Le Dantec, le 12 mars'
MAX_CHARS = 400  # 40 words of ten letters; bounds what the patterns below see of a line of signs
MAX_OPENING = 25  # words of a byline with roles behind its names; by eye

_CLOCK = re.compile(
    r"(?:\b(?:в|о|об|الساعة)\s)?\b\d{1,2}[:.：]\d{2}(?:[:.]\d{2})?"
    r"\s*(?:[ap]\.?m\.?|hrs?|hs|h|uhr|uur)?\b"
    r"|\b\d{1,2}\s?[ap]\.?m\b\.?|\b\d{1,2}\s?(?:h|uhr|uur)\d{0,2}\b"
    r"|(?:上午|下午|晚上|午前|午後)?\s?\d{1,2}[時时点](?:\d{1,2}分)?",
    re.I,
)
# Names of zones that `stamps` gives no hours to; ET and PT stand for summer and winter alike.
_ZONES = (
    "IST AEDT AEST ACDT ACST AWST NZDT NZST SGT HKT AKST AKDT HST ADT AST BRT SAST WIB CT ET "
    "MT PT AT"
).split()
_ZONE = re.compile(
    rf"\b(?:{'|'.join((*(z.upper() for z in stamps.ZONES if len(z) > MAX_SMALL), *_ZONES))})\b"
    r"(?:\s?[+-]\d{1,2}(?::?\d{2})?)?"
)
_COUNT = re.compile(
    r"(?<![\d.,])(?:\b\d[\d.,]*[kKmM]?\s*(?:shares?|views?|comments?|likes?|reads?|words)\b"
    r"|\d[\d.,]*[kKmM]?\s*$)",
    re.I,
)
_DIGIT = re.compile(r"\d")
_LABELS = ("author-label", "source-label", "other-label")
GAP = " \x01 "  # what is put where a date or time stood, so that names on either side stay apart
_BY_GLUED = re.compile(r"^By(?=[A-ZÀ-Þ][a-zß-ÿ])")
_BREAK = re.compile(
    rf"\s*(?:[|｜•●⋅∙/／;；–—，、،\x01]|·(?![{words.UNSPACED}])|\s-\s|\s-$|^-\s|,)\s*"
)
_NEVER_ENDS = ("?", "!", "؟", "？", "！", "。")
_AND = re.compile(r"\s+(?:and|und|et|y|e|i|en|with|и|і|й|та|&)\s+|\s*&\s*")

_FOR = re.compile(r"\s(?:for|of|von|für|pour|para|per|voor|dla)\s")


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline or date line says. All empty: it only counts or times."""

    names: tuple[str, ...] = ()
    outlet: str | None = None
    agencies: tuple[str, ...] = ()
    published: tuple[When, ...] = ()
    updated: tuple[When, ...] = ()
    led: bool = False  # whether it opened with 'By' or the like
    dropped: tuple[str, ...] = field(default=())  # reading time and counters

    @property
    def dates(self) -> tuple[When, ...]:
        """Dates of publication, else of the last change."""
        return self.published or self.updated


def read(text: str, language: Language, phrases: Phrases) -> Byline | None:
    """What the line says as a byline or date line; None when it is neither."""
    if len(text) > MAX_CHARS or text.endswith(_NEVER_ENDS):
        return None
    if not _may_tell(text, language, phrases) or words.count(text) > MAX_WORDS:
        return None
    text = _unglued(text, language, phrases)
    rest, dropped = _without_times(text, phrases)
    published, updated, rest = _dated(rest, language, phrases)
    if not (published or updated or dropped or _may_lead(rest, phrases)):
        return None
    rest = _without_connectors(_ZONE.sub(GAP, _CLOCK.sub(GAP, rest)), phrases)
    rest, counted = _without_counts(rest) if (published or updated or dropped) else (rest, ())
    rest, labelled = credits.split(rest, language, phrases)
    led, rest = _led(rest, phrases)
    if not (led or labelled or published or updated or dropped):
        return None
    people = _people(rest, phrases, told=led) or (_opening_name(rest, phrases) if led else None)
    if people is not None and not led:
        people = _unled(people, is_dated=bool(published or updated))
    people = _credited(people, labelled, phrases) if people is not None else None
    led = led or bool(labelled)
    if people is None:
        return None
    if led and not any(people) and not (published or updated or dropped):
        return None
    names, outlet, agencies = people
    return Byline(names, outlet, agencies, published, updated, led, (*dropped, *counted))


def _may_tell(text: str, language: Language, phrases: Phrases) -> bool:
    """Whether the line opens like a byline, or figures in it may be a date or a reading time."""
    if _opening(phrases).match(text) or (text.startswith("By") and _BY_GLUED.match(text)):
        return True
    if credits.split(text, language, phrases)[1]:
        return True
    if not _DIGIT.search(text):
        return False
    if dates.may_state(text, language) or _leads_inside(text, phrases):
        return True
    times = phrases.marked.get("reading-time")
    return times is not None and times.search(text) is not None


def _leads_inside(text: str, phrases: Phrases) -> bool:
    """Whether 'By' or the like stands anywhere: '12:30 By Ann Lee'."""
    return _has_core(text, phrases) and _leading(phrases).search(text) is not None


def _may_lead(text: str, phrases: Phrases) -> bool:
    """Whether 'By' or a label may be found in the text; False is sure."""
    return ":" in text or not text.isascii() or "=" in text or _has_core(text, phrases)


def _has_core(text: str, phrases: Phrases) -> bool:
    return any(map(text.lower().__contains__, _cores(phrases)))


def people(text: str, phrases: Phrases) -> tuple[tuple[str, ...], str | None, tuple[str, ...]]:
    """Names, outlet and agencies in a metadata field such as 'By Ann Lee and Bo Ray, The Post'."""
    shown = chars.squeeze(chars.printable(text))[:300]
    _, rest = _led(shown, phrases)
    found = _people(rest, phrases, told=True)
    if found is not None:
        return found
    return ((), None, ()) if len(rest) > 60 or "://" in rest else ((rest,), None, ())


def _unglued(text: str, language: Language, phrases: Phrases) -> str:
    """The line with its dates, and a 'By' at its beginning, set apart from their neighbours."""
    if _opening(phrases).match(text):
        return dates.unglued(text, language)
    return _BY_GLUED.sub("By ", dates.unglued(text, language))


def _without_times(text: str, phrases: Phrases) -> tuple[str, tuple[str, ...]]:
    pattern = phrases.marked.get("reading-time")
    if pattern is None:
        return text, ()
    return pattern.sub(" ", text), tuple(m.group() for m in pattern.finditer(text))


def _without_counts(text: str) -> tuple[str, tuple[str, ...]]:
    return _COUNT.sub(" ", text), tuple(m.group().strip() for m in _COUNT.finditer(text))


def _dated(
    text: str, language: Language, phrases: Phrases
) -> tuple[tuple[When, ...], tuple[When, ...], str]:
    """The dates published and updated, and the text without them and their words."""
    published: list[When] = []
    updated: list[When] = []
    rest: list[str] = []
    at = 0
    stamped = dates.stamped(text, language) if _DIGIT.search(text) else []
    mentions = [m for m in stamped if not is_of_another(text[: m.start], phrases)]
    if not mentions:
        return (), (), text
    for mention in mentions:
        before = text[at : mention.start]
        (updated if is_update(before, phrases) else published).append(mention.when)
        rest.append(before)
        at = mention.end
    rest.append(text[at:])
    marks = phrases.marks.get("published", ()) + phrases.marks.get("updated", ())
    left = GAP.join(_undated(rest, marks))
    # Hours first: the 'Uhr' of '8 Uhr' is also a label.
    return tuple(published), tuple(updated), _leads(marks).sub(GAP, _CLOCK.sub(GAP, left))


def _undated(pieces: Sequence[str], marks: Sequence[str]) -> Iterator[str]:
    """The pieces around dates without the small words beside them: 'le', 'à', 'om'."""
    before, after = _edges(marks)
    for index, piece in enumerate(pieces):
        shown = before.sub(" ", piece) if index < len(pieces) - 1 else piece
        yield after.sub(" ", shown) if index else shown


def _without_connectors(text: str, phrases: Phrases) -> str:
    """The text without 'on' and 'at' beside the gaps that dates and times have left."""
    listed = phrases.marks.get("beside-date", ())
    return _beside(listed).sub(GAP, text) if GAP in text else text


@lru_cache(maxsize=64)
def _beside(words: Sequence[str]) -> re.Pattern[str]:
    listed = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    gap = re.escape(GAP.strip())
    if not listed:
        return re.compile(r"(?!)")
    return re.compile(
        rf"(?<!\w)(?:{listed})[\s,]*(?={gap})|(?<={gap})[\s,]*(?:{listed})(?!\w)", re.I
    )


def is_update(before: str, phrases: Phrases) -> bool:
    """Whether what stands before a date calls it that of a change: 'Last updated on'."""
    marks = junk.folded(phrases.marks.get("updated", ()))
    return chars.fold(before[-40:]).endswith(tuple(marks))


def is_of_another(before: str, phrases: Phrases) -> bool:
    """Whether a label calls the date behind it that of something else: 'Opened: 3 May 1961'.

    The labels of publication and change, of writers and outlets, and names are none such.
    """
    if not before.rstrip().endswith((":", "：")):
        return False
    label = _BREAK.split(before.rstrip(" :："))[-1].strip()
    if (
        not label
        or _DIGIT.search(label)
        or naming.is_name(label)
        or naming.is_outlet(label, phrases)
    ):
        return False
    own = ("published", "updated", "byline", "beside-date", *_LABELS)
    known = [junk.folded(phrases.marks.get(mark, ())) for mark in own]
    return not chars.fold(label).endswith(tuple(frozenset().union(*known)))


@lru_cache(maxsize=64)
def _leads(marks: Sequence[str]) -> re.Pattern[str]:
    long = (m for m in marks if len(m) > MAX_SMALL or words.is_unspaced(m))
    listed = "|".join(re.escape(m) for m in sorted(long, key=len, reverse=True))
    return re.compile(rf"{words.bounded(listed)}\s*:?" if listed else r"(?!)", re.I)


@lru_cache(maxsize=64)
def _edges(marks: Sequence[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The patterns of a small word right before a date, and of one right behind it."""
    listed = "|".join(re.escape(m) for m in sorted(marks) if len(m) <= MAX_SMALL)
    if not listed:
        return re.compile(r"(?!)"), re.compile(r"(?!)")
    return (
        re.compile(rf"\b(?:{listed})\s*$", re.I),
        re.compile(rf"^[\s,]*(?:{listed})\b", re.I),
    )


@lru_cache(maxsize=64)
def _cores(phrases: Phrases) -> tuple[str, ...]:
    """The marks of a byline that no shorter one is part of."""
    marks = sorted(phrases.marks.get("byline", ()), key=len)
    return tuple(m for i, m in enumerate(marks) if not any(less in m for less in marks[:i]))


@lru_cache(maxsize=64)
def _leading(phrases: Phrases) -> re.Pattern[str]:
    """'By' and the like, wherever they stand."""
    listed = sorted(phrases.marks.get("byline", ()), key=len, reverse=True)
    some = "|".join(map(re.escape, listed))
    return re.compile(rf"(?:{some})\b\s*[:.–—|-]?\s+(?=\S)" if some else r"(?!)", re.I)


@lru_cache(maxsize=64)
def _opening(phrases: Phrases) -> re.Pattern[str]:
    """The same at a line's beginning."""
    return re.compile(rf"^\W*{_leading(phrases).pattern}", re.I)


def _led(text: str, phrases: Phrases) -> tuple[bool, str]:
    text = chars.squeeze(text)
    found = _opening(phrases).match(text + " ")
    return (True, text[found.end() :].strip()) if found else (False, text)


_People = tuple[tuple[str, ...], str | None, tuple[str, ...]]  # names, outlet, agencies


def _unled(found: _People, *, is_dated: bool) -> _People:
    """Without 'By', only a full name beside a date is a name: 'Paris, 6 January' is a place."""
    return tuple(n for n in found[0] if is_dated and naming.is_name(n)), *found[1:]


def _credited(
    found: _People, labelled: Sequence[tuple[credits.Role, str]], phrases: Phrases
) -> _People | None:
    """The people with those behind labels; None when a label's value is neither name nor outlet."""
    names, outlet, agencies = found
    for role, value in labelled:
        if role == "other":
            continue
        told = _people(value, phrases, told=True)
        if told is None:
            return None
        if role == "author":
            names += told[0]
        agencies += told[2]
        outlet = outlet or told[1]
    return tuple(dict.fromkeys(names)), outlet, agencies


def _people(text: str, phrases: Phrases, *, told: bool = False) -> _People | None:
    """Names, outlet and agencies; None when the text holds anything else.

    `told`: a word before it said that these are people; only then a name may be in a script
    that has no capitals to know it by.
    """
    names: list[str] = []
    agencies: list[str] = []
    outlet: str | None = None
    pieces = (p for part in _BREAK.split(text) for p in _AND.split(part))
    parts = [p for piece in pieces for p in _employed(piece, phrases)]
    for part in (_once(p.strip(" .:-–—|()[]（）【】").strip(naming.QUOTES)) for p in parts):
        folded = chars.fold(part)
        if not folded or folded in junk.folded(phrases.marks.get("anonymous", ())):
            continue
        if folded in junk.folded(phrases.marks.get("agency", ())):
            agencies.append(part)
        elif naming.is_role(part, phrases):
            continue
        elif naming.is_outlet(part, phrases):
            outlet = outlet or part
        elif (
            naming.has_name_shape(part.split(), told=told)
            and len(part.split()) <= naming.MAX_NAME_WORDS
        ):
            names.append(part)
        elif not told and naming.has_no_case(part) and words.length(part) <= MAX_UNKNOWN_WORDS:
            continue
        else:
            return None
    return tuple(dict.fromkeys(names)), outlet, tuple(dict.fromkeys(agencies))


def _employed(part: str, phrases: Phrases) -> tuple[str, ...]:
    """'Ann Lee' and 'The Post' for 'Ann Lee of The Post'; any other text as it is."""
    for found in _FOR.finditer(part):
        name, outlet = part[: found.start()].strip(), part[found.end() :].strip()
        is_agency = chars.fold(outlet) in junk.folded(phrases.marks.get("agency", ()))
        if naming.is_name(name) and (is_agency or naming.is_outlet(outlet, phrases)):
            return name, outlet
    return (part,)


def _opening_name(
    text: str, phrases: Phrases
) -> tuple[tuple[str, ...], str | None, tuple[str, ...]] | None:
    """The names that a byline opens with, whatever role stands behind them.

    'Ann Lee, head of the harbour desk' is Ann Lee; a sentence is no byline.
    """
    if text.endswith((".", "…", ":", ",")) or words.count(text) > MAX_OPENING:
        return None
    first = next((p for p in _BREAK.split(text) if p.strip()), "")
    names = [name.strip(" .:-") for name in _AND.split(first)]
    return _people(first, phrases) if names and all(map(naming.is_name, names)) else None


def _once(part: str) -> str:
    """'Ann Lee' for 'Ann Lee Ann Lee': a picture's name and the name beside it."""
    found = part.split()
    half = len(found) // 2
    return " ".join(found[:half]) if half and found[:half] == found[half:] else part
