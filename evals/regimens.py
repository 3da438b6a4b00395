"""How well `curbside regimens` reads dosing sentences: their phases, field by field, and the spans behind them.

    python evals/regimens.py [FILE ...] [--json] [--only FIELD] [--show] [--command]

FILE: gold regimens (`evals/regimens_gold.py`; default `evals/regimens/build.jsonl`). The reader is called in this
process, or with --command as other programs call it. A sentence is exact where every field of every phase is. A
field's accuracy is over the phases, one beside the other: a phase that is missing or too many counts against every
field. *Wrong*: another value than the gold's, or one where it has none; *unstated*: nothing where the gold has a value.
--only FIELD counts and shows that field alone; --show prints every difference and every fault of a span. Exit code 0
where both aims are reached, every span holds what its field says, and nothing is read where nothing is dosed; else 1.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals.regimens_gold import FIELDS, Gold, Pair, Phase, accepted, aligned, load, normal, same, stated
from evals.regimens_spans import faults

HERE = Path(__file__).resolve().parent
SENTENCES_AIM, FIELD_AIM = 0.95, 0.98
Read = Callable[[Sequence[Gold]], list[list[Phase]]]


@dataclass
class Tally:
    """Counts over one file. By field: `right` of `pairs`; `wrong` values; `unstated` of those `said` in the gold."""

    sentences: int = 0
    exact: int = 0
    negatives: int = 0
    empty: int = 0
    phases: int = 0
    missing: int = 0
    extra: int = 0
    pairs: int = 0
    spans: int = 0
    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    unstated: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    span_faults: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)


def in_process(golds: Sequence[Gold]) -> list[list[Phase]]:
    """Read by the function behind the command."""
    from curbside.interop.contract import phase
    from curbside.regimens.grammar import parse

    return [[json.loads(json.dumps(phase(p))) for p in parse(g.text, g.context).phases] for g in golds]


def by_command(golds: Sequence[Gold]) -> list[list[Phase]]:
    """Read by the program; raises ValueError where it does not answer every line."""
    lines = [{"id": g.id, "text": g.text} | ({"context": g.context} if g.context else {}) for g in golds]
    done = subprocess.run(
        [sys.executable, "-m", "curbside.cli.main", "regimens", "-", "--json"],
        input="".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode or [row["id"] for row in rows] != [g.id for g in golds]:
        told = done.stderr.strip() or "lines are missing"
        raise ValueError(f"curbside regimens, exit code {done.returncode}: {told}")
    return [row["phases"] for row in rows]


def scored(golds: Sequence[Gold], read: Read, fields: Sequence[str] = FIELDS) -> Tally:
    """Read every sentence and count."""
    tally = Tally()
    for gold, got in zip(golds, read(golds), strict=True):
        _spans(tally, gold, got)
        pairs = _kept(gold, aligned(gold.phases, got))
        _count(tally, gold, pairs, fields)
        told = [line for pair in pairs for line in _told(gold, pair, fields)]
        tally.sentences += 1
        tally.exact += not told
        if gold.negative:
            tally.negatives += 1
            tally.empty += not got
        if told:
            context = f" [{gold.context}]" if gold.context else ""
            tally.differences.append("\n".join([f"{gold.id}{context} {gold.text}", *(f"    {line}" for line in told)]))
    return tally


def _kept(gold: Gold, pairs: list[Pair]) -> list[Pair]:
    """Without the phases that may be left out and were."""
    free = [gold.phases[i] for i in gold.optional] if not gold.unclear else list(gold.phases)
    return [(want, got) for want, got in pairs if got is not None or not any(want is phase for phase in free)]


def _spans(tally: Tally, gold: Gold, got: Sequence[Phase]) -> None:
    for phase in got:
        tally.spans += sum(stated(phase, name) for name in FIELDS)
        tally.span_faults += [f"{gold.id} {fault}" for fault in faults(phase, gold.text, gold.context)]


def _count(tally: Tally, gold: Gold, pairs: Sequence[Pair], fields: Sequence[str]) -> None:
    for want, got in pairs:
        tally.pairs += 1
        tally.phases += want is not None
        tally.missing += got is None
        tally.extra += want is None
        for name in fields:
            kind = _kind(gold, want, got, name)
            tally.right[name] += kind == "right" and want is not None and got is not None
            tally.wrong[name] += kind == "wrong"
            tally.unstated[name] += kind == "unstated"
            if want is not None and stated(want, name) and not _excused(gold, got, name):
                tally.said[name] += 1
                tally.found[name] += got is not None and kind == "right"


def _excused(gold: Gold, got: Phase | None, name: str) -> bool:
    """Whether a value may be left out here."""
    return gold.unclear and (got is None or not stated(got, name))


def _kind(gold: Gold, want: Phase | None, got: Phase | None, name: str) -> str:
    if want is None:
        return "wrong" if got is not None and stated(got, name) else "right"
    if got is None:
        return "unstated" if stated(want, name) else "right"
    if same(want, got, name) or (gold.unclear and not stated(got, name)):
        return "right"
    return "wrong" if stated(got, name) else "unstated"


def _told(gold: Gold, pair: Pair, fields: Sequence[str]) -> list[str]:
    """The differences of one pair, a line each."""
    want, got = pair
    if want is None or got is None:
        phase = got if want is None else want
        shown = {name: phase[name] for name in fields if phase is not None and stated(phase, name)}
        return [f"{'EXTRA' if want is None else 'MISSING'} {json.dumps(shown, ensure_ascii=False)}"]
    lines = []
    for name in fields:
        kind = _kind(gold, want, got, name)
        if kind != "right":
            gold_has = " or ".join(map(str, accepted(want, name)))
            lines.append(f"{kind.upper()} {name}: gold {gold_has}; read {normal(got.get(name))}")
    return lines


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def reached(tally: Tally) -> bool:
    """Whether both aims are, with no fault in a span and every negative empty."""
    fields = all(tally.right[name] >= FIELD_AIM * tally.pairs for name in tally.right)
    spans = not tally.span_faults and tally.empty == tally.negatives
    return tally.exact >= SENTENCES_AIM * tally.sentences and fields and spans


def as_data(tally: Tally) -> dict[str, Any]:
    """The counts for --json."""
    names = [name for name in FIELDS if name in tally.right]
    return {
        **{k: getattr(tally, k) for k in ("sentences", "exact", "negatives", "empty", "phases", "missing", "extra")},
        "wrong": tally.wrong.total(),
        "unstated": tally.unstated.total(),
        "spans": tally.spans,
        "span_faults": tally.span_faults,
        "fields": {
            name: {
                "accuracy": round(tally.right[name] / tally.pairs, 4) if tally.pairs else None,
                "stated": tally.said[name],
                "found": tally.found[name],
                "wrong": tally.wrong[name],
                "unstated": tally.unstated[name],
            }
            for name in names
        },
        "reached": reached(tally),
    }


def report(name: str, tally: Tally) -> str:
    """The counts as a table of 80 columns."""
    lines = [
        f"{name}: {tally.exact} of {tally.sentences} sentences exact ({_share(tally.exact, tally.sentences)}, "
        f"aim {SENTENCES_AIM})",
        f"phases: {tally.phases}, missing {tally.missing}, too many {tally.extra}; nothing read from "
        f"{tally.empty} of {tally.negatives}",
        f"values: {tally.wrong.total()} wrong, {tally.unstated.total()} unstated",
        f"spans: {tally.spans}, with faults {len(tally.span_faults)}",
        f"{'field':20}{'accuracy':>10}{'found':>8}{'of':>6}{'wrong':>7}{'unstated':>10}",
    ]
    for each in (name for name in FIELDS if name in tally.right):
        share = _share(tally.right[each], tally.pairs)
        below = " <" if tally.right[each] < FIELD_AIM * tally.pairs else ""
        lines.append(
            f"{each:20}{share:>10}{tally.found[each]:>8}{tally.said[each]:>6}{tally.wrong[each]:>7}"
            f"{tally.unstated[each]:>10}{below}"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Score the files; 1 where an aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=[HERE / "regimens" / "build.jsonl"])
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.add_argument("--only", choices=FIELDS)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--command", action="store_true")
    given = parser.parse_args(arguments)
    good, told = True, {}
    for path in given.files:
        read = by_command if given.command else in_process
        tally = scored(load(path), read, (given.only,) if given.only else FIELDS)
        good = good and reached(tally)
        told[path.name] = as_data(tally)
        if not given.as_json:
            shown = [*tally.differences, *(f"SPAN {fault}" for fault in tally.span_faults)] if given.show else []
            print("\n".join([*shown, report(path.name, tally)]))
    if given.as_json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
