"""What was read from a table of a PDF is shown with its page and never leads. All drugs and doses are invented."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from rich.console import Console
from tests.fixtures.pdfs import guideline

from curbside.cli.article import show_answer
from curbside.interop.wording import asides, why_empty
from curbside.selecting.quotable import flags_of
from curbside.sources.base import Input, finished
from curbside.sources.pdf import PdfReader
from curbside.testing.homes import invented_document
from curbside.types import Answer, Flag, Kind, Place, Source, State, Status, UnitKind

DOSE = "Fictoprolol 6 mg is taken by mouth once daily by adults with hypertension."
OTHER = "Fictoprolol tablets have a line for breaking in adults with hypertension."
QUESTION = "fictoprolol dose in hypertension"
TABLE = "| Drug | Dose in adults with hypertension |\n|---|---|\n| Fictoprolol | 6 mg by mouth once daily |\n"


def document(*places: Place, text: str = DOSE, id: str = "test:a"):
    return invented_document(id, f"# Invented\n\n## Dose\n\n{text}", places=places)


def flagged(answer) -> list[tuple[str, bool]]:
    assert isinstance(answer, Answer), answer
    return [(s.text, Flag.CONFIRM_PAGE in s.flags) for s in answer.statements if "6 mg" in s.text]


def test_a_dose_from_an_uncertain_table_is_flagged_and_does_not_lead(ask) -> None:
    answer = ask([document(Place(0, 500, "page", "4"), Place(5, 500, "table", "Table 2", certain=False))], QUESTION)

    assert flagged(answer) == [(DOSE, True)]
    assert answer.bottom_line == ()
    assert all(Flag.CONFIRM_PAGE in r.flags for r in answer.regimens)
    assert why_empty(answer) == "what answers must be confirmed against the page first"


def test_a_table_row_whose_header_alone_is_uncertain_is_flagged() -> None:
    source = document(Place(0, 500, "page", "4"), text=TABLE)
    header = source.text.index("Dose in")
    doubtful = Place(header, header + 4, "table", "Table 2", certain=False)

    row = next(u for u in source.units if u.kind is UnitKind.TABLE_ROW)
    assert Flag.CONFIRM_PAGE not in flags_of(source, row)
    assert Flag.CONFIRM_PAGE in flags_of(document(doubtful, text=TABLE), row)


def test_a_dose_in_a_certain_place_or_beside_an_uncertain_one_leads(ask) -> None:
    source = document(Place(0, 500, "page", "4"), Place(0, 9, "table", "Table 2", certain=False))

    answer = ask([source], QUESTION)

    assert flagged(answer) == [(DOSE, False)]
    assert len(answer.bottom_line) == 1


def test_the_same_words_in_a_source_that_is_certain_need_no_confirming(ask) -> None:
    doubtful = document(Place(0, 500, "table", "Table 2", certain=False))

    assert flagged(ask([doubtful, document(id="test:b")], QUESTION)) == [(DOSE, False)]


@pytest.mark.parametrize(
    ("places", "told"),
    [
        (
            (Place(0, 500, "page", "4"), Place(5, 500, "table", "Table 2", certain=False)),
            "read from a table in a PDF; confirm against page 4",
        ),
        (
            (Place(0, 500, "page", "9", certain=False),),
            "read from a picture or a damaged page of a PDF; confirm against page 9",
        ),
        (
            (Place(0, 500, "table", "Table 2", certain=False),),
            "the order of its words is not certain; confirm in the original",
        ),
    ],
)
def test_people_are_told_the_page(ask, places: tuple[Place, ...], told: str) -> None:
    answer = ask([document(*places)], QUESTION)
    statement = next(s for s in answer.statements if s.text == DOSE)

    assert told in asides(statement, answer.references)
    page = StringIO()
    show_answer(Console(file=page, width=200), answer)
    assert told in " ".join(page.getvalue().split())


def test_a_dose_in_the_table_of_a_pdf_is_told_with_its_page_and_does_not_lead(ask) -> None:
    raw = guideline()
    (draft,) = PdfReader().read(Input("invented.pdf", "invented.pdf", raw[:4096], lambda: BytesIO(raw)))
    read = finished(draft)
    assert isinstance(read, Source)
    source = replace(read, kind=Kind.GUIDELINE, jurisdiction="uk", status=Status(State.CURRENT))

    answer = ask([source], "dose of fictoprolol")

    assert isinstance(answer, Answer), answer
    rows = [s for s in answer.statements if "once daily" in s.text]
    assert rows
    assert all(Flag.CONFIRM_PAGE in s.flags and s.id not in answer.bottom_line for s in rows)
    assert all("confirm against page 2" in " ".join(asides(s, answer.references)) for s in rows)
