"""The objects of `ask --json` for the OpenAPI document (docs/cli.md tells what each field means).

They describe what is sent; they do not make it. Fields may be added to them, so that no object is closed.
"""

from __future__ import annotations

from typing import Any

from ninja import Schema
from pydantic import ConfigDict


class Open(Schema):
    """An object that may get more fields."""

    model_config = ConfigDict(extra="allow")


class Value(Open):
    quantity: str
    value: str
    unit: str


class ReadAs(Open):
    word: str
    read_as: str


class Understood(Open):
    drugs: list[str]
    conditions: list[str]
    route: str | None
    population: str | None
    intent: str
    kind: str
    jurisdiction: str | None
    values: list[Value]
    read_as: list[ReadAs]


class Question(Open):
    text: str
    understood: Understood
    audience: str
    length: str


class Refusal(Open):
    reason: str
    message: str
    looked_for: list[str]


class Citation(Open):
    """hash: the version of the source; start, end: code points of its stored text."""

    ref: int
    source: str
    hash: str
    start: int
    end: int
    quote: str
    relation: str


class Estimate(Open):
    level: str
    start: str
    reasons: list[str]
    steps: list[dict[str, Any]]
    because: list[dict[str, Any]]
    finding: str | None
    of: str | None
    under: str | None


class Grade(Open):
    text: str
    system: str


class Statement(Open):
    id: str
    text: str
    facet: str
    citations: list[Citation]
    verdict: str
    reasons: list[str]
    flags: list[str]
    strength: str
    against: bool
    estimate: Estimate
    own_grade: Grade | None


class Section(Open):
    heading: str
    facet: str
    statements: list[str]


class Amount(Open):
    """Decimal strings; unit in UCUM."""

    low: str | None
    high: str | None
    unit: str | None


class Phase(Open):
    """null: not stated in the source."""

    drug: str | None
    form: str | None
    amount: Amount | None
    per: str | None
    route: str | None
    times: str | None
    period: str | None
    period_unit: str | None
    duration: Amount | None
    count: str | None
    end: str | None
    condition: str | None
    divided: str | None
    as_needed: bool
    maximum_dose: Amount | None
    maximum_per_period: Amount | None
    indication: str | None
    population: str | None
    role: str | None
    spans: dict[str, list[int]]


class Regimen(Open):
    id: str
    drug: str
    indication: str | None
    population: str | None
    jurisdiction: str
    statement: str | None
    source: str
    hash: str
    start: int
    end: int
    phases: list[Phase]
    beside: dict[str, list[str]]
    flags: list[str]


class Member(Open):
    value: str
    statement: str
    source: str
    publisher: str | None
    jurisdiction: str
    date: str | None
    status: str


class Conflict(Open):
    about: str
    members: list[Member]


class SourceRow(Open):
    id: str
    kind: str
    title: str
    publisher: str | None
    year: int | None
    identifier: str | None
    url: str | None
    jurisdiction: str
    status: str
    text_is: str
    derived_from: list[str]


class Reference(SourceRow):
    ref: int
    seen: str
    date: str | None
    superseded_by: str | None
    status_since: str | None


class Made(Open):
    version: str
    composer: str
    settings_hash: str
    library_hash: str
    milliseconds: dict[str, float]
    search: str
    choice: str


class Answer(Open):
    """status: answered, or refused with `refusal`. criteria, monitoring: as in docs/cli.md."""

    question: Question
    status: str
    refusal: Refusal | None
    title: str
    direction: str | None
    bottom_line: list[str]
    sections: list[Section]
    statements: list[Statement]
    regimens: list[Regimen]
    criteria: list[dict[str, Any]]
    monitoring: list[dict[str, Any]]
    conflicts: list[Conflict]
    not_found: list[str]
    references: list[Reference]
    notices: list[str]
    made: Made


class Problem(Open):
    """RFC 9457. detail: one sentence. errors: where the body is at fault, field by field."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str | None = None
