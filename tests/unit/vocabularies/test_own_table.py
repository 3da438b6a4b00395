"""A user's own table. Every name here is invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.errors import InputError
from curbside.vocabularies.base import Concept, Kind, Link, Name, Scope
from curbside.vocabularies.own import HEADER, RELATIONS, read

CELLS = st.text(alphabet="ab cé-", min_size=1, max_size=12).filter(str.strip)


def write(path, *lines):
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_line_says_one_thing_of_a_concept(tmp_path):
    path = write(
        tmp_path / "own.tsv",
        HEADER,
        "# ours",
        "inventitis\tcondition",
        "inventitis\tcondition\todd fever",
        "inventitis\tcondition\tINV\tabbreviation",
        "inventitis\tcondition\tsmall inventitis\tnarrower",
        "inventitis\tcondition\tfever\tbroader",
        "inventol\tdrug\tInventex\tbrand",
    )
    assert [piece for piece in read(path) if not isinstance(piece, Concept)] == [
        Name("inventitis", "odd fever"),
        Name("inventitis", "INV", short=True),
        Name("inventitis", "small inventitis", Scope.NARROW),
        Link("inventitis", "narrower", "small inventitis", by="name"),
        Name("inventitis", "fever", Scope.BROAD),
        Link("fever", "narrower", "inventitis", by="name"),
        Name("inventol", "Inventex"),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("x", "has 1 cells, not the four"),
        ("x\tcondition\ty\tsynonym\tmore", "has 5 cells, not the four"),
        ("\tcondition\ty", "has no concept in its first cell"),
        ("x\tdisease\ty", "has the kind 'disease', which is none of condition, drug"),
        ("x\tcondition\ty\tsame", "has the relation 'same', which is none of synonym"),
        ("x\tcondition\t\tnarrower", "has the relation narrower to no name"),
        ("a\tcondition\ty", "calls a a condition, which an earlier line calls a drug"),
        (f"x\tcondition\t{'y' * 301}", "has a name of more than 300 characters"),
        ("x\tcondition\t\0", "is not text"),
    ],
)
def test_a_bad_line_is_told(tmp_path, line, reason):
    with pytest.raises(InputError, match=f"own.tsv, line 2: {reason}"):
        list(read(write(tmp_path / "own.tsv", "a\tdrug\tb", line)))


def test_a_line_that_is_no_utf8_is_told(tmp_path):
    path = tmp_path / "own.tsv"
    path.write_bytes(b"a\tdrug\tb\na\tdrug\t\xff\n")
    with pytest.raises(InputError, match="line 2: is not UTF-8"):
        list(read(path))


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(st.tuples(CELLS, CELLS, st.sampled_from(["", *RELATIONS])), max_size=8))
def test_every_name_of_a_table_comes_out(rows, tmp_path_factory):
    path = write(
        tmp_path_factory.getbasetemp() / "any.tsv", "start\tdrug", *(f"{a}\tdrug\t{b}\t{r}" for a, b, r in rows)
    )
    names = {(p.code, p.text) for p in read(path) if isinstance(p, Name)}
    assert names == {(" ".join(a.split()), " ".join(b.split())) for a, b, _ in rows}
    assert all(p.kind is Kind.DRUG for p in read(path) if isinstance(p, Concept))
