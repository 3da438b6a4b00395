"""Which source supersedes which, on invented sources."""

from __future__ import annotations

import pytest

from curbside.evidence.succession import superseded_by
from curbside.testing.records import invented_source
from curbside.types import Identifier, Kind, Related, State, Status

NEW = invented_source(
    "invented:new", kind=Kind.GUIDELINE, title="The new one", identifiers=(Identifier("nice", "NG999"),)
)


def old(by: str | None, kind: Kind = Kind.GUIDELINE, state: State = State.SUPERSEDED):
    return invented_source("invented:old", kind=kind, status=Status(state, by=by))


@pytest.mark.parametrize("by", ["invented:new", "The new one", "NICE NG999", "NG999 (2030)"])
def test_the_successor_is_named_by_id_title_or_identifier(by: str) -> None:
    assert superseded_by(NEW, old(by))


@pytest.mark.parametrize("by", [None, "NICE NG9999", "NG99", "another one", ""])
def test_another_name_is_another_source(by: str | None) -> None:
    assert not superseded_by(NEW, old(by))


def test_a_review_of_the_same_guideline_is_no_successor() -> None:
    assert not superseded_by(NEW, old("NICE NG999", kind=Kind.EVIDENCE_REVIEW))


def test_what_is_not_superseded_has_no_successor() -> None:
    assert not superseded_by(NEW, old("invented:new", state=State.CURRENT))


def test_a_source_that_says_what_it_updates_supersedes_it() -> None:
    older = invented_source("pmid:1", identifiers=(Identifier("pmid", "1"),))
    newer = invented_source("pmid:2", related=(Related("UpdateOf", (Identifier("pmid", "1"),)),))

    assert superseded_by(newer, older)
    assert not superseded_by(older, newer)
