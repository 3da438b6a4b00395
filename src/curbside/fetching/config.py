"""Where the services are and who asks them; all of it can be set in the environment.

CURBSIDE_NCBI_API_KEY    the key of an NCBI account: 10 requests a second instead of 3. It is never shown or logged
CURBSIDE_NCBI_EMAIL      an address at which the services can reach whoever runs this; sent to them
CURBSIDE_EUTILS_URL      E-utilities (https://eutils.ncbi.nlm.nih.gov/entrez/eutils)
CURBSIDE_EUROPEPMC_URL   Europe PMC (https://www.ebi.ac.uk/europepmc/webservices/rest)
CURBSIDE_DAILYMED_URL    DailyMed (https://dailymed.nlm.nih.gov/dailymed/services/v2)
CURBSIDE_OPENFDA_URL     openFDA (https://api.fda.gov)

Addresses begin with https. One with http is taken, for a mirror in one's own network, but the key is then sent to this
machine only.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from curbside.errors import UsageError

TOOL: Final = "curbside"
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_KEY = re.compile(r"[\x21-\x7e]{1,200}")


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """Base addresses without a slash at the end; the key is left out of `repr`."""

    eutils_url: str = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
    europepmc_url: str = "https://www.ebi.ac.uk/europepmc/webservices/rest"
    dailymed_url: str = "https://dailymed.nlm.nih.gov/dailymed/services/v2"
    openfda_url: str = "https://api.fda.gov"
    ncbi_api_key: str | None = field(default=None, repr=False)
    email: str | None = None


def load(environ: Mapping[str, str] | None = None) -> FetchSettings:
    """The settings of the environment, `os.environ` where none is given; an empty variable counts as not set.

    Raises UsageError, naming the variable, where a value cannot be.
    """
    given = os.environ if environ is None else environ
    usual = FetchSettings()
    made = FetchSettings(
        eutils_url=_url(given, "CURBSIDE_EUTILS_URL", usual.eutils_url),
        europepmc_url=_url(given, "CURBSIDE_EUROPEPMC_URL", usual.europepmc_url),
        dailymed_url=_url(given, "CURBSIDE_DAILYMED_URL", usual.dailymed_url),
        openfda_url=_url(given, "CURBSIDE_OPENFDA_URL", usual.openfda_url),
        ncbi_api_key=_fitting(given, "CURBSIDE_NCBI_API_KEY", _KEY, "letters and digits, without a space"),
        email=_fitting(given, "CURBSIDE_NCBI_EMAIL", _EMAIL, "one e-mail address"),
    )
    if made.ncbi_api_key and not is_safe(made.eutils_url):
        raise UsageError("CURBSIDE_EUTILS_URL begins with http, over which the API key is not sent; use https.")
    return made


def is_safe(url: str) -> bool:
    """Whether what is sent to this address can be read on no wire: https, or this machine itself."""
    parsed = parse_url(url)
    return parsed.scheme == "https" or is_loopback(parsed.host or "")


def is_loopback(host: str) -> bool:
    """Whether the host is this machine by its name: "localhost", 127.0.0.0/8 or ::1."""
    bare = host.strip("[]").lower()
    if bare == "localhost":
        return True
    try:
        return ip_address(bare).is_loopback
    except ValueError:
        return False


def _url(given: Mapping[str, str], name: str, default: str) -> str:
    text = given.get(name, "").strip().rstrip("/")
    if not text:
        return default
    try:
        parsed = parse_url(text)
    except LocationParseError as error:
        raise UsageError(f"{name} is no address: {error}.") from error
    if parsed.scheme not in ("https", "http") or not parsed.host or parsed.auth or parsed.query or parsed.fragment:
        raise UsageError(
            f"{name} is no address of a service: it begins with https:// and has no password, ? or # in it."
        )
    return text


def _fitting(given: Mapping[str, str], name: str, pattern: re.Pattern[str], what: str) -> str | None:
    text = given.get(name, "").strip()
    if text and not pattern.fullmatch(text):
        raise UsageError(f"{name} is not what it should be: {what}.")
    return text or None
