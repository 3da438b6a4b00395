"""The body of a revision as the noun `Answer` again, so that the engine's own words for it can be used.

Nothing is proven here: the body is what was approved, and is shown as it was approved. Whoever needs it as the sources
stand now reads it again with `curbside.interop.saved`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from curbside.interop.regimen_json import phase_of
from curbside.interop.saved import nouns
from curbside.interop.saved.fields import Fields
from curbside.types import (
    Answer,
    Conflict,
    ConflictMember,
    Criterion,
    Estimate,
    Facet,
    Flag,
    Identifier,
    Kind,
    Member,
    Met,
    Monitoring,
    MonitoringStep,
    OwnGrade,
    Reference,
    Regimen,
    Result,
    Section,
    Source,
    Span,
    State,
    Statement,
    Status,
    Step,
    Target,
    TextIs,
    Words,
)

Json = Mapping[str, Any]


def answer(body: Json) -> Answer:
    """The answer that the object of `ask --json` was printed from, as far as words for people need it.

    Raises InputError where a field is missing or is none.
    """
    given = Fields.of(body, "the text")
    return Answer(
        question=nouns.question(given.object("question")),
        title=body["title"],
        bottom_line=tuple(body["bottom_line"]),
        sections=tuple(Section(s["heading"], Facet(s["facet"]), tuple(s["statements"])) for s in body["sections"]),
        statements=tuple(_statement(row) for row in given.objects("statements")),
        regimens=tuple(_regimen(row) for row in given.objects("regimens")),
        conflicts=tuple(_conflict(row) for row in body["conflicts"]),
        not_found=tuple(body["not_found"]),
        references=tuple(_reference(row) for row in body["references"]),
        notices=tuple(body["notices"]),
        made=nouns.made(given.object("made")),
        direction=body.get("direction"),
        monitoring=tuple(_watched(row) for row in body.get("monitoring", ())),
        criteria=tuple(_criterion(row) for row in body.get("criteria", ())),
    )


def _statement(given: Fields) -> Statement:
    read = nouns.statement(given)
    grade, held = given.held.get("own_grade"), given.held.get("estimate")
    return Statement(
        id=read.id,
        text=read.text,
        facet=read.facet,
        citations=read.citations,
        verdict=read.verdict,
        flags=read.flags,
        strength=read.strength,
        estimate=_estimate(held) if held else Estimate(),
        own_grade=OwnGrade(grade["text"], grade["system"], 0, 0) if grade else None,
    )


def _estimate(row: Json) -> Estimate:
    """`begins` is printed as the first reason only: "starts Low: a cohort study"."""
    begins = row["reasons"][0].partition(": ")[2] if row["reasons"] else ""
    steps = tuple(Step(s["name"], s["reason"], tuple(_words(w) for w in s["words"])) for s in row["steps"])
    return Estimate(row["level"], row["start"], begins, steps, (), row["finding"], row["of"], row["under"])


def _words(row: Json) -> Words:
    return Words(row["text"], row["start"], row["end"], row["where"])


def _regimen(given: Fields) -> Regimen:
    row = given.held
    return Regimen(
        id=row["id"],
        drug=row["drug"],
        phases=tuple(phase_of(one) for one in given.objects("phases")),
        span=Span(row["source"], row["hash"], row["start"], row["end"]),
        jurisdiction=row["jurisdiction"],
        indication=row["indication"],
        population=row["population"],
        statement=row["statement"],
        beside={name: tuple(ids) for name, ids in row["beside"].items()},
        flags=tuple(Flag(f) for f in row["flags"]),
    )


def _conflict(row: Json) -> Conflict:
    return Conflict(
        row["about"],
        tuple(ConflictMember(**{**m, "status": State(m["status"])}) for m in row["members"]),
    )


def _reference(row: Json) -> Reference:
    """What a list of references prints; the text and its units are in the library."""
    addresses = (Identifier("url", row["url"]),) if row["url"] else ()
    return Reference(
        row["ref"],
        Source(
            id=row["id"],
            text="",
            content_hash="",
            kind=Kind(row["kind"]),
            title=row["title"],
            publisher=row["publisher"],
            date=row.get("date") or (str(row["year"]) if row["year"] else None),
            jurisdiction=row["jurisdiction"],
            identifiers=addresses,
            status=Status(State(row["status"]), row.get("superseded_by"), row.get("status_since")),
            text_is=TextIs(row["text_is"]),
        ),
    )


def _watched(row: Json) -> MonitoringStep:
    target = row["target"]
    step = Monitoring(
        what=row["what"],
        when=row["when"],
        times=row["times"],
        period=row["period"],
        period_unit=row["period_unit"],
        start=row["start"],
        target=Target(target["comparator"], target["amount"], target["unit"]) if target else None,
        action=row["action"],
    )
    return MonitoringStep(row["id"], step, row["statement"], row["source"], row["hash"], 0)


def _criterion(row: Json) -> Criterion:
    members = tuple(_member(m) for m in row["members"])
    version = members[0].span.content_hash if members else ""
    return Criterion(
        id=row["id"],
        rule=row["rule"],
        needed=row["needed"],
        of=row["of"],
        members=members,
        result=Result(row["result"]),
        statement=row["statement"],
        ref=row["ref"],
        spans=tuple(Span(row["source"], version, s["start"], s["end"]) for s in row["spans"]),
        unless=row["unless"],
        note=row["note"],
    )


def _member(row: Json) -> Member:
    cited = row["citation"]
    return Member(
        quantity=row["quantity"],
        comparator=row["comparator"],
        threshold=row["threshold"],
        unit=row["unit"] or "",
        span=Span(cited["source"], cited["hash"], cited["start"], cited["end"]),
        verdict=Met(row["verdict"]),
        value=row["value"],
        value_unit=row["value_unit"] or "",
        required=row["required"],
        calculated=row["calculated"],
        note=row["note"],
    )
