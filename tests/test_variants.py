"""variants: which mail a reader gets, and that each is rendered once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsfold import compose, variants
from newsfold.config import Config, SectionRule
from newsfold.model import Issue, Section, Subscriber
from newsfold.variants import Variant
from tests.render import editions, reading, samples

NEWSLETTER = samples.NEWSLETTER.model_copy(update={"languages": ("de",)})
CONFIG = Config(site=samples.SITE, newsletters=(NEWSLETTER,))
ISSUE = editions.many(9)  # World, Business, Science & Environment


def _wanted(*sections: str, language: str | None = None, issue: Issue = ISSUE) -> Variant | None:
    return variants.wanted(language, sections, issue, NEWSLETTER)


@pytest.mark.parametrize(
    ("sections", "language", "name"),
    [
        ((), None, "en"),
        ((), "de", "de"),
        ((), "fi", "en"),
        (("World",), None, "en.0"),
        (("science and environment",), None, "en"),  # no such title
        (("SCIENCE & ENVIRONMENT", "World"), "de", "de.0.2"),
        (("World", "Business", "Science & Environment"), None, "en"),
        (("World", "Gardening"), None, "en.0"),
        (("Gardening",), None, "en"),
    ],
)
def test_the_variant_of_a_reader(
    sections: tuple[str, ...], language: str | None, name: str
) -> None:
    """Offered language by chosen sections; the whole issue for all, for none and for unknown."""
    found = _wanted(*sections, language=language)
    assert found is not None
    assert found.name == name


def test_who_chose_what_has_no_story_gets_no_mail() -> None:
    """The newsletter knows the section, the issue has nothing in it."""
    short = replace(ISSUE, sections=ISSUE.sections[:1])
    assert _wanted("Business", issue=short) is None
    assert _wanted("Business", "World", issue=short) == Variant("en")


def test_an_issue_that_nothing_divides_goes_whole_to_everybody() -> None:
    """Where no built-in section took any story, whoever chose one still gets the mail."""
    rest = replace(ISSUE, sections=(Section("Also today", (samples.story("r", "Regn", "Det."),)),))
    assert _wanted("World", issue=rest) == Variant("en")
    own = NEWSLETTER.model_copy(update={"sections": (SectionRule(title="World"),)})
    assert variants.wanted(None, ("World",), rest, own) is None


def test_a_mail_of_chosen_sections_tells_them_alone() -> None:
    """Headlines, number, subject and opening are those of the chosen sections, lines too."""
    economy = replace(samples.story("m", "Markets fall", "They fell."), categories=("markets",))
    island = replace(samples.story("w", "Islands meet", "They met."), categories=("world",))
    told = replace(ISSUE, also=(economy, island))
    (done,) = variants.rendered(told, NEWSLETTER, CONFIG, [Variant("en", (1,))])
    own = [story.headline for story in told.sections[1].stories]
    assert reading.texts(done.html, "h3") == own
    assert [e.text_content().split()[0] for e in reading.tree(done.html).find_class("brief")] == [
        "Markets"
    ]
    assert "3 stories · 1 in brief" in done.text
    assert done.subject.startswith(own[0])
    assert (done.variant, done.language, done.issue_id) == ("en.1", "en", told.id)
    assert done.slots["unsubscribe"] in done.html


def test_each_variant_is_rendered_once() -> None:
    """A hundred readers of four kinds make four renderings, whatever titles they spell."""
    kinds = [((), "en"), ((), "de"), (("World",), "en"), (("world",), "de")]
    readers = [
        Subscriber(f"r{n}@example.org", language=language, sections=sections)
        for n in range(100)
        for sections, language in [kinds[n % len(kinds)]]
    ]
    wanted = [
        v for r in readers if (v := variants.wanted(r.language, r.sections, ISSUE, NEWSLETTER))
    ]
    made = variants.rendered(ISSUE, NEWSLETTER, CONFIG, wanted)
    assert [one.variant for one in made] == ["en", "de", "en.0", "de.0"]
    assert {v.name for v in wanted} == {one.variant for one in made}
    (whole,) = variants.rendered(ISSUE, NEWSLETTER, CONFIG)
    assert whole == made[0]


def test_sections_of_an_editor_can_be_chosen() -> None:
    """A title that only this issue has counts as well."""
    own = replace(ISSUE, sections=(*ISSUE.sections, Section("From the tower", ISSUE.stories[:1])))
    assert _wanted("From the tower", issue=own) == Variant("en", (3,))
    assert compose.titles_of(own, NEWSLETTER)[3] == "From the tower"
