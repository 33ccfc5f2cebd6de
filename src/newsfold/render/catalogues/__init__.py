"""The gettext catalogues of a digest's fixed words: one `.po` file a language, beside this one."""

from __future__ import annotations

import gettext
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages import mofile, pofile

FOLDER = Path(__file__).parent
SOURCE = "en"  # the language in which the phrases stand in the code


def languages() -> tuple[str, ...]:
    """The ISO 639-1 codes of the languages whose words are known, in order."""
    return tuple(sorted({SOURCE, *(path.stem for path in FOLDER.glob("*.po"))}))


@lru_cache(maxsize=64)
def translations(language: str) -> gettext.NullTranslations:
    """The catalogue of an ISO 639-1 language or BCP 47 tag; one that changes nothing for others.

    The files travel as text, so that a diff shows what changed; they are compiled in memory.
    """
    code = language.replace("_", "-").partition("-")[0].lower()
    if code == SOURCE or code not in languages():
        return gettext.NullTranslations()
    with (FOLDER / f"{code}.po").open("rb") as file:
        catalogue = pofile.read_po(file, locale=code)
    compiled = BytesIO()
    mofile.write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
