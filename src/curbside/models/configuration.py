"""Which language model is set, and what may be spent on it. Nothing is sent anywhere unless an address is set.

CURBSIDE_MODEL_URL              its address, up to and without /chat/completions ("http://localhost:11434/v1"), or
                                "anthropic:" for Anthropic's, or "anthropic:" with the address of a server like it
CURBSIDE_MODEL                  the model's name there
CURBSIDE_MODEL_KEY              the key, where it wants one; sent over https or to this machine only, never shown
CURBSIDE_MODEL_TOKENS           tokens that one question may use, prompts and answers together (30,000)
CURBSIDE_MODEL_PRICES           the price of a million tokens of prompts and of answers, "3,15", in any one currency
CURBSIDE_MODEL_COST             what one question may cost at most, in that currency
CURBSIDE_MODEL_SECONDS          seconds that one question may take the model (120)
CURBSIDE_MODEL_FIRST_SECONDS    seconds that it may be silent, before its first word and after (60)
CURBSIDE_MODEL_CONNECT_SECONDS  seconds until a connection stands (5)
CURBSIDE_MODEL_AT_ONCE          requests at a time (2)
CURBSIDE_MODEL_CONTEXT          tokens of the longest prompt with its answer (8,192)
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from curbside.errors import UsageError
from curbside.models.spending import Caps

URL: Final = "CURBSIDE_MODEL_URL"
MODEL: Final = "CURBSIDE_MODEL"
KEY: Final = "CURBSIDE_MODEL_KEY"
TOKENS: Final = "CURBSIDE_MODEL_TOKENS"
PRICES: Final = "CURBSIDE_MODEL_PRICES"
COST: Final = "CURBSIDE_MODEL_COST"
SECONDS: Final = "CURBSIDE_MODEL_SECONDS"
FIRST: Final = "CURBSIDE_MODEL_FIRST_SECONDS"
CONNECT: Final = "CURBSIDE_MODEL_CONNECT_SECONDS"
AT_ONCE: Final = "CURBSIDE_MODEL_AT_ONCE"
CONTEXT: Final = "CURBSIDE_MODEL_CONTEXT"
ANTHROPIC: Final = "anthropic:"
ANTHROPICS: Final = "https://api.anthropic.com"


@dataclass(frozen=True, slots=True)
class Configuration:
    """One model and what may be spent on it.

    url: without a slash at the end. anthropic: whether it speaks as Anthropic's does. hosted: whether what is sent
    leaves this machine. connect, first: time-outs in seconds. attempts: of one request. at_once: requests at a time.
    """

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    anthropic: bool = False
    hosted: bool = True
    caps: Caps = field(default_factory=Caps)
    connect: float = 5.0
    first: float = 60.0
    attempts: int = 4
    at_once: int = 2
    context: int = 8192

    @property
    def place(self) -> str:
        """Its address, for people."""
        return f"Anthropic, {self.url}" if self.anthropic else self.url


def configuration(environ: Mapping[str, str] | None = None) -> Configuration | None:
    """The model that is set, None where none is. Raises UsageError, naming the variable."""
    given = os.environ if environ is None else environ
    url, model = given.get(URL, "").strip(), given.get(MODEL, "").strip()
    if not url:
        refuse_a_folder(given)
        return None
    if not model:
        raise UsageError(f"{URL} is set, but not {MODEL}; set it to the name of the model there.")
    url, anthropic = _address(url)
    # Imported where a service is set: what reads addresses brings urllib3, which most questions never need.
    from curbside.fetching.addresses import checked
    from curbside.fetching.config import is_loopback, is_safe

    parsed = checked(url)
    if parsed.query or parsed.fragment:
        raise UsageError(f"{URL} is the address of a service, without ? and #.")
    key = given.get(KEY, "").strip() or None
    if key and not is_safe(url):
        raise UsageError(f"{URL} begins with http, over which the key is not sent; use https.")
    if key and not (key.isascii() and key.isprintable() and " " not in key):
        raise UsageError(f"{KEY} is not what it should be: letters and digits, without a space.")
    return Configuration(
        url=url,
        model=model,
        key=key,
        anthropic=anthropic,
        hosted=not is_loopback(parsed.host or ""),
        caps=_caps(given),
        connect=_number(given, CONNECT, 5, 60),
        first=_number(given, FIRST, 60, 3600),
        at_once=_number(given, AT_ONCE, 2, 64),
        context=_number(given, CONTEXT, 8192, 2_000_000, least=1024),
    )


def refuse_a_folder(given: Mapping[str, str]) -> None:
    """Raises UsageError where CURBSIDE_MODEL names no language model but a folder, as that of the embedding model."""
    model = given.get(MODEL, "").strip()
    if model and not given.get(URL, "").strip() and (model == "none" or Path(model).expanduser().is_dir()):
        raise UsageError(
            f"{MODEL} names the language model that {URL} serves, and {URL} is not set; the folder of the embedding "
            f"model (or none) is set by CURBSIDE_EMBEDDER."
        )


def _address(url: str) -> tuple[str, bool]:
    if not url.lower().startswith(ANTHROPIC):
        return url.rstrip("/"), False
    return url[len(ANTHROPIC) :].strip().rstrip("/") or ANTHROPICS, True


def _caps(given: Mapping[str, str]) -> Caps:
    price_in, price_out = _prices(given)
    cost = _money(given, COST)
    if cost is not None and price_in is None:
        raise UsageError(f"{COST} is set, but not {PRICES}: without prices the cost of a question is not known.")
    return Caps(
        _number(given, TOKENS, 30_000, 10_000_000, least=100),
        _number(given, SECONDS, 120, 3600),
        price_in,
        price_out,
        cost,
    )


def _prices(given: Mapping[str, str]) -> tuple[Decimal | None, Decimal | None]:
    text = given.get(PRICES, "").strip()
    if not text:
        return None, None
    parts = [_decimal(part) for part in text.split(",")]
    if len(parts) != 2 or parts[0] is None or parts[1] is None:
        raise UsageError(f"{PRICES} is two numbers with a comma, for a million tokens in and out (3,15), not {text!r}.")
    return parts[0], parts[1]


def _money(given: Mapping[str, str], name: str) -> Decimal | None:
    text = given.get(name, "").strip()
    if not text:
        return None
    value = _decimal(text)
    if value is None or value == 0:
        raise UsageError(f"{name} is an amount of money above 0 (0.05), not {text!r}.")
    return value


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value < 1_000_000 else None


def _number(given: Mapping[str, str], name: str, usual: int, most: int, least: int = 1) -> int:
    text = given.get(name, "").strip()
    if not text:
        return usual
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise UsageError(f"{name} is a number from {least:,} to {most:,}, not {text!r}.")
    return int(text)
