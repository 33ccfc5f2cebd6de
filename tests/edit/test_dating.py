"""When an event happened, and the dates that are added in brackets."""

from datetime import date

import pytest

from newsfold.edit.sentences import dating
from newsfold.model import When
from tests.edit import newsroom

ENGLISH = newsroom.known_tables().language("en")


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("The bridge was closed on Monday after cracks were found.", "2026-03-09"),
        ("Over the weekend, divers looked at the piers of the bridge.", "2026-03-07/2026-03-08"),
        ("On 31 December the council voted to repair the bridge.", "2025-12-31"),
        ("The bridge was closed after the flood of last Sunday.", None),
        ("The mayor repeated what she had said before Monday.", None),
        ("“We close the bridge on Friday,” was all that the mayor said.", None),
        ("The mayor spoke about Monday's closure of the bridge.", None),
        ("The bank expects less than the figure that it forecast in December.", None),
        ("The bridge was closed.", None),
        ("The bridge has been closed since Monday.", "2026-03-09/.."),
        ("All buses have run over the harbour road since 5 March.", "2026-03-05/.."),
        ("It was the first train over the bridge since Monday.", None),
        ("The road has been shut since Monday's flood.", None),
        ("Trucks have used the old road since January.", None),
        ("The first bus since the storm of 3 March crossed the bridge on Sunday.", "2026-03-08"),
        ("The mayor left after the talks of Monday and Tuesday.", None),
    ],
)
def test_only_the_events_own_date_counts(text: str, iso: str | None) -> None:
    """Dates in quotations, behind 'after' or of another thing do not date the event."""
    when = newsroom.judged(text).when
    assert (when.iso if when else None) == iso


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("They meet later today in Lisbon.", "They meet later today [10 March] in Lisbon."),
        ("The piers were checked over the weekend by divers.",
         "The piers were checked over the weekend [7–8 March] by divers."),
        ("They spoke about today’s vote.", "They spoke about today’s [10 March] vote."),
        ("They vote in the last week of May.", "They vote in the last week of May."),
        ("The bridge was closed last week.", "The bridge was closed last week."),
        ("It was built on 3 May 1931.", "It was built on 3 May 1931."),
    ],
)  # fmt: skip
def test_relative_days_get_their_date(text: str, printed: str) -> None:
    """'today' and 'over the weekend' are followed by the day; nothing else is touched."""
    story = newsroom.laid_out(newsroom.article("Halvik", text))
    assert story.printed(story.judged[0]).printed == printed


def test_without_a_date_of_its_own_an_article_resolves_nothing() -> None:
    """In an undated article 'today' stays unknown: no addition, no date, and it is marked."""
    story = newsroom.laid_out(newsroom.article("Halvik", "Ministers meet today.", day=None))
    assert story.judged[0].when is None
    assert story.judged[0].vague
    assert story.printed(story.judged[0]).printed == "Ministers meet today."


def test_dates_are_shown_in_the_words_of_the_language() -> None:
    """English month names; ISO 8601 where a language has no month names."""
    weekend = When.days(date(2026, 1, 31), date(2026, 2, 1))
    assert dating.shown(weekend, ENGLISH) == "31 January–1 February"
    unknown = newsroom.known_tables().language("xx")
    assert dating.shown(When.day(date(2026, 1, 6)), unknown)


def test_french_writes_the_first_of_a_month_as_an_ordinal() -> None:
    """'1er décembre', alone and at either end of a span; every other day is a plain number."""
    french = newsroom.known_tables().language("fr")
    first, second = date(2026, 12, 1), date(2026, 12, 2)
    assert dating.shown(When.day(first), french) == "1er décembre"
    assert dating.shown(When.day(second), french) == "2 décembre"
    assert dating.shown(When.days(first, second), french) == "1er–2 décembre"
    assert dating.shown(When.days(date(2026, 11, 30), first), french) == "30 novembre–1er décembre"


@pytest.mark.parametrize(
    ("code", "text", "day"),
    [
        ("de", "Nach dem Treffen am Montag wurde die Brücke gesperrt.", None),
        ("de", "Die Brücke wurde am Montag nach einer Prüfung gesperrt.", "2026-03-09"),
        ("fr", "Le pont a été fermé après la réunion de lundi.", None),
        ("es", "El puente fue cerrado tras la reunión del lunes.", None),
        ("it", "Il ponte è stato chiuso dopo la riunione di ieri.", None),
        ("pt", "A ponte foi fechada após a reunião de ontem.", None),
        ("nl", "De brug werd na de vergadering van gisteren gesloten.", None),
        ("nl", "De brug werd gisteren na een vergadering gesloten.", "2026-03-09"),
    ],
)
def test_a_day_behind_after_is_another_events(code: str, text: str, day: str | None) -> None:
    """'After Monday's talks' dates the talks, in every language that has words for it."""
    when = newsroom.laid_out(newsroom.article("???", text, language=code)).judged[-1].when
    assert (when.iso if when else None) == day


def test_a_date_that_stands_beside_the_sentence_is_not_added_to_it() -> None:
    """'since Monday' is shown as a date of its own, so the sentence needs none."""
    story = newsroom.laid_out(newsroom.article("H", "The bridge has been closed since Monday."))
    (line,) = story.judged
    assert story.printed(line, beside=line.when).additions == ()
    assert [a.text for a in story.printed(line).additions] == ["9 March"]
