"""The FTS5 index conforms, and its scores are BM25 as worked out by hand."""

import math
import sqlite3
import threading
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.errors import SearchIndexError
from curbside.retrieval.base import IndexRow, Query
from curbside.retrieval.embedded import EmbeddedIndex, encoded, has_fts5
from curbside.testing.index_conformance import IndexConformance, fill, found, row
from curbside.testing.memory_index import MemoryIndex

words = st.sampled_from("abcdefgh")
bodies = st.lists(st.lists(words, min_size=1, max_size=8), min_size=1, max_size=12)
weights = st.sampled_from([0.5, 1.0, 2.0])
QUICK = settings(deadline=None, max_examples=40)


class TestEmbeddedIndex(IndexConformance):
    @pytest.fixture
    def make_index(self, tmp_path):
        opened = []

        def make():
            opened.append(EmbeddedIndex(tmp_path / "index.sqlite"))
            return opened[-1]

        yield make
        for index in opened:
            index.close()


def bm25(documents, term, document, k1=1.2, b=0.75):
    """One term's part of the score as FTS5's documentation gives it: idf with a floor, frequency, length."""
    having = sum(term in words for words in documents)
    idf = max(math.log((len(documents) - having + 0.5) / (having + 0.5)), 1e-6)
    average = sum(map(len, documents)) / len(documents)
    frequency = document.count(term)
    return idf * frequency * (k1 + 1) / (frequency + k1 * (1 - b + b * len(document) / average))


@QUICK
@given(documents=bodies, query=st.dictionaries(words, weights, min_size=1, max_size=4))
def test_scores_and_order_are_those_of_bm25(documents, query):
    index = EmbeddedIndex(":memory:", (1.0, 1.0, 1.0))
    fill(index, *(IndexRow(f"s{n:02}", "h", 0, (), (), tuple(body)) for n, body in enumerate(documents)))
    expected = {
        f"s{n:02}": sum(weight * bm25(documents, term, body) for term, weight in query.items())
        for n, body in enumerate(documents)
        if set(body) & set(query)
    }
    hits = index.search(Query(tuple(query.items())), 100)
    index.close()
    assert {hit.source: hit.score for hit in hits} == pytest.approx(expected)
    best_first = [expected[hit.source] for hit in hits]
    assert all(left > right or left == pytest.approx(right) for left, right in pairwise(best_first))


@QUICK
@given(
    rows=st.lists(st.tuples(*[st.lists(words, max_size=4).map(tuple)] * 3), min_size=1, max_size=10),
    query=st.dictionaries(words, weights, min_size=1, max_size=4),
)
def test_scores_over_weighted_fields_are_those_of_the_index_in_memory(rows, query):
    embedded, memory = EmbeddedIndex(":memory:"), MemoryIndex()
    for index in (embedded, memory):
        fill(index, *(IndexRow(f"s{n:02}", "h", 0, *fields) for n, fields in enumerate(rows)))
    asked = Query(tuple(query.items()))
    scores = {hit.source: hit.score for hit in embedded.search(asked, 100)}
    embedded.close()
    assert scores == pytest.approx({hit.source: hit.score for hit in memory.search(asked, 100)})


@given(one=st.text(), other=st.text())
def test_other_terms_are_encoded_otherwise_and_in_a_plain_alphabet(one, other):
    assert (encoded(one) == encoded(other)) == (one == other)
    assert set(encoded(one)) <= set("abcdefghijklmnopqrstuvwxyz0123456789_")


@QUICK
@given(term=st.text(min_size=1, max_size=20), others=st.lists(st.text(min_size=1, max_size=20), max_size=5))
def test_whatever_is_asked_for_only_that_term_is_found(term, others):
    index = EmbeddedIndex(":memory:")
    fill(index, *(IndexRow(f"s{n}", "h", 0, (), (), (text,)) for n, text in enumerate([term, *others])))
    expected = ["s0", *(f"s{n}" for n, text in enumerate(others, 1) if text == term)]
    assert found(index, term) == expected
    assert index.document_frequency(term) == len(expected)
    index.close()


def test_a_damaged_file_is_made_again_empty(tmp_path):
    path = tmp_path / "index.sqlite"
    path.write_bytes(b"no database at all, but long enough to be looked at" * 40)
    index = EmbeddedIndex(path)
    assert (index.stamp, index.passages_count()) == ("", 0)
    index.close()


def test_a_file_of_another_format_is_made_again_empty(tmp_path):
    path = tmp_path / "index.sqlite"
    index = EmbeddedIndex(path)
    fill(index, row("s1", "a"))
    index.close()
    raw = sqlite3.connect(path)
    raw.execute("UPDATE state SET value = 'another' WHERE name = 'format'")
    raw.commit()
    raw.close()
    index = EmbeddedIndex(path)
    assert (index.stamp, index.passages_count(), found(index, "a")) == ("", 0, [])
    index.close()


def test_an_index_that_cannot_be_written_is_told_as_such(tmp_path):
    with pytest.raises(SearchIndexError, match="cannot be used"):
        EmbeddedIndex(tmp_path / "no such folder" / "index.sqlite")


def test_threads_may_share_an_index(tmp_path):
    index = EmbeddedIndex(tmp_path / "index.sqlite")
    fill(index, row("s1", "a"))
    results = []
    threads = [threading.Thread(target=lambda: results.append(found(index, "a"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    index.close()
    assert results == [["s1"]] * 4


def test_this_sqlite_has_full_text_search():
    assert has_fts5()
