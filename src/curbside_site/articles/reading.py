"""From the body of a text to what is shown of it. Hidden statements, and the doses read from them, are left out here,
in the one place through which every page, feed and program gets a text."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

from curbside.interop import tables, wording
from curbside.interop.exports.document import is_urgent
from curbside.interop.exports.listing import GRAVE, GROUPS
from curbside.interop.pages.html import safe_address
from curbside.language.notices import load
from curbside.regimens import table
from curbside.types import (
    Answer,
    Conflict,
    Criterion,
    ModelUse,
    Reference,
    Regimen,
    Relation,
    State,
    Statement,
    TextIs,
)
from curbside_site.articles import nouns
from curbside_site.articles.shown import (
    Check,
    Dispute,
    Dose,
    DoseRow,
    Entry,
    Mark,
    Part,
    Said,
    Side,
    Text,
    Watched,
    WorkedOut,
)

HIDDEN: Final = "Hidden: a source of this sentence was retracted or withdrawn, or a safety alert touches it."
_BESIDE: Final = (
    ("Boxed warning", "boxed_warning"),
    ("Maximum", "maximum"),
    ("Contraindications and cautions", "contraindications"),
)
# How notices begin that change how a dose is read: by the engine's own sentences.
_FIRST: Final = (
    load("notices.toml")["emergency"]["reminder"].partition("{")[0],
    "Another drug: ",
    "Allergy: ",
    "No jurisdiction was given",
)
_DIRECTIONS: Final = {"yes": "Yes", "no": "No", "disagree": "The sources disagree", "not settled": "Not settled"}


def text(body: dict[str, Any], hides: Collection[str] = ()) -> Text:
    """What is shown of the object of `ask --json`. hides: the ids of statements that are hidden.

    Raises InputError where it is no such object.
    """
    return _Reader(body, frozenset(hides)).text()


class _Reader:
    """One body, with its statements by id."""

    def __init__(self, body: dict[str, Any], hides: frozenset[str]) -> None:
        self._answer: Answer = nouns.answer(body)
        self._hides = hides
        self._said = {s.id: s for s in self._answer.statements}
        self._sources = {r.ref: r.source for r in self._answer.references}
        self._rows = {row["id"]: row for row in body["statements"]}
        self._missing = {row["id"]: row["missing"] for row in body.get("criteria", ())}
        self._phases = {row["id"]: row["phases"] for row in body["regimens"]}
        self._glossary = tuple(body.get("glossary") or ())
        self._new = frozenset(body.get("new") or ())

    def text(self) -> Text:
        answer = self._answer
        asked = answer.question
        notices = answer.notices[:-1]
        doses = [r for r in answer.regimens if r.statement not in self._hides]
        return Text(
            title=answer.title,
            question=asked.text,
            audience="patients" if asked.audience == "patient" else f"{asked.audience}s",
            length=asked.length,
            jurisdiction=wording.place(asked.understood.jurisdiction) if asked.understood.jurisdiction else "",
            understood=_understood(answer),
            direction=_DIRECTIONS.get(answer.direction or "", ""),
            urgent=tuple(n for n in notices if is_urgent(n)),
            first=tuple(n for n in notices if _is_first(n) and not is_urgent(n)),
            notices=tuple(n for n in notices if not _is_first(n) and not is_urgent(n)),
            bottom_line=tuple(self.said(key) for key in answer.bottom_line),
            no_bottom_line=f"No single sentence of the library may stand here: {wording.why_empty(answer)}.",
            doses=tuple(self._dose(r) for r in doses),
            hidden_doses=len(answer.regimens) - len(doses),
            criteria=tuple(self._worked_out(c) for c in answer.criteria if c.statement not in self._hides),
            monitoring=self._monitoring(),
            parts=self._parts(),
            disputes=tuple(self._dispute(c) for c in answer.conflicts),
            not_found=answer.not_found,
            references=_references(answer.references),
            glossary=tuple((e["word"], e["source"]) for e in self._glossary if e["statement"] not in self._hides),
            checks=_checks(answer.statements),
            made=_made(answer),
            intended_use=answer.notices[-1] if answer.notices else "",
            hidden=sum(key in self._hides for key in self._said),
        )

    def said(self, key: str) -> Said:
        """A statement; of a hidden one its marks alone."""
        statement = self._said[key]
        if key in self._hides:
            return Said(key, "", self._marks(statement, quotes=False), withheld=HIDDEN)
        told = tuple(wording.asides(statement, self._answer.references))
        return Said(
            id=key,
            text=statement.text,
            marks=self._marks(statement),
            asides=told,
            new=key in self._new,
            amounts=self._amounts(statement),
            explained=tuple((e["word"], e["plain"]) for e in self._glossary if e["statement"] == key),
        )

    def _amounts(self, statement: Statement) -> tuple[tuple[int, int], ...]:
        """Where doses stand in a statement that is its quote, word for word; a regimen's spans count from there."""
        said, quotes = statement.text, [c["quote"] for c in self._rows[statement.id]["citations"]]
        own = [r for r in self._answer.regimens if r.statement == statement.id] if said in quotes else []
        spans = {tuple(p["spans"]["amount"]) for r in own for p in self._phases[r.id] if "amount" in p["spans"]}
        return tuple((start, end) for start, end in sorted(spans) if 0 <= start < end <= len(said))

    def _marks(self, statement: Statement, quotes: bool = True) -> tuple[Mark, ...]:
        rows = [c for c in self._rows[statement.id]["citations"] if c["relation"] != Relation.CONTEXT]
        found = []
        for ref, relation in dict.fromkeys((c["ref"], c["relation"]) for c in rows):
            own = [c for c in rows if (c["ref"], c["relation"]) == (ref, relation)]
            source = self._sources[ref]
            found.append(
                Mark(
                    ref=ref,
                    source=own[0]["source"],
                    version=own[0]["hash"],
                    spans=tuple((c["start"], c["end"]) for c in own),
                    quotes=tuple(" ".join(c["quote"].split()) for c in own) if quotes else (),
                    title=source.title,
                    summary=source.text_is is TextIs.SUMMARY,
                    contradicts=relation == Relation.CONTRADICTS,
                )
            )
        return tuple(found)

    def _of(self, key: str) -> tuple[Mark, ...]:
        return self._marks(self._said[key], quotes=key not in self._hides)

    def _dose(self, regimen: Regimen) -> Dose:
        statement = self._said[regimen.statement or ""]
        forms = {p.form for p in regimen.phases}
        form = forms.pop() if len(forms) == 1 else None
        beside = [(label, regimen.beside.get(name, ())) for label, name in _BESIDE]
        return Dose(
            id=regimen.id,
            drug=f"{regimen.drug} {form}" if form else regimen.drug,
            place=wording.place(regimen.jurisdiction),
            indication=regimen.indication or "",
            population=regimen.population or "",
            statement=statement.id,
            marks=self._marks(statement),
            asides=tuple(wording.asides(statement, self._answer.references)),
            rows=tuple(DoseRow(*row) for row in table.rows(regimen)),
            beside=tuple(
                (label, tuple((key, mark) for key in keys for mark in self._of(key)))
                for label, keys in beside
                if keys or label == _BESIDE[-1][0]
            ),
        )

    def _worked_out(self, one: Criterion) -> WorkedOut:
        missing = self._missing.get(one.id) or ()
        lacking = f"Not given: {'; '.join(missing)}." if missing else ""
        return WorkedOut(
            rule=one.rule,
            marks=self._of(one.statement),
            counted=tables.counted(one),
            result=str(one.result),
            rows=tuple(tables.members(one, "")),
            told=tuple(line for line in (lacking, *tables.notes(one)) if line),
        )

    def _monitoring(self) -> tuple[Watched, ...]:
        steps = [m for m in self._answer.monitoring if m.statement not in self._hides]
        rows = tables.monitoring(steps, lambda key: key)
        return tuple(Watched(what, when, action, self._of(key) if key else ()) for what, when, action, key in rows)

    def _parts(self) -> tuple[Part, ...]:
        return tuple(
            Part(s.heading, str(s.facet).replace("_", "-"), tuple(self.said(key) for key in s.statements))
            for s in self._answer.sections
        )

    def _dispute(self, conflict: Conflict) -> Dispute:
        sides = tuple(
            Side(
                value="hidden" if m.statement in self._hides else m.value,
                who=m.publisher or m.source,
                place=wording.place(m.jurisdiction),
                when=m.date or "no date",
                status=str(m.status),
                marks=self._of(m.statement),
            )
            for m in conflict.members
        )
        return Dispute(f"{conflict.about[:1].upper()}{conflict.about[1:]}", sides)


def _is_first(notice: str) -> bool:
    return notice.startswith(_FIRST) or " was read as " in notice


def _understood(answer: Answer) -> tuple[tuple[str, str], ...]:
    known = answer.question.understood
    rows = (
        ("drug", ", ".join(known.drugs)),
        ("condition", ", ".join(known.conditions)),
        ("population", ", ".join(known.population)),
        ("route", known.route or ""),
        ("asks for", known.intent.replace("_", " ")),
        ("jurisdiction", wording.place(known.jurisdiction) if known.jurisdiction else "none given"),
        ("read as", ", ".join(f"“{wrong}” as {right}" for wrong, right in known.corrections)),
    )
    return tuple((label, value) for label, value in rows if value)


def _references(references: Iterable[Reference]) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    held = tuple(references)
    groups = ((heading, tuple(_entry(r) for r in held if r.source.kind in kinds)) for heading, kinds in GROUPS)
    return tuple((heading, entries) for heading, entries in groups if entries)


def _entry(reference: Reference) -> Entry:
    source = reference.source
    state = source.status
    by = f" by {state.by}" if state.by and state.state is State.SUPERSEDED else ""
    known = state.state is not State.UNKNOWN
    chips = (
        (str(source.kind), ""),
        (wording.place(source.jurisdiction), ""),
        (f"{state.state}{by}" if known else "status not known", "bad" if state.state in GRAVE else ""),
        ("summary, not its wording" if source.text_is is TextIs.SUMMARY else "original wording", ""),
    )
    return Entry(
        ref=reference.ref,
        source=source.id,
        title=source.title,
        publisher=source.publisher or "",
        when=source.date or "",
        url=safe_address(source.url),
        chips=chips,
    )


def _checks(statements: Iterable[Statement]) -> tuple[Check, ...]:
    """What the gates said of the statements when the text was made."""
    passed: dict[str, list[bool]] = {}
    for statement in statements:
        for reason in statement.verdict.reasons if statement.verdict else ():
            passed.setdefault(reason.gate, []).append(reason.passed)
    return tuple(Check(gate, sum(found), len(found)) for gate, found in passed.items())


def _by_model(use: ModelUse) -> tuple[tuple[str, str], ...]:
    tokens = f"{use.tokens_in} in, {use.tokens_out} out, {use.requests} requests"
    at_once = use.passed - use.repaired
    came = f"{use.drafted} drafted: {at_once} passed, {use.repaired} repaired, {use.dropped} dropped"
    return (
        ("Language model", f"{use.name} at {use.place}"),
        ("Prompts", ", ".join(use.prompts)),
        ("Tokens", f"{tokens}, cost {use.cost}" if use.cost else tokens),
        ("Waited for the model", f"{use.milliseconds / 1000:.1f} s"),
        ("Statements of the model", came),
        ("Not sent to the model", f"{use.unsent} sentences" if use.unsent else ""),
        ("The model ended early", use.stopped),
    )


def _made(answer: Answer) -> tuple[tuple[str, str], ...]:
    made = answer.made
    total = made.milliseconds.get("total")
    rows = (
        ("Made by", f"Curbside {made.version}, {made.composer} composer"),
        ("Searched by", made.search),
        ("Sentences chosen by", made.choice),
        ("Library", made.library_hash[:12]),
        ("Settings", made.settings_hash[:12]),
        ("Time", f"{total / 1000:.1f} s" if total else ""),
        *(_by_model(made.model) if made.model else ()),
    )
    return tuple((label, value) for label, value in rows if value)
