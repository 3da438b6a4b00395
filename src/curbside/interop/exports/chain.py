"""A chain of follow-ups as one document: each question after the other, under one run of references and quotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final

from curbside.interop import contract, follow_up
from curbside.interop.approval import NOBODY, Review, day
from curbside.interop.exports import docx, html, markdown
from curbside.interop.exports.document import Document
from curbside.interop.exports.documents import ASKED, Printing, document
from curbside.interop.pages import pdf
from curbside.language.notation import safe
from curbside.language.notices import intended_use
from curbside.types import Answer, Refusal

Turn = tuple[Answer | Refusal, Printing]
CHAINED: Final = ("md", "html", "pdf", "docx", "json")
"""The formats that a chain can be exported to: a list of references or a calendar is of one answer."""


@dataclass(frozen=True, slots=True)
class _Used:
    """How many references and quotes the documents before have."""

    refs: int = 0
    quotes: int = 0


def made(turns: Sequence[Turn], to: str) -> bytes:
    """The chain in that format, one of `CHAINED` but json; the first question first.

    Raises UsageError where something is not installed.
    """
    pages = tuple(documents(turns, to))
    if to == "md":
        return markdown.pages(pages).encode("utf-8")
    if to == "docx":
        return docx.files(pages)
    page = html.pages_of(pages)
    return pdf.document(page) if to == "pdf" else page.encode("utf-8")


def as_json(turns: Sequence[Turn]) -> dict[str, Any]:
    """{"chain": [...]}, each as `ask --json` prints it, with its id."""
    return {"chain": [{**contract.as_json(result, how.read), "id": how.name} for result, how in turns]}


def documents(turns: Sequence[Turn], to: str) -> Iterator[Document]:
    """A document for each, numbered on."""
    used = _Used()
    for result, how in turns:
        one = document(result, how, to) if isinstance(result, Answer) else _refused(result, how)
        yield _shifted(one, used)
        refs = [e.ref for _, entries in one.references for e in entries]
        used = _Used(used.refs + max(refs, default=0), used.quotes + max((n.number for n in one.notes), default=0))


def _shifted(value: Any, used: _Used, name: str = "") -> Any:
    """A document with its references and quotes numbered after those that are used."""
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _shifted(getattr(value, f.name), used, f.name) for f in fields(value)})
    if name in ("marks", "ref") and isinstance(value, int):
        return value + used.refs
    if name in ("notes", "number") and isinstance(value, int):
        return value + used.quotes
    if name == "beside" and isinstance(value, tuple):
        return tuple((label, tuple(mark + used.refs for mark in marks)) for label, marks in value)
    if isinstance(value, tuple):
        return tuple(_shifted(one, used, name) for one in value)
    return value


def _refused(refusal: Refusal, how: Printing) -> Document:
    """A question that got no answer, with why."""
    asked = refusal.question
    rows = [(ASKED, asked.text), ("For", f"{asked.audience}s"), ("Printed", day(how.today))]
    rows += follow_up.facts(refusal.follow_up) if refusal.follow_up else ()
    return Document(
        title="No answer",
        review=Review(NOBODY),
        facts=tuple(rows),
        notices=tuple(map(safe, refusal.notices)),
        bottom_line=(),
        no_bottom_line=safe(refusal.message),
        criteria=(),
        doses=(),
        monitoring=(),
        sections=(),
        disputes=(),
        not_found=(),
        references=(),
        notes=(),
        made=(f"Refused: {refusal.reason.replace('_', ' ')}.",),
        intended_use=intended_use(asked.audience, asked.understood.jurisdiction),
        printed=how.today,
        running=f"Printed {day(how.today)}",
    )
