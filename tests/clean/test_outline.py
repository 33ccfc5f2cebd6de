"""The texts of a page and where they stand."""

from newsfold.clean.markup import blocks, outline
from newsfold.clean.markup.outline import HINTS, HOLDERS, Spot


def spots(body: str) -> list[Spot]:
    """The spots of a page with that body."""
    tree = blocks.parsed(f"<html><body>{body}</body></html>")
    assert tree is not None
    return list(outline.spots(tree))


def hint(name: str) -> int:
    """The bit of a hint."""
    return 1 << [known for known, _ in HINTS].index(name)


def test_every_text_comes_once_in_order() -> None:
    """Texts beside and between elements too; scripts and menus are none."""
    found = spots("a<div>b<p>c <b>d</b></p>e<br>f</div><nav>g</nav>h<script>i</script><p>j</p>")
    assert [s.block.text for s in found] == ["a", "b", "c d", "e", "f", "h", "j"]


def test_a_form_around_the_page_hides_nothing() -> None:
    """Some systems put the whole page into a form; its buttons are left out all the same."""
    found = spots("<form><p>The text.</p><button>Send</button></form>")
    assert [s.block.text for s in found] == ["The text."]


def test_classes_are_told_near_and_far() -> None:
    """The own and the parent element's classes apart from those further up."""
    page = '<div id="comments"><div><ul><li class="author-bio">A word.</li></ul></div></div>'
    (found,) = spots(page)
    assert found.near & hint("author") and not found.near & hint("comment")
    assert found.far & hint("comment") and not found.far & hint("author")


def test_shares_of_links_and_bold_text_are_counted() -> None:
    """In characters, wherever the tags stand."""
    (found,) = spots("<p>ab<a href=x>cd<b>ef</b></a><i>g</i></p>")
    assert (found.link_chars, found.bold_chars, found.italic_chars) == (4, 2, 1)


def test_headings_and_captions_are_known() -> None:
    """By the element they stand in."""
    heading, caption = spots("<h2><span>H</span></h2><figure><figcaption>C</figcaption></figure>")
    assert (heading.block.level, caption.block.level) == (2, 0)
    assert caption.block.is_caption and not heading.block.is_caption
    assert caption.holders >> HOLDERS.index("figure") & 1


def test_hidden_and_stated_bodies_are_known() -> None:
    """Through all elements above."""
    one, two = spots(
        '<div style="display: none"><p>a</p></div><div itemprop="articleBody"><p>b</p></div>'
    )
    assert (one.is_unshown, one.is_stated_body) == (True, False)
    assert (two.is_unshown, two.is_stated_body) == (False, True)


def test_paths_number_the_elements_above() -> None:
    """Two paragraphs of one parent share all but the last number."""
    one, two = spots("<div><p>a</p><p>b</p></div>")
    assert one.path[:-1] == two.path[:-1] and one.path[-1] != two.path[-1]
