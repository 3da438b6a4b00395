"""`curbside calculate`: a formula or score with its publication, its inputs, and what is missing."""

from __future__ import annotations

from typing import Any

import click

from curbside.cli.common import block, emit, json_option, stdout_console
from curbside.errors import UsageError
from curbside.language.patient_measures import spoken, table
from curbside.regimens.calculators import CALCULATORS, Calculated, Calculator, Input, worked_out

WIDE = 18


@click.command("calculate")
@click.argument("name", required=False)
@click.argument("values", nargs=-1, metavar="[KEY=VALUE]...")
@json_option
@click.pass_context
def command(ctx: click.Context, name: str | None, values: tuple[str, ...], as_json: bool) -> None:
    """Work out a formula or score, such as

        curbside calculate cockcroft-gault age=82 sex=female weight=58kg creatinine="1.25 mg/dL"

    Without NAME it lists them. What is missing is named, nothing is assumed.
    Exit code 1: nothing could be worked out.
    """
    if name is None:
        for calculator in CALCULATORS.values():
            _list(calculator, as_json)
        return
    result = worked_out(name, _pairs(values))
    if as_json:
        emit(as_object(result))
    else:
        _show(result)
    if result.value is None:
        ctx.exit(1)


def _pairs(values: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for said in values:
        key, equals, value = said.partition("=")
        key = key.strip().lower().replace("-", "_")
        if not equals or not key or not value.strip():
            raise UsageError(f"{said!r} is no KEY=VALUE, such as weight=58kg.")
        if key in found:
            raise UsageError(f"{key} is given twice.")
        found[key] = value.strip()
    return found


def as_object(result: Calculated) -> dict[str, Any]:
    """The object of `calculate --json`; numbers are decimal strings, units UCUM."""
    calculator = result.calculator
    return {
        "name": calculator.name,
        "title": calculator.title,
        "value": None if result.value is None else str(result.value),
        "unit": calculator.unit,
        "inputs": [
            {"name": v.name, "given": v.said, "used": v.choice if v.number is None else str(v.number)}
            for v in result.values
        ],
        "missing": list(result.missing),
        "refused": list(result.refused),
        "formula": calculator.formula,
        "source": {
            "citation": calculator.publication.citation,
            "identifier": calculator.publication.identifier,
            "read_at": calculator.publication.read_at,
        },
        "notes": list(result.notes),
    }


def _show(result: Calculated) -> None:
    out, calculator = stdout_console(), result.calculator
    unit = spoken(calculator.unit)
    said = "not worked out" if result.value is None else f"{result.value} {unit}".strip()
    block(out, f"{calculator.title}: {said}", "bold")
    for value in result.values:
        block(out, value.said, indent=WIDE, label=value.name)
    for name in result.missing:
        asked = next(i for i in (*calculator.inputs, *_HEIGHT) if i.name == name)
        block(out, f"missing; give {_what(asked)}", indent=WIDE, label=name)
    for reason in result.refused:
        block(out, f"{reason}.", indent=WIDE, label="refused")
    block(out, calculator.formula, indent=WIDE, label="formula")
    citation, identifier = calculator.publication.citation, calculator.publication.identifier
    block(out, citation if identifier in citation else f"{citation} ({identifier})", indent=WIDE, label="source")
    for note in result.notes:
        block(out, note, indent=WIDE, label="note")


def _list(calculator: Calculator, as_json: bool) -> None:
    if as_json:
        inputs = [{"name": i.name, "kind": i.kind, "units": _units(i), "means": i.means} for i in calculator.inputs]
        emit({"name": calculator.name, "title": calculator.title, "unit": calculator.unit, "inputs": inputs})
        return
    out = stdout_console()
    block(out, f"{calculator.name}: {calculator.title}", "bold")
    for asked in calculator.inputs:
        block(out, _what(asked), indent=20, label=f"  {asked.name}")


def _units(asked: Input) -> list[str]:
    return list(table()[asked.measure].units) if asked.measure else []


def _what(asked: Input) -> str:
    if not asked.measure:
        return f"{asked.means}: yes or no" if asked.kind != "sex" else "female or male"
    measured = table()[asked.measure]
    return measured.wanted or " or ".join(dict.fromkeys(spoken(u) for u in list(measured.units)[:2] if spoken(u)))


_HEIGHT = (Input("height", measure="height", unit="cm"),)
