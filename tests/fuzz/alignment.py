"""Whether a text was made of another by cutting pieces out, and never by rewording."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from newsfold.text import chars


def bare(text: str) -> str:
    """The text as it may be printed, without white space: the least that cleaning must keep."""
    return "".join(chars.printable(text).split())


def made_of(piece: str, source: str, cut: Collection[str]) -> set[int] | None:
    """Positions of `source` that hold `piece`; None when it was not made of it.

    Both are bare. The piece stands in the source as one run, but for texts among `cut`, which
    may have stood anywhere inside it; those positions count as held too.
    """
    at = source.find(piece)
    if at >= 0:
        return set(range(at, at + len(piece)))
    removed = [text for text in map(bare, cut) if text and text in source]
    for start in range(len(source)):
        end = _end(piece, source, start, removed)
        if end is not None:
            return set(range(start, end))
    return None


def _end(piece: str, source: str, start: int, removed: Collection[str]) -> int | None:
    """Where the piece that begins at `start` ends in the source, cuts stepped over."""
    if not removed or source[start] != piece[:1]:
        return None
    seen, open_states = {(start, 0)}, [(start, 0)]
    while open_states:
        at, done = open_states.pop()
        if done == len(piece):
            return at
        steps = [(at + len(text), done) for text in removed if source.startswith(text, at)]
        if at < len(source) and source[at] == piece[done]:
            steps.append((at + 1, done + 1))
        for step in steps:
            if step not in seen:
                seen.add(step)
                open_states.append(step)
    return None


def held(source: str, pieces: Iterable[str], cut: Collection[str]) -> bool:
    """Whether pieces and cuts together hold every sign of `source` (bare)."""
    left = set(range(len(source)))
    for piece in sorted({*map(bare, pieces), *map(bare, cut)}, key=len, reverse=True):
        if not left:
            break
        if piece:
            left -= everywhere(piece, source) or made_of(piece, source, cut) or set()
    return not left


def everywhere(piece: str, source: str) -> set[int]:
    """Every position that some occurrence of the piece covers."""
    found: set[int] = set()
    at = source.find(piece)
    while at >= 0:
        found.update(range(at, at + len(piece)))
        at = source.find(piece, at + 1)
    return found


def runs_through(piece: str, source: str) -> bool:
    """Whether the signs of `piece` stand in `source` in this order (both bare)."""
    rest = iter(source)
    return all(sign in rest for sign in piece)


def is_pieced(piece: str, source: str, most: int) -> bool:
    """Whether at most so many runs of `source`, in any order, make up `piece` (both bare)."""
    at = runs = 0
    while at < len(piece):
        longest = _longest_run(piece, at, source)
        if not longest or runs == most:
            return False
        at, runs = at + longest, runs + 1
    return True


def _longest_run(piece: str, at: int, source: str) -> int:
    """How many signs of `piece` from `at` on stand in `source` as one run."""
    low, high = 0, len(piece) - at
    while low < high:
        middle = (low + high + 1) // 2
        if piece[at : at + middle] in source:
            low = middle
        else:
            high = middle - 1
    return low
