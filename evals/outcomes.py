"""What was said, checked and assembled, as blocks of docs/how-an-answer-is-made.md."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from evals.marked import fenced, short, table, wrapped
from evals.trace import Bench, Trace

from curbside.regimens.table import HEADERS, rows
from curbside.types import Amount, Answer, Citation, Flag, Phase, Refusal, Regimen, Relation, Statement
from curbside.verifying.statements import checked

TAMPERED = (
    ("a thousand times the dose", "500 micrograms", "500 mg"),
    ("ten times the dose", "500 micrograms", "5000 micrograms"),
    ("another route", "intramuscularly or intravenously", "subcutaneously"),
    ("another interval", "three times a week", "three times a day"),
    ("a turned meaning", "is 500 micrograms", "is not 500 micrograms"),
    ("a drug of the same group", "mecobalamin", "hydroxocobalamin"),
    ("a sentence made longer", "peripheral neuropathy", "peripheral neuropathy and body pain"),
    ("other spelling, the same meaning", "500 micrograms", "0.5 mg"),
    ("another name of the same drug", "mecobalamin", "methylcobalamin"),
)
OF_ANOTHER = ("the drug asked for, with the dose of another", "hydroxocobalamin", "methylcobalamin")


def blocks(seen: Trace, on: Bench, others: tuple[Answer | Refusal, ...]) -> dict[str, str]:
    """By name of the block. others: answers to other questions, for what this one does not show."""
    return {
        "statement": statement(seen, on),
        "context": context(others, on),
        "gates": gates(seen),
        "tampered": tampered(seen, on),
        "regimen": regimen(seen, on),
        "conflicts": conflicts(seen.answer),
        "numbering": numbering(seen.answer),
        "not_found": not_found((seen.answer, *others)),
        "refusal": refusal(others),
        "notices": fenced("\n".join(wrapped(n) for n in seen.answer.notices)),
        "made": made(seen.answer),
        "times": times(seen.answer),
    }


def statement(seen: Trace, on: Bench) -> str:
    said = _leading(seen.answer)
    lines = [wrapped(f"{said.id}  {said.text}"), f"facet {said.facet}; flags {', '.join(said.flags) or 'none'}"]
    return fenced("\n".join([*lines, *(line for c in said.citations for line in _cited(c, on))]))


def context(answers: Iterable[Answer | Refusal], on: Bench) -> str:
    """A statement of a list item, which brings the words that lead it in as a citation of their own."""
    told = (s for a in answers if isinstance(a, Answer) for s in a.statements)
    said = next((s for s in told if any(c.relation is Relation.CONTEXT for c in s.citations)), None)
    if said is None:
        raise ValueError("No answer has a statement with a context; ask another question in how_made.OTHERS.")
    return fenced(
        "\n".join([wrapped(f"{said.id}  {said.text}"), *(line for c in said.citations for line in _cited(c, on))])
    )


def _cited(citation: Citation, on: Bench) -> Iterable[str]:
    for span in citation.spans:
        yield f"[{citation.ref}] {citation.relation}: {span.source}"
        yield f"    sha256 {span.content_hash[:16]}..., code points {span.start} to {span.end}; read there:"
        stored = on.find(span.source, span.content_hash).text[span.start : span.end]
        yield wrapped(" ".join(stored.split()), "    ")


def _leading(answer: Answer) -> Statement:
    return next(s for s in answer.statements if s.id in answer.bottom_line or not answer.bottom_line)


def gates(seen: Trace) -> str:
    verdict = _leading(seen.answer).verdict
    if verdict is None:
        raise ValueError("The leading statement has no verdict.")
    kept = sum(c.kept for c in seen.checked)
    lines = [f"{r.gate:<14}{'passed' if r.passed else 'FAILED'}" for r in verdict.reasons]
    lines += [f"{verdict.outcome}", "", f"{kept} of {len(seen.checked)} drafted statements passed all gates."]
    return fenced("\n".join(lines))


def tampered(seen: Trace, on: Bench) -> str:
    """The leading statement and one of another drug, changed in one place, through the same gates."""
    other = next(s for s in seen.answer.statements if OF_ANOTHER[1] in s.text and Flag.OTHER_DRUG in s.flags)
    edits = [(_leading(seen.answer), *edit) for edit in TAMPERED]
    edits.append((other, *OF_ANOTHER))
    cells = []
    for said, what, old, new in edits:
        if old not in said.text:
            continue
        result, stands = checked(replace(said, text=said.text.replace(old, new, 1)), on.find)
        failed = [r for r in (result.verdict.reasons if result.verdict else ()) if not r.passed]
        why = "; ".join(f"{r.gate}: {r.message}" for r in failed) or "-"
        cells.append(
            (what, f"{old} -> {new}", "accepted" if stands else f"**{result.verdict and result.verdict.outcome}**", why)
        )
    return table(("what was done", "change", "verdict", "gates that failed, and why"), cells)


def regimen(seen: Trace, on: Bench) -> str:
    """A regimen with more than one phase, each field with the words that it was read from."""
    one = next((r for r in seen.answer.regimens if len(r.phases) > 1 and any(p.end for p in r.phases)), None)
    one = one or seen.answer.regimens[0]
    text = on.find(one.span.source, one.span.content_hash).text[one.span.start : one.span.end]
    lines = [wrapped(text), "", f"{one.id}: {one.drug}, {one.jurisdiction.upper()}, of statement {one.statement}"]
    for n, phase in enumerate(one.phases, 1):
        lines.append(f"phase {n}")
        lines += [f"  {name:<12}{short(value, 34):<36}{_place(phase, name, text)}" for name, value in _fields(phase)]
    beside = ", ".join(f"{name}: {' '.join(ids) or 'none found'}" for name, ids in one.beside.items())
    return fenced("\n".join([*lines, wrapped(f"beside it: {beside}"), "", *_rows(one)]))


def _fields(phase: Phase) -> list[tuple[str, str]]:
    values = {name: getattr(phase, name) for name in phase.spans if ":" not in name and hasattr(phase, name)}
    return [(name, _value(value)) for name, value in sorted(values.items(), key=lambda v: phase.spans[v[0]])]


def _value(value: object) -> str:
    if isinstance(value, Amount):
        return f"{value.low} {value.unit}" if value.low == value.high else f"{value.low} to {value.high} {value.unit}"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _place(phase: Phase, name: str, text: str) -> str:
    start, end = phase.spans[name]
    return f"{start:>4}-{end:<4} {short(text[start:end], 56)!r}"


def _rows(one: Regimen) -> Iterable[str]:
    cells = [HEADERS, *rows(one)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(HEADERS))]
    return [" | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in cells]


def conflicts(answer: Answer) -> str:
    lines = []
    for conflict in answer.conflicts:
        lines.append(wrapped(f"{conflict.about}:"))
        for m in conflict.members:
            where = f"{m.publisher or m.source}, {m.jurisdiction.upper()}, {m.date or 'no date'}"
            lines.append(wrapped(f"{m.value}  ({m.statement}, {where})", "  "))
    return fenced("\n".join(lines) or "None.")


def numbering(answer: Answer) -> str:
    lines = []
    for said in answer.statements[:5]:
        marks = "".join(
            f"[{r}]" for r in dict.fromkeys(c.ref for c in said.citations if c.relation is Relation.SUPPORTS)
        )
        lines.append(f"{said.id} {marks}  {short(said.text, 80)}")
    lines += [f"[{r.ref}] {r.source.id}" for r in answer.references[:4]]
    lines.append(f"... {len(answer.statements)} statements, {len(answer.references)} references in all")
    return fenced("\n".join(lines))


def not_found(answers: Iterable[Answer | Refusal]) -> str:
    lines = []
    for answer in answers:
        if isinstance(answer, Answer):
            lines.append(wrapped(f"asked: {answer.question.text}"))
            lines += [wrapped(line, "  ") for line in answer.not_found] or ["  (the list is empty)"]
    return fenced("\n".join(lines))


def refusal(answers: Iterable[Answer | Refusal]) -> str:
    lines = []
    for one in answers:
        if isinstance(one, Refusal):
            lines.append(wrapped(f"asked: {one.question.text}"))
            lines += [f"  reason: {one.reason}", wrapped(f"looked for: {'; '.join(one.looked_for)}", "  ")]
            lines.append(wrapped(one.message, "  "))
    return fenced("\n".join(lines))


def made(answer: Answer) -> str:
    how = answer.made
    return fenced(
        f"version        {how.version}\ncomposer       {how.composer}\nsettings_hash  {how.settings_hash}\n"
        f"library_hash   {how.library_hash}\nsearch         {how.search}\nchoice         {how.choice}"
    )


def times(answer: Answer) -> str:
    return table(("stage", "milliseconds"), [(k, f"{v:.1f} ms") for k, v in answer.made.milliseconds.items()])
