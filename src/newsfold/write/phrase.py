"""An issue with its summaries and key events phrased, as far as server, budget and check allow.

Whatever goes wrong, the story is told in its sources' own words, and what went wrong is counted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from newsfold.config import Writer
from newsfold.model import Failure, Issue, Section, Story
from newsfold.text.language import ClaimWords, Tables
from newsfold.write import answer, prompt, story
from newsfold.write.answer import Reply
from newsfold.write.check import grounding
from newsfold.write.prompt import Message
from newsfold.write.story import Refused

Ask = Callable[[Sequence[Message]], Reply | Failure]
Recall = Callable[[str], str | None]  # key -> the remembered answer
Keep = Callable[[str, str], None]  # (key, answer)

# A server that failed so often in a row is asked no more for this issue: with twenty stories and
# a minute each the issue would be late. One failure may be chance; chosen by eye.
MAX_FAILURES = 2
# Bytes of text that make at least one token: tokenizers take three to five of English, two to
# three of other languages; chosen low, so that the estimate is high.
BYTES_A_TOKEN = 2


@dataclass(frozen=True, slots=True)
class Written:
    """An issue after the writer, and what the writer did."""

    issue: Issue
    phrased: int = 0  # stories of which anything is phrased
    refused: tuple[Refused, ...] = ()
    failures: tuple[Failure, ...] = ()
    asked: int = 0  # requests sent
    recalled: int = 0  # answers that were remembered
    unasked: int = 0  # stories that the budget or a failing server left out
    addressed: int = 0  # stories whose sentences speak to a language model: never sent
    tokens: int = 0  # sent and received, by the server's count or ours, whichever is higher


@dataclass
class _Spending:
    """What was spent so far, and whether more may be."""

    settings: Writer
    requests: int = 0
    tokens: int = 0
    failures: list[Failure] = field(default_factory=list)
    in_a_row: int = 0

    def allows(self, asked: Sequence[Message]) -> bool:
        return (
            self.requests < self.settings.max_requests_per_issue
            and self.tokens + self._most(asked) <= self.settings.max_tokens_per_issue
            and self.in_a_row < MAX_FAILURES
        )

    def book(self, asked: Sequence[Message], reply: Reply | Failure) -> None:
        """A failed request costs what it may have cost at most: some servers charge for it."""
        self.requests += 1
        if isinstance(reply, Failure):
            self.tokens += self._most(asked)
            self.failures.append(reply)
            self.in_a_row += 1
        else:
            self.tokens += max(reply.tokens, _tokens(asked) + len(reply.content) // BYTES_A_TOKEN)
            self.in_a_row = 0

    def _most(self, asked: Sequence[Message]) -> int:
        return _tokens(asked) + self.settings.max_tokens_per_answer


def _tokens(asked: Sequence[Message]) -> int:
    return len(json.dumps(list(asked), ensure_ascii=False).encode()) // BYTES_A_TOKEN


@dataclass(frozen=True, slots=True)
class Desk:
    """What the writer works with."""

    settings: Writer
    tables: Tables
    ask: Ask
    recall: Recall
    keep: Keep
    progress: Callable[[str, int], None]


def issue(draft: Issue, desk: Desk) -> Written:
    """The issue with the stories told in full phrased where that is safe, in reading order."""
    spending = _Spending(desk.settings)
    done = [_story(told, desk, spending) for told in draft.stories]
    stories = iter(one.story for one in done)
    sections = tuple(
        Section(section.title, tuple(next(stories) for _ in section.stories))
        for section in draft.sections
    )
    return Written(
        replace(draft, sections=sections),
        phrased=sum(_is_phrased(one.story) for one in done),
        refused=tuple(refused for one in done for refused in one.refused),
        failures=tuple(spending.failures),
        asked=spending.requests,
        recalled=sum(one.how == "recalled" for one in done),
        unasked=sum(one.how == "unasked" for one in done),
        addressed=sum(one.how == "addressed" for one in done),
        tokens=spending.tokens,
    )


def unsupported(edited: Issue, tables: Tables) -> Refused | None:
    """The first phrased text of an edited issue that does not pass the check; None when all do."""
    found = (story.unsupported(told, tables.language(told.language)) for told in edited.stories)
    return next((refused for refused in found if refused is not None), None)


@dataclass(frozen=True, slots=True)
class _Done:
    story: Story
    how: str  # 'left', 'addressed', 'unasked', 'failed', 'recalled' or 'asked'
    refused: tuple[Refused, ...] = ()


def _story(told: Story, desk: Desk, spending: _Spending) -> _Done:
    language = desk.tables.language(told.language)
    wanted = not desk.settings.languages or told.language in desk.settings.languages
    if language.claims is None or not wanted or not (told.summary or told.key_events):
        return _Done(told, "left")
    if _speaks_to_models(told, language.claims):
        return _Done(told, "addressed")
    asked = prompt.messages(told)
    name = prompt.key(desk.settings.model, asked)
    content, how = desk.recall(name), "recalled"
    if content is None:
        if not spending.allows(asked):
            return _Done(told, "unasked")
        desk.progress("stories given to the writer", spending.requests + 1)
        reply, how = desk.ask(asked), "asked"
        spending.book(asked, reply)
        if isinstance(reply, Failure):
            return _Done(told, "failed")
        desk.keep(name, reply.content)
        content = reply.content
    given = answer.of_model(content)
    if given is None:
        refused = Refused(told.id, told.headline, story.SUMMARY, grounding.Doubt("json"))
        return _Done(told, how, (refused,))
    changed, doubted = story.answered(told, given, language)
    return _Done(changed, how, doubted)


def _speaks_to_models(told: Story, claims: ClaimWords) -> bool:
    """Whether a selected sentence gives orders to a language model: it is not sent at all."""
    sentences = (*told.summary, *(event.sentence for event in told.key_events))
    return any(grounding.addressed(s.printed, claims) for s in sentences)


def _is_phrased(told: Story) -> bool:
    return bool(told.phrased) or any(event.phrased is not None for event in told.key_events)
