"""The relay of the settings, as a transport: where it is, how it is trusted, how it is told."""

from __future__ import annotations

import asyncio
import gc
import importlib
import socket
import ssl
from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from random import Random
from typing import ClassVar

from newsfold import config
from newsfold.deliver.smtp import connect, keeping
from newsfold.deliver.smtp.features import Features
from newsfold.deliver.smtp.keeping import Keeper
from newsfold.deliver.smtp.opening import Terms
from newsfold.deliver.smtp.pool import Patience, Pool
from newsfold.deliver.smtp.session import Limits
from newsfold.deliver.smtp.wire import Wire
from newsfold.deliver.transport import Mails, Resting
from newsfold.model import Receipt

RARELY = 50_000  # objects made and not freed again between two searches for cycles; by eye


class Relay(Resting):
    """Hands mails to one relay over as many connections as the settings allow.

    `cafile` holds the certificates to trust in place of the system's. `keep_in` is the folder
    for what is known of mails under way if this process is killed (see keeping.py); None: no
    holder is started.
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
        keep_in: Path | None = None,
    ) -> None:
        self._settings = settings
        self._terms = _terms(settings, password or "")
        self._cafile = cafile
        self._limits = limits or Limits(answer_s=settings.timeout_s)
        self._patience = patience or Patience()
        self._pace = pace or config.Pace()
        self._keep_in = keep_in

    def carry(self, mails: Mails) -> None:
        """Hand over all mails.

        Raises: DeliveryError when the relay cannot be reached or takes nothing from us,
        RefusedLogin when it does not know our login.
        """
        with (
            self._kept(mails) as keeper,
            _undisturbed(),
            asyncio.Runner(loop_factory=_loop) as runner,
        ):
            runner.run(self._carry(mails, keeper))

    def evidence(self, names: Collection[str]) -> Mapping[str, Receipt | None]:
        """What a holder heard for dead senders; waits until it has."""
        return {} if self._keep_in is None else keeping.evidence(self._keep_in, names)

    def _kept(self, mails: Mails) -> AbstractContextManager[Keeper | None]:
        if self._keep_in is None or not mails.name:
            return nullcontext()
        return keeping.holder(self._keep_in, mails.name, self._settings)

    async def _carry(self, mails: Mails, keeper: Keeper | None) -> None:
        context = None
        if self._terms.security != "none":
            context = ssl.create_default_context(cafile=self._cafile)

        async def open_one() -> tuple[Wire, Features]:
            wire, able = await connect.opened(self._settings, self._terms, context)
            if keeper is not None:
                wire.keep(keeper)
            return wire, able

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


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keeps the search for cycles away from all that is there already, and rare: mails make none,
    and it took a tenth of the time. Process-wide, put back at the end."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


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
