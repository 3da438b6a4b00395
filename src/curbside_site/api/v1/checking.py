"""Texts and claims of others against the library or against sentences, doses as fields, formulas."""

from __future__ import annotations

import threading
from functools import cache
from typing import Any, Final, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from curbside.auditing.audit import audit as audited
from curbside.auditing.manuscript import Manuscript, of_page, of_text
from curbside.cli.audit import about, as_object
from curbside.cli.calculate import as_object as calculated
from curbside.engine import Engine
from curbside.interop import contract
from curbside.interop.audits import of_text as reports
from curbside.regimens.calculators import worked_out
from curbside.regimens.grammar import parse
from curbside.retrieval.embedding.base import Embedder, Missing
from curbside.retrieval.embedding.chosen import embedder
from curbside.retrieval.stock import Stock
from curbside.verifying.entailment.chosen import entailment
from curbside.verifying.judging import judge
from curbside_site import shelf
from curbside_site.api.v1.contract import Open, Phase, Problem
from curbside_site.errors import NotAllowed, NotComplete

router = Router(tags=["checking"])
LONGEST_TEXT: Final = 20_000
MOST: Final = 50
_REFUSED: Final = {400: Problem, 411: Problem, 413: Problem, 422: Problem, 503: Problem}
_judging = threading.Lock()


class Closed(Schema):
    """What is sent has no other fields: a misspelt one is told, not passed over."""

    model_config = ConfigDict(extra="forbid")


class Text(Closed):
    """A text that somebody else wrote. form: how it is written; name: what reports call it."""

    text: str = Field(min_length=1, max_length=LONGEST_TEXT)
    form: Literal["text", "markdown", "html"] = "text"
    name: str = Field("the text", min_length=1, max_length=200)


class Audit(Open):
    """The object of `audit --json`."""

    claims: list[dict[str, Any]]
    references: dict[str, Any]
    left_out: list[dict[str, Any]]
    summary: dict[str, int]
    sources: list[dict[str, Any]]
    line: str
    remarks: list[str]


class Claim(Closed):
    """evidence: sentences that follow one another in one source."""

    id: str | int
    claim: str = Field(min_length=1, max_length=2_000)
    evidence: list[str] = Field(max_length=20)


class Claims(Closed):
    claims: list[Claim] = Field(min_length=1, max_length=MOST)


class Judged(Open):
    id: str | int
    verdict: str
    score: float
    reasons: list[str]
    sentences: list[int]


class Verdicts(Open):
    verdicts: list[Judged]


class Line(Closed):
    id: str | int = ""
    text: str = Field(min_length=1, max_length=5_000)
    context: str = Field("", max_length=1_000)


class Lines(Closed):
    lines: list[Line] = Field(min_length=1, max_length=MOST)


class Doses(Open):
    id: str | int
    phases: list[Phase]
    not_understood: list[str]


class AllDoses(Open):
    lines: list[Doses]


class Formula(Closed):
    """values: as people write them, {"age": "82", "weight": "58 kg"}."""

    name: str = Field(min_length=1, max_length=60)
    values: dict[str, str] = Field(default_factory=dict, max_length=30)


class Calculation(Open):
    """The object of `calculate --json`."""

    name: str
    title: str
    value: str | None
    unit: str
    inputs: list[dict[str, Any]]
    missing: list[str]
    refused: list[str]
    formula: str
    source: dict[str, Any]
    notes: list[str]


@router.post("/audit", url_name="audit", operation_id="audit", response={200: Audit, **_REFUSED})
def audit(request: HttpRequest, body: Text) -> HttpResponse:
    """Every claim of a text against the library: supported, contradicted or not enough, with the sentences that say
    so. "Not enough" says that this library does not have it, not that it is wrong. Nothing of the text is kept."""
    written = _manuscript(body)
    engine = _engine()
    found = audited(written, Stock(engine.library, engine.index), engine.library.sources())
    if not found.claims and not found.references.entries:
        raise NotComplete("The text has no sentence that states anything, so there is nothing to check.")
    report = reports.report(found, engine.library.read_span, body.name, about(engine.library))
    return JsonResponse(as_object(found, engine.library.read_span, report))


@router.post("/check", url_name="check", operation_id="check", response={200: Verdicts, **_REFUSED})
def check(request: HttpRequest, body: Claims) -> HttpResponse:
    """Whether the evidence that comes with each claim supports it, contradicts it, or is not enough. Opens no
    library."""
    with _judging:
        model, opinion = _models()
        told = [_judged(c, judge(c.claim, tuple(c.evidence), embedder=model, entailment=opinion)) for c in body.claims]
    return JsonResponse({"verdicts": told})


@router.post("/regimens", url_name="regimens", operation_id="regimens", response={200: AllDoses, **_REFUSED})
def regimens(request: HttpRequest, body: Lines) -> HttpResponse:
    """The doses that sentences state, as fields with their places. Opens no library."""
    found = [(one.id, parse(one.text, one.context)) for one in body.lines]
    rows = [
        {"id": id_, "phases": [contract.phase(p) for p in parsed.phases], "not_understood": list(parsed.not_understood)}
        for id_, parsed in found
    ]
    return JsonResponse({"lines": rows})


@router.post("/calculate", url_name="calculate", operation_id="calculate", response={200: Calculation, **_REFUSED})
def calculate(request: HttpRequest, body: Formula) -> HttpResponse:
    """A formula or score with its publication; what is missing is named, nothing is assumed. Off until the owner of
    the site allows criteria. The values are not kept."""
    if not settings.ENGINE.allowed("criteria"):
        raise NotAllowed("Calculations are switched off here: the owner of this site has not allowed criteria.")
    return JsonResponse(calculated(worked_out(body.name, body.values)))


def _manuscript(body: Text) -> Manuscript:
    if body.form == "html":
        return of_page(body.text.encode("utf-8"), body.name)
    written = of_text(body.text, "text.md" if body.form == "markdown" else "text.txt")
    return Manuscript(body.name, written.text, written.units, written.markup)


def _judged(claim: Claim, found: Any) -> dict[str, Any]:
    return {
        "id": claim.id,
        "verdict": found.verdict.value,
        "score": found.score,
        "reasons": list(found.reasons),
        "sentences": list(found.sentences),
    }


@cache
def _engine() -> Engine:
    """The engine of this process for audits, opened with the first one."""
    return shelf.engine()


@cache
def _models() -> tuple[Embedder | None, Any]:
    """What claims in free words are weighed with; they are held by one thread at a time."""
    made = embedder(settings.ENGINE)
    return (None if isinstance(made, Missing) else made), entailment()
