"""An index follows the library's change feed, whatever happens in between."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.language.tokens import terms
from curbside.library import Library
from curbside.retrieval import rows as rows_
from curbside.retrieval import sync as sync_
from curbside.retrieval.base import Filters, Query
from curbside.retrieval.embedded.index import EmbeddedIndex
from curbside.retrieval.searching import Asked, search, search_words
from curbside.retrieval.sync import behind, compare, sync
from curbside.testing.memory_index import MemoryIndex
from curbside.testing.records import invented_source
from curbside.types import State, Status, TextRange


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path, create=True) as opened:
        yield opened


@pytest.fixture
def index(tmp_path):
    made = EmbeddedIndex(tmp_path / "index")
    yield made
    made.close()


def sentence(source_id, text, heading="Dose"):
    return invented_source(source_id, parts=[(heading, [text])])


def sources_for(library, index, words, k=10):
    return [hit.passage.source for hit in search_words(library, index, terms(words), k)]


def test_what_was_put_is_found_with_its_passage(library, index):
    library.put_many([sentence("s:1", "Inventamab is given weekly."), sentence("s:2", "Fictiparin is given daily.")])
    assert sync(library, index) == 2
    (hit,) = search_words(library, index, terms("inventamab"), 5)
    assert hit.passage == library.passages("s:1")[0]
    assert hit.scores["bm25"] > 0


def test_titles_headings_and_contexts_are_searched_too(library, index):
    source = sentence("s:1", "Give 5 mg weekly.", heading="Maintenance")
    lead_in = TextRange(0, len("Maintenance"))
    source = replace(source, title="Inventamab injection", units=(replace(source.units[0], context=(lead_in,)),))
    library.put_many([source, sentence("s:2", "Another thing."), sentence("s:3", "A third thing.")])
    sync(library, index)
    for words in ("inventamab", "maintenance", "weekly"):
        assert sources_for(library, index, words) == ["s:1"]


def test_a_second_sync_has_nothing_to_do(library, index):
    library.put(sentence("s:1", "Inventamab."))
    assert (sync(library, index), sync(library, index)) == (1, 0)
    assert index.generation == library.last_change()


def test_updates_and_removals_are_followed(library, index):
    library.put_many([sentence("s:1", "Inventamab."), sentence("s:2", "Fictiparin.")])
    sync(library, index)
    library.put(sentence("s:1", "Pretendolol."))
    library.remove("s:2")
    sync(library, index)
    assert [sources_for(library, index, words) for words in ("inventamab", "fictiparin", "pretendolol")] == [
        [],
        [],
        ["s:1"],
    ]
    assert compare(library, index).in_step


def test_a_hit_whose_source_changed_since_is_dropped_and_the_next_takes_its_place(library, index):
    library.put_many([sentence(f"s:{n}", "Inventamab.") for n in range(5)])
    sync(library, index)
    library.put(sentence("s:0", "Pretendolol."))
    library.remove("s:1")
    assert sources_for(library, index, "inventamab", k=2) == ["s:2", "s:3"]
    assert sources_for(library, index, "inventamab", k=10) == ["s:2", "s:3", "s:4"]


def test_a_change_of_status_keeps_the_passages(library, index):
    source = sentence("s:1", "Inventamab.")
    library.put(source)
    sync(library, index)
    library.put(replace(source, status=Status(State.RETRACTED)))
    assert sources_for(library, index, "inventamab") == ["s:1"]
    sync(library, index)
    assert sources_for(library, index, "inventamab") == ["s:1"]
    assert index.passages_count() == 1


def test_a_stop_costs_at_most_the_batch_at_hand(library, index, monkeypatch):
    monkeypatch.setattr(sync_, "BATCH", 2)
    library.put_many([sentence(f"s:{n}", "Inventamab.") for n in range(5)])

    def stop(done):
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sync(library, index, stop)
    assert (index.generation, index.passages_count()) == (4, 4)
    assert compare(library, index) == sync_.Report(behind=1, missing=1, extra=0)
    assert sync(library, index) == 1
    assert compare(library, index).in_step


def test_the_index_of_another_library_is_made_again(library, index, tmp_path):
    with Library.open(tmp_path / "other", create=True) as other:
        other.put_many([sentence(f"o:{n}", "Fictiparin.") for n in range(9)])
        sync(other, index)
    library.put(sentence("s:1", "Inventamab."))
    sync(library, index)
    assert list(index.keys()) == [("s:1", library.get("s:1").content_hash, 0)]


def test_an_index_made_with_other_terms_is_made_again(library, index, monkeypatch):
    library.put(sentence("s:1", "Inventamab."))
    sync(library, index)
    for module, name in ((sync_, "terms_of"), (rows_, "terms")):
        monkeypatch.setattr(module, name, lambda text: [f"x{word}" for word in text.split()])
    assert behind(library, index) == 1
    assert sync(library, index) == 1
    assert [hit.source for hit in index.search(Query((("xInventamab.", 1.0),)), 5)] == ["s:1"]


def test_filters_and_weights_of_a_query_are_kept(library, index):
    library.put_many([sentence(f"s:{n}", "Inventamab.") for n in range(3)])
    sync(library, index)
    weighted = tuple((term, 2.0) for term in terms("inventamab"))
    hits = search(library, index, Asked(Query(weighted, Filters(only=frozenset({"s:2"})))), 5)
    assert [hit.passage.source for hit in hits] == ["s:2"]


steps = st.lists(
    st.tuples(
        st.sampled_from(["put", "remove", "sync"]), st.integers(0, 3), st.sampled_from(["One.", "Two.", "Three."])
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=15)
@given(steps=steps)
def test_after_any_history_the_index_is_in_step(tmp_path_factory, steps):
    index = MemoryIndex()
    with Library.open(tmp_path_factory.mktemp("history"), create=True) as library:
        for step, number, text in steps:
            there = {source.id for source in library.sources()}
            if step == "put":
                library.put(sentence(f"s:{number}", text))
            elif step == "remove" and f"s:{number}" in there:
                library.remove(f"s:{number}")
            else:
                sync(library, index)
        sync(library, index)
        assert compare(library, index).in_step
