"""Passages are runs of quotable units under one heading."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from curbside.library.passages import MAX_CHARACTERS, MAX_UNITS, passages_of
from curbside.testing.records import invented_source
from curbside.types import UnitKind

sentences = st.lists(st.integers(1, 900).map(lambda n: "x" * n), max_size=30)
layouts = st.lists(st.tuples(st.sampled_from(["Dose", "Cautions"]), sentences), max_size=4)


def with_notes(source, positions):
    units = [replace(u, kind=UnitKind.NOTE) if n in positions else u for n, u in enumerate(source.units)]
    return replace(source, units=tuple(units))


@given(layout=layouts, positions=st.sets(st.integers(0, 40), max_size=5))
def test_every_quotable_unit_is_in_exactly_one_passage_and_no_note_is_in_any(layout, positions):
    source = with_notes(invented_source(parts=layout), positions)
    passages = passages_of(source)
    quotable = [n for n, unit in enumerate(source.units) if unit.kind is not UnitKind.NOTE]
    assert [n for passage in passages for n in passage.units] == quotable
    assert [passage.ordinal for passage in passages] == list(range(len(passages)))
    notes = [unit for unit in source.units if unit.kind is UnitKind.NOTE]
    for passage in passages:
        assert not any(passage.start < note.end and note.start < passage.end for note in notes)


@given(layout=layouts)
def test_a_passage_has_one_heading_and_keeps_to_its_limits(layout):
    source = invented_source(parts=layout)
    for passage in passages_of(source):
        assert {source.units[n].heading_ranges for n in passage.units} == {
            source.units[passage.units[0]].heading_ranges
        }
        assert len(passage.units) <= MAX_UNITS
        assert len(passage.units) == 1 or passage.end - passage.start <= MAX_CHARACTERS
        assert passage.start == source.units[passage.units[0]].start
        assert passage.end == source.units[passage.units[-1]].end


def test_two_sections_with_the_same_name_stay_apart():
    source = invented_source(parts=[("Dose", ["One."]), ("Dose", ["Two."])])
    assert len(passages_of(source)) == 2
