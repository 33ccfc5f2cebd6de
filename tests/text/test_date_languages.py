"""Dates as six more languages word them, read on Tuesday, 10 March 2026."""

from datetime import date

import pytest

from newsfold import tables
from newsfold.text import dates

BASE = date(2026, 3, 10)
DE = [
    ("Die Brücke wurde gestern gesperrt.", "2026-03-09"),
    ("Heute morgen stauten sich die Autos.", "2026-03-10"),
    ("Vorgestern fiel Schnee.", "2026-03-08"),
    ("Am Montagabend wurde die Brücke gesperrt.", "2026-03-09"),
    ("Am Freitag wird die Brücke geöffnet.", "2026-03-13"),
    ("Der Rat tagt am Donnerstag.", "2026-03-12"),
    ("Am kommenden Montag ist der Hafen zu.", "2026-03-16"),
    ("Am vergangenen Freitag fuhr die letzte Fähre.", "2026-03-06"),
    ("Vor zwei Wochen fiel Schnee.", "2026-02-18/2026-02-24"),
    ("Am 3. März kam die Fähre an.", "2026-03-03"),
    ("Am 1. April 2026 öffnet der Hafen.", "2026-04-01"),
    ("Die Fähre wurde im Januar verkauft.", "2026-01"),
    ("Am Wochenende fiel Schnee.", "2026-03-07/2026-03-08"),
    ("Übermorgen beginnt die Reparatur.", "2026-03-12"),
    ("Die Brücke war bis Freitag gesperrt.", None),
    ("Der Hafen ist jeden Montag zu.", None),
    ("Guten Morgen aus dem Hafen.", None),
    ("Ein Freitag im Hafen.", None),
    ("Der Rat billigte am Montag den Haushalt.", "2026-03-09"),
    ("Am Freitag verabschiedete der Rat das Gesetz.", "2026-03-06"),
    ("Hunderte demonstrierten am Samstag.", "2026-03-07"),
    ("Der Rat beschloss am Montag den Bau.", "2026-03-09"),
    ("Am Freitag geht die direkte Fähre.", "2026-03-13"),
    ("Die erste Fähre am Freitag ist voll.", None),
    ("Die für Freitag erwartete Fähre fällt aus.", "2026-03-13"),
    ("Viele Experten am Freitag im Rat.", None),
    ("Der Rat hat für Sonntag eine Sitzung einberufen.", "2026-03-15"),
    ("Das Teil wurde gebaut und kommt diesen Freitag.", "2026-03-13"),
]
FR = [
    ("Le pont a été fermé hier.", "2026-03-09"),
    ("Ce matin, les voitures ont attendu.", "2026-03-10"),
    ("Avant-hier, il a neigé.", "2026-03-08"),
    ("Le pont a été fermé lundi soir.", "2026-03-09"),
    ("Le pont rouvrira vendredi.", "2026-03-13"),
    ("Le conseil se réunira jeudi prochain.", "2026-03-12"),
    ("Vendredi dernier, le bac est parti.", "2026-03-06"),
    ("Il y a deux semaines, il a neigé.", "2026-02-18/2026-02-24"),
    ("Le bac est arrivé le 3 mars.", "2026-03-03"),
    ("Le port ouvrira le 1er avril 2026.", "2026-04-01"),
    ("Le bac a été vendu en janvier.", "2026-01"),
    ("La semaine dernière, il a neigé.", "2026-03-02/2026-03-08"),
    ("Les travaux commenceront après-demain.", "2026-03-12"),
    ("Le conseil se réunit jeudi.", None),
    ("Le pont était fermé jusqu'à vendredi.", None),
    ("Le port ferme chaque lundi.", None),
    ("Le mardi gras approche.", None),
    ("Le maire a convoqué une réunion pour dimanche.", "2026-03-15"),
    ("La pièce a été fabriquée et arrive ce vendredi.", "2026-03-13"),
    ("Le maire a dit non ce lundi.", "2026-03-09"),
]
ES = [
    ("El puente se cerró ayer.", "2026-03-09"),
    ("Esta mañana los coches esperaron.", "2026-03-10"),
    ("Anteayer nevó.", "2026-03-08"),
    ("El puente se cerró el lunes por la noche.", "2026-03-09"),
    ("El puente abrirá el viernes.", "2026-03-13"),
    ("El pleno se reunirá el próximo jueves.", "2026-03-12"),
    ("El pasado viernes zarpó el ferri.", "2026-03-06"),
    ("Hace dos semanas nevó.", "2026-02-18/2026-02-24"),
    ("El ferri llegó el 3 de marzo.", "2026-03-03"),
    ("El puerto abrirá el 1 de abril de 2026.", "2026-04-01"),
    ("El ferri se vendió en enero.", "2026-01"),
    ("La semana pasada nevó.", "2026-03-02/2026-03-08"),
    ("Las obras empezarán pasado mañana.", "2026-03-12"),
    ("El pleno se reúne el jueves.", None),
    ("El puente estuvo cerrado hasta el viernes.", None),
    ("El puerto cierra cada lunes.", None),
    ("El viernes santo no hay ferri.", None),
    ("El alcalde ha convocado una marcha para el domingo.", "2026-03-15"),
    ("La pieza tuvo que fabricarse y llega este viernes.", "2026-03-13"),
]
IT = [
    ("Il ponte è stato chiuso ieri.", "2026-03-09"),
    ("Stamattina le auto hanno aspettato.", "2026-03-10"),
    ("L'altro ieri è nevicato.", "2026-03-08"),
    ("Il ponte è stato chiuso lunedì sera.", "2026-03-09"),
    ("Il ponte riaprirà venerdì.", "2026-03-13"),
    ("Il consiglio si riunirà giovedì prossimo.", "2026-03-12"),
    ("Venerdì scorso è partito il traghetto.", "2026-03-06"),
    ("Due settimane fa è nevicato.", "2026-02-18/2026-02-24"),
    ("Il traghetto è arrivato il 3 marzo.", "2026-03-03"),
    ("Il porto aprirà il 1° aprile 2026.", "2026-04-01"),
    ("Il traghetto è stato venduto a gennaio.", "2026-01"),
    ("La settimana scorsa è nevicato.", "2026-03-02/2026-03-08"),
    ("I lavori cominceranno dopodomani.", "2026-03-12"),
    ("Il consiglio si riunisce giovedì.", None),
    ("Il ponte era chiuso fino a venerdì.", None),
    ("Il porto chiude ogni lunedì.", None),
    ("Arriva il martedì grasso.", None),
    ("Il sindaco ha convocato una riunione per domenica.", "2026-03-15"),
    ("Il pezzo è stato costruito e arriva questo venerdì.", "2026-03-13"),
]
PT = [
    ("A ponte foi fechada ontem.", "2026-03-09"),
    ("Esta manhã os carros esperaram.", "2026-03-10"),
    ("Anteontem nevou.", "2026-03-08"),
    ("A ponte foi fechada na segunda-feira à noite.", "2026-03-09"),
    ("A ponte abrirá na sexta-feira.", "2026-03-13"),
    ("A câmara vai reunir-se na próxima quinta-feira.", "2026-03-12"),
    ("Na última sexta-feira partiu a balsa.", "2026-03-06"),
    ("Há duas semanas nevou.", "2026-02-18/2026-02-24"),
    ("A balsa chegou em 3 de março.", "2026-03-03"),
    ("O porto abrirá em 1 de abril de 2026.", "2026-04-01"),
    ("A balsa foi vendida em janeiro.", "2026-01"),
    ("Na semana passada nevou.", "2026-03-02/2026-03-08"),
    ("As obras começarão depois de amanhã.", "2026-03-12"),
    ("A câmara reúne-se na quinta-feira.", None),
    ("A ponte estava fechada até sexta-feira.", None),
    ("O porto fecha toda segunda-feira.", None),
    ("A sexta-feira santa é feriado.", None),
    ("O prefeito convocou um ato para domingo.", "2026-03-15"),
    ("A peça precisou ser fabricada e chega nesta sexta-feira.", "2026-03-13"),
]
NL = [
    ("De brug werd gisteren gesloten.", "2026-03-09"),
    ("Vanochtend stonden de auto's stil.", "2026-03-10"),
    ("Eergisteren viel er sneeuw.", "2026-03-08"),
    ("De brug is maandagavond gesloten.", "2026-03-09"),
    ("De brug gaat vrijdag open.", "2026-03-13"),
    ("De raad komt komende donderdag bijeen.", "2026-03-12"),
    ("Afgelopen vrijdag vertrok de veerboot.", "2026-03-06"),
    ("Twee weken geleden viel er sneeuw.", "2026-02-18/2026-02-24"),
    ("De veerboot kwam op 3 maart aan.", "2026-03-03"),
    ("De haven gaat op 1 april 2026 open.", "2026-04-01"),
    ("De veerboot werd in januari verkocht.", "2026-01"),
    ("Vorige week viel er sneeuw.", "2026-03-02/2026-03-08"),
    ("Overmorgen begint het herstel.", "2026-03-12"),
    ("Een vergadering donderdag in het stadhuis.", None),
    ("De brug was tot vrijdag dicht.", None),
    ("De haven is elke maandag dicht.", None),
    ("Op goede vrijdag vaart er niets.", None),
    ("De raad keurde maandag de begroting goed.", "2026-03-09"),
    ("Honderden demonstreerden zaterdag.", "2026-03-07"),
    ("Een goede vrijdag in de haven.", None),
    ("De burgemeester heeft voor zondag een vergadering uitgeschreven.", "2026-03-15"),
    ("Het onderdeel is gemaakt en komt deze vrijdag.", "2026-03-13"),
]
HOURS = [
    ("de", "Der Hafen ist Montag bis Freitag zu."),
    ("nl", "De haven is van maandag tot en met vrijdag open."),
    ("fr", "Le port est ouvert du lundi au vendredi."),
    ("es", "El puerto está abierto de lunes a viernes."),
    ("it", "Il porto è aperto dal lunedì al venerdì."),
    ("pt", "O porto está aberto de segunda-feira a sexta-feira."),
]


@pytest.mark.parametrize(("code", "text"), HOURS)
def test_the_working_week_is_no_date(code: str, text: str) -> None:
    """'Open Monday to Friday' speaks of every week."""
    assert dates.mentions(text, BASE, tables.load().language(code)) == []


SPANS = [
    ("de", "Der Streik beginnt am Sonntag und dauert bis Dienstag.", "2026-03-15 2026-03-17"),
    ("de", "Die Brücke war von Freitag bis Sonntag gesperrt.", "2026-03-06 2026-03-08"),
    ("nl", "De staking begint zondag en duurt tot en met dinsdag.", "2026-03-15 2026-03-17"),
    ("fr", "La grève commencera dimanche et durera jusqu'à mardi.", "2026-03-15 2026-03-17"),
    ("es", "La huelga empezará el domingo y durará hasta el martes.", "2026-03-15 2026-03-17"),
    ("it", "Lo sciopero inizierà domenica e durerà fino a martedì.", "2026-03-15 2026-03-17"),
    ("pt", "A greve começará no domingo e durará até terça-feira.", "2026-03-15 2026-03-17"),
]


@pytest.mark.parametrize(("code", "text", "expected"), SPANS)
def test_no_span_ends_before_it_begins(code: str, text: str, expected: str) -> None:
    """The day up to which something lasts is counted from the day on which it begins."""
    found = dates.mentions(text, BASE, tables.load().language(code))
    assert [mention.when.iso for mention in found] == expected.split()


ALL = {"de": DE, "es": ES, "fr": FR, "it": IT, "nl": NL, "pt": PT}
ROWS = [(code, text, iso) for code in sorted(ALL) for text, iso in ALL[code]]


@pytest.mark.parametrize(("code", "text", "iso"), ROWS)
def test_one_date(code: str, text: str, iso: str | None) -> None:
    """The one date of the sentence is read as its verb says; where nothing says whether it lies
    ahead or behind, and where it is no date, none is read."""
    found = dates.mentions(text, BASE, tables.load().language(code))
    assert [mention.when.iso for mention in found] == ([iso] if iso else [])
