"""A document written as a Word file, part by part."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from typing import Any, Final, TypeVar

from curbside.errors import UsageError
from curbside.interop.exports.document import (
    CRITERIA,
    HEADERS,
    MONITORING,
    SIDES,
    Dispute,
    Document,
    Dose,
    Entry,
    Line,
    Note,
    WorkedOut,
    is_urgent,
)
from curbside.interop.exports.docx import endnotes, styling
from curbside.interop.exports.docx.shapes import BLUE, clean, said, shaded, table

T = TypeVar("T")

INSTALL: Final = 'Word files need python-docx: pip install "curbside[export]"'
_AMBER: Final = ("FDF4DC", "DFC27A")
_RED: Final = ("FDECEB", "A4161A")
_GREEN: Final = ("E7F4EA", "9CC9AA")
_DOSE: Final = (2.9, 3.5, 3.7, 3.8, 3.6)
_CRITERION: Final = (4.8, 5.2, 4.5, 3.0)
_WATCHED: Final = (4.6, 6.2, 4.5, 2.2)
_DISPUTE: Final = (4.2, 4.9, 2.4, 2.2, 2.0, 1.8)


def check_installed() -> None:
    """Raise UsageError where python-docx is not installed."""
    if find_spec("docx") is None:
        raise UsageError(f"{INSTALL}.")


def file(document: Document) -> bytes:
    """The bytes of the Word file. Raises UsageError where python-docx is not installed."""
    return files((document,))


def files(documents: Sequence[Document]) -> bytes:
    """One Word file of several documents, each on a new page, whose quotes are numbered on. Raises as `file`."""
    check_installed()
    import docx

    made: Any = docx.Document()
    styling.styles(made, documents[0])
    styling.margins(made, documents[0])
    for n, document in enumerate(documents):
        if n:
            made.add_page_break()
        _Writer(made, document).write()
    endnotes.add(made, (_note(note) for document in documents for note in document.notes))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _note(note: Note) -> tuple[int, str, str]:
    quote = f"\u201c{note.quote}\u201d" if note.quote else note.withheld
    after = " \u00b7 ".join(part for part in (f"[{note.ref}]", note.where, note.unsafe) if part)
    return note.number, clean(quote), clean(after)


class _Writer:
    """Writes a document into a python-docx one; each quote is referred to once, at its first statement."""

    def __init__(self, made: Any, document: Document) -> None:
        self._made, self._document = made, document
        self._noted: set[int] = set()

    def write(self) -> None:
        document = self._document
        self._top()
        self._bottom_line()
        self._each("Criteria, with the values of the question", document.criteria, self._criterion)
        self._each("Regimens", document.doses, self._dose)
        self._monitoring()
        for heading, lines in document.sections:
            self._made.add_heading(clean(heading), 1)
            for line in lines:
                self._line(self._made.add_paragraph(style="List Bullet"), line)
        self._each("Where the sources disagree", document.disputes, self._dispute)
        self._each("Not found in the library", document.not_found, self._bullet)
        self._references()
        self._made.add_heading("How this was made", 1)
        for told in document.made:
            said(self._made.add_paragraph(), told, soft=True, size=9)
        said(self._made.add_paragraph(), document.intended_use, italic=True)
        self._made.add_heading("Quotes", 1)

    def _each(self, heading: str, parts: Iterable[T], write: Callable[[T], None]) -> None:
        """The parts under their heading; without any, nothing."""
        for n, part in enumerate(parts):
            if n == 0:
                self._made.add_heading(heading, 1)
            write(part)

    def _bullet(self, told: str) -> None:
        said(self._made.add_paragraph(style="List Bullet"), told)

    def _bottom_line(self) -> None:
        self._made.add_heading("Bottom line", 1)
        for line in self._document.bottom_line:
            self._line(self._made.add_paragraph(), line, shade=True)
        if not self._document.bottom_line:
            said(self._made.add_paragraph(), self._document.no_bottom_line)

    def _monitoring(self) -> None:
        rows = [(r.what, r.when, r.action, _marks(r.marks)) for r in self._document.monitoring]
        if rows:
            self._made.add_heading("Monitoring plan", 1)
            table(self._made, MONITORING, rows, _WATCHED)

    def _top(self) -> None:
        document = self._document
        self._made.add_heading(clean(document.title), 0)
        status = self._made.add_paragraph()
        said(status, document.review.line, bold=True)
        shaded(status, *(_GREEN if document.review.approval else _AMBER))
        facts = self._made.add_table(rows=0, cols=2)
        facts.autofit = False
        for label, value in document.facts:
            self._fact(facts.add_row().cells, label, value)
        for notice in document.notices:
            told = self._made.add_paragraph()
            told.paragraph_format.space_before = told.paragraph_format.space_after
            said(told, notice)
            shaded(told, *(_RED if is_urgent(notice) else _AMBER))

    def _fact(self, cells: Any, label: str, value: str) -> None:
        from docx.shared import Cm

        for cell, words, width, soft in ((cells[0], label, 3.0, True), (cells[1], value, 14.5, False)):
            cell.width = Cm(width)
            cell.paragraphs[0].paragraph_format.space_after = 0
            said(cell.paragraphs[0], words, soft=soft, size=9.5)

    def _line(self, paragraph: Any, line: Line, shade: bool = False) -> None:
        said(paragraph, line.text or line.withheld, italic=not line.text, size=11 if shade else 0)
        said(paragraph, f" {_marks(line.marks)}", bold=True)
        self._refer(paragraph, line.notes)
        if line.asides:
            paragraph.add_run().add_break()
            told = "; ".join(line.asides)
            said(paragraph, f"{told[:1].upper()}{told[1:]}", soft=True, size=8.5)
        if shade:
            shaded(paragraph, "F4F7FA", BLUE)

    def _refer(self, paragraph: Any, notes: Iterable[int]) -> None:
        for number in notes:
            if number in self._noted:
                said(paragraph, f" (note {number})", soft=True, size=8)
            else:
                endnotes.reference(paragraph, number)
                self._noted.add(number)

    def _criterion(self, one: WorkedOut) -> None:
        if one.rule:
            quoted = self._made.add_paragraph()
            quoted.paragraph_format.keep_with_next = True
            said(quoted, f"\u201c{one.rule}\u201d", italic=True)
            said(quoted, f" {_marks(one.marks)}", bold=True)
            self._refer(quoted, one.notes)
        head = self._made.add_paragraph()
        head.paragraph_format.keep_with_next = True
        said(head, f"{one.counted} {_marks(one.marks)}: ")
        said(head, one.result, bold=True)
        table(self._made, CRITERIA, one.rows, _CRITERION)
        for line in one.told or ("",):
            said(self._made.add_paragraph(), line, soft=True, size=8.5)

    def _dose(self, dose: Dose) -> None:
        head = self._made.add_heading("", 2)
        said(head, f"{dose.drug[:1].upper()}{dose.drug[1:]} ({dose.place}) {_marks(dose.marks)}")
        about = "; ".join(part for part in (dose.about, *dose.asides) if part)
        if about:
            told = self._made.add_paragraph()
            told.paragraph_format.keep_with_next = True
            said(told, about, soft=True, size=8.5)
        table(self._made, HEADERS, dose.rows, _DOSE)
        beside = [
            f"{label}: {f'see {_marks(marks)}' if marks else 'not in the library'}" for label, marks in dose.beside
        ]
        said(self._made.add_paragraph(), " \u00b7 ".join(beside), soft=True, size=8.5)

    def _dispute(self, dispute: Dispute) -> None:
        self._made.add_heading(clean(dispute.about), 2)
        rows = [(s.value, s.who, s.place, s.when, s.status, _marks(s.marks)) for s in dispute.sides]
        table(self._made, SIDES, rows, _DISPUTE)

    def _references(self) -> None:
        self._made.add_heading("References", 1)
        for group, entries in self._document.references:
            self._made.add_heading(clean(group), 2)
            for entry in entries:
                self._entry(entry)

    def _entry(self, entry: Entry) -> None:
        from docx.shared import Cm

        paragraph = self._made.add_paragraph()
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Cm(1), Cm(-1)
        said(paragraph, f"[{entry.ref}]\t", bold=True, size=9)
        said(paragraph, entry.text, size=9)
        bad = any(is_bad for _, is_bad in entry.chips)
        paragraph.add_run().add_break()
        said(paragraph, " \u00b7 ".join(words for words, _ in entry.chips), bold=bad, soft=not bad, size=8.5)


def _marks(marks: Iterable[int]) -> str:
    return "".join(f"[{mark}]" for mark in marks)
