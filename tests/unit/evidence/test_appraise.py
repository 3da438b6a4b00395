"""Hits become evidence, best first (the clinical rules, sections 1 and 2), on invented sources."""

from __future__ import annotations

from typing import Any

from curbside.evidence.appraise import appraise, source_flags
from curbside.testing.records import invented_source
from curbside.types import (
    Evidence,
    Flag,
    Hit,
    Kind,
    Passage,
    Question,
    Seen,
    Source,
    State,
    Status,
    Understood,
)


def source(id: str, **fields: Any) -> Source:
    return invented_source(id, **{"kind": Kind.LABEL, "jurisdiction": "uk", **fields})


def hit(one: Source, score: float = 1.0) -> Hit:
    return Hit(Passage(one.id, one.content_hash, 0, 0, len(one.text), ("Dose",), (0,)), {"bm25": score})


def appraised(
    *sources: Source, jurisdiction: str | None = "uk", intent: str = "regimen", scores: tuple[float, ...] = ()
) -> tuple[Evidence, ...]:
    library = {s.id: s for s in sources}
    hits = [hit(s, score) for s, score in zip(sources, scores or (1.0,) * len(sources), strict=True)]
    question = Question("?", Understood(intent=intent, jurisdiction=jurisdiction))
    return appraise(hits, question, lambda id, _: library.get(id))


def ids(evidence: tuple[Evidence, ...]) -> list[str]:
    return [e.source.id for e in evidence]


def test_the_best_evidence_for_the_claim_comes_first_whatever_its_score() -> None:
    label, trial = source("file:label"), source("file:trial", kind=Kind.RANDOMISED_TRIAL)

    assert ids(appraised(trial, label, scores=(9.0, 1.0))) == ["file:label", "file:trial"]
    assert ids(appraised(trial, label, intent="evidence")) == ["file:trial", "file:label"]


def test_equals_are_ordered_by_relevance() -> None:
    assert ids(appraised(source("file:a"), source("file:b"), scores=(1.0, 2.0))) == ["file:b", "file:a"]


def test_what_is_unusable_comes_last_with_its_reason() -> None:
    gone = source("file:gone", kind=Kind.PROTOCOL, status=Status(State.RETRACTED))

    found = appraised(gone, source("file:review", kind=Kind.NARRATIVE_REVIEW))

    assert ids(found) == ["file:review", "file:gone"]
    assert (found[-1].usable, found[-1].lead) == (False, False)
    assert found[-1].reasons == ("retracted: never evidence",)


def test_a_hit_whose_source_is_gone_or_has_changed_is_dropped() -> None:
    known, other = source("file:a"), source("file:b")
    question = Question("?", Understood())

    found = appraise([hit(known), hit(other)], question, lambda id, _: known if id == known.id else None)

    assert ids(found) == ["file:a"]


def test_the_version_that_was_indexed_is_asked_for() -> None:
    one, asked = source("file:a"), []

    def find(id: str, content_hash: str | None) -> Source:
        asked.append((id, content_hash))
        return one

    appraise([hit(one)], Question("?", Understood()), find)

    assert asked == [("file:a", one.content_hash)]


def test_the_flags_of_status_and_jurisdiction_come_together() -> None:
    (found,) = appraised(source("file:a", jurisdiction="us", seen=Seen.SECONDARY))

    assert found.flags == (Flag.SECONDARY_ONLY, Flag.OTHER_JURISDICTION)


def test_another_jurisdiction_is_told_only_where_one_was_asked_for() -> None:
    assert source_flags(source("file:a", jurisdiction="us"), None) == ()
    assert source_flags(source("file:a", jurisdiction="international"), "uk") == ()
    assert source_flags(source("file:a", jurisdiction="unknown"), "uk") == ()
    assert source_flags(source("file:a", jurisdiction="us"), "uk") == (Flag.OTHER_JURISDICTION,)


def test_one_case_is_told() -> None:
    assert Flag.SINGLE_CASE in source_flags(source("file:a", kind=Kind.CASE_REPORT), "uk")


def test_a_concern_puts_a_source_behind_its_equals() -> None:
    doubted = source("file:doubted", status=Status(State.CONCERN), date="2030")

    assert ids(appraised(doubted, source("file:sound", date="2001"))) == ["file:sound", "file:doubted"]
