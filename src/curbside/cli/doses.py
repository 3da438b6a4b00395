"""Doses of an answer on a page: under its sentence a table where there are steps to lay out, else the sentence alone.

A sentence with one step is printed as it is, with what must stand beside the dose; a table of one row would say it
again. Drugs that one sentence gives alike ("ferrous sulfate, ferrous fumarate or ferrous gluconate") share a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from curbside.cli import layout
from curbside.interop.wording import marks
from curbside.types import Regimen, Statement

STEPS: Final = {"short": 99, "standard": 3, "full": 2}
"""From how many steps on a sentence is laid out as well, by length: two of them are read as fast in the sentence."""
NONE_HELD: Final = "contraindications: not in your library"


def stepped(regimens: Iterable[Regimen], length: str) -> dict[str, list[tuple[Regimen, ...]]]:
    """By statement, its regimens that are laid out in steps, as `tabled` groups them."""
    found: dict[str, list[tuple[Regimen, ...]]] = {}
    for group in tabled(regimens, length):
        found.setdefault(group[0].statement or "", []).append(group)
    return found


def tabled(regimens: Iterable[Regimen], length: str) -> tuple[tuple[Regimen, ...], ...]:
    """The regimens with steps enough for the length of the answer, those that one statement gives alike together."""
    groups: dict[tuple[object, ...], list[Regimen]] = {}
    found = tuple(regimens)
    several = {r.statement for r in found if len(r.phases) >= STEPS[length]}
    for regimen in found:
        if regimen.statement in several:
            alike = (regimen.statement, regimen.indication, regimen.population, *layout.fields(regimen))
            groups.setdefault(alike, []).append(regimen)
    return tuple(map(tuple, groups.values()))


def said_once(regimens: Iterable[Regimen], said: Mapping[str, Statement], length: str) -> dict[str, list[str]]:
    """By statement, what stands beside the doses that its sentence alone tells."""
    found = tuple(regimens)
    shown = {r.id for group in tabled(found, length) for r in group}
    by_statement: dict[str, list[Regimen]] = {}
    for regimen in found:
        if regimen.id not in shown and regimen.statement:
            by_statement.setdefault(regimen.statement, []).append(regimen)
    return {key: _told(group, said) for key, group in by_statement.items()}


def _told(group: list[Regimen], said: Mapping[str, Statement]) -> list[str]:
    drugs: dict[str, list[str]] = {}
    for regimen in group:
        for line in beside(regimen, said):
            drugs.setdefault(line, []).append(regimen.drug)
    several = len({r.drug for r in group}) > 1
    return [f"{', '.join(dict.fromkeys(names))}: {line}" if several else line for line, names in drugs.items()]


def beside(regimen: Regimen, said: Mapping[str, Statement]) -> list[str]:
    """A line for each of its boxed warning, maximum and contraindications, which point to where they are quoted."""
    lines = []
    for what in ("boxed_warning", "maximum"):
        keys = [key for key in regimen.beside.get(what, ()) if key != regimen.statement or len(regimen.phases) > 1]
        if told := dict.fromkeys(marks(said[key]) for key in keys):
            lines.append(f"{what.replace('_', ' ')}: see {' '.join(told)}")
    against = dict.fromkeys(marks(said[key]) for key in regimen.beside.get("contraindications", ()))
    lines.append(f"contraindications and cautions: see {' '.join(against)}" if against else NONE_HELD)
    return lines


def name(group: tuple[Regimen, ...]) -> str:
    """The drugs of a table as its heading has them."""
    drugs = list(dict.fromkeys(map(layout.drug, group)))
    return drugs[0] if len(drugs) == 1 else f"{', '.join(drugs[:-1])} and {drugs[-1]}"
