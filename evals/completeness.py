"""Asks the questions whose first true sentence misleads and says of each whether it was answered whole.

    python evals/completeness.py [--length short|standard|full|unset ...] [--json]

Each is asked at every length (`unset`: the length that the program takes by itself), of one of two libraries in a
temporary folder: the starter library, or the invented sources of `evals/completeness/`. What is true of every answer is
checked as for the reviewed questions (`starter_questions.py`). Exit code 0 where every answer was whole, else 1.
`evals/README.md`, "Completeness", describes the files.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals import starter_questions
from evals.contract import Read
from evals.starter_questions import Ask, AskError, Result, command_line, found, judge, program, report

HERE = Path(__file__).resolve().parent
QUESTIONS = HERE / "questions" / "completeness.jsonl"
SOURCES = HERE / "completeness"
LENGTHS = ("short", "standard", "full")
UNSET = "unset"
LIBRARIES = ("starter", "invented")


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of one question; `words` is the number of words of its statements, 0 where there is none."""

    result: Result
    words: int


def load(path: Path = QUESTIONS) -> list[dict[str, Any]]:
    """The questions of a file in order; raises ValueError for a line that is no such question."""
    questions = starter_questions.load([path])
    for number, question in enumerate(questions, 1):
        try:
            if question["library"] not in LIBRARIES:
                raise ValueError(f"there is no library {question['library']!r}")
            if not (str(question["case"]).strip() and question["must"] and question["why"]):
                raise ValueError("case, must or why is empty")
            for item in question["beside"]:
                if item["where"] not in ("bottom_line", "statements"):
                    raise ValueError(f"beside has the place {item['where']!r}")
                re.compile(item["pattern"]), re.compile(item["needs"])
        except (KeyError, TypeError, ValueError, re.error) as error:
            raise ValueError(f"{path.name}, line {number}: {error!r}.") from error
    return questions


def whole(question: Mapping[str, Any], answer: Mapping[str, Any], read: Read) -> Result:
    """What is missing from, or wrong with, the answer to a question, and what stands without what belongs to it."""
    result = judge(question, answer, read)
    if any("lacks the field" in problem or "wrong type" in problem for problem in result.problems):
        return result
    return replace(result, problems=(*result.problems, *_alone(question["beside"], answer)))


def _alone(beside: Iterable[Mapping[str, Any]], answer: Mapping[str, Any]) -> Iterator[str]:
    for item in beside:
        text = found(item, answer)
        if text and not found({**item, "pattern": item["needs"]}, answer):
            yield f"stands alone in {item['where']} (wanted: {item['what']}): {text!r}"


def run(questions: Sequence[Mapping[str, Any]], asks: Mapping[str, tuple[Ask, Read]]) -> Iterator[Asked]:
    """What came of every question, in order; `asks` has the `ask` and `read` of each library."""
    for question in questions:
        ask, read = asks[question["library"]]
        try:
            answer = ask(question["question"], question["jurisdiction"], question["audience"])
        except AskError as error:
            yield Asked(Result(question["id"], "bad usage", (f"not asked: {error}",)), 0)
            continue
        words = sum(len(s["text"].split()) for s in answer.get("statements", ()))
        yield Asked(whole(question, answer, read), words)


def homes(folder: Path) -> dict[str, Path]:
    """The home folders of the two libraries, made in `folder` by the command line.

    Raises SystemExit with what the command line said where one could not be made.
    """
    made = {name: folder / name for name in LIBRARIES}
    for arguments in (
        ["init", "--home", str(made["starter"])],
        ["init", "--empty", "--home", str(made["invented"])],
        ["ingest", "--home", str(made["invented"]), str(SOURCES)],
    ):
        done = subprocess.run(
            [program(), *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"curbside {' '.join(arguments)}: {done.stderr.strip()}")
    return made


def summary(length: str, asked: Sequence[Asked]) -> str:
    """One line: how many answers of a length were whole, and how long they were."""
    ok, words = sum(not a.result.problems for a in asked), [a.words for a in asked]
    return f"{length}: {ok} of {len(asked)} whole; words: {median(words):g} in the middle, {max(words)} at most."


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask everything at every length and print what came of it; 1 where an answer was not whole."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--length", nargs="+", choices=(*LENGTHS, UNSET), default=list(LENGTHS))
    parser.add_argument("--json", action="store_true", help="one object a line instead of text")
    given = parser.parse_args(arguments)
    questions, lines, failed = load(), [], False
    with tempfile.TemporaryDirectory() as folder:
        made = homes(Path(folder))
        for length in given.length:
            size = None if length == UNSET else length
            asked = []
            for one in run(questions, {name: command_line(home, size) for name, home in made.items()}):
                asked.append(one)
                row = {"length": length, "id": one.result.id, "problems": one.result.problems, "words": one.words}
                print(json.dumps(row, ensure_ascii=False) if given.json else f"{length}  {report(one.result)}")
            lines.append(summary(length, asked))
            failed = failed or any(a.result.problems for a in asked)
    if not given.json:
        print("\n".join(lines))
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
