"""The language tables that travel with the package."""

import pytest

from newsfold import tables
from newsfold.edit.sentences import wording
from newsfold.model import When
from newsfold.text import dates, relative
from newsfold.text.language import Language, Tables
from newsfold.text.tense import Tense

CODES = ["ar", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru", "uk", "zh"]


@pytest.mark.parametrize("code", CODES)
def test_every_language_is_complete(code: str) -> None:
    """Each language has its dates, stop words, speech verbs and openings."""
    language = tables.load().language(code)
    assert sorted(set(language.dates.months.values())) == list(range(1, 13))
    assert sorted(set(language.dates.weekdays.values())) == list(range(7))
    assert len(language.stop_words) > 150
    for words in (language.speech_verbs, language.pronouns, language.demonstratives):
        assert len(words) >= 5
    assert len(language.connectives) > 30


@pytest.mark.parametrize("code", CODES)
def test_words_are_lower_case_and_straight(code: str) -> None:
    """Lookups need no second spelling: everything is lower case with straight apostrophes."""
    language = tables.load().language(code)
    words = [
        *language.stop_words,
        *language.speech_verbs,
        *language.pronouns,
        *language.connectives,
        *language.dates.months,
        *language.dates.weekdays,
        *language.dates.days,
        *language.dates.spans,
    ]
    assert [w for w in words if w != w.lower() or "’" in w or w != w.strip()] == []


@pytest.mark.parametrize("code", CODES)
def test_every_span_is_known(code: str) -> None:
    """No table names a span that the code cannot resolve."""
    base = When.from_iso("2026-01-06").first
    for kind in tables.load().language(code).dates.spans.values():
        assert relative.span(kind, base, Tense.UNCLEAR).first <= base.replace(month=2)


@pytest.mark.parametrize("code", CODES)
def test_every_unit_is_known(code: str) -> None:
    """Ages are counted in five units."""
    units = set(tables.load().language(code).dates.units.values())
    assert units == {"minute", "hour", "day", "week", "month"}


@pytest.mark.parametrize("code", ["de", "en", "es", "fr", "it", "nl", "pt"])
def test_editing_phrases_are_complete(code: str) -> None:
    """Seven languages have every kind of phrase that the editor asks for, as patterns that compile
    and find each plain phrase."""
    language = tables.load().language(code)
    kinds, english = (
        {kind for kind in known.editing if "dates_" not in kind} - {"subjects", "label"}
        for known in (language, tables.load().language("en"))
    )
    assert kinds == english
    for kind in kinds:
        found = wording.pattern(language, kind)
        for phrase in language.editing[kind]:
            assert phrase == phrase.strip() and "’" not in phrase
            if phrase.startswith(wording.PATTERN) or kind == "people":
                continue
            tail = kind in ("live_tail", "live_show")
            around = "News | {}" if tail else "{}: news"
            assert found.search(around.format(phrase)), phrase


def test_regional_codes_find_their_language() -> None:
    """'en-GB' and 'pt_BR' are English and Portuguese."""
    known = tables.load()
    assert known.language("en-GB") is known.language("en")
    assert known.language("pt_BR") is known.language("pt")


def test_an_unknown_language_is_safe() -> None:
    """It has no words, every language's month names for bylines, and every junk phrase."""
    known = tables.load()
    language = known.language("sv")
    assert (language.code, language.stop_words, language.pronouns) == (
        "sv",
        frozenset(),
        frozenset(),
    )
    assert dates.mentions("yesterday, igår", When.from_iso("2026-01-06").first, language) == []
    assert language.dates.months["januar"] == 1
    for other in known.languages.values():
        for kind, phrases in other.junk.items():
            assert set(phrases) <= set(language.junk[kind])


def test_tables_of_ones_own() -> None:
    """Tables without any language still answer."""
    assert Tables().language("xx-YY").code == "xx"
    assert Tables().identify("whatever") == "und"
    own = Language("en", stop_words=frozenset({"the"}))
    assert Tables({"en": own}).language("en") is own


def test_loading_twice_gives_the_same() -> None:
    """The files are read once a process."""
    assert tables.load() is tables.load()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The harbour board met on Monday to discuss the new ferry and its price.", "en"),
        ("Der Hafenrat traf sich am Montag, um über die neue Fähre zu sprechen.", "de"),
        ("Le conseil du port s'est réuni lundi pour parler du nouveau bateau.", "fr"),
        ("Рада порту зібралася в понеділок, щоб обговорити новий пором і його ціну.", "uk"),
        ("Совет порта собрался в понедельник, чтобы обсудить новый паром и его цену.", "ru"),
        ("اجتمع مجلس الميناء يوم الاثنين لبحث العبّارة الجديدة وسعرها.", "ar"),
        (
            "港务委员会周一开会，讨论新渡轮及其票价，市民代表和船员也在会上发了言，会议开了两个小时。",
            "zh",
        ),
        (
            "港湾委員会は月曜日に会合を開き、新しいフェリーとその料金について話し合ったと発表した。",
            "ja",
        ),
        (
            "De raad was in de haven en had daar over de boot en de brug in de stad gesproken, "
            "maar het was niet genoeg, zei hij.",
            "nl",
        ),
        (
            "The council was at the harbour and had spoken there of the boat and of the bridge in "
            "the town, but it was not enough, he said.",
            "en",
        ),
        ("Too short to tell.", "und"),
        ("", "und"),
    ],
)
def test_identify(text: str, code: str) -> None:
    """The language of a sentence is told; a few words are not enough."""
    assert tables.load().identify(text) == code


def test_weights_are_read_by_name() -> None:
    """Arrays for a name that has a file, None for any other."""
    found = tables.load().weights("page_texts")
    assert found is not None and len(found["feature"]) == len(found["left"])
    assert tables.load().weights("no such weights") is None
    assert Tables().weights("page_texts") is None


@pytest.mark.parametrize("code", ["de", "en", "es", "fr", "it", "nl", "pt"])
def test_the_words_of_claims_can_be_compared(code: str) -> None:
    """They are lower case with straight apostrophes, and nothing light is also a guard."""
    claims = tables.load().language(code).claims
    assert claims is not None
    sets = (claims.plain, claims.light_leads, claims.negations, claims.hedges, claims.bounds)
    every = [*(w for words in sets for w in words), *claims.attributions, *claims.residue]
    assert [w for w in every if w != w.lower() or "’" in w or w != w.strip()] == []
    assert claims.plain & (claims.negations | claims.hedges) == set()
    assert claims.joins <= claims.coordinators <= claims.subordinators
