"""Whether a regimen with one field changed is accepted as a statement of the sentence that it was read from.

    python evals/regimens_tampered.py [FILE ...] [--number 200] [--seed 7] [--show] [--of-accepted] [--json]

Phases that are read exactly as the gold has them get one field changed by a rule of `RULES`, are put into words by
`curbside.regimens.printing.phrase`, and given to `curbside check` (by words alone) as a claim, with the sentence (its
context before it) as the evidence. None may be supported. A change that the sentence says of another phase is left
out. The rules take turns, and the sentences are drawn with the seed. The phases as they were read are given too, for
how many of the true ones are supported; --of-accepted changes those alone, which is the harder test. Exit code 0 where
no tampered one is supported and all could be made, else 1.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from pathlib import Path
from random import Random

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals.regimens import HERE
from evals.regimens_gold import Gold, different, load, normal

from curbside.interop.contract import phase as as_row
from curbside.regimens.grammar import parse
from curbside.regimens.printing import phrase
from curbside.types import Amount, Outcome, Phase
from curbside.verifying.judging import judge

Rule = Callable[[Phase, Random], Phase | None]
FILES = [HERE / "regimens" / "build.jsonl", HERE / "regimens" / "held.jsonl"]
DRUGS = ("amlodipine", "cefuroxime", "digoxin", "lamotrigine", "methotrexate", "warfarin")
ROUTES = ("oral", "intravenous", "intramuscular", "intrathecal", "subcutaneous", "rectal")
OTHER_UNIT = {"mg": "ug", "ug": "mg", "g": "mg", "mL": "L"}


@dataclass(frozen=True, slots=True)
class Tampered:
    """A changed phase in words, beside what was read and the sentence."""

    rule: str
    gold: Gold
    before: str
    claim: str


def times(value: str | None, factor: str) -> str | None:
    """The decimal string times `factor`, without superfluous zeros."""
    return None if value is None else f"{(Decimal(value) * Decimal(factor)).normalize():f}"


def scaled(amount: Amount | None, factor: str) -> Amount | None:
    """Both ends times `factor`."""
    return amount and replace(amount, low=times(amount.low, factor), high=times(amount.high, factor))


def _amount(factor: str) -> Rule:
    return lambda phase, _: replace(phase, amount=scaled(phase.amount, factor)) if phase.amount else None


def _unit(phase: Phase, _: Random) -> Phase | None:
    amount = phase.amount
    other = amount and OTHER_UNIT.get(amount.unit)
    return replace(phase, amount=replace(amount, unit=other)) if amount and other else None


def _times(phase: Phase, random: Random) -> Phase | None:
    others = [n for n in "12346" if n != phase.times]
    return replace(phase, times=random.choice(others)) if phase.times else None


def _period(phase: Phase, random: Random) -> Phase | None:
    if not phase.period or random.random() < 0.5:
        other = {"d": "wk", "wk": "d", "h": "d", "mo": "wk", "a": "mo", "min": "h"}.get(phase.period_unit or "")
        return replace(phase, period_unit=other) if other else None
    return replace(phase, period="3" if phase.period == "1" else "1")


def _route(phase: Phase, random: Random) -> Phase | None:
    others = [route for route in ROUTES if route not in phase.route]
    return replace(phase, route=(random.choice(others),)) if phase.route else None


def _drug(phase: Phase, random: Random) -> Phase | None:
    return replace(phase, drug=random.choice([drug for drug in DRUGS if drug != phase.drug]))


def _duration(phase: Phase, random: Random) -> Phase | None:
    longer = random.choice(("2", "3", "10"))
    return replace(phase, duration=scaled(phase.duration, longer)) if phase.duration else None


def _lifelong(phase: Phase, _: Random) -> Phase | None:
    condition = None if phase.end == "until" else phase.condition
    changed = replace(phase, end="lifelong", duration=None, count=None, condition=condition)
    return None if phase.end == "lifelong" else changed


def _maximum(factor: str | None) -> Rule:
    def rule(phase: Phase, _: Random) -> Phase | None:
        per, once = phase.maximum_per_period, phase.maximum_dose
        if not phase.amount or not (per or once):
            return None
        if factor is None:
            return replace(phase, maximum_per_period=None, maximum_dose=None)
        return replace(phase, maximum_per_period=scaled(per, factor), maximum_dose=scaled(once, factor))

    return rule


def _per(phase: Phase, _: Random) -> Phase | None:
    return replace(phase, per=None) if phase.per else None


def _condition(phase: Phase, _: Random) -> Phase | None:
    end = None if phase.end == "until" else phase.end
    return replace(phase, condition=None, end=end) if phase.condition else None


RULES: dict[str, Rule] = {
    "amount x 10": _amount("10"),
    "decimal moved": _amount("0.1"),
    "unit": _unit,
    "per dropped": _per,
    "times": _times,
    "period": _period,
    "route": _route,
    "drug": _drug,
    "duration": _duration,
    "lifelong": _lifelong,
    "maximum dropped": _maximum(None),
    "maximum raised": _maximum("2"),
    "condition dropped": _condition,
}


def readable(golds: Sequence[Gold]) -> Iterator[tuple[Gold, Phase]]:
    """The phases that are read as the gold has them, of sentences whose phases all are, with a drug and an amount."""
    for gold in golds:
        read = parse(gold.text, gold.context).phases
        rows = [json.loads(json.dumps(as_row(phase))) for phase in read]
        exact = len(rows) == len(gold.phases) and not any(map(different, gold.phases, rows))
        if exact and not gold.unclear:
            yield from ((gold, phase) for phase in read if phase.drug and phase.amount)


def tampered(phases: Sequence[tuple[Gold, Phase]], number: int, seed: int) -> list[Tampered]:
    """`number` of them, or as many as can be made; the rules take turns."""
    random = Random(seed)
    queues = {name: random.sample(phases, len(phases)) for name in RULES}
    made: list[Tampered] = []
    while len(made) < number and any(queues.values()):
        for name, queue in queues.items():
            found = next(filter(None, (_one(name, *queue.pop(), random) for _ in range(len(queue)))), None)
            made += [found] if found else []
    return made[:number]


def _one(name: str, gold: Gold, phase: Phase, random: Random) -> Tampered | None:
    changed = RULES[name](phase, random)
    if changed is None or phrase(changed) == phrase(phase) or _said(gold, phase, changed):
        return None
    return Tampered(name, gold, phrase(phase), phrase(changed))


def _said(gold: Gold, phase: Phase, changed: Phase) -> bool:
    """Whether another phase of the sentence has the changed values."""
    names = [f.name for f in fields(Phase) if f.name != "spans" and getattr(phase, f.name) != getattr(changed, f.name)]
    row = json.loads(json.dumps(as_row(changed)))
    return any(all(normal(other[name]) == normal(row[name]) for name in names) for other in gold.phases)


def supported(claim: str, gold: Gold) -> bool:
    """Whether the sentence supports it."""
    evidence = [part for part in (gold.context, gold.text) if part]
    return judge(claim, evidence).verdict is Outcome.SUPPORTED


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was accepted, by rule."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=FILES)
    parser.add_argument("--number", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--of-accepted", action="store_true")
    parser.add_argument("--json", action="store_true", dest="as_json")
    given = parser.parse_args(arguments)
    read = list(readable([gold for path in given.files for gold in load(path)]))
    kept = [(gold, phase) for gold, phase in read if supported(phrase(phase), gold)]
    there, let_in = Counter[str](), Counter[str]()
    for one in tampered(kept if given.of_accepted else read, given.number, given.seed):
        accepted = supported(one.claim, one.gold)
        there[one.rule] += 1
        let_in[one.rule] += accepted
        if (accepted or given.show) and not given.as_json:
            print(
                f"{'ACCEPTED' if accepted else 'refused'} ({one.rule}) {one.claim!r} of {one.gold.id} {one.gold.text}"
            )
    good = let_in.total() == 0 and there.total() == given.number
    if given.as_json:
        rules = {name: [there[name], let_in[name]] for name in RULES}
        print(json.dumps({"rules": rules, "as_read": [len(read), len(kept)]}))
        return 0 if good else 1
    print(f"{'change':22}{'made':>6}{'accepted':>10}")
    for name in RULES:
        print(f"{name:22}{there[name]:>6}{let_in[name]:>10}")
    print(f"accepted: {let_in.total()} of {there.total()} tampered; {len(kept)} of {len(read)} as they were read")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
