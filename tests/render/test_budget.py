"""render.budget: no mail grows past what mail readers cut off."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsfold.model import Issue, Story
from newsfold.render import budget, issue, shortened, theme
from tests.render import editions, reading, samples

WAYS = ("Unsubscribe", "Preferences", "Read this issue online")  # the footer's links


def _issue(*stories: Story) -> Issue:
    section = replace(samples.issue().sections[0], stories=stories)
    return replace(samples.issue(), sections=(section,), also=())


def _story(n: int, sentences: int) -> Story:
    said = [f"The mayor of town {n} opened gate {m} and shut it again." for m in range(sentences)]
    return samples.story(f"s{n}", f"Gate {n} opens", *said)


def test_stories_move_to_lines_before_the_limit() -> None:
    """120 stories of 1,000 characters: the first in full, the others in one line, none lost."""
    told = _issue(*(_story(n, 20) for n in range(120)))
    done = issue.render(told, samples.NEWSLETTER, samples.SITE)
    full = len(reading.texts(done.html, "h3"))
    lines = len(reading.tree(done.html).find_class("brief"))
    assert budget.MAX_HTML * 0.95 < len(done.html.encode()) <= budget.MAX_HTML
    assert 20 < full < 120
    assert full + lines == 120
    assert f"{full} stories · {lines} in brief" in done.text


@pytest.mark.parametrize(("count", "most"), [(10, 20_000), (50, 60_000)])
@pytest.mark.parametrize("look", theme.THEMES)
def test_a_page_is_light(count: int, most: int, look: str) -> None:
    """Ten stories take 20 KB of HTML at most, fifty 60 KB, in every theme."""
    newsletter = editions.dressed(samples.NEWSLETTER, look)
    done = issue.render(editions.many(count), newsletter, samples.SITE)
    assert len(reading.texts(done.html, "h3")) == count
    assert len(done.html.encode()) <= most


def test_the_footer_is_there_whatever_the_size() -> None:
    """Longest title, note, reason and address, and a first story without end."""
    long = "& " * 100_000
    told = replace(_issue(samples.story("m", long, long), *editions.many(50).stories))
    told = replace(told, title=long, note=long)
    newsletter = samples.NEWSLETTER.model_copy(update={"reason": long})
    site = samples.SITE.model_copy(update={"postal_address": long})
    done = issue.render(told, newsletter, site)
    assert len(done.html.encode()) <= budget.MAX_HTML
    assert done.html.count(done.slots["unsubscribe"]) == done.text.count(
        done.slots["unsubscribe"]
    ) == 1  # fmt: skip
    assert len(reading.texts(done.html, "h3")) == 51


def test_lines_are_counted_when_even_they_are_too_many() -> None:
    """3,000 stories: lines beyond the limit are told as a number, and the footer is there."""
    told = _issue(*(_story(n, 1) for n in range(3000)))
    done = issue.render(told, samples.NEWSLETTER, samples.SITE)
    lines = len(reading.tree(done.html).find_class("brief"))
    assert len(done.html.encode()) <= budget.MAX_HTML
    more = f"{3000 - lines} more stories on the web"
    page = "https://news.harbour.example/a/daily-2026-03-12"
    assert f"{more}\n{page}\n" in done.text
    assert (more, page) in reading.links(done.html)
    assert [name for name in WAYS if name not in dict(reading.links(done.html))] == []
    assert done.slots["unsubscribe"] in done.html


def test_one_monstrous_story_does_not_take_the_others_along() -> None:
    """A first story of 200 KB is shortened to its first sentences; all others stay in full."""
    said = [f"Roar {n} was heard on both banks of the river." for n in range(4_000)]
    told = _issue(samples.story("m", "Monster", *said), *(_story(n, 2) for n in range(20)))
    done = issue.render(told, samples.NEWSLETTER, samples.SITE)
    assert len(reading.texts(done.html, "h3")) == 21
    assert reading.tree(done.html).find_class("brief") == []
    (lead,) = reading.tree(done.html).find_class("first")
    kept = str(lead.text_content()).strip().removesuffix(".").split(". ")
    assert kept == [one.removesuffix(".") for one in said[: len(kept)]]
    assert 100 < len(kept) < 400
    assert len(done.html.encode()) <= budget.MAX_HTML


def test_a_sentence_without_end_goes_whole() -> None:
    """No sentence is cut: the one of 200 KB is not printed, its story keeps its headline."""
    monster = samples.story("m", "Monster", "roar " * 40_000)
    done = issue.render(_issue(monster, _story(1, 2)), samples.NEWSLETTER, samples.SITE)
    assert reading.texts(done.html, "h3") == ["Monster", "Gate 1 opens"]
    assert "roar" not in done.html
    assert reading.texts(done.html, "p").count("Source: Tidewatch") == 2


def test_a_monstrous_headline_is_cut() -> None:
    """A headline of 200 KB ends in '…', and the story is told."""
    told = _issue(samples.story("m", "roar " * 40_000, "A sentence."), _story(1, 2))
    done = issue.render(told, samples.NEWSLETTER, samples.SITE)
    headline, other = reading.texts(done.html, "h3")
    assert (headline[-5:], other) == ("roar…", "Gate 1 opens")
    assert len(done.html.encode()) <= budget.MAX_HTML


def _large(part: str) -> Story:
    """A story of which one part is without end."""
    told = samples.bridge()
    events = tuple(replace(told.key_events[0], speaker=f"Speaker {n}") for n in range(2_000))
    sources = tuple(
        samples.citation(f"c{n}", f"Outlet {n}", f"https://o{n}.example/{'x' * 900}")
        for n in range(400)
    )
    parts = {
        "summary": {"summary": told.summary * 500},
        "events": {"key_events": events},
        "sources": {"articles": sources},
        "headline": {"headline": "& " * 50_000},
        "note": {"note": "\N{GRINNING FACE}" * 50_000},
    }
    return replace(told, **parts[part])  # type: ignore[arg-type]


@pytest.mark.parametrize("part", ["summary", "events", "sources", "headline", "note"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_part_of_a_story_breaks_the_budget(part: str, language: str) -> None:
    """Whichever part has no end: both stories are told in full, and the footer is there."""
    told = _issue(_large(part), _story(1, 2))
    newsletter = samples.NEWSLETTER.model_copy(update={"language": language})
    done = issue.render(told, newsletter, samples.SITE)
    assert len(done.html.encode()) <= budget.MAX_HTML
    assert len(reading.texts(done.html, "h3")) == 2
    assert done.slots["unsubscribe"] in done.html


def test_a_usual_story_is_not_shortened() -> None:
    """What the sample issues tell passes as it is."""
    for told, _ in editions.ALL.values():
        assert [shortened.story(one) for one in told.stories] == list(told.stories)


def test_without_a_web_page_what_is_left_out_is_only_counted() -> None:
    """Where no page can be linked the number stands alone, and the way out is still there."""
    told = _issue(*(_story(n, 1) for n in range(3000)))
    done = issue.render(told, samples.NEWSLETTER, samples.OFFLINE)
    lines = len(reading.tree(done.html).find_class("brief"))
    assert f"and {3000 - lines} more stories" in done.text
    assert "on the web" not in done.text + done.html
    assert "Unsubscribe" in dict(reading.links(done.html))


def test_a_monstrous_note_is_cut() -> None:
    """An editor's note of 200 KB is cut, with '…', and the stories stay."""
    told = replace(samples.issue(), note="word " * 40_000)
    done = issue.render(told, samples.NEWSLETTER, samples.SITE)
    assert len(done.html.encode()) <= budget.MAX_HTML
    assert "word…" in done.html
    assert len(reading.texts(done.html, "h3")) == len(samples.issue().stories)


def test_told_in_full_keeps_every_story_once() -> None:
    """Whatever the cut, stories and lines together are the issue's, in order."""
    told = samples.issue()
    everything = [*told.stories, *told.also]
    for count in range(len(told.stories) + 1):
        cut = budget.told_in_full(told, count)
        assert [*cut.stories, *cut.also] == everything
        assert len(cut.stories) == count
