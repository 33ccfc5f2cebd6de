"""A sentence as the check compares it: words, dates, quotations, and where clauses may part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from newsfold.model import Addition
from newsfold.text import chars, dates
from newsfold.text.language import ClaimWords, Language
from newsfold.text.mention import Mention

Kind = Literal["word", "date", "soft", "hard"]

_SIGNS = "$£€¥%‰°+=<>&@#*§"  # they change what a number says
_TOKEN = re.compile(  # 'didn't', '1,200', '10:30', 'Orrin-Lund' are one each
    rf"[\w{chars.MARKS}]+(?:['.,:/\-][\w{chars.MARKS}]+)*"
    rf"|[{_SIGNS}]"
    r"|\S"
)
_STRAIGHT = str.maketrans("’‘ʼ‛", "''''")
_QUOTES = frozenset('"“”„‟«»「」『』')
_SOFT = frozenset(",–—()-")
_HARD = frozenset(";:!?…")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, date or mark. Two tokens say the same when their keys are equal."""

    kind: Kind
    key: str  # lower case; a date's is its ISO form; within a quotation a '"' stands before it
    text: str
    start: int
    quote: int | None = None  # number of the quotation that it stands in
    instead: tuple[str, ...] = ()  # keys of the name that an addition gives for a pronoun
    bound: bool = False  # a date behind 'since', 'until': it stays where it is


def straight(text: str) -> str:
    """The text with its apostrophes straight; nothing moves."""
    return text.translate(_STRAIGHT)


def read(
    text: str,
    base: date | None,
    language: Language,
    claims: ClaimWords,
    additions: Sequence[Addition] = (),
) -> list[Token]:
    """The tokens in order, without the words that say nothing ('the', 'on' before a date).

    `base` is the day on which the text was published; without it only dates with a year count
    as dates, the others are words. Quoted words are all kept, and quoted dates are words.
    """
    plain = straight(text)
    found = _quoted(plain, list(_TOKEN.finditer(plain)))
    mentions = [
        m
        for m in dates.mentions(text, base, language)
        if not any(t.quote is not None and m.start <= t.start < m.end for t in found)
    ]
    tokens: list[Token] = []
    for token in found:
        mention = next((m for m in mentions if m.start <= token.start < m.end), None)
        if mention is None:
            tokens.append(token)
        elif token.start == mention.start:
            tokens = _dated(tokens, mention, claims)
    return [
        t
        for t in _named(tokens, additions)
        if t.kind != "word" or t.quote is not None or t.key not in claims.plain
    ]


def _quoted(text: str, matches: list[re.Match[str]]) -> list[Token]:
    """All tokens less the quotation marks, each with the quotation that it stands in."""
    tokens: list[Token] = []
    opened: str | None = None
    number = 0
    for match in matches:
        sign = match[0]
        if sign in _QUOTES or (sign == "'" and _opens_or_closes(text, match.start(), opened)):
            opened = None if opened else sign
            number += 0 if opened is None else 1
            continue
        kind = _kind(sign)
        if kind is not None:
            inside = number if opened else None
            key = sign.lower() if inside is None else f'"{sign.lower()}'
            tokens.append(Token(kind, key, sign, match.start(), inside))
    return tokens


def _opens_or_closes(text: str, at: int, opened: str | None) -> bool:
    """Whether an apostrophe that is inside no word is a quotation mark."""
    if opened == "'":
        return True
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return opened is None and not before.isalnum() and after.isalnum()


def _kind(sign: str) -> Kind | None:
    if sign in _SOFT:
        return "soft"
    if sign in _HARD:
        return "hard"
    return "word" if sign[0].isalnum() or sign in _SIGNS else None


def _dated(before: list[Token], mention: Mention, claims: ClaimWords) -> list[Token]:
    """The tokens with the date behind them, in place of a light word before it."""
    lead = before[-1] if before and before[-1].kind == "word" else None
    if lead and lead.quote is None and lead.key in claims.plain and len(before) > 1:
        before, lead = before[:-1], before[-2]
    light = lead is not None and lead.quote is None and lead.key in claims.light_leads
    bound = lead is not None and lead.key in claims.bounds
    kept = before[:-1] if light else before
    return [
        *kept,
        Token("date", mention.when.iso, mention.text, mention.start, bound=bound),
    ]


def _named(tokens: list[Token], additions: Sequence[Addition]) -> list[Token]:
    """The tokens, a pronoun with the name that stands behind it in brackets."""
    for addition in additions:
        ends = [n for n, t in enumerate(tokens) if t.start + len(t.text) == addition.at]
        for n in ends:
            if tokens[n].kind == "word":
                words = tuple(m[0].lower() for m in _TOKEN.finditer(straight(addition.text)))
                tokens[n] = replace(tokens[n], instead=words)
    return tokens


def quotations(tokens: Sequence[Token]) -> list[tuple[str, ...]]:
    """The words of each quotation, in order."""
    found: dict[int, list[str]] = {}
    for token in tokens:
        if token.quote is not None and token.kind == "word":
            found.setdefault(token.quote, []).append(token.key)
    return [tuple(words) for words in found.values()]
