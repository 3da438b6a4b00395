"""What OpenSearch is asked means what the Protocol says: its conditions, judged here on made-up documents."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.retrieval.base import Facets, Filters, IndexRow
from curbside.retrieval.embedded import documents as embedded
from curbside.retrieval.opensearch import mappings, view
from curbside.retrieval.opensearch.mappings import document, key_name, token, unit, word
from curbside.retrieval.opensearch.queries import cosine
from curbside.retrieval.opensearch.state import Dead, View

SMALL = st.sampled_from(["a", "b", "c"])
WORD_SETS = st.frozensets(SMALL, max_size=3)
YEARS = st.one_of(st.none(), st.integers(1990, 1994))
FACETS = st.builds(
    Facets,
    kind=SMALL,
    year=YEARS,
    jurisdiction=SMALL,
    status=SMALL,
    publisher=st.one_of(st.none(), SMALL),
    language=SMALL,
    topics=st.lists(SMALL, max_size=2).map(tuple),
)
FILTERS = st.builds(
    Filters,
    only=st.one_of(st.none(), WORD_SETS),
    without=WORD_SETS,
    kinds=WORD_SETS,
    since=YEARS,
    until=YEARS,
    jurisdictions=WORD_SETS,
    statuses=WORD_SETS,
    publishers=WORD_SETS,
    languages=WORD_SETS,
    topics=WORD_SETS,
)


def holds(query: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    """Whether a document matches, as the reference of OpenSearch's query language says."""
    ((name, asked),) = query.items()
    if name == "match_none":
        return False
    if name == "terms":
        ((field, wanted),) = asked.items()
        value = found.get(field)
        return not set(value if isinstance(value, list) else [value]).isdisjoint(wanted)
    if name == "range":
        ((field, limits),) = asked.items()
        return found.get(field) is not None and all(_within(found[field], how, to) for how, to in limits.items())
    assert name == "bool"
    some = [holds(clause, found) for clause in asked.get("should", [])]
    return (
        all(holds(clause, found) for clause in asked.get("filter", []))
        and not any(holds(clause, found) for clause in asked.get("must_not", []))
        and sum(some) >= asked.get("minimum_should_match", 0)
    )


def _within(value: int, how: str, limit: int) -> bool:
    return {"gt": value > limit, "gte": value >= limit, "lt": value < limit, "lte": value <= limit}[how]


@given(source=SMALL, facets=FACETS, filters=FILTERS, most=st.integers(1, 3))
def test_filters_mean_what_the_protocol_says(source: str, facets: Facets, filters: Filters, most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(view, "MOST_VALUES", most)
        found = document(IndexRow(source, "h", 0, facets=facets), 1)
        assert holds(view.allowed(filters).query(), found) == filters.allow(source, facets)


@given(
    born=st.integers(1, 6),
    epoch=st.integers(0, 6),
    aborted=st.frozensets(st.integers(1, 6), max_size=3),
    dead=st.builds(Dead, sources=WORD_SETS.map(sorted).map(tuple), before=st.integers(0, 6)),
    source=SMALL,
)
def test_a_row_is_seen_from_the_end_of_its_block_until_it_is_taken_out(
    born: int, epoch: int, aborted: frozenset[int], dead: Dead, source: str
) -> None:
    seen = View("t", epoch=epoch, aborted=tuple(sorted(aborted)), dead=dead, busy=True)
    found = document(IndexRow(source, "h", 0), born)
    done = born <= epoch and born not in aborted
    gone = source in dead.sources and born < dead.before
    assert holds(view.visible(seen).query(), found) == (done and not gone)


def test_at_rest_nothing_is_asked_of_a_row() -> None:
    assert view.visible(View("t", epoch=9)) == view.Conditions()


@given(born=st.one_of(st.none(), st.integers(1, 6)), after=st.integers(0, 6), epoch=st.integers(0, 6))
def test_a_vector_is_seen_from_the_end_of_its_block_until_all_are_cleared(
    born: int | None, after: int, epoch: int
) -> None:
    found = document(IndexRow("a", "h", 0), 0) | {mappings.VECTOR_BORN: born}
    seen = View("t", epoch=epoch, vectors_after=after)
    assert holds(view.with_vector(seen).query(), found) == (born is not None and after < born <= epoch)


def test_a_replaced_row_is_out_by_its_key() -> None:
    row = IndexRow("a", "h", 3)
    gone = Dead(keys=(key_name(row.key),), before=5)
    assert holds(view.out(gone), document(row, 4))
    assert not holds(view.out(gone), document(row, 5))
    assert not holds(view.out(gone), document(replace(row, ordinal=4), 4))


@given(st.text(min_size=1), st.text(min_size=1))
def test_other_terms_are_other_tokens(one: str, other: str) -> None:
    assert (token(one) == token(other)) == (one == other)
    assert len(token(one * 300)) <= 255
    assert token(one * 300).replace("_", "").isalnum()
    assert token(one * 300) != token(one * 301)


def test_long_values_are_filtered_by_their_hash() -> None:
    assert word("x" * 8000) == "x" * 8000
    assert len(word("x" * 9000)) == 64
    assert word("x" * 9000) != word("x" * 9001)


def test_keys_have_names_of_their_own() -> None:
    assert len({key_name(key) for key in (("a", "b", 1), ("a", "b", 11), ("a", "b1", 1), ("ab", "", 1))}) == 4


def test_titles_and_headings_weigh_as_in_the_embedded_index() -> None:
    assert (mappings.TITLE, mappings.HEADING) == (embedded.TITLE, embedded.HEADING)


@given(st.lists(st.floats(-100, 100, width=32), min_size=2, max_size=8))
def test_vectors_are_stored_with_length_1(numbers: list[float]) -> None:
    vector = np.array(numbers, dtype=np.float32)
    length = float(np.linalg.norm(np.array(unit(vector))))
    assert length == pytest.approx(1.0, abs=1e-5) or float(vector @ vector) < 1e-30


@given(st.floats(-1, 1))
def test_the_cosine_is_read_back_from_the_score(value: float) -> None:
    score = 1 + value if value > 0 else 1 / (1 - value)
    assert cosine(score) == pytest.approx(value, abs=1e-9)
