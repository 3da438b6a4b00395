"""The ways out of an answer: references for other programs, and the answer as a document.

Each is a pure function of an answer and of what it is exported under; FORMATS is the table of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from curbside.interop import contract, fhir, ics
from curbside.interop.approval import Approval, fingerprint, reviewed
from curbside.interop.exports import bibtex, csl, dates, documents, docx, html, jsonld, markdown, ris, vancouver
from curbside.interop.exports.documents import Printing
from curbside.interop.pages import pdf
from curbside.types import Answer


@dataclass(frozen=True, slots=True)
class Format:
    """A way out. made: the bytes of the file. binary: not to be written to a terminal. what: for the list of help.

    needs: raises UsageError, with the command that installs it, where something is not installed.
    """

    made: Callable[[Answer, Printing], bytes]
    what: str
    binary: bool = False
    needs: tuple[Callable[[], None], ...] = ()


def _csl(answer: Answer, _: Printing) -> bytes:
    return _json(csl.items(answer.references))


def _ris(answer: Answer, _: Printing) -> bytes:
    return ris.document(answer.references).encode("utf-8")


def _bibtex(answer: Answer, _: Printing) -> bytes:
    return bibtex.document(answer.references).encode("utf-8")


def _jsonld(answer: Answer, how: Printing) -> bytes:
    text = fingerprint(answer, how.read)
    review = reviewed(how.approval, text, "jsonld", how.today)
    page = jsonld.page(answer, how.read, review=review, text=text, answered=how.answered, url=how.address)
    return _json(page)


def _markdown(answer: Answer, how: Printing) -> bytes:
    return markdown.page(documents.document(answer, how, "md")).encode("utf-8")


def _html(answer: Answer, how: Printing) -> bytes:
    return html.page(documents.document(answer, how, "html")).encode("utf-8")


def _pdf(answer: Answer, how: Printing) -> bytes:
    return pdf.document(html.page(documents.document(answer, how, "pdf")))


def _docx(answer: Answer, how: Printing) -> bytes:
    return docx.file(documents.document(answer, how, "docx"))


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _fhir(release: str, answer: Answer, how: Printing) -> bytes:
    line = reviewed(how.approval, fingerprint(answer, how.read), "fhir", how.today).line
    return _json(fhir.validated(fhir.bundle(answer, how.read, release=release, review=line), release))


def _answer(answer: Answer, how: Printing) -> bytes:
    return _json(contract.as_json(answer, how.read))


_LIST: Final = vancouver.check_installed
FORMATS: Final[Mapping[str, Format]] = {
    "csl": Format(_csl, "the references as CSL-JSON"),
    "ris": Format(_ris, "the references as RIS"),
    "bibtex": Format(_bibtex, "the references as BibTeX"),
    "json": Format(_answer, "the answer as `ask --json` prints it"),
    "jsonld": Format(_jsonld, "the answer as schema.org JSON-LD"),
    "fhir": Format(partial(_fhir, "R5"), "the answer as a bundle of FHIR R5", needs=(fhir.check_installed,)),
    "fhir-r4b": Format(partial(_fhir, "R4B"), "the answer as a bundle of FHIR R4B", needs=(fhir.check_installed,)),
    "ics": Format(dates.calendar, "the dates of a regimen as a calendar", needs=(ics.check_installed,)),
    "md": Format(_markdown, "the answer as Markdown", needs=(_LIST,)),
    "html": Format(_html, "the answer as one page of HTML", needs=(_LIST,)),
    "pdf": Format(_pdf, "the answer as PDF", binary=True, needs=(_LIST, pdf.check_installed)),
    "docx": Format(_docx, "the answer as a Word file", binary=True, needs=(_LIST, docx.check_installed)),
}
"""By the name that `curbside export --to` takes."""

__all__ = ["FORMATS", "Approval", "Format", "Printing", "fingerprint"]
