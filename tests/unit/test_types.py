"""The nouns: frozen, slotted, and the closed lists that other programs rely on."""

from __future__ import annotations

import dataclasses
import inspect
from enum import StrEnum
from typing import Any

import pytest

from curbside import types
from curbside.testing.records import invented_source
from curbside.types import Facet, Flag, Identifier, Kind, Outcome, Relation, State, Status

NOUNS = [n for _, n in inspect.getmembers(types, inspect.isclass) if dataclasses.is_dataclass(n)]


@pytest.mark.parametrize("noun", NOUNS, ids=lambda n: n.__name__)
def test_a_noun_is_frozen_and_slotted(noun: Any) -> None:
    assert noun.__dataclass_params__.frozen
    assert "__slots__" in vars(noun)


@pytest.mark.parametrize("noun", NOUNS, ids=lambda n: n.__name__)
def test_a_noun_holds_no_mutable_default(noun: Any) -> None:
    defaults = [f.default for f in dataclasses.fields(noun) if f.default is not dataclasses.MISSING]

    assert not any(isinstance(d, list | dict | set) for d in defaults)


@pytest.mark.parametrize("noun", NOUNS, ids=lambda n: n.__name__)
def test_a_noun_says_what_it_is(noun: Any) -> None:
    assert noun.__doc__
    assert not noun.__doc__.startswith(f"{noun.__name__}(")


def test_a_field_of_a_noun_cannot_be_set() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Status().state = State.CURRENT  # type: ignore[misc]


def test_a_member_of_a_closed_list_is_its_own_text() -> None:
    lists = [n for _, n in inspect.getmembers(types, inspect.isclass) if issubclass(n, StrEnum) and n is not StrEnum]

    assert {Kind, State, Facet, Flag, Relation, Outcome} <= set(lists)
    for closed in lists:
        assert all(str(member) == member.value for member in closed)


def test_the_facets_flags_relations_and_outcomes_are_those_of_the_contract() -> None:
    assert " ".join(Facet) == (
        "bottom_line indication regimen maintenance administration formulation contraindications interactions "
        "renal_hepatic pregnancy children adverse_effects monitoring pitfalls causes course adjuncts escalation "
        "evidence distinction other"
    )
    assert " ".join(Flag) == (
        "other_drug other_route other_population other_jurisdiction other_indication secondary_only summary superseded "
        "review_overdue transitive single_case unsafe_notation outlier conflict confirm_page"
    )
    assert list(Relation) == ["supports", "contradicts", "context"]
    assert list(Outcome) == ["supported", "contradicted", "not_enough"]


@pytest.mark.parametrize(
    ("date", "year"), [("2024", 2024), ("2024-05", 2024), ("2024-05-31", 2024), (None, None), ("May 2024", None)]
)
def test_the_year_of_a_source_is_that_of_its_date(date: str | None, year: int | None) -> None:
    assert invented_source(date=date).year == year


def test_the_identifier_is_the_most_stable_one() -> None:
    url = Identifier("url", "https://invented.example/page")
    doi, pmid = Identifier("doi", "10.0000/invented"), Identifier("pmid", "0")

    assert invented_source(identifiers=(url, doi, pmid)).identifier == "pmid:0"
    assert invented_source(identifiers=(url, doi)).identifier == "doi:10.0000/invented"
    assert invented_source(identifiers=(url, Identifier("nice", "NG0"))).identifier == "NG0"
    assert invented_source(identifiers=(url,)).identifier == "https://invented.example/page"
    assert invented_source(identifiers=(Identifier("unheard-of", "7"),)).identifier is None
    assert invented_source().identifier is None


def test_the_address_is_the_first_one() -> None:
    found = invented_source(identifiers=(Identifier("doi", "10.0000/x"), Identifier("url", "https://a.example")))

    assert found.url == "https://a.example"
    assert invented_source().url is None
