"""Every regular expression that reads a document's text, with how it is used."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import newsfold
from newsfold import tables
from newsfold.clean.line import byline
from newsfold.clean.paragraph import insertions
from newsfold.clean.phrases import junk
from newsfold.edit.sentences import wording
from newsfold.text import date_patterns

ROOMS = ("newsfold.clean", "newsfold.gather", "newsfold.text")
ANCHORED = frozenset({"match", "fullmatch"})
LITERAL = frozenset({"search", "match", "fullmatch", "sub", "split", "findall", "finditer"})
MADE_FOR = ("en", "und")  # every language's patterns have one shape; English has every part of it
BEGINS = frozenset({"leaning", "part_of", "background", "label", "bait_opening", "headline_label"})
# What sees lines and fields whose white space is single spaces (chars.squeeze) already.
SQUEEZED = (
    "junk/", "editing/", "byline opening", "byline leading", "clean.line.byline._AND",
    "clean.line.byline._BREAK",
    "clean.front.headline", "clean.phrases.junk", "clean.line.signs", "date_patterns",
)  # fmt: skip
# What sees so many characters at most; there it may take the square of them.
WINDOWS = {
    "clean.decode._META": 2048,  # decode.META_BYTES
    "clean.markup.excerpt._CUT": 40,  # excerpt.REACH, for these two
    "clean.markup.excerpt._MORE": 40,
    "clean.paragraph.insertions._STOPPED": 120,  # insertions._TAIL_CHARS, for these three
    "clean.paragraph.insertions._TAIL": 120,
    "insertions credits at the end": 120,
    "clean.paragraph.punctuation._LAST": 60,  # the end of a paragraph
    "clean.line.signs._WIRE_CREDIT": 120,
    "date_patterns.embeds en": 120,  # tense.REACH
    "text.stamps._BEFORE": 40,  # stamps.REACH
}


@dataclass(frozen=True, slots=True)
class Used:
    """A pattern, by what name it is known, and whether it is only tried at a text's start."""

    name: str
    source: str | bytes
    flags: int
    anchored: bool = False
    whole: bool = False

    @property
    def window(self) -> int | None:
        """How many characters it sees at most; None where it is a whole line or document."""
        return WINDOWS.get(self.name)

    @property
    def squeezed(self) -> bool:
        """Whether its texts have no run of white space."""
        return self.name.startswith(SQUEEZED)


def all_of_them() -> Iterator[Used]:
    """The patterns of the rooms that read text, of their makers, and of the phrase tables."""
    for room in ROOMS:
        for found in pkgutil.walk_packages(importlib.import_module(room).__path__, f"{room}."):
            yield from _of_module(found.name)
    yield from _made()
    yield from _phrases()


def _of_module(name: str) -> Iterator[Used]:
    module = importlib.import_module(name)
    path = Path(str(module.__file__))
    calls = list(_calls(path))
    short = name.removeprefix(f"{newsfold.__name__}.")
    for key, value in vars(module).items():
        if isinstance(value, re.Pattern):
            yield _used(f"{short}.{key}", value, {m for owner, m in calls if owner == key})
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        method, source, flags = _literal(node)
        if method:
            yield Used(
                f"{short}:{getattr(node, 'lineno', 0)}", source, flags, method in ANCHORED,
                method == "fullmatch",
            )  # fmt: skip


def _used(name: str, pattern: re.Pattern[Any], methods: set[str]) -> Used:
    anchored = bool(methods) and methods <= ANCHORED
    flags = pattern.flags & ~(re.DEBUG | re.UNICODE)
    return Used(name, pattern.pattern, flags, anchored, anchored and methods == {"fullmatch"})


def _calls(path: Path) -> Iterator[tuple[str, str]]:
    """(name, method) wherever a module's pattern is used; 'search' where it is handed on."""
    tree = ast.parse(path.read_text("utf-8"))
    owners = {id(n.value): n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id, owners.get(id(node), "search")


def _literal(node: ast.AST) -> tuple[str, str | bytes, int]:
    """Method, pattern and flags of a call such as `re.search('...', text, re.I)`; '' for none."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return "", "", 0
    owner, method = node.func.value, node.func.attr
    if not (isinstance(owner, ast.Name) and owner.id == "re" and method in LITERAL):
        return "", "", 0
    first = node.args[0]
    if not (isinstance(first, ast.Constant) and isinstance(first.value, str | bytes)):
        raise AssertionError(f"line {node.lineno}: write the pattern as one literal, or compile it")
    flags = 0
    for given in ast.walk(ast.Module([ast.Expr(a) for a in node.args[2:]], [])):
        if isinstance(given, ast.Attribute):
            flags |= getattr(re, given.attr)
    return method, first.value, flags


def _made() -> Iterator[Used]:
    """What is made from words at run time."""
    known = tables.load()
    for code in MADE_FOR:
        language, phrases = known.language(code), junk.phrases(known, code)
        patterns = date_patterns.compiled(language.dates)
        for item in fields(patterns):
            value = getattr(patterns, item.name)
            for one in value if isinstance(value, tuple) else (value,):
                if isinstance(one, re.Pattern):
                    methods = {"match"} if item.name in ("year_after", "adjunct") else set()
                    yield _used(f"date_patterns.{item.name} {code}", one, methods)
        makers = {
            "byline leads": byline._leads(phrases.marks.get("published", ())),
            "byline leading": byline._leading(phrases),
            "byline beside": byline._beside(phrases.marks.get("beside-date", ())),
        }
        for name, pattern in makers.items():
            yield _used(f"{name} {code}", pattern, set())
        starts = {
            "byline opening": byline._opening(phrases),
            "insertions labels": insertions._labels(phrases.marks.get("promo", ())),
            "insertions adverts": insertions._advert_labels(phrases.marks.get("advert", ())),
        }
        for name, pattern in starts.items():
            yield _used(f"{name} {code}", pattern, {"match"})
        credited = insertions._credit_notes(phrases.marks.get("credit-label", ()))
        for name, pattern in zip(("in brackets", "at the end"), credited, strict=True):
            yield _used(f"insertions credits {name}", pattern, set())


def _phrases() -> Iterator[Used]:
    """Each pattern of the junk phrases by itself."""
    known = tables.load()
    for code, language in known.languages.items():
        for kind, listed in language.junk.items() if code != "und" else ():
            sources = [p.removeprefix(junk.PATTERN) for p in listed if p.startswith(junk.PATTERN)]
            for source in sources:
                anchored = source.startswith("^")
                yield Used(f"junk/{code}.toml {kind}: {source}", source, re.I, anchored)
        for kind, listed in language.editing.items() if code != "und" else ():
            sources = [p.removeprefix(wording.PATTERN) for p in listed if p.startswith("regex:")]
            for source in sources:
                yield Used(f"editing/{code}.toml {kind}: {source}", source, re.I, kind in BEGINS)
