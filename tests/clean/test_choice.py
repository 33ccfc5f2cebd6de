"""Which texts of a page are its article's."""

from dataclasses import replace

from newsfold import tables
from newsfold.clean import page
from newsfold.clean.markup import blocks, choice
from newsfold.text.language import Tables
from tests.clean.pages_refused import teasers
from tests.clean.papers import BODY, HEADLINE

PAGE = (
    '<html lang="en"><body><div class="site-header"><p>The Bay Post since 1901</p></div>'
    f"<article><h1>{HEADLINE}</h1>{''.join(f'<p>{text}</p>' for text in BODY)}"
    '<div class="newsletter-signup"><p>Get our stories every morning.</p></div></article>'
    '<div class="comments"><div class="comment"><p>I walked there as a boy, and it was never safe '
    "in winter; they should have moved it long ago.</p></div></div></body></html>"
)


def kept(with_tables: Tables, markup: str = PAGE) -> list[str]:
    """The texts of the page that are kept."""
    tree = blocks.parsed(markup)
    assert tree is not None
    seen, _, _ = page.surveyed(tree, with_tables)
    chosen = choice.kept(seen, with_tables)
    return [line.text for line, keep in zip(seen.lines, chosen, strict=True) if keep]


def test_the_body_is_kept_and_a_comment_is_not() -> None:
    """With the weights that travel in the package."""
    found = kept(tables.load())
    assert [text for text in found if text != HEADLINE] == list(BODY)


def test_without_weights_the_extraction_decides() -> None:
    """Tables that carry none still give the body."""
    untrained = replace(tables.load(), weights=Tables().weights)
    assert set(BODY) <= set(kept(untrained))


def test_a_second_copy_of_the_article_goes() -> None:
    """A single text that holds all paragraphs again is not kept beside them."""
    untrained = replace(tables.load(), weights=Tables().weights)
    told = [text for tag, text in teasers(24) if tag == "p"]
    parts = [" ".join(told[n : n + 6]) for n in range(0, 24, 6)]
    shown = "".join(f"<p>{text}</p>" for text in parts)
    markup = f"<html lang=en><body><article><h1>{HEADLINE}</h1>{shown}{{}}</article></body></html>"
    copied = markup.format(f"<div><p>{' '.join(parts)}</p></div>")
    assert [t for t in kept(untrained, copied) if t != HEADLINE] == parts
    assert [t for t in kept(untrained, markup.format("")) if t != HEADLINE] == parts
