"""OBO and the table of classes. Every disease here is invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.errors import InputError
from curbside.vocabularies.base import Concept, Kind, Link, Name, Scope
from curbside.vocabularies.ontology import edition_of, read_obo, read_table

OBO = r"""format-version: 1.2
data-version: releases/2099-01-02
synonymtypedef: abbr "an invented ABBREVIATION" EXACT
! a comment

[Term]
id: DOID:900001
name: inventitis
def: "An invented disease: of \"nobody\"." [invented:1]
synonym: "fever of \"Invent\"" EXACT [] {x="y"}
synonym: "INV" EXACT OMO:0003012 [invented:3]
synonym: "IFV" EXACT abbr [invented:2]
synonym: "odd fever" RELATED []
synonym: "small inventitis" NARROW []
synonym: "all fevers" BROAD []
is_a: DOID:900000 ! invented disease

[Term]
id: DOID:900000
name: invented disease

[Term]
id: DOID:900009
name: obsolete inventosis
is_obsolete: true

[Typedef]
id: has_part
name: has part
"""


def outcome(reader, path):
    """The sentence of the error, or the path alone where all could be read."""
    try:
        assert all(isinstance(piece, Concept | Name | Link) for piece in reader(path))
    except InputError as error:
        return str(error)
    return str(path)


def write(tmp_path, text):
    path = tmp_path / "doid.obo"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_term_has_synonyms_by_scope_and_what_is_broader(tmp_path):
    assert list(read_obo(write(tmp_path, OBO))) == [
        Concept("DOID:900001", "inventitis", Kind.CONDITION),
        Name("DOID:900001", 'fever of "Invent"'),
        Name("DOID:900001", "INV", short=True),
        Name("DOID:900001", "IFV", short=True),
        Name("DOID:900001", "odd fever", Scope.RELATED),
        Name("DOID:900001", "small inventitis", Scope.NARROW),
        Name("DOID:900001", "all fevers", Scope.BROAD),
        Link("DOID:900000", "narrower", "DOID:900001"),
        Concept("DOID:900000", "invented disease", Kind.CONDITION),
    ]


def test_the_edition_is_the_header_s(tmp_path):
    assert edition_of(write(tmp_path, OBO)) == "releases/2099-01-02"
    assert edition_of(write(tmp_path, "format-version: 1.2\n\n[Term]\ndata-version: no\n")) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("format-version: 1.2\n", "has no \\[Term\\] in it"),
        ("[Term]\nid: X:1\n\n", "line 1: begins a term without name"),
        ("[Term]\nname: x\n", "line 1: begins a term without id"),
        ("[Term]\nid: X:1\nname x\n", "line 3: is no line of OBO"),
        ('[Term]\nid: X:1\nname: x\nsynonym: "a" SORT []\n', "line 4: has a synonym"),
        ("[Term]\nid: X:1\nname: x\nsynonym: a EXACT []\n", "line 4: has a synonym"),
    ],
)
def test_a_faulty_line_is_told(tmp_path, text, reason):
    with pytest.raises(InputError, match=reason):
        list(read_obo(write(tmp_path, text)))


def test_a_table_names_the_broader_class_by_its_label(tmp_path):
    path = write(tmp_path, 'id\tlabel\tsubClassOf\n"X:1"\t"odd ""fever"""\t"fever"\nX:2\tfever\t\n')
    assert list(read_table(path)) == [
        Concept("X:1", 'odd "fever"', Kind.CONDITION),
        Link("fever", "narrower", 'odd "fever"', by="name"),
        Concept("X:2", "fever", Kind.CONDITION),
    ]
    with pytest.raises(InputError, match="line 2: has not the cells"):
        list(read_table(write(tmp_path, "id\tlabel\tsubClassOf\nX:1\n")))


@settings(deadline=None, max_examples=80)
@given(text=st.text(alphabet='[]Termidna:es"\\! \nXACT{}', max_size=200))
def test_whatever_the_text_is_there_is_an_answer_or_one_sentence(text, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "any.obo"
    path.write_text(text, encoding="utf-8")
    for reader in (read_obo, read_table):
        assert outcome(reader, path).startswith(str(path))
