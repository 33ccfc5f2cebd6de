"""Which articles become one story."""

from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.edit.grouping import group
from newsfold.model import Article
from tests.edit import newsroom
from tests.edit.traps import MORE, PATTERNS, PATTERNS_KEPT, SHORT, TRAPS, TWINS, WIDE, TrapSet

TABLES = newsroom.known_tables()
# Eight trap sets as one day's articles.
DAY = tuple(
    newsroom.article(
        title,
        body,
        id=f"{name} {place}",
        day=newsroom.TUESDAY if place % 2 else None,
        language="de" if number == 0 else "en",
    )
    for number, (name, trap) in enumerate(sorted(WIDE.items())[:8])
    for place, (_, title, body) in enumerate(trap)
)


def together(*titles_and_bodies: tuple[str, str, str]) -> list[list[str]]:
    """The events of each group."""
    articles = [
        newsroom.article(title, body, id=f"{number:03}", outlet=f"Outlet {number}")
        for number, (_, title, body) in enumerate(titles_and_bodies)
    ]
    return [
        [titles_and_bodies[index][0] for index in members]
        for members in group.groups(articles, TABLES)
    ]


EVERY = {**TRAPS, **WIDE, **MORE, **SHORT, **TWINS}


@pytest.mark.parametrize("name", sorted(TRAPS))
def test_two_accounts_of_one_event_meet(name: str) -> None:
    """Two outlets' accounts of an event are one story, whatever neighbours stand beside them."""
    events = [event for event, _, _ in TRAPS[name]]
    twice = next(event for event in events if events.count(event) == 2)
    assert any(members.count(twice) == 2 for members in together(*TRAPS[name]))


def test_a_story_mentioned_in_passing_mostly_stays_apart() -> None:
    """Over all trap sets nine in ten joined pairs belong together, and hardly any is torn apart."""
    right = wrong = 0
    for trap in EVERY.values():
        for members in together(*trap):
            for one, other in combinations(members, 2):
                right += one == other
                wrong += one != other
    assert right >= 0.9 * len(EVERY)
    assert right / (right + wrong) >= 0.9


@pytest.mark.parametrize(
    ("days", "met"),
    [(TWINS, 30), (PATTERNS, 9), (PATTERNS_KEPT, 9)],
    ids=["twins", "fitted", "kept"],
)
def test_two_events_of_a_kind_stay_two(days: dict[str, TrapSet], met: int) -> None:
    """Two quakes or two companies' results of one day are not one story, though one writer told
    both in the same sentences; two outlets' words for one of them mostly meet."""
    joined = [members for trap in days.values() for members in together(*trap)]
    assert sum(len(set(members)) > 1 for members in joined) <= 1
    assert sum(len(members) == 2 and len(set(members)) == 1 for members in joined) >= met


def test_a_day_of_one_pattern_is_six_stories() -> None:
    """Six short articles, two of a kind each, as one hand writes them: six stories."""
    for day in (PATTERNS["six_stories"], PATTERNS_KEPT["six_more"]):
        assert sorted(map(len, together(*day))) == [1] * 6


@pytest.mark.parametrize("name", ["summit", "bank", "storm", "election", "health", "space"])
def test_neighbours_stay_out(name: str) -> None:
    """An island dispute, a bank failure or a cup final is not swallowed by the day's main story."""
    assert all(len(set(members)) == 1 for members in together(*TRAPS[name]))


def test_languages_never_mix() -> None:
    """The same text under two languages is two stories; an unknown one goes with the majority."""
    words = newsroom.BRIDGE.title, *newsroom.BRIDGE.paragraphs
    english = newsroom.article(*words, id="a")
    german = newsroom.article(*words, id="b", language="de")
    unknown = newsroom.article(*words, id="c", language="und")
    extra = newsroom.article("Frost ruins apples", "Frost ruined apples in Ormdal.", id="d")
    found = group.groups([english, german, unknown, extra], TABLES)
    assert sorted(map(sorted, found)) == [[0, 2], [1], [3]]


def test_order_of_input_does_not_matter() -> None:
    """Every order of the same articles gives the same groups."""
    articles = (newsroom.BRIDGE, newsroom.ORCHARD, newsroom.BRIDGE_AGAIN)
    found = {
        frozenset(
            frozenset(shuffled[index].id for index in members)
            for members in group.groups(shuffled, TABLES)
        )
        for shuffled in permutations(articles)
    }
    assert found == {
        frozenset(
            {
                frozenset({newsroom.BRIDGE.id, newsroom.BRIDGE_AGAIN.id}),
                frozenset({newsroom.ORCHARD.id}),
            }
        )
    }


@given(st.data())
def test_any_day_in_any_order_gives_the_same_groups(data: st.DataObject) -> None:
    """Articles of several neighbouring matters, of two languages, undated or of one date."""
    day = data.draw(st.lists(st.sampled_from(DAY), min_size=2, max_size=20, unique=True))
    shuffled = data.draw(st.permutations(day))

    def told(articles: list[Article]) -> set[frozenset[str]]:
        found = group.groups(articles, TABLES)
        assert sorted(index for members in found for index in members) == list(range(len(day)))
        return {frozenset(articles[index].id for index in members) for members in found}

    assert told(shuffled) == told(day)


def test_nothing_gives_nothing() -> None:
    """No article, no group; one article, one group."""
    assert group.groups([], TABLES) == ()
    assert group.groups([newsroom.BRIDGE], TABLES) == ((0,),)


FURNITURE = "Nobody was hurt, according to the mayor of the town."


def test_a_line_that_many_pages_carry_joins_nothing() -> None:
    """Two short texts that share a whole sentence, and nothing of what either is about."""
    fire = "Boathouse of Ostby burns down", "A fire destroyed the boathouse of Ostby on Monday."
    fair = "Spring fair opens in Lindvik", "The spring fair of Lindvik opened with eighty stalls."
    told = [(title, title, f"{text}\n{FURNITURE}") for title, text in (fire, fair)]
    assert len(together(*told)) == 2


@pytest.mark.parametrize("sentences", [1, 3, 12])
@pytest.mark.parametrize("others", [0, 30])
def test_copies_are_one_story_however_long_and_whatever_else_is_there(
    sentences: int, others: int
) -> None:
    """The same text twice is one event, in a batch of two and in one of many."""
    text = " ".join(
        f"The {place} of Halvik was closed on Monday after {cause} had been found."
        for place, cause in zip(PLACES[:sentences], CAUSES[:sentences], strict=True)
    )
    copies = [("copy", "Old bridge in Halvik closed", text)] * 2
    rest = [
        (f"other {number}", f"{name} wins the {name} cup", f"{name} won the cup of {name} again.")
        for number, name in enumerate(f"Team{chr(97 + n % 26)}{n}" for n in range(others))
    ]
    assert ["copy", "copy"] in together(*copies, *rest)


PLACES = (
    "bridge harbour school library museum station market pool theatre church tower mill".split()
)
CAUSES = "cracks oil asbestos damp rats smoke mould algae rust bats dust fungus".split()
