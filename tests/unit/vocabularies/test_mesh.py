"""MeSH descriptors. Every record here is invented; only the element names are NLM's."""

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.errors import InputError
from curbside.vocabularies.base import Concept, Kind, Link, Name, Place
from curbside.vocabularies.mesh import kind_of, natural, read_table, read_xml

HEAD = (
    '<?xml version="1.0"?>\n<!DOCTYPE DescriptorRecordSet SYSTEM "x.dtd">\n<DescriptorRecordSet LanguageCode="eng">\n'
)


def outcome(reader, path):
    """The sentence of the error, or nothing where all could be read."""
    try:
        list(reader(path))
    except InputError as error:
        return str(error)
    return ""


def term(text, tag="NON", permuted="N"):
    return f'<Term IsPermutedTermYN="{permuted}" LexicalTag="{tag}"><TermUI>T1</TermUI><String>{text}</String></Term>'


def concept(code, name, terms, preferred="Y", relations=""):
    return (
        f'<Concept PreferredConceptYN="{preferred}"><ConceptUI>{code}</ConceptUI><ConceptName><String>{name}</String>'
        f"</ConceptName><ConceptRelationList>{relations}</ConceptRelationList><TermList>{terms}</TermList></Concept>"
    )


def relation(name, first, second):
    return (
        f'<ConceptRelation RelationName="{name}"><Concept1UI>{first}</Concept1UI><Concept2UI>{second}</Concept2UI>'
        "</ConceptRelation>"
    )


def record(code, concepts, trees=("C90.100",), sort="1"):
    numbers = "".join(f"<TreeNumber>{t}</TreeNumber>" for t in trees)
    return (
        f'<DescriptorRecord DescriptorClass="{sort}"><DescriptorUI>{code}</DescriptorUI>'
        f"<TreeNumberList>{numbers}</TreeNumberList><ConceptList>{concepts}</ConceptList></DescriptorRecord>\n"
    )


def write(path, *records):
    path.write_text(HEAD + "".join(records) + "</DescriptorRecordSet>", encoding="utf-8")
    return path


def test_a_descriptor_is_its_preferred_concept_with_terms_and_places(tmp_path):
    terms = term("Inventitis") + term("Fever, Invented") + term("INV", "ACR") + term("Invented Fever", permuted="Y")
    pieces = list(read_xml(write(tmp_path / "desc2099.xml", record("D900001", concept("M1", "Inventitis", terms)))))
    assert pieces == [
        Concept("D900001", "Inventitis", Kind.CONDITION),
        Name("D900001", "Inventitis"),
        Name("D900001", "Fever, Invented"),
        Name("D900001", "Invented Fever"),
        Name("D900001", "INV", short=True),
        Place("D900001", "C90.100"),
    ]


def test_a_concept_within_a_descriptor_is_narrower_or_broader_and_never_a_synonym(tmp_path):
    relations = relation("NRW", "M1", "M2") + relation("BRD", "M1", "M3") + relation("REL", "M1", "M4")
    concepts = concept("M1", "Vitamin Z", term("Vitamin Z"), relations=relations)
    concepts += concept("M2", "Cyanozed", term("Cyanozed"), "N") + concept("M3", "Zeds", term("Zeds"), "N")
    pieces = list(read_xml(write(tmp_path / "d.xml", record("D900002", concepts, ("D90.1",)))))
    assert [p for p in pieces if isinstance(p, Link)] == [
        Link("D900002", "narrower", "M2"),
        Link("M3", "narrower", "D900002"),
    ]
    assert {p.code: p.name for p in pieces if isinstance(p, Concept)} == {
        "D900002": "Vitamin Z",
        "M2": "Cyanozed",
        "M3": "Zeds",
    }


def test_places_and_publication_types_are_no_topics(tmp_path):
    other = record("D900003", concept("M3", "Inventland", term("Inventland")), ("Z01",), "4")
    assert list(read_xml(write(tmp_path / "d.xml", other))) == []


@pytest.mark.parametrize(
    ("trees", "kind"),
    [
        (["C04.588"], Kind.CONDITION),
        (["F03.600"], Kind.CONDITION),
        (["F02.100"], Kind.OTHER),
        (["D12.1", "C01.2"], Kind.CONDITION),
        (["D12.1"], Kind.DRUG),
        (["E02.1"], Kind.PROCEDURE),
        (["B01.1"], Kind.ORGANISM),
        (["A01.1"], Kind.ANATOMY),
        ([], Kind.OTHER),
    ],
)
def test_the_trees_say_what_a_descriptor_is(trees, kind):
    assert kind_of(trees) is kind


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Abdomen, Acute", "Acute Abdomen"),
        ("A, B, C", "C B A"),
        ("1,4-dioxane", None),
        ("Abdomen", None),
        ("A, B, C, D", None),
    ],
)
def test_a_heading_turned_round_is_put_into_its_natural_order(heading, said):
    assert natural(heading) == said


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "has no DescriptorRecord in it"),
        (record("", concept("M1", "X", term("X"))), "a DescriptorRecord has no DescriptorUI"),
        (record("D1", concept("M1", "X", term("X"), "N")), "D1 has not one preferred concept"),
        (record("D1", concept("M1", "X", term(""))), "a Term has no String"),
    ],
)
def test_a_faulty_record_is_told_with_its_line(tmp_path, body, reason):
    with pytest.raises(InputError, match=reason):
        list(read_xml(write(tmp_path / "d.xml", body)))


def test_a_cut_file_is_told_with_its_line(tmp_path):
    path = write(tmp_path / "d.xml", record("D1", concept("M1", "X", term("X"))))
    path.write_text(path.read_text()[:-40])
    with pytest.raises(InputError, match="line 4: "):
        list(read_xml(path))


def test_a_compressed_file_is_read(tmp_path):
    path = write(tmp_path / "d.xml", record("D1", concept("M1", "X", term("X"))))
    packed = tmp_path / "d.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert list(read_xml(packed)) == list(read_xml(path))


def test_a_table_has_headings_and_places(tmp_path):
    path = tmp_path / "t.tsv"
    path.write_text("mesh_id\tmesh_name\tmesh_tree_number\nD1\tFever, Odd\tC1.2\nD1\tFever, Odd\tC3\nD2\tX\tD1\n")
    assert list(read_table(path)) == [
        Concept("D1", "Fever, Odd", Kind.CONDITION),
        Name("D1", "Odd Fever"),
        Place("D1", "C1.2"),
        Place("D1", "C3"),
        Concept("D2", "X", Kind.DRUG),
        Place("D2", "D1"),
    ]


@pytest.mark.parametrize("line", ["D1", "D1\t", "\tX", "D1\tX\tC1\tmore"])
def test_a_bad_line_of_a_table_is_told(tmp_path, line):
    path = tmp_path / "t.tsv"
    path.write_text(f"mesh_id\tmesh_name\nD0\tY\n{line}\n")
    with pytest.raises(InputError, match=r"t\.tsv, line 3: has not the cells"):
        list(read_table(path))


@settings(deadline=None, max_examples=60)
@given(raw=st.binary(max_size=300))
def test_whatever_the_bytes_are_there_is_an_answer_or_one_sentence(raw, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "any.xml"
    path.write_bytes(HEAD.encode() + raw)
    for reader in (read_xml, read_table):
        assert "\n" not in outcome(reader, path)
