"""The files that sources were read from are kept, checked and given back. All content is invented."""

import gzip
import hashlib
import io
import os
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curbside.errors import LibraryError
from curbside.library import Pruned
from curbside.library.originals import ABANDONED_SECONDS
from curbside.testing.records import invented_source
from curbside.types import Span

BYTES = b"An invented guideline.\n" * 400


def folder(library):
    return library.home / "originals"


def kept(library, raw=BYTES, name="guideline.txt"):
    return library.keep_original(name, f"folder/{name}", io.BytesIO(raw))


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=3000))
def test_any_bytes_come_back_as_they_were(library, raw):
    sha256 = kept(library, raw)
    assert sha256 == hashlib.sha256(raw).hexdigest()
    with library.original(sha256) as stream:
        assert stream.read() == raw
        stream.seek(0)
        assert stream.read() == raw


def test_text_is_kept_packed_and_what_is_packed_already_as_it_is(library):
    packed = gzip.compress(os.urandom(3000))
    text, other = kept(library), kept(library, packed, "baseline.xml.gz")
    found = {one.sha256: one for one in library.originals()}
    assert found[text].bytes == len(BYTES) > found[text].stored_bytes == (folder(library) / text).stat().st_size
    assert found[other].bytes == found[other].stored_bytes == len(packed)
    assert (folder(library) / other).read_bytes() == packed
    assert (found[text].name, found[text].where) == ("guideline.txt", "folder/guideline.txt")


def test_a_file_is_kept_once_from_a_path_or_a_stream(library, tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(BYTES)
    assert library.keep_original("a.txt", "a.txt", path) == kept(library) == library.keep_original("b", "b", path)
    assert [one.name for one in library.originals()] == ["a.txt"]
    assert len(list(folder(library).iterdir())) == 1


def test_a_missing_or_damaged_original_is_told_and_keeping_it_again_mends_it(library):
    sha256 = kept(library)
    path = folder(library) / sha256
    whole = path.read_bytes()
    for damaged in (gzip.compress(b"another text"), whole[:-9], whole[:20] + b"\0" + whole[21:], b""):
        path.write_bytes(damaged)
        with pytest.raises(LibraryError, match=f"The original {sha256[:12]}"):
            library.original(sha256)
    path.unlink()
    with pytest.raises(LibraryError, match="missing"):
        library.original(sha256)
    with pytest.raises(LibraryError, match="keeps no original"):
        library.original("0" * 64)
    assert kept(library) == sha256
    assert library.original(sha256).read() == BYTES


def test_a_stream_that_fails_half_way_leaves_nothing(library):
    class Failing(io.BytesIO):
        def read(self, size=-1):
            raise OSError("the disk was taken out")

    with pytest.raises(LibraryError, match="cannot be kept"):
        library.keep_original("a", "a", Failing())
    assert list(library.originals()) == list(folder(library).iterdir()) == []


def test_originals_know_the_sources_that_were_read_from_them(library):
    one, other = kept(library), kept(library, b"other")
    library.put_many([invented_source(f"file:{n}", original=one) for n in (2, 1)])
    library.put(invented_source("file:3", original=other))
    assert library.get("file:1").original == one
    assert library.read_from(one) == ("file:1", "file:2")
    before = library.library_hash()
    assert library.put(invented_source("file:3", original=one)).value == "unchanged"
    assert (library.read_from(other), library.library_hash()) == ((), before)


def test_pruning_keeps_what_a_current_or_cited_version_or_an_unfinished_load_names(library):
    from curbside.library import Checkpoint

    current, cited, loading, free = (kept(library, bytes([n]) * 900) for n in range(4))
    first = invented_source("file:1", parts=[("Dose", ["Old."])], original=cited)
    library.put(first)
    library.save_answer("question", "{}", [(first.id, first.content_hash)])
    library.put(invented_source("file:1", parts=[("Dose", ["New."])], original=current))
    library.load(checkpoint=Checkpoint(loading, "pubmed/1", 0))
    size = (folder(library) / free).stat().st_size
    assert library.prune_originals() == Pruned(1, size)
    assert {one.sha256 for one in library.originals()} == {current, cited, loading}
    assert library.prune_originals() == Pruned()
    library.load(checkpoint=Checkpoint(loading, "pubmed/1", 0, finished=True))
    assert library.prune_originals().files == 1


def test_copies_that_were_given_up_are_swept_a_day_later(library):
    kept(library)
    for name, age in (("a.part", ABANDONED_SECONDS + 60), ("b.part", 60.0), ("stray", 0.0)):
        path = folder(library) / name
        path.write_bytes(b"x")
        os.utime(path, (time.time() - age, time.time() - age))
    assert library.prune_originals().files == 3
    assert [path.name for path in folder(library).iterdir()] == ["b.part"]


def test_originals_of_an_older_extractor_are_to_be_read_again_and_cited_spans_still_resolve(library):
    one, other, pdf = kept(library), kept(library, b"other"), kept(library, b"pdf")
    old = invented_source("pmid:1", parts=[("Dose", ["Old text."])], extractor="jats/1", original=one)
    abstract = invented_source("pmid:1", parts=[("Dose", ["Abstract."])], extractor="pubmed/1", original=other)
    library.put_many([old, abstract, invented_source("file:1", extractor="pdf/3", original=pdf)])
    library.put(invented_source("file:2", extractor="jats/2", original=one))
    library.save_answer("question", "{}", [(old.id, old.content_hash)])
    current = {"jats": "jats/2", "pubmed": "pubmed/1", "html": "html/9"}
    assert list(library.to_reingest(current)) == [(one, ("pmid:1",))]
    assert list(library.to_reingest({"pubmed": "pubmed/2"})) == [(other, ("pmid:1",))]
    library.put(invented_source("pmid:1", parts=[("Dose", ["Better text."])], extractor="jats/2", original=one))
    assert list(library.to_reingest(current)) == []
    unit = old.units[0]
    assert library.read_span(Span(old.id, old.content_hash, unit.start, unit.end)) == "Old text."
    assert "Better text." in library.get("pmid:1").text
