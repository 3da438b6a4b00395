"""PDFs that are damaged or no PDFs at all: an InputError, or a source, and nothing else. All of it is invented."""

from __future__ import annotations

import contextlib
from functools import cache
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fixtures import pdfs

from curbside.errors import CurbsideError, InputError, UsageError
from curbside.sources.base import Draft, Input, finished
from curbside.sources.pdf import PdfReader
from curbside.sources.pdf.pictures import page_png

WORDS = [
    b"obj",
    b"endobj",
    b"stream\n",
    b"endstream",
    b"xref",
    b"trailer",
    b"startxref",
    b"<<",
    b">>",
    b"[",
    b"]",
    b"/Type",
    b"/Page",
    b"/Pages",
    b"/Kids",
    b"/Root",
    b"/Catalog",
    b"/Contents",
    b"/Font",
    b"/Length",
    b"/Filter",
    b"/FlateDecode",
    b"/Encrypt",
    b" 1 0 R ",
    b"3 0 R",
    b"-1",
    b"99999999999",
    b"(",
    b")",
    b"<00>",
    b"BT",
    b"ET",
    b"Tj",
    b"/F1 10 Tf",
    b"true",
    b"null",
    b"\n",
]
slow = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def read(raw: bytes) -> list[object]:
    return list(PdfReader().read(Input("damaged.pdf", "damaged.pdf", raw[:4096], lambda: BytesIO(raw))))


def read_or_refused(raw: bytes) -> None:
    """Read it, and take only the one error; whatever comes out must be usable."""
    with contextlib.suppress(InputError):
        for found in read(raw):
            assert isinstance(found, Draft)
            source = finished(found)
            assert getattr(source, "text", "x")


@cache
def whole() -> tuple[bytes, ...]:
    content = b"BT /F1 10 Tf 72 700 Td (Fictoprolol is an invented medicine for adults.) Tj ET"
    return pdfs.by_hand(content), pdfs.text_page("Fictoprolol is an invented medicine."), pdfs.guideline()


@given(st.binary(max_size=300))
@slow
def test_any_bytes_after_the_mark(tail: bytes) -> None:
    read_or_refused(b"%PDF-1.7\n" + tail)


@given(st.lists(st.sampled_from(WORDS), max_size=60))
@slow
def test_any_words_of_the_format_after_the_mark(words: list[bytes]) -> None:
    read_or_refused(b"%PDF-1.7\n" + b" ".join(words))


@given(st.integers(0, 1), st.data())
@slow
def test_a_file_cut_off_anywhere(which: int, data: st.DataObject) -> None:
    raw = whole()[which]
    read_or_refused(raw[: data.draw(st.integers(8, len(raw)))])


@given(st.integers(0, 1), st.data())
@slow
def test_a_file_with_bytes_changed(which: int, data: st.DataObject) -> None:
    raw = bytearray(whole()[which])
    for _ in range(data.draw(st.integers(1, 12))):
        raw[data.draw(st.integers(8, len(raw) - 1))] = data.draw(st.integers(0, 255))
    read_or_refused(bytes(raw))


@given(st.data())
@slow
def test_a_file_with_words_of_the_format_put_in(data: st.DataObject) -> None:
    raw = whole()[0]
    at = data.draw(st.integers(8, len(raw)))
    length = data.draw(st.integers(0, 20))
    read_or_refused(raw[:at] + data.draw(st.sampled_from(WORDS)) + raw[at + length :])


@given(st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_large_file_with_a_piece_missing(data: st.DataObject) -> None:
    raw = whole()[2]
    at = data.draw(st.integers(8, len(raw)))
    read_or_refused(raw[:at] + raw[at + data.draw(st.integers(1, 4000)) :])


@given(
    st.lists(st.sampled_from([*WORDS, b"q", b"Q", b"cm", b"Do", b"re", b"f", b"W", b"n", b"gs", b"/X"]), max_size=40)
)
@slow
def test_any_operators_on_a_page(words: list[bytes]) -> None:
    read_or_refused(pdfs.by_hand(b" ".join(words)))


def test_a_page_that_holds_itself_and_a_tree_of_pages_that_is_a_ring_end() -> None:
    for kids in (b"[2 0 R]", b"[3 0 R 2 0 R 3 0 R]"):
        read_or_refused(
            pdfs.written_by_hand(
                b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Kids " + kids + b" /Count 1 >>",
                b"<< /Type /Page /Parent 3 0 R /Contents 3 0 R /MediaBox 2 0 R >>",
            )
        )


def test_forms_that_hold_each_other_end_with_a_sentence() -> None:
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A %d 0 R >> >> /Length %d >>\n"
    drawing = b"/A Do " * 30
    forms = [(form + b"stream\n%b\nendstream") % (n + 1, len(drawing), drawing) for n in range(4, 9)]
    last = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 0 >>\nstream\n\nendstream"
    raw = pdfs.written_by_hand(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /A 5 0 R >> >> >>",
        *forms,
        last,
    )
    with pytest.raises(InputError, match="is damaged: none of its pages can be read"):
        read(raw)


def test_what_is_no_pdf_is_refused_in_one_sentence() -> None:
    with pytest.raises(InputError) as caught:
        read(b"%PDF-1.7\nnothing of the kind")
    assert str(caught.value) == "damaged.pdf: is damaged and cannot be read as a PDF."


def test_a_picture_of_a_page_is_a_png_of_its_size() -> None:
    from PIL import Image

    drawn = page_png(whole()[2], 2, 1.0)
    assert drawn.startswith(b"\x89PNG")
    assert Image.open(BytesIO(drawn)).size == (596, 842)


@pytest.mark.parametrize(("page", "scale"), [(0, 1.0), (99, 1.0), (1, 0.0), (1, 99.0)])
def test_a_picture_of_no_page_is_refused(page: int, scale: float) -> None:
    with pytest.raises(UsageError):
        page_png(whole()[2], page, scale)


@given(st.binary(max_size=200))
@slow
def test_a_picture_of_what_is_no_pdf_is_refused(tail: bytes) -> None:
    with contextlib.suppress(CurbsideError):
        page_png(b"%PDF-1.7\n" + tail, 1)
