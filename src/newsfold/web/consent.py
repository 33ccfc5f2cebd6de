"""The pages behind a mail's own links: leave a newsletter, or choose what to get of it.

    GET  /u/TOKEN   asks; nothing is changed, whoever follows the link (mail scanners do)
    POST /u/TOKEN   unsubscribes, at once and without a redirect (RFC 8058); with the field
                    `rejoin`, which the page behind it has, takes that back
    GET  /p/TOKEN   shows what is chosen
    POST /p/TOKEN   keeps a choice
    GET  /a/...     the archive, where `site.archive` names its folder

No cookie is set, nothing is loaded from anywhere, and no page names the reader's address in full.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from newsfold import compose
from newsfold.config import Config
from newsfold.render import web, words
from newsfold.store import readers
from newsfold.store.database import Database
from newsfold.text import chars
from newsfold.web.doors import Door, Doors

LOCAL = ("127.0.0.1", "localhost")
BY = "web"  # on whose act a reader leaves here
MAX_BODY = 20_000  # bytes of a form; ours has some hundred
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",  # the address is the reader's key
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}
Respond = Callable[[Request, Door], Awaitable[Response]]


def application(
    db: Database, config: Config, *, clock: Callable[[], datetime], overrides: Path | None = None
) -> Starlette:
    """The pages for all newsletters of the configuration; `clock` dates what readers decide."""
    desk = _Desk(db, config, clock, overrides, Doors(db, config.newsletters))
    routes: list[BaseRoute] = [
        Route("/u/{token}", desk.opened(desk.ask), methods=["GET", "HEAD"]),
        Route("/u/{token}", desk.opened(desk.leave), methods=["POST"]),
        Route("/p/{token}", desk.opened(desk.choices), methods=["GET", "HEAD"]),
        Route("/p/{token}", desk.opened(desk.choose), methods=["POST"]),
    ]
    if config.site.archive:
        files = StaticFiles(directory=config.site.archive, html=True, check_dir=False)
        routes.append(Mount("/a", files))
    host = urlsplit(config.site.base_url).hostname
    hosts = [*LOCAL, *([host] if host else [])]
    return Starlette(
        routes=routes, middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=hosts)]
    )


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the pages work with."""

    db: Database
    config: Config
    clock: Callable[[], datetime]
    overrides: Path | None
    doors: Doors

    def opened(self, respond: Respond) -> Callable[[Request], Awaitable[Response]]:
        """A page that is shown to whoever has a token."""

        async def answer(request: Request) -> Response:
            door = await asyncio.to_thread(self.doors.of, request.path_params["token"])
            if door is None:
                return self._page("unknown", None, status=404)
            return await respond(request, door)

        return answer

    async def ask(self, request: Request, door: Door) -> Response:
        gone = await asyncio.to_thread(readers.suppressed, self.db, door.newsletter.slug)
        if door.email.casefold() not in gone:
            return self._page("ask", door)
        return await asyncio.to_thread(self._left, door)

    async def leave(self, request: Request, door: Door) -> Response:
        form = await _form(request)
        slug = door.newsletter.slug

        def end() -> Response:
            readers.unsubscribe(self.db, door.email, slug, now=self.clock(), by=BY)
            return self._left(door)

        def back() -> Response:
            readers.rejoin(self.db, door.email, slug, by=BY)
            if door.email.casefold() in readers.suppressed(self.db, slug):  # the owner's act
                return self._left(door)
            return self._choices(request, door, rejoined=True)

        return await asyncio.to_thread(back if form and "rejoin" in form else end)

    def _left(self, door: Door) -> Response:
        own = readers.left(self.db, door.email, door.newsletter.slug, by=BY)
        return self._page("left", door, may_return=own)

    async def choices(self, request: Request, door: Door) -> Response:
        return await asyncio.to_thread(self._choices, request, door)

    async def choose(self, request: Request, door: Door) -> Response:
        form = await _form(request)
        if form is None:
            return Response("The form is too long.", 413, HEADERS)
        offered = compose.titles(door.newsletter)
        wanted = door.newsletter.language_for(next(iter(form.get("language", [])), None))
        ticked = tuple(title for title in offered if title in form.get("section", []))

        def keep() -> Response:
            readers.prefer(
                self.db,
                door.email,
                door.newsletter.slug,
                language=wanted,
                sections=() if ticked == offered else ticked,
                now=self.clock(),
            )
            return self._choices(request, door, saved=True)

        return await asyncio.to_thread(keep)

    def _choices(
        self, request: Request, door: Door, *, saved: bool = False, rejoined: bool = False
    ) -> Response:
        known = readers.find(self.db, door.email)
        newsletter = door.newsletter
        language = newsletter.language_for(known.language if known else None)
        titles = {chars.fold(title) for title in (known.sections if known else ())}
        said = words.of(language)
        sections = [
            {
                "title": title,
                "shown": said.sections.get(title, title),
                "chosen": not titles or chars.fold(title) in titles,
            }
            for title in compose.titles(newsletter)
        ]
        return self._page(
            "choose",
            door,
            saved=saved,
            rejoined=rejoined,
            sections=sections,
            languages=web.languages(newsletter.offered) if len(newsletter.offered) > 1 else (),
            leave=f"../u/{request.path_params['token']}",  # whatever stands before it outside
        )

    def _page(
        self, kind: str, door: Door | None, *, status: int = 200, **values: object
    ) -> Response:
        newsletter = door.newsletter if door else self.config.newsletters[0]
        known = readers.find(self.db, door.email) if door else None
        content = web.consent(
            kind,
            newsletter,
            newsletter.language_for(known.language if known else None),
            values,
            overrides=self.overrides,
        )
        return Response(content, status, HEADERS, media_type="text/html")


async def _form(request: Request) -> dict[str, list[str]] | None:
    """The fields of a form; None of one that is too long."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            return None
    return parse_qs(body.decode("utf-8", "replace"), max_num_fields=200)
