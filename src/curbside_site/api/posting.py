"""Calling an address that an admin typed, without becoming a way into the network that the site stands in.

The name is resolved once, every address that it has must be a public one, and the call goes to that very address: a
name that means another machine a moment later (DNS rebinding) gains nothing. Redirects are not followed, and of an
answer the status alone is looked at.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Final
from urllib.parse import urlsplit

import urllib3
from django.conf import settings
from urllib3.exceptions import HTTPError

from curbside import __version__
from curbside_site.errors import NotComplete

SECONDS: Final = 10.0
_READ: Final = 1_000
_PORTS: Final = {"https": 443, "http": 80}
_SHARED: Final = ipaddress.ip_network("64:ff9b::/96")


def check(url: str) -> None:
    """Raise NotComplete, with the reason, where that address is not called."""
    _host(url)


def post(url: str, body: bytes, headers: dict[str, str]) -> str:
    """Send it; "" where it was taken (a status of 2xx), else what went wrong, in a sentence."""
    try:
        scheme, host, port, path = _host(url)
        address = _resolved(host, port)
        pool = _pool(scheme, host, port, address)
        told = {**headers, "Host": _named(scheme, host, port), "User-Agent": f"Curbside/{__version__}"}
        answer = pool.request(
            "POST", path, body=body, headers=told, redirect=False, retries=False, preload_content=False
        )
        try:
            answer.read(_READ)
        finally:
            answer.close()
            pool.close()
    except NotComplete as error:
        return str(error)
    except (HTTPError, OSError) as error:
        return f"It could not be reached ({type(error).__name__})."
    return "" if 200 <= answer.status < 300 else f"It answered with status {answer.status}."


def _host(url: str) -> tuple[str, str, int, str]:
    """Scheme, host, port and path of an address that may be called as far as it is written."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NotComplete("That is no address; give one such as https://example.org/hook.") from error
    usual = _PORTS.get(parts.scheme)
    if usual is None or not parts.hostname or len(url) > 500 or any(c <= " " or c == "\x7f" for c in url):
        raise NotComplete("That is no address; give one such as https://example.org/hook.")
    if parts.username or parts.password:
        raise NotComplete("Leave the password out of the address; the signature shows who calls.")
    if not settings.WEBHOOKS_ANYWHERE:
        if parts.scheme != "https":
            raise NotComplete("Webhooks go over https only.")
        if _literal(parts.hostname) and not public(parts.hostname):
            raise NotComplete("That address is a private one, which webhooks do not call.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, parts.hostname, port or usual, path


def _resolved(host: str, port: int) -> str:
    """The address to call. Raises NotComplete where any that the name has is not public, OSError where it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise NotComplete("The name of that host is none.") from error
    addresses = [str(info[4][0]) for info in found]
    if not settings.WEBHOOKS_ANYWHERE and not all(map(public, addresses)):
        raise NotComplete("That name leads to a private address, which webhooks do not call.")
    return addresses[0]


def public(address: str) -> bool:
    """Whether an IP address is one of the public internet; an IPv6 that wraps an IPv4 is looked into."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _inner(known)
    held = inner or known
    return held.is_global and not held.is_multicast and not held.is_reserved and not held.is_unspecified


def _inner(known: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if isinstance(known, ipaddress.IPv4Address):
        return None
    if known in _SHARED:
        return ipaddress.IPv4Address(int(known) & 0xFFFFFFFF)
    return known.ipv4_mapped or known.sixtofour or (known.teredo[1] if known.teredo else None)


def _literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _named(scheme: str, host: str, port: int) -> str:
    shown = f"[{host}]" if ":" in host else host
    return shown if port == _PORTS[scheme] else f"{shown}:{port}"


def _pool(scheme: str, host: str, port: int, address: str) -> urllib3.HTTPConnectionPool:
    timeout = urllib3.Timeout(connect=SECONDS, read=SECONDS)
    if scheme == "http":
        return urllib3.HTTPConnectionPool(address, port, timeout=timeout)
    # The certificate is of the name, not of the address that is called.
    return urllib3.HTTPSConnectionPool(address, port, timeout=timeout, server_hostname=host, assert_hostname=host)
