"""The headline is the clearest of the sources' own."""

import pytest

from newsfold.edit import headline
from tests.edit import newsroom

TABLES = newsroom.known_tables()


@pytest.mark.parametrize(
    ("title", "outlet", "plain"),
    [
        ("Talks open amid a long row – Europe live", None, "Talks open amid a long row"),
        ("Storm Edda hits the coast - live", None, "Storm Edda hits the coast"),
        ("Storm Edda hits the coast: live updates", None, "Storm Edda hits the coast"),
        ("Storm Edda – as it happened", None, "Storm Edda"),
        ("Live: Storm Edda hits the coast", None, "Storm Edda hits the coast"),
        ("Bank holds rates for now | Business | Halvik Post", None, "Bank holds rates for now"),
        ("Bank of Ostria holds rates - Halvik Post", "Halvik Post", "Bank of Ostria holds rates"),
        ("Where we live - and why", None, "Where we live - and why"),
        ("Fans of live music pay more", None, "Fans of live music pay more"),
        ("Rates - and pay - rise again", "Halvik Post", "Rates - and pay - rise again"),
    ],
)  # fmt: skip
def test_suffixes_go_and_words_stay(title: str, outlet: str | None, plain: str) -> None:
    """Live-blog labels and site names are taken off, nothing else is."""
    assert headline.clean(title, outlet) == plain


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ("What we know about the bridge closure", "Old bridge in Halvik closed after cracks"),
        ("Is Halvik's bridge safe?", "Halvik bridge shut: cracks in two piers"),
        ("OLD BRIDGE IN HALVIK CLOSED", "Old bridge in Halvik closed"),
        ("Bridge", "Old bridge in Halvik closed after cracks"),
        (
            "Old bridge in Halvik closed to all traffic after engineers find long cracks in two of "
            "its piers, mayor says",
            "Old bridge in Halvik closed after cracks",
        ),
    ],
)
def test_the_plain_headline_wins(worse: str, better: str) -> None:
    """A question, bait, shouting, a stump or an overlong line loses against a plain one."""
    body = newsroom.BRIDGE.paragraphs
    for pair in ((worse, better), (better, worse)):
        articles = [newsroom.article(title, *body, outlet=title) for title in pair]
        chosen, index = headline.choose(articles, TABLES.background, TABLES.language("en"))
        assert chosen == better
        assert articles[index].title == better


def test_a_lone_question_stays_what_it_is() -> None:
    """With a single source its headline is used, as it is: none is made up."""
    only = newsroom.article("Is Halvik's bridge safe?", "Cracks were found.")
    assert headline.choose([only], TABLES.background, TABLES.language("en"))[0] == only.title
