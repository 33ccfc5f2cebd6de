"""One picture for the mails of an issue: fetched once, before the issue is frozen.

It lies beside a dump, as its sidecar says, or on the web.

A web address comes out of an article, that is from anybody. So only public hosts are asked, at the
very address that was looked up, also after each redirect; what a hostile page names can neither
reach this network nor make us wait or read for long.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx

from newsfold.gather import beside, raster
from newsfold.model import Failure, InlinePicture

TIMEOUT_S = (
    10.0  # from looking the host up to the last byte; a run waits for a few pictures (by eye)
)
MAX_REDIRECTS = 3  # http to https, to the 'www' host, to a picture server
MAX_PORT = 65_535
HEADERS = {
    "Accept": "image/jpeg, image/png, image/gif;q=0.9",  # what `raster` knows
    "Accept-Encoding": "identity",
    "User-Agent": "newsfold",
}

Address = IPv4Address | IPv6Address
_UNICAST = ip_network("2000::/3")  # what IANA gives out of IPv6 (RFC 4291 2.4)


def is_public(address: Address) -> bool:
    """Whether the address is on the internet: not local, private, set apart, or a way to one."""
    if isinstance(address, IPv6Address):
        tunnelled = address.sixtofour is not None or address.teredo is not None
        return address.is_global and address in _UNICAST and not tunnelled
    return address.is_global and not address.is_multicast


@dataclass(frozen=True, slots=True)
class _Errand:
    """What is wanted, and what may be done for it."""

    url: str
    max_bytes: int
    allowed: Callable[[Address], bool]
    trust: ssl.SSLContext | None

    def failed(self, reason: str, problem: str) -> Failure:
        detail = f"picture {self.url}: {problem}; its story goes without."
        return Failure(self.url, f"picture-{reason}", detail)

    def too_large(self) -> Failure:
        limit = f"larger than {self.max_bytes:,} bytes (pictures.max_kilobytes)"
        return self.failed("too-large", limit)


def fetch(
    url: str,
    *,
    max_bytes: int,
    timeout_s: float = TIMEOUT_S,
    allowed: Callable[[Address], bool] = is_public,
    trust: ssl.SSLContext | None = None,
) -> InlinePicture | Failure:
    """The picture at an address, or why there is none. No cookie, no referrer, no login is sent.

    `allowed` says which hosts may be asked; `trust` replaces the usual certificates.
    """
    errand = _Errand(url, max_bytes, allowed, trust)
    try:
        found = (
            beside.content(url, max_bytes)
            if url.startswith(beside.SCHEME)
            else asyncio.run(_within(timeout_s, errand))
        )
    except TimeoutError:
        return errand.failed("timeout", f"not there within {timeout_s:g} s")
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        return errand.failed("unreachable", f"no connection ({type(error).__name__})")
    if isinstance(found, Failure):
        return found
    if len(found) > max_bytes:
        return errand.too_large()
    measure = raster.measured(found)
    if measure is None:
        return errand.failed("unknown-type", "not a JPEG, PNG or GIF picture")
    kind, width, height = measure
    return InlinePicture(url, kind, found, width, height)


async def _within(timeout_s: float, errand: _Errand) -> bytes | Failure:
    # httpx limits each read; a server that sends a byte a second needs a limit on the whole.
    async with (
        asyncio.timeout(timeout_s),
        httpx.AsyncClient(timeout=None, trust_env=False, verify=errand.trust or True) as client,
    ):
        at = httpx.URL(errand.url)
        for _ in range(MAX_REDIRECTS + 1):
            found = await _asked(client, at, errand)
            if not isinstance(found, httpx.URL):
                return found
            at = found
    return errand.failed("redirect", f"more than {MAX_REDIRECTS} redirects")


async def _asked(
    client: httpx.AsyncClient, url: httpx.URL, errand: _Errand
) -> bytes | httpx.URL | Failure:
    """What is there, or where to go on."""
    is_port = url.port is None or 0 < url.port <= MAX_PORT
    if url.scheme not in ("http", "https") or not url.host or not is_port:
        return errand.failed("address", "no web address")
    address = await _looked_up(url)
    if address is None or not errand.allowed(address):
        return errand.failed("private", "its host is not on the internet")
    request = client.build_request(
        "GET",
        url.copy_with(host=str(address)),
        headers={**HEADERS, "Host": url.netloc.decode("ascii")},
        # The certificate must still be the name's.
        extensions={"sni_hostname": url.raw_host.decode("ascii")},
    )
    response = await client.send(request, stream=True)
    try:
        return await _read(response, url, errand)
    finally:
        await response.aclose()


async def _looked_up(url: httpx.URL) -> Address | None:
    found = await asyncio.get_running_loop().getaddrinfo(
        url.raw_host.decode("ascii"), url.port, type=socket.SOCK_STREAM
    )
    addresses = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    # Many machines have no way out by IPv6.
    return min(addresses, key=lambda address: address.version, default=None)


async def _read(
    response: httpx.Response, url: httpx.URL, errand: _Errand
) -> bytes | httpx.URL | Failure:
    target = response.headers.get("Location")
    if response.is_redirect and target:
        return url.join(target)
    if response.status_code != httpx.codes.OK:
        return errand.failed("status", f"its server answered with status {response.status_code}")
    content = bytearray()
    async for chunk in response.aiter_raw():  # as sent: nothing is unpacked
        content += chunk
        if len(content) > errand.max_bytes:
            break
    return bytes(content)
