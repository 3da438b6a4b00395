"""What is read from the dosage sections of drug labels: every unit that looks like a dose, with its phases.

    python evals/regimens_labels.py SPL_FOLDER [--show] [--json]

The labels are read as `curbside ingest` reads them (no library is needed: the units are those of the source that would
be stored). Their sections with the LOINC code 34068-7, "Dosage and administration", are taken whole, the highlights
too. A unit looks like a dose where `LOOKS` is found: a number before a unit of dose, or a form that is counted.
Its context is what stands over it in the label: lead-in or header cells, or else its nearest heading. By unit is
counted: something read; nothing read, but told as not understood; nothing at all. Units without a phase may well state
none (studies, strengths): --show prints each with its phases beside it, for a person to mark what is wrong, and the
faults that the rules of `evals/regimens_spans.py` find.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals.regimens_gold import FIELDS, stated
from evals.regimens_spans import faults

from curbside.errors import InputError
from curbside.interop.contract import phase as as_row
from curbside.regimens.grammar import parse
from curbside.sources.base import HEAD, Draft, Input, finished
from curbside.sources.spl import SplReader
from curbside.types import Source, Unit, UnitKind

DOSAGE = "34068-7"
LOOKS = re.compile(
    r"\d[\d.,]*\s?(?:mg|mcg|µg|μg|micrograms?|g|ml|grams?|units?|iu|meq|mmol|%)(?![a-z])|"
    r"(?:\d|\b(?:one|two|three|four|half))[\w\s-]{0,12}\b(?:tablets?|capsules?|drops?|puffs?|sprays?|teaspoon\w*|doses?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Taken:
    """A unit of a dosage section, with what was read from it."""

    source: str
    text: str
    context: str
    phases: tuple[dict[str, Any], ...]
    not_understood: tuple[str, ...]

    @property
    def outcome(self) -> str:
        """What came of it."""
        return "read" if self.phases else "not understood" if self.not_understood else "nothing"


def labels(folder: Path) -> Iterator[Source]:
    """The labels of a folder in the order of their names; files that hold none are passed over."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        raw = path.read_bytes()
        given = Input(path.name, path.name, raw[:HEAD], lambda raw=raw: io.BytesIO(raw))  # type: ignore[misc]
        try:
            drafts = [record for record in SplReader().read(given) if isinstance(record, Draft)]
        except InputError:
            continue
        yield from (source for source in map(finished, drafts) if isinstance(source, Source))


def units(source: Source) -> Iterator[Unit]:
    """Those of its dosage sections that look like a dose."""
    sections = [(p.start, p.end) for p in source.places if p.kind == "section" and p.name == DOSAGE]
    for unit in source.units:
        within = any(start <= unit.start and unit.end <= end for start, end in sections)
        if within and unit.kind is not UnitKind.NOTE and LOOKS.search(source.text[unit.start : unit.end]):
            yield unit


def taken(source: Source, unit: Unit) -> Taken:
    """What is read from a unit."""
    text = source.text[unit.start : unit.end]
    over = [source.text[c.start : c.end] for c in unit.context] or list(unit.headings[-1:])
    context = " ".join(dict.fromkeys(over))
    read = parse(text, context)
    rows = json.loads(json.dumps([as_row(phase) for phase in read.phases]))
    return Taken(source.id, text, context, tuple(rows), tuple(map(str, read.not_understood)))


def shown(one: Taken) -> str:
    """The unit with its phases below it."""
    lines = [f"{one.source[:12]}: {one.text}", *([f"    under: {one.context}"] if one.context else [])]
    for row in one.phases:
        kept = {name: row[name] for name in FIELDS if stated(row, name)}
        lines += [f"    - {json.dumps(kept, ensure_ascii=False)}"]
        lines += [f"      SPAN {fault}" for fault in faults(row, one.text, one.context)]
    lines += [f"    not understood: {part}" for part in one.not_understood]
    return "\n".join(lines if one.phases or one.not_understood else [*lines, "    nothing"])


def counts(every: Sequence[Taken]) -> dict[str, Any]:
    """By outcome, and how many phases have each field."""
    phases = [row for one in every for row in one.phases]
    return {
        "units": len(every),
        "outcomes": dict(Counter(one.outcome for one in every)),
        "phases": len(phases),
        "fields": {name: n for name in FIELDS if (n := sum(stated(row, name) for row in phases))},
        "span_faults": sum(len(faults(row, one.text, one.context)) for one in every for row in one.phases),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the counts for a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--json", action="store_true", dest="as_json")
    given = parser.parse_args(arguments)
    every = [taken(source, unit) for source in labels(given.folder) for unit in units(source)]
    if given.as_json:
        print(json.dumps(counts(every), ensure_ascii=False))
        return 0
    if given.show:
        print("\n".join(map(shown, every)))
    told = counts(every)
    print(f"{told['units']} units that look like a dose, of {len({one.source for one in every})} labels")
    print(", ".join(f"{name} {number}" for name, number in sorted(told["outcomes"].items())))
    print(f"{told['phases']} phases; faults of spans: {told['span_faults']}")
    print("\n".join(f"  {name:20}{number:>5}" for name, number in told["fields"].items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
