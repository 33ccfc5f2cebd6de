"""Whatever the bytes are: a value comes back, in bounded time."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.model import Article, Hints, Media, Rejected
from tests.clean.papers import LEAD, answer

# CPU seconds, loose: a machine may be six times slower than the slowest was measured (10 s).
LIMIT_S = 60.0

HUGE = {
    "one line of words": b"the rest of it and more " * 4_200_000,
    "one line without a space": b"a" * 20_000_000,
    "a million lines": b"a b\n" * 1_000_000,
    "quotes": b'"' * 300_000 + b" x",
    "brackets": b"(" * 100_000 + b"[a](" * 50_000,
    "stars": b"**a" * 100_000,
    "pipes": b"| a " * 100_000,
    "full stops": b". " * 200_000,
    "less-than signs": b"<" * 1_000_000,
    "open tags": b"<a " * 300_000,
    "names": b"By " + b"Ann Lee and " * 2_000,
    "dates": b"6 January 2026 " * 20_000,
    "lists": b"[" * 100_000,
    "promotions": (b"Read more: Harbour raised Read more from the Echo: " * 980 + b"\n") * 200,
}
WORDS = st.sampled_from(
    [LEAD, "By Ann Lee", "Key events", "1 day ago", "10.42 GMT", "Related", "Read more: A b c",
     "<p>", "</div>", "# x", "- y", "| z |", '{"text":', "12 March 2026", "Photograph: A/B",
     "\ud800", "\x00", "。"]
)  # fmt: skip


@pytest.mark.parametrize("name", sorted(HUGE))
@pytest.mark.parametrize("media", list(Media))
def test_huge_input_ends(name: str, media: Media) -> None:
    """No shape of a large document takes more than seconds, and none raises."""
    start = time.process_time()
    assert isinstance(answer(HUGE[name], media), Article | Rejected)
    assert time.process_time() - start < LIMIT_S


@pytest.mark.parametrize("media", list(Media))
@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "utf-16", "cp1252", "x"]))
def test_any_bytes_give_a_value(media: Media, body: bytes, charset: str | None) -> None:
    """Arbitrary bytes never raise."""
    assert isinstance(answer(body, media, charset=charset), Article | Rejected)


@pytest.mark.parametrize("media", list(Media))
@given(st.lists(WORDS | st.text(max_size=30), max_size=25), st.sampled_from(["\n\n", "\n", " "]))
def test_any_text_gives_a_value(media: Media, pieces: list[str], glue: str) -> None:
    """Texts made of the pieces that our rules know never raise, and what comes out is printable."""
    found = answer(glue.join(pieces), media, hints=Hints(title=pieces[0] if pieces else None))
    if isinstance(found, Article):
        texts = (found.title, *found.paragraphs, *found.captions)
        assert all(text == " ".join(text.split()) and text for text in texts)
        assert all(0 <= s.before <= len(found.paragraphs) for s in found.subheadings)
