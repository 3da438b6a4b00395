"""The starter library, opened once for all tests of auditing, and small invented sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest

from curbside.auditing.audit import Audit, audit
from curbside.auditing.claims import Claim, read
from curbside.auditing.finding import Found, beside, said_by
from curbside.auditing.manuscript import of_text
from curbside.evidence.status import standing
from curbside.language.splitting import split
from curbside.language.text import content_hash
from curbside.library import Library
from curbside.retrieval.opening import open_home
from curbside.retrieval.stock import Stock
from curbside.types import Kind, Source


@dataclass(frozen=True)
class Starter:
    library: Library
    stock: Stock
    sources: tuple[Source, ...]

    def audit(self, text: str, name: str = "") -> Audit:
        return audit(of_text(text, name), self.stock, self.sources)


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Starter]:
    library, index = open_home(tmp_path_factory.mktemp("home"))
    yield Starter(library, Stock(library, index), tuple(library.sources()))
    index.close()
    library.close()


@pytest.fixture
def one() -> Callable[[str], Claim]:
    """The only claim of a text."""

    def claim(text: str) -> Claim:
        (only,) = read(text).claims
        return only

    return claim


@pytest.fixture
def found(one: Callable[[str], Claim]) -> Callable[..., tuple[Found, ...]]:
    """Invented sentences of one source, laid beside a claim."""

    def lay(claim: str, *sentences: str, **fields: object) -> tuple[Found, ...]:
        text = "\n\n".join(["# Invented source", "## Part", *sentences])
        source = Source(
            id="file:invented",
            text=text,
            content_hash=content_hash(text),
            kind=Kind.GUIDELINE,
            title="Invented source",
            publisher="Invented Institute",
            units=split(text, "markdown"),
        )
        source = replace(source, **fields)  # type: ignore[arg-type]
        mine = said_by(one(claim))
        return tuple(beside(mine, source, unit, standing(source)) for unit in source.units)

    return lay
