"""The tests that every `Index` must pass.

Subclass `IndexConformance` in a test file as `Test...` and give it a fixture `make_index` that returns a function;
each call of it opens the same, at first empty, index anew.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from curbside.errors import SearchIndexError
from curbside.retrieval.base import Facets, Filters, Index, IndexRow, Query
from curbside.testing.index_rows import MakeIndex, fill, found, key, near, row, vector
from curbside.testing.index_units_conformance import IndexUnitsConformance

if TYPE_CHECKING:
    pass

ODD_TERMS = ('"', "a OR b", "NEAR(a)", "title:a", "*", "a*", "-a", "^", "()", "'; DROP", "é", "≥2", "µg", "_", "A", "a")


def _fail_in_a_block(index: Index) -> None:
    with index.writing():
        index.remove(["s1"])
        index.add([row("s2", "b")])
        index.advance(7)
        raise ZeroDivisionError


FILTERED = {
    "a": Facets("label", 2010, "us", "current", "DailyMed", "en", ("anaemia",)),
    "b": Facets("guideline", 2020, "uk", "superseded", "NICE: one, and two", "en", ("anaemia", "the nerves")),
    "c": Facets("guideline", 2024, "us", "current", None, "fr", ()),
    "d": Facets("cohort", None),
}
FILTERS = (
    (Filters(kinds=frozenset({"guideline"})), "bc"),
    (Filters(kinds=frozenset({"guideline", "cohort"})), "bcd"),
    (Filters(since=2020), "bc"),
    (Filters(until=2020), "ab"),
    (Filters(since=2011, until=2023), "b"),
    (Filters(jurisdictions=frozenset({"us"})), "ac"),
    (Filters(statuses=frozenset({"current", "unknown"})), "acd"),
    (Filters(publishers=frozenset({"NICE: one, and two"})), "b"),
    (Filters(publishers=frozenset({"NICE"})), ""),
    (Filters(languages=frozenset({"en"})), "abd"),
    (Filters(topics=frozenset({"the nerves", "other"})), "b"),
    (Filters(topics=frozenset({"anaemia"}), jurisdictions=frozenset({"us"})), "a"),
    (Filters(kinds=frozenset({"guideline"}), without=frozenset({"c"})), "b"),
    (Filters(kinds=frozenset({"guideline"}), only=frozenset({"a", "c"})), "c"),
    (Filters(kinds=frozenset({"narrative review"})), ""),
)


class IndexConformance(IndexUnitsConformance):
    """See the module."""

    def test_a_new_index_is_empty(self, make_index: MakeIndex) -> None:
        index = make_index()
        assert (index.stamp, index.generation, index.passages_count(), list(index.keys())) == ("", 0, 0, [])
        assert found(index, "a") == []
        assert index.document_frequency("a") == 0

    def test_rows_are_found_by_the_terms_of_every_field(self, make_index: MakeIndex) -> None:
        index = make_index()
        fill(index, row("s1", "body"), row("s2", "x", title="title"), row("s3", "x", heading="heading"))
        assert [found(index, term) for term in ("body", "title", "heading")] == [["s1"], ["s2"], ["s3"]]
        assert sorted(found(index, "x", "body")) == ["s1", "s2", "s3"]

    def test_scores_fall_and_are_above_zero(self, make_index: MakeIndex) -> None:
        index = make_index()
        fill(index, row("s1", "a a b"), row("s2", "a c c c"), row("s3", "d"), row("s4", "e"), row("s5", "f"))
        scores = [hit.score for hit in index.search(Query((("a", 1.0), ("b", 1.0))), 10)]
        assert len(scores) == 2
        assert scores == sorted(scores, reverse=True)
        assert all(score > 0 for score in scores)

    def test_rarer_terms_weigh_more(self, make_index: MakeIndex) -> None:
        index = make_index()
        common = [row(f"c{n}", "common filler") for n in range(4)]
        fill(index, *common, row("rare", "rare filler"), *(row(f"o{n}", "other filler") for n in range(6)))
        assert found(index, "common", "rare")[0] == "rare"

    def test_a_heavier_term_counts_for_more(self, make_index: MakeIndex) -> None:
        index = make_index()
        fill(index, row("s1", "a"), row("s2", "b"), *(row(f"o{n}", "x") for n in range(6)))
        assert [hit.source for hit in index.search(Query((("a", 1.0), ("b", 3.0))), 9)] == ["s2", "s1"]
        assert [hit.source for hit in index.search(Query((("a", 3.0), ("b", 1.0))), 9)] == ["s1", "s2"]

    def test_scores_are_proportional_to_weights(self, make_index: MakeIndex) -> None:
        index = make_index()
        fill(index, row("s1", "a"), *(row(f"o{n}", "x") for n in range(6)))
        (one,) = index.search(Query((("a", 1.0),)), 9)
        for query in (Query((("a", 2.5),)), Query((("a", 1.0), ("a", 1.5))), Query((("a", 2.5), ("none", 1.0)))):
            (heavy,) = index.search(query, 9)
            assert heavy.score == pytest.approx(2.5 * one.score)

    def test_equal_scores_come_in_the_order_of_source_and_ordinal(self, make_index: MakeIndex) -> None:
        index = make_index()
        fill(index, row("s2", "a"), row("s1", "a", ordinal=1), row("s1", "a"), row("s0", "x"))
        hits = index.search(Query((("a", 1.0),)), 10)
        assert [(hit.source, hit.ordinal) for hit in hits] == [("s1", 0), ("s1", 1), ("s2", 0)]
        assert [(hit.source, hit.ordinal) for hit in index.search(Query((("a", 1.0),)), 2)] == [("s1", 0), ("s1", 1)]

    def test_nothing_is_found_for_nothing(self, make_index: MakeIndex) -> None:
        index = make_index()
        fill(index, row("s1", "a"))
        assert found(index) == []
        assert found(index, "a", k=0) == []
        assert index.search(Query((("a", 0.0),)), 10) == []

    def test_filters_keep_sources_in_and_out(self, make_index: MakeIndex) -> None:
        index = make_index()
        fill(index, *(row(f"s{n}", "a") for n in range(4)))
        assert found(index, "a", filters=Filters(only=frozenset({"s1", "s3", "none"}))) == ["s1", "s3"]
        assert found(index, "a", filters=Filters(without=frozenset({"s1"}))) == ["s0", "s2", "s3"]
        both = Filters(only=frozenset({"s1", "s2"}), without=frozenset({"s1"}))
        assert found(index, "a", k=1, filters=both) == ["s2"]
        assert found(index, "a", filters=Filters(only=frozenset())) == []

    @pytest.mark.parametrize("term", ODD_TERMS)
    def test_any_characters_may_stand_in_a_term(self, make_index: MakeIndex, term: str) -> None:
        index = make_index()
        fill(index, *(IndexRow(f"s{n}", "h", 0, (), (), (odd,)) for n, odd in enumerate(ODD_TERMS)))
        assert found(index, term) == [f"s{ODD_TERMS.index(term)}"]
        assert index.document_frequency(term) == 1

    def test_many_terms_may_be_asked_for(self, make_index: MakeIndex) -> None:
        index = make_index()
        fill(index, row("s1", "t399"), row("s2", "x"), row("s3", "x"))
        assert found(index, *(f"t{n}" for n in range(400))) == ["s1"]
        hits = index.search(Query(tuple((f"t{n}", 1.0 + n) for n in range(400))), 5)
        assert [hit.source for hit in hits] == ["s1"]

    def test_a_row_of_the_same_key_is_replaced(self, make_index: MakeIndex) -> None:
        index = make_index()
        fill(index, row("s1", "a"))
        fill(index, row("s1", "b"), row("s1", "c"))
        assert (found(index, "a"), found(index, "b"), found(index, "c")) == ([], [], ["s1"])
        assert index.passages_count() == 1

    def test_removing_takes_out_every_row_of_a_source(self, make_index: MakeIndex) -> None:
        index = make_index()
        fill(index, row("s1", "a"), row("s1", "a", ordinal=1), row("s1", "a", hash="old"), row("s2", "a"))
        with index.writing():
            index.remove(["s1", "never there"])
        assert found(index, "a") == ["s2"]
        assert list(index.keys()) == [("s2", "h", 0)]
        assert index.document_frequency("a") == 1

    def test_a_block_that_fails_changes_nothing(self, make_index: MakeIndex) -> None:
        index = make_index()
        fill(index, row("s1", "a"))
        with pytest.raises(ZeroDivisionError):
            _fail_in_a_block(index)
        assert (found(index, "a"), found(index, "b"), index.generation) == (["s1"], [], 0)

    def test_what_is_written_is_there_when_opened_again(self, make_index: MakeIndex) -> None:
        index = make_index()
        with index.writing():
            index.clear("stamp")
            index.add([row("s1", "a")])
            index.advance(12)
        index.close()
        again = make_index()
        assert (again.stamp, again.generation, found(again, "a")) == ("stamp", 12, ["s1"])

    def test_clearing_leaves_nothing_but_the_stamp(self, make_index: MakeIndex) -> None:
        index = make_index()
        fill(index, row("s1", "a"))
        with index.writing():
            index.advance(12)
            index.clear("other")
        assert (index.stamp, index.generation, index.passages_count(), found(index, "a")) == ("other", 0, 0, [])
        assert index.document_frequency("a") == 0

    @pytest.mark.parametrize(("filters", "expected"), FILTERS)
    def test_filters_hold_in_both_searches(self, make_index: MakeIndex, filters: Filters, expected: str) -> None:
        index = make_index()
        fill(index, *(IndexRow(source, "h", 0, body_terms=("x",), facets=f) for source, f in FILTERED.items()))
        index.add_vectors("m", [(key(source), vector(1, n)) for n, source in enumerate(FILTERED)])
        assert sorted(found(index, "x", filters=filters)) == list(expected)
        assert near(index, 1, filters=filters) == list(expected)
        assert [s for s, f in FILTERED.items() if filters.allow(s, f)] == list(expected)

    def test_facets_that_changed_are_filtered_by(self, make_index: MakeIndex) -> None:
        index = make_index()
        fill(index, IndexRow("a", "h", 0, body_terms=("x",), facets=Facets(status="current")))
        index.add_vectors("m", [(key("a"), vector(1))])
        with index.writing():
            index.remove(["a"])
            index.add([IndexRow("a", "h", 0, body_terms=("x",), facets=Facets(status="retracted"))])
        current = Filters(statuses=frozenset({"current"}))
        assert (found(index, "x", filters=current), near(index, 1, filters=current)) == ([], [])
        gone = Filters(statuses=frozenset({"retracted"}))
        assert (found(index, "x", filters=gone), near(index, 1, filters=gone)) == (["a"], ["a"])

    def test_the_nearest_come_first_with_their_cosine(self, make_index: MakeIndex) -> None:
        index = make_index()
        fill(index, *(row(source, "x") for source in "abc"))
        index.add_vectors("m", [(key("a"), vector(0, 1)), (key("b"), vector(2, 0)), (key("c"), vector(3, 3))])
        hits = index.nearest(vector(5, 1), 10, Filters())
        assert [hit.source for hit in hits] == ["b", "c", "a"]
        assert [hit.score for hit in hits] == pytest.approx([0.981, 0.832, 0.196], abs=0.01)
        assert near(index, 5, 1, k=1) == ["b"]
        assert near(index, 5, 1, k=0) == []

    def test_rows_without_a_vector_are_told_and_not_near(self, make_index: MakeIndex) -> None:
        index = make_index()
        assert (index.model, index.vectors_count(), list(index.lacking()), near(index, 1)) == ("", 0, [], [])
        fill(index, row("b", "x"), row("a", "x", ordinal=1), row("a", "x"))
        assert list(index.lacking()) == [key("a"), key("a", 1), key("b")]
        index.add_vectors("m", [(key("a"), vector(1)), (key("never there"), vector(1))])
        assert (index.model, index.vectors_count(), list(index.lacking())) == ("m", 1, [key("a", 1), key("b")])
        assert near(index, 1) == ["a"]

    def test_vectors_of_another_model_are_never_mixed_in(self, make_index: MakeIndex) -> None:
        index = make_index()
        fill(index, row("a", "x"), row("b", "x"))
        index.add_vectors("m", [(key("a"), vector(1))])
        with pytest.raises(SearchIndexError):
            index.add_vectors("other", [(key("b"), vector(1))])
        with pytest.raises(SearchIndexError):
            index.add_vectors("m", [(key("b"), np.ones(3, dtype=np.float32))])
        assert (index.model, near(index, 1)) == ("m", ["a"])
        index.clear_vectors()
        assert (index.model, index.vectors_count(), near(index, 1)) == ("", 0, [])
        index.add_vectors("other", [(key("b"), vector(1))])
        assert (index.model, near(index, 1)) == ("other", ["b"])

    def test_the_vector_of_a_row_that_is_gone_is_not_found(self, make_index: MakeIndex) -> None:
        index = make_index()
        fill(index, row("a", "x"), row("b", "x"), row("b", "x", ordinal=1))
        index.add_vectors("m", [(key("a"), vector(1)), (key("b"), vector(1, 1)), (key("b", 1), vector(0, 1))])
        with index.writing():
            index.remove(["b"])
            index.add([row("b", "x")])
        assert near(index, 0, 1) == ["b", "a"]
        assert (index.vectors_count(), list(index.lacking())) == (2, [])
        with index.writing():
            index.remove(["a"])
        assert near(index, 1) == ["b"]

    def test_a_row_of_another_text_has_no_vector_yet(self, make_index: MakeIndex) -> None:
        index = make_index()
        fill(index, *(IndexRow(source, "h", 0, body_terms=("x",), text_hash="one") for source in "abc"))
        index.add_vectors("m", [(key(source), vector(1)) for source in "abc"])
        with index.writing():
            index.remove(["a", "b"])
            index.add(
                IndexRow(source, "h", 0, body_terms=("y",), text_hash=text)
                for source, text in (("a", "1"), ("b", "one"))
            )
        with index.writing():
            index.add([IndexRow("c", "h", 0, body_terms=("x",), text_hash="other")])
        assert (near(index, 1), list(index.lacking())) == (["b"], [key("a"), key("c")])

    def test_digests_are_those_of_the_rows_as_added(self, make_index: MakeIndex) -> None:
        index = make_index()
        rows = [row("b", "x"), row("a", "x", ordinal=1), IndexRow("a", "h", 0, facets=Facets(topics=("t",)))]
        fill(index, *rows)
        assert list(index.digests()) == sorted((r.key, r.digest) for r in rows)
        assert (
            len({r.digest for r in (*rows, replace(rows[2], text_hash="t"), replace(rows[2], title_terms=("t",)))}) == 4
        )

    def test_vectors_are_there_when_opened_again(self, make_index: MakeIndex) -> None:
        index = make_index()
        fill(index, row("a", "x"), row("b", "x"))
        index.add_vectors("m", [(key("a"), vector(1)), (key("b"), vector(0, 1))])
        index.close()
        again = make_index()
        assert (again.model, again.vectors_count(), near(again, 0, 1, k=1)) == ("m", 2, ["b"])
