"""What leaves the house with a dose: its source as a line, and what must stand beside it, as far as licences allow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from curbside.interop.wording import place
from curbside.sources.licences import permitted
from curbside.types import Answer, Reference, Regimen, Relation, Source, Statement, TextIs

_KINDS: Final = (
    ("boxed_warning", "Boxed warning"),
    ("contraindications", "Contraindications and cautions"),
    ("maximum", "Maximum"),
)
NOT_HELD: Final = "Contraindications: not in your library."


def told(source: Source) -> str:
    """A source as one line: title, publisher, year, identifier, jurisdiction, whether it is a summary."""
    head = f"{source.title.rstrip('.')}. {source.publisher or 'Publisher unknown'}, {source.year or 'no date'}."
    wording = "summary, not its wording" if source.text_is is TextIs.SUMMARY else "original wording"
    return " ".join(p for p in (head, source.identifier or "", f"[{place(source.jurisdiction)}; {wording}]") if p)


def may_leave(sources: Iterable[Source]) -> bool:
    """Whether the licences of all these sources let a quote of them out of the installation."""
    return all(permitted(s.licence, "export").allowed != "no" for s in sources)


def cited(statement: Statement, references: Iterable[Reference]) -> list[Source]:
    """The sources that support a statement, in the order of its citations."""
    sources = {r.ref: r.source for r in references}
    refs = dict.fromkeys(c.ref for c in statement.citations if c.relation is Relation.SUPPORTS)
    return [sources[ref] for ref in refs if ref in sources]


def quoted(statement: Statement, references: Iterable[Reference]) -> str:
    """A statement with its sources; the sources alone where a licence does not let its text out."""
    sources = cited(statement, references)
    where = "; ".join(f"{s.title.rstrip('.')} ({s.identifier or s.id})" for s in sources)
    if not may_leave(sources):
        return f"see {where}, whose licence does not allow its text to be exported."
    return f"{statement.text} [{where}]"


def beside(answer: Answer, regimen: Regimen) -> tuple[str, ...]:
    """A line for each warning, contraindication and maximum that must stand beside the dose (the clinical rules,
    section 6); one that says so where the library holds no contraindications."""
    said = {s.id: s for s in answer.statements}
    lines = []
    for key, label in _KINDS:
        found = [said[i] for i in regimen.beside.get(key, ()) if i in said]
        lines += [f"{label}: {quoted(statement, answer.references)}" for statement in found]
        lines += [NOT_HELD] if not found and key == "contraindications" else []
    return tuple(lines)
