"""The conformance suite over Word files; every document here is invented."""

import io

import docx
import pytest

from curbside.sources.docx import DocxReader
from curbside.testing.reader_conformance import ReaderConformance, Sample


def document(words: str = "Give inventol 5 mg once a day.") -> bytes:
    made = docx.Document()
    made.add_heading("Invented protocol", 0)
    made.add_heading("Dose", 1)
    made.add_paragraph(words)
    made.add_paragraph("Do not give it to people with:")
    made.add_paragraph("itch", style="List Bullet")
    made.add_paragraph("gout", style="List Bullet")
    table = made.add_table(3, 2)
    for cell, text in zip(table._cells, ("Group", "Dose", "Adults", "5 mg", "Children", "2 mg"), strict=True):
        cell.text = text
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


class TestConformance(ReaderConformance):
    damages = 26

    @pytest.fixture
    def make_reader(self):
        return DocxReader

    @pytest.fixture
    def samples(self):
        return (Sample("protocol.docx", document()), Sample("macros.docm", document("Give inventol ≥ 5 µg.")))
