"""What patients are shown of the reviewed questions: reading grade, doses, numbers, and how many are answered.

    python evals/audiences.py [--leaflets] [--json] [--write]

Every question of `evals/questions/starter.jsonl` and `pharmacist.jsonl` is asked as a patient and as a professional, of
the starter library alone or with the leaflets that `curbside init --leaflets` adds. The grade is that of both formulas
of `curbside.language.readability`, of the statements alone and of all that is read (statements, explanations, what is
not shown, refusals; without the notices, which name numbers to call). --write: both ways are measured and written into
docs/audiences.md. Exit code 1 where a text is above grade 8, a statement has a dose, or has a number that the
professional's statements and notices (which name whom to call) lack.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals import marked
from evals.contract import dosed
from evals.starter_questions import FILES, load

from curbside.engine import Engine
from curbside.language.numbers import numbers
from curbside.language.readability import EASY, grade
from curbside.retrieval.opening import open_home
from curbside.retrieval.sync import sync
from curbside.settings import load as load_settings
from curbside.sources.starter import leaflet_sources
from curbside.types import Answer, Refusal

PAGE = Path(__file__).resolve().parents[1] / "docs" / "audiences.md"


@dataclass
class Counted:
    """What came of all questions; wrong: one line for each breach."""

    asked: int = 0
    answered: int = 0
    statements: int = 0
    explained: int = 0
    highest: float = 0.0
    highest_whole: float = 0.0
    wrong: list[str] = field(default_factory=list)


def shown(result: Answer | Refusal) -> str:
    """All that a patient reads of our words and of sources, but for the notices."""
    said = [s.text for s in result.statements] if isinstance(result, Answer) else [result.message]
    said += [e.plain for e in result.glossary] + [f"{u.why} {u.ask}" for u in result.untold]
    return "\n\n".join(said)


def breaches(patient: Answer | Refusal, professional: Answer | Refusal) -> Iterator[str]:
    """What is wrong with what a patient is shown, one phrase each."""
    told = patient.statements if isinstance(patient, Answer) else ()
    known = {n.value for text in (_said(professional), *professional.notices) for n in numbers(text)}
    grades = max(grade("\n\n".join(s.text for s in told))), max(grade(shown(patient)))
    if max(grades) > EASY:
        yield f"grade {grades[0]:.1f}, with all that is read {grades[1]:.1f}"
    yield from (f"a dose: {s.text}" for s in told if dosed(s.text))
    for one in told:
        strange = sorted(str(n.value) for n in numbers(one.text) if n.value not in known)
        if strange:
            yield f"{', '.join(strange)}, which professionals are not told: {one.text}"


def _said(result: Answer | Refusal) -> str:
    return "\n\n".join(s.text for s in result.statements) if isinstance(result, Answer) else ""


def measured(engine: Engine, files: Sequence[Path] = FILES, every: int = 1) -> Counted:
    """Every n-th question of the files, asked of that engine."""
    total = Counted()
    for row in load(files)[::every]:
        if row.get("error_ok"):
            continue
        ask = row["question"], row["jurisdiction"]
        patient, professional = (
            engine.ask(ask[0], jurisdiction=ask[1], audience=a) for a in ("patient", "professional")
        )
        total.asked += 1
        if isinstance(patient, Answer):
            total.answered += 1
            total.statements += len(patient.statements)
            total.highest = max(total.highest, *grade(_said(patient)))
        total.explained += bool(patient.glossary)
        total.highest_whole = max(total.highest_whole, *grade(shown(patient)))
        total.wrong += [f"{row['id']}: {what}" for what in breaches(patient, professional)]
    return total


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was measured; 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--leaflets", action="store_true", help="with the leaflets in plain words")
    parser.add_argument("--json", action="store_true", help="one object instead of text")
    parser.add_argument("--write", action="store_true", help="measure both ways, into docs/audiences.md")
    given = parser.parse_args(arguments)
    if given.write:
        return _written()
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder), given.leaflets) as engine:
        total = measured(engine)
    if given.json:
        print(json.dumps(vars(total)))
    else:
        print(
            f"{total.asked} questions, {total.answered} answered with {total.statements} statements; words explained "
            f"in {total.explained}; highest grade of the statements {total.highest:.1f}, of all that is read "
            f"{total.highest_whole:.1f}; {len(total.wrong)} breaches",
            *total.wrong,
            sep="\n",
        )
    return 1 if total.wrong else 0


def _written() -> int:
    """Both ways into the page; 1 where something is wrong."""
    rows, wrong = [], []
    for leaflets in (False, True):
        with tempfile.TemporaryDirectory() as folder, opened(Path(folder), leaflets) as engine:
            total = measured(engine)
        wrong += total.wrong
        name = "starter library with the leaflets" if leaflets else "starter library alone"
        counts = (total.asked, total.answered, total.statements, total.explained)
        grades = (f"{total.highest:.1f}", f"{total.highest_whole:.1f}")
        rows.append((name, *map(str, counts), *grades, str(len(total.wrong))))
    header = ("library", "asked as a patient", "answered", "statements", "words explained in")
    header += ("highest grade of the statements", "of all that is read", "breaches")
    body = f"`python evals/audiences.py --write`\n\n{marked.table(header, rows)}"
    marked.write(PAGE, {"audiences": body})
    print(body, *wrong, sep="\n")
    return 1 if wrong else 0


def opened(home: Path, leaflets: bool) -> Engine:
    """An engine on the starter library in that folder, with rules alone. leaflets: with the leaflets too."""
    os.environ.setdefault("CURBSIDE_RERANKER", "none")
    library, index = open_home(home)
    if leaflets:
        library.put_many(leaflet_sources())
        sync(library, index)
    return Engine(load_settings(home, allow=()), library, index)


if __name__ == "__main__":
    sys.exit(main())
