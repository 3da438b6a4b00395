"""Which parts of an answer come first for whom: data with reasons (`language/data/audiences.toml`)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from curbside.language.notices import load
from curbside.types import Facet


@cache
def first_for(audience: str) -> tuple[Facet, ...]:
    """The facets that come first for an audience, after what is asked for; none for a professional."""
    table = load("audiences.toml").get(audience, {})
    return tuple(Facet(row["facet"]) for row in table.get("first", ()))


def reasons(audience: str) -> dict[Facet, str]:
    """Why each of these comes first: the end of a sentence on the reader."""
    return {Facet(row["facet"]): row["why"] for row in load("audiences.toml").get(audience, {}).get("first", ())}


def ordered_for(audience: str, usual: Iterable[Facet]) -> tuple[Facet, ...]:
    """The usual order with what comes first for the audience in front."""
    return tuple(dict.fromkeys((*first_for(audience), *usual)))


@cache
def whom_to_ask(facet: Facet) -> str:
    """What a patient may ask, and whom, about what is not shown to them."""
    table: dict[str, str] = load("audiences.toml")["ask"]
    return table.get(facet, table["other"])


@cache
def words(name: str) -> str:
    """A sentence to a patient: "hard", "doses", "unread" or "nothing"."""
    said: str = load("audiences.toml")["words"][name]
    return said
