"""Reference lists: where they stand and what their entries are. All entries are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.auditing.references import identifiers, listed

BODY = "Inventamab is given weekly.[1]\n\n"


@pytest.mark.parametrize(
    "heading",
    [
        "## References",
        "References",
        "**Sources**",
        "Sources:",
        "### Bibliography",
        "REFERENCES\n==========",
        "**References:**",
    ],
)
def test_a_list_is_found_under_its_heading(heading: str) -> None:
    found = listed(f"{BODY}{heading}\n\n1. Invented A. 2019.\n2. Invented B. 2020.\n")
    assert [e.mark for e in found.entries] == [1, 2]
    assert found.numbered


@pytest.mark.parametrize("style", ["{}. ", "[{}] ", "{}) ", "- [{}] "])
def test_entries_bear_their_numbers_in_any_style(style: str) -> None:
    text = BODY + "References\n\n" + "".join(f"{style.format(n)}Invented entry {n}. 2019.\n" for n in (1, 2, 10))
    assert [e.mark for e in listed(text).entries] == [1, 2, 10]


def test_entries_without_numbers_are_counted() -> None:
    found = listed(BODY + "Sources\n\n- Invented A. 2019.\n- Invented B. 2020.\n")
    assert [(e.mark, e.bears_mark) for e in found.entries] == [(1, False), (2, False)]
    assert not found.numbered


def test_a_numbered_run_at_the_end_is_a_list_where_it_looks_like_references() -> None:
    entries = "1. Invented A. J Inv 2019;3:1-9.\n2. Invented B. https://invented.example/b\n"
    assert [e.mark for e in listed(BODY + entries).entries] == [1, 2]
    assert listed(BODY + "1. Give it weekly.\n2. Stop it then.\n").entries == ()


def test_footnotes_are_entries() -> None:
    found = listed("It is given.[^1] It is.[^b]\n\n[^1]: Invented A.\n[^b]: Invented B.\n")
    assert [(e.mark, e.text) for e in found.entries] == [(1, "Invented A."), ("b", "Invented B.")]


def test_a_disclaimer_after_the_list_is_no_entry() -> None:
    text = BODY + "## References\n\n1. Invented A. 2019.\n\nThis is not medical advice.\n"
    found = listed(text)
    assert len(found.entries) == 1
    assert not found.holds(text.index("This is"))


def test_a_wrapped_entry_is_one() -> None:
    found = listed(BODY + "References\n\n1. Invented A,\n   second line. 2019.\n2. Invented B.\n")
    assert [e.text for e in found.entries] == ["Invented A, second line. 2019.", "Invented B."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PMID: 12345678", ("pmid", "12345678")),
        ("https://pubmed.ncbi.nlm.nih.gov/12345678/", ("pmid", "12345678")),
        ("doi:10.1234/inv.5.", ("doi", "10.1234/inv.5")),
        ("https://doi.org/10.1234/INV.5", ("doi", "10.1234/inv.5")),
        ("PMC1234567", ("pmcid", "PMC1234567")),
        ("NBK123456", ("nbk", "NBK123456")),
        ("NICE guideline NG 999", ("nice", "NG999")),
        ("https://www.nice.org.uk/guidance/ng999", ("nice", "NG999")),
        ("https://invented.example/a.", ("url", "https://invented.example/a")),
    ],
)
def test_an_identifier_is_read(text: str, expected: tuple[str, str]) -> None:
    assert expected in {(i.scheme, i.value) for i in identifiers(text)}


@given(st.text(alphabet="Ref s:\n#1.[]*-^a ", max_size=80))
def test_any_text_gives_entries_whose_places_lie_in_it(text: str) -> None:
    for entry in listed(text).entries:
        assert 0 <= entry.start <= entry.end <= len(text)
