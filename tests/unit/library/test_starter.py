"""The starter library goes in once, and never over what its owner did."""

import pytest

from curbside.library import Tally, starter
from curbside.testing.records import invented_source


def sentence(source_id, text):
    return invented_source(source_id, parts=[("Dose", [text])])


def texts(library):
    return {source.id: library.get(source.id).text.splitlines()[1] for source in library.sources()}


def test_it_is_loaded_once_an_edition(library):
    sources = [sentence("s:1", "One."), sentence("s:2", "Two.")]
    assert not starter.is_loaded(library, "first")
    assert starter.load(library, sources, "first") == Tally(added=2)
    assert starter.is_loaded(library, "first")
    last = library.last_change()
    assert starter.load(library, sources, "first") == Tally(unchanged=2)
    assert library.last_change() == last
    assert not starter.is_loaded(library, "second")


def test_a_newer_edition_updates_adds_and_removes(library):
    starter.load(library, [sentence("s:1", "One."), sentence("s:2", "Two.")], "first")
    starter.load(library, [sentence("s:1", "One, better."), sentence("s:3", "Three.")], "second")
    assert texts(library) == {"s:1": "One, better.", "s:3": "Three."}


def test_a_newer_edition_leaves_what_the_owner_changed_or_removed(library):
    starter.load(library, [sentence(f"s:{n}", f"{n}.") for n in range(4)], "first")
    library.put(sentence("s:1", "Ours."))
    library.remove("s:2")
    library.put(sentence("s:9", "Ours too."))
    newer = [sentence(f"s:{n}", f"{n}, newer.") for n in (0, 1, 2, 9)]
    starter.load(library, newer, "second")
    assert texts(library) == {"s:0": "0, newer.", "s:1": "Ours.", "s:9": "Ours too."}
    starter.load(library, [sentence("s:0", "0, newest."), *newer[1:]], "third")
    assert texts(library) == {"s:0": "0, newest.", "s:1": "Ours.", "s:9": "Ours too."}


def test_an_owner_who_wants_none_gets_none(library):
    starter.want_none(library)
    assert starter.is_loaded(library, "any")
    starter.load(library, [sentence("s:1", "One.")], "any")
    assert texts(library) == {}


def test_a_load_that_stops_half_way_leaves_nothing(library):
    broken = [sentence("s:1", "One."), invented_source("s:2", content_hash="0" * 64)]
    with pytest.raises(Exception, match="content hash"):
        starter.load(library, broken, "first")
    assert texts(library) == {}
    assert not starter.is_loaded(library, "first")
