"""The key events of whole stories: what is listed, when, who says it, how many sources tell it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfold.edit import stories
from newsfold.edit.choosing import events
from newsfold.edit.sentences import desk, telling
from newsfold.edit.sentences.desk import Judged
from newsfold.model import Article, KeyEvent, Post
from newsfold.text import chars
from tests.edit import newsroom

TABLES = newsroom.known_tables()

HARBOUR = newsroom.article(
    "Council of Halvik votes for harbour tram",
    "The council of Halvik voted on Monday to build a tram line along the harbour, after four "
    "years of dispute over its route.",
    "The line will be 7.4 kilometres long and have 12 stops between the station and Nordnes.",
    "Work on the tram line begins on 1 June and is to last three years, the council said.",
    "Mayor Ines Falk said on Monday that the tram would take 9,000 cars a day off the harbour "
    "road.",
    "The opposition leader, Olav Rist, said on Tuesday that the tram would cost twice the 300 "
    "million crowns planned.",
    "Earlier plans for a tram failed in 1974.",
    "What happens next?",
    "“It is a great day,” said a baker.",
    "The harbour road has been closed to lorries since Friday.",
    "Photograph (right): councillors after the vote.",
    outlet="Halvik Post",
)
STRIKE = (
    newsroom.article(
        "Ferry crews of Skarvik walk out over pay",
        "Ferry crews in Skarvik walked out on Sunday in a dispute over pay that stranded 3,000 "
        "passengers.",
        "The union's leader, Tor Lund, said on Monday that crews wanted 8 per cent more pay.",
        "The ferry line carries two million passengers a year to the islands.",
        "Talks between the union and the line are to start on Wednesday in Skarvik.",
        outlet="Skarvik Times",
    ),
    newsroom.article(
        "Skarvik ferries stand still",
        "Some 3,000 passengers were stranded when the ferry crews of Skarvik walked out on Sunday.",
        "Crews want 8 per cent more pay, the leader of their union, Tor Lund, said on Monday.",
        "The navy took the first 200 stranded passengers home on Monday night.",
        outlet="Coast Radio",
    ),
    newsroom.article(
        "Stranded in Skarvik",
        "Ferry crews walked out in Skarvik on Sunday and stranded 3,000 passengers in a dispute "
        "over pay.",
        "Crews want 8 per cent more pay, the union's leader Tor Lund said on Monday in Skarvik.",
        "Navy boats took 200 of the stranded passengers home on Monday night.",
        outlet="Island Herald",
    ),
)
LIVE = newsroom.article(
    "Storm reaches the coast of Ostria",
    posts=(
        Post(
            "Power is back in half of Skarvik, network company says",
            ("Half of Skarvik has power again today, said the network company Nordkraft.",),
            time="14.05 GMT",
        ),
        Post(
            "What the prime minister has said so far",
            (
                "The prime minister, Mette Holm, said today that the army would send 400 "
                "soldiers to the coast.",
            ),
            time="11.40 GMT",
        ),
        Post(
            "Storm tears the roof off Skarvik station",
            ("The storm tore the roof off the railway station of Skarvik early today.",),
            time="9.10 GMT",
        ),
        Post(
            "Morning opening: a storm and its path",
            (
                "Good morning and welcome to our live blog on the storm.",
                "Forecasters in Ostria warned on Monday of winds of 150 kilometres an hour.",
            ),
            time="7.00 GMT",
        ),
    ),
    outlet="Halvik Post",
)

BATCH = [HARBOUR, *STRIKE, LIVE, newsroom.BRIDGE, newsroom.BRIDGE_AGAIN]


def told(*articles: Article) -> tuple[KeyEvent, ...]:
    """The key events of the articles' story, lead first, beside no summary."""
    return events.choose(newsroom.laid_out(*articles), (), lambda judged: True)


def listed(found: tuple[KeyEvent, ...]) -> list[tuple[str | None, str | None, int, str]]:
    """Date, speaker, number of sources and first words of each."""
    return [
        (
            event.when.iso if event.when else None,
            event.speaker,
            event.source_count,
            " ".join(event.text.split()[:4]),
        )
        for event in found
    ]


def test_one_article() -> None:
    """What happened, each with its day and speaker, in time order; no question, no quotation
    without its speaker, no caption and nothing of 1974."""
    assert listed(told(HARBOUR)) == [
        ("2026-03-09", None, 1, "The council of Halvik"),
        ("2026-03-09", "Ines Falk", 1, "Mayor Ines Falk said"),
        ("2026-06-01", None, 1, "Work on the tram"),
    ]


def test_three_outlets() -> None:
    """What three outlets tell in other words is one event of three sources."""
    assert listed(told(*STRIKE)) == [
        ("2026-03-08", None, 3, "Ferry crews in Skarvik"),
        ("2026-03-09", None, 2, "The navy took the"),
        ("2026-03-09", "Tor Lund", 3, "Crews want 8 per"),
    ]


def test_a_wire_copy_is_no_source() -> None:
    """The same text in a second outlet names the event's article and adds no source."""
    copy = newsroom.article(
        STRIKE[0].title, *STRIKE[0].paragraphs, id="copy", outlet="North Mirror"
    )
    walked_out = told(*STRIKE, copy)[0]
    assert walked_out.source_count == 3
    assert "copy" in walked_out.article_ids


def test_a_live_blog_is_told_by_the_clock() -> None:
    """A blog printed newest first is listed in the order of its posts' times, without greeting; a
    heading that states no fact is replaced by what its post says."""
    assert listed(told(LIVE)) == [
        ("2026-03-10", None, 1, "The storm tore the"),
        ("2026-03-10", "Mette Holm", 1, "The prime minister, Mette"),
        ("2026-03-10", "Nordkraft", 1, "Half of Skarvik has"),
    ]


def test_what_lasts_is_dated_by_its_beginning() -> None:
    """'has been closed since Friday' is listed with an open interval."""
    article = newsroom.article(
        "Harbour road in Halvik stays closed",
        "The harbour road in Halvik has been closed to lorries since Friday.",
        "Drivers wait an hour at the ferry of Halvik.",
        "Shops on the harbour road sell half of what they sold.",
        "The city has no plan for another road to the harbour.",
        "Engineers look at the wall of the harbour road each morning.",
    )
    assert ("2026-03-06/..", None, 1, "The harbour road in") in listed(told(article))


@pytest.mark.parametrize(
    "text",
    [
        "Last updated at 1.25am on 3 March 2026.",
        "Mayor Ines Falk (left) opens the new tram line in Halvik with the council.",
        "The tram line in Halvik was first planned by the council in 1974.",
        "09:14, 10 March 2026",
    ],
)
def test_stamps_captions_and_old_times_are_no_events(text: str) -> None:
    """A page's time stamp, a photo's caption and what happened decades ago are not listed."""
    found = told(newsroom.article("Tram in Halvik", text, *HARBOUR.paragraphs[:4]))
    assert text not in {event.sentence.text for event in found}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Engineer Olav Rist, second left, shows the council the wall of the harbour."),
        ("de", "Zuletzt aktualisiert am Montag, dem 9. März, vor der Sitzung in Halvik."),
        ("fr", "La maire Ines Falk (à gauche) ouvre la ligne de tramway du port de Halvik."),
        ("es", "Publicado el lunes en el boletín del puerto de Halvik por la alcaldesa."),
        ("nl", "Burgemeester Ines Falk (links) opent de tramlijn langs de haven van Halvik."),
    ],
)
def test_what_belongs_to_the_page_is_no_event(code: str, text: str) -> None:
    """The phrases stand in the tables; the language decides which are known."""
    story = newsroom.laid_out(newsroom.article("Tram in Halvik", text, language=code))
    assert not telling.tellable(story.judged[0], story)


def test_what_merely_goes_on_is_left_out_where_enough_is_dated() -> None:
    """No date, no speaker, no figure: 'they have been looking into how' is no event beside three
    that have a day, and is one where there is nothing better."""
    idle = "Masons and painters of the county have been looking into how to save the old castle."
    dated = (
        "The council of Halvik voted on Monday to build a tram line along the harbour.",
        "A court in Ostby stopped the sale of the harbour road on Friday after a complaint.",
        "The rebuilt harbour school of Halvik was opened on Saturday by two ministers.",
        "Divers found a wreck below the ferry pier on Thursday and called the museum.",
    )
    for others, is_told in ((dated, False), (dated[:2], True)):
        story = newsroom.laid_out(newsroom.article("Castle of Halvik", idle, *others, *IDLE))
        found = events.choose(story, (), lambda judged: True, most=7)
        assert (idle in {event.sentence.text for event in found}) is is_told


IDLE = ("Parks need light.", "Lanes need light.")  # so that there are lines enough for events


def test_a_statement_of_nobody_is_no_event() -> None:
    """'..., he said.' is listed only where it names whom 'he' can be."""
    lines = (
        "The council of Halvik voted on Monday to build a tram line along the harbour.",
        "Shops near the tram line on the harbour road in Halvik might lose trade, he said.",
        "Mayor Ines Falk opened a school in Halvik on Monday.",
        "The harbour road was empty on Monday night.",
        "A bus took the council of Halvik home.",
    )
    texts = {event.sentence.text for event in told(newsroom.article("Tram in Halvik", *lines))}
    assert lines[0] in texts
    assert lines[1] not in texts


def test_a_source_counts_for_a_bullet_only_if_it_tells_all_of_it() -> None:
    """Two outlets report a walkout, one of them also that the navy came: the sentence that says
    both is that one's alone; one that says the first is told by two."""
    both = (
        "Ferry crews in Skarvik walked out on Sunday in a dispute over pay, and navy boats carried "
        "200 stranded tourists home from the islands."
    )
    for text, sources in ((both, 1), (both.partition(", and")[0] + ".", 2)):
        first = newsroom.article("Navy helps in Skarvik", text, *IDLE, outlet="Skarvik Times")
        found = told(first, newsroom.article("Ferries", *WALKOUT, outlet="Coast Radio"))
        (event,) = [one for one in found if one.sentence.text == text]
        assert event.source_count == len(event.article_ids) == sources


def test_a_bullet_of_two_facts_counts_a_text_once_in_however_many_outlets() -> None:
    """An agency's text in two outlets is one source, and a third outlet that tells half is none."""
    both = (
        "Ferry crews in Skarvik walked out on Sunday in a dispute over pay, and navy boats carried "
        "200 stranded tourists home from the islands."
    )
    read = (
        newsroom.article("Navy helps in Skarvik", both, *IDLE, outlet="Skarvik Times"),
        newsroom.article("Ferries", *WALKOUT, outlet="Coast Radio"),
    )
    voices = (0, 1, 0)  # the copy stands behind what is read
    found = events.choose(desk.lay_out(read, voices, read[0].title, TABLES), (), lambda _: True)
    (event,) = [one for one in found if one.sentence.text == both]
    assert event.source_count == 1


WALKOUT = (
    "But in Skarvik the ferry crews walked out on Sunday, in a dispute over pay.",
    "The union has asked the ferry line for talks.",
    "Nobody knows when the next ferry sails.",
)


@pytest.mark.parametrize("articles", [(HARBOUR,), STRIKE, (LIVE,), (HARBOUR, *STRIKE, LIVE)])
def test_every_event_is_its_sources_own(articles: tuple[Article, ...]) -> None:
    """At most seven; each a whole paragraph's sentence or a post's heading, none twice; its date is
    one that the sentence speaks of, or the day of its article."""
    found = told(*articles)
    bodies = {a.id: (a.paragraphs, [p.heading for p in a.posts]) for a in articles}
    days = {j.line.text: [m.when.first for m in j.line.mentions] for j in laid(articles)}
    keys = [chars.fold(event.sentence.text) for event in found]
    assert 3 <= len(found) <= events.MOST
    assert len(set(keys)) == len(keys)
    for event in found:
        paragraphs, headings = bodies[event.sentence.article_id]
        if event.sentence.paragraph is None:
            assert event.sentence.text in headings
        else:
            assert event.sentence.text in paragraphs[event.sentence.paragraph]
        if event.when:
            assert event.when.first in [*days[event.sentence.text], newsroom.TUESDAY]
    dates = [event.when.first for event in found if event.when]
    assert dates == sorted(dates)


def laid(articles: tuple[Article, ...]) -> tuple[Judged, ...]:
    """The judged lines of the articles."""
    return newsroom.laid_out(*articles).judged


@given(st.permutations(BATCH))
@settings(max_examples=20)
def test_any_order_gives_the_same_events(articles: list[Article]) -> None:
    """The order in which articles come changes no story's key events."""
    expected = stories.tell(
        [HARBOUR, *STRIKE, LIVE, newsroom.BRIDGE, newsroom.BRIDGE_AGAIN], TABLES
    )
    assert stories.tell(articles, TABLES) == expected
