"""How the audit does on twenty invented texts with planted faults (`evals/audit/README.md` says how they were made).

    python evals/audit_set.py [--half build|held|both] [--details] [--write | --check]

A planted fault is *told as such* where the audit tells it under its own name at that sentence; *otherwise* where it
tells only another fault there that makes the claim contradicted, or is of the claim itself: the reader is warned, for
another reason. A *false alarm* is a fault told at a sentence that has none, or at one that is right in what it says and
has only its mark or its source at fault.

--write: the figures into docs/audit.md; --check: are they still those? exit code 1 if not.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals import marked

from curbside.auditing.audit import Audit, AuditedClaim, audit
from curbside.auditing.manuscript import of_text
from curbside.retrieval.opening import open_home
from curbside.retrieval.stock import Stock
from curbside.types import Outcome

FOLDER = Path(__file__).resolve().parent / "audit"
PAGE = Path(__file__).resolve().parents[1] / "docs" / "audit.md"
HALVES = ("build", "held")
TOLD_AS: Mapping[str, frozenset[str]] = {
    "wrong_drug": frozenset({"drug_swapped"}),
    "milligrams_for_micrograms": frozenset({"number_or_unit"}),
    "concentration_unit_changed": frozenset({"number_or_unit"}),
    "null_result_as_benefit": frozenset({"null_result_as_benefit"}),
    "population_swapped": frozenset({"population_swapped"}),
    "lifelong_added": frozenset({"modality_strengthened"}),
    "superseded_called_current": frozenset({"superseded_source"}),
    "mark_beyond_the_list": frozenset({"mark_without_entry"}),
    "own_summary_as_source": frozenset({"self_published_source"}),
    "direction_reversed": frozenset({"negation_or_direction"}),
    "case_report_as_typical": frozenset({"case_report_generalised"}),
}
LEFT_OUT = "caution_left_out"
NO_FAULT = frozenset({"no_evidence_in_library", "secondary_only"})
TRUE_IN_CONTENT = frozenset({"superseded_called_current", "mark_beyond_the_list", "own_summary_as_source"})
OF_THE_LIST = frozenset({"mark_without_entry", "self_published_source", "superseded_source", "retracted_source"})


@dataclass
class Tally:
    """planted, found, otherwise: by planted kind; false: by the fault told; true: sentences by verdict."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    otherwise: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    true: Counter[str] = field(default_factory=Counter)
    supported_wrong: int = 0
    details: list[str] = field(default_factory=list)


def audits(names: list[str]) -> Iterator[tuple[str, Audit]]:
    """The texts against the starter library, in an empty home."""
    with tempfile.TemporaryDirectory() as home:
        library, index = open_home(Path(home))
        try:
            for name in names:
                raw = (FOLDER / name).read_text(encoding="utf-8")
                yield name, audit(of_text(raw, name), Stock(library, index), library.sources())
        finally:
            index.close()
            library.close()


def tally(half: str, key: Mapping[str, Any]) -> Tally:
    """The figures of one half."""
    total = Tally()
    for name, result in audits([n for n, k in key.items() if k["half"] == half]):
        _count(name, result, key[name], total)
    return total


def _count(name: str, result: Audit, known: Mapping[str, Any], total: Tally) -> None:
    told: set[int] = set()
    for row in known["planted"]:
        at = [i for i, c in enumerate(result.claims) if _meets(c, row)]
        told.update(at)
        claims = [result.claims[i] for i in at]
        _planted(name, row, claims, total)
        if row["kind"] in TRUE_IN_CONTENT:
            _false(name, claims, {"right": OF_THE_LIST | TOLD_AS[row["kind"]]}, total)
    for row in known["true"]:
        at = [i for i, c in enumerate(result.claims) if _meets(c, row) and i not in told]
        told.update(at)
        claims = [result.claims[i] for i in at]
        verdict = _worst(claims)
        total.true[verdict] += 1
        _false(name, claims, row, total)
        if verdict != str(Outcome.SUPPORTED):
            total.details.append(f"{name}: true, {verdict}: {row['text']} {_reasons(claims)}")
    _false(name, [c for i, c in enumerate(result.claims) if i not in told], {}, total)
    _omitted(name, result, known, total)


def _meets(claim: AuditedClaim, row: Mapping[str, Any]) -> bool:
    return claim.claim.start < row["end"] and row["start"] < claim.claim.end


def _planted(name: str, row: Mapping[str, Any], claims: list[AuditedClaim], total: Tally) -> None:
    kind = row["kind"]
    faults = {str(f.kind) for c in claims for f in c.faults}
    total.planted[kind] += 1
    if faults & TOLD_AS[kind]:
        total.found[kind] += 1
        return
    warned = any(c.verdict is Outcome.CONTRADICTED for c in claims) or bool(faults - NO_FAULT - OF_THE_LIST)
    total.otherwise[kind] += warned
    if any(c.verdict is Outcome.SUPPORTED for c in claims) and kind not in ("mark_beyond_the_list",):
        total.supported_wrong += 1
    told = "otherwise" if warned else "missed"
    total.details.append(f"{name}: {told} {kind}: {row['text']} {_reasons(claims)}")


def _false(name: str, claims: list[AuditedClaim], row: Mapping[str, Any], total: Tally) -> None:
    right = NO_FAULT | row.get("right", set()) | ({"superseded_source"} if row.get("rests_on_superseded") else set())
    for claim in claims:
        for fault in {str(f.kind) for f in claim.faults} - right:
            total.false[fault] += 1
            total.details.append(f"{name}: false {fault}: {claim.claim.text} {_reasons([claim])}")


def _omitted(name: str, result: Audit, known: Mapping[str, Any], total: Tally) -> None:
    texts = [o.text for o in result.left_out]
    for row in known["left_out"]:
        total.planted[LEFT_OUT] += 1
        if any(_has_all(text, row["words"]) for text in texts):
            total.found[LEFT_OUT] += 1
        else:
            total.details.append(f"{name}: missed {LEFT_OUT}: {row['about']}; told: {' / '.join(texts)}")
    for row in known["stated"]:
        if any(_has_all(text, row["words"]) for text in texts):
            total.false[LEFT_OUT] += 1
            total.details.append(f"{name}: false {LEFT_OUT}: {row['about']}")


def _has_all(text: str, words: list[str]) -> bool:
    return all(re.search(w, text, re.IGNORECASE) for w in words)


def _worst(claims: list[AuditedClaim]) -> str:
    """Of a sentence that became several claims: contradicted where one is, supported where all are."""
    found = {c.verdict for c in claims}
    if Outcome.CONTRADICTED in found:
        return str(Outcome.CONTRADICTED)
    return str(Outcome.SUPPORTED if found == {Outcome.SUPPORTED} else Outcome.NOT_ENOUGH)


def _reasons(claims: list[AuditedClaim]) -> str:
    return "\n      " + "\n      ".join(f"[{c.verdict}] {r}" for c in claims for r in c.reasons)


def blocks(tallies: Mapping[str, Tally]) -> dict[str, str]:
    """The block of docs/audit.md."""
    rows = []
    for kind in (*TOLD_AS, LEFT_OUT):
        cells = [f"{t.found[kind]} + {t.otherwise[kind]} of {t.planted[kind]}" for t in tallies.values()]
        rows.append((f"`{kind}`", *cells))
    for name, counter in (("all", "planted"),):
        cells = [
            f"{t.found.total()} + {t.otherwise.total()} of {getattr(t, counter).total()}" for t in tallies.values()
        ]
        rows.append((f"**{name}**", *cells))
    rows.append(("false alarms", *(_by_kind(t.false) for t in tallies.values())))
    rows.append(("planted faults called supported", *(str(t.supported_wrong) for t in tallies.values())))
    rows.append(
        (
            "true sentences: supported / not enough / contradicted",
            *(
                f"{t.true['supported']} / {t.true['not_enough']} / {t.true['contradicted']} of {t.true.total()}"
                for t in tallies.values()
            ),
        )
    )
    header = ("planted: told as such + told otherwise", *(f"{half} texts" for half in tallies))
    return {"audit_set": marked.table(header, rows)}


def _by_kind(counter: Counter[str]) -> str:
    kinds = ", ".join(f"{n} `{kind}`" for kind, n in sorted(counter.items()))
    return f"{counter.total()}" + (f" ({kinds})" if kinds else "")


def main() -> int:
    """Run the evaluation; the exit code."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--half", choices=(*HALVES, "both"), default="build")
    options.add_argument("--details", action="store_true", help="each fault missed and each false alarm")
    options.add_argument("--write", action="store_true")
    options.add_argument("--check", action="store_true")
    given = options.parse_args()
    key = json.loads((FOLDER / "key.json").read_text(encoding="utf-8"))
    whole = given.write or given.check or given.half == "both"
    tallies = {half: tally(half, key) for half in (HALVES if whole else (given.half,))}
    made = blocks(tallies)
    print(made["audit_set"])
    if given.details:
        print(*(f"\n{line}" for t in tallies.values() for line in t.details), sep="")
    if given.write:
        marked.write(PAGE, made)
    return int(given.check and any(marked.stale(PAGE, made)))


if __name__ == "__main__":
    sys.exit(main())
