"""What a schedule says besides its dates: its source, what must stand beside the dose, the intended use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from curbside.interop.wording import place
from curbside.language.notices import intended_use
from curbside.sources.licences import permitted
from curbside.types import Answer, Reference, Regimen, Relation, Source, Statement, TextIs

NOT_REVIEWED: Final = "Nobody has reviewed this schedule."
_KINDS: Final = (
    ("boxed_warning", "Boxed warning"),
    ("contraindications", "Contraindications and cautions"),
    ("maximum", "Maximum"),
)


@dataclass(frozen=True, slots=True)
class About:
    """What stands with every dose.

    reference: the source as a reference list prints it. beside: what must stand beside the dose, a line each.
    intended_use: the line that every export carries. status: who approved it.
    """

    reference: str
    intended_use: str
    beside: tuple[str, ...] = ()
    status: str = NOT_REVIEWED


def about_answer(answer: Answer, regimen: Regimen) -> About:
    """What stands with the doses of a regimen of an answer.

    A source whose licence forbids export is named, and not quoted.
    """
    reference = next(r for r in answer.references if r.source.id == regimen.span.source)
    asked = answer.question
    lines = tuple(line for key, label in _KINDS for line in _beside(answer, regimen, key, label))
    return About(told(reference.source), intended_use(asked.audience, asked.understood.jurisdiction), lines)


def about_line() -> About:
    """What stands with the doses of a text that is in no library."""
    lines = ("Contraindications: not known, since the text is of no source in the library.",)
    return About("the text that was given; it is of no source in the library", intended_use("professional"), lines)


def told(source: Source) -> str:
    """A source as one line: title, publisher, year, identifier, jurisdiction, whether it is a summary."""
    head = f"{source.title.rstrip('.')}. {source.publisher or 'Publisher unknown'}, {source.year or 'no date'}."
    wording = "summary, not its wording" if source.text_is is TextIs.SUMMARY else "original wording"
    return " ".join(p for p in (head, source.identifier or "", f"[{place(source.jurisdiction)}; {wording}]") if p)


def _beside(answer: Answer, regimen: Regimen, key: str, label: str) -> list[str]:
    said = {s.id: s for s in answer.statements}
    found = [said[i] for i in regimen.beside.get(key, ()) if i in said]
    if not found and key == "contraindications":
        return ["Contraindications: not in your library."]
    return [f"{label}: {_quoted(statement, answer.references)}" for statement in found]


def _quoted(statement: Statement, references: tuple[Reference, ...]) -> str:
    supports = [c.ref for c in statement.citations if c.relation is Relation.SUPPORTS]
    sources = {r.ref: r.source for r in references}
    cited = [sources[ref] for ref in dict.fromkeys(supports) if ref in sources]
    where = "; ".join(f"{s.title.rstrip('.')} ({s.identifier or s.id})" for s in cited)
    if any(permitted(s.licence, "export").allowed == "no" for s in cited):
        return f"see {where}, whose licence does not allow its text to be exported."
    return f"{statement.text} [{where}]"
