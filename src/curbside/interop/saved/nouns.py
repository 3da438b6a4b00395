"""The object of `ask --json` as the nouns it was printed from, before anything in it is believed.

What the object does not hold (the words of the question that were not understood, the score of a verdict) is empty.
"""

from __future__ import annotations

from curbside.interop.saved.fields import Fields
from curbside.types import (
    Carried,
    Citation,
    Facet,
    Flag,
    FollowUp,
    Made,
    ModelUse,
    Outcome,
    PatientValue,
    Question,
    Reason,
    Refusal,
    Relation,
    Span,
    Statement,
    Strength,
    Understood,
    Untold,
    Verdict,
)
from curbside.types.conversation import INTENT


def question(given: Fields) -> Question:
    """The field `question`."""
    known = given.object("understood")
    population = known.text_or_none("population")
    context = given.text("context") if "context" in given.held else ""
    understood = Understood(
        drugs=known.texts("drugs"),
        conditions=known.texts("conditions"),
        population=tuple(population.split(", ")) if population else (),
        route=known.text_or_none("route"),
        intent=str(known.one_of("intent", Facet)),
        kind=known.text("kind"),
        jurisdiction=known.text_or_none("jurisdiction"),
        values=tuple(
            PatientValue(v.text("quantity"), v.text("value"), v.text("unit")) for v in known.objects("values")
        ),
        corrections=tuple((w.text("word"), w.text("read_as")) for w in known.objects("read_as")),
        unknown_drugs=_unknown_drugs(known, f"{given.text('text')} {context}"),
    )
    return Question(given.text("text"), understood, given.text("audience"), given.text("length"), context)


def _unknown_drugs(known: Fields, text: str) -> tuple[str, ...]:
    """What was taken for a drug that no vocabulary knows: words of the question; older answers have no such field.

    Raises InputError where one is no word of the question, since it stands in the title.
    """
    found = known.texts("unknown_drugs") if "unknown_drugs" in known.held else ()
    if strange := [w for w in found if w.casefold() not in text.casefold()]:
        known.refuse(f"the drug {strange[0]!r} is not in its question")
    return found


def follow_up(given: Fields) -> FollowUp | None:
    """The link to the answer before; None where it is an answer to no follow-up."""
    if given.held.get("follow_up") is None:
        return None
    link = given.object("follow_up")
    rows = [*link.objects("carried")]
    carried = [Carried(r.text("what"), r.text("value"), r.text("from")) for r in rows]
    if link.held.get("intent") is not None:
        wanted = link.object("intent")
        carried.append(Carried(INTENT, wanted.text("value"), wanted.text("from")))
    return FollowUp(link.text("of"), tuple(carried), link.texts("dropped"), link.texts("chain"), given.texts("new"))


def refusal(given: Fields) -> Refusal:
    """An object of `ask --json` that is a refusal."""
    told = given.object("refusal")
    return Refusal(
        question=question(given.object("question")),
        reason=told.text("reason"),
        message=told.text("message"),
        looked_for=told.texts("looked_for"),
        notices=given.texts("notices"),
        made=made(given.object("made")),
        follow_up=follow_up(given),
        untold=untold(given),
    )


def untold(given: Fields) -> tuple[Untold, ...]:
    """What a patient was not shown."""
    rows = given.objects("untold") if "untold" in given.held else []
    return tuple(Untold(r.one_of("facet", Facet), r.whole("count"), r.text("why"), r.text("ask")) for r in rows)


def _value(given: Fields) -> PatientValue:
    return PatientValue(given.text("quantity"), given.text("value"), given.text("unit"))


def statement(given: Fields, several: bool = True) -> Statement:
    """An entry of `statements`, as `several` reads its citations."""
    reasons = tuple(_reason(line) for line in given.texts("reasons"))
    return Statement(
        id=given.text("id"),
        text=given.text("text"),
        facet=given.one_of("facet", Facet),
        citations=citations(given.objects("citations"), several),
        verdict=Verdict(given.one_of("verdict", Outcome), reasons),
        flags=given.many_of("flags", Flag),
        strength=given.one_of("strength", Strength),
    )


def span(row: Fields) -> Span:
    """Where a row of `citations`, or a regimen, says that its quote stands."""
    return Span(row.text("source"), row.text("hash"), row.whole("start"), row.whole("end"))


def citations(rows: list[Fields], several: bool) -> tuple[Citation, ...]:
    """The citations of a statement, of which each row is one span.

    several: supporting spans that follow one another in a source are read as one citation of several sentences; else
    each is a citation of its own. The rows do not tell which, the gates do.
    """
    found: list[Citation] = []
    for row in rows:
        one = span(row)
        made = Citation(one.source, (one,), row.one_of("relation", Relation), row.whole("ref"))
        last = found[-1] if found else None
        if several and last is not None and _goes_on(last, made):
            found[-1] = Citation(last.source, (*last.spans, one), last.relation, last.ref)
        else:
            found.append(made)
    return tuple(found)


def _goes_on(last: Citation, made: Citation) -> bool:
    before, after = last.spans[-1], made.spans[0]
    same = (last.relation, last.source, before.content_hash) == (made.relation, made.source, after.content_hash)
    return same and made.relation is Relation.SUPPORTS and before.end <= after.start


def _reason(line: str) -> Reason:
    gate, _, message = line.partition(": ")
    passed = message == "passed"
    return Reason(gate, passed, (), "" if message in ("passed", "failed") else message)


def made(given: Fields) -> Made:
    """The field `made`."""
    return Made(
        version=given.text("version"),
        composer=given.text("composer"),
        settings_hash=given.text("settings_hash"),
        library_hash=given.text("library_hash"),
        milliseconds=given.numbers("milliseconds"),
        search=given.text("search"),
        choice=given.text("choice"),
        model=_model(given.object("model")) if given.held.get("model") is not None else None,
    )


def _model(given: Fields) -> ModelUse:
    return ModelUse(
        name=given.text("name"),
        place=given.text("place"),
        prompts=given.texts("prompts"),
        requests=given.whole("requests"),
        tokens_in=given.whole("tokens_in"),
        tokens_out=given.whole("tokens_out"),
        cost=given.text_or_none("cost"),
        milliseconds=given.number("milliseconds"),
        drafted=given.whole("drafted"),
        passed=given.whole("passed"),
        repaired=given.whole("repaired"),
        dropped=given.whole("dropped"),
        unsent=given.whole("unsent"),
        stopped=given.text("stopped"),
    )
