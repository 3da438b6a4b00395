"""The sentences that Curbside says of itself and in danger, with the numbers of the jurisdiction.

The numbers are in `data/helplines.toml`, each with the page that it was read on; the sentences are in
`data/notices.toml`. Where no number is known, the sentence says "your local emergency number".
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

PATIENT = "patient"


@dataclass(frozen=True, slots=True)
class HelpLine:
    """What to call, as a piece of a sentence, and the address of the page that says so."""

    text: str
    source: str


def load(name: str) -> dict[str, Any]:
    """The table of a TOML file in `data/`."""
    return tomllib.loads(text_of(name))


def text_of(name: str) -> str:
    """A file in `data/`, as it is written."""
    return (resources.files("curbside.language") / "data" / name).read_text(encoding="utf-8")


@cache
def _sentences() -> dict[str, Any]:
    return load("notices.toml")


@cache
def _lines() -> dict[str, dict[str, HelpLine]]:
    lines: dict[str, dict[str, HelpLine]] = {}
    for code, table in load("helplines.toml").items():
        entry = {what: HelpLine(**line) for what, line in table.items() if what != "same_as"}
        lines[code] = entry
        lines.update({other: entry for other in table.get("same_as", ()) if other not in lines})
    return lines


def help_line(what: str, jurisdiction: str | None) -> HelpLine | None:
    """The line of a jurisdiction, or None where none was confirmed.

    what: "call" (emergency), "crisis", "poisons" or "poisons_professional".
    """
    return _lines().get((jurisdiction or "").lower(), {}).get(what)


def jurisdictions() -> tuple[str, ...]:
    """The jurisdictions with a confirmed emergency number."""
    return tuple(sorted(code for code, entry in _lines().items() if "call" in entry))


def intended_use(audience: str, jurisdiction: str | None = None) -> str:
    """What Curbside is for, for every answer and export (the clinical rules, section 8).

    For patients it says whom to call, since no rule notices every emergency.
    """
    table: dict[str, str] = _sentences()["intended_use"]
    return _fill(table.get(audience, table["professional"]), jurisdiction, audience)


def criteria_notice(which: str) -> str:
    """What criteria with a patient's values are ("shown"), or that they are not turned on ("not_allowed")."""
    said: str = _sentences()["criteria"][which]
    return said


def emergency(kind: str, jurisdiction: str | None, audience: str) -> str:
    """The notice above everything, where somebody describes an emergency of this kind as happening now."""
    return _warning("emergency", "now", kind, jurisdiction, audience)


def reminder(kind: str, jurisdiction: str | None, audience: str) -> str:
    """The one line on a question about managing an emergency of this kind."""
    return _warning("reminder", "reminder", kind, jurisdiction, audience)


def refused(reason: str, jurisdiction: str | None, audience: str) -> str:
    """Why a question is not answered ("self_harm", "harm", "lethality", "toxicology"), with the help lines."""
    return _fill(_sentences()["refused"][reason], jurisdiction, audience)


def _warning(more: str, sentence: str, kind: str, jurisdiction: str | None, audience: str) -> str:
    first: str = _sentences()["emergency"][sentence]
    second: str = _sentences()[f"{more}_more"].get(kind, "")
    return _fill(f"{first} {second}".strip(), jurisdiction, audience)


def _fill(sentence: str, jurisdiction: str | None, audience: str) -> str:
    poisons = "poisons" if audience == PATIENT else "poisons_professional"
    lines = {
        "call": help_line("call", jurisdiction),
        "crisis": help_line("crisis", jurisdiction),
        "poisons": help_line(poisons, jurisdiction),
    }
    filled = {what: line.text if line else _sentences()[what] for what, line in lines.items()}
    after = sentence.replace(": {call}", f": {filled['call'][:1].lower()}{filled['call'][1:]}")
    return after.format(**filled)
