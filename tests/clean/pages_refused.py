"""Pages of our own writing, as dumps and as HTML: what is no article, and what only looks so."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence

from newsfold.model import Reason

Blocks = Sequence[tuple[str, str]]  # (tag, text); the tag 'li' makes lists, 'td' tables

MENU: Blocks = [("li", t) for t in ("Home", "News", "Sport", "Weather", "Search", "Log in")]
FOOT: Blocks = [
    ("li", "About us"),
    ("li", "Terms of use"),
    ("li", "Privacy policy"),
    ("p", "© 2026 The Marrow Bay Post. All rights reserved."),
]
PLACES = ("Skerry", "Varnholt", "Saltmere", "Aubremont", "Lindhaven", "Dunmarrow", "Ostrany")
THINGS = ("library", "harbour", "theatre", "school", "ferry", "market", "bridge")


def as_dump(blocks: Blocks) -> str:
    """The blocks as a page dump."""
    return "\n\n".join(text for _, text in blocks)


def as_page(blocks: Blocks) -> str:
    """The blocks as an HTML page whose title is its first heading."""
    title = next((text for tag, text in blocks if tag == "h1"), "The Marrow Bay Post")
    body = "".join(_elements(blocks))
    return (
        f"<!doctype html><html><head><title>{html.escape(title)} | The Marrow Bay Post</title>"
        f"</head><body>{body}</body></html>"
    )


def _elements(blocks: Iterable[tuple[str, str]]) -> Iterator[str]:
    for tag, text in blocks:
        shown = html.escape(text)
        if tag == "li":
            yield f"<ul><li><a href='/x'>{shown}</a></li></ul>"
        elif tag == "td":
            cells = "".join(f"<td>{cell}</td>" for cell in shown.split(" | "))
            yield f"<table><tr>{cells}</tr></table>"
        elif tag == "a":
            yield f"<h3><a href='/x'>{shown}</a></h3>"
        else:
            yield f"<{tag}>{shown}</{tag}>"


def headlines(number: int, tag: str = "a") -> list[tuple[str, str]]:
    """So many different headlines."""
    ways = ("votes to close its", "will rebuild its", "argues about the price of its")
    listed = [f"{p} council {w} {t}" for w in ways for t in THINGS for p in PLACES]
    return [
        (tag, f"{listed[n % len(listed)]}{f' ({n})' if n >= len(listed) else ''}")
        for n in range(number)
    ]


def teasers(number: int, *, dated: bool = False) -> list[tuple[str, str]]:
    """So many headlines, each with its sentence and, if asked for, its date."""
    found: list[tuple[str, str]] = []
    for n, (tag, headline) in enumerate(headlines(number)):
        place, thing = PLACES[n % 7], THINGS[n // 7 % 7]
        found.append((tag, headline))
        if dated:
            found.append(("p", f"{1 + n % 28} March 2026"))
        found.append(
            ("p", f"The {thing} of {place} has stood by the water for {60 + n} years and leaks.")
        )
    return found


PAYWALLS: Mapping[str, Blocks] = {
    "english, subscribers only": [
        *MENU,
        ("h1", "Marrow Bay's lighthouse trust ran out of money in January"),
        ("p", "By Ann Lee"),
        ("p", "12 March 2026"),
        ("p", "The trust that was to move the lighthouse had spent its last reserve by the end of "
              "January, according to accounts seen by this newspaper."),
        ("p", "This article is for subscribers only"),
        ("p", "Subscribe now for £1 a week and read every story without limits."),
        ("p", "Already a subscriber? Log in"),
        *FOOT,
    ],
    "english, metered": [
        *MENU,
        ("h1", "Ferry company asks for a third loan"),
        ("p", "The company says that it cannot pay its crews beyond April without help."),
        ("h2", "You have reached your limit of free articles"),
        ("p", "Create a free account to keep reading, or choose a plan that suits you."),
        ("p", "Cancel anytime"),
        *FOOT,
    ],
    "english, cut in a sentence": [
        ("h1", "The keeper's last winter on the rock"),
        ("p", "For eleven months of the year nobody came, and in the twelfth month the boat that "
              "came brought letters that had been written in spring, so that"),
        ("p", "To continue reading, subscribe or sign in"),
        ("p", "Start your free trial"),
    ],
    "german": [
        *MENU,
        ("h1", "Wie der Leuchtturm von Varnholt gerettet werden soll"),
        ("p", "Von Anna Lehmbruch"),
        ("p", "12. März 2026"),
        ("p", "Der Rat der Stadt hat am Dienstag beschlossen, den alten Leuchtturm vierzig Meter "
              "ins Land zu versetzen, weil die Klippe darunter ins Meer stürzt."),
        ("p", "Dieser Artikel ist nur für Abonnenten verfügbar"),
        ("p", "Jetzt abonnieren und weiterlesen"),
        ("p", "Bereits Abonnent? Hier anmelden"),
    ],
    "french": [
        *MENU,
        ("h1", "À Aubremont, le phare sera déplacé avant l'hiver"),
        ("p", "Publié le 12 mars 2026"),
        ("p", "Le conseil municipal a décidé mardi de déplacer le vieux phare de quarante mètres, "
              "car la falaise qui le porte s'effondre dans la mer."),
        ("p", "Cet article est réservé aux abonnés"),
        ("p", "Il vous reste 78 % de cet article à lire."),
        ("p", "Déjà abonné ? Se connecter"),
    ],
    "spanish": [
        ("h1", "El faro de Saltmere se moverá antes del invierno"),
        ("p", "El consejo decidió el martes mover el viejo faro cuarenta metros hacia el interior, "
              "porque el acantilado se está cayendo al mar."),
        ("p", "Este contenido es exclusivo para suscriptores"),
        ("p", "Suscríbete para seguir leyendo"),
        ("p", "¿Ya eres suscriptor? Inicia sesión"),
    ],
    "dutch": [
        ("h1", "De vuurtoren van Lindhaven wordt voor de winter verplaatst"),
        ("p", "De gemeenteraad besloot dinsdag om de oude vuurtoren veertig meter landinwaarts te "
              "verplaatsen, omdat de klif eronder in zee valt."),
        ("p", "Dit artikel is alleen voor abonnees"),
        ("p", "Word abonnee en lees verder"),
        ("p", "Al abonnee? Log in"),
    ],
}  # fmt: skip

COOKIE_WALLS: Mapping[str, Blocks] = {
    "english, partners": [
        ("h1", "Before you continue to The Marrow Bay Post"),
        ("p", "We and our 214 partners use cookies to store information on your device and to "
              "read it."),
        ("p", "By clicking accept you agree to our use of cookies and similar technologies. You "
              "can change your choice at any time in the privacy settings."),
        ("li", "Accept all"),
        ("li", "Reject all"),
        ("li", "Manage choices"),
    ],
    "english, list of purposes": [
        ("h1", "We value your privacy"),
        ("p", "We and our partners process personal data such as unique identifiers and use "
              "cookies for the following purposes."),
        ("p", "Store and/or access information on a device"),
        ("p", "Personalised advertising and content, advertising and content measurement, audience "
              "research and services development"),
        ("p", "Your consent applies to this website. Withdraw it through cookie settings."),
        ("li", "Agree and continue"),
        ("li", "Learn more"),
    ],
    "german, pay or consent": [
        ("h1", "Weiter mit Werbung oder im Abo"),
        ("p", "Nutzen Sie unsere Seite mit Werbung und Cookies. Ihre Zustimmung können Sie "
              "jederzeit widerrufen."),
        ("p", "Wir und unsere 187 Partner verwenden Cookies und andere Technologien, um Daten auf "
              "Ihrem Gerät zu speichern und auszulesen."),
        ("li", "Alle akzeptieren"),
        ("li", "Cookie-Einstellungen"),
        ("p", "Datenschutzerklärung"),
    ],
    "french": [
        ("h1", "Votre vie privée nous importe"),
        ("p", "Avec votre accord, nos partenaires et nous utilisons des cookies pour stocker et "
              "lire des informations sur votre appareil."),
        ("p", "Vous pouvez retirer votre consentement à tout moment dans la gestion des cookies."),
        ("li", "Tout accepter"),
        ("li", "Continuer sans accepter"),
        ("li", "Paramétrer les cookies"),
    ],
    "spanish": [
        ("h1", "Su privacidad es importante"),
        ("p", "Nosotros y nuestros socios utilizamos cookies para almacenar y acceder a "
              "información en su dispositivo."),
        ("p", "Puede cambiar sus preferencias en la política de cookies en cualquier momento."),
        ("li", "Aceptar todas las cookies"),
        ("li", "Configurar cookies"),
    ],
}  # fmt: skip

ERRORS: Mapping[str, Blocks] = {
    "hard 404": [("h1", "404 Not Found"), ("p", "nginx/1.24.0")],
    "soft 404 with a menu": [
        *MENU,
        ("h1", "Page not found"),
        ("p", "Sorry, the page you are looking for may have been moved or no longer exists."),
        ("p", "Try the search, or go back to the home page."),
        *FOOT,
    ],
    "soft 404 with headlines": [
        *MENU,
        ("h1", "Sorry, we can't find that page"),
        ("p", "It may have moved, or the address may have been mistyped. Here is what others are "
              "reading today."),
        ("h2", "Most read"),
        *headlines(8, "li"),
        *FOOT,
    ],
    "access denied": [
        ("h1", "Access Denied"),
        ("p", 'You don\'t have permission to access "http://post.example.org/news" on this '
              "server."),
        ("p", "Reference #18.4f3e1a02.1773302400.9c1d"),
    ],
    "captcha": [
        ("h1", "post.example.org"),
        ("h2", "Verify you are human by completing the action below."),
        ("p", "post.example.org needs to review the security of your connection before "
              "proceeding."),
        ("p", "Ray ID: 8f2a1c3d4e5f6a7b"),
    ],
    "robot check": [
        ("h1", "Are you a robot?"),
        ("p", "Our systems have detected unusual traffic from your computer network. Please "
              "complete the security check to continue to the site."),
        ("p", "Block reference: 5c1e22a0"),
    ],
    "just a moment": [
        ("h1", "Just a moment..."),
        ("p", "Checking your browser before accessing the website. This process is automatic and "
              "your browser will redirect to the requested content shortly."),
    ],
    "server error": [
        ("h1", "500 Internal Server Error"),
        ("p", "The server encountered an internal error and was unable to complete your request. "
              "Please try again later."),
    ],
    "no script": [
        ("h1", "The Marrow Bay Post"),
        ("p", "Please enable JavaScript to continue using this application."),
    ],
    "maintenance": [
        ("h1", "Site under maintenance"),
        ("p", "We are making some improvements and will be back in an hour or so. Thank you for "
              "your patience."),
    ],
    "german": [
        ("h1", "Seite nicht gefunden"),
        ("p", "Die von Ihnen gesuchte Seite existiert nicht oder wurde verschoben. Bitte prüfen "
              "Sie die Adresse oder nutzen Sie die Suche."),
        ("li", "Zur Startseite"),
    ],
    "french": [
        ("h1", "Page introuvable"),
        ("p", "La page que vous recherchez n'existe pas ou a été déplacée. Vérifiez l'adresse ou "
              "revenez à la page d'accueil."),
        ("p", "Erreur 404"),
    ],
    "spanish": [
        ("h1", "Página no encontrada"),
        ("p", "La página que busca no existe o ha sido movida. Compruebe la dirección o vuelva a "
              "la portada."),
    ],
}  # fmt: skip

INDEXES: Mapping[str, Blocks] = {
    "headlines only": [*MENU, ("h1", "News from the coast"), *headlines(24), *FOOT],
    "headlines in a list": [*MENU, ("h1", "Archive"), *headlines(40, "li"), *FOOT],
    "one-sentence teasers": [*MENU, ("h1", "News from the coast"), *teasers(15), *FOOT],
    "teasers with dates": [*MENU, ("h1", "Latest"), *teasers(20, dated=True), *FOOT],
    "two hundred teasers": teasers(200),
    "two hundred headlines": headlines(200),
}

TOO_SHORTS: Mapping[str, Blocks] = {
    "only furniture": [*MENU, ("p", "12 comments"), ("li", "Share"), *FOOT],
    "a headline and a picture": [
        *MENU,
        ("h1", "Marrow Bay votes to move its lighthouse"),
        ("p", "12 March 2026"),
        ("p", "Photo: Ann Lee"),
        *FOOT,
    ],
    "a video": [
        *MENU,
        ("h1", "Watch: the lighthouse begins to move"),
        ("p", "Play video"),
        ("p", "00:00"),
        ("p", "Up next"),
        *FOOT,
    ],
}

NOT_PROSES: Mapping[str, Blocks] = {
    "league table": [
        ("h1", "Northlands league"),
        *(("td", f"{p} {t.title()} | {n} | {n * 2} | {3 * n - 1} | {n % 4}")
          for n, (p, t) in enumerate((p, t) for p in PLACES for t in THINGS[:3])),
    ],
    "share prices": [
        ("h1", "Markets at the close"),
        *(("p", f"{p} {t.title()} Holdings {100 + n}.{n:02} +{n % 7}.{n % 10}%")
          for n, (p, t) in enumerate((p, t) for p in PLACES for t in THINGS)),
    ],
    "a product": [
        *MENU,
        ("h1", "Storm lantern, brass, 32 cm"),
        ("p", "€49.90"),
        ("li", "Add to basket"),
        ("p", "In stock"),
        ("p", "Height: 32 cm"),
        ("p", "Weight: 1.4 kg"),
        ("p", "Material: brass, glass"),
        ("p", "Colour: gold"),
        ("p", "Article number: 4711-0815"),
        ("p", "Delivery: 2 to 4 working days"),
        *FOOT,
    ],
    "a forum's list of threads": [
        ("h1", "Harbour forum"),
        *(("p", f"{h} Replies: {n} Views: {n * 37} Last post: user{n}, {1 + n % 28}.03.2026")
          for n, (_, h) in enumerate(headlines(20))),
    ],
    "program code": [
        ("h1", "tides.py"),
        *(("p", f"def tide_{n}(h, t={n}): return h[{n}] * 0.{n} + t if t > {n} else None")
          for n in range(30)),
    ],
}  # fmt: skip

REFUSED: Mapping[Reason, Mapping[str, Blocks]] = {
    Reason.PAYWALL: PAYWALLS,
    Reason.COOKIE_WALL: COOKIE_WALLS,
    Reason.ERROR_PAGE: ERRORS,
    Reason.INDEX_PAGE: INDEXES,
    Reason.TOO_SHORT: TOO_SHORTS,
    Reason.NOT_PROSE: NOT_PROSES,
}

_SHORT: Blocks = [
    ("h1", "Varnholt council votes to close its library"),
    ("p", "12 March 2026"),
    ("p", "The council of Varnholt voted on Tuesday evening to close the town's library at the end "
          "of June, after a survey found that its roof would not last another winter."),
    ("p", "The books will be moved to the school on Strand Street, where readers may borrow them "
          "on three afternoons a week."),
]  # fmt: skip
_TABLOID: Blocks = [
    ("h1", "Lighthouse creeps forty metres while a whole town holds its breath"),
    ("p", "They came with flasks and folding chairs to watch a tower walk."),
    ("p", "By noon it had moved the length of a bus."),
    ("p", "The old light of Marrow Bay, 28 metres tall, is rolling inland on steel beams."),
    ("p", '"I have never seen a building in a hurry before," said one onlooker.'),
    ("p", "Engineers say the cliff below it could fall within two years."),
    ("p", "The move has cost the town four million crowns so far."),
    ("p", "Its keeper's house was lost in a storm last winter."),
    ("p", "The mayor, Ada Trent, stood in the rain for six hours."),
    ("p", "She said she would do it again tomorrow if she had to."),
]
_LISTED: Blocks = [
    ("h1", "Eight ways in which Marrow Bay will change this year"),
    ("p", "The council has agreed on its plan for the year. These are the parts of it that will be "
          "seen in the streets, from the harbour wall to the bus that nobody wanted to lose."),
    *(block for n, (_, heading) in enumerate(headlines(8)) for block in (
        ("h2", f"{n + 1}. {PLACES[n % 7]} Street"),
        ("p", f"The council of {PLACES[n % 7]} wants to spend a share of its reserve on this, and "
              f"{heading.lower()} has been set aside. Work begins in the {n + 2}nd week of May."),
    )),
]  # fmt: skip
_TABLED: Blocks = [
    ("h1", "Skerry win the league on the last day"),
    ("p", "Skerry took the Northlands title on Saturday with a late goal in the rain, and left "
          "Saltmere one point short for the third year in a row."),
    ("p", "The captain, Jory Penhale, scored in the last minute after a long throw that the "
          "keeper did not see, and was carried from the pitch by his own supporters."),
    *(("td", f"{place} | 22 | {15 - n} | {n} | {48 - 3 * n}") for n, place in enumerate(PLACES)),
]  # fmt: skip
_ABOUT_ERRORS: Blocks = [
    ("h1", "Page not found: how a town lost its archive"),
    ("p", "When the archive of Marrow Bay moved to a new server last autumn, eleven thousand of "
          "its pages answered with the same three words, and nobody noticed until January."),
    ("p", "The archivist, Maud Carrick, found it out when a reader wrote to ask for the minutes of "
          "1871. She typed the address and was told that the page did not exist."),
    ("p", "It took four weeks to find the copies. They had been on a disk in the cellar of the "
          "town hall, beside the flags for the regatta, where the water had stood in November."),
    ("p", "The council has now ordered that every page be printed once a year, on paper that the "
          "printer says will last for two hundred years if it is kept dry."),
]  # fmt: skip

KEPT: Mapping[str, Blocks] = {
    "short, below a cookie notice and above headlines": [
        *MENU,
        ("p", "We use cookies to give you the best experience. Accept all or manage choices."),
        *_SHORT,
        ("h2", "More from the coast"),
        *headlines(14, "li")[3:],
        *FOOT,
    ],
    "a sentence a paragraph": [*MENU, *_TABLOID, ("h2", "Most read"), *headlines(12, "li"), *FOOT],
    "a list in parts": [*MENU, *_LISTED, *FOOT],
    "with a league table": [*MENU, *_TABLED, *FOOT],
    "about an error": [*MENU, *_ABOUT_ERRORS, *FOOT],
    "whole, with an offer below": [
        *MENU,
        *_ABOUT_ERRORS,
        ("p", "Already a subscriber? Log in"),
        ("p", "Start your free trial"),
        *FOOT,
    ],
}
