"""The store keeps what it is given, by version, and reads it back exactly."""

import base64
import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from curbside.errors import InputError, LibraryError, SourceNotFound
from curbside.library import Library, Put, What
from curbside.testing.records import invented_source
from curbside.testing.strategies import sources
from curbside.types import Identifier, Mark, Span, State, Status

SHARED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
FEW = settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])


def whats(library, since=0):
    return [(change.source, change.what) for change in library.changes(since)]


@SHARED
@given(source=sources())
def test_every_field_of_a_source_survives_the_round_trip(library, source):
    library.put(source)
    assert library.get(source.id) == source
    assert library.get(source.id, source.content_hash) == source
    assert library.get_many([source.id]) == {source.id: source}
    assert library.put(source) is Put.UNCHANGED
    light = next(found for found in library.sources() if found.id == source.id)
    assert light == replace(source, text="", units=())


@FEW
@given(batch=st.lists(sources(), max_size=6), size=st.integers(1, 4))
def test_many_put_in_batches_are_as_many_put_one_by_one(places, batch, size):
    with places.fresh() as many, places.fresh() as single:
        tally = many.put_many(batch, batch=size)
        outcomes = [single.put(source) for source in batch]
        assert (tally.added, tally.updated, tally.unchanged) == tuple(outcomes.count(put) for put in Put)
        assert list(many.sources()) == list(single.sources())
        assert whats(many) == whats(single)
        assert many.library_hash() == single.library_hash()


def test_a_new_text_is_a_new_version_and_the_old_one_stays_readable(library):
    first = invented_source(parts=[("Dose", ["Inventamab 5 mg is given weekly."])])
    second = invented_source(parts=[("Dose", ["Inventamab 6 mg is given weekly."])])
    assert library.put(first) is Put.ADDED
    assert library.put(second) is Put.UPDATED
    assert library.get(first.id) == second
    assert library.get(first.id, first.content_hash) == first
    assert [(version.content_hash, version.current) for version in library.versions(first.id)] == [
        (first.content_hash, False),
        (second.content_hash, True),
    ]
    assert whats(library) == [(first.id, What.ADDED), (first.id, What.UPDATED)]


def test_going_back_to_an_earlier_text_makes_that_version_current_again(library):
    first = invented_source(parts=[("Dose", ["Inventamab 5 mg is given weekly."])])
    library.put(first)
    library.put(invented_source(parts=[("Dose", ["Inventamab 6 mg is given weekly."])]))
    assert library.put(first) is Put.UPDATED
    assert library.get(first.id) == first
    assert len(library.versions(first.id)) == 2


def test_a_change_of_status_alone_makes_no_new_version(library):
    source = invented_source()
    library.put(source)
    before = library.library_hash()
    retracted = replace(source, status=Status(State.RETRACTED, since="2024-01", reason="Invented for this test."))
    assert library.put(retracted) is Put.UPDATED
    assert library.get(source.id) == retracted
    assert len(library.versions(source.id)) == 1
    assert whats(library) == [(source.id, What.ADDED), (source.id, What.STATUS)]
    assert library.library_hash() != before


def test_the_same_text_cut_into_other_units_is_an_update(library):
    source = invented_source(parts=[("Dose", ["One sentence.", "Another sentence."])])
    library.put(source)
    assert len(library.get(source.id).units) == 2
    recut = replace(source, units=source.units[:1])
    assert library.put(recut) is Put.UPDATED
    assert library.get(source.id) == recut
    assert len(library.passages(source.id)[0].units) == 1
    assert whats(library)[-1] == (source.id, What.UPDATED)


def test_the_same_source_from_another_place_is_unchanged_but_remembers_the_place(library):
    source = invented_source(where="one.md")
    library.put(source)
    before = library.library_hash()
    assert library.put(replace(source, where="two.md")) is Put.UNCHANGED
    assert library.get(source.id).where == "two.md"
    assert library.library_hash() == before
    assert len(whats(library)) == 1


def test_an_unknown_source_or_version_is_told_as_such(library):
    library.put(invented_source())
    for call in (library.get, library.counts, library.versions, library.passages, library.remove):
        with pytest.raises(SourceNotFound):
            call("file:none")
    with pytest.raises(SourceNotFound):
        library.text("file:invented", "0" * 64)


def test_a_span_is_read_from_the_stored_text(library):
    source = invented_source(parts=[("Dose", ["Inventamab 5 mg – ‘weekly’.", "Second."])])
    library.put(source)
    spans = [Span(source.id, source.content_hash, unit.start, unit.end) for unit in source.units]
    assert library.read_span(spans[0]) == "Inventamab 5 mg – ‘weekly’."
    assert library.read_spans(spans[::-1]) == ["Second.", "Inventamab 5 mg – ‘weekly’."]


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (4, 2), (0, 10_000)])
def test_a_span_outside_the_text_is_refused(library, start, end):
    source = invented_source()
    library.put(source)
    with pytest.raises(LibraryError, match="no characters"):
        library.read_span(Span(source.id, source.content_hash, start, end))


def test_a_text_that_was_tampered_with_is_refused(library):
    source = invented_source(parts=[("Dose", ["Inventamab 5 mg is given weekly."])])
    library.put(source)
    with library.transaction() as connection:
        connection.execute(text("UPDATE versions SET text = replace(text, '5 mg', '50 mg')"))
    with pytest.raises(LibraryError, match="no longer fits its hash"):
        library.read_span(Span(source.id, source.content_hash, 0, 4))
    with pytest.raises(LibraryError, match="no longer fits its hash"):
        library.text(source.id, source.content_hash)


@pytest.mark.parametrize(
    "fields",
    [
        {"content_hash": "0" * 64},
        {"text": "another text"},
        {"id": " "},
        {"text": "e\u0301"},
        {"text": "\ud800"},
    ],
)
def test_a_source_that_contradicts_itself_is_refused(library, fields):
    with pytest.raises(InputError):
        library.put(invented_source(**fields))
    tally = library.put_many([invented_source("file:sound"), invented_source(**fields)])
    assert (tally.added, len(tally.rejected)) == (1, 1)
    assert [source.id for source in library.sources()] == ["file:sound"]


def test_units_outside_the_text_are_refused(library):
    source = invented_source()
    beyond = replace(source.units[0], end=len(source.text) + 1)
    with pytest.raises(InputError, match="outside the text"):
        library.put(replace(source, units=(beyond,)))


def test_counts_are_of_characters_headings_and_quotable_units(library):
    source = invented_source(parts=[("Dose", ["One.", "Two."]), ("Cautions", ["Three."])])
    library.put(source)
    counted = library.counts(source.id)
    assert (counted.characters, counted.sections, counted.sentences) == (len(source.text), 2, 3)
    assert list(library.sources_counted()) == [(replace(source, text="", units=()), counted)]


def test_a_removed_source_is_gone_but_what_an_answer_cites_stays_readable(library):
    cited, other = invented_source("file:cited"), invented_source("file:other")
    library.put_many([cited, other])
    library.save_answer("question", "{}", [(cited.id, cited.content_hash)])
    library.remove(cited.id)
    library.remove(other.id)
    assert list(library.sources()) == []
    with pytest.raises(SourceNotFound):
        library.get(cited.id)
    assert library.get(cited.id, cited.content_hash) == cited
    with pytest.raises(SourceNotFound):
        library.get(other.id, other.content_hash)
    assert library.put(cited) is Put.ADDED
    assert [what for _, what in whats(library)] == [
        What.ADDED,
        What.ADDED,
        What.REMOVED,
        What.REMOVED,
        What.ADDED,
    ]


def test_pruning_keeps_current_and_cited_versions(library):
    texts = [invented_source(parts=[("Dose", [f"Inventamab {n} mg."])]) for n in range(4)]
    for source in texts:
        library.put(source)
    library.save_answer("question", "{}", [(texts[1].id, texts[1].content_hash)])
    assert library.prune() == 2
    kept = [version.content_hash for version in library.versions(texts[0].id)]
    assert kept == [texts[1].content_hash, texts[3].content_hash]


def test_a_cited_version_cannot_be_deleted_even_by_hand(library):
    source = invented_source()
    library.put(source)
    library.save_answer("question", "{}", [(source.id, source.content_hash)])
    with pytest.raises(LibraryError, match=r"(?i)foreign key"), library.transaction() as connection:
        connection.execute(text("DELETE FROM versions"))


def test_saved_answers_are_found_by_what_they_cite(library):
    one, two = invented_source("file:1"), invented_source("file:2")
    library.put_many([one, two])
    first = library.save_answer("What of [name]?", '{"a": 1}', [(one.id, one.content_hash)])
    second = library.save_answer("What?", "{}", [(one.id, one.content_hash), (two.id, two.content_hash)])
    assert set(library.answers_citing(one.id)) == {first, second}
    assert library.answers_citing(two.id, two.content_hash) == (second,)
    assert library.answers_citing(two.id, "0" * 64) == ()
    saved = library.answer(first)
    assert (saved.question, saved.body, saved.cited) == ("What of [name]?", '{"a": 1}', ((one.id, one.content_hash),))
    assert [version.cited_by for version in library.versions(one.id)] == [2]


def test_an_answer_on_something_that_is_not_stored_is_not_saved(library):
    with pytest.raises(SourceNotFound):
        library.save_answer("question", "{}", [("file:none", "0" * 64)])
    with pytest.raises(LibraryError, match="no saved answer"):
        library.answer("none")


def test_the_change_feed_goes_on_where_one_left_off(library):
    library.put_many([invented_source(f"file:{n}") for n in range(450)])
    everything = list(library.changes(0))
    assert [change.sequence for change in everything] == sorted({change.sequence for change in everything})
    assert list(library.changes(everything[399].sequence)) == everything[400:]
    assert library.last_change() == everything[-1].sequence
    assert list(library.changes(library.last_change())) == []


def test_passages_are_resolved_only_for_current_versions(library):
    old = invented_source(parts=[("Dose", ["Inventamab 5 mg."])])
    new = invented_source(parts=[("Dose", ["Inventamab 6 mg."])])
    library.put(old)
    library.put(new)
    places = [(old.id, old.content_hash, 0), (new.id, new.content_hash, 0), (new.id, new.content_hash, 9)]
    assert list(library.passages_at(places)) == [places[1]]
    assert library.passages(old.id, old.content_hash)[0].content_hash == old.content_hash


def test_a_folder_without_a_library_is_told_as_such(tmp_path):
    with pytest.raises(LibraryError, match="curbside init"):
        Library.open(tmp_path)
    (tmp_path / "library.sqlite").write_text("this is no database, but a text of some length" * 50)
    with pytest.raises(LibraryError, match="cannot be used"):
        Library.open(tmp_path)


def test_a_home_with_odd_characters_in_its_name_works(tmp_path):
    home = tmp_path / "a home? 100% ü#"
    with Library.open(home, create=True) as library:
        library.put(invented_source())
    with Library.open(home) as library:
        assert [source.id for source in library.sources()] == ["file:invented"]


def test_a_library_keeps_its_identity(places):
    with places.open("a") as library:
        identity = library.identity
    with places.open("a") as again, places.open("b") as other:
        assert again.identity == identity != other.identity


def test_an_id_of_any_length_up_to_the_limit_is_kept_and_a_longer_one_is_refused(library):
    noise = base64.b85encode(random.Random(7).randbytes(9000)).decode()
    urls = (Identifier("url", noise[:1990]), Identifier("url", noise))
    longest = invented_source(noise[:300] + "ü" * 100, identifiers=urls)
    assert library.put(longest) is Put.ADDED
    assert library.get(longest.id) == longest
    with pytest.raises(InputError, match="longer than 500 bytes"):
        library.put(invented_source(longest.id + "x"))
    long = (Mark(identifier, Status(State.RETRACTED), "register:1") for identifier in longest.identifiers)
    assert library.mark(long).sources == (longest.id,)


def test_sources_are_in_the_order_of_their_code_points(library):
    ids = [
        "a",
        "B",
        "b",
        "A",
        "é",
        "Z",
        "z",
        "a b",
        "a-b",
        "a_b",
        "\U0001f9ea",
        "\ufffd",
        "\x01",
        "\x00",
        "\x02",
        "10",
        "9",
    ]
    library.put_many(map(invented_source, ids))
    assert [source.id for source in library.sources()] == sorted(ids)
