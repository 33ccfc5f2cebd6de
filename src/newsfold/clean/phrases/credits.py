"""Labels with their values in one line: '来源：北岸日报　作者：王明', 'Автор: Анна Лис'."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from newsfold.clean.phrases.junk import Phrases
from newsfold.text import words
from newsfold.text.language import Language

Role = Literal["author", "source", "other"]
MAX_VALUE_WORDS = 12  # names behind one label; longer is a sentence
_ROLES: tuple[Role, ...] = ("author", "source", "other")
_UNSPACED_ONLY = re.compile(rf"[{words.UNSPACED}·\s]+")
_PARTS = re.compile(rf"[：＝{words.UNSPACED}]")
_EDGES = " |｜/／-–—()（）[]【】"


def split(
    text: str, language: Language, phrases: Phrases
) -> tuple[str, tuple[tuple[Role, str], ...]]:
    """What stands before the first label, and each label's role with its value.

    The labels are the plain phrases of 'mark-author-label', 'mark-source-label' and
    'mark-other-label'; without an author's or a source's the text comes back whole.
    """
    if ":" not in text and "=" not in text and (text.isascii() or not _PARTS.search(text)):
        return text, ()  # a script with spaces parts a label from its value by one of these
    labels = _labels(phrases)
    found = list(labels.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    told: list[tuple[Role, str]] = []
    for match, end in zip(found, ends, strict=False):
        value = text[match.end() : end].strip(_EDGES)
        role = next(role for role in _ROLES if match[role])
        if not value or words.length(value) > MAX_VALUE_WORDS:
            return text, ()
        told.append((role, _parted(value, language)))
    if all(role == "other" for role, _ in told):
        return text, ()  # nobody is named as the writer
    return text[: found[0].start()].strip(_EDGES), tuple(told)


def _parted(value: str, language: Language) -> str:
    """Chinese names that only a space parts, parted by a comma; in Japanese it is within a name."""
    if language.code == "ja" or not _UNSPACED_ONLY.fullmatch(value):
        return value
    names = value.split()
    return "，".join(names) if all(len(name) > 1 for name in names) else "".join(names)


@lru_cache(maxsize=64)
def _labels(phrases: Phrases) -> re.Pattern[str]:
    groups: list[str] = []
    for role in _ROLES:
        marks = phrases.marks.get(f"{role}-label", ())
        longest_first = (re.escape(m) for m in sorted(marks, key=len, reverse=True))
        groups.append(rf"(?P<{role}>{'|'.join(longest_first) or '(?!)'})")
    # A colon or the like, or a space where the script has no other use for one.
    gap = rf"(?:\s?[:：＝=]\s*|(?<=[{words.UNSPACED}])(?:\s?[/／|｜]\s?|\s+))"
    return re.compile(rf"(?:^|(?<=[\s|｜/／(（【,，、]))(?:{'|'.join(groups)}){gap}(?=\S)", re.I)
