"""The relay of the settings, as a transport: where it is, how it is trusted, how it is told."""

from __future__ import annotations

import asyncio
import importlib
import socket
import ssl
from pathlib import Path
from random import Random
from types import TracebackType
from typing import ClassVar, Self

from newsfold import config
from newsfold.deliver.smtp import connect
from newsfold.deliver.smtp.features import Features
from newsfold.deliver.smtp.opening import Terms
from newsfold.deliver.smtp.pool import Patience, Pool
from newsfold.deliver.smtp.session import Limits
from newsfold.deliver.smtp.wire import Wire
from newsfold.deliver.transport import Mails


class Relay:
    """Hands mails to one relay over as many connections as the settings allow.

    `cafile` holds the certificates to trust in place of the system's.
    """

    idempotent: ClassVar[bool] = False

    def __init__(
        self,
        settings: config.Smtp,
        password: str | None,
        *,
        cafile: Path | None = None,
        limits: Limits | None = None,
        patience: Patience | None = None,
        pace: config.Pace | None = None,
    ) -> None:
        self._settings = settings
        self._terms = _terms(settings, password or "")
        self._cafile = cafile
        self._limits = limits or Limits(answer_s=settings.timeout_s)
        self._patience = patience or Patience()
        self._pace = pace or config.Pace()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing is left to do: connections live no longer than `carry`."""

    def carry(self, mails: Mails) -> None:
        """Hand over all mails.

        Raises: DeliveryError when the relay cannot be reached or takes nothing from us,
        RefusedLogin when it does not know our login.
        """
        with asyncio.Runner(loop_factory=_loop) as runner:
            runner.run(self._carry(mails))

    async def _carry(self, mails: Mails) -> None:
        context = None
        if self._terms.security != "none":
            context = ssl.create_default_context(cafile=self._cafile)

        async def open_one() -> tuple[Wire, Features]:
            return await connect.opened(self._settings, self._terms, context)

        await Pool(
            mails,
            open_one,
            connections=self._settings.connections,
            mails_per_connection=self._settings.mails_per_connection,
            pace=self._pace,
            limits=self._limits,
            patience=self._patience,
            chance=Random(),
        ).run()


def _terms(settings: config.Smtp, password: str) -> Terms:
    where = settings.socket or f"{settings.host}:{settings.port}"
    return Terms(
        name=f"the relay {where}",
        helo=settings.helo or _own_name(),
        lmtp=settings.protocol == "lmtp",
        security=settings.encryption,
        username=settings.username,
        password=password,
        mechanism=settings.login.upper(),
    )


def _loop() -> asyncio.AbstractEventLoop:
    """uvloop's where it is installed: it takes half of the loop's own work off."""
    try:
        made: asyncio.AbstractEventLoop = importlib.import_module("uvloop").new_event_loop()
    except ImportError:
        return asyncio.new_event_loop()
    return made


def _own_name() -> str:
    """This host's name, or its address in brackets. Source: RFC 5321 4.1.3 and 4.1.4."""
    name = socket.getfqdn()
    return name if "." in name else "[127.0.0.1]"
