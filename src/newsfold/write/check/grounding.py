"""The verdict on one generated sentence: the first reason to doubt it, or none.

Doubt means refusal. Every word, number, name, date and quotation must stand in the cited
sentences, whatever they deny, hedge or ascribe must be denied, hedged and ascribed, and their
order holds. What is left to a language model is to leave out whole clauses, to join statements,
to write a date for 'later today' and a name for 'he'.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from newsfold.model import Sentence
from newsfold.text import chars, dates, words
from newsfold.text.language import ClaimWords, Language
from newsfold.write.check import alignment, tokens
from newsfold.write.check.tokens import Token

MIN_WORDS = 4  # shorter ones are no sentence; by eye
MAX_WORDS = 40  # an editor's upper limit for a summary sentence
MAX_CITES = 3  # more than three statements in one sentence are none that an editor signs

_LINK = re.compile(r"://|www\.|@|[a-z0-9]\.[a-z]{2,}(?!\w|\.\w)", re.IGNORECASE)
_MARKUP = re.compile(r"[<>{}`*_#|\\~^]|\]\(|&#?\w+;")
_BRACKET = re.compile(r"(\S{1,60}) \[([^\[\]]{1,80})\]")
_END = re.compile(r"[.!…。][\"'”’»)]?\Z")


@dataclass(frozen=True, slots=True)
class Source:
    """A cited sentence and the day on which its article was published."""

    sentence: Sentence
    base: date | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a generated sentence is not printed: a short stable code, and what it is about."""

    code: str
    about: str = ""

    def __str__(self) -> str:
        said = REASONS[self.code]
        return said.format(self.about) if "{" in said else said


REASONS = {
    "json": "answer is not the JSON asked for",
    "language": "its language has no table to check by",
    "cites": "does not cite the sentences in their order",
    "shape": "is not one plain sentence",
    "length": "has {} words",
    "markup": "holds markup: {}",
    "link": "holds a link: {}",
    "machine": "speaks to or as a language model: {}",
    "bracket": "puts other words in brackets: {}",
    "date": "date {} not in its sources",
    "number": "number {} not in its sources",
    "name": "name {} not in its sources",
    "quotation": "quotation not in its sources: {}",
    "negation": "drops or adds a negation: {}",
    "hedge": "drops or adds a qualification: {}",
    "attribution": "drops or adds who says so: {}",
    "word": "word {} not in its sources",
    "order": "has the words in another order, or leaves out part of a clause",
}


def doubt(text: str, cited: Sequence[Source], language: Language) -> Doubt | None:
    """The first reason not to print `text` for the sentences that it cites; None for none."""
    claims = language.claims
    if claims is None:
        return Doubt("language")
    if not 1 <= len(cited) <= MAX_CITES:
        return Doubt("cites")
    bare = _BRACKET.sub(lambda match: match[1], text)
    found = next(_of_shape(text, bare, cited, claims), None)
    return found or _of_content(text, bare, cited, language, claims)


# ---------------------------------------------------------------- shape


def _of_shape(text: str, bare: str, cited: Sequence[Source], claims: ClaimWords) -> Iterator[Doubt]:
    if text != chars.squeeze(chars.printable(text)) or not _END.search(text) or "?" in text:
        yield Doubt("shape")
    count = words.length(bare)
    if not MIN_WORDS <= count <= MAX_WORDS:
        yield Doubt("length", str(count))
    for code, pattern in (("link", _LINK), ("markup", _MARKUP)):
        if match := pattern.search(bare):
            yield Doubt(code, match[0])
    if phrase := addressed(bare, claims):
        yield Doubt("machine", phrase)
    printed = " ".join(source.sentence.printed for source in cited).lower()
    for match in _BRACKET.finditer(text):
        if match[0].lower() not in printed:
            yield Doubt("bracket", match[2])
    if "[" in bare or "]" in bare:
        yield Doubt("markup", "[")


def addressed(text: str, claims: ClaimWords) -> str | None:
    """The phrase by which the text speaks to a language model, or as one."""
    folded = f" {' '.join(w.lower() for w in words.words(tokens.straight(text)))} "
    return next((p for p in claims.residue if f" {p} " in folded), None)


# ---------------------------------------------------------------- content


def _of_content(
    text: str, bare: str, cited: Sequence[Source], language: Language, claims: ClaimWords
) -> Doubt | None:
    bases = {source.base for source in cited}
    base = bases.pop() if len(bases) == 1 else None  # of several days only full dates are sure
    said = tokens.read(bare, base, language, claims)
    sources = [
        tokens.read(s.sentence.text, base, language, claims, s.sentence.additions) for s in cited
    ]
    every = [token for source in sources for token in source]
    checks = (
        _dates(text, bare, said, every, cited, base, language),
        _figures_and_names(said, every),
        _quotations(said, every),
        _guards(said, every, language, claims),
        _words(said, every, claims),
    )
    for found in checks:
        if (first := next(found, None)) is not None:
            return first
    return None if _in_order(said, sources, language, claims) else Doubt("order")


def _dates(
    text: str,
    bare: str,
    said: Sequence[Token],
    every: Sequence[Token],
    cited: Sequence[Source],
    base: date | None,
    language: Language,
) -> Iterator[Doubt]:
    """A date must be one that the sources give; 'today' must be theirs, with its brackets."""
    known = {t.key for t in every if t.kind == "date"}
    for token in said:
        if token.kind == "date" and token.key not in known:
            yield Doubt("date", token.text)
    printed = [tokens.straight(source.sentence.printed).lower() for source in cited]
    for mention in dates.mentions(bare, base, language):
        if mention.kind != "relative":
            continue
        words_of_it = tokens.straight(mention.text).lower()
        resolved = [_behind(line, words_of_it) for line in printed if words_of_it in line]
        own = _behind(tokens.straight(text).lower(), words_of_it)
        if own not in resolved:
            yield Doubt("date", mention.text)


def _behind(line: str, phrase: str) -> str:
    """The brackets right behind the phrase, or ''."""
    rest = line[line.index(phrase) + len(phrase) :] if phrase in line else ""
    return rest[: rest.index("]") + 1] if rest.startswith(" [") and "]" in rest else ""


def _figures_and_names(said: Sequence[Token], every: Sequence[Token]) -> Iterator[Doubt]:
    keys = {t.key for t in every}
    given = {w for t in every for w in t.instead}
    capital = {t.text for t in every if t.text[:1].isupper()}
    first = next((t for t in said if t.kind == "word"), None)
    for token in said:
        if token.kind != "word":
            continue
        if any(c.isnumeric() for c in token.text) and token.key not in keys:
            yield Doubt("number", token.text)
        named = any(c.isupper() for c in token.text) and token is not first
        if named and token.text not in capital and token.key not in given:
            yield Doubt("name", token.text)


def _quotations(said: Sequence[Token], every: Sequence[Token]) -> Iterator[Doubt]:
    known = set(tokens.quotations(every))
    for quotation in tokens.quotations(said):
        if quotation not in known:
            yield Doubt("quotation", " ".join(w.removeprefix('"') for w in quotation))
    keys = {t.key for t in every}
    for token in said:  # the words of a quotation do not become the writer's own
        if token.quote is None and token.key not in keys and f'"{token.key}' in keys:
            yield Doubt("quotation", token.text)


def _guards(
    said: Sequence[Token], every: Sequence[Token], language: Language, claims: ClaimWords
) -> Iterator[Doubt]:
    """What the sources deny, hedge and ascribe the sentence does as often, and nothing else."""
    for code in ("negation", "hedge", "attribution"):
        own, theirs = (
            Counter(
                t.key.removeprefix('"') for t in side if code in _bears(t, side, language, claims)
            )
            for side in (said, every)
        )
        differing = sorted((own - theirs) + (theirs - own))
        if differing:
            yield Doubt(code, differing[0])


def _bears(
    token: Token, side: Sequence[Token], language: Language, claims: ClaimWords
) -> tuple[str, ...]:
    """What claims hang on the word: 'negation', 'hedge', 'attribution'."""
    if token.kind != "word":
        return ()
    word = token.key.removeprefix('"')
    found = []
    if word in claims.negations or (
        claims.negation_endings and word.endswith(claims.negation_endings)
    ):
        found.append("negation")
    if word in claims.hedges or any(part in claims.hedges for part in word.split("-")[:-1]):
        found.append("hedge")
    if word in language.speech_verbs or _begins_phrase(token, side, claims.attributions):
        found.append("attribution")
    return tuple(found)


def _begins_phrase(token: Token, side: Sequence[Token], phrases: Sequence[str]) -> bool:
    heads = {phrase.partition(" ")[0] for phrase in phrases}
    if token.key not in heads:
        return False
    behind = [t.key for t in side if t.start >= token.start and t.kind == "word"]
    return any(behind[: len(p)] == p for p in (phrase.split() for phrase in phrases))


def _words(said: Sequence[Token], every: Sequence[Token], claims: ClaimWords) -> Iterator[Doubt]:
    known = {t.key for t in every} | {w for t in every for w in t.instead} | claims.joins
    for token in said:
        if token.kind == "word" and token.key not in known:
            yield Doubt("word", token.text)


def _in_order(
    said: Sequence[Token],
    sources: Sequence[Sequence[Token]],
    language: Language,
    claims: ClaimWords,
) -> bool:
    """Whether the sentence is made of its sources' clauses, a lone date anywhere among them."""
    floating = all(_one_date(side) for side in (said, *sources)) and len(sources) == 1
    parted = [
        alignment.clauses(
            _still(source, floating),
            frozenset(t.start for t in source if _bears(t, source, language, claims)),
            claims,
        )
        for source in sources
    ]
    own = [t for t in _still(said, floating) if t.kind in ("word", "date")]
    return alignment.aligned(own, parted, claims.joins)


def _one_date(side: Sequence[Token]) -> bool:
    found = [t for t in side if t.kind == "date"]
    return len(found) <= 1 and not any(t.bound for t in found)


def _still(side: Sequence[Token], floating: bool) -> list[Token]:
    return [t for t in side if not (floating and t.kind == "date")]
