"""Brings the catalogues of the mail's fixed words up to date with the code: `make catalogues`.

New phrases are added without a translation, phrases that the code no longer has are taken out; what
still lacks one is printed, and the exit code is then 1. Nothing is ever guessed (no fuzzy entries).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from babel.messages import pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file

from newsfold.render import catalogues, words

# `_` takes a phrase, `plural` its forms for one and for many.
KEYWORDS = {"_": None, "plural": (1, 2)}
CODES = ("ar", "de", "es", "fr", "it", "nl", "pl", "pt", "uk")


def phrases() -> Catalog:
    """Every phrase of the code, with the comment above it."""
    found = Catalog()
    path = Path(words.__file__)
    for _line, message, _comments, context in extract_from_file(
        "python", path, KEYWORDS, comment_tags=()
    ):
        found.add(message, context=context)
    return found


def updated(code: str, template: Catalog) -> Catalog:
    """The language's catalogue with exactly the phrases of the template."""
    path = catalogues.FOLDER / f"{code}.po"
    catalogue = Catalog(locale=code)
    if path.exists():
        with path.open("rb") as file:
            catalogue = pofile.read_po(file, locale=code)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def written(code: str, catalogue: Catalog) -> bytes:
    """The catalogue as a file, the same bytes for the same phrases: its header names no date."""
    body = BytesIO()
    pofile.write_po(body, catalogue, omit_header=True, no_location=True, width=100)
    header = "".join(f'"{line}\\n"\n' for line in _header(code, catalogue))
    return f'msgid ""\nmsgstr ""\n{header}\n'.encode() + body.getvalue().lstrip(b"\n")


def _header(code: str, catalogue: Catalog) -> list[str]:
    return [
        f"Language: {code}",
        f"Plural-Forms: {catalogue.plural_forms}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
    ]


def lacking(catalogue: Catalog) -> list[str]:
    """The phrases that have no translation, or not every plural form, or only a guessed one."""
    return [
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalogue
        if message.id and (message.fuzzy or not all(forms(message.string)))
    ]


def forms(translation: str | Sequence[str] | None) -> Sequence[str | None]:
    """A translation's plural forms, or the one that it has."""
    return [translation] if translation is None or isinstance(translation, str) else translation


def main() -> int:
    """Writes every catalogue again."""
    template = phrases()
    missing = 0
    for code in CODES:
        catalogue = updated(code, template)
        (catalogues.FOLDER / f"{code}.po").write_bytes(written(code, catalogue))
        for phrase in lacking(catalogue):
            missing += 1
            print(f"{code}.po: no translation of {phrase!r}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
