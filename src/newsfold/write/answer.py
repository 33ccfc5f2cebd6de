"""What a server and its model answered, parsed once into types that cannot be wrong."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class Line(_Part):
    """One generated sentence of a summary and the ids of the sentences that it cites."""

    text: str
    cites: tuple[str, ...]


class EventLine(_Part):
    """One generated key event; `id` is its own sentence's."""

    id: str
    text: str


class Answer(_Part):
    """What a model made of one story. Nothing in it is checked yet."""

    summary: tuple[Line, ...] = ()
    events: tuple[EventLine, ...] = ()


class _Message(_Part):
    content: str


class _Choice(_Part):
    message: _Message


class _Usage(_Part):
    total_tokens: int = 0


class _Completion(_Part):
    choices: tuple[_Choice, ...] = Field(min_length=1)
    usage: _Usage | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer: the model's text, and the tokens that the server counted (0: unknown)."""

    content: str
    tokens: int


def of_server(body: bytes) -> Reply | None:
    """The reply in a chat completion's body; None when it is none, or no text that can be kept."""
    try:
        parsed = _Completion.model_validate_json(body)
        content = parsed.choices[0].message.content
        content.encode()
    except (ValidationError, UnicodeEncodeError):
        return None
    if "\0" in content:  # PostgreSQL keeps no such text
        return None
    return Reply(content, max(0, parsed.usage.total_tokens) if parsed.usage else 0)


def of_model(content: str) -> Answer | None:
    """The answer in a model's text, fenced or bare; None when it is not the JSON asked for."""
    text = content.strip()
    if text.startswith("```") and text.endswith("```") and "\n" in text:
        text = text[text.index("\n") : -len("```")]
    try:
        return Answer.model_validate_json(text.encode())
    except (ValidationError, UnicodeEncodeError):
        return None
