"""Which addresses are asked, and which redirects are followed."""

from __future__ import annotations

from urllib.parse import urljoin

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from curbside.errors import UsageError


def checked(url: str) -> Url:
    """The parts of an address that may be asked. Raises UsageError, which shows no parameter and no password."""
    shown = url.partition("?")[0].rpartition("@")[2]
    try:
        parsed = parse_url(url)
    except LocationParseError:
        raise UsageError(f"{shown!r} is no address.") from None
    if parsed.scheme not in ("https", "http") or not parsed.host:
        raise UsageError(f"{shown!r} is no address that begins with https:// or http://.")
    if parsed.auth:
        raise UsageError(f"The address at {parsed.host} holds a password; give it without.")
    return parsed


def redirected(url: Url, target: str) -> Url:
    """Where the Location header `target` of `url` leads.

    Raises ValueError, naming where, for another host, another port, or http after https.
    """
    try:
        new = parse_url(urljoin(url.url, target)) if target else None
    except (LocationParseError, ValueError):
        new = None
    if new is None or not new.host or new.auth:
        raise ValueError("no proper address")
    if new.host.lower() != (url.host or "").lower():
        raise ValueError(f"another host, {new.host}")
    if new.scheme not in (url.scheme, "https"):
        raise ValueError("an address without https")
    if new.scheme == url.scheme and new.port != url.port:
        raise ValueError("another port")
    return new
