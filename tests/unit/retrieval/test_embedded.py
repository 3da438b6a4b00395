"""The embedded index conforms, and its scores are BM25 as worked out by hand."""

import math
import random
import shutil
import threading
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.errors import SearchIndexError
from curbside.retrieval.base import Facets, Filters, IndexRow, Query, UnitCounts, UnitNames
from curbside.retrieval.embedded import flat, units, vectors
from curbside.retrieval.embedded.checksums import faults
from curbside.retrieval.embedded.encoding import encoded
from curbside.retrieval.embedded.index import EmbeddedIndex
from curbside.testing.index_conformance import IndexConformance
from curbside.testing.index_rows import fill, found, key, near, row, vector
from curbside.testing.index_units_conformance import name, with_units
from curbside.testing.memory_index import MemoryIndex

words = st.sampled_from("abcdefgh")
bodies = st.lists(st.lists(words, min_size=1, max_size=8), min_size=1, max_size=12)
weights = st.sampled_from([0.5, 1.0, 2.0])
QUICK = settings(deadline=None, max_examples=25)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One index that each example empties first, since making a new one costs a disk's patience."""
    index = EmbeddedIndex(tmp_path_factory.mktemp("shared") / "index")
    yield index
    index.close()


def filled(index, rows):
    with index.writing():
        index.clear("")
        index.add(rows)
    return index


class TestEmbeddedIndex(IndexConformance):
    @pytest.fixture
    def make_index(self, tmp_path):
        opened = []

        def make():
            opened.append(EmbeddedIndex(tmp_path / "index"))
            return opened[-1]

        yield make
        for index in opened:
            index.close()


def bm25(documents, term, document, k1=1.2, b=0.75):
    """One term's part of the score as the books give it, with an idf that is never below 0."""
    having = sum(term in words for words in documents)
    idf = math.log(1 + (len(documents) - having + 0.5) / (having + 0.5))
    average = sum(map(len, documents)) / len(documents)
    frequency = document.count(term)
    return idf * frequency * (k1 + 1) / (frequency + k1 * (1 - b + b * len(document) / average))


@QUICK
@given(
    rows=st.lists(st.tuples(*[st.lists(words, max_size=4).map(tuple)] * 3), min_size=1, max_size=10),
    query=st.dictionaries(words, weights, min_size=1, max_size=4),
)
def test_scores_and_order_are_those_of_bm25(shared, rows, query):
    filled(shared, (IndexRow(f"s{n:02}", "h", 0, *fields) for n, fields in enumerate(rows)))
    # The document that keeps the state of the index has no terms, and counts.
    documents = [(*title * 2, *heading * 2, *body) for title, heading, body in rows]
    expected = {
        f"s{n:02}": sum(weight * bm25([*documents, ()], term, body) for term, weight in query.items())
        for n, body in enumerate(documents)
        if set(body) & set(query)
    }
    hits = shared.search(Query(tuple(query.items())), 100)
    assert {hit.source: hit.score for hit in hits} == pytest.approx(expected, rel=1e-5)
    best_first = [expected[hit.source] for hit in hits]
    assert all(left > right or left == pytest.approx(right, rel=1e-5) for left, right in pairwise(best_first))


@given(one=st.text(), other=st.text())
def test_other_terms_are_encoded_otherwise_and_in_a_plain_alphabet(one, other):
    assert (encoded(one) == encoded(other)) == (one == other)
    assert set(encoded(one)) <= set("abcdefghijklmnopqrstuvwxyz0123456789_")


@QUICK
@given(term=st.text(min_size=1, max_size=20), others=st.lists(st.text(min_size=1, max_size=20), max_size=5))
def test_whatever_is_asked_for_only_that_term_is_found(shared, term, others):
    filled(shared, (IndexRow(f"s{n}", "h", 0, (), (), (text,)) for n, text in enumerate([term, *others])))
    expected = ["s0", *(f"s{n}" for n, text in enumerate(others, 1) if text == term)]
    assert found(shared, term) == expected
    assert shared.document_frequency(term) == len(expected)


steps = st.lists(
    st.tuples(
        st.sampled_from(["add", "remove", "vectors", "units", "again"]),
        st.sampled_from("abcd"),
        st.integers(0, 2),
        st.sampled_from(["t1", "t2"]),
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=12)
@given(steps=steps)
def test_after_any_changes_the_index_is_what_the_one_in_memory_is(tmp_path_factory, steps):
    memory, embedded = MemoryIndex(), EmbeddedIndex(tmp_path_factory.mktemp("steps"))
    for number, (what, source, ordinal, text) in enumerate(steps):
        facets = Facets(year=2000 + number, topics=(text, source))
        one = IndexRow(source, "h", ordinal, body_terms=("x", text), facets=facets, text_hash=text, units_hash=text)
        for index in (memory, embedded):
            if what == "units":
                named = UnitNames(key(source, ordinal), text, (name(ordinal), name(number)))
                index.add_units("m", [named], {name(ordinal): vector(1, ordinal), name(number): vector(0, 1)})
                continue
            if what == "vectors":
                index.add_vectors("m", [(key(source, ordinal), vector(1, number))])
                continue
            with index.writing():
                if what in ("remove", "again"):
                    index.remove([source])
                if what in ("add", "again"):
                    index.add([one])
    for seen in (
        lambda index: sorted(index.digests()),
        lambda index: list(index.lacking()),
        lambda index: index.vectors_count(),
        lambda index: list(index.lacking_units()),
        lambda index: index.unit_counts(),
        lambda index: {
            which: [round(cosine, 1) for cosine in cosines]
            for which, cosines in index.unit_cosines(
                vector(2, 1), [key(s, n) for s in "abcd" for n in range(3)]
            ).items()
        },
        lambda index: near(index, 1, 3),
        lambda index: near(index, 1, 3, filters=Filters(topics=frozenset({"t1"}), since=2003)),
        lambda index: sorted(found(index, "t2", filters=Filters(without=frozenset("b")))),
    ):
        assert seen(embedded) == seen(memory)
    assert embedded.faults() == []
    embedded.close()


def clustered(count, dimensions=64, seed=5):
    """Vectors as models make them: a large common part, and groups that lie close."""
    groups = np.random.default_rng(1).normal(size=(40, dimensions)) + 3
    drawn = np.random.default_rng(seed)
    return (groups[drawn.integers(40, size=count)] + drawn.normal(size=(count, dimensions)) * 0.8).astype(np.float32)


def test_the_nearest_of_many_are_nearly_all_found(tmp_path, monkeypatch):
    monkeypatch.setattr(vectors, "LEAST_CANDIDATES", 200)
    monkeypatch.setattr(flat, "BLOCK", 512)
    index, all_of_them = EmbeddedIndex(tmp_path), clustered(3000)
    fill(index, *(row(f"s{n:04}", "x") for n in range(3000)))
    for start in range(0, 3000, 700):
        some = list(enumerate(all_of_them[start : start + 700], start))
        index.add_vectors("m", [(key(f"s{n:04}"), one) for n, one in some])
    unit = all_of_them / np.linalg.norm(all_of_them, axis=1, keepdims=True)
    shares = []
    for asked in clustered(20, seed=6):
        exact = {f"s{n:04}" for n in np.argsort(-(unit @ asked))[:10]}
        hits = index.nearest(asked, 10, Filters())
        shares.append(len(exact & {hit.source for hit in hits}) / 10)
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert sum(shares) / len(shares) > 0.9
    assert index.faults() == []
    index.close()


def test_vectors_are_written_anew_when_many_are_dead(tmp_path, monkeypatch):
    monkeypatch.setattr(vectors, "LEAST_CANDIDATES", 50)
    index, some = EmbeddedIndex(tmp_path), clustered(300)
    facets = [Facets(topics=(f"t{n % 7}",)) for n in range(300)]
    fill(index, *(IndexRow(f"s{n:03}", "h", 0, body_terms=("x",), facets=f) for n, f in enumerate(facets)))
    index.add_vectors("m", [(key(f"s{n:03}"), one) for n, one in enumerate(some)])
    with index.writing():
        index.remove(f"s{n:03}" for n in range(200))
    assert (index.vectors_count(), index.faults()) == (100, [])
    hits = index.nearest(some[250], 3, Filters(topics=frozenset({"t5"})))
    assert hits[0].source == "s250"
    assert len(list((tmp_path / "vectors").glob("codes.*"))) == 1
    index.close()


def test_a_damaged_file_of_words_is_made_again_empty(tmp_path):
    EmbeddedIndex(tmp_path).close()
    (tmp_path / "words" / "meta.json").write_bytes(b"{ no index at all")
    index = EmbeddedIndex(tmp_path)
    assert (index.stamp, index.passages_count()) == ("", 0)
    index.close()


def test_a_damaged_file_of_slots_is_made_again_empty(tmp_path):
    index = EmbeddedIndex(tmp_path)
    fill(index, row("a", "x"))
    index.add_vectors("m", [(key("a"), vector(1))])
    index.close()
    for path in (tmp_path / "vectors").glob("slots.sqlite*"):
        path.write_bytes(b"no database at all, but long enough to be looked at" * 40)
    index = EmbeddedIndex(tmp_path)
    assert (index.model, list(index.lacking())) == ("", [key("a")])
    index.close()


def test_a_flipped_byte_is_a_fault(tmp_path):
    index = EmbeddedIndex(tmp_path)
    fill(index, *(row(f"s{n}", "a b c") for n in range(50)))
    index.close()
    path = next((tmp_path / "words").glob("*.store"))
    raw = bytearray(path.read_bytes())
    raw[random.Random(1).randrange(len(raw) // 2)] ^= 0x55
    path.write_bytes(raw)
    assert faults(tmp_path / "words") == [f"{path.name} is damaged"]


def test_an_index_of_another_format_is_made_again_empty(tmp_path):
    index = EmbeddedIndex(tmp_path)
    with index.writing():
        index.add([row("s1", "a")])
        index._words.set("format", "another")
    index.close()
    index = EmbeddedIndex(tmp_path)
    assert (index.stamp, index.passages_count(), found(index, "a")) == ("", 0, [])
    index.close()


def test_an_index_that_cannot_be_written_is_told_as_such(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SearchIndexError, match="cannot be used"):
        EmbeddedIndex(tmp_path / "file")


def test_what_a_writer_left_that_was_killed_in_its_commit_is_in_nobodys_way(tmp_path):
    index = EmbeddedIndex(tmp_path / "index")
    fill(index, *(row(f"s{n}", "a") for n in range(5)))
    index.close()
    words, before = tmp_path / "index" / "words", tmp_path / "before"
    shutil.copytree(words, before)
    with index.writing():
        index.remove(["s1"])
    for left in (*words.glob("*.del"), words / ".managed.json"):
        shutil.copy(left, before)
    index.close()
    shutil.rmtree(words)
    shutil.copytree(before, words)
    assert list(words.glob("*.del"))
    index = EmbeddedIndex(tmp_path / "index")
    assert len(found(index, "a")) == 5
    with index.writing():
        index.remove(["s1"])
    assert found(index, "a") == ["s0", "s2", "s3", "s4"]
    index.close()


def test_threads_may_share_an_index(tmp_path):
    index = EmbeddedIndex(tmp_path / "index")
    fill(index, row("s1", "a"))
    index.add_vectors("m", [(key("s1"), vector(1))])
    results = []
    threads = [threading.Thread(target=lambda: results.append(found(index, "a") + near(index, 1))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    index.close()
    assert results == [["s1", "s1"]] * 4


def test_records_that_no_row_has_are_left_out_in_time(tmp_path, monkeypatch):
    monkeypatch.setattr(units, "_LEAST_RELEASED", 3)
    index = EmbeddedIndex(tmp_path / "index")
    fill(index, *(IndexRow(f"s{n}", "h", 0, body_terms=("x",), units_hash=f"u{n}") for n in range(8)))
    for n in range(8):
        named = UnitNames(key(f"s{n}"), f"u{n}", (name(n), name(n + 1)))
        index.add_units("m", [named], {name(n): vector(n, 1), name(n + 1): vector(n + 1, 1)})
    asked, keys = vector(1), [key(f"s{n}") for n in range(8)]
    before = index.unit_cosines(asked, keys)
    with index.writing():
        index.remove([f"s{n}" for n in range(5)])
    after = index.unit_cosines(asked, keys)
    assert after == {key(f"s{n}"): before[key(f"s{n}")] for n in (5, 6, 7)}
    assert (index.unit_counts(), index.faults()) == (UnitCounts(3, 4), [])
    assert [path.name for path in (tmp_path / "index" / "units").glob("units.[0-9]*")] == ["units.1"]
    assert index.known_units([name(4), name(5)]) == {name(5)}
    assert EmbeddedIndex(tmp_path / "index").unit_cosines(asked, keys) == after


def test_a_file_of_units_that_is_cut_is_told(tmp_path):
    index = with_units(EmbeddedIndex(tmp_path / "index"))
    index.close()
    (tmp_path / "index" / "units" / "units.0").write_bytes(b"")
    with pytest.raises(SearchIndexError, match="cannot be read"):
        EmbeddedIndex(tmp_path / "index").unit_cosines(vector(1), [key("a")])
