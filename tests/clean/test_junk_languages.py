"""The phrase lists of other languages: what they know, and which sentences they leave alone."""

import pytest

from newsfold import tables
from newsfold.clean.phrases import junk
from newsfold.text import words

# One line a kind, worded as sites word it; written for this test, not taken from the tables.
FURNITURE = {
    "de": [
        ("Direkt zum Inhalt", "navigation"),
        ("Wir verwenden Cookies, um Ihnen ein besseres Erlebnis zu bieten.", "cookie-notice"),
        ("Nur essenzielle Cookies akzeptieren", "cookie-notice"),
        ("Die wichtigsten Meldungen des Tages direkt in Ihr Postfach", "newsletter"),
        ("Das könnte Sie auch interessieren", "related"),
        ("Mehr aus Wirtschaft", "related"),
        ("Lesen Sie hier, wie es in Kehrau weitergeht.", "read-more"),
        ("Der Artikel wird nach der Anzeige fortgesetzt", "advert"),
        ("28 Kommentare anzeigen", "comments"),
        ("Per WhatsApp teilen", "share"),
        ("Geschätzte Lesezeit: 4 Minuten", "reading-time"),
        ("3 neue Einträge", "live-widget"),
        ("Sie haben bereits ein Abo?", "paywall"),
        ("Nachdruck nur mit schriftlicher Genehmigung", "legal"),
        ("Themen in diesem Artikel", "tags"),
        ("Alle Artikel von Jule Harms", "author-box"),
        ("Externen Inhalt anzeigen", "player"),
        ("Laden Sie sich jetzt die kostenlose News-App", "app"),
    ],
    "fr": [
        ("Aller à la navigation", "navigation"),
        ("Continuer sans accepter", "cookie-notice"),
        ("Chaque matin, recevez l'essentiel de l'actualité dans votre boîte mail", "newsletter"),
        ("Vous aimerez aussi", "related"),
        ("Lire également : le port rouvre lundi", "read-more"),
        ("Votre article continue après la publicité", "advert"),
        ("Afficher les 14 commentaires", "comments"),
        ("Soyez le premier à réagir", "comments"),
        ("Partager sur LinkedIn", "share"),
        ("Lecture 3 min", "reading-time"),
        ("Ce direct est maintenant terminé", "live-widget"),
        ("Cet article est réservé aux abonnés.", "paywall"),
        ("Il vous reste 72,4 % de cet article à lire.", "paywall"),
        ("Toute reproduction interdite sans autorisation", "legal"),
        ("Mots-clefs : pêche, ports", "tags"),
        ("Tous les articles de Solène Marchadour", "author-box"),
        ("Voir le diaporama", "player"),
        ("Téléchargez gratuitement l'application", "app"),
    ],
    "es": [
        ("Ir a la navegación", "navigation"),
        ("Rechazar todas", "cookie-notice"),
        ("Apúntate gratis a nuestra newsletter", "newsletter"),
        ("También te puede interesar", "related"),
        ("Leé también: el paro sigue el martes", "read-more"),
        ("Sigue leyendo después del anuncio", "advert"),
        ("Ver los 23 comentarios", "comments"),
        ("Inicia sesión para comentar", "comments"),
        ("Compartir por WhatsApp", "share"),
        ("3 minutos de lectura", "reading-time"),
        ("12 nuevas actualizaciones", "live-widget"),
        ("Suscríbete para seguir leyendo sin límites", "paywall"),
        ("Queda prohibida la reproducción total o parcial", "legal"),
        ("Archivado en: sanidad, sierra", "tags"),
        ("Ver todos los artículos de Nuria Beltrán", "author-box"),
        ("Ver fotogalería", "player"),
        ("Descarga gratis nuestra app", "app"),
    ],
    "pt": [
        ("Ir para o menu", "navigation"),
        ("Aceitar todos os cookies", "cookie-notice"),
        ("Receba as principais notícias no seu e-mail", "newsletter"),
        ("Você também pode gostar", "related"),
        ("Leia também: chuva volta no sábado", "read-more"),
        ("A leitura continua após a publicidade", "advert"),
        ("Seja o primeiro a comentar", "comments"),
        ("Partilhar no Facebook", "share"),
        ("Tempo de leitura: 4 min", "reading-time"),
        ("5 novas atualizações", "live-widget"),
        ("Conteúdo exclusivo para assinantes", "paywall"),
        ("Direitos reservados. É proibida a reprodução.", "legal"),
        ("Palavras-chave: água, cidade", "tags"),
        ("Mais artigos deste autor", "author-box"),
        ("Veja a galeria de fotos", "player"),
        ("Baixe grátis o nosso aplicativo", "app"),
    ],
    "it": [
        ("Salta al contenuto principale", "navigation"),
        ("Rifiuta e abbonati", "cookie-notice"),
        ("Iscriviti gratis alla newsletter della redazione", "newsletter"),
        ("Ti potrebbe interessare anche", "related"),
        ("Leggi anche - Riaperto il passo", "read-more"),
        ("L'articolo continua dopo la pubblicità", "advert"),
        ("Mostra 12 commenti", "comments"),
        ("Condividi via WhatsApp", "share"),
        ("Lettura: 3 minuti", "reading-time"),
        ("La diretta è conclusa", "live-widget"),
        ("Abbonati per continuare a leggere", "paywall"),
        ("Testata registrata al Tribunale di Valdisole n. 3", "legal"),
        ("Parole chiave: neve, funivia", "tags"),
        ("Tutti gli articoli di Viola Marcheggiani", "author-box"),
        ("Sfoglia la gallery", "player"),
        ("Scarica gratis la nostra app", "app"),
    ],
    "nl": [
        ("Direct naar inhoud", "navigation"),
        ("Alleen noodzakelijke cookies", "cookie-notice"),
        ("Elke ochtend het laatste nieuws in je inbox", "newsletter"),
        ("Anderen lazen ook", "related"),
        ("Lees ook: sluis blijft dicht", "read-more"),
        ("De tekst gaat verder onder de foto", "advert"),
        ("Bekijk alle 31 reacties", "comments"),
        ("Deel via e-mail", "share"),
        ("Leestijd 2 min", "reading-time"),
        ("Dit liveblog is gesloten", "live-widget"),
        ("Dit artikel is exclusief voor abonnees", "paywall"),
        ("Foutje gezien? Mail ons.", "legal"),
        ("Trefwoorden: water, sluis", "tags"),
        ("Meer artikelen van Femke Wiersma", "author-box"),
        ("Bekijk hier de beelden", "player"),
        ("Download gratis onze nieuwsapp", "app"),
    ],
    "pl": [
        ("Przejdź do wyszukiwarki", "navigation"),
        ("Akceptuję i przechodzę do serwisu", "cookie-notice"),
        ("Zapisz się na newsletter i bądź na bieżąco", "newsletter"),
        ("Redakcja poleca", "related"),
        ("Zobacz też: prom już pływa", "read-more"),
        ("Dalsza część tekstu pod wideo", "advert"),
        ("Zobacz wszystkie komentarze (12)", "comments"),
        ("Udostępnij na Facebooku", "share"),
        ("Czas czytania: 3 min.", "reading-time"),
        ("Relacja na żywo została zakończona", "live-widget"),
        ("Artykuł dostępny tylko dla prenumeratorów", "paywall"),
        ("Kopiowanie i rozpowszechnianie bez zgody wydawcy zabronione", "legal"),
        ("Słowa kluczowe: most, rzeka", "tags"),
        ("Zobacz wszystkie artykuły autora", "author-box"),
        ("Powiększ zdjęcie", "player"),
        ("Pobierz bezpłatną aplikację", "app"),
    ],
}

# Sentences of articles in which words of the lists stand.
PROSE = {
    "de": [
        "Die Polizei hat nach der Anzeige weiter ermittelt und zwei Männer befragt.",
        "Die Gemeinde verschickt jeden Monat einen Newsletter an alle Eltern.",
        "Er gab personenbezogene Daten an Dritte weiter, ohne die Kunden zu fragen.",
        "In ihrem Postfach fand sie siebzehn Briefe desselben Absenders.",
        "Der Kommentar des Ministers sorgte noch am Abend für Ärger.",
        "Mehr als vierzig Höfe haben ihren Betrieb aufgegeben.",
        "Teilen wollten die Brüder das Erbe nie, und so kam es zum Streit.",
        "Der Täter war früher Redakteur und kannte die Redaktion gut.",
        "Über uns kreiste den ganzen Tag ein Hubschrauber, erzählt ein Anwohner.",
        "Ein trauriges Bild: Die Häuser stehen leer.",
    ],
    "fr": [
        "Chaque matin, elle reçoit les consignes de son chef par mail.",
        "La police a déposé des traceurs sous la voiture du suspect.",
        "À lire les réactions de la presse, le ministre a convaincu.",
        "Le partage de l'eau reste le sujet le plus délicat de la négociation.",
        "La publicité pour l'alcool sera interdite autour des écoles.",
        "Ces données ne peuvent pas être stockées plus de dix jours, a dit le juge.",
        "Les commentaires du maire ont choqué une partie du conseil.",
        "Il a suivi les deux hommes jusque dans la gare avant de les perdre.",
        "La suite du procès est prévue pour le mois de mai.",
    ],
    "es": [
        "La tensión continúa tras el anuncio del gobierno.",
        "Ha superado el límite de velocidad en tres ocasiones este mes.",
        "Recibe amenazas por WhatsApp desde que denunció a su jefe.",
        "La policía recibe cada día decenas de alertas por correo.",
        "Encontró la carta en su buzón y no se atrevió a abrirla.",
        "Más información pidió también la oposición antes de votar.",
        "Quien descarga la aplicación paga la mitad del billete.",
        "Comparte piso con dos estudiantes desde septiembre.",
        "Periodista de profesión, nunca escribió sobre su pueblo.",
    ],
    "pt": [
        "A tensão continua depois do anúncio do governo, dizem os vizinhos.",
        "Os agricultores pedem que a família receba a caixa ainda esta semana.",
        "Mais de quarenta casas ficaram sem luz durante a noite.",
        "O jornal publicou os comentários do prefeito sem cortes.",
        "Ela encontrou o aviso na sua caixa de correio e ligou à polícia.",
        "Continua preso o homem que assaltou a padaria em janeiro.",
        "A página do hospital saiu do ar durante três horas.",
        "Compartilhar o quarto com cinco colegas foi difícil, conta o estudante.",
    ],
    "it": [
        "Registrati dodici casi in provincia, e continua l'allarme.",
        "Gli abbonati riceveranno una e-mail con gli aggiornamenti sugli orari.",
        "Il contratto tra noi e i fornitori scade a giugno, dice il sindaco.",
        "Chi scarica l'app ottiene uno sconto sul biglietto del traghetto.",
        "Entra in un gruppo WhatsApp e minaccia tutti i vicini di casa.",
        "Il commento del ministro ha sorpreso anche gli alleati.",
        "Condivide la stanza con tre colleghi da più di un anno.",
        "La pubblicità del gioco sarà vietata vicino alle scuole.",
    ],
    "nl": [
        "Neem de tijd om te herstellen, kreeg de spits van zijn arts te horen.",
        "De pagina is niet meer online sinds de brand in het rekencentrum.",
        "Wij gebruiken het water van de vaart al honderd jaar, zegt de boer.",
        "De reactie van de minister viel bij de boeren verkeerd.",
        "Deel van het dak kwam op de rails terecht, maar niemand raakte gewond.",
        "Meer dan veertig huizen zaten die nacht zonder stroom.",
        "De advertentie van de makelaar bleek een verzinsel te zijn.",
        "Volgens de correspondent is het de grootste stakingsgolf in jaren.",
    ],
    "pl": [
        "Komentarze ministra wywołały burzę w całym regionie.",
        "Reklama alkoholu w pobliżu szkół będzie zakazana.",
        "Strona internetowa szpitala nie działała przez trzy godziny.",
        "Więcej niż czterdzieści domów było w nocy bez prądu.",
        "Udostępnił mieszkanie dwóm studentom z zagranicy.",
        "Polecamy się na przyszłość, mówili żegnając się muzycy.",
        "Dziennikarz od lat pisał o sprawach tej gminy i znał jej mieszkańców.",
        "Pobierał opłaty za wjazd na parking, który do niego nie należał.",
    ],
}


def kind(code: str, text: str) -> str | None:
    """What the phrases of a language make of a line."""
    return junk.phrases(tables.load(), code).kind(text, words.count(text))


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [(code, text, found) for code, lines in FURNITURE.items() for text, found in lines],
)
def test_furniture_is_known(code: str, text: str, expected: str) -> None:
    """Each line is known as the kind of furniture that it is."""
    assert kind(code, text) == expected


@pytest.mark.parametrize(
    ("code", "text"), [(code, text) for code, lines in PROSE.items() for text in lines]
)
def test_sentences_are_left_alone(code: str, text: str) -> None:
    """No sentence is junk, by its own language's phrases or by those of all together."""
    assert (kind(code, text), kind("und", text)) == (None, None)


@pytest.mark.parametrize("code", sorted(FURNITURE))
def test_a_language_knows_what_english_knows(code: str) -> None:
    """Each kind of furniture that English lists has phrases in the language too."""
    known = tables.load()
    kinds = {k for k in known.language("en").junk if not k.startswith(junk.MARK)}
    assert kinds <= set(known.language(code).junk)
