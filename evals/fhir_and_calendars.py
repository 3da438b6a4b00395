"""FHIR bundles of every reviewed answer, calendars of every regimen that can be dated, and how fast cards are.

    python evals/fhir_and_calendars.py [--length LENGTH] [--json] [--write]

A bundle (R5 and R4B) must be read by fhir.resources, keep our invariants, and hold an action for every phase. Of every
fifth answer one thing of it is then changed in each way of TAMPERS; how many of these fhir.resources takes and how many
the invariants take is counted. A calendar of each regimen (once, though many answers may show it) from each of the
STARTS is read back by icalendar and by vobject, and both must find the dates of the schedule. Cards are timed for every
drug of the answers. `--write` puts the figures into `docs/fhir.md` and `docs/schedules.md`. Exit code 0 where nothing
failed and no tampered bundle passed the invariants, else 1.
"""

from __future__ import annotations

import argparse
import copy
import json
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import icalendar
import vobject
from evals.exports import answers
from evals.marked import write

from curbside.engine import Engine
from curbside.errors import InputError
from curbside.interop.approval import Approval, fingerprint
from curbside.interop.cds_hooks import RENDITION, Approved, BadRequest, respond, shelf
from curbside.interop.fhir import RELEASES, bundle, validated, violations
from curbside.interop.ics import calendar
from curbside.interop.schedule_about import about_answer
from curbside.regimens.schedule import NotScheduled, Request, Schedule, schedule
from curbside.settings import Settings
from curbside.types import LENGTHS, Answer, Regimen

DOCS = Path(__file__).resolve().parents[1] / "docs"
STARTS = (date(2026, 1, 31), date(2024, 2, 29), date(2025, 12, 31))
EVERY = 5
STAMP = datetime(2026, 12, 1, tzinfo=UTC)
Json = dict[str, Any]


@dataclass
class Figures:
    """What came of it all; faults: what must not be."""

    bundles: Counter[str] = field(default_factory=Counter)
    resources: Counter[str] = field(default_factory=Counter)
    coded: Counter[str] = field(default_factory=Counter)
    tampered: Counter[str] = field(default_factory=Counter)
    regimens: Counter[str] = field(default_factory=Counter)
    calendars: int = 0
    events: int = 0
    cards: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def objects(value: object, name: str) -> Iterator[Json]:
    """Every object below `value` with a field `name`."""
    if isinstance(value, dict):
        if name in value:
            yield value
        value = list(value.values())
    for inner in value if isinstance(value, list) else ():
        yield from objects(inner, name)


def _set(name: str, value: object, beside: str = "") -> Callable[[Json], bool]:
    """Puts `value` into the first field `name` (of an object that also has `beside`); False where there is none."""

    def tamper(made: Json) -> bool:
        held = next((o for o in objects(made, name) if not beside or beside in o), None)
        if held is None or held[name] == value:
            return False
        held[name] = value
        return True

    return tamper


def _times_ten(made: Json) -> bool:
    held = next((o for o in objects(made, "doseQuantity")), None)
    if held is None:
        return False
    held["doseQuantity"]["value"] *= 10
    return True


def _lost(name: str) -> Callable[[Json], bool]:
    def tamper(made: Json) -> bool:
        held = next(objects(made, name), None)
        if held is None:
            return False
        del held[name]
        return True

    return tamper


def _no_dose(made: Json) -> bool:
    kinds = [e["resource"]["resourceType"] for e in made["entry"]]
    if "ActivityDefinition" not in kinds:
        return False
    made["entry"].pop(kinds.index("ActivityDefinition"))
    return True


TAMPERS: dict[str, Callable[[Json], bool]] = {
    "period in fortnights": _set("periodUnit", "fortnight"),
    "period without a unit": _lost("periodUnit"),
    "a dose of -1": _set("value", -1, "unit"),
    "a dose of 0": _set("value", 0, "unit"),
    "a dose in zzz": _set("code", "zzz", "unit"),
    "a dose in mcg": _set("code", "mcg", "unit"),
    "a dose ten times as large": _times_ten,
    "another frequency": _set("frequency", 17),
    "a period of a hundred": _set("period", 100),
    "a plan that is active": _set("status", "active"),
    "not experimental": _set("experimental", False),
    "a dose that nothing leads to": _set("definitionCanonical", "urn:uuid:00000000-0000-0000-0000-000000000000"),
    "a dose taken out": _no_dose,
    "a script in the narrative": _set("div", '<div xmlns="http://www.w3.org/1999/xhtml"><script>x()</script></div>'),
    "an order": _set("resourceType", "MedicationRequest", "dosage"),
}


def of_bundle(answer: Answer, name: str, engine: Engine, told: Figures, tampering: bool) -> None:
    """Make both bundles of an answer, read them, and tamper with them where asked."""
    for release in RELEASES:
        try:
            made = validated(bundle(answer, engine.library.read_span, release=release), release)
        except InputError as error:
            told.faults.append(f"{name}, {release}: {error}")
            continue
        told.bundles[release] += 1
        told.resources.update(f"{release} {e['resource']['resourceType']}" for e in made["entry"])
        actions = len(list(objects(made, "definitionCanonical")))
        if actions != sum(len(r.phases) for r in answer.regimens):
            told.faults.append(f"{name}, {release}: {actions} actions for other phases")
        if release == "R5":
            told.coded.update(_coded(made))
        if tampering:
            _tampered(made, release, name, told)


def _coded(made: Json) -> Iterator[str]:
    for dosage in (d for o in objects(made, "dosage") for d in o["dosage"]):
        yield "phases"
        yield from (what for what in ("doseAndRate", "timing") if what in dosage)


def _tampered(made: Json, release: str, name: str, told: Figures) -> None:
    for what, tamper in TAMPERS.items():
        changed = copy.deepcopy(made)
        if not tamper(changed):
            continue
        told.tampered["tried"] += 1
        if not violations(changed, release):
            told.tampered["taken by the invariants"] += 1
            told.faults.append(f"{name}, {release}: {what} was taken")
        try:
            validated(changed, release)
        except InputError:
            continue
        told.tampered["taken by fhir.resources alone"] += 1


def of_regimen(answer: Answer, regimen: Regimen, name: str, told: Figures) -> None:
    """Make the calendars of a regimen and read them back."""
    for start in STARTS:
        made = schedule(regimen, Request(start))
        if isinstance(made, NotScheduled):
            told.regimens[made.reason] += start == STARTS[0]
            continue
        told.regimens["scheduled"] += start == STARTS[0]
        _read_back(made, answer, regimen, f"{name}, {regimen.id}", told)


def _read_back(made: Schedule, answer: Answer, regimen: Regimen, name: str, told: Figures) -> None:
    raw = calendar(made, about_answer(answer, regimen), STAMP)
    dates = [e.earliest for e in made.entries]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        second = vobject.readOne(raw.decode()).contents["vevent"]
    first = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    told.calendars += 1
    told.events += len(dates)
    if [e.decoded("dtstart") for e in first] != dates or [e.dtstart.value for e in second] != dates:
        told.faults.append(f"{name}: a reader finds other dates")
    use = about_answer(answer, regimen).intended_use
    if any(use not in e.description.value for e in second) or b"RRULE" in raw:
        told.faults.append(f"{name}: an event without the intended use, or a rule")


def of_cards(found: list[tuple[str, Answer]], engine: Engine, told: Figures) -> None:
    """Time the cards of a selected order for each drug of the answers."""
    read, today = engine.library.read_span, date(2026, 12, 1)
    drugs = sorted({r.drug for _, a in found for r in a.regimens})
    articles = [
        Approved(a, _approval(a, engine), "https://example.org/a", drugs=tuple({r.drug for r in a.regimens}))
        for _, a in found
    ]
    stock = shelf(articles, read, today)
    settings = Settings(Path("/nowhere"), allow=("cards",))
    for drug in drugs:
        started = time.perf_counter()
        made = respond("curbside-order-select", _call(drug), stock, settings)
        told.cards.append(time.perf_counter() - started)
        if isinstance(made, BadRequest) or not made["cards"]:
            told.faults.append(f"no card for {drug}")


def _approval(answer: Answer, engine: Engine) -> Approval:
    """An invented approval: nobody has reviewed these answers."""
    of = fingerprint(answer, engine.library.read_span)
    day = date(2026, 12, 1)
    return Approval("Invented", "invented", "invented", "none declared", day, day, of, frozenset({RENDITION}))


def _call(drug: str) -> Json:
    order = {"resourceType": "MedicationRequest", "id": "1", "medicationCodeableConcept": {"text": drug}}
    context = {
        "userId": "Practitioner/1",
        "patientId": "1",
        "selections": ["MedicationRequest/1"],
        "draftOrders": {"resourceType": "Bundle", "entry": [{"resource": order}]},
    }
    return {"hook": "order-select", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea", "context": context}


def tables(told: Figures, length: str) -> dict[str, str]:
    """The figures as Markdown, by the block that they belong to."""
    bundles = [f"| answers of the length `{length}` | |", "|---|---|"]
    bundles += [
        f"| bundles of {r} that fhir.resources reads and that keep the invariants | {told.bundles[r]} |"
        for r in RELEASES
    ]
    bundles += [
        f"| {kind.removeprefix('R5 ')} in R5 | {n} |" for kind, n in sorted(told.resources.items()) if kind[:2] == "R5"
    ]
    bundles.append(f"| phases, of which the dose is coded, the timing | {_parts(told)} |")
    bundles += [
        f"| tampered bundles: {what} | {told.tampered[what]} |"
        for what in ("tried", "taken by fhir.resources alone", "taken by the invariants")
    ]
    bundles.append(
        f"| milliseconds for the cards of an order: median, longest of {len(told.cards)} | {_milliseconds(told)} |"
    )
    dates = [f"| answers of the length `{length}` | |", "|---|---|"]
    dates.append(f"| regimens | {sum(told.regimens.values())} |")
    dates += [
        f"| {_told(reason)} | {n} |"
        for reason, n in sorted(told.regimens.items(), key=lambda r: (r[0] != "scheduled", -r[1]))
    ]
    dates.append(f"| calendars from {len(STARTS)} starts that both readers read back | {told.calendars} |")
    dates.append(f"| events in them | {told.events} |")
    return {"fhir": "\n".join(bundles), "schedules": "\n".join(dates)}


def _told(reason: str) -> str:
    return "with a schedule" if reason == "scheduled" else f"refused: {reason}"


def _parts(told: Figures) -> str:
    return f"{told.coded['phases']}, {told.coded['doseAndRate']}, {told.coded['timing']}"


def _milliseconds(told: Figures) -> str:
    return f"{median(told.cards) * 1000:.2f}, {max(told.cards) * 1000:.2f}" if told.cards else "none"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--length", choices=tuple(LENGTHS), default="full")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/fhir.md and docs/schedules.md")
    given = parser.parse_args()
    told = Figures()
    with tempfile.TemporaryDirectory() as folder, Engine.open(Path(folder)) as engine:
        found = list(answers(engine, given.length))
        seen: set[object] = set()
        for n, (name, answer) in enumerate(found):
            of_bundle(answer, name, engine, told, tampering=n % EVERY == 0)
            for regimen in answer.regimens:
                if regimen.span not in seen:
                    seen.add(regimen.span)
                    of_regimen(answer, regimen, name, told)
        of_cards(found, engine, told)
    made = tables(told, given.length)
    print(
        json.dumps({**told.__dict__, "cards": _milliseconds(told)}, indent=1)
        if given.json
        else "\n\n".join(made.values())
    )
    print("\n".join(told.faults[:50]), file=sys.stderr)
    if given.write:
        write(DOCS / "fhir.md", {"fhir": made["fhir"]})
        write(DOCS / "schedules.md", {"schedules": made["schedules"]})
    return 1 if told.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
