"""edit.datelines: what is surely a dateline is not printed, and nothing else is lost."""

from __future__ import annotations

import pytest

from newsfold.edit import datelines, lines
from tests.edit import newsroom

TABLES = newsroom.known_tables()
DATELINES = [
    ("en", "HOLLIN BAY (NPA) - ", "Dockers at Hollin Bay voted on Wednesday to end their strike."),
    ("en", "HALVIK, March 12 (NPA) — ", "The leaders of the river states met on Thursday."),
    ("en", "HALVIK, Kelmark, March 12, 2026 (Inland News) -- ", "Nobody was hurt, he said."),
    ("en", "HALVIK (NPA)—", "“We shall stay,” the mayor said."),
    ("en", "Halvik (NPA) -- ", "The old bridge was closed to all traffic on Monday evening."),
    ("en", "STRAND-ON-SEA, 3 Jan. (NPA) – ", "Ferries were cancelled for a second day."),
    ("en", "HALVIK — ", "The old bridge was closed to all traffic on Monday evening."),
    ("en", "HALVIK, Kelmark – ", "Ferries to the islands were cancelled for a second day."),
    ("en", "(Reuters) - ", "Ferries to the islands were cancelled for a second day."),
    ("en", "New Halvik (AP) -- ", "Ferries to the islands were cancelled for a second day."),
    ("de", "Halvik (npa) - ", "Die alte Brücke ist seit Montag für den Verkehr gesperrt."),
    ("fr", "HALVIK, 12 mars (NPA) - ", "Le vieux pont est fermé à la circulation depuis lundi."),
]
SENTENCES = [
    ("en", "The party (ABC) - once a power in Halvik - lost all of its nine seats on Sunday."),
    ("en", "The Halvik Port Trust (HPT) – The Trust, in its own words – is to be wound up in May."),
    ("en", "ORRIN — The Lady of the Bay, as her crew called her — sank within ten minutes."),
    ("en", "NATO - an alliance of thirty states - was asked for an answer by the mayor of Halvik."),
    ("en", "HMS Orrin (1911) - A model of the ship stands in the museum of the old harbour town."),
    ("en", "Halvik-based crews said on Monday that they would not work through the night again."),
    ("en", "Tide (Reuters) - of all things - was the word of the mayor on Monday evening."),
    ("en", "FERRY STRIKE ENTERS THIRD WEEK - AND NO END"),
    ("en", "MAYOR: THE PUMPS WILL RUN UNTIL FRIDAY"),
    ("en", "PUMPS RUN ALL NIGHT (VIDEO)"),
    ("de", "Olaf Berg (ABC) – Fraktionschef seit 2021 – sagte am Montag, er trete nicht mehr an."),
    ("de", "ABC – Die Partei der Fischer – hat am Sonntag alle neun Sitze im Rat verloren."),
    ("fr", "Jean Morel (ABC) - maire depuis 2014 - ne sera pas candidat, a-t-il dit lundi soir."),
]


@pytest.mark.parametrize(("code", "dateline", "sentence"), DATELINES)
def test_a_dateline_ends_where_the_sentence_begins(code: str, dateline: str, sentence: str) -> None:
    """Place, day and agency, in capitals or before a word that opens a sentence."""
    text = dateline + sentence
    assert text[datelines.end(text, TABLES.language(code)) :] == sentence


@pytest.mark.parametrize(("code", "text"), SENTENCES)
def test_what_only_looks_like_one_stays(code: str, text: str) -> None:
    """Names with an abbreviation, appositions, labels, headlines in capitals."""
    assert datelines.end(text, TABLES.language(code)) == 0


def test_only_what_opens_an_article_has_one() -> None:
    """The first sentence is read without its dateline; a later one that looks like one is whole."""
    later = "HALVIK (NPA) - The pumps ran all night."
    article = newsroom.article("Dockers vote", f"HALVIK (NPA) - Dockers voted. {later}", later)
    read = lines.read([article], TABLES.language("en"))
    assert [line.text for line in read] == ["Dockers voted.", later, later]
