"""Changes that keep a document a document: lines and words moved, doubled, cut and put in."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tests.fuzz import corpus

PIECES = re.compile(rb"\n|\s|[<>\"',:{}\[\]]")  # where a line, word, tag or value may end
MAX_REPEATS = 200


def changed(
    data: bytes, max_bytes: int, seed: int, plainly: Callable[[bytes, int], bytes]
) -> bytes:
    """The data changed once; every other time by `plainly`, which knows bytes only."""
    lots = random.Random(seed)
    if lots.random() < 0.5:
        return plainly(data, max_bytes)
    for _ in range(lots.randint(1, 4)):
        data = _once(data, lots)[:max_bytes]  # each time: a run of a run would fill the memory
    return data


def _once(data: bytes, lots: random.Random) -> bytes:
    start, end = _span(data, lots)
    piece = data[start:end]
    word = lots.choice(corpus.words()).encode()
    match lots.randrange(6):
        case 0:
            return data[:start] + data[end:]
        case 1:
            return data[:end] + piece + data[end:]
        case 2:
            return data[:end] + piece * lots.randint(2, MAX_REPEATS) + data[end:]
        case 3:
            other, _ = _span(data, lots)
            return data[:other] + piece + data[other:]
        case 4:
            return data[:start] + word + data[end:]
        case _:
            glue = lots.choice((b"", b" ", b"\n", b"\n\n"))
            return data[:start] + glue + word * lots.choice((1, 1, 1, 40)) + glue + data[start:]


def _span(data: bytes, lots: random.Random) -> tuple[int, int]:
    """From one cut to another: a line, a word, a tag, or a run of them."""
    at = lots.randint(0, len(data))
    pattern = b"\n" if lots.random() < 0.5 else None
    if pattern:
        start = data.rfind(b"\n", 0, at) + 1
        end = data.find(b"\n", at) + 1 or len(data)
        return start, end
    cuts = [m.end() for m in PIECES.finditer(data, at, min(len(data), at + 400))]
    return at, lots.choice(cuts) if cuts else len(data)
