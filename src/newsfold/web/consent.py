"""The pages behind a mail's own links: leave a newsletter, or choose what to get of it.

    GET  /u/TOKEN   asks; nothing is changed, whoever follows the link (mail scanners do)
    POST /u/TOKEN   unsubscribes, at once and without a redirect (RFC 8058); with the field
                    `rejoin`, which the page behind it has, takes that back
    GET  /p/TOKEN   shows what is chosen
    POST /p/TOKEN   keeps a choice
    GET  /a/...     the archive: the files of its folder, or pages made now where there is none

No cookie is set, nothing is loaded from anywhere, and no page names the reader's address in full.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from newsfold import archive as issues_archive
from newsfold import compose
from newsfold.config import Config, Newsletter
from newsfold.render import web, words
from newsfold.store import readers
from newsfold.store.database import Database
from newsfold.store.recipients import Wish
from newsfold.text import chars
from newsfold.web.doors import Door, Doors
from newsfold.web.listed import NONE, Listed

LOCAL = ("127.0.0.1", "localhost")
BY = "web"  # on whose act a reader leaves here
MAX_BODY = 20_000  # bytes of a form; ours has some hundred
MAX_FIELDS = 200  # of a form; ours has one for each section, and the language
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
    db: Database,
    config: Config,
    *,
    clock: Callable[[], datetime],
    overrides: Path | None = None,
    archive: Path | None = None,
    listed: Listed | None = None,
) -> Starlette:
    """The pages for all newsletters of the configuration; `clock` dates what readers decide.

    `archive` is the folder that `digest run` keeps the issues' pages in; where there is none they
    are made from the store. `listed` is the subscriber file that goes before the store's rows, but
    for what readers chose themselves.
    """
    desk = _Desk(db, config, clock, overrides, listed, Doors(db, config.newsletters))
    routes: list[BaseRoute] = [
        Route("/u/{token}", desk.opened(desk.ask), methods=["GET", "HEAD"]),
        Route("/u/{token}", desk.opened(desk.leave), methods=["POST"]),
        Route("/p/{token}", desk.opened(desk.choices), methods=["GET", "HEAD"]),
        Route("/p/{token}", desk.opened(desk.choose), methods=["POST"]),
    ]
    if archive is not None and archive.is_dir():
        routes.append(Mount("/a", StaticFiles(directory=archive, html=True)))
    else:
        routes.append(Route("/a/{path:path}", desk.shelf))
    routes += [Route(path, lambda request: RedirectResponse("/a/")) for path in ("/", "/a")]
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
    listed: Listed | None
    doors: Doors

    def opened(self, respond: Respond) -> Callable[[Request], Awaitable[Response]]:
        """A page that is shown to whoever has a token."""

        async def answer(request: Request) -> Response:
            door = await asyncio.to_thread(self.doors.of, request.path_params["token"])
            if door is None:
                return self._page("unknown", None, status=404)
            return await respond(request, door)

        return answer

    async def shelf(self, request: Request) -> Response:
        """A page of the archive, made now."""
        path = request.path_params["path"]
        file = await asyncio.to_thread(
            issues_archive.one, self.db, self.config, path, overrides=self.overrides
        )
        if file is None:
            return PlainTextResponse("Not Found", 404)
        kind = "application/atom+xml" if file.path.endswith(".atom") else "text/html"
        return Response(file.content, media_type=kind)

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

        def keep() -> Response:
            wish = _wished(self._wish(door), form, door.newsletter)
            readers.prefer(
                self.db,
                door.email,
                door.newsletter.slug,
                language=wish.language,
                sections=wish.sections,
                now=self.clock(),
            )
            return self._choices(request, door, saved=True)

        return await asyncio.to_thread(keep)

    def _wish(self, door: Door) -> Wish:
        """What the reader gets now: their own choice, else the file's, else the store's."""
        known = readers.own(self.db, door.email)
        if known is None and self.listed is not None:
            return self.listed.wish(door.email)
        known = known or readers.find(self.db, door.email)
        return Wish(known.language, known.sections) if known else NONE

    def _choices(
        self, request: Request, door: Door, *, saved: bool = False, rejoined: bool = False
    ) -> Response:
        wish = self._wish(door)
        newsletter = door.newsletter
        offered = compose.titles(newsletter)
        chosen = {chars.fold(t) for t in wish.sections} & {chars.fold(t) for t in offered}
        said = words.of(newsletter.language_for(wish.language))
        sections = [
            {
                "title": title,
                "shown": said.sections.get(title, title),
                "chosen": not chosen or chars.fold(title) in chosen,
            }
            for title in offered
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
        content = web.consent(
            kind,
            newsletter,
            newsletter.language_for(self._wish(door).language if door else None),
            values,
            overrides=self.overrides,
        )
        return Response(content, status, HEADERS, media_type="text/html")


def _wished(before: Wish, form: Mapping[str, Sequence[str]], newsletter: Newsletter) -> Wish:
    """What a reader wants who sent the form of one newsletter; a wish is of all that they get.

    So what this newsletter cannot ask for stays: titles of other newsletters' sections, and a
    language that it does not have, or that the form did not change.
    """
    asked = next(iter(form.get("language", ())), "")
    same = asked not in newsletter.offered or asked == newsletter.language_for(before.language)
    offered = compose.titles(newsletter)
    known = {chars.fold(title) for title in offered}
    others = tuple(title for title in before.sections if chars.fold(title) not in known)
    ticked = tuple(title for title in offered if title in form.get("section", ()))
    return Wish(before.language if same else asked, others + (() if ticked == offered else ticked))


async def _form(request: Request) -> dict[str, list[str]] | None:
    """The fields of a form; None of one that is too long."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            return None
    try:
        return parse_qs(body.decode("utf-8", "replace"), max_num_fields=MAX_FIELDS)
    except ValueError:  # more fields than that
        return None
