"""Which section a story stands in, and how many are told in full."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from newsfold import compose, config, section_words
from newsfold.model import Citation, Issue, Sentence, Story

DUE = datetime(2026, 3, 12, 7, tzinfo=UTC)


def story(
    headline: str,
    *,
    text: str = "So it was.",
    categories: tuple[str, ...] = (),
    outlet: str = "Post",
    weight: float = 0.0,
) -> Story:
    """A story of one article."""
    summary = (Sentence(text, headline, 0),) if text else ()
    source = Citation(headline, headline, outlet, None, None)
    return Story(headline, headline, (source,), summary, (), categories=categories, weight=weight)


def issue(stories: list[Story], newsletter: config.Newsletter) -> Issue:
    """The issue of 12 March."""
    return compose.issue(
        stories, newsletter, edition="2026-03-12", number=3, due_at=DUE, since=DUE, until=DUE
    )


def laid_out(stories: list[Story], newsletter: config.Newsletter) -> dict[str, list[str]]:
    """Section title -> headlines."""
    found = issue(stories, newsletter)
    return {s.title: [x.headline for x in s.stories] for s in found.sections}


@pytest.mark.parametrize(
    ("found", "section"),
    [
        (story("Frost ruins blossom", categories=("Business",)), "Business"),
        (story("Frost ruins blossom", categories=("News/World",)), "World"),
        (story("Frost ruins blossom", categories=("Odd", "climate")), "Science & Environment"),
        (story("Frost ruins blossom", categories=("Science & Environment",)),
         "Science & Environment"),
        (story("Frost ruins blossom", categories=("Health and Food",)), "Science & Environment"),
        (story("President and parliament agree on ceasefire"), "World"),
        (story("Bank raises interest rate as inflation climbs"), "Business"),
        (story("Scientists find new species of moss", text="The study took years."),
         "Science & Environment"),
        (story("Baker wins cake prize"), "Also today"),
        (story("Baker wins vote", text="He likes cake."), "World"),
    ],
)  # fmt: skip
def test_built_in_sections(found: Story, section: str) -> None:
    """Category words decide first, then keywords, twice as heavy in the headline."""
    assert compose.section_of(found, config.Newsletter()) == section


@pytest.mark.parametrize(
    ("language", "headline", "section"),
    [
        ("de", "Bundestag stimmt für Sanktionen der Regierung", "World"),
        ("de", "Inflation drückt die Gewinne der Banken", "Business"),
        ("de", "Forscherinnen finden neue Arten im Wald", "Science & Environment"),
        ("fr", "Le gouvernement envoie des troupes à la frontière", "World"),
        ("es", "La inflación golpea los salarios", "Business"),
        ("it", "Gli scienziati studiano i ghiacciai", "Science & Environment"),
        ("pt", "Governo e oposição negociam cessar-fogo", "World"),
        ("nl", "Winst van de bank daalt", "Business"),
        ("pl", "Naukowcy odkryli gatunek ptaka", "Science & Environment"),
        ("uk", "Уряд і парламент про санкції", "World"),
        ("ar", "أسعار الفائدة ترفع أرباح الشركات", "Business"),
        ("de", "Bäcker gewinnt Kuchenpreis", "Also today"),
        ("de", "Drei Tage Police und Vote", "Also today"),  # another language's words
    ],
)
def test_built_in_sections_in_the_language_of_a_story(
    language: str, headline: str, section: str
) -> None:
    """The same three sections, by words of the story's own language."""
    found = replace(story(headline), language=language)
    assert compose.section_of(found, config.Newsletter()) == section


@pytest.mark.parametrize(
    ("category", "section"),
    [
        ("Politik", "World"),
        ("Économie", "Business"),
        ("Wissenschaft und Umwelt", "Science & Environment"),
    ],
)
def test_category_words_count_in_any_language(category: str, section: str) -> None:
    """What an outlet calls its section decides, alone or joined to others."""
    found = story("Frost", categories=(category,))
    assert compose.section_of(found, config.Newsletter()) == section


def test_every_language_has_every_built_in_section(root: Path) -> None:
    """No language lacks one, and no word stands twice or for two sections of a language."""
    offered = {file.stem for file in (root / "src/newsfold/render/catalogues").glob("*.po")}
    assert set(section_words.KEYWORDS) == {"en", *offered}
    for language, rules in section_words.KEYWORDS.items():
        assert tuple(rules) == section_words.TITLES
        listed = [word for keywords in rules.values() for word in keywords.split(", ")]
        assert sorted(listed) == sorted(set(listed)), language


def test_own_rules_replace_the_built_in_ones() -> None:
    """A newsletter's rules decide, by category, by outlet and by keyword, in their order."""
    letter = config.Newsletter(
        sections=(
            config.SectionRule(title="Harbour", keywords=("bridge", "ferry")),
            config.SectionRule(title="Farms", categories=("agriculture",)),
            config.SectionRule(title="Radio", sources=("Coast Radio",)),
        ),
        other_section="The rest",
    )
    found = laid_out(
        [
            story("Bridge closed"),
            story("Frost in Ormdal", categories=("Agriculture",)),
            story("Concert tonight", outlet="coast radio"),
            story("President resigns"),
        ],
        letter,
    )
    assert found == {
        "Harbour": ["Bridge closed"],
        "Farms": ["Frost in Ormdal"],
        "Radio": ["Concert tonight"],
        "The rest": ["President resigns"],
    }


def test_what_is_over_a_cap_stands_in_also() -> None:
    """No section and no issue is longer than its cap; nothing is lost."""
    stories = [story(f"Minister {n} out", categories=("World",), weight=5) for n in range(4)]
    stories += [story(f"Bank {n} out", categories=("Business",), weight=1) for n in range(4)]
    letter = config.Newsletter(max_stories=4, max_per_section=3)
    found = issue(stories, letter)
    assert [len(section.stories) for section in found.sections] == [3, 1]
    assert [s.headline for s in found.also] == [
        "Minister 3 out",
        "Bank 1 out",
        "Bank 2 out",
        "Bank 3 out",
    ]


def test_no_section_swallows_the_issue() -> None:
    """Of stories nearly as important, one from a section with less in it comes first."""
    many = [f"{name} resigns" for name in ("Premier", "Mayor", "Envoy", "Judge", "Abbot", "Chief")]
    stories = [story(title, categories=("World",), weight=2.0) for title in many]
    stories += [story("Bank fails", categories=("Business",), weight=1.8)]
    stories += [story("Moss is found", categories=("Science",), weight=0.5)]
    found = issue(stories, config.Newsletter(max_stories=4))
    assert {s.title: len(s.stories) for s in found.sections} == {"World": 3, "Business": 1}


def test_of_two_stories_alike_the_second_gives_way() -> None:
    """What nearly repeats the headline of a chosen story makes room for another."""
    stories = [
        story("Storm Edda floods the harbour of Tarn", weight=2.0),
        story("Harbour of Tarn after Storm Edda", weight=1.9),
        story("Orchards in blossom", weight=1.6),
    ]
    found = issue(stories, config.Newsletter(max_stories=2))
    assert [s.headline for s in found.stories] == [
        "Storm Edda floods the harbour of Tarn",
        "Orchards in blossom",
    ]
    assert [s.headline for s in found.also] == ["Harbour of Tarn after Storm Edda"]


def test_inside_a_section_the_most_important_comes_first() -> None:
    """Weights that differ by more than the rules take off decide."""
    stories = [story(f"Minister {n}", categories=("World",), weight=9 - 2 * n) for n in range(4)]
    found = issue(stories, config.Newsletter())
    assert [s.headline for s in found.stories] == [f"Minister {n}" for n in range(4)]


def test_sections_keep_the_order_of_their_rules_and_empty_ones_go() -> None:
    """The order of sections does not hang on which story is heaviest."""
    found = laid_out(
        [story("Shares fall", categories=("Business",)), story("War ends", categories=("World",))],
        config.Newsletter(),
    )
    assert list(found) == ["World", "Business"]
    assert laid_out([], config.Newsletter()) == {}


def test_the_issue_says_what_it_is() -> None:
    """Its id is the slug and the edition; title and dates come through."""
    found = issue([], config.Newsletter(slug="morning", title="The Morning"))
    assert (found.id, found.title, found.number) == ("morning-2026-03-12", "The Morning", 3)
    assert (found.published_on, found.due_at) == (date(2026, 3, 12), DUE)


def test_a_headline_alone_stands_in_also() -> None:
    """A story that was not written in full takes no section's room."""
    brief = story("Mayor resigns", text="", categories=("World",))
    found = issue([brief, story("Mayor elected", categories=("World",))], config.Newsletter())
    assert [s.headline for s in found.stories] == ["Mayor elected"]
    assert [s.headline for s in found.also] == ["Mayor resigns"]
