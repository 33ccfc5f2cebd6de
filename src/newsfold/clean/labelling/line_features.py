"""What a line of a dump is like, in numbers: itself, its place, its neighbours, its topic.

Beside what one line shows, the columns tell where the prose of the page lies (maximum-sum runs of
line scores, after Pasternack & Roth, WWW 2009), what stood above (a byline, 'Comments', 'Related')
and how many of the line's words the page's main text uses.
"""

from __future__ import annotations

import math
import re
import struct
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from newsfold.clean.line import extent
from newsfold.clean.line.lines import MAX_REMEMBERED_CHARS, REMEMBERED, Line
from newsfold.clean.line.signs import Sign

Column = NDArray[np.float32]

# Kinds of furniture by their number in the column 'kind'; any other kind is OTHER.
KINDS = (
    "related", "comments", "author-box", "previous-next", "legal", "share", "advert", "newsletter",
    "cookie-notice", "navigation", "tags", "read-more", "player", "app", "paywall", "counter",
    "separator", "address", "live-widget", "reading-time", "no-script", "error-page",
)  # fmt: skip
NUMBERS: dict[str | None, float] = {kind: float(number) for number, kind in enumerate(KINDS)}
NUMBERS[None] = -1.0
OTHER = float(len(KINDS))
# Kinds whose distance above and below is a column of its own.
DISTANT = (
    "comments", "related", "author-box", "share", "tags", "newsletter", "legal", "previous-next",
    "advert",
)  # fmt: skip
FAR = 250.0  # lines: what lies farther off, or nowhere
LEAD = 4  # first paragraphs of the main text: they name what it is about
MAX_COPIES = 30.0
_DIGITS = re.compile(r"\d+")
SHAPE_CHARS = 80  # of a folded line without its figures: 'rating0votes' is the shape of a row


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """What each column of `matrix` holds, in order."""
    return tuple(_columns(()))


def matrix(signs: Sequence[Sign]) -> NDArray[np.float32]:
    """One row a line, one column a feature."""
    columns = _columns(signs)
    table = np.empty((len(columns), len(signs)), np.float32)
    for row, column in enumerate(columns.values()):
        table[row] = column
    return table.T


def _columns(signs: Sequence[Sign]) -> dict[str, Column]:
    own = _own(signs)
    text = own["prose"] * (1.0 - own["marked"])
    weight = text * own["words"]
    runs = extent.best(extent.scores(signs)), extent.best(extent.plain_scores(signs))
    found = dict(own)
    found.update(_place(own, weight, runs))
    found.update(_topic(signs, text, runs[0]))
    found.update(_above_and_below(own, text, weight))
    found.update(_around(own, text, weight))
    found.update(_beside(found))
    return found


# ---------------------------------------------------------------- the line itself

_OWN = (
    "words", "chars", "common", "ends", "prose", "commas", "sentences", "capitals", "lower",
    "colon", "question", "word-chars", "copies", "copy", "shapes", "opens", "caption", "name",
    "stamped", "marked", "furniture", "boundary", "kind",
)  # fmt: skip


def _own(signs: Sequence[Sign]) -> dict[str, Column]:
    lines = [sign.line for sign in signs]
    kind = np.array([NUMBERS.get(sign.junk, OTHER) for sign in signs], np.float32)
    is_furniture = kind != NUMBERS[None]
    seen: dict[str, Sequence[float]] = {
        "words": [line.words for line in lines],
        "common": [line.common for line in lines],
        "ends": [line.ends for line in lines],
        "prose": [line.is_prose for line in lines],
        "sentences": [line.sentences for line in lines],
        "opens": [line.opens for line in lines],
        "caption": [sign.is_caption for sign in signs],
        "name": [sign.is_name for sign in signs],
        "stamped": [_is_stamped(sign) for sign in signs],
    }
    found = {name: np.array(values, np.float32) for name, values in seen.items()}
    found |= _shapes(lines)
    found |= _copies(lines)
    special = [s.byline is not None or s.is_caption or s.is_alt for s in signs]
    found["marked"] = _float(is_furniture | np.array(special, bool))
    found["furniture"], found["kind"] = _float(is_furniture), kind
    found["boundary"] = _float(np.isin(kind, [NUMBERS[kind] for kind in extent.BOUNDARIES]))
    return {name: found[name] for name in _OWN}


def _is_stamped(sign: Sign) -> bool:
    told = sign.byline
    return sign.is_age or sign.is_time or (told is not None and bool(told.led or told.dates))


def _copies(lines: Sequence[Line]) -> dict[str, Column]:
    """How many lines are the same, which of them this one is, how many have its shape."""
    keys = [line.key for line in lines]
    starts = [key[:SHAPE_CHARS] for key in keys]
    shapes = [s if s.isalpha() else _DIGITS.sub("0", s) for s in starts]
    copies, shaped = Counter(keys), Counter(shapes)
    copy: list[int] = []
    last: dict[str, int] = {}
    for key in keys:
        number = last[key] = last.get(key, 0) + 1
        copy.append(number)
    counts = {
        "copies": [copies[key] for key in keys],
        "copy": copy,
        "shapes": [shaped[shape] for shape in shapes],
    }
    return {
        name: np.minimum(np.array(values, np.float32), MAX_COPIES)
        for name, values in counts.items()
    }


_SHAPE = ("chars", "commas", "capitals", "lower", "colon", "question", "word-chars")
_pack = struct.Struct(f"={len(_SHAPE)}f").pack


def _shapes(lines: Sequence[Line]) -> dict[str, Column]:
    """Size, commas and capitals among its words, how it begins and ends, length of a word."""
    packed = b"".join([_shape(line.text) for line in lines])
    table = np.frombuffer(packed, np.float32).reshape(len(lines), len(_SHAPE))
    return {name: table[:, index] for index, name in enumerate(_SHAPE)}


def _shape(text: str) -> bytes:
    return _remembered(text) if len(text) <= MAX_REMEMBERED_CHARS else _measured(text)


def _measured(text: str) -> bytes:
    """The columns of `_SHAPE`. The text is squeezed."""
    pieces = text.split(" ")
    commas = text.count(",")
    if not text.isascii():
        commas += text.count("，") + text.count("、") + text.count("،")
    return _pack(
        math.log1p(len(text)),
        commas / len(pieces),
        sum([piece[0].isupper() for piece in pieces]) / len(pieces),
        text[0].islower(),
        text[-1] in ":：",
        text[-1] in "?？؟",
        len(text) / len(pieces),
    )


_remembered = lru_cache(maxsize=REMEMBERED)(_measured)


# ---------------------------------------------------------------- where the prose lies

Run = tuple[int, int]


def _place(own: dict[str, Column], weight: Column, runs: tuple[Run, Run]) -> dict[str, Column]:
    count = len(weight)
    index = np.arange(count, dtype=np.float32)
    above, all_words = _above(own["words"]), max(1.0, float(own["words"].sum()))
    prose_above, prose = _above(weight), float(weight.sum())
    (first, last), (first2, last2) = runs
    inner = float(weight[first : last + 1].sum())
    same = np.ones(count, np.float32)
    return {
        "place": _float(index / max(1, count)),
        "place-words": above / all_words,
        "place-prose": prose_above / max(1.0, prose),
        "in-run": _float((index >= first) & (index <= last)),
        "from-run": index - first,
        "to-run": last - index,
        "in-plain-run": _float((index >= first2) & (index <= last2)),
        "from-plain-run": index - first2,
        "to-plain-run": last2 - index,
        "prose-since-run": prose_above - (prose_above[first] if count else 0.0),
        "prose-to-run": (prose_above[first] + inner if count else 0.0) - prose_above - weight,
        "lines": same * count,
        "prose-words": same * prose,
        "run-share": same * ((last - first + 1) / max(1, count)),
        "run-words": same * inner,
    }


def _float(values: NDArray[np.bool_] | NDArray[np.float64]) -> Column:
    return values.astype(np.float32)


# ---------------------------------------------------------------- topic


def _topic(signs: Sequence[Sign], text: Column, run: Run) -> dict[str, Column]:
    """The share of a line's words that the main text, and its opening, hold elsewhere."""
    main = [i for i in range(run[0], run[1] + 1) if text[i]]
    inside, lead = set(main), set(main[:LEAD])
    used = Counter(word for i in main for word in signs[i].line.vocabulary)
    opening = Counter(word for i in main[:LEAD] for word in signs[i].line.vocabulary)
    return {"topic": _shared(signs, used, inside), "opening": _shared(signs, opening, lead)}


def _shared(signs: Sequence[Sign], used: Counter[str], inside: Collection[int]) -> Column:
    """-1 for a line without content words; those `inside` are counted in `used` themselves."""
    once, twice = frozenset(used), frozenset(word for word, n in used.items() if n > 1)
    shares: list[float] = []
    for index, sign in enumerate(signs):
        found = sign.line.vocabulary
        elsewhere = twice if index in inside else once
        if not found:
            shares.append(-1.0)
        elif found.isdisjoint(elsewhere):
            shares.append(0.0)
        else:
            shares.append(len(found & elsewhere) / len(found))
    return np.array(shares, np.float32)


# ---------------------------------------------------------------- what stood above, what follows


def _above_and_below(own: dict[str, Column], text: Column, weight: Column) -> dict[str, Column]:
    boundary, stamped = own["boundary"], own["stamped"]
    prose_above = _above(weight)
    found = {
        "boundaries": np.cumsum(boundary),
        "stamps": np.cumsum(stamped),
        "prose-at-boundary": _value_at_last(prose_above, boundary),
        "prose-since-boundary": prose_above - _value_at_last(prose_above, boundary),
    }
    marks = {"text": text, "boundary": boundary, "stamped": stamped, "caption": own["caption"]}
    marks |= {"name": own["name"]}
    marks |= {kind: own["kind"] == NUMBERS[kind] for kind in DISTANT}
    table = np.array(list(marks.values()), bool)
    since, until = _since(table), _since(table[:, ::-1])[:, ::-1]
    for row, name in enumerate(marks):
        found[f"since-{name}"], found[f"until-{name}"] = since[row], until[row]
    for kind in ("comments", "related"):
        found[f"count-{kind}"] = np.cumsum(marks[kind])
        found[f"prose-at-{kind}"] = _value_at_last(prose_above, marks[kind])
    return found


def _above(values: Column) -> Column:
    """The sum of the values above each line."""
    return np.cumsum(values) - values


def _since(marks: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How many lines above each line the last marked one stands; one row a kind of mark."""
    kinds, count = marks.shape
    index = np.arange(count)
    before = np.full((kinds, count + 1), -10_000)
    np.maximum.accumulate(np.where(marks, index, -10_000), axis=1, out=before[:, 1:])
    return np.minimum(index - before[:, :-1], FAR)


def _value_at_last(values: Column, mark: Column) -> Column:
    """The value that stood at the last marked line above each line, else 0."""
    if not len(mark):
        return values
    index = np.maximum.accumulate(np.where(mark, np.arange(len(mark)), -1))
    before = np.concatenate(([-1], index[:-1]))
    return np.where(before >= 0, values[before], 0.0)


# ---------------------------------------------------------------- windows and neighbours


def _around(own: dict[str, Column], text: Column, weight: Column) -> dict[str, Column]:
    short = _float(own["words"] < 4)
    rows = _float(own["shapes"] >= 3)
    windows: tuple[tuple[str, Column, tuple[int, ...]], ...] = (
        ("prose", weight, (2, 5, 12, 25)),
        ("text", text, (12, 25)),
        ("furniture", own["furniture"], (5, 12, 25)),
        ("short", short, (4, 12)),
        ("colon", own["colon"] * (own["words"] < 8), (4, 12)),
        ("rows", rows, (4, 12)),
        ("stamped", own["stamped"], (4, 12)),
    )
    count = len(weight)
    total = np.zeros((len(windows), count + 1))
    np.cumsum([values for _, values, _ in windows], axis=1, out=total[:, 1:])
    found: dict[str, Column] = {}
    for row, (name, _, widths) in enumerate(windows):
        for width in widths:
            above, below = _window(total[row], width)
            found[f"{name}-above-{width}"], found[f"{name}-below-{width}"] = above, below
    return found


def _window(total: Column, width: int) -> tuple[Column, Column]:
    """Sums over the `width` lines above and below each, from running totals (one more entry)."""
    index = np.arange(len(total) - 1)
    above = total[index] - total[np.maximum(0, index - width)]
    end = len(total) - 1
    return above, total[np.minimum(end, index + width + 1)] - total[np.minimum(end, index + 1)]


def _beside(found: dict[str, Column]) -> dict[str, Column]:
    return {
        f"{name}{step:+d}": _shifted(found[name], step)
        for name, steps in (
            ("chars", (-3, -2, -1, 1, 2, 3)),
            ("capitals", (-3, -2, -1, 1, 2, 3)),
            ("topic", (-3, -2, -1, 1, 2, 3)),
            ("ends", (-1, 1)),
            ("common", (-1, 1)),
            ("kind", (-1, 1)),
            ("opens", (1,)),
        )
        for step in steps
    }


def _shifted(values: Column, step: int) -> Column:
    """The value `step` lines below; -2 beyond the page."""
    shifted = np.full(len(values), -2.0, np.float32)
    if 0 < step < len(values):
        shifted[:-step] = values[step:]
    elif 0 < -step < len(values):
        shifted[-step:] = values[:step]
    return shifted
