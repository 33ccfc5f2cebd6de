"""The language tables and background counts that travel inside the package."""

from __future__ import annotations

import gzip
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from functools import lru_cache, partial
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from newsfold.tables import identify, weights
from newsfold.text.language import UNKNOWN, Background, ClaimWords, DateWords, Language, Tables
from newsfold.text.speakers import SpeakerWords

Table = dict[str, Any]  # as tomllib gives it; the shape is checked by tests over our own files


@lru_cache(maxsize=1)
def load() -> Tables:
    """Every table, read once a process. 'und' holds all months and all junk phrases together."""
    home = resources.files("newsfold.tables")
    found = {name: _folder(home / name) for name in ("dates", "words", "speakers", "junk")}
    claims = {code: _claims(table) for code, table in _folder(home / "claims").items()}
    languages = {
        code: replace(
            _language(code, {name: folder.get(code, {}) for name, folder in found.items()}),
            claims=claims.get(code),
            background=_background(home / "background" / f"{code}.json.gz"),
        )
        for code in sorted({code for folder in found.values() for code in folder} - {UNKNOWN})
    }
    languages[UNKNOWN] = _merged(languages.values())
    languages = _with_editing(languages, _folder(home / "editing"))
    return Tables(languages, partial(identify.language, english=languages["en"]), weights.named)


def _folder(folder: Traversable) -> dict[str, Table]:
    if not folder.is_dir():
        return {}
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return {f.name[: -len(".toml")]: tomllib.loads(f.read_text(encoding="utf-8")) for f in files}


def _language(code: str, tables: dict[str, Table]) -> Language:
    def listed(key: str) -> frozenset[str]:
        return frozenset(_listed(tables["words"].get(key, ())))

    return Language(
        code=code,
        stop_words=listed("stop_words"),
        speech_verbs=listed("speech_verbs"),
        pronouns=listed("pronouns"),
        demonstratives=listed("demonstratives"),
        connectives=listed("connectives"),
        elisions=listed("elisions"),
        dates=_dates(tables["dates"]),
        speakers=_speakers(tables["speakers"]),
        junk={kind: tuple(phrases) for kind, phrases in tables["junk"].items()},
    )


def _claims(table: Table) -> ClaimWords:
    def listed(key: str) -> frozenset[str]:
        return frozenset(table[key].split())

    return ClaimWords(
        plain=listed("plain"),
        joins=listed("joins"),
        coordinators=listed("coordinators"),
        subordinators=listed("subordinators"),
        light_leads=listed("light_leads"),
        bounds=listed("bounds"),
        negations=listed("negations"),
        negation_endings=tuple(table["negation_endings"]),
        hedges=listed("hedges"),
        attributions=tuple(table["attributions"]),
        residue=tuple(table["residue"]),
    )


def _listed(value: str | list[str]) -> tuple[str, ...]:
    """Words written one after another, or a list where some are of several words."""
    return tuple(value.split() if isinstance(value, str) else value)


def _speakers(table: Table) -> SpeakerWords:
    given: dict[str, Any] = {}
    for known in fields(SpeakerWords):
        value = table.get(known.name, known.default)
        if isinstance(known.default, frozenset):
            value = frozenset(_listed(value))
        elif isinstance(known.default, tuple):
            value = _listed(value)
        given[known.name] = value
    return SpeakerWords(**given)


# Labels of headlines and promotions, which many sites have in English whatever they write in.
_ENGLISH_TOO = ("headline_label", "live_tail", "promotion")


def _with_editing(
    languages: Mapping[str, Language], folder: dict[str, Table]
) -> dict[str, Language]:
    """Every language with its phrases for the editor; a language without any has all labels."""
    listed = {code: _phrases(table) for code, table in folder.items()}
    shared = {kind: listed.get("en", {}).get(kind, ()) for kind in _ENGLISH_TOO}
    every = {
        kind: tuple(dict.fromkeys(p for code in listed for p in listed[code].get(kind, ())))
        for kind in _ENGLISH_TOO
    }
    found: dict[str, Language] = {}
    for code, language in languages.items():
        own = listed.get(code)
        if own is None:
            editing = every
        else:
            joined = {k: tuple(dict.fromkeys((*own.get(k, ()), *shared[k]))) for k in _ENGLISH_TOO}
            editing = {**own, **joined}
        found[code] = replace(language, editing=editing)
    return found


def _phrases(table: Table) -> dict[str, tuple[str, ...]]:
    return {kind: _listed(value) for kind, value in table.items()}


def _dates(table: Table) -> DateWords:
    tense = table.get("tense", {})
    return DateWords(
        months=_numbers(table, "months"),
        weekdays=_numbers(table, "weekdays"),
        weekdays_short=_numbers(table, "weekdays_short"),
        capitalised=table.get("capitalised", False),
        inflected=table.get("inflected", False),
        month_first=table.get("month_first", False),
        written=table.get("written", ""),
        written_first=table.get("written_first", ""),
        present_announces=table.get("present_announces", False),
        day_first_numbers=table.get("day_first_numbers", False),
        **{key: tuple(table.get(key, ())) for key in _DATE_LISTS},
        days=_numbers(table, "days"),
        years=_numbers(table, "years"),
        spans={
            phrase: span for span, phrases in table.get("spans", {}).items() for phrase in phrases
        },
        units={word: unit for unit, forms in table.get("units", {}).items() for word in forms},
        numbers=_numbers(table, "numbers"),
        future=tuple(tense.get("future", ())),
        past=tuple(tense.get("past", ())),
        scheduled=tuple(tense.get("scheduled", ())),
        present=tuple(tense.get("present", ())),
        passive=tuple(tense.get("passive", ())),
        infinitives=tuple(tense.get("infinitives", ())),
        conjunctions=tuple(tense.get("conjunctions", ())),
        reported=tuple(tense.get("reported", ())),
        adjuncts=tuple(tense.get("adjuncts", ())),
        past_endings=tuple(tense.get("past_endings", ())),
        future_endings=tuple(tense.get("future_endings", ())),
        traps=tuple(table.get("traps", {}).get("phrases", ())),
    )


_DATE_LISTS = (
    "ordinals",
    "articles",
    "joiners",
    "year_marks",
    "day_parts",
    "behind",
    "until",
    "onward",
    "reaches",
    "toward",
    "last_before",
    "last_after",
    "next_before",
    "next_after",
    "this_before",
    "month_leads",
    "ago",
)


def _numbers(table: Table, key: str) -> dict[str, int]:
    groups: Mapping[str, list[str]] = table.get(key, {})
    return {form: int(number) for number, forms in groups.items() for form in forms}


def _merged(languages: Iterable[Language]) -> Language:
    months: dict[str, int] = {}
    ordinals: set[str] = set()
    joiners: set[str] = set()
    year_marks: set[str] = set()
    junk: dict[str, dict[str, None]] = {}  # phrases in a stable order, each once
    for language in languages:
        months = {**language.dates.months, **months}
        ordinals |= set(language.dates.ordinals)
        joiners |= set(language.dates.joiners)
        year_marks |= set(language.dates.year_marks)
        for kind, phrases in language.junk.items():
            junk.setdefault(kind, {}).update(dict.fromkeys(phrases))
    words = DateWords(
        months=months,
        month_first=True,
        ordinals=tuple(sorted(ordinals)),
        joiners=tuple(sorted(joiners)),
        year_marks=tuple(sorted(year_marks)),
    )
    return Language(
        UNKNOWN, dates=words, junk={kind: tuple(phrases) for kind, phrases in junk.items()}
    )


def _background(file: Traversable) -> Background:
    if not file.is_file():
        return Background()
    table = json.loads(gzip.decompress(file.read_bytes()))
    return Background(n=table["n"], df=table["df"])
