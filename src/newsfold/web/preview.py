"""The preview: pages on this machine that show an issue as its readers will see it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.policy import default

import jinja2
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from newsfold import resources
from newsfold.errors import InputError, NewsfoldError
from newsfold.render import budget, dates
from newsfold.web import checks, guise, spam
from newsfold.web.guise import Guise
from newsfold.web.press import Made, Press
from newsfold.web.proof import Copy

HOSTS = ["127.0.0.1", "localhost"]  # a page that comes by another name is somebody else's
LISTED = 20  # readers shown to choose from, of all that have the typed letters; by eye
# The mail runs no script and fetches nothing; a link that is clicked opens in a tab of its own.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'"
)


def application(make: Callable[[], Made]) -> Starlette:
    """The preview's pages over what `make` gives. Raises what the first `make` raises."""
    press = Press(make)

    @asynccontextmanager
    async def watching(app: Starlette) -> AsyncIterator[None]:
        stop = asyncio.Event()
        watcher = asyncio.create_task(press.watch(stop))
        yield
        stop.set()
        await watcher

    pages = _Pages(press)
    return Starlette(
        routes=[
            Route("/", pages.frame),
            Route("/preview.css", pages.style),
            Route("/preview.js", pages.script),
            Route("/state", pages.state),
            Route("/readers", pages.readers),
            Route("/mail", pages.mail),
            Route("/web", pages.web),
            Route("/text", pages.text),
            Route("/source", pages.source),
            Route("/headers", pages.headers),
            Route("/checks", pages.checks),
            Route("/spam", pages.spam),
            Route("/issue.eml", pages.message),
            Route("/events", pages.events),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)],
        exception_handlers={NewsfoldError: _refused},
        lifespan=watching,
    )


async def _refused(request: Request, error: Exception) -> Response:
    """The error's own words: they say what to do."""
    return PlainTextResponse(str(error), status_code=404 if isinstance(error, InputError) else 500)


def _in_guise(request: Request, page: str) -> Response:
    """The page as it is asked for, able to do nothing."""
    asked = request.query_params
    look = Guise(
        dark=asked.get("mode") == "dark",
        images=asked.get("images") != "off",
        styles=asked.get("styles") != "off",
    )
    return Response(
        guise.shown(page, look),
        media_type="text/html",
        headers={"Content-Security-Policy": MAIL_POLICY},
    )


class _Pages:
    """One method an address. `reader`, `language` and the guise come as query parameters."""

    def __init__(self, press: Press) -> None:
        self._press = press
        self._folder = resources.templates() / "web"
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(self._folder),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
        )

    def _copy(self, request: Request) -> Copy:
        asked = request.query_params
        return self._press.proof.copy(asked.get("reader"), asked.get("language") or None)

    async def frame(self, request: Request) -> Response:
        proof = self._press.proof
        content = self._templates.get_template("preview.html.j2").render(
            title=proof.issue.title,
            reader=proof.readers[0].email,
            languages=proof.newsletter.offered,
            spam=spam.installed(),
        )
        return Response(
            content, media_type="text/html", headers={"Content-Security-Policy": PAGE_POLICY}
        )

    async def style(self, request: Request) -> Response:
        return Response((self._folder / "preview.css").read_bytes(), media_type="text/css")

    async def script(self, request: Request) -> Response:
        return Response((self._folder / "preview.js").read_bytes(), media_type="text/javascript")

    async def state(self, request: Request) -> Response:
        """What the frame says of the mail."""
        press, copy = self._press, self._copy(request)
        parsed = message_from_bytes(copy.mail, policy=default)
        return JSONResponse(
            {
                "version": press.version,
                "problem": press.problem,
                "readers": len(press.proof.readers),
                "subject": str(parsed["Subject"]),
                "sender": parsed["From"].addresses[0].display_name,
                "preheader": copy.preheader,
                "language": copy.language,
                "direction": dates.direction(copy.language),
                "html_bytes": len(copy.html.encode()),
                "mail_bytes": len(copy.mail),
                "budget_bytes": budget.MAX_HTML,
            }
        )

    async def readers(self, request: Request) -> Response:
        """Whom to choose: those whose address or name has the letters of `like`."""
        found = self._press.proof.like(request.query_params.get("like", ""), LISTED)
        return JSONResponse([{"email": reader.email, "name": reader.name} for reader in found])

    async def mail(self, request: Request) -> Response:
        return _in_guise(request, self._copy(request).shown)

    async def web(self, request: Request) -> Response:
        """The page that the archive will have."""
        language = self._copy(request).language
        return _in_guise(request, self._press.proof.page(language))

    async def text(self, request: Request) -> Response:
        return PlainTextResponse(self._copy(request).text)

    async def source(self, request: Request) -> Response:
        return PlainTextResponse(self._copy(request).html)

    async def headers(self, request: Request) -> Response:
        head = self._copy(request).mail.partition(b"\r\n\r\n")[0]
        return PlainTextResponse(head.decode("ascii", "backslashreplace").replace("\r\n", "\n"))

    async def checks(self, request: Request) -> Response:
        copy = self._copy(request)
        found = await asyncio.to_thread(checks.areas, copy.html, copy.mail)
        return JSONResponse([area.plain() for area in found])

    async def spam(self, request: Request) -> Response:
        said = await asyncio.to_thread(spam.verdict, self._copy(request).mail)
        return JSONResponse({"score": said.score, "rules": said.rules} if said else None)

    async def message(self, request: Request) -> Response:
        return Response(self._copy(request).mail, media_type="message/rfc822")

    async def events(self, request: Request) -> Response:
        """A stream that tells of each new proof (server-sent events)."""

        async def stream() -> AsyncIterator[str]:
            seen = self._press.version
            yield f"data: {json.dumps(seen)}\n\n"
            while True:
                seen = await self._press.news(seen)
                yield f"data: {json.dumps(seen)}\n\n"

        return StreamingResponse(stream(), media_type="text/event-stream")
