"""Bylines and date lines as other languages print them."""

import pytest

from newsfold import tables
from newsfold.clean.line import byline
from newsfold.clean.line.byline import Byline
from newsfold.clean.phrases import junk

DAY, NEXT = "2026-03-12", "2026-03-13"


def told(code: str, text: str) -> Byline | None:
    """What the line says as a byline."""
    known = tables.load()
    return byline.read(text, known.language(code), junk.phrases(known, code))


@pytest.mark.parametrize(
    ("code", "text", "names"),
    [
        ("de", "Von Jule Harms, 12.03.2026, 14:05 Uhr", ["Jule Harms"]),
        ("de", "Jule Harms am 12. März 2026 um 14.05 Uhr", ["Jule Harms"]),
        ("fr", "Par Yann Le Dantec, le 12 mars 2026 à 18h45", ["Yann Le Dantec"]),
        ("es", "Nuria Beltrán, 12 de marzo de 2026 a las 09:30 hs", ["Nuria Beltrán"]),
        ("es", "Publicado el 12 de marzo de 2026 - 10:20 h", []),
        ("pt", "Por Marina Quental — 12/03/2026 às 14h05", ["Marina Quental"]),
        ("it", "di Viola Marcheggiani - 12 marzo 2026, ore 11.40", ["Viola Marcheggiani"]),
        ("it", "12 marzo 2026 alle 11:40", []),
        ("nl", "Door Femke Wiersma op 12 maart 2026 om 16:20 uur", ["Femke Wiersma"]),
        ("pl", "oprac. Halina Zawistna, 12 marca 2026 r., godz. 14:05", ["Halina Zawistna"]),
        ("pl", "Halina Zawistna 12.03.2026 14:05", ["Halina Zawistna"]),
    ],
)
def test_name_and_day(code: str, text: str, names: list[str]) -> None:
    """The small words around date and hour are no names, and a name keeps its 'Le'."""
    found = told(code, text)
    assert found is not None
    assert (list(found.names), [w.iso for w in found.published]) == (names, [DAY])


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("de", "Veröffentlicht am 12.03.2026 | Zuletzt aktualisiert am 13.03.2026, 8 Uhr"),
        ("fr", "Publié le 12 mars 2026 à 18h45, mis à jour le 13 mars 2026 à 9h10"),
        ("es", "Publicado el 12 de marzo de 2026. Actualizado el 13 de marzo de 2026"),
        (
            "pt",
            "Publicado em 12 de março de 2026 às 14:05 | Atualizado em 13 de março de 2026 às 8h",
        ),
        ("it", "Pubblicato il 12 marzo 2026, aggiornato il 13 marzo 2026 alle 8:10"),
        ("nl", "Gepubliceerd op 12 maart 2026 | Laatst bijgewerkt op 13 maart 2026"),
        ("pl", "Opublikowano: 12 marca 2026 r., aktualizacja: 13 marca 2026 r."),
    ],
)
def test_published_and_changed(code: str, text: str) -> None:
    """The day of publication is told from that of the last change."""
    found = told(code, text)
    assert found is not None
    assert ([w.iso for w in found.published], [w.iso for w in found.updated]) == ([DAY], [NEXT])


@pytest.mark.parametrize(
    ("code", "text", "name"),
    [
        ("de", "Von Anna Lis, 6. Januar 2026, 12:31 MEZ", "Anna Lis"),
        ("de", "Von Anna Lis, 6. Juli 2026, 12:31 MESZ", "Anna Lis"),
        ("en", "By Ann Lee, 6 January 2026, 12:31 NZDT", "Ann Lee"),
        ("en", "By Ann Lee, 6 January 2026, 12:31 SGT", "Ann Lee"),
        ("en", "By Ann Lee, 6 January 2026, 12:31 AKST", "Ann Lee"),
    ],
)
def test_a_zone_is_no_outlet(code: str, text: str, name: str) -> None:
    """The name of a time zone falls away with its hour."""
    found = told(code, text)
    assert found is not None
    assert (found.names, found.outlet) == ((name,), None)


@pytest.mark.parametrize(
    ("code", "text", "name", "outlet"),
    [
        ("en", "By Ann Lee of The Coast Post", "Ann Lee", "The Coast Post"),
        ("en", "By Ann Lee for Coast News | 6 January 2026", "Ann Lee", "Coast News"),
        ("de", "Von Karl Otto von Harms, 6. Januar 2026", "Karl Otto von Harms", None),
    ],
)
def test_whom_it_was_written_for(code: str, text: str, name: str, outlet: str | None) -> None:
    """The outlet behind 'of' or 'for' is split off the name; a name keeps its 'von'."""
    found = told(code, text)
    assert found is not None
    assert (found.names, found.outlet) == ((name,), outlet)
