"""One question to an OpenAI-compatible server: what it answers, or why there is no answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import httpx

from newsfold.config import Writer
from newsfold.model import Failure
from newsfold.write import answer
from newsfold.write.answer import Reply
from newsfold.write.prompt import Message

MAX_BYTES = 256 * 1024  # of an answer; ten times what `max_tokens_per_answer` can fill, by eye
REFUSED_LOGIN = (401, 403)  # RFC 9110 15.5.2 and 15.5.4
BUSY = 429  # RFC 6585 section 4


def ask(settings: Writer, key: str | None, messages: Sequence[Message]) -> Reply | Failure:
    """The server's reply within `timeout_s`, from connecting to the last byte.

    No redirect is followed: the key and the sentences go to the configured server alone. The
    failure's detail holds nothing that the server sent.
    """
    try:
        return asyncio.run(_within_time(settings, key, messages))
    except TimeoutError:
        return _failure(settings, "timeout", f"no whole answer within {settings.timeout_s:g} s")
    except (httpx.HTTPError, OSError) as error:
        return _failure(settings, "unreachable", f"no connection ({type(error).__name__})")


async def _within_time(
    settings: Writer, key: str | None, messages: Sequence[Message]
) -> Reply | Failure:
    # httpx limits each read; a server that sends a byte a second needs a limit on the whole.
    async with asyncio.timeout(settings.timeout_s):
        return await _asked(settings, key, messages)


async def _asked(settings: Writer, key: str | None, messages: Sequence[Message]) -> Reply | Failure:
    headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    # A proxy of the environment is for the internet: a server on this machine is asked directly.
    proxied = settings.endpoint.startswith("https:")
    async with (
        httpx.AsyncClient(timeout=None, trust_env=proxied) as client,
        client.stream(
            "POST",
            f"{settings.endpoint}/chat/completions",
            headers=headers,
            json=_body(settings, messages),
        ) as response,
    ):
        if response.status_code != httpx.codes.OK:
            return _refused(settings, response.status_code)
        content = bytearray()
        async for chunk in response.aiter_raw():  # as sent: nothing is unpacked
            content += chunk
            if len(content) > MAX_BYTES:
                return _failure(settings, "too-large", f"its answer is above {MAX_BYTES:,} bytes")
    reply = answer.of_server(bytes(content))
    return reply or _failure(settings, "no-answer", "what it sent is no chat completion")


def _body(settings: Writer, messages: Sequence[Message]) -> dict[str, object]:
    body: dict[str, object] = {
        "model": settings.model,
        "messages": list(messages),
        "response_format": {"type": "json_object"},
        "stream": False,
        settings.answer_limit_field: settings.max_tokens_per_answer,
    }
    if settings.temperature >= 0:
        body["temperature"] = settings.temperature
    return body


def _refused(settings: Writer, status: int) -> Failure:
    if httpx.codes.is_redirect(status):
        return _failure(
            settings, "redirect", f"it redirects (status {status}); set the address that answers"
        )
    if status in REFUSED_LOGIN:
        return _failure(
            settings, "login", f"it refused the key (status {status}); see {settings.api_key_env}"
        )
    if status == BUSY:
        return _failure(settings, "busy", f"it takes no more requests now (status {status})")
    return _failure(settings, "status", f"it answered with status {status}")


def _failure(settings: Writer, reason: str, problem: str) -> Failure:
    where = settings.endpoint
    return Failure(where, reason, f"writer {where}: {problem}")
