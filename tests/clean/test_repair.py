"""Repairs inside a paragraph: what is cut or split, and what must be left alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold import tables
from newsfold.clean.paragraph import repair
from newsfold.clean.phrases import junk
from newsfold.text import chars

_CASES = Path(__file__).resolve().parents[1] / "golden/repair"
# What the marks in those files mean is told at their top.
_MARKED = re.compile(r"(\[\[|<<)(.*?)(?:\]\]|>>)(?!\])|\{(.*?)\}")


def cases(name: str) -> list[list[str]]:
    """The rows of a file of cases."""
    rows = (_CASES / name).read_text("utf-8").splitlines()
    return [row.split("\t") for row in rows if not row.startswith("#")]


def unmarked(marked: str) -> str:
    """A case as the paragraph that a dump would hold."""
    return re.sub(r"\[\[|\]\](?!\])|<<|>>|[{}]", "", marked)


CUTS, SOUND = cases("cuts.tsv"), cases("sound.tsv")


def mend(text: str, code: str = "en") -> repair.Mended:
    """The paragraph repaired by the tables of its language."""
    loaded = tables.load()
    return repair.mend(text, loaded.language(code), junk.phrases(loaded, code))


def expected(marked: str) -> tuple[str, list[tuple[str, bool]], list[str]]:
    """A marked case as its plain text, the pieces it should give, and what should be cut."""
    pieces: list[tuple[str, bool]] = []
    cut: list[str] = []
    kept, at = "", 0
    for found in _MARKED.finditer(marked):
        kept += marked[at : found.start()]
        at = found.end()
        if found.group(3) is not None:
            cut.append(found.group(3))
            continue
        pieces.append((kept, False))
        kept = ""
        if found.group(1) == "<<":
            pieces.append((found.group(2), True))
        else:
            cut.append(found.group(2).strip())
    pieces.append((kept + marked[at:], False))
    return unmarked(marked), [(text.strip(), head) for text, head in pieces if text.strip()], cut


@pytest.mark.parametrize(("code", "why", "marked"), CUTS)
def test_an_insertion_is_cut_and_recorded(code: str, why: str, marked: str) -> None:
    """Exactly the marked part goes, under its code; a glued heading is split off unchanged."""
    plain, pieces, cut = expected(marked)
    found = mend(plain, code)
    assert [(p.text, p.is_heading) for p in found.pieces] == pieces
    assert [r.text for r in found.removed] == cut
    assert {r.why for r in found.removed} <= {why}


@pytest.mark.parametrize(("code", "text"), SOUND)
def test_a_sound_paragraph_is_left_alone(code: str, text: str) -> None:
    """What is not surely an insertion stays, letter by letter."""
    found = mend(text, code)
    assert ([(p.text, p.is_heading) for p in found.pieces], found.removed) == ([(text, False)], ())


def test_several_insertions_in_one_paragraph() -> None:
    """Each goes by itself, and what stands between them stays."""
    found = mend(
        "4 min read The pumps held. Read more: Ferry strike enters third week The council was "
        "pleased, it said. Advertisement The crews went home at dawn.. Sign up for our newsletter "
        "here. See also"
    )
    assert [p.text for p in found.pieces] == [
        "The pumps held.",
        "The council was pleased, it said.",
        "The crews went home at dawn.",
    ]
    assert [r.why for r in found.removed] == [
        "reading-time", "promo", "advert", "doubled-punctuation", "call", "read-more",
    ]  # fmt: skip


def test_a_title_may_end_with_a_month() -> None:
    """'May' with its capital is no verb that leans on what follows."""
    found = mend(
        "It passed. Read more: Ferry prices to rise in May The mayor welcomed that vote, she said."
    )
    assert [p.text for p in found.pieces] == [
        "It passed.",
        "The mayor welcomed that vote, she said.",
    ]


# Words that rules go by, so that random paragraphs hold insertions often.
_WORDS = st.sampled_from(
    "The pumps held. Read more: ALSO READ | Ferry strike enters third week He said so Mr Orne "
    'Advertisement Sign up for our newsletter here. See also (Photo: Ann Lee) "Go home.". “We” '
    "go.”. .. 4 min read overdueThe council will vote again in May. Click here to win! … "
    "Inc..".split()
)
_PARAGRAPHS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=300),
    st.lists(_WORDS, max_size=40).map(" ".join),
    st.lists(st.sampled_from([case[2] for case in CUTS]), max_size=3).map(" ".join).map(unmarked),
).map(lambda text: chars.squeeze(chars.printable(text)))


def _is_woven(whole: str, one: str, two: str) -> bool:
    """Whether `whole` is `one` and `two` laid into each other, each in its own order."""
    reached = {0}  # how much of `one` may be used up
    for used, sign in enumerate(whole):
        reached = {
            *(i + 1 for i in reached if i < len(one) and one[i] == sign),
            *(i for i in reached if used - i < len(two) and two[used - i] == sign),
        }
    return len(one) + len(two) == len(whole) and len(one) in reached


@given(_PARAGRAPHS)
def test_no_word_is_lost_changed_or_moved(text: str) -> None:
    """Pieces and removals hold the letters of the paragraph, each once and in order."""
    found = mend(text)
    pieces, removed = (
        "".join("".join(part.text.split()) for part in parts)
        for parts in (found.pieces, found.removed)
    )
    assert _is_woven("".join(text.split()), pieces, removed)


@given(_PARAGRAPHS)
def test_a_mended_paragraph_needs_no_more_repair(text: str) -> None:
    """Repairing a second time changes nothing."""
    for piece in mend(text).pieces:
        if not piece.is_heading:
            again = mend(piece.text)
            assert ([p.text for p in again.pieces], again.removed) == ([piece.text], ())


@given(st.lists(st.sampled_from([text for _, text in SOUND]), max_size=4))
def test_sound_text_stays_sound_beside_sound_text(texts: list[str]) -> None:
    """No word is taken out of paragraphs that hold no insertion, whatever follows them."""
    for text in texts:
        assert mend(text).removed == ()


def test_time_grows_with_the_length() -> None:
    """A line of fifty thousand characters full of labels is done within the room's limits."""
    for unit in ("Read more: Ferry strike The ", "(Photo: A ", 'x".', "go.. ", "See also. ", "aB"):
        line = chars.squeeze(unit * (50_000 // len(unit)))
        assert "".join(p.text for p in mend(line).pieces)
