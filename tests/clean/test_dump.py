"""Bare page dumps: what is kept, what is dropped and under which code, who and when."""

from datetime import UTC, datetime

import pytest

from newsfold import tables
from newsfold.clean import document
from newsfold.clean.line import lines
from newsfold.model import Article, DatedBy, Document, Hints, Media
from tests.clean.papers import BODY, HEADLINE, LEAD, SECOND, THIRD, article, dump, why

AROUND = [
    ("Search", "navigation"),
    ("Shopping cart", "navigation"),
    ("Skip to content", "navigation"),
    ("Sign up to our newsletter", "newsletter"),
    ("Join 4,000 readers who get it every morning.", "newsletter"),
    ("We promise: no spam, straight to your inbox.", "newsletter"),
    ("We use cookies to give you the best experience on our website.", "cookie-notice"),
    ("Accept all", "cookie-notice"),
    ("Previous article", "previous-next"),
    ("You may also like", "related"),
    ("Most read", "related"),
    ("12 comments", "comments"),
    ("Leave a reply", "comments"),
    ("Share this article", "share"),
    ("Facebook Twitter WhatsApp Email", "share"),
    ("Email : 0", "counter"),
    ("Please enable JavaScript to view this page", "no-script"),
    ("Read full story", "read-more"),
    ("Advertisement", "advert"),
    ("© 2026 Marrow Bay Media. All rights reserved.", "legal"),
    ("Tags: lighthouse, cliff", "tags"),
    ("Harbours | | | |", "tags"),
]


@pytest.mark.parametrize(("line", "code"), AROUND)
@pytest.mark.parametrize("place", ["above", "below"])
def test_furniture_is_dropped_and_counted(line: str, code: str, place: str) -> None:
    """A line of page furniture is in no part of the article, and its removal has its code."""
    lines = [line, HEADLINE, *BODY] if place == "above" else [HEADLINE, *BODY, line]
    found = article(dump(*lines))
    assert (found.title, found.paragraphs) == (HEADLINE, BODY)
    assert why(found, line) == code


@pytest.mark.parametrize(
    "line", ["Advertisement", "Share this article", "Sign up to our newsletter"]
)
def test_furniture_within_the_article_is_dropped(line: str) -> None:
    """A label between two paragraphs goes, and both paragraphs stay."""
    assert article(dump(HEADLINE, LEAD, line, SECOND, THIRD)).paragraphs == BODY


def test_other_articles_below_are_left_out() -> None:
    """Titles behind 'previous' and 'next' belong to other articles."""
    other = "Why the bakers of Skerry Head now rise an hour later"
    found = article(dump(HEADLINE, *BODY, "Prev Article", other, "Next Article", other + " still"))
    assert other not in (found.title, *found.paragraphs)
    assert why(found, other) == "outside"


def test_a_text_of_sentences_alone_is_kept_whole() -> None:
    """Where each line is a sentence and nothing stands out there is nothing to drop."""
    places = "council harbour bridge school ferry library market museum".split()
    lines = [
        f"The {place} was visited by {number} people on Monday, and the mayor thanked them all."
        for number, place in enumerate(places, 10)
    ]
    assert article("\n".join(lines)).paragraphs == tuple(lines)


def test_a_label_behind_the_first_paragraph_makes_no_headline_of_it() -> None:
    """A paragraph of several sentences is none, whatever the dump glued behind the last one."""
    first = (
        "The council approved the plan on Monday after a long debate about its cost and the noise "
        "of the works. The mayor said the works would begin in June."
    )
    found = article(dump("Council approves harbour plan", f"{first} See also", SECOND))
    assert found.title == "Council approves harbour plan"
    assert found.paragraphs == (first, SECOND)


def test_a_list_with_bullets_between_two_paragraphs_is_kept() -> None:
    """A tiny dump of one paragraph, a list and one paragraph is one article."""
    items = ("- New lamps along the pier", "- A second crane", "- Deeper water at the ferry berth")
    last = "Members will vote on the money in April, and the town has promised to pay half of it."
    shown = dump("Menu", HEADLINE, "By Nell Ferris", LEAD) + "\n\n" + "\n".join(items)
    found = article(f"{shown}\n\n{last}\n\nRelated articles\n\nShare")
    assert found.paragraphs == (LEAD, *items, last)


def test_a_subheading_is_kept_apart() -> None:
    """A short line above a paragraph is a subheading and says where it stands."""
    found = article(dump(HEADLINE, LEAD, "A race against the tide", SECOND, THIRD))
    assert found.paragraphs == BODY
    assert [(s.text, s.before) for s in found.subheadings] == [("A race against the tide", 1)]


def test_a_repeated_paragraph_counts_once() -> None:
    """The second copy of a paragraph is dropped as a repeat."""
    found = article(dump(HEADLINE, *BODY, LEAD))
    assert found.paragraphs == BODY
    assert why(found, LEAD) == "repeat"


@pytest.mark.parametrize(
    ("line", "authors", "outlet", "day"),
    [
        ("By Ann Lee", ("Ann Lee",), None, None),
        ("By Ann Lee and Bo de Vries", ("Ann Lee", "Bo de Vries"), None, None),
        ("By Ann Lee, environment correspondent", ("Ann Lee",), None, None),
        (
            "By Ann Lee | The Skerry Times | 12 March 2026",
            ("Ann Lee",),
            "The Skerry Times",
            "2026-03-12",
        ),
        ("By - Baynews 06 Jan 2026 5 Mins Read", (), "Baynews", "2026-01-06"),
        ("By Reuters", (), None, None),
        ("Published: 12 March 2026", (), None, "2026-03-12"),
        (
            "Dec. 22, 2025, 5:24 AM UTC / Updated Dec. 23, 2025, 2:01 PM UTC",
            (),
            None,
            "2025-12-22T05:24:00Z",
        ),
        ("Ann Lee | March 12, 2026", ("Ann Lee",), None, "2026-03-12"),
    ],
)
def test_a_byline_tells_who_and_when(
    line: str, authors: tuple[str, ...], outlet: str | None, day: str | None
) -> None:
    """Names, a stated outlet and the date of publication are read; an agency is no author."""
    found = article(dump("Menu", HEADLINE, line, *BODY))
    assert (found.authors, found.outlet) == (authors, outlet)
    assert (found.published_at.iso if found.published_at else None) == day
    assert found.dated_by is (DatedBy.BYLINE if day else DatedBy.NONE)
    assert found.paragraphs == BODY


def test_a_byline_below_the_article_counts() -> None:
    """An aggregator's 'By - X date' at the very bottom is read, its reading time dropped."""
    found = article(dump(HEADLINE, *BODY, "Comments", "By - Baynews 06 Jan 2026 5 Mins Read"))
    assert (found.outlet, found.published_at and found.published_at.iso) == (
        "Baynews",
        "2026-01-06",
    )
    assert why(found, "5 Mins Read") == "reading-time"


def test_bylines_of_several_other_articles_do_not_count() -> None:
    """Two bylines below the article are those of teasers."""
    below = ("More news", "A teaser of another day", "By Bo Ray 1 May 2025", "By Cy Poe 2 May 2025")
    found = article(dump(HEADLINE, *BODY, *below))
    assert (found.authors, found.published_at) == ((), None)


def test_an_age_needs_the_fetch_time() -> None:
    """'1 day ago' stays unknown without a fetch time and is a day with it."""
    text = dump(HEADLINE, "1 day ago", *BODY).encode()
    unknown = document.read(Document("s", "l", Media.TEXT, text), tables.load())
    fetched = datetime(2026, 3, 12, 9, tzinfo=UTC)
    known = document.read(Document("s", "l", Media.TEXT, text, fetched_at=fetched), tables.load())
    assert isinstance(unknown, Article) and isinstance(known, Article)
    assert unknown.published_at is None
    assert known.published_at is not None and known.published_at.iso == "2026-03-11"
    assert known.dated_by is DatedBy.RELATIVE


def test_a_dateline_gives_the_day() -> None:
    """A dateline with its year dates an article that says nothing else."""
    found = article(dump(HEADLINE, f"MARROW BAY, March 12, 2026 (NPA) — {LEAD}", SECOND, THIRD))
    assert found.published_at is not None and found.published_at.iso == "2026-03-12"
    assert found.dated_by is DatedBy.DATELINE


def test_a_caption_is_no_paragraph() -> None:
    """A line with a credit is a caption; the picture's alternative text beside it goes as 'alt'."""
    alt = "The lighthouse of Marrow Bay stands at the edge of the cliff on a grey day in March."
    caption = (
        "The lighthouse of Marrow Bay stands at the cliff's edge in March. Photograph: Ann Lee/NPA"
    )
    found = article(dump(HEADLINE, LEAD, f"{alt}\n{caption}", SECOND, THIRD))
    assert (found.paragraphs, found.captions) == (BODY, (caption,))
    assert why(found, alt) == "alt"


def test_a_caption_s_block_opens_with_the_alternative_text() -> None:
    """Right above a credited caption stands what the picture shows, whatever its words."""
    alt = "A white tower above brown rocks and a rough grey sea"
    caption = "Marrow Bay has argued about its landmark for years. Photo: Ann Lee"
    found = article(dump(HEADLINE, LEAD, f"{alt}\n{caption}", SECOND, THIRD))
    assert (found.paragraphs, found.captions) == (BODY, (caption,))
    assert why(found, alt) == "alt"


def test_a_stated_title_wins() -> None:
    """The container's title is the headline, and its line is no paragraph."""
    found = article(
        dump("Another line that could be it", HEADLINE, *BODY), hints=Hints(title=HEADLINE)
    )
    assert (found.title, found.paragraphs) == (HEADLINE, BODY)


def test_an_article_without_headline_takes_its_first_sentence() -> None:
    """Nothing is invented: without a headline the first sentence stands for it."""
    assert article(dump(*BODY)).title == LEAD


def test_markdown_signs_are_taken_off() -> None:
    """Headings keep their rank, links and emphasis only their text, front matter its fields."""
    text = (
        "---\ntitle: A stated title\ndate: 2026-03-12\nauthor: Ann Lee\n---\n\n"
        f"# {HEADLINE}\n\n{LEAD}\n\n## A race against the tide\n\n"
        "> The **council** asked [three firms](https://firms.example/) for an offer before the "
        "vote was held.\n\n"
        f"{SECOND}\n"
    )
    found = article(text, Media.MARKDOWN)
    assert found.title == "A stated title"
    assert found.authors == ("Ann Lee",)
    assert found.published_at is not None and found.published_at.iso == "2026-03-12"
    assert found.paragraphs[1].startswith("The council asked three firms for an offer")
    assert found.subheadings[-1].text == "A race against the tide"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("de", "„Das Wehr bleibt zu“, sagte die Wirtin. „Da nehme ich den Umweg.“"),
        ("de", "»Das Wehr bleibt zu«, sagte die Wirtin. »Da nehme ich den Umweg.«"),
        ("en", "The weir stays shut, said the landlady. “I shall go the long way.”"),
    ],
)
def test_a_sentence_ends_inside_its_quotes(code: str, text: str) -> None:
    """Whichever quotation mark a language closes with, a stop before it ends the line."""
    line = lines.measured(text, 1, tables.load().language(code))
    assert (line.ends, line.is_prose) == (True, True)


@pytest.mark.parametrize("bullet", ["- ", "• "])
def test_a_list_s_last_item_heads_nothing(bullet: str) -> None:
    """What opens with a bullet is an item of the text, although prose follows below."""
    items = [f"{bullet}The path stays open", f"{bullet}It costs four million crowns"]
    found = article(dump(HEADLINE, "By Ann Lee", LEAD, *items, SECOND, THIRD))
    assert found.paragraphs == (LEAD, *items, SECOND, THIRD)
    assert found.subheadings == ()


@pytest.mark.parametrize("bullet", ["", "* "])
def test_a_list_in_a_short_dump_is_kept(bullet: str) -> None:
    """Short lines between paragraphs stay where a colon leads over to them or bullets show them."""
    items = [
        f"{bullet}Work begins in March",
        f"{bullet}The path stays open",
        f"{bullet}Ferries run",
    ]
    led = "The council named three conditions:"
    found = article(
        dump(
            *("Home", "News", "Sport", HEADLINE, "By Ann Lee", LEAD, SECOND, led, *items, THIRD),
            *("Related stories", "Bakers rise an hour later", "About us"),
        )
    )
    told = [*found.paragraphs, *(s.text for s in found.subheadings)]
    assert set(items) < set(told)
    assert "Bakers rise an hour later" not in told
