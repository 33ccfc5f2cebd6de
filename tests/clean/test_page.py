"""Whole HTML pages."""

import json
import logging

import pytest

from newsfold.model import DatedBy, Media, Reason
from tests.clean import pages_refused as pages
from tests.clean.papers import BODY, HEADLINE, LEAD, SECOND, THIRD, article, rejected, why

LINKED = {
    "@type": "NewsArticle",
    "headline": HEADLINE,
    "datePublished": "2026-03-12T08:15:00+01:00",
    "author": [{"@type": "Person", "name": "Ann Lee"}],
    "publisher": {"name": "The Bay Post"},
    "articleSection": "Coast",
}
FIGURE = (
    '<figure><img src="/cliff.jpg" alt="A tower above a cliff" width="1200" height="800">'
    '<figcaption>The tower. <span class="credit">Photograph: Bo Ray</span></figcaption></figure>'
)


def page(
    *, head: str = "", title: str = f"{HEADLINE} | The Bay Post", body: str | None = None
) -> str:
    """A page with menus around its article."""
    text = "".join(f"<p>{p}</p>" for p in BODY) if body is None else body
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>{head}</head><body>'
        "<nav><ul><li><a href=/>Home</a></li><li><a href=/s>Sport</a></li></ul></nav>"
        f"<main><article><h1>{HEADLINE}</h1>{text}</article></main>"
        "<footer><p>Registered in Marrow Bay.</p></footer></body></html>"
    )


def linked(**changes: object) -> str:
    """The page's JSON-LD."""
    return f'<script type="application/ld+json">{json.dumps({**LINKED, **changes})}</script>'


def test_the_article_is_found() -> None:
    """The body's paragraphs in order; what stands around them is counted, not kept."""
    found = article(page(), Media.HTML)
    assert (found.title, found.paragraphs, found.language) == (HEADLINE, BODY, "en")
    assert why(found, "Registered in Marrow Bay.") == "outside"


def test_stated_data_are_read() -> None:
    """Outlet, authors, section, address and an instant with its zone come from the markup."""
    head = linked() + '<link rel="canonical" href="https://bay.example/a?utm_source=x">'
    found = article(page(head=head), Media.HTML)
    assert (found.outlet, found.authors, found.categories) == (
        "The Bay Post",
        ("Ann Lee",),
        ("Coast",),
    )
    assert found.url == "https://bay.example/a"
    assert found.published_at is not None and found.published_at.iso == "2026-03-12T08:15:00+01:00"
    assert found.dated_by is DatedBy.MARKUP


def test_a_date_without_time_stays_a_day() -> None:
    """Precision is the source's."""
    found = article(page(head=linked(datePublished="2026-03-12")), Media.HTML)
    assert found.published_at is not None and found.published_at.iso == "2026-03-12"


@pytest.mark.parametrize(
    "broken", ["{", "[1, 2", '{"@type": ["NewsArticle", 3], "author": 7}', "[" * 9999]
)
def test_broken_data_are_passed_over(broken: str) -> None:
    """JSON-LD that is none leaves the article readable."""
    head = f'<script type="application/ld+json">{broken}</script>'
    assert article(page(head=head), Media.HTML).paragraphs == BODY


def test_the_site_is_stripped_from_a_title_without_heading() -> None:
    """' | Site' goes when the page says what the site is called."""
    head = '<meta property="og:site_name" content="The Bay Post">'
    text = page(head=head).replace(f"<h1>{HEADLINE}</h1>", "")
    assert article(text, Media.HTML).title == HEADLINE


def test_a_picture_needs_alternative_text_and_credit() -> None:
    """With both it is kept, with its size; without a credit it is not."""
    body = FIGURE + "".join(f"<p>{p}</p>" for p in BODY)
    head = '<meta property="og:url" content="https://bay.example/a">'
    (picture,) = article(page(head=head, body=body), Media.HTML).pictures
    assert (picture.url, picture.credit) == ("https://bay.example/cliff.jpg", "Bo Ray")
    assert (picture.width, picture.height) == (1200, 800)
    bare = body.replace("credit", "x")
    assert article(page(head=head, body=bare), Media.HTML).pictures == ()


def test_subheadings_keep_their_place() -> None:
    """An h2 is a subheading before its paragraph."""
    body = f"<p>{LEAD}</p><p>{SECOND}</p><h2>A long winter</h2><p>{THIRD}</p>"
    found = article(page(body=body), Media.HTML)
    assert [(s.text, s.before) for s in found.subheadings] == [("A long winter", 2)]


def test_tags_nested_too_deep_are_refused() -> None:
    """Twenty thousand nested tags end in a value, not in a crash."""
    text = "<div>" * 20_000 + LEAD + "</div>" * 20_000
    assert rejected(text, Media.HTML).reason is Reason.TOO_DEEP


def test_a_page_with_too_many_tags_is_cut() -> None:
    """The article before the cut is read, and what lies behind it is counted."""
    tail = "<p>a b</p>" * 60_000
    found = article(page() + tail, Media.HTML)
    assert set(BODY) <= set(found.paragraphs)
    (limit,) = [r.text for r in found.removed if r.why == "over-limit" and "characters" in r.text]
    assert 0 < int(limit.split()[0]) < len(tail)


def test_declared_entities_are_not_expanded() -> None:
    """An entity bomb stays small."""
    bomb = '<!DOCTYPE html [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    found = article(bomb + page(body=f"<p>{LEAD} &b;</p><p>{SECOND}</p>"), Media.HTML)
    assert "aaaaaaaa" not in " ".join(found.paragraphs)


def test_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """The extractor's complaints reach nobody's log."""
    with caplog.at_level(logging.DEBUG):
        rejected("<html><body><p>x</p></body></html>", Media.HTML)
    assert [r for r in caplog.records if r.name.startswith("trafilatura")] == []


def test_the_cells_of_a_row_are_one_line() -> None:
    """A table within the article keeps its figures, a row a line."""
    towns = ("Skerry", "Varnholt", "Saltmere", "Lindhaven", "Dunmarrow", "Aubremont", "Carrick")
    rows = "".join(
        f"<tr><td>{town}</td><td>22</td><td>7</td><td>{13 + n}</td><td>5</td></tr>"
        for n, town in enumerate(towns)
    )
    opening = "Skerry won again on Saturday, and the table after twenty-two days of the season is:"
    text = f"<p>{SECOND}</p><p>{opening}</p><table>{rows}</table><p>{THIRD}</p>"
    found = article(page(body=f'<div class="article-body">{text}</div>'), Media.HTML)
    assert "Varnholt 22 7 14 5" in found.paragraphs
    assert "Varnholt" not in found.paragraphs


def test_sentences_above_a_long_table_are_prose() -> None:
    """Figures weigh nothing where it is asked whether a page holds sentences."""
    rows = (("td", f"{town} | {n} | {n * 2} | {n + 9}") for n, town in enumerate(pages.PLACES * 6))
    blocks = [("p", LEAD), ("p", SECOND), *rows]
    assert LEAD in article(pages.as_page([("h1", HEADLINE), *blocks]), Media.HTML).paragraphs


def test_a_refrain_stays() -> None:
    """A page's text that says a sentence twice says it twice in the article."""
    refrain = "Nobody in the town could say who had left the lamp burning."
    texts = (LEAD, refrain, SECOND, refrain, THIRD)
    found = article(page(body="".join(f"<p>{text}</p>" for text in texts)), Media.HTML)
    assert found.paragraphs == texts


@pytest.mark.parametrize(
    "sentence",
    [
        "To vote, residents install the app of the harbour office, which was set up by a fisherman "
        "in 1998 and has been rewritten twice since then.",
        '"If anyone had asked me, I would have told them to subscribe to our newsletter, sign up '
        "to the meeting, and read the survey before they voted, because every figure that was "
        "read out on Tuesday had been printed there in January, and nobody in the hall seemed to "
        'know that," said the surveyor, Maud Carrick, who has measured the cliff since 2009.',
    ],
)
def test_a_sentence_within_the_article_is_not_furniture_for_a_word(sentence: str) -> None:
    """An app, a founder or a newsletter that an article's sentence names does not end it."""
    text = "".join(f"<p>{p}</p>" for p in (LEAD, SECOND, sentence, THIRD))
    assert article(page(body=text), Media.HTML).paragraphs == (LEAD, SECOND, sentence, THIRD)


def test_an_item_of_a_list_heads_nothing() -> None:
    """The last item stays a paragraph, although prose follows; a subheading stays one."""
    items = ("Work begins in March", "The path stays open", "It costs four million crowns")
    listed = "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    heading = "<h2>What the sea has taken</h2>"
    body = f"<p>{LEAD}</p><p>{SECOND}</p>{listed}<p>{THIRD}</p>{heading}<p>{LEAD} So it is.</p>"
    found = article(page(body=body), Media.HTML)
    assert found.paragraphs[2:6] == (*items, THIRD)
    assert [s.text for s in found.subheadings] == ["What the sea has taken"]
