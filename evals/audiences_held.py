"""What the answers for patients are like: reading grades, doses, numbers, and how many there are.

    python evals/audiences_held.py [--show] [--length LENGTH] [--composer quoting] [--audience patient]

Every starter question is asked for a professional and for a patient. `evals/README.md` says what is right. Exit code 1
where an answer for a patient is above grade 8, instructs on a dose, or has a number that the professional's lacks.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals.in_worker import Worker
from evals.reading_grades import Grades, grades
from evals.starter_questions import FILES, load

MOST = 8.0
ENVIRONMENT = {"CURBSIDE_RANKER": "words", "CURBSIDE_RERANKER": "none"}
AMOUNT = re.compile(
    r"(?<![\w.,])\d[\d,.]*\s*"
    r"(?:micrograms?|mcg|mg|milligrams?|grams?|ml|units?|tablets?|capsules?|puffs?|injections?)(?:/kg)?\b(?!\s*/)",
    re.I,
)
OFTEN = re.compile(
    r"\b(?:once|twice|(?:one|two|three|four|\d) times) (?:a|per|each|daily|weekly)\b|"
    r"\bevery (?:other|second|\d+|two|three|four|six|eight|twelve)?(?:\s*(?:to|or|-)\s*(?:\d+|three|four))? ?"
    r"(?:hours?|days?|weeks?|months?)\b|"
    r"\bon alternate days\b",
    re.I,
)
ORDER = re.compile(
    r"(?:^|[.;:]\s+)(?:inject|take|stop taking|start taking|increase|reduce|double|halve|change|skip)\b|"
    r"\b(?:you|patients?|people) (?:should|must|can|may|need to) "
    r"(?:inject|take|stop|start|increase|reduce|double|halve|change)\b|"
    r"\b(?:dose|treatment) (?:should|must|may|can) be (?:increased|reduced|doubled|halved|stopped|changed)\b",
    re.I,
)
EMERGENCY = re.compile(r"anaphyla|auto-?injector|adrenaline pen", re.I)
LEAFLETS = frozenset({"patient leaflet", "safety alert", "fact sheet"})
NUMBER = re.compile(r"(?<![\w.])\d+(?:[,\u2009\u202f]\d{3})*(?:\.\d+)?")
WORDS = dict(
    zip("two three four five six seven eight nine ten eleven twelve".split(), map(str, range(2, 13)), strict=True)
)
Json = dict[str, Any]


@dataclass(slots=True)
class Judged:
    """What is wrong with the answer for a patient; `grades` is None where there is none."""

    id: str
    professional: str
    patient: str
    grades: Grades | None = None
    wrong: list[str] = field(default_factory=list)
    worst: tuple[float, str] = (0.0, "")


def said(answer: Mapping[str, Any]) -> list[str]:
    """The statements in the order in which they are read, without the marks of references."""
    by_id = {s["id"]: s["text"] for s in answer["statements"]}
    order = [*answer["bottom_line"], *(i for section in answer["sections"] for i in section["statements"])]
    texts = [by_id[i] for i in dict.fromkeys([*order, *by_id])]
    return [re.sub(r"\s*\[\d+(?:,\s*\d+)*\]", "", text).strip() for text in texts]


def numbers(text: str) -> set[str]:
    """The numbers of a text, those written as words from two to twelve too."""
    digits = {re.sub(r"[,\u2009\u202f]", "", n) for n in NUMBER.findall(text)}
    spelled = {WORDS[w] for w in re.findall(r"[a-z]+", text.lower()) if w in WORDS}
    return {n.rstrip("0").rstrip(".") if "." in n else n for n in digits} | spelled


def judged(question: Json, professional: Json, patient: Json) -> Judged:
    """Compare the two answers to a question."""
    result = Judged(question["id"], professional["status"], patient["status"])
    texts = said(patient)
    if not texts:
        return result
    result.grades = grades("\n".join(texts))
    result.worst = max((grades(t).flesch_kincaid, t) for t in texts)
    for name in ("flesch_kincaid", "smog"):
        value = getattr(result.grades, name)
        result.wrong += [f"grade {value:.1f} by {name}"] if round(value, 1) > MOST else []
    result.wrong += _doses(patient)
    # Tables and criteria of the professional's answer are made from the quotes of its statements.
    theirs = " ".join([*said(professional), *(c["quote"] for s in professional["statements"] for c in s["citations"])])
    for text in texts:
        more = numbers(text) - numbers(theirs)
        result.wrong += [f"number {', '.join(sorted(more))} is not the professional's: {text[:160]!r}"] if more else []
    for name in ("regimens", "criteria", "monitoring"):
        result.wrong += [f"{len(patient[name])} of {name}"] if patient[name] else []
    return result


def _doses(patient: Json) -> Iterator[str]:
    kinds = {r["ref"]: r for r in patient["references"]}
    for one in patient["statements"]:
        backing = [kinds[c["ref"]] for c in one["citations"] if c["relation"] == "supports" and c["ref"] in kinds]
        allowed = EMERGENCY.search(one["text"]) and any(r["kind"] in LEAFLETS for r in backing)
        for what, pattern in (("amount", AMOUNT), ("frequency", OFTEN), ("order", ORDER)):
            found = pattern.search(one["text"])
            if found and not allowed:
                told = ", ".join(sorted({r["kind"] for r in backing}))
                yield f"dose instruction ({what} {found[0].strip()!r}, from a {told}): {one['text'][:160]!r}"


def summary(results: Sequence[Judged]) -> Iterator[str]:
    """The figures, a line each."""
    with_text = [r for r in results if r.grades is not None]
    yield f"questions: {len(results)}; answered for professionals: {sum(r.professional == 'answered' for r in results)}"
    lost = sum(r.professional == "answered" and r.grades is None for r in results)
    yield f"answered for patients: {len(with_text)}; refused or empty, where the professional has an answer: {lost}"
    for name in ("flesch_kincaid", "smog", "ari", "coleman_liau", "fog"):
        values = [round(getattr(r.grades, name), 1) for r in with_text]
        if values:
            low = sum(v <= MOST for v in values)
            spread = f"middle {median(values):.1f}, highest {max(values):.1f}"
            yield f"{name}: {low} of {len(values)} at {MOST:g} or less; {spread}"
    both = sum(r.grades.flesch_kincaid < MOST + 0.05 and r.grades.smog < MOST + 0.05 for r in with_text if r.grades)
    yield f"at grade 8 or less by Flesch-Kincaid and SMOG: {both} of {len(with_text)}"
    faults = {"dose instruction": "a dose instruction", "number ": "a number of their own", "of regimens": "a regimen"}
    for what, name in faults.items():
        yield f"answers with {name}: {sum(any(what in w for w in r.wrong) for r in with_text)}"
    if with_text:
        yield f"words: {median(r.grades.words for r in with_text if r.grades):g} in the middle"


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, compare, print; 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--show", action="store_true", help="each problem, not the counts alone")
    parser.add_argument("--length", default="standard")
    parser.add_argument("--audience", default="patient")
    given = parser.parse_args(arguments)
    results = []
    with tempfile.TemporaryDirectory() as folder, Worker(ENVIRONMENT) as worker:
        home = Path(folder) / "home"
        worker.run(["init", "--home", str(home)], 120)
        for question in load([FILES[0]]):
            both = []
            for audience in ("professional", given.audience):
                call = ["ask", "--json", "--home", str(home), "--audience", audience, "--length", given.length]
                call += ["--jurisdiction", question["jurisdiction"]] if question["jurisdiction"] else []
                done = worker.run([*call, "--", question["question"]], 60)
                if done.code not in (0, 3):
                    raise SystemExit(f"{question['id']}: exit code {done.code}: {done.err}")
                both.append(json.loads(done.out))
            results.append(judged(question, both[0], both[1]))
            if given.show:
                _show(results[-1])
    print("\n".join(summary(results)))
    return int(any(r.wrong for r in results))


def _show(result: Judged) -> None:
    print(f"{result.id}: {result.patient}" + ("" if result.grades is None else f", {result.grades.words} words"))
    for line in result.wrong:
        print(f"    {line}")
    if result.worst[0] > MOST:
        print(f"    hardest ({result.worst[0]:.1f}): {result.worst[1][:160]!r}")


if __name__ == "__main__":
    raise SystemExit(main())
