"""Live blogs: recognised by several signs; posts, authors, times, pictures and pinned repeats."""

from newsfold.clean.headline import is_shaped
from newsfold.clean.lines import measured
from newsfold.model import Post
from newsfold.tables import load
from tests.clean.papers import BODY, HEADLINE, LEAD, SECOND, THIRD, article, dump, why

TITLE = "Marrow Bay moves its lighthouse: engineers lift the tower – Bay live"
GREETING = "Good morning and welcome to our live blog of a long day on the cliff at Marrow Bay."
FIRST = "The engineers began at dawn, when the wind was still below the limit that they had set."
NEXT = "The tower stands on forty rails now, and the first of the jacks has been tried twice today."
CAPTION = "Engineers at the foot of the tower in Marrow Bay. Photograph: Ann Lee/NPA"
PINNED = ("Opening: a tower on the move", "Nell Ferris", "Nell Ferris", GREETING, FIRST, SECOND)
LIVE = dump(
    TITLE, "2 hours ago 14", *PINNED, "Key events", "Show key events only",
    "What the engineers have said", "10.42 GMT", LEAD, THIRD, CAPTION, NEXT, *PINNED,
    "Wind rises on the cliff", "Owen Tarr", "Owen Tarr",
    "The wind has risen since noon, and the crews have been told to wait for word from the mayor.",
    "Read Entire Article", "Coasts | | | |",
)  # fmt: skip


def test_posts_are_told_apart() -> None:
    """Each heading opens a post with its authors and time; a picture opens one without heading."""
    posts = article(LIVE).posts
    assert [p.heading for p in posts] == [
        "Opening: a tower on the move",
        "What the engineers have said",
        None,
        "Wind rises on the cliff",
    ]
    assert posts[0] == Post(PINNED[0], (GREETING, FIRST, SECOND), ("Nell Ferris",))
    assert (posts[1].paragraphs, posts[1].time) == ((LEAD, THIRD), "10.42 GMT")
    assert posts[2].paragraphs == (NEXT,)
    assert posts[3].authors == ("Owen Tarr",)


def test_the_pinned_post_counts_once() -> None:
    """Its second copy goes, heading, names and all; every paragraph stands once, in order."""
    found = article(LIVE)
    assert len(found.paragraphs) == len(set(found.paragraphs)) == 7
    assert tuple(p for post in found.posts for p in post.paragraphs) == found.paragraphs
    assert why(found, GREETING) == why(found, PINNED[0]) == "repeat"


def test_widgets_names_and_captions_are_no_paragraphs() -> None:
    """Widget labels go, names become authors, the picture's text a caption."""
    found = article(LIVE)
    assert found.authors == ("Nell Ferris", "Owen Tarr")
    assert found.captions == (CAPTION,)
    assert why(found, "Show key events only") == "live-widget"
    assert found.title == TITLE


def test_one_sign_is_not_enough() -> None:
    """An ordinary article about a live concert is no live blog."""
    assert article(dump("The band that will not stop playing live", *BODY)).posts == ()


def test_headline_shape() -> None:
    """A sentence with its full stop, a lone word and a paragraph are no headlines."""
    english = load().language("en")
    shapes = [is_shaped(measured(text, 1, english)) for text in (HEADLINE, LEAD, "Search", SECOND)]
    assert shapes == [True, False, False, False]
