import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.errors import InputError
from curbside.sources import plain, read
from curbside.sources.base import Rejected
from curbside.types import Kind, Source

FIXTURES = Path(__file__).parents[2] / "fixtures" / "sources"
SENTENCE = "Exemplamine is an invented drug.\n"
FRONT = "---\ntitle: Invented\nkind: label\n---\n" + SENTENCE


def told(path, **more):
    return [
        (f.title if isinstance(f, Source) else f"{Path(f.where).name}: {f.reason}")
        for f in read.read_path(path, **more)
    ]


def write(folder, **files):
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def test_a_folder_is_read_in_order_with_its_subfolders(tmp_path):
    write(tmp_path, b_md="# B\n\nx.", a_txt="A first line\n", c__d_md=FRONT, _hidden_md=SENTENCE, _git__x_md=SENTENCE)
    assert told(tmp_path) == ["A first line", "B", "Invented"]


def test_the_fixtures_are_read_with_the_description_beside_the_file():
    found = list(read.read_path(FIXTURES, date(2026, 6, 1)))
    assert [f.title for f in found if isinstance(f, Source)] == ["Treatment of the invented rash", "Invented leaflet"]
    assert (found[1].kind, found[1].jurisdiction, found[1].extractor) == (Kind.PATIENT_LEAFLET, "us", "plain/1")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.md", b" \n", "is empty"),
        ("a.xyz", b"PK", "files that end in .xyz are not read, or not with this content; `curbside ingest --help`"),
        ("README", b"x", "files without an ending are not read"),
        ("a.xml", b"<x:a xmlns:x='u'><b/></x:a>", "is XML whose root is a, of which no reader knows"),
        ("a.txt", b"%PDF\x00\x01", "is not text: it has the control character U+0000 at character 4"),
        ("a.txt", b"5 \xb5g", "is not UTF-8: byte 2 (0xB5, line 1) does not fit"),
        ("b.meta.yaml", b"title: x", "describes a file that is not there"),
    ],
)
def test_what_cannot_be_read_is_rejected_with_the_reason(tmp_path, name, content, reason):
    (tmp_path / name).write_bytes(content)
    (found,) = read.read_path(tmp_path)
    assert isinstance(found, Rejected)
    assert found.where == str(tmp_path / name)
    assert found.reason.startswith(reason)


def test_a_bad_file_does_not_end_the_reading(tmp_path):
    write(tmp_path, a_md="---\ntitle: A\n---\nx.", b_md=FRONT)
    rejected, source = read.read_path(tmp_path)
    assert rejected.reason.startswith("the field 'kind' is missing")
    assert source.title == "Invented"


def test_a_missing_path_and_a_pipe_are_rejected(tmp_path):
    os.mkfifo(tmp_path / "p.txt")
    assert told(tmp_path / "no.txt") == ["no.txt: is not there"]
    assert told(tmp_path) == ["p.txt: is neither a file nor a folder"]


def test_a_file_that_is_too_large_is_rejected(tmp_path, monkeypatch):
    monkeypatch.setattr(plain, "LARGEST", 1_000_000)
    (tmp_path / "a.txt").write_bytes(b"x" * 1_500_000)
    assert told(tmp_path) == ["a.txt: is larger than 1 MB"]


def test_links_that_lead_out_are_refused(tmp_path):
    inside, outside = tmp_path / "in", tmp_path / "out"
    write(outside, secret_md=SENTENCE)
    write(inside, a_md=SENTENCE)
    (inside / "b.md").symlink_to(outside / "secret.md")
    (inside / "c").symlink_to(outside)
    (inside / "d").symlink_to(inside)
    assert told(inside) == [
        "b.md: is a link that leads out of the folder",
        "c: is a link that leads out of the folder",
        SENTENCE.strip(),
    ]


def test_a_description_out_of_the_folder_is_refused(tmp_path):
    write(tmp_path, outside_yaml="title: T\nkind: label\n", in__a_txt=SENTENCE)
    (tmp_path / "in" / "a.txt.meta.yaml").symlink_to(tmp_path / "outside.yaml")
    assert "a.txt.meta.yaml: is a link that leads out of the folder" in told(tmp_path / "in")


def test_a_description_may_be_named_after_the_stem(tmp_path):
    write(tmp_path, a_txt=SENTENCE, a_meta_yaml="title: Described\nkind: label\nreview_due: 2020\n")
    (found,) = read.read_path(tmp_path, date(2026, 1, 1))
    assert (found.title, found.status.since) == ("Described", "2020")


def test_a_description_that_fits_two_files_is_refused(tmp_path):
    write(tmp_path, a_txt=SENTENCE, a_md=SENTENCE, a_meta_yaml="title: T\nkind: label\n")
    assert all("name it after the whole file name" in line for line in told(tmp_path))


def test_two_descriptions_of_one_source_are_refused(tmp_path):
    about = "title: T\nkind: label\n"
    write(tmp_path, a_txt=SENTENCE, a_meta_yaml=about, a_txt_meta_yaml=about, b_md=FRONT, b_md_meta_yaml=about)
    first, second = told(tmp_path)
    assert first.startswith("a.txt: has two descriptions")
    assert "has front matter of its own" in second


def test_a_wrong_description_names_itself_and_the_line(tmp_path):
    write(tmp_path, a_txt=SENTENCE, a_txt_meta_yaml="title: T\nkind: x\n")
    (found,) = read.read_path(tmp_path)
    assert found.where == str(tmp_path / "a.txt.meta.yaml") + ", line 2"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open every folder")
def test_a_folder_that_cannot_be_opened_is_told(tmp_path):
    write(tmp_path, a__b_md=SENTENCE)
    (tmp_path / "a").chmod(0)
    try:
        assert told(tmp_path) == ["a: cannot be opened: Permission denied"]
    finally:
        (tmp_path / "a").chmod(0o700)


class _Plugin:
    name = "invented"
    extractor = "invented/1"

    def accepts(self, name, head):
        return name.endswith(".inv")

    def read(self, given):
        yield Rejected(given.where, "was read by the plug-in")


class _Entry:
    name, value = "invented", "invented:Reader"

    def __init__(self, found):
        self._found = found

    def load(self):
        if isinstance(self._found, Exception):
            raise self._found
        return self._found


@pytest.fixture
def plugin(monkeypatch):
    def install(found):
        monkeypatch.setattr(read, "entry_points", lambda group: [_Entry(found)])
        read.readers.cache_clear()

    yield install
    monkeypatch.undo()
    read.readers.cache_clear()


def test_a_plug_in_reads_what_it_accepts(plugin):
    plugin(_Plugin)
    assert [r.name for r in read.readers()] == ["invented", *(r.name for r in read.BUILT_IN)]
    assert list(read.read_bytes(b"x", "a.inv")) == [Rejected("a.inv", "was read by the plug-in")]


def test_a_plug_in_that_cannot_be_loaded_is_named(plugin):
    plugin(ImportError("no module"))
    with pytest.raises(InputError, match=r"the plug-in 'invented' \(invented:Reader\): cannot be loaded: no module"):
        read.readers()


@given(st.binary(max_size=200), st.sampled_from(["a.md", "a.txt", "a.pdf", ""]), st.sampled_from([b"", b"---\n"]))
def test_any_bytes_are_a_source_or_rejected(raw, name, start):
    found = list(read.read_bytes(start + raw, name))
    assert len(found) == 1
    assert isinstance(found[0], (Source, Rejected))
