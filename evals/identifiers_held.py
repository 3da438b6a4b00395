"""Are identifiers of patients masked, and nothing else; and does one get into a request, a log, a database or a file?

    python evals/identifiers_held.py [--masks] [--show] [--limit N]

`--masks` measures the masking alone. Else each question also goes the whole way in a process of its own, with a model
that answers from a script. `evals/README.md` says what is right. Exit code 1 where an identifier leaked, a question
without one was changed, or a verdict on a patient over 89 is wrong.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals.identifiers_held_way import exported, leaks, on_the_way
from evals.in_worker import Worker
from evals.model_replies import ENVIRONMENT, quoting_script
from evals.patients_rules import judged

from curbside.language.identifiers import mask
from curbside.testing.scripted_model import ScriptedModel

HERE = Path(__file__).resolve().parent / "identifiers"
SOURCES = Path(__file__).resolve().parent / "patients" / "sources"
RULES = (SOURCES / "held" / "fabrixaban.md", SOURCES / "build" / "invexaban.md")
MEASURE = re.compile(
    r"\d+(?:\.\d+)?\s*(?:mg|micrograms?|mcg|g|kg|mL|L|ng/L|pg/mL|pmol/L|g/L|micromol/L|mg/dL|%|weeks?|months?|days?)\b"
)
SHOWN = "90 or over"
"""What the rules show of an age of 90 or more."""
Row = dict[str, Any]


@dataclass(slots=True)
class Masked:
    """Identifiers found by kind, of how many; questions without one kept as they were by class, of how many."""

    found: Counter[str] = field(default_factory=Counter)
    identifiers: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    clean: Counter[str] = field(default_factory=Counter)
    measures_gone: int = 0
    measures: int = 0
    told: list[str] = field(default_factory=list)


def load(name: str = "held") -> list[Row]:
    """The rows of a file of `identifiers/`."""
    return [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def kind_of(identifier: Mapping[str, Any]) -> str:
    """Its kind, with its form where it has one that is counted apart."""
    return f"{identifier['kind']} ({identifier['form']})" if "form" in identifier else str(identifier["kind"])


def left(identifier: Mapping[str, Any], text: str) -> list[str]:
    """The parts of an identifier that stand in a text."""
    if identifier["kind"] == "age":
        text, edge = text.replace(SHOWN, ""), (r"(?<!\d)", r"(?!\d)")
    else:
        edge = (r"(?<!\w)", r"(?!\w)")
    parts = [p for p in identifier["parts"] if re.search(edge[0] + re.escape(p) + edge[1], text, re.I)]
    digits = re.sub(r"\D", "", identifier["text"])
    if identifier["kind"] in ("phone", "nhs_number", "mrn", "other_id") and len(digits) >= 6:
        in_a_row = re.sub(r"(?<=\d)[\s().-]+(?=[\d(])", "", text)
        parts += [digits] if digits in in_a_row else []
    return parts


def masking(rows: Sequence[Row]) -> Masked:
    """What the masking does with each row."""
    result = Masked()
    for row in rows:
        text = mask(row["text"]).text
        if not row["identifiers"]:
            result.clean[row["class"]] += 1
            result.kept[row["class"]] += text == row["text"]
            if text != row["text"]:
                result.told.append(f"{row['id']} masked ({row['class']}): {row['text']!r} -> {text!r}")
            continue
        for one in row["identifiers"]:
            still = left(one, text)
            result.identifiers[kind_of(one)] += 1
            result.found[kind_of(one)] += not still
            if still:
                result.told.append(f"{row['id']} left ({kind_of(one)}): {one['text']!r} in {text!r}")
        _measures(row, text, result)
    return result


def _measures(row: Row, text: str, result: Masked) -> None:
    outside = list(row["text"])
    for one in row["identifiers"]:
        outside[one["start"] : one["start"] + len(one["text"])] = " " * len(one["text"])
    for measure in MEASURE.findall("".join(outside)):
        result.measures += 1
        if measure not in text:
            result.measures_gone += 1
            result.told.append(f"{row['id']} lost {measure!r}: {row['text']!r} -> {text!r}")


def table(result: Masked) -> Iterator[str]:
    """The figures, a line each."""
    yield from (f"recall {kind}: {result.found[kind]} of {n}" for kind, n in sorted(result.identifiers.items()))
    titled = [k for k in result.identifiers if "untitled" not in k and k != "other_id"]
    yield (
        f"recall of the kinds that the rules name: {sum(result.found[k] for k in titled)} of "
        f"{sum(result.identifiers[k] for k in titled)}"
    )
    yield from (f"unchanged {name}: {result.kept[name]} of {n}" for name, n in sorted(result.clean.items()))
    yield f"unchanged in all: {sum(result.kept.values())} of {sum(result.clean.values())}"
    yield f"amounts lost beside identifiers: {result.measures_gone} of {result.measures}"


def whole_way(rows: Sequence[Row], ages: Sequence[Row], folder: Path) -> tuple[list[str], list[str]]:
    """Leaks, and wrong verdicts, of all rows asked with a model's composer, one sentence each."""
    home = folder / "home"
    found, wrong = [], []
    with ScriptedModel(quoting_script) as server, Worker({**ENVIRONMENT, "CURBSIDE_MODEL_URL": server.url}) as worker:
        worker.run(["init", "--home", str(home)], 120)
        for path in RULES:
            assert worker.run(["ingest", "--home", str(home), str(path)], 120).code == 0
        before = on_the_way(home)
        for row in [*rows, *ages]:
            asked = len(server.bodies)
            text = row.get("text", row.get("question"))
            call = ["ask", "--json", "--save", "--composer", "model", "--home", str(home)]
            call += ["--jurisdiction", row.get("jurisdiction") or "uk", "--", text]
            done = worker.run(call, 60)
            if done.code not in (0, 3):
                wrong.append(f"{row['id']}: exit code {done.code}: {done.err.strip()[-300:]}")
                continue
            files = exported(worker, home, done, folder)
            sent = b"\n".join(server.bodies[asked:])
            places = {
                "request": sent,
                "log": done.log.encode(),
                "stdout": done.out.encode(),
                "stderr": done.err.encode(),
            }
            found += leaks(row, {**places, **files})
            if "expects" in row:
                verdicts = judged(row, json.loads(done.out))
                wrong += [f"{row['id']}: {told}" for told in verdicts.told]
        after = on_the_way(home)
        found += [leak for row in [*rows, *ages] for leak in leaks(row, after, before)]
        found += [] if server.bodies else ["no request reached the model: nothing was measured there"]
    return found, wrong


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print; 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--masks", action="store_true", help="the masking alone")
    parser.add_argument("--show", action="store_true", help="each miss, not the counts alone")
    parser.add_argument("--limit", type=int, help="of how many questions of each sort the whole way is measured")
    given = parser.parse_args(arguments)
    rows = load()
    result = masking(rows)
    print("\n".join([*table(result), *(result.told if given.show else [])]))
    missed = sum(result.identifiers.values()) - sum(result.found.values())
    changed = sum(result.clean.values()) - sum(result.kept.values())
    if given.masks:
        return int(bool(missed or changed))
    with tempfile.TemporaryDirectory() as folder:
        some = [row for row in rows if row["identifiers"]][: given.limit]
        found, wrong = whole_way(some, load("ages")[: given.limit], Path(folder))
    places = Counter(leak.split(": ", 2)[1] for leak in found)
    print(f"asked: {len(some)}; leaks: {len(found)} {dict(places)}; wrong over 89: {len(wrong)}")
    print("\n".join([*(found if given.show else []), *wrong]))
    return int(bool(missed or changed or found or wrong))


if __name__ == "__main__":
    raise SystemExit(main())
