"""Wire copies and outlets: who counts as an independent source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

from newsfold.edit.grouping import copies
from newsfold.model import Article
from tests.edit import newsroom

WIRE = (
    "Divers found the wreck of the steamer Aurora on Monday, 300 metres below the surface of Lake "
    "Torne, the museum said. It sank in a storm in 1907 with 81 people on board.",
    "The hull is whole, and crockery with the shipping line's crest lies on the bed of the lake. A "
    "camera will be sent down in May, said the museum's director, Lise Varga.",
    "The company had bought the ship second-hand in 1899 and ran it between the two shores until "
    "the railway bridge was finished.",
)
STATEMENT = (
    "“We have looked for this ship for eleven years, with four boats, two sonars and more patience "
    "than money, and we owe it to the families of the eighty-one that nothing is lifted from the "
    "lake before every one of them has been asked,” Varga said."
)


def _wire(id: str, *paragraphs: str, outlet: str = "", title: str = "Wreck found") -> Article:
    return newsroom.article(title, *paragraphs, id=id, outlet=outlet or f"Outlet {id}")


EDITED = (
    _wire("whole", *WIRE),
    _wire("cut", *WIRE[:1], title="Steamer lost in 1907 is found"),
    _wire("longer", *WIRE, "Readers of this paper may recall our series on the lake's wrecks."),
    _wire("dateline", f"TORNE (Inland News) - {WIRE[0]}", *WIRE[1:]),
    _wire("touched up", *(p.replace("Monday", "Sunday").replace("will be", "is") for p in WIRE)),
)


def test_one_wire_text_is_one_text_however_it_is_edited() -> None:
    """Cut at its end, with a paragraph more, another headline, a dateline, or a word changed."""
    assert copies.originals(EDITED) == (0, 0, 0, 0, 0)
    assert copies.voices(EDITED) == (0, 0, 0, 0, 0)


def test_the_order_of_the_articles_changes_no_group() -> None:
    """Whichever comes first, the same articles carry one text."""
    own = _wire("own", "A steamer that sank in 1907 lies upright in Lake Torne, divers report.")
    for shuffled in permutations([*EDITED[:3], own]):
        carried = copies.originals(shuffled)
        names = {shuffled[head].id for head in carried}
        assert len(names) == 2
        assert "own" in names


def test_who_quotes_the_same_statement_has_a_text_of_ones_own() -> None:
    """Two accounts that are more quotation than report stay two voices; copies of one do not."""
    one = _wire("one", "A museum wants to wait before anything is salvaged.", STATEMENT)
    other = _wire("two", "No salvage yet at Lake Torne, its museum has decided today.", STATEMENT)
    assert copies.originals([one, other]) == (0, 1)
    assert copies.originals([one, replace(one, id="b", outlet="Other")]) == (0, 0)


def test_a_text_of_nothing_but_quotation_can_be_copied() -> None:
    """Where nothing else is left the quotation itself is compared."""
    bare = STATEMENT.removesuffix(" Varga said.")
    assert copies.originals([_wire("one", bare), _wire("two", bare)]) == (0, 0)


def test_headlines_without_text_are_compared_by_their_words() -> None:
    """Two items that are only a headline are copies when they say the same, and not otherwise."""
    heads = ["Wreck found deep in Lake Torne", "Steamer Aurora lies on lake's bed"]
    bare = [
        replace(_wire(str(n), title=title), paragraphs=())
        for n, title in enumerate([heads[0], heads[1], heads[0]])
    ]
    assert copies.originals(bare) == (0, 1, 0)


def test_two_own_accounts_are_two_voices() -> None:
    """Different texts of different outlets are independent, named or not."""
    assert copies.voices([newsroom.BRIDGE, newsroom.BRIDGE_AGAIN]) == (0, 1)
    nameless = [newsroom.article(str(n), f"{n} quite other words here.", id=str(n)) for n in (1, 2)]
    assert copies.voices(nameless) == (0, 1)


def test_one_outlet_is_one_voice() -> None:
    """Two articles of one outlet count once, however its name is written."""
    assert _voices(
        newsroom.article("One", "First words of a report.", id="a", outlet="The Post"),
        newsroom.article("Two", "Second words of another.", id="b", outlet="THE POST"),
    ) == [0, 0]


def test_what_a_carrier_wrote_itself_is_another_voice() -> None:
    """An outlet that carries the agency's text and has its own report besides makes two voices."""
    own = _wire("own", "A steamer that sank in 1907 lies upright.", outlet="Outlet cut")
    assert _voices(EDITED[0], EDITED[1], own) == [0, 0, 2]


def test_many_copies_of_one_text_are_found() -> None:
    """Forty carriers are one voice, and the one own account among them another."""
    many = [_wire(str(n), *WIRE) for n in range(40)]
    own = _wire("own", "A steamer that sank in 1907 lies upright in Lake Torne, divers report.")
    assert _voices(*many[:20], own, *many[20:]) == [0] * 20 + [20] + [0] * 20


def _voices(*articles: Article) -> Sequence[int]:
    return list(copies.voices(articles))
