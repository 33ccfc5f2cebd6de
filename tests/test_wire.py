"""The JSON forms: what goes out comes back, and what an editor may not change is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold import wire
from newsfold.errors import InputError
from newsfold.model import (
    Addition,
    Article,
    Citation,
    DatedBy,
    InlinePicture,
    Issue,
    KeyEvent,
    Phrased,
    Picture,
    Post,
    Reason,
    Rejected,
    Removal,
    RenderedIssue,
    Section,
    Sentence,
    Status,
    Story,
    Subheading,
    When,
)

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
TEXTS = st.text(max_size=30)
DATES = st.dates(date(1990, 1, 1), date(2100, 1, 1))
WHENS = st.one_of(
    st.none(),
    DATES.map(When.day),
    DATES.map(lambda d: When.month(d.year, d.month)),
    st.tuples(DATES, DATES).map(lambda pair: When.days(min(pair), max(pair))),
    st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001
        lambda d: When.at(d.replace(tzinfo=UTC))
    ),
)
ARTICLES = st.builds(
    Article,
    id=TEXTS,
    source=TEXTS,
    locator=TEXTS,
    outlet=st.none() | TEXTS,
    url=st.none() | TEXTS,
    title=TEXTS,
    paragraphs=st.lists(TEXTS, max_size=3).map(tuple),
    authors=st.lists(TEXTS, max_size=2).map(tuple),
    published_at=WHENS,
    dated_by=st.sampled_from(DatedBy),
    posts=st.lists(
        st.builds(Post, st.none() | TEXTS, st.lists(TEXTS, max_size=2).map(tuple)), max_size=2
    ).map(tuple),
    subheadings=st.lists(st.builds(Subheading, TEXTS, st.integers(0, 9)), max_size=2).map(tuple),
    pictures=st.lists(st.builds(Picture, TEXTS, TEXTS, TEXTS), max_size=1).map(tuple),
    removed=st.lists(st.builds(Removal, TEXTS, TEXTS), max_size=2).map(tuple),
    fetched_at=st.sampled_from([None, NOON]),
)


def an_issue() -> Issue:
    """A small issue with one of everything."""
    sentence = Sentence("Talks resume later today in Orrin.", "a1", 0, (Addition(24, "12 March"),))
    event = KeyEvent(
        Sentence("The mayor resigned on Monday.", "a2", None),
        When.day(date(2026, 3, 9)),
        "the mayor",
        ("a2", "a1"),
        2,
        phrased="The mayor resigned on 9 March.",
    )
    story = Story(
        id="s1",
        headline="Talks resume",
        articles=(
            Citation("a1", "Talks resume", None, None, When.month(2026, 3), ("A. Writer",)),
            Citation("a2", "Talks go on", "Herald", None, None, copy_of="a1"),
        ),
        summary=(sentence,),
        key_events=(event,),
        status=Status.CONTINUING,
        continuing_since="daily-2026-03-11",
        picture=Picture("https://example.org/p.jpg", "A quay", "P. Hotographer", 600, 400),
        note="Read with care.",
        phrased=(Phrased("Talks resume on 12 March in Orrin.", (0,)),),
    )
    return Issue(
        id="daily-2026-03-12",
        newsletter="daily",
        edition="2026-03-12",
        number=3,
        title="The Daily Fold",
        published_on=date(2026, 3, 12),
        due_at=NOON,
        since=NOON,
        until=NOON,
        sections=(Section("World", (story,)),),
        also=(replace(story, id="s2", picture=None),),
    )


@given(ARTICLES)
def test_an_article_comes_back_from_its_json(article: Article) -> None:
    """Every article equals itself after a trip through JSON text."""
    assert wire.article_from(json.loads(json.dumps(wire.article(article)))) == article


def test_an_issue_comes_back_from_its_json() -> None:
    """An issue with every kind of part equals itself after a trip through JSON text."""
    issue = an_issue()
    assert wire.issue_from(json.loads(json.dumps(wire.issue(issue)))) == issue


def test_a_rendered_issue_comes_back_from_its_json() -> None:
    """A rendered variant equals itself after a trip through JSON text."""
    inside = InlinePicture("https://a.example/p", "image/png", b"\x89PNG", 600, 400)
    slots = {"unsubscribe": "m"}
    variant = RenderedIssue("i", "en", "en", "S", "P", "<p>", "t", slots, (inside,))
    plain = json.loads(json.dumps(wire.rendered(variant)))
    assert wire.rendered_from(plain) == variant
    del plain["pictures"]  # as it was written before there were any
    assert wire.rendered_from(plain) == replace(variant, pictures=())


def test_printed_text_shows_its_additions_in_brackets() -> None:
    """A sentence's `text` is what is printed; `source_text` is the source's own."""
    told = wire.issue(an_issue())["sections"][0]["stories"][0]["summary"][0]
    assert told["text"] == "Talks resume later today [12 March] in Orrin."
    assert told["source_text"] == "Talks resume later today in Orrin."


def test_a_phrased_text_stands_beside_its_sources() -> None:
    """What a model wrote has a key of its own and names what it cites; sources stay as they are."""
    told = wire.issue(an_issue())["sections"][0]["stories"][0]
    assert told["phrased"] == [
        {"text": "Talks resume on 12 March in Orrin.", "cites": [0], "article_ids": ["a1"]}
    ]
    assert told["key_events"][0]["text"] == "The mayor resigned on Monday."
    assert told["key_events"][0]["phrased"] == "The mayor resigned on 9 March."


def test_an_issue_of_before_has_nothing_phrased() -> None:
    """A frozen issue that was written before the key existed can still be read."""
    data = wire.issue(an_issue())
    for told in (data["sections"][0]["stories"][0], data["also"][0]):
        del told["phrased"], told["key_events"][0]["phrased"]
    (read,) = wire.issue_from(data).stories
    assert (read.phrased, read.key_events[0].phrased) == ((), None)
    assert read.told == ("Talks resume later today [12 March] in Orrin.",)


def test_a_rejected_document_has_the_keys_of_an_article() -> None:
    """Consumers of `digest clean --json` can read every line alike."""
    plain = wire.rejected(Rejected("s", "l", Reason.TOO_SHORT, "three words"))
    assert set(wire.article(Article("", "", "", None, None, "", ()))) <= set(plain)
    assert (plain["status"], plain["reason"], plain["paragraphs"]) == ("rejected", "too-short", [])


def test_an_editor_may_change_headlines_and_drop_stories() -> None:
    """A changed headline, an added note and a dropped story are taken as they are."""
    data = wire.issue(an_issue())
    data["sections"][0]["stories"][0]["headline"] = "Orrin talks resume"
    data["sections"][0]["stories"][0]["note"] = None
    data["also"] = []
    edited = wire.issue_from(data)
    assert edited.stories[0].headline == "Orrin talks resume"
    assert edited.also == ()


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (("sections", 0, "stories", 0, "headline"), 7, "sections[0].stories[0].headline"),
        (("sections", 0, "stories", 0, "summary", 0, "text"), "Other.", "stays its source's"),
        (("sections", 0, "stories", 0, "key_events", 0, "when"), "soon", "key_events[0].when"),
        (("due_at",), "noon", "issue.due_at"),
        (("sections",), {}, "expected a list, found dict"),
        (("sections", 0, "stories", 0, "phrased", 0, "cites"), [], "rising places"),
        (("sections", 0, "stories", 0, "phrased", 0, "cites"), [1], "rising places"),
        (("sections", 0, "stories", 0, "phrased", 0, "cites"), [-1], "rising places"),
        (("sections", 0, "stories", 0, "phrased", 0, "cites"), ["a"], "whole numbers"),
        (("number",), True, "expected a whole number, found bool"),
    ],
)
def test_a_bad_field_is_named_with_its_path(
    path: tuple[str | int, ...], value: object, says: str
) -> None:
    """Whatever an editor broke, the message says where it stands."""
    data = wire.issue(an_issue())
    place = data
    for step in path[:-1]:
        place = place[step]  # type: ignore[index]
    place[path[-1]] = value  # type: ignore[index]
    with pytest.raises(InputError) as raised:
        wire.issue_from(data)
    assert says in str(raised.value)


def test_a_missing_field_says_how_to_start() -> None:
    """A hand-made file is pointed to `digest draft --save`."""
    with pytest.raises(InputError, match=r"issue\.newsletter: missing; start from"):
        wire.issue_from({"id": "x"})


def test_what_an_editor_takes_out_of_a_draft_is_known() -> None:
    """A story missing from sections and one-liners, and only that, is read as dropped."""
    whole = an_issue()
    saved = wire.draft(whole)
    assert wire.issue_from(saved) == whole
    saved["sections"] = []
    edited = wire.issue_from(saved)
    assert edited.dropped == whole.stories
    assert edited.also == whole.also
    assert wire.issue_from(wire.issue(edited)) == edited
