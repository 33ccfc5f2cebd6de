"""render.issue: one view, two parts that say the same."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from newsfold.config import Newsletter
from newsfold.model import Issue, Phrased, RenderedIssue, Sentence, Status
from newsfold.render import issue
from tests.render import editions, golden, reading, samples


def _rendered(told: Issue) -> RenderedIssue:
    return issue.render(told, samples.NEWSLETTER, samples.SITE)


def _lead(told: Issue, **changes: object) -> Issue:
    """The issue with its first story changed."""
    first, *others = told.sections
    lead = replace(first.stories[0], **changes)  # type: ignore[arg-type]
    return replace(told, sections=(replace(first, stories=(lead, *first.stories[1:])), *others))


def test_html_is_what_was_approved() -> None:
    """The sample issue's HTML is the golden file."""
    page = _rendered(samples.issue()).html
    assert page.encode() == golden.kept("issue.html", page.encode())
    assert reading.texts(page, "h1") == ["The Harbour Post"]
    assert reading.texts(page, "h2") == [
        "World",
        "Business",
        "Science & Environment",
        "Also in the news",
    ]
    assert reading.texts(page, "h3")[0] == (
        "Council clears the last hurdle for the “Long Bridge” & its toll"
    )
    assert reading.texts(page, "strong") == [
        "May 1996",
        "30 December 2025 – 2 January 2026",
        "7–8 February",
        "10 March",
        "11 March, 21:30 CET",
    ]
    assert page.startswith("<!DOCTYPE html>")
    assert '<html lang="en" dir="ltr"' in page


def test_text_is_what_was_approved() -> None:
    """The sample issue's text is the golden file, within 72 columns but for addresses."""
    text = _rendered(samples.issue()).text
    assert text.encode() == golden.kept("issue.txt", text.encode())
    assert text.startswith("The Harbour Post\nThursday, 12 March 2026 · Issue 12 · 4 stories")
    assert "\n1. Council clears the last hurdle for the “Long Bridge” & its toll\n" in text
    assert "   - 7–8 February: Residents of both banks marched. (2 sources)\n" in text
    assert "   - unnamed source\n" in text
    assert all(len(line) <= 72 or "://" in line for line in text.splitlines())


def test_text_keeps_its_shape() -> None:
    """No line ends in a space, no two empty lines follow each other, nothing is Markdown."""
    text = _rendered(samples.issue()).text
    assert not re.search(r"[ \t]$", text, re.MULTILINE)
    assert "\n\n\n" not in text
    assert not re.search(r"\*\*|__|\]\(|^#|&\w+;|<\w", text, re.MULTILINE)


def test_both_parts_say_the_same() -> None:
    """Every word and every link of the HTML stands in the text, in the same order."""
    done = _rendered(samples.issue())
    spoken = iter(re.findall(r"\w+", done.text))
    missing = [w for w in re.findall(r"\w+", " ".join(reading.words(done.html))) if w not in spoken]
    assert missing == []
    assert all(url in done.text for _, url in reading.links(done.html))


def test_subject_holds_two_headlines_when_both_fit() -> None:
    """Two short headlines share the subject; a long one stands alone; 78 characters at most."""
    told = _lead(samples.issue(), headline="Bridge vote passes")
    both = "Bridge vote passes; Grain ships leave again after eleven days at anchor"
    assert _rendered(told).subject == both
    assert _rendered(samples.issue()).subject == samples.bridge().headline


def test_long_subject_is_cut_at_a_word() -> None:
    """A headline of more than 78 characters loses whole words and gains '…'."""
    subject = _rendered(_lead(samples.issue(), headline="harbour " * 20)).subject
    assert subject == "harbour " * 8 + "harbour…"
    assert len(_rendered(_lead(samples.issue(), headline="x" * 500)).subject) == 78


def test_preheader_is_the_leads_first_sentence() -> None:
    """The preheader is a whole sentence, with what was added to it."""
    assert _rendered(samples.issue()).preheader == samples.bridge().summary[0].printed


def test_issue_without_stories_still_has_words() -> None:
    """An empty issue is titled by the newsletter and says that it holds nothing."""
    done = _rendered(replace(samples.issue(), sections=(), also=(), note=None))
    assert done.subject == "The Harbour Post"
    assert done.preheader == "0 stories in this issue."
    assert done.slots["unsubscribe"] in done.html


def test_a_heading_is_never_empty() -> None:
    """A story without headline takes its source's title, else says that it has none."""
    told = _lead(samples.issue(), headline=" \u200b")
    assert reading.texts(_rendered(told).html, "h3")[0] == "A report"
    told = _lead(samples.issue(), headline="", articles=())
    assert reading.texts(_rendered(told).html, "h3")[0] == "Untitled story"


def test_marker_stands_wherever_a_reader_leaves() -> None:
    """The unsubscribe marker is in both parts, is an address, and changes with the content."""
    one = _rendered(samples.issue())
    other = _rendered(_lead(samples.issue(), headline="Another"))
    marker = one.slots["unsubscribe"]
    assert one.html.count(marker) == 1
    assert one.text.count(marker) == 1
    assert marker.startswith("https://")
    assert marker != other.slots["unsubscribe"]


def test_rendering_twice_gives_the_same_bytes() -> None:
    """Nothing in a rendered issue depends on the run."""
    assert _rendered(samples.issue()) == _rendered(samples.issue())


def test_continuing_story_without_a_day_is_still_marked() -> None:
    """An unknown first issue gives the mark without a date; a new story has none."""
    told = _lead(samples.issue(), continuing_since="weekly-12")
    assert "Continuing story" in _rendered(told).text
    told = _lead(samples.issue(), status=Status.NEW)
    assert "Continuing" not in _rendered(told).text


def test_link_names_lead_to_one_place_each() -> None:
    """No two links say the same and lead elsewhere, even with equal headlines and outlets."""
    first, *others = samples.issue().sections
    twins = tuple(samples.story(key, "Same words", "A sentence.") for key in "abc")
    done = _rendered(replace(samples.issue(), sections=(replace(first, stories=twins), *others)))
    names: dict[str, set[str]] = {}
    for a in reading.tree(done.html).iter("a"):
        name = a.get("aria-label") or a.text_content()
        names.setdefault(name, set()).add(a.get("href") or "")
    assert all(len(urls) == 1 for urls in names.values())
    assert len(names) > len(twins)


def test_carriers_of_one_text_are_one_source() -> None:
    """Ten outlets with one agency text are one link and a count, in both parts and any language."""
    first, *copies = samples.story(
        "s", "Wreck", outlets=("Herald", "Herald", *(f"Post {n}" for n in range(9)))
    ).articles
    carried = (first, *(replace(copy, copy_of=first.id) for copy in copies))
    own = samples.citation("own", "Tidewatch", "https://tidewatch.example/own")
    told = _lead(samples.issue(), articles=(first, own, *carried[1:]))
    done = _rendered(told)
    assert "2 sources:\n   - Herald and 9 others: https://herald.example/s\n   - Tide" in done.text
    assert "Herald</a> and 9 others, <a" in done.html
    assert "post1.example" not in done.html + done.text
    german = issue.render(told, samples.NEWSLETTER, samples.SITE, language="de")
    assert "Herald und 9 weitere: https" in german.text


def test_a_copy_with_an_address_stands_for_one_without() -> None:
    """Of one text's carriers one is named whose article can be opened; a lost original is no
    matter."""
    bare = samples.citation("bare", None, None)
    copy = replace(samples.citation("copy", "Herald", "https://herald.example/x"), copy_of="bare")
    for articles, shown in (((bare, copy), "Herald and 1 other"), ((copy,), "Herald")):
        text = _rendered(_lead(samples.issue(), articles=articles)).text
        assert f"Source:\n   - {shown}: https://herald.example/x" in text


def test_speaker_is_named_only_where_the_sentence_does_not() -> None:
    """A key event whose words hold the speaker's name does not repeat it."""
    event = samples.bridge().key_events[3]
    own = replace(event, sentence=Sentence("“No,” said Lowe.", "a1", 0))
    text = _rendered(_lead(samples.issue(), key_events=(event, own))).text
    assert "union said. (Ann Lowe)" in text
    assert "said Lowe.\n" in text


def test_without_a_web_address_nothing_points_there() -> None:
    """Without base_url there is no 'online' link."""
    done = issue.render(samples.issue(), samples.NEWSLETTER, samples.OFFLINE)
    assert "Read this issue online" not in done.html + done.text


@pytest.mark.parametrize("name", editions.ALL)
def test_a_page_has_an_even_number_of_web_links(name: str) -> None:
    """rspamd gives a point to an odd one; where it would be odd the title leads online."""
    told, newsletter = editions.ALL[name]
    more = replace(told, also=(*told.also, samples.story("x", "One more link")))
    pages = [_page(one, newsletter) for one in (told, more)]
    for page in pages:
        urls = [*reading.attributes(page, "href"), *reading.attributes(page, "src")]
        assert sum(url.startswith("http") for url in urls) % 2 == 0
    linked = [reading.tree(page).find(".//h1/a") is not None for page in pages]
    assert sorted(linked) == [False, True]


def _page(told: Issue, newsletter: Newsletter) -> str:
    return issue.render(told, newsletter, samples.SITE).html


def test_a_phrased_summary_is_printed_and_said_so() -> None:
    """The phrased text stands instead of the summary, and the foot says who wrote it."""
    plain = samples.issue()
    told = _lead(plain, phrased=(Phrased("The council cleared the bridge.", (0,)),))
    line = "A language model phrased parts of this issue"
    before, after = _rendered(plain), _rendered(told)
    assert line not in " ".join((before.text + before.html).split())
    for part in (after.text, after.html):
        assert line in " ".join(part.split())
        assert "The council cleared the bridge." in part
        assert plain.stories[0].summary[0].text not in part
    assert after.preheader == "The council cleared the bridge."


def test_the_rest_alone_has_no_heading() -> None:
    """Stories that no section took stand without 'Also today' where there is no other section."""
    (first, *_) = samples.issue().sections
    rest = replace(first, title=samples.NEWSLETTER.other_section)
    alone = _rendered(replace(samples.issue(), sections=(rest,)))
    assert reading.texts(alone.html, "h2") == ["Also in the news"]
    assert "Also today" not in alone.text
    both = _rendered(
        replace(samples.issue(), sections=(first, replace(rest, stories=first.stories[:1])))
    )
    assert reading.texts(both.html, "h2")[:2] == ["World", "Also today"]
    assert "Also today\n----------" in both.text
