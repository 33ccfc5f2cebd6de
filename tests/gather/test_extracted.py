"""trafilatura's XML, written here by itself."""

from __future__ import annotations

import pytest
import trafilatura
from hypothesis import given
from hypothesis import strategies as st

from newsfold import tables
from newsfold.clean import document
from newsfold.gather import container
from newsfold.gather.origin import Item, Origin
from newsfold.model import Article, Document, Failure
from tests.clean.papers import BODY, HEADLINE

PAGE = (
    "<html lang='en'><head><meta name='author' content='Ann Lee; Bo Ray'>"
    "<meta property='og:site_name' content='The Bay Post'>"
    "<link rel='canonical' href='https://bay.example.org/a'>"
    "<meta property='article:published_time' content='2026-03-12'>"
    f"<title>{HEADLINE}</title></head><body><article><h1>{HEADLINE}</h1><p>{BODY[0]}</p>"
    f"<h2>A long wait</h2><p>{BODY[1]}</p><p>{BODY[2]}</p></article></body></html>"
)
WRITTEN = str(trafilatura.extract(PAGE, output_format="xml", with_metadata=True))


def split(data: str) -> list[Item]:
    """The items of an XML file."""
    return list(container.SPLITTERS[".xml"](data.encode(), Origin("desk", "a.xml")))


@pytest.mark.parametrize(
    ("data", "number"), [(WRITTEN, 1), (f"<corpus>{WRITTEN}{WRITTEN}</corpus>", 2)]
)
def test_each_document_becomes_an_article(data: str, number: int) -> None:
    """Text, subheading, authors, outlet, address and day are those of the page."""
    items = split(data)
    assert [i.locator for i in items] == [f"a.xml#{n + 1}" for n in range(number)]
    for item in items:
        assert isinstance(item, Document)
        found = document.read(item, tables.load())
        assert isinstance(found, Article)
        assert (found.title, found.paragraphs) == (HEADLINE, BODY)
        assert [s.text for s in found.subheadings] == ["A long wait"]
        assert found.authors == ("Ann Lee", "Bo Ray")
        assert (found.outlet, found.url) == ("The Bay Post", "https://bay.example.org/a")
        assert found.published_at is not None and found.published_at.iso == "2026-03-12"


def test_damaged_xml_is_a_failure() -> None:
    """What was cut off is told, and nothing raises."""
    (failure,) = split(WRITTEN[: len(WRITTEN) // 2])
    assert isinstance(failure, Failure)
    assert failure.reason == "bad-xml"


@given(st.integers(0, len(WRITTEN)), st.text(max_size=20))
def test_any_damage_is_borne(at: int, text: str) -> None:
    """Whatever is put into it, documents and failures come out."""
    broken = WRITTEN[:at] + text + WRITTEN[at:]
    items = split(broken.encode("utf-8", "replace").decode())
    assert all(isinstance(i, Document | Failure) for i in items)
