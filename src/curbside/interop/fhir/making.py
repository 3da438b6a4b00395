"""What the resources of one bundle share: the answer, the release, how quotes are read, and stable identities."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from curbside.interop.beside import may_leave
from curbside.interop.fhir.identities import citation_key, identity
from curbside.interop.fhir.narrative import clean
from curbside.language.notices import intended_use
from curbside.types import Answer, Reference, Source, Span

Json = dict[str, Any]
ReadSpan = Callable[[Span], str]
_COUNTRY: Final = "urn:iso:std:iso:3166"


@dataclass(frozen=True, slots=True)
class Making:
    """One bundle in the making."""

    answer: Answer
    read: ReadSpan
    release: str
    review: str

    def urn(self, key: str) -> str:
        """The address of a resource: the same for the same answer on the same sources."""
        made = self.answer.made
        seed = (self.answer.question.text, made.version, made.settings_hash, made.library_hash, self.release)
        return f"urn:uuid:{identity(*seed, key)}"

    @property
    def use(self) -> str:
        """The line of intended use that every resource carries."""
        asked = self.answer.question
        return intended_use(asked.audience, asked.understood.jurisdiction)

    def reference(self, span: Span) -> Reference:
        """The entry of the reference list that a span is of."""
        return next(r for r in self.answer.references if r.source.id == span.source)

    def quote(self, span: Span) -> str | None:
        """The text of a span, None where its licence does not let it out."""
        source = self.reference(span).source
        return clean(self.read(span)) if may_leave([source]) else None

    def cite(self, reference: Reference, kind: str = "citation") -> Json:
        """A related artifact that leads to a reference: its Citation in R5, its words in R4B."""
        from curbside.interop.beside import told

        made: Json = {"type": kind, "label": f"[{reference.ref}]", "display": clean(reference.source.title)}
        if self.release == "R5":
            return {**made, "resourceReference": {"reference": self.urn(citation_key(reference.ref))}}
        address = url(reference.source)
        return {**made, "citation": clean(told(reference.source)), **({"url": address} if address else {})}


def url(source: Source) -> str | None:
    """The address of a source, where it is one of the web."""
    return (
        source.url if source.url and source.url.startswith(("https://", "http://")) and " " not in source.url else None
    )


def places(jurisdiction: str) -> list[Json]:
    """The jurisdiction as FHIR has it: a country by ISO 3166, else its name; empty where it is unknown."""
    if jurisdiction == "unknown":
        return []
    if len(jurisdiction) == 2 and jurisdiction != "eu":
        return [{"coding": [{"system": _COUNTRY, "code": {"uk": "GB"}.get(jurisdiction, jurisdiction.upper())}]}]
    return [{"text": jurisdiction.upper() if len(jurisdiction) < 3 else jurisdiction}]
