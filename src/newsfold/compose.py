"""Stories -> an issue: which section each stands in, and how many are told in full."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from newsfold import config, section_words
from newsfold.model import Issue, Section, Story
from newsfold.text import chars, words

# Between the words of a category: 'Science & Health', 'Wissenschaft und Umwelt'.
JOINED = re.compile(r"\s*(?:&|,|;|\||\b(?:and|und|et|y|e|en)\b)\s*", re.IGNORECASE)
# What a story loses of its weight, chosen by eye: the eighth of a section as much as recency is
# worth, and one whose headline repeats another's as much as a third source adds.
SAME_SECTION = 0.08  # for each story that its section holds already
SAME_WORDS = 0.5  # where all its headline's words stand in that of one already chosen
MIN_LETTERS = 4  # of a headline's word that is compared
MIN_VOTES = 2  # keyword votes for a built-in section: one word alone says little


def issue(
    stories: Sequence[Story],
    newsletter: config.Newsletter,
    *,
    edition: str,
    number: int,
    due_at: datetime,
    since: datetime,
    until: datetime,
) -> Issue:
    """The issue of one edition ('2026-03-12'). `stories` stand most important first.

    At most `max_stories` are told in full and `max_per_section` of them in one section; the rest,
    and those that have a headline alone, stand in `also`. A story that comes behind others of its
    section, or is much like one, gives way to one nearly as important. Sections keep the order of
    their rules; empty ones are left out.
    """
    filled: dict[str, list[Story]] = {rule.title: [] for rule in _rules(newsletter)}
    filled.setdefault(newsletter.other_section, [])
    for title, story in _chosen(stories, newsletter):
        filled[title].append(story)
    told = {story.id for found in filled.values() for story in found}
    also = [story for story in stories if story.id not in told]
    return Issue(
        id=f"{newsletter.slug}-{edition}",
        newsletter=newsletter.slug,
        edition=edition,
        number=number,
        title=newsletter.title,
        published_on=date.fromisoformat(edition),
        due_at=due_at,
        since=since,
        until=until,
        sections=tuple(Section(title, tuple(found)) for title, found in filled.items() if found),
        also=tuple(also),
    )


def titles(newsletter: config.Newsletter) -> tuple[str, ...]:
    """The titles of all sections that an issue may have, in their order."""
    rules = (rule.title for rule in _rules(newsletter))
    return tuple(dict.fromkeys([*rules, newsletter.other_section]))


def titles_of(issue: Issue, newsletter: config.Newsletter) -> tuple[str, ...]:
    """The titles of the sections that have a story in an issue, also one told in a line."""
    brief = (section_of(story, newsletter) for story in issue.also)
    return tuple(dict.fromkeys([*(s.title for s in issue.sections if s.stories), *brief]))


def selected(issue: Issue, chosen: Sequence[str], newsletter: config.Newsletter) -> Issue:
    """The issue with the stories of these sections alone."""
    return replace(
        issue,
        sections=tuple(s for s in issue.sections if s.title in chosen),
        also=tuple(s for s in issue.also if section_of(s, newsletter) in chosen),
    )


def _chosen(stories: Sequence[Story], newsletter: config.Newsletter) -> list[tuple[str, Story]]:
    """The stories that are told in full, most important first, each with its section's title."""
    left = [
        (section_of(story, newsletter), story)
        for story in stories
        if story.summary or story.key_events
    ]
    likeness = [0.0] * len(left)  # of each to the chosen one most like it
    full: Counter[str] = Counter()
    chosen: list[tuple[str, Story]] = []
    open_to = list(range(len(left)))
    while len(chosen) < newsletter.max_stories:
        open_to = [n for n in open_to if full[left[n][0]] < newsletter.max_per_section]
        if not open_to:
            break
        best = max(open_to, key=lambda n: (_worth(*left[n], full, likeness[n]), -n))
        open_to.remove(best)
        chosen.append(left[best])
        full[left[best][0]] += 1
        for n in open_to:
            likeness[n] = max(likeness[n], _likeness(left[n][1], left[best][1]))
    return chosen


def _worth(section: str, story: Story, full: Counter[str], likeness: float) -> float:
    return round(story.weight - SAME_SECTION * full[section] - SAME_WORDS * likeness, 6)


def _likeness(story: Story, other: Story) -> float:
    """The share of the story's headline words that stand in the other's headline, 0 to 1."""
    own, theirs = _headline_words(story.headline), _headline_words(other.headline)
    return len(own & theirs) / len(own) if own else 0.0


@lru_cache(maxsize=1024)
def _headline_words(headline: str) -> frozenset[str]:
    return frozenset(w for w in words.words(headline.casefold()) if len(w) >= MIN_LETTERS)


def _rules(newsletter: config.Newsletter, language: str = "") -> tuple[config.SectionRule, ...]:
    return newsletter.sections or _built_in(language)


@lru_cache(maxsize=32)
def _built_in(language: str) -> tuple[config.SectionRule, ...]:
    """The built-in sections, with keywords in a language; English where it has none."""
    keywords = section_words.KEYWORDS.get(language, section_words.KEYWORDS["en"])
    return tuple(
        config.SectionRule(
            title=title,
            categories=tuple(section_words.CATEGORIES[title].split(", ")),
            keywords=tuple(keywords[title].split(", ")),
        )
        for title in section_words.TITLES
    )


def section_of(story: Story, newsletter: config.Newsletter) -> str:
    """The title of the section that takes the story.

    Its sources' category words decide first, most frequent first: a rule takes its own title,
    its category words, and any of them joined to others ('Science & Health'). Then the outlets
    that a rule names; then the rule whose keywords occur most often in headline, summary and key
    events, of equals the first. What no rule takes goes to `other_section`. The built-in sections
    have keywords in the story's language.
    """
    rules = _rules(newsletter, story.language)
    for category in story.categories:
        for word in (_folded(category), *map(_folded, JOINED.split(category))):
            for rule in rules:
                if word in _taken(rule):
                    return rule.title
    outlets = {chars.fold(a.outlet) for a in story.articles if a.outlet}
    for rule in rules:
        if outlets & {chars.fold(source) for source in rule.sources}:
            return rule.title
    votes = [_votes(story, rule) for rule in rules]
    needed = 1 if newsletter.sections else MIN_VOTES
    best = max(range(len(rules)), key=lambda index: (votes[index], -index))
    return rules[best].title if votes[best] >= needed else newsletter.other_section


@lru_cache(maxsize=256)
def _taken(rule: config.SectionRule) -> frozenset[str]:
    """The category words that a rule takes, folded."""
    return frozenset(_folded(known) for known in (rule.title, *rule.categories))


def _folded(category: str) -> str:
    return chars.fold(category.rpartition("/")[2])  # 'News/World' is a path


def _votes(story: Story, rule: config.SectionRule) -> int:
    """How often the rule's keywords occur as whole words; twice as much in the headline."""
    if not rule.keywords:
        return 0
    pattern = _any_of(rule.keywords)
    events = (event.sentence for event in story.key_events)
    body = " ".join(sentence.text for sentence in (*story.summary, *events))
    return 2 * len(pattern.findall(story.headline)) + len(pattern.findall(body))


@lru_cache(maxsize=256)
def _any_of(keywords: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(keywords, key=lambda word: (-len(word), word))
    return re.compile(words.bounded("|".join(map(re.escape, longest_first))), re.IGNORECASE)
