"""Asking: identifiers of a patient are masked, and danger is met, before anything is stored."""

from __future__ import annotations

import inspect
import uuid
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from curbside import __version__
from curbside.composing import refusing
from curbside.engine import AUDIENCES as SPOKEN_TO
from curbside.engine import LONGEST, Engine
from curbside.errors import UsageError
from curbside.interop import contract
from curbside.language import safety
from curbside.language.identifiers import mask
from curbside.language.notices import PATIENT
from curbside.settings import jurisdiction_code
from curbside.types import LENGTHS, Made, Question, Refusal, Understood
from curbside_site.accounts.models import AUDIENCES, Person
from curbside_site.accounts.roles import Permission
from curbside_site.articles import standing
from curbside_site.articles.models import Revision
from curbside_site.asking.events import FINISHED
from curbside_site.asking.models import Run, RunEvent
from curbside_site.audit_trail.trail import record
from curbside_site.configuring import COMPOSERS, MODEL
from curbside_site.errors import NotAllowed, NotComplete

VISITOR: Final = "a visitor without an account"
NOT_KEPT: Final = "(not kept)"
FOLLOWS: Final = "follow_up" in inspect.signature(Engine.events).parameters
"""Whether this engine takes over the topic of an answer before; else no page offers it."""
OPTIONS: Final = ("jurisdiction", "audience", "length", "follow_up", "drop", "composer")


@transaction.atomic
def ask(*, by: Person | None, visitor: str = "", text: str, options: dict[str, Any] | None = None) -> Run:
    """Put a question into the queue.

    visitor: what their session is known by, for somebody without an account. options: some of `OPTIONS`;
    jurisdiction: whose doses come first; audience: one of `AUDIENCES`; length: "short", "standard" or "full";
    follow_up: the id under which the library keeps the answer that this one follows; drop: what is not to be taken
    over from it; composer: "quoting" or "model", the latter where the owner switched it on; unset: the setting
    COMPOSER. A wish to harm is answered at once, and its words are kept nowhere.

    Raises NotAllowed, NotComplete for what is missing or makes no sense.
    """
    _may_ask(by, visitor)
    chosen = _checked(text, options or {})
    _may_follow(by, visitor, chosen.get("follow_up"))
    spoken_to = engine_audience(chosen["audience"])
    risk = safety.assess(text, spoken_to, chosen.get("jurisdiction") or settings.ENGINE.jurisdiction)
    chosen["notices"] = [risk.notice] if risk.notice else []
    if risk.refuse:
        return _refused(by, visitor, chosen, risk)
    run = Run.objects.create(person=by, visitor="" if by else visitor, text=mask(text).text, options=chosen)
    record(by=by or VISITOR, action="question asked", about=f"run:{run.pk}")
    return run


def _may_ask(by: Person | None, visitor: str) -> None:
    anyone = settings.ASKING == "anyone"
    if by is None and not (anyone and visitor):
        raise NotAllowed("Log in to ask; this site answers people with an account.")
    if by is not None and not (anyone or by.may(Permission.ASK)):
        raise NotAllowed("Your account may not ask questions.")


def _checked(text: str, options: dict[str, Any]) -> dict[str, Any]:
    if not text.strip():
        raise NotComplete("Write a question.")
    if len(text) > LONGEST:
        raise NotComplete(f"The question has {len(text)} characters; ask in {LONGEST:,} or fewer.")
    if unknown := [name for name in options if name not in OPTIONS]:
        raise NotComplete(f"There is no option {unknown[0]!r}; the options are {', '.join(OPTIONS)}.")
    audience, length = options.get("audience") or AUDIENCES[0], options.get("length") or "standard"
    if audience not in AUDIENCES:
        raise NotComplete(f"There is no audience {audience!r}; it is one of {', '.join(AUDIENCES)}.")
    if audience == PATIENT and not settings.ENGINE.allowed("patients"):
        raise NotComplete("This site answers professionals; its owner has not switched on answers for patients.")
    if length not in LENGTHS:
        raise NotComplete(f"There is no length {length!r}; it is one of {', '.join(LENGTHS)}.")
    chosen = {"audience": audience, "length": length, "composer": _composer(options.get("composer"))}
    try:
        if options.get("jurisdiction"):
            chosen["jurisdiction"] = jurisdiction_code(str(options["jurisdiction"]))
    except UsageError as error:
        raise NotComplete(str(error)) from error
    return chosen | {name: options[name] for name in ("follow_up", "drop") if options.get(name)}


def _composer(wanted: Any) -> str:
    given = str(wanted or settings.COMPOSER)
    if given not in COMPOSERS:
        raise NotComplete(f"There is no composer {given!r}; it is one of {', '.join(COMPOSERS)}.")
    if given == MODEL and settings.COMPOSER != MODEL:
        raise NotComplete("This site answers by quoting; its owner has not switched on a language model.")
    return given


def engine_audience(audience: str) -> str:
    """Whom the engine speaks to for one of `AUDIENCES`; who is no patient and is not known to it is a professional."""
    return audience if audience in SPOKEN_TO else AUDIENCES[0]


def _may_follow(by: Person | None, visitor: str, answer: str | None) -> None:
    """Only what somebody may read can be followed up: its topic is taken over, and shown."""
    if answer is None or runs_of(by, visitor).filter(answer=answer).exists():
        return
    of = Revision.objects.filter(answer=answer).select_related("article")
    if not any(standing.may_see(revision, by) for revision in of):
        raise NotAllowed("You cannot follow up that answer; ask a question of its own.")


def _refused(by: Person | None, visitor: str, chosen: dict[str, Any], risk: safety.Safety) -> Run:
    asked = Question(NOT_KEPT, Understood(), engine_audience(chosen["audience"]), chosen["length"])
    made = Made(__version__, "none", settings.ENGINE.hash, "", {})
    refusal = Refusal(asked, refusing.UNSAFE, risk.message or "", (), tuple(chosen["notices"]), made)
    result = contract.as_json(refusal, lambda span: "")
    run = Run.objects.create(
        person=by,
        visitor="" if by else visitor,
        text=NOT_KEPT,
        options=chosen,
        state=Run.FINISHED,
        result=result,
        finished_at=timezone.now(),
    )
    RunEvent.objects.create(run=run, number=1, attempt=0, kind=FINISHED, data={"status": result["status"]})
    record(by=by or VISITOR, action="question refused", about=f"run:{run.pk}", detail={"reason": risk.refuse})
    return run


@transaction.atomic
def describe_oneself(*, by: Person, audience: str) -> None:
    """Remember which of `AUDIENCES` describes somebody best. Raises NotComplete where it is none."""
    if audience not in AUDIENCES:
        raise NotComplete(f"There is no audience {audience!r}; it is one of {', '.join(AUDIENCES)}.")
    if by.audience != audience:
        Person.objects.filter(pk=by.pk).update(audience=audience)
        record(by=by, action="audience chosen", about=f"person:{by.username}", detail={"audience": audience})


def runs_of(by: Person | None, visitor: str) -> QuerySet[Run]:
    """The runs that somebody may see: their own, and those of their session before they logged in."""
    own = Q(person=by) if by is not None else Q(pk__in=())
    return Run.objects.filter(own | Q(visitor=visitor, person=None) if visitor else own)


def run_of(by: Person | None, visitor: str, key: uuid.UUID) -> Run | None:
    """One of them; None where there is none of that id, or it is another's."""
    return runs_of(by, visitor).filter(pk=key).first()
