"""RxNorm's files. Every drug here is invented; only the order of the fields is NLM's."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.errors import InputError
from curbside.vocabularies.base import Concept, Kind, Link, Name
from curbside.vocabularies.rxnorm import read_names, read_relations


def outcome(reader, path):
    """The sentence of the error, or one that says which line was the last."""
    try:
        return f"read to the end, line {len(list(reader(path)))}"
    except InputError as error:
        return str(error)


def name(code, sort, text, sab="RXNORM", suppress="N"):
    return f"{code}|ENG||||||A1|||{code}|{sab}|{sort}|{code}|{text}||{suppress}|4096|"


def link(first, relation, second, sab="RXNORM", suppress="N"):
    return f"{first}|||RN|{second}|||{relation}|1||{sab}||||{suppress}||"


def write(tmp_path, *lines):
    path = tmp_path / "file.RRF"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_ingredients_brands_and_their_synonyms_are_read_of_rxnorm_alone(tmp_path):
    path = write(
        tmp_path,
        name("901", "SY", "old inventol"),
        name("901", "IN", "inventol"),
        name("901", "TMSY", "inVENTol"),
        name("902", "BN", "Inventex"),
        name("903", "SCD", "inventol 5 MG Oral Tablet"),
        name("903", "SY", "inventol tablet"),
        name("904", "IN", "obsoletol", suppress="O"),
        name("905", "IN", "strangol", sab="MTHSPL"),
    )
    assert list(read_names(path)) == [
        Concept("901", "inventol", Kind.DRUG),
        Concept("902", "Inventex", Kind.DRUG),
        Name("901", "old inventol"),
        Name("901", "inVENTol"),
    ]


def test_a_relation_is_read_from_the_second_concept_to_the_first(tmp_path):
    path = write(
        tmp_path,
        link("901", "tradename_of", "902"),
        link("902", "has_tradename", "901"),
        link("901", "form_of", "906"),
        link("907", "part_of", "901"),
        link("901", "tradename_of", "909", suppress="O"),
        link("901", "tradename_of", "910", sab="VANDF"),
    )
    assert list(read_relations(path)) == [
        Link("901", "brand", "902"),
        Link("901", "narrower", "906"),
        Link("907", "part", "901"),
    ]


@pytest.mark.parametrize("reader", [read_names, read_relations])
def test_a_line_with_too_few_fields_is_told(tmp_path, reader):
    path = write(tmp_path, name("901", "IN", "x") if reader is read_names else link("1", "isa", "2"), "901|ENG")
    with pytest.raises(InputError, match=r"line 2: has 2 fields between its bars, not 1[68]"):
        list(reader(path))


def test_a_name_that_is_empty_is_told(tmp_path):
    with pytest.raises(InputError, match="line 1: has no RXCUI or no STR"):
        list(read_names(write(tmp_path, name("901", "IN", " "))))


@settings(deadline=None, max_examples=60)
@given(text=st.text(alphabet="|ABIN1\n", max_size=120))
def test_whatever_the_text_is_there_is_an_answer_or_one_sentence(text, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "any.RRF"
    path.write_text(text, encoding="utf-8")
    for reader in (read_names, read_relations):
        assert ", line " in outcome(reader, path)
