"""Whole stories: what is printed of them, in any order of input, and what was told before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold import compose, config, wire
from newsfold.edit import stories
from newsfold.model import Article, Picture, Post, Status, Story, Told, ToldStory
from newsfold.text import chars, sentences
from tests.edit import newsroom
from tests.edit.traps import TRAPS

TABLES = newsroom.known_tables()
LIVE = newsroom.article(
    "Halvik bridge closed: council meets – Coast live",
    outlet="Coast Radio",
    posts=(
        Post(
            "Morning opening: a bridge and its cracks",
            (
                "Good morning and welcome to our live blog on the closure of the bridge in Halvik.",
                "However, that was all planned before the cracks were found.",
            ),
        ),
        Post(
            "What the mayor has said on the repair",
            (
                "Halvik's mayor, Ines Falk, said on Sunday that the repair would cost “more than "
                "forty million crowns”.",
                "“We need the state's help,” she told reporters.",
            ),
        ),
        Post(
            "State promises half of the money for the bridge",
            (
                "The state will pay half of the repair, transport minister Jon Sæter said on "
                "Monday.",
                "The council's meeting begins at 2pm, with a vote expected around 5.30pm.",
            ),
        ),
    ),
)
REPORT = newsroom.article(
    "Halvik council meets to decide on bridge repair",
    "Halvik's council meets later today to decide how the repair of its cracked bridge is paid "
    "for.",
    "Mayor Ines Falk said on Sunday that the repair would cost more than forty million crowns.",
    "The bridge was closed on 2 March after engineers found cracks in two of its piers. It was "
    "built in 1931.",
    "Buses take the harbour road and need twenty minutes more for most journeys.",
    outlet="Halvik Post",
)


def tell(*articles: Article, told: Told | None = None) -> tuple[Story, ...]:
    """The stories of the articles."""
    return stories.tell(articles, TABLES, told=told or Told())


def printed(story: Story) -> list[str]:
    """Every sentence of a story as its source wrote it."""
    return [s.text for s in story.summary] + [e.sentence.text for e in story.key_events]


def test_a_report_and_a_live_blog_become_one_story() -> None:
    """One story of two outlets; the live suffix, the greeting and the headings without a fact
    are nowhere; who said what when is."""
    (story,) = tell(LIVE, REPORT)
    assert story.headline == "Halvik council meets to decide on bridge repair"
    assert [a.outlet for a in story.articles] == ["Halvik Post", "Coast Radio"]
    assert story.summary[0].printed.startswith("Halvik's council meets later today [10 March]")
    everything = " ".join(printed(story))
    assert "Good morning" not in everything
    assert "Morning opening" not in everything
    assert "What the mayor has said" not in everything
    assert "that was all planned" not in everything
    assert everything.count("forty million crowns") == 1
    told = [(e.when.iso if e.when else None, e.speaker) for e in story.key_events]
    assert told[:2] == [("2026-03-09", "Jon Sæter"), ("2026-03-10", None)]


def test_key_events_stand_in_time_order_once_each() -> None:
    """Dated events rise; no sentence is printed twice in a story."""
    (story,) = tell(LIVE, REPORT)
    days = [event.when.first for event in story.key_events if event.when]
    assert days == sorted(days)
    keys = [chars.fold(text) for text in printed(story)]
    assert len(keys) == len(set(keys))


def test_a_teaser_makes_a_story_of_one_sentence() -> None:
    """A feed's single paragraph gives a summary and no key events; the headline is its own."""
    (story,) = tell(newsroom.article("Ferry late", "The Halvik ferry was an hour late on Monday."))
    assert [s.printed for s in story.summary] == [
        "The Halvik ferry was an hour late on Monday [9 March]."
    ]
    assert story.key_events == ()


def test_an_unprintable_text_leaves_its_headline() -> None:
    """A text of nothing but questions prints none of them, and the story is still there."""
    (story,) = tell(newsroom.article("Ferry late again in Halvik", "Why is the ferry late?"))
    assert (story.headline, story.summary) == ("Ferry late again in Halvik", ())


def test_a_language_without_data_prints_lead_sentences() -> None:
    """Unknown languages get whole sentences from the top, and nothing fails."""
    text = "Jembatan tua di Halvik ditutup pada hari Senin. Wali kota berbicara tentang itu."
    (story,) = tell(newsroom.article("Jembatan Halvik ditutup", text, language="id"))
    assert story.summary[0].text == "Jembatan tua di Halvik ditutup pada hari Senin."


def test_nothing_gives_no_story() -> None:
    """No articles, no stories."""
    assert tell() == ()


def test_two_sources_rank_above_one() -> None:
    """More independent sources make a story more important."""
    first, second = tell(newsroom.ORCHARD, newsroom.BRIDGE, newsroom.BRIDGE_AGAIN)
    assert len(first.articles) == 2
    assert first.weight > second.weight


def test_ten_carriers_of_one_text_are_one_source_and_told_by_name() -> None:
    """Wire copies give no sentence, weight and count more than the one text; each is cited as a
    copy of it, behind the texts, whatever order they came in."""
    wire_text = replace(newsroom.BRIDGE, id="wire", outlet="Outlet 0")
    carriers = [replace(wire_text, id=f"w{n}", outlet=f"Outlet {n}") for n in range(1, 10)]
    (alone,) = tell(wire_text, newsroom.BRIDGE_AGAIN)
    (carried,) = tell(*carriers, newsroom.BRIDGE_AGAIN, wire_text)
    assert carried.weight == alone.weight
    assert [s.text for s in carried.summary] == [s.text for s in alone.summary]
    assert [(e.text, e.source_count) for e in carried.key_events] == [
        (e.text, e.source_count) for e in alone.key_events
    ]
    head, own, *copies = carried.articles
    assert (head.copy_of, own.copy_of, own.outlet) == (None, None, "Coast Radio")
    assert {copy.copy_of for copy in copies} == {head.id}
    assert len(copies) == 9


def test_copies_do_not_keep_an_own_account_from_being_read() -> None:
    """However many carry one text, another outlet's facts are among the key events."""
    carriers = [replace(newsroom.BRIDGE, id=f"w{n:02}", outlet=f"Outlet {n}") for n in range(40)]
    another = replace(
        newsroom.BRIDGE_AGAIN,
        paragraphs=(
            *newsroom.BRIDGE_AGAIN.paragraphs,
            "Traffic minister Jon Sæter said on Monday that the state would lend Halvik two "
            "ferries for the time of the repair.",
        ),
    )
    (story,) = tell(*carriers, another)
    assert another.id in {id for event in story.key_events for id in event.article_ids}


def test_an_article_that_comes_twice_counts_once() -> None:
    """The same id from two sources is one article."""
    assert tell(newsroom.BRIDGE, newsroom.BRIDGE) == tell(newsroom.BRIDGE)


def test_a_picture_with_a_size_is_preferred() -> None:
    """One that is to be linked needs it; without any, the first that has words and a credit."""
    one = Picture("https://bay.example/1.jpg", "The bridge", "Bo Ray")
    two = replace(one, url="https://bay.example/2.jpg", width=900, height=600)
    mute = replace(two, url="https://bay.example/3.jpg", alt=" ")
    first = replace(REPORT, pictures=(mute, one))
    assert tell(first, replace(LIVE, pictures=(two,)))[0].picture == two
    assert tell(first, LIVE)[0].picture == one
    assert tell(replace(REPORT, pictures=(mute,)), LIVE)[0].picture is None


def test_no_two_stories_of_an_issue_print_one_sentence() -> None:
    """What two events' articles share is told with the more important one alone."""
    shared = "Mayor Ines Falk opens the new fire station of Halvik on Saturday morning at ten."
    found = tell(
        newsroom.BRIDGE,
        newsroom.BRIDGE_AGAIN,
        replace(newsroom.ORCHARD, paragraphs=(*newsroom.ORCHARD.paragraphs[:2], shared)),
        newsroom.article(
            "Choir of Torne sings in the old mine",
            "The choir of Torne sang in the old copper mine on Friday before full seats.",
            "The concert brought in enough for new lamps in the shaft and a second piano.",
            shared,
        ),
    )
    texts = [chars.fold(text) for story in found for text in printed(story)]
    assert len(found) == 3
    assert texts.count(chars.fold(shared)) == 1
    assert len(texts) == len(set(texts))


def test_topics_move_and_mute() -> None:
    """A newsletter's topic lifts a story over another, and a muted one takes it out."""
    batch = (newsroom.ORCHARD, newsroom.BRIDGE, newsroom.BRIDGE_AGAIN)
    apples = config.Topic(name="farms", keywords=("apple",), weight=5)
    first, second = stories.tell(batch, TABLES, topics=[apples])
    assert [len(first.articles), len(second.articles)] == [1, 2]
    muted = apples.model_copy(update={"mute": True})
    assert [len(s.articles) for s in stories.tell(batch, TABLES, topics=[muted])] == [2]


def test_a_story_that_an_editor_dropped_is_new_with_its_news_alone() -> None:
    """What was taken out is not told later; what came since is, and it is no continuation."""
    (first,) = tell(newsroom.BRIDGE)
    (told,) = remembered("daily-2026-03-10", first).stories
    dropped = Told((replace(told, dropped=True),))
    again = replace(newsroom.BRIDGE, id="again", paragraphs=tuple(s.text for s in first.summary))
    assert tell(again, told=dropped) == ()
    news = "The council of Halvik voted on Thursday to close the old bridge for the whole summer."
    (later,) = tell(replace(again, paragraphs=(news, *again.paragraphs)), told=dropped)
    assert (later.id, later.status, later.continuing_since) == (first.id, Status.NEW, None)
    assert printed(later) == [news]


SENTENCES = st.lists(
    st.sampled_from(
        [
            "The mayor Ines Falk said on Monday that the bridge in Halvik would stay closed.",
            "He said so.",
            "But nobody knows when it will open again.",
            "On Sunday, she had told the council “that the piers are old.",
            "Is it safe?",
            "“Nobody will walk here,” said the baker Olav Rist on Friday.",
            "Buses take the harbour road, which adds twenty minutes to most journeys…",
            "Welcome to our live blog.",
            "Über die Brücke fahren täglich 14.000 Autos.",
            "Later today the council (all nine members) meets in Halvik at 2pm to vote.",
        ]
    ),
    max_size=8,
)


@given(st.lists(st.tuples(SENTENCES, st.booleans()), min_size=1, max_size=4))
def test_whatever_comes_in_only_whole_source_sentences_come_out(
    bodies: list[tuple[list[str], bool]],
) -> None:
    """Each printed sentence stands word for word in the paragraph it names, and none twice."""
    articles = [
        newsroom.article(
            "Bridge in Halvik stays closed",
            *([" ".join(body)] if joined else body),
            id=f"a{number}",
            outlet=f"Outlet {number}",
        )
        for number, (body, joined) in enumerate(bodies)
    ]
    by_id = {a.id: a for a in articles}
    for story in tell(*articles):
        used = [*story.summary, *(event.sentence for event in story.key_events)]
        for sentence in used:
            assert sentence.paragraph is not None
            assert sentence.text in by_id[sentence.article_id].paragraphs[sentence.paragraph]
        keys = [chars.fold(s.text) for s in used]
        assert len(keys) == len(set(keys))


EVERYTHING = (
    LIVE,
    REPORT,
    newsroom.BRIDGE,
    newsroom.BRIDGE_AGAIN,
    newsroom.ORCHARD,
    *(
        newsroom.article(title, body, id=title, outlet=f"{name} {number}", hour=number)
        for name in ("summit", "storm")
        for number, (_, title, body) in enumerate(TRAPS[name])
    ),
)


@given(st.permutations(EVERYTHING))
def test_the_order_of_the_articles_changes_nothing(shuffled: list[Article]) -> None:
    """The same articles in any order give equal stories in the same order."""
    assert tell(*shuffled) == tell(*EVERYTHING)


@given(st.permutations(EVERYTHING))
def test_shuffled_articles_make_the_same_issue_to_the_byte(shuffled: list[Article]) -> None:
    """Through telling with a memory, topics, sections and caps the issue's JSON stays the same."""
    assert issue_of(shuffled) == issue_of(EVERYTHING)


def issue_of(articles: Sequence[Article]) -> str:
    """The JSON of the issue that these make after one that told of the bridge."""
    letter = config.Newsletter(
        max_stories=4,
        max_per_section=2,
        topics=(config.Topic(name="farms", keywords=("orchard", "apple")),),
    )
    told = remembered("daily-2026-03-09", *tell(newsroom.BRIDGE))
    noon = datetime(2026, 3, 10, 12, tzinfo=UTC)
    found = compose.issue(
        stories.tell(articles, TABLES, told=told, in_full=6, topics=letter.topics),
        letter,
        edition="2026-03-10",
        number=2,
        due_at=noon,
        since=noon,
        until=noon,
    )
    return json.dumps(wire.issue(found))


def remembered(issue: str, *told: Story) -> Told:
    """What an issue with these stories leaves in the memory."""
    return Told(
        tuple(
            ToldStory(
                id=s.id,
                issue_id=s.continuing_since or issue,
                headline=s.headline,
                sentences=tuple(printed(s)),
                article_ids=tuple(a.id for a in s.articles),
            )
            for s in told
        )
    )


def test_a_continuing_story_keeps_its_id_and_tells_only_what_is_new() -> None:
    """The next day's article on the same event is marked, and repeats nothing."""
    first = tell(newsroom.BRIDGE)
    news = "The council of Halvik voted on Thursday to close the old bridge for the whole summer."
    (later,) = tell(
        newsroom.article(
            "Halvik bridge closed for the summer after cracks in its piers",
            news,
            "The old bridge in Halvik was closed to all traffic after engineers found cracks in "
            "two of its piers.",
            newsroom.BRIDGE.paragraphs[2],
            id="next day",
            day=date(2026, 3, 12),
        ),
        told=remembered("daily-2026-03-10", *first),
    )
    assert later.id == first[0].id
    assert (later.status, later.continuing_since) == (Status.CONTINUING, "daily-2026-03-10")
    assert news in printed(later)
    assert not {chars.fold(t) for t in printed(later)} & {chars.fold(t) for t in printed(first[0])}
    assert not any("found cracks" in text for text in printed(later))


def test_a_story_with_nothing_new_is_left_out() -> None:
    """The same article again the next day gives no story."""
    paragraphs = " ".join(newsroom.BRIDGE.paragraphs)
    told = remembered("daily-2026-03-10", *tell(newsroom.BRIDGE)).stories[0]
    everything = tuple(sentences.split(paragraphs, "en"))
    assert tell(newsroom.BRIDGE, told=Told((replace(told, sentences=everything),))) == ()


def test_other_stories_are_not_touched_by_the_memory() -> None:
    """A new story stays new, whatever was told of others."""
    told = remembered("daily-2026-03-10", *tell(newsroom.BRIDGE))
    (story,) = tell(newsroom.ORCHARD, told=told)
    assert (story.status, story.continuing_since) == (Status.NEW, None)
    assert story == tell(newsroom.ORCHARD)[0]


@pytest.mark.parametrize("name", ["summit", "bank", "storm", "election", "health", "space"])
def test_a_neighbour_is_no_continuation(name: str) -> None:
    """What only shares names with an earlier story is new; another account of it goes on."""
    first, *others = [
        (event, newsroom.article(title, body, id=title)) for event, title, body in TRAPS[name]
    ]
    told = remembered("daily-2026-03-10", *tell(first[1]))
    for event, article in others:
        goes_on = all(s.status is Status.CONTINUING for s in tell(article, told=told))
        assert goes_on == (event == first[0])


def test_a_week_of_one_story_never_repeats_a_sentence() -> None:
    """Seven days on which each article repeats the background: every fact is read once."""
    days = [
        "Divers examined the piers of the old bridge in Halvik on Wednesday for six hours.",
        "The builder Nordhus offered to repair the old bridge in Halvik for forty million crowns.",
        "Pupils from the north bank were taken to school in Halvik by boat for the first time.",
        "Police in Halvik fined eleven cyclists who had climbed the fence of the old bridge.",
        "A temporary footbridge of steel arrived in Halvik on two barges, and soldiers built it.",
    ]
    told = Told()
    seen: set[str] = set()
    first = newsroom.TUESDAY
    for number, news in enumerate(days):
        article = newsroom.article(
            f"Halvik bridge, closed for its cracks: day {number + 1}",
            news,
            *newsroom.BRIDGE.paragraphs,
            id=f"day {number}",
            day=first + timedelta(days=number),
        )
        found = tell(article, told=told)
        keys = [chars.fold(text) for story in found for text in printed(story)]
        assert chars.fold(news) in keys
        assert not seen & set(keys)
        seen |= set(keys)
        told = Told((*told.stories, *remembered(f"daily-{number}", *found).stories))


def test_behind_the_most_important_stories_stand_headlines_alone() -> None:
    """With `in_full`, later stories keep headline and sources; what goes on is still checked."""
    batch = [newsroom.article(t, b, id=t) for _, t, b in (TRAPS["bank"] + TRAPS["storm"])]
    whole = stories.tell(batch, TABLES)
    short = stories.tell(batch, TABLES, in_full=1)
    assert len(whole) > 2
    assert short[0] == whole[0]
    assert [s.headline for s in short] == [s.headline for s in whole]
    assert all(not s.summary and not s.key_events and s.articles for s in short[1:])
    again = stories.tell(batch, TABLES, in_full=0, told=remembered("daily-1", *whole))
    assert all(s.status is Status.CONTINUING and (s.summary or s.key_events) for s in again)


def test_the_two_real_dumps_are_one_story(shared: Path) -> None:
    """Two dumps of one day: one story, dated events with their speakers, told once each."""
    from newsfold.clean import document
    from newsfold.gather import folder
    from newsfold.model import Document

    found = folder.documents([shared / "seeds"], max_bytes=10**7)
    cleaned = [document.read(d, TABLES) for d in found if isinstance(d, Document)]
    (story,) = tell(*(a for a in cleaned if isinstance(a, Article)))
    assert len(story.articles) == 2
    assert "live" not in story.headline.lower()
    assert "[6 January]" in story.summary[0].printed
    assert 2 <= len(story.summary) <= 4
    assert 5 <= len(story.key_events) <= 7
    told = {(e.when.iso if e.when else None, e.speaker, e.source_count) for e in story.key_events}
    assert ("2025-12-31", "Steve Witkoff", 2) in told
    assert ("2025-12-31", "Emmanuel Macron", 1) in told
    assert ("2026-01-03/2026-01-04", "Volodymyr Zelenskyy", 2) in told
    assert ("2026-01-04", "Donald Trump", 1) in told
    assert ("2026-01-05", "Mette Frederiksen", 1) in told
