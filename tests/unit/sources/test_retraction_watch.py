"""The CSV of the Retraction Watch Database. Every record, DOI and PMID here is invented."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.errors import InputError
from curbside.sources.base import Input, Rejected
from curbside.sources.csv_records import records
from curbside.sources.retraction_watch import REINSTATED, RetractionWatchReader, standing
from curbside.types import Identifier, Mark, State, Status

COLUMNS = (
    "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,"
    "RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,"
    "Paywalled,Notes"
).split(",")
USUAL = {
    "Record ID": "7",
    "Title": "An invented paper",
    "RetractionDate": "3/9/2021 0:00",
    "RetractionDOI": "10.9999/notice",
    "RetractionPubMedID": "0",
    "OriginalPaperDOI": "10.9999/Paper",
    "OriginalPaperPubMedID": "123",
    "RetractionNature": "Retraction",
    "Reason": "+Error in Data;+Unreliable Results;",
}


def table(*rows, columns=COLUMNS, encoding="utf-8"):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        given_ = {**USUAL, **row}
        writer.writerow([given_.get(name, "") for name in columns])
    return text.getvalue().encode(encoding)


def read(raw):
    whole = Input("rw.csv", "rw.csv", raw[:4096], lambda: io.BytesIO(raw))
    return list(RetractionWatchReader().read(whole))


def test_a_retraction_marks_the_paper_by_doi_and_pmid():
    status = Status(
        State.RETRACTED,
        None,
        "2021-03-09",
        "retracted: Error in Data, Unreliable Results (notice doi:10.9999/notice)",
    )
    assert read(table({})) == [
        Mark(Identifier("doi", "10.9999/paper"), status, "retraction-watch:7"),
        Mark(Identifier("pmid", "123"), status, "retraction-watch:7"),
    ]


@pytest.mark.parametrize(
    ("nature", "state", "reason"),
    [
        ("Retraction", State.RETRACTED, "retracted: "),
        ("Expression of concern", State.CONCERN, "an expression of concern was published: "),
        ("Correction", State.CORRECTION, "a correction was published, which may change what the text says: "),
        ("Reinstatement", State.UNKNOWN, REINSTATED),
    ],
)
def test_each_nature_has_a_state(nature, state, reason):
    mark = read(table({"RetractionNature": nature}))[0]
    assert mark.status.state is state
    assert mark.status.reason.startswith(reason)


@pytest.mark.parametrize("none", ["unavailable", "Unavailable", "0", "", " 0 "])
def test_what_is_unavailable_is_no_identifier(none):
    marks = read(table({"OriginalPaperDOI": none}))
    assert [m.identifier for m in marks] == [Identifier("pmid", "123")]
    marks = read(table({"OriginalPaperPubMedID": none, "RetractionDOI": none}))
    assert [m.identifier for m in marks] == [Identifier("doi", "10.9999/paper")]
    assert marks[0].status.reason == "retracted: Error in Data, Unreliable Results"


def test_rows_that_mark_nothing_are_counted_by_reason_in_one_line_each():
    nameless = {"OriginalPaperDOI": "unavailable", "OriginalPaperPubMedID": "0"}
    found = read(table(nameless, {}, nameless, {"RetractionNature": "Rumour"}, *([nameless] * 1000)))
    assert [f for f in found if isinstance(f, Rejected)] == [
        Rejected(
            "rw.csv, line 2",
            "names its paper by neither a DOI nor a PMID, so it can mark nothing"
            " (and 1,001 more rows for the same reason)",
        ),
        Rejected("rw.csv, line 5", "has the nature 'Rumour', which is not known"),
    ]
    assert len([f for f in found if isinstance(f, Mark)]) == 2


def test_thousands_of_different_faults_are_still_few_lines():
    found = read(table(*({"RetractionNature": f"Rumour {n}"} for n in range(500))))
    assert len(found) == 51
    assert found[-1].reason == "has another fault (and 449 more rows for the same reason)"


@pytest.mark.parametrize(
    ("given_", "since"),
    [
        ("12/31/2019 0:00", "2019-12-31"),
        ("2019-12-31", "2019-12-31"),
        ("31/12/2019", None),
        ("", None),
        ("2019", None),
    ],
)
def test_dates_are_as_in_the_file_and_never_guessed(given_, since):
    assert read(table({"RetractionDate": given_}))[0].status.since == since


def test_line_ends_and_quotation_marks_within_a_field_and_an_empty_last_column_are_usual():
    title = 'An "invented"\r\npaper,\nin lines'
    assert read(table({"Title": title})) == read(table({}))
    assert read(table({"Title": title}, columns=[*COLUMNS, ""])) == read(table({}))
    headed_only = table({}).replace(b"Notes\r\n", b"Notes,\r\n")
    assert read(headed_only) == read(table({}))


def test_a_byte_order_mark_or_latin_1_does_no_harm():
    assert read(b"\xef\xbb\xbf" + table({})) == read(table({}))
    marks = read(table({"Title": "Étude inventée", "Reason": "+Données;"}, encoding="latin-1"))
    assert [m.identifier.value for m in marks] == ["10.9999/paper", "123"]
    assert marks[0].status.reason == "retracted: Donn\ufffdes (notice doi:10.9999/notice)"
    marks = read(table({"OriginalPaperDOI": "10.9999/é"}, encoding="latin-1"))
    assert [m.identifier.value for m in marks] == ["123"]


def test_an_open_quotation_mark_costs_its_row_and_no_other():
    raw = table({}, {"Title": "Q"}, {"Record ID": "8"}, {"Record ID": "9"}).replace(b",Q,", b',"Q,')
    found = read(raw)
    assert [m.said_by for m in found if isinstance(m, Mark)] == [f"retraction-watch:{n}" for n in (7, 7, 8, 8, 9, 9)]
    assert found[-1] == Rejected("rw.csv, line 3", "has a quotation mark that is not closed")


@pytest.mark.parametrize("raw", [b"", b"a,b\n1,2\n", b"\xff\xfea\x00", b"Record ID,Reason\n"])
def test_another_table_is_told(raw):
    assert not RetractionWatchReader().accepts("rw.csv", raw)
    with pytest.raises(InputError):
        read(raw)


def test_it_is_known_by_its_columns_whatever_its_name():
    assert RetractionWatchReader().accepts("download", table({}))
    assert RetractionWatchReader().accepts("rw.csv", b"\xef\xbb\xbf" + table({}))


def mark(state, since, reason="x", number=1):
    return Mark(Identifier("pmid", "1"), Status(state, None, since, reason), f"retraction-watch:{number}")


R, C, BACK = State.RETRACTED, State.CONCERN, State.UNKNOWN


@pytest.mark.parametrize(
    ("given_", "which"),
    [
        ([], None),
        ([(R, "2011"), (C, "2017")], 0),
        ([(C, "2010"), (R, "2011")], 1),
        ([(R, "2011"), (BACK, "2017")], 1),
        ([(BACK, "2011"), (R, "2017")], 1),
        ([(R, "2011"), (BACK, "2011")], 0),
        ([(R, None), (BACK, "2017")], 0),
        ([(R, "2011"), (BACK, None)], 0),
        ([(R, "2011"), (BACK, "2012"), (C, "2013")], 2),
        ([(C, "2010"), (R, "2011"), (BACK, "2012")], 2),
    ],
)
def test_a_retraction_stands_until_a_later_reinstatement(given_, which):
    marks = [mark(s, d, REINSTATED if s is BACK else "x", n) for n, (s, d) in enumerate(given_)]
    assert standing(marks) == (None if which is None else marks[which])


def test_marks_of_others_are_not_its_business():
    assert standing([Mark(Identifier("pmid", "1"), Status(R), "pmid:2")]) is None


_cell = st.text(st.sampled_from('ab",\r\n é;'), max_size=6)


@given(st.lists(st.lists(_cell, min_size=2, max_size=2), min_size=1, max_size=5))
def test_what_a_writer_of_csv_writes_is_read_as_it_was(rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([["a", "b"], *rows])
    found = list(records(io.BytesIO(text.getvalue().encode()), "a"))
    assert [list(r.cells) for r in found] == [["a", "b"], *rows]


@given(st.binary(max_size=80))
def test_any_bytes_after_the_first_line_are_read_or_told(rest):
    for found in read(table() + rest):
        assert isinstance(found, Mark | Rejected)
