"""What a service gave for one request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of one document as the service sent it (without the compression of the way).

    number: from 1. pages: of how many, None where that is not known. where: for messages ("pubmed query page 3").
    name: a file name by which its reader is found ("pubmed-3.xml"). ids: the records in it. missing: the records that
    were asked for and are not in it. after: what to hand over to go on after this page, None at the end.
    """

    number: int
    pages: int | None
    raw: bytes
    where: str
    name: str
    ids: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    after: str | None = None


def silent(_: str) -> None:
    """Tell nobody."""
