"""The amounts of the gold regimens as quantulum3 reads them, beside ours.

    pip install "curbside[benchmarks]"
    python evals/regimens_beside.py [FILE ...] [--show] [--json]

What is counted was settled before the first run. An *amount* is a dose, a most at one time or a most in a period: its
low and high values with the unit in which it is measured (mg of "5 mg/kg" and of "4 mg a day"). Each counts once a
sentence; what the gold lets a reader leave out, and sentences that it calls unclear, do not count. It is *found*:

- by ours, where a phase has that amount in one of the three fields, with the same two values and unit;
- by quantulum3, where one of its quantities has that value, or two of them the two values, or one of them the mean and
  half the width of the range; and a unit whose name begins with one of `NAMES`, which takes every "per kilogram" behind
  it for right. For units that it has no name for (international units, units, tablets, puffs ...) any unit does where
  the word stands in or right behind the words that it took. "Up to" and "or more" need not be seen.

So quantulum3 need not say what an amount is (a dose or a maximum), of what drug, or on what basis. Its classifier,
which chooses between units that share an abbreviation, is not installed with it and is not used. The last line counts
the sentences that dose nothing (reports of trials, strengths, thresholds ...) in which each reads an amount in a unit
of dose, which for quantulum3 is no fault: it does not set out to tell a dose from another quantity.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals.regimens import HERE, in_process
from evals.regimens_gold import Gold, Phase, accepted, load, normal

HOLDING = ("amount", "maximum_dose", "maximum_per_period")
NAMES = {
    "mg": ("milligram",),
    "g": ("gram",),
    "ug": ("microgram",),
    "ng": ("nanogram",),
    "ml": ("millilitre", "milliliter", "cubic centimetre", "cubic centimeter"),
    "l": ("litre", "liter"),
    "mmol": ("millimole",),
    "meq": ("milliequivalent",),
    "%": ("percentage", "percent"),
}
NAMELESS = {"[iu]": r"iu\b|international unit"}
Amount = tuple[float | None, float | None, str]


def amounts(gold: Gold) -> list[frozenset[Amount]]:
    """Each amount of a sentence, with what the gold takes for it as well."""
    found: list[frozenset[Amount]] = []
    for number, phase in enumerate(gold.phases):
        for name in HOLDING:
            values = accepted(phase, name)
            if None not in values and number not in gold.optional:
                found.append(frozenset(_amount(dict(value)) for value in values))
    return [] if gold.unclear else list(dict.fromkeys(found))


def _amount(value: dict[str, Any]) -> Amount:
    low, high = (None if value[end] is None else float(value[end]) for end in ("low", "high"))
    return low, high, str(normal(value["unit"])).split("/")[0]


def by_ours(amount: frozenset[Amount], phases: Sequence[Phase]) -> bool:
    """Whether a phase has it."""
    return any(_amount(phase[name]) in amount for phase in phases for name in HOLDING if phase[name])


def by_quantulum(amount: frozenset[Amount], text: str, quantities: Sequence[Any]) -> bool:
    """Whether its quantities have it."""
    return any(_quantulum(one, text, quantities) for one in amount)


def _quantulum(amount: Amount, text: str, quantities: Sequence[Any]) -> bool:
    low, high, unit = amount
    of_unit = [q for q in quantities if _named(q, unit, text)]
    ends = {end for end in (low, high) if end is not None}
    have = {value for q in of_unit for value in _values(q, unit)}
    return all(any(abs(end - value) < 1e-9 * max(1.0, end) for value in have) for end in ends)


def _values(quantity: Any, unit: str) -> Iterator[float]:
    yield quantity.value
    if quantity.uncertainty:
        yield quantity.value - quantity.uncertainty
        yield quantity.value + quantity.uncertainty
    if unit == "mg" and quantity.unit.name.startswith("gram"):
        yield quantity.value * 1000


def _named(quantity: Any, unit: str, text: str) -> bool:
    name = quantity.unit.name
    if unit in NAMES:
        return name.startswith(NAMES[unit]) or (unit == "mg" and name.startswith("gram"))
    word = NAMELESS.get(unit, re.escape(unit.strip("{}")))
    start, end = quantity.span
    return re.search(word, text[start : end + len(unit) + 14].casefold()) is not None


@dataclass
class Beside:
    """By unit: the amounts there, and those found by each; `idle`: sentences that dose nothing, and those read in."""

    there: Counter[str] = field(default_factory=Counter)
    ours: Counter[str] = field(default_factory=Counter)
    theirs: Counter[str] = field(default_factory=Counter)
    idle: Counter[str] = field(default_factory=Counter)


def counted(paths: Sequence[Path], parse: Callable[[str], Sequence[Any]], show: bool = False) -> Beside:
    """Read every sentence by both; `show` prints each amount that one of them did not find."""
    counts = Beside()
    for path in paths:
        golds = load(path)
        for gold, phases in zip(golds, in_process(golds), strict=True):
            wanted = amounts(gold)
            quantities = parse(gold.text) if wanted or gold.negative else []
            counts.idle["sentences"] += gold.negative
            counts.idle["ours"] += gold.negative and any(phase[name] for phase in phases for name in HOLDING)
            counts.idle["theirs"] += gold.negative and any(
                _named(q, unit, gold.text) for q in quantities for unit in NAMES
            )
            for amount in wanted:
                unit = min(amount, key=str)[2]
                got = by_ours(amount, phases), by_quantulum(amount, gold.text, quantities)
                counts.there[unit] += 1
                counts.ours[unit] += got[0]
                counts.theirs[unit] += got[1]
                if show and not all(got):
                    print(f"{gold.id} {sorted(amount, key=str)} ours {got[0]}, quantulum3 {got[1]}: {gold.text}")
    return counts


def as_data(counts: Beside) -> dict[str, Any]:
    """The counts for --json: of each unit [there, found by ours, found by quantulum3], the most frequent first."""
    units = {unit: [n, counts.ours[unit], counts.theirs[unit]] for unit, n in counts.there.most_common()}
    total = [counts.there.total(), counts.ours.total(), counts.theirs.total()]
    idle = [counts.idle[name] for name in ("sentences", "ours", "theirs")]
    return {"units": units, "all": total, "nothing_dosed": idle}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what each found, by unit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=[HERE / "regimens" / "build.jsonl"])
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--json", action="store_true", dest="as_json")
    given = parser.parse_args(arguments)
    try:
        warnings.filterwarnings("ignore", message="Classifier dependencies not installed")
        from quantulum3 import parser as quantulum
    except ImportError:
        sys.exit('quantulum3 is not installed: pip install "curbside[benchmarks]"')
    told = as_data(counted(given.files, quantulum.parse, given.show and not given.as_json))
    if given.as_json:
        print(json.dumps(told, ensure_ascii=False))
        return 0
    print(f"{'unit':14}{'amounts':>9}{'ours':>8}{'quantulum3':>12}")
    for unit, (there, ours, theirs) in told["units"].items():
        print(f"{unit:14}{there:>9}{ours:>8}{theirs:>12}")
    there, ours, theirs = told["all"]
    print(f"{'all':14}{there:>9}{ours / there:>8.3f}{theirs / there:>12.3f}")
    there, ours, theirs = told["nothing_dosed"]
    print(f"{'nothing dosed':14}{there:>9}{ours:>8}{theirs:>12}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
