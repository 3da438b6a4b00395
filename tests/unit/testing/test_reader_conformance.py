"""Every reader against the suite, and the suite against readers that break its rules. All samples are invented."""

from __future__ import annotations

import os
import re
import subprocess
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from curbside.sources.base import Rejected
from curbside.sources.plain import PlainReader
from curbside.testing._hostile_archives import _zipped
from curbside.testing.damaging import KINDS, damaged
from curbside.testing.reader_conformance import ReaderConformance, Sample, faults, read
from curbside.testing.samples import BEIR, JSON_LINES, PUBMED, RETRACTIONS, SAMPLES

READERS = {
    "markdown": "curbside.sources.markdown.MarkdownReader",
    "plain": "curbside.sources.plain.PlainReader",
    "jsonl": "curbside.sources.jsonl.JsonLinesReader",
    "beir": "curbside.sources.beir.BeirReader",
    "retraction-watch": "curbside.sources.retraction_watch.RetractionWatchReader",
    "pubmed": "curbside.sources.pubmed.PubMedReader",
    "jats": "curbside.sources.jats.JatsReader",
    "spl": "curbside.sources.spl.SplReader",
    "openfda": "curbside.sources.openfda.OpenFdaReader",
    "html": "curbside.sources.html.HtmlReader",
    "pdf": "curbside.sources.pdf.PdfReader",
    "docx": "curbside.sources.docx.DocxReader",
}


def reader_class(name):
    """The class, None where its module is not there."""
    module, _, attribute = READERS[name].rpartition(".")
    return getattr(import_module(module), attribute, None) if find_spec(module) else None


def jsonl(count):
    yield from (
        b'{"kind": "label", "title": "T%d", "text": "%s"}\n' % (n, b"Give exemplamine " * 60) for n in range(count)
    )


def beir(count):
    yield from (b'{"_id": "%d", "title": "", "text": "%s"}\n' % (n, b"Give exemplamine " * 60) for n in range(count))


def retractions(count):
    header, _, rows = RETRACTIONS.partition(b"\n")
    yield header + b"\n"
    yield from (rows.replace(b"9999/paper", b"9999/%d" % n) + rows for n in range(count))


def pubmed(count):
    start, end = PUBMED.index(b"<PubmedArticle>"), PUBMED.index(b"</PubmedArticleSet>")
    yield PUBMED[:start]
    yield from (PUBMED[start:end].replace(b"99999901", b"%d" % (n + 1)) for n in range(count))
    yield PUBMED[end:]


LARGE = {"jsonl": jsonl, "beir": beir, "retraction-watch": retractions, "pubmed": pubmed}


@pytest.mark.parametrize("format", [name for name in READERS if reader_class(name)])
class TestBuiltIn(ReaderConformance):
    @pytest.fixture
    def make_reader(self, format):
        return reader_class(format)

    @pytest.fixture
    def samples(self, format):
        return (SAMPLES[format],)

    @pytest.fixture
    def large(self, format):
        return LARGE.get(format)


def _documented():
    """What the code in docs/source-plugins.md defines."""
    page = (Path(__file__).parents[3] / "docs" / "source-plugins.md").read_text(encoding="utf-8")
    defined = {}
    for code in re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL):
        exec(compile(code, "docs/source-plugins.md", "exec"), defined)
    return defined


TestInvented = _documented()["TestInvented"]


def test_the_documented_reader_tells_what_it_cannot_read():
    reader = _documented()["InventedReader"]()
    found = read(reader, Sample("a.invented", b"D No title.\n\nX odd\n\nT Only a title\n"))
    assert [(f.where, f.reason) for f in found] == [
        ("a.invented, record 1", "has no title"),
        ("a.invented, record 2", "has a line that begins with neither T nor D"),
        ("a.invented, record 3", "has no text to quote"),
    ]


def test_every_sample_is_of_a_reader_and_every_reader_has_one():
    assert set(SAMPLES) == set(READERS)


def _broken(fault):
    class Broken(PlainReader):
        def read(self, given):
            fault()
            yield from super().read(given)

    return Broken


@pytest.mark.parametrize(
    "fault",
    [
        lambda: Path("/invented-outside").exists() or Path("/dev/null").open("rb").close(),
        lambda: os.environ.get("HOME"),
        lambda: os.listdir("/"),
        lambda: subprocess.run(["true"], check=True),
    ],
)
def test_a_reader_that_touches_anything_else_fails(fault):
    suite = ReaderConformance()
    with pytest.raises(AssertionError):
        suite.test_it_touches_nothing_but_what_it_is_given(_broken(fault), (SAMPLES["plain"],))


def test_a_reader_that_forgets_to_close_fails():
    class Open(PlainReader):
        def read(self, given):
            yield self.parse(given.stream().read(), given.where)

    with pytest.raises(AssertionError):
        ReaderConformance().test_it_closes_what_it_opens(Open, (SAMPLES["plain"],))


def test_a_reader_that_is_not_the_same_twice_fails():
    class Moody(PlainReader):
        count = 0

        def read(self, given):
            Moody.count += 1
            yield from super().read(given) if Moody.count % 2 else ()

    with pytest.raises(AssertionError):
        ReaderConformance().test_the_same_bytes_give_the_same(Moody, (SAMPLES["plain"],))


def test_a_reader_that_raises_anything_else_on_damage_fails():
    class Fragile(PlainReader):
        def read(self, given):
            given.bytes().decode("ascii")
            yield from super().read(given)

    with pytest.raises(UnicodeDecodeError):
        ReaderConformance().test_damaged_input_is_read_or_told(Fragile, (SAMPLES["plain"],))


@pytest.mark.parametrize(
    ("reason", "sound"),
    [
        ("has no text", True),
        ("PDF files need a password", True),
        ("has no text.", False),
        ("Has no text", False),
        ("", False),
        ("has\nlines", False),
    ],
)
def test_a_reason_is_in_the_form_of_the_house(reason, sound):
    assert (faults(Rejected("a, line 1", reason), "a", "x/1") == []) is sound
    assert faults(Rejected("b", "has no text"), "a", "x/1")


def test_faults_of_a_source_are_told():
    from dataclasses import replace

    from curbside.types import Identifier, Place, Status

    (good,) = read(PlainReader(), SAMPLES["plain"])
    assert faults(good, "leaflet.txt", "plain/1") == []
    for wrong in (
        {"text": good.text + "\r"},
        {"text": "e\u0301" + good.text},
        {"content_hash": "x"},
        {"id": "a b"},
        {"title": ""},
        {"publisher": ""},
        {"authors": ("",)},
        {"date": "2026-13"},
        {"language": "English"},
        {"extractor": "other/1"},
        {"raw_hash": ""},
        {"where": "elsewhere"},
        {"units": ()},
        {"identifiers": (Identifier("pmid", ""),)},
        {"status": Status(reason="")},
        {"places": (Place(0, len(good.text) + 1, "page", "1"),)},
        {"places": (Place(0, 1, "page", ""),)},
    ):
        assert faults(replace(good, **wrong), "leaflet.txt", "plain/1"), wrong


def test_the_same_seed_gives_the_same_damage_and_every_kind_differs_from_its_sample():
    samples = [SAMPLES["jats"], SAMPLES["jsonl"]]
    for seed in range(len(KINDS)):
        if not KINDS[seed].startswith(("one long line", "zip", "gzip", "PDF: swollen", "Word")):
            one, again = damaged(samples, seed), damaged(samples, seed)
            assert one == again
            assert one.name != samples[0].name or one.content != samples[0].raw, one.kind


def test_a_damaged_input_can_be_written_whatever_its_name(tmp_path):
    for seed in range(3 * len(KINDS)):
        if KINDS[seed % len(KINDS)] in (
            "another name",
            "archive: names",
            "tar: links and devices",
            "zip: NUL in a name",
        ):
            path = damaged([SAMPLES["plain"]], seed).write(tmp_path)
            assert path.parent == tmp_path
            assert path.stat().st_size
    assert _zipped(("a", b"x")) == _zipped(("a", b"x"))


def test_the_samples_say_that_they_are_invented():
    for sample in (JSON_LINES, BEIR, PUBMED, RETRACTIONS):
        assert b"nvented" in sample
