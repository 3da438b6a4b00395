"""Measures regimens, criteria, appraisal and conflicts, and writes the figures into their pages.

    python evals/regimen_figures.py [--write] [--only NAME ...] [--spl DIR] [--pubmed DIR]

Each block of `BLOCKS` is made by the commands that it shows, on the half that was given out to build with and on the
half that was held back, side by side. Of the held half nothing but counts is read or printed. DIR: drug labels as SPL,
and files of PubMed's efetch; without them the blocks that need them are left out and keep their last figures. Without
--write the blocks are printed. Exit code 1 where an aim on the held half, or one that has no halves, is missed; the
figures are written all the same.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals import figures, marked
from evals.conflicts import NOT_THERE
from evals.regimens import FIELD_AIM, SENTENCES_AIM

ROOT: Final = Path(__file__).resolve().parents[1]
DOCS: Final = ROOT / "docs"
HALVES: Final = {"build": "built with", "held": "held back"}
Counts = Mapping[str, Any]
Halves = Mapping[str, Counts]


@dataclass(frozen=True, slots=True)
class Made:
    """The body of a block, and whether its aims are reached on what was held back."""

    body: str
    good: bool


class ScorerError(Exception):
    """A scorer did not print its counts; `str()` says which and why."""


def run(command: str, put: Mapping[str, str]) -> Any:
    """The JSON value that a scorer prints, or that its last line holds; words of `command` are replaced by `put`."""
    words = [put.get(word, word) for word in command.split()]
    done = subprocess.run([*words, "--json"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    for text in (done.stdout, done.stdout.strip().rpartition("\n")[2]):
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            continue
    told = (done.stderr.strip().splitlines() or ["it printed no counts"])[-1]
    raise ScorerError(f"{command} failed with exit code {done.returncode}: {told}")


def share(part: int, whole: int) -> str:
    """25 of 32 (78.1 %); "none there" of nothing."""
    return f"{part} of {whole} ({part / whole:.1%})" if whole else "none there"


def side_by_side(rows: Iterable[tuple[str, str, Callable[[Counts], str]]], halves: Halves) -> str:
    """A table of what, its aim, and the figure of each half."""
    header = ("", "aim", *(HALVES[name] for name in halves))
    return marked.table(header, ((what, aim, *(tell(one) for one in halves.values())) for what, aim, tell in rows))


def regimens(halves: Halves) -> Made:
    """Sentences, phases and spans, then field by field."""
    one = {half: next(iter(counts.values())) for half, counts in halves.items()}
    rows: list[tuple[str, str, Callable[[Counts], str]]] = [
        ("sentences", "300 together", lambda c: str(c["sentences"])),
        ("sentences exact in all fields", f"{SENTENCES_AIM:.0%}", lambda c: share(c["exact"], c["sentences"])),
        ("phases in the gold; missing; too many", "", lambda c: f"{c['phases']}; {c['missing']}; {c['extra']}"),
        ("values wrong; unstated", "", lambda c: f"{c['wrong']}; {c['unstated']}"),
        ("no phase where nothing is dosed", "all", lambda c: share(c["empty"], c["negatives"])),
        ("spans that do not hold what their field says", "none", lambda c: f"{len(c['span_faults'])} of {c['spans']}"),
    ]
    fields = [
        (
            f"`{name}`",
            *(f"{c['fields'][name]['accuracy']:.1%}" for c in one.values()),
            *("{found} of {stated}, {wrong} wrong".format(**c["fields"][name]) for c in one.values()),
        )
        for name in next(iter(one.values()))["fields"]
    ]
    names = list(map(HALVES.__getitem__, one))
    header = (
        "field",
        *(f"right, {name} (aim {FIELD_AIM:.0%})" for name in names),
        *(f"stated ones found, {name}" for name in names),
    )
    return Made(f"{side_by_side(rows, one)}\n\n{marked.table(header, fields)}", bool(one["held"]["reached"]))


def beside(halves: Halves) -> Made:
    """Amounts that ours and quantulum3 find, by unit."""
    units = dict.fromkeys(unit for counts in halves.values() for unit in counts["units"])
    rows = [(f"`{u}`", *_cells(c["units"].get(u, (0, 0, 0)) for c in halves.values())) for u in units]
    rows.append(("**all**", *_cells(c["all"] for c in halves.values())))
    rows.append(("sentences that dose nothing", *_cells(c["nothing_dosed"] for c in halves.values())))
    header = ("unit", *(f"{HALVES[h]}: {n}" for h in halves for n in ("there", "ours", "quantulum3")))
    return Made(marked.table(header, rows), True)


def _cells(triples: Iterable[Sequence[int]]) -> tuple[str, ...]:
    return tuple(str(number) for triple in triples for number in triple)


def tampered(halves: Halves) -> Made:
    """What `check` accepts of regimens with one field changed, by rule."""
    rules = list(next(iter(halves.values()))["rules"])
    rows = [(rule, *(_accepted(c["rules"][rule]) for c in halves.values())) for rule in rules]
    totals = {half: [sum(column) for column in zip(*c["rules"].values(), strict=True)] for half, c in halves.items()}
    rows.append(("**all** (aim: none of 200)", *map(_accepted, totals.values())))
    rows.append(("as they were read, not changed", *("{1} of {0}".format(*c["as_read"]) for c in halves.values())))
    header = ("field changed: accepted, of how many", *(TAMPERED[half] for half in halves))
    return Made(marked.table(header, rows), not any(accepted for _, accepted in totals.values()))


def _accepted(pair: Sequence[int]) -> str:
    return f"{pair[1]} of {pair[0]}"


def labels(halves: Halves) -> Made:
    """What is read from the dosage sections of labels; they have no halves."""
    (counts,) = halves.values()
    rows = [(name, str(counts["outcomes"].get(name, 0))) for name in ("read", "not understood", "nothing")]
    rows += [("phases", str(counts["phases"])), ("spans with a fault (aim: none)", str(counts["span_faults"]))]
    fields = "Phases that have the field: " + ", ".join(f"`{name}` {n}" for name, n in counts["fields"].items()) + "."
    head = marked.table((f"of {counts['units']} units that look like a dose", ""), rows)
    return Made(f"{head}\n\n{fields}", counts["span_faults"] == 0)


def patients(halves: Halves) -> Made:
    """Verdicts on the criteria of questions with a patient."""
    rows: list[tuple[str, str, Callable[[Counts], str]]] = [
        ("questions", "80 together", lambda c: str(c["questions"])),
        (
            "whole: rules, verdicts and results right, and all asked for",
            "",
            lambda c: share(c["whole"], c["questions"]),
        ),
        ("rules found", "", lambda c: share(c["rules_found"], c["rules"])),
        ("of these, result right", "", lambda c: share(c["results_right"], c["rules_found"])),
        ("of these, how many must hold right", "", lambda c: share(c["counts_right"], c["rules_found"])),
        ("verdicts right", "", lambda c: _verdicts(c, "right")),
        ("right, and marked as worked out", "", lambda c: _verdicts(c, "calculated")),
        ("wrong", "none", lambda c: _verdicts(c, "wrong")),
        ("guessed: a verdict where the value is not given", "none", lambda c: _verdicts(c, "guessed")),
        ("withheld: not given, where the value is there", "", lambda c: _verdicts(c, "withheld")),
        ("missing", "none", lambda c: _verdicts(c, "missing")),
        ("values as given", "", lambda c: share(c["values_right"], c["values"])),
        ("thresholds whose quote has the number", "", lambda c: share(c["quoted"], c["to_quote"])),
        ("what is missing asked for", "", lambda c: share(c["asked"], c["to_ask"])),
    ]
    held = halves["held"]["members"]
    return Made(side_by_side(rows, halves), not any(held[name] for name in ("wrong", "guessed", "missing")))


def _verdicts(counts: Counts, name: str) -> str:
    return f"{counts['members'][name]} of {sum(counts['members'].values())}"


def appraisal(halves: Halves) -> Made:
    """What is right of the appraisal of records."""

    def part(name: str) -> Callable[[Counts], str]:
        return lambda counts: share(*counts[name])

    rows: list[tuple[str, str, Callable[[Counts], str]]] = [
        ("records", "60 together", lambda c: str(c["records"])),
        ("design", "all", part("design")),
        ("number of people", "all", part("n")),
        ("features", "", part("features")),
        ("own grade", "", part("own_grade")),
        ("estimate", "all", part("estimate")),
        ("of these, names of the steps", "all", part("steps")),
        ('"no difference"', "", part("finding")),
        ("estimates that are too high", "none", lambda c: str(c["too_high"])),
    ]
    held = halves["held"]
    whole = all(held[name][0] == held[name][1] for name in ("design", "n", "estimate", "steps"))
    return Made(side_by_side(rows, halves), whole and not held["too_high"])


def conflicts(halves: Halves) -> Made:
    """False alarms and misses over pairs."""
    rows: list[tuple[str, str, Callable[[Counts], str]]] = [
        ("pairs that do not conflict", "100 together", lambda c: str(c["no_conflict"])),
        ("false alarms", "none", lambda c: share(c["false_alarms"], c["no_conflict"])),
        ("pairs that conflict", "", lambda c: str(c["conflicts"])),
        ("found", "", lambda c: share(c["conflicts"] - c["misses"], c["conflicts"])),
    ]
    return Made(side_by_side(rows, halves), not halves["held"]["false_alarms"])


def starter(halves: Halves) -> Made:
    """The conflicts that the clinical rules name, in the starter library; it has no halves."""
    (found,) = halves.values()
    missed = {True: "one side is not there", False: "not found"}
    rows = [(name, "found" if yes else missed[name in NOT_THERE]) for name, yes in found.items()]
    good = all(yes for name, yes in found.items() if name not in NOT_THERE)
    return Made(marked.table(("named by the rules", "in the starter library"), rows), good)


TAMPERED: Final = {
    "build": "built with",
    "held": "held back",
    "build_accepted": "built with, changed from accepted ones",
    "held_accepted": "held back, changed from accepted ones",
}
GOLD: Final = "evals/regimens/{}.jsonl"


@dataclass(frozen=True, slots=True)
class Block:
    """A block: its page, the command of each half (or of the whole), what tells the counts, and the folder it needs."""

    page: str
    commands: Mapping[str, str]
    tell: Callable[[Halves], Made]
    needs: str | None = None


def _halves(command: str) -> dict[str, str]:
    return {"build": command, "held": f"{command} --held"}


def _of_gold(command: str, end: str = "") -> dict[str, str]:
    return {half: f"{command} {GOLD.format(half)}{end}" for half in HALVES}


_TAMPERED: Final = "python evals/regimens_tampered.py"
BLOCKS: Final[Mapping[str, Block]] = {
    "regimens": Block("regimens", _of_gold("python evals/regimens.py"), regimens),
    "regimens_beside": Block("regimens", _of_gold("python evals/regimens_beside.py"), beside),
    "regimens_tampered": Block(
        "regimens",
        _of_gold(_TAMPERED) | {f"{h}_accepted": c for h, c in _of_gold(_TAMPERED, " --of-accepted").items()},
        tampered,
    ),
    "regimens_labels": Block("regimens", {"all": "python evals/regimens_labels.py SPL"}, labels, "SPL"),
    "patients": Block("criteria", _halves("python evals/patients.py"), patients),
    "appraisal": Block("appraisal", _halves("python evals/appraisal.py --pubmed PUBMED"), appraisal, "PUBMED"),
    "conflicts": Block("conflicts", _halves("python evals/conflicts.py"), conflicts),
    "conflicts_starter": Block("conflicts", {"all": "python evals/conflicts.py --starter"}, starter),
}


def made(block: Block, folders: Mapping[str, str]) -> Made:
    """A block under its day, version, commit and commands; raises ScorerError."""
    put = {"python": sys.executable, **folders}
    told = block.tell({half: run(command, put) for half, command in block.commands.items()})
    commands = "\n".join(f"- `{command}`" for command in block.commands.values())
    return Made(f"*{figures.when()}:*\n\n{commands}\n\n{told.body}\n\n{reached(block, told.good)}", told.good)


def reached(block: Block, good: bool) -> str:
    """The line below a block that says whether its aims are reached; of a comparison that has none, nothing."""
    if block.tell is beside:
        return ""
    where = " on what was held back" if "held" in block.commands else ""
    return f"All aims of the table reached{where}: {'yes' if good else '**no**'}."


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, then write or print; 1 where an aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the pages instead of printing")
    parser.add_argument("--only", nargs="+", choices=BLOCKS, default=list(BLOCKS), metavar="NAME")
    parser.add_argument("--spl", type=Path, metavar="DIR")
    parser.add_argument("--pubmed", type=Path, metavar="DIR")
    given = parser.parse_args(arguments)
    folders = {name: str(path.resolve()) for name, path in (("SPL", given.spl), ("PUBMED", given.pubmed)) if path}
    good = True
    for name in given.only:
        block = BLOCKS[name]
        if block.needs and block.needs not in folders:
            print(f"left out: {name} needs --{block.needs.lower()} DIR")
            continue
        one = made(block, folders)
        good = good and one.good
        print(f"{'as it should be' if one.good else 'NOT as it should be'}: {name}", flush=True)
        if given.write:
            marked.write(DOCS / f"{block.page}.md", {name: one.body})
        else:
            print(f"{one.body}\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
