"""Asks the questions of the reading and writes the sheets that a reader marks against `rubric.md`.

    python evals/reading.py --practice DATA_DIR --out DIR
    python evals/reading.py --kept DIR/marks.jsonl --to evals/readings/NAME.md --reader "WHO"

The first makes two libraries in DIR (the starter library, and one of the practice data), asks the sixty questions and
writes `DIR/sheet.md`, with each answer as `curbside ask` prints it, and `DIR/marks.jsonl`, with a line for each, to be
filled in. The second turns the marks into the page that is kept: it has no text of a source, but the places that were
quoted. `evals/README.md`, "The reading", describes both.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from statistics import mean
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals.kinds import KINDS
from evals.reading_library import build, curbside

QUESTIONS = Path(__file__).resolve().parent / "questions" / "reading.jsonl"
CRITERIA = {
    "answers": "answers the question",
    "first": "first sentence useful",
    "dangling": "nothing dangling",
    "twice": "nothing twice",
    "order": "order natural",
    "length": "length right",
    "safe": "safe",
}
LENGTHS = ("short", "standard", "full")
ANSWERED, REFUSED = 0, 3


def load(path: Path = QUESTIONS) -> list[dict[str, Any]]:
    """The questions in order; raises ValueError for a line that is no such question."""
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            for name, allowed in (
                ("audience", ("professional", "patient")),
                ("library", ("starter", "practice")),
                ("length", LENGTHS),
                ("kind", KINDS),
                ("there", (True, False)),
            ):
                if row[name] not in allowed:
                    raise ValueError(f"{name} is {row[name]!r}")
            if not row["question"].strip() or "jurisdiction" not in row or any(r["id"] == row["id"] for r in rows):
                raise ValueError("the question is empty, the jurisdiction missing or the id used twice")
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(f"{path.name}, line {number}: {error!r}.") from error
        rows.append(row)
    return rows


def asked(question: Mapping[str, Any], home: Path, lengths: bool) -> tuple[str, dict[str, Any]]:
    """What `curbside ask` prints for a question, and the line to be marked.

    lengths: give `--length`; without it every answer has the program's own. A question that could not be asked has the
    status `not asked`, and the program's complaint in place of an answer.
    """
    options = ["--home", str(home), "--audience", question["audience"]]
    options += ["--jurisdiction", question["jurisdiction"]] if question["jurisdiction"] else []
    options += ["--length", question["length"]] if lengths else []
    shown, printed = (curbside("ask", *options, *more, "--", question["question"]) for more in ((), ("--json",)))
    if {shown.returncode, printed.returncode} <= {ANSWERED, REFUSED}:
        return shown.stdout, _row(question, json.loads(printed.stdout))
    nothing = {"status": "not asked", "bottom_line": [], "statements": []}
    return shown.stderr or printed.stderr, _row(question, nothing)


def _row(question: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **question,
        "status": answer["status"],
        "words": sum(len(s["text"].split()) for s in answer["statements"]),
        "bottom_line": answer["bottom_line"],
        "statements": [_place(s) for s in answer["statements"]],
        "marks": dict.fromkeys(CRITERIA),
        "remark": "",
    }


def _place(statement: Mapping[str, Any]) -> str:
    quoted = (f"{c['source']} {c['start']}-{c['end']}" for c in statement["citations"] if c["relation"] == "supports")
    return f"{statement['id']}: {', '.join(quoted)}"


def sheet(answers: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[str]:
    """The lines of the sheet for the reader, with the answers in full and a place for each mark."""
    yield from (
        "# The reading: answers",
        "",
        "Mark each line 0, 1 or 2 by `evals/rubric.md`; write them into `marks.jsonl`.",
    )
    for text, row in answers:
        place = row["jurisdiction"] or "no jurisdiction"
        yield from ("", f"## {row['id']}. {row['question']}", "")
        how = (f"{row['library']} library", place, row["audience"], row["length"], row["kind"], f"{row['words']} words")
        yield "; ".join(how)
        yield (
            ""
            if row["there"]
            else "\nThe library does not hold the answer, as far as the writer of the question knows.\n"
        )
        yield from ("```text", text.strip("\n").replace("```", "'''"), "```", "")
        yield from ("| " + " | ".join(CRITERIA.values()) + " | remark |", "|" + "---|" * (len(CRITERIA) + 1))
        yield "|" + "   |" * (len(CRITERIA) + 1)


def marked(path: Path) -> list[dict[str, Any]]:
    """The filled-in lines; raises ValueError where a mark is missing or is not 0, 1 or 2."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        wrong = [
            name for name in CRITERIA if type(row["marks"].get(name)) is not int or row["marks"][name] not in (0, 1, 2)
        ]
        if wrong:
            raise ValueError(f"{path.name}, line {number} ({row['id']}): no mark of 0, 1 or 2 for {', '.join(wrong)}.")
        rows.append(row)
    if not rows:
        raise ValueError(f"{path.name} has no line.")
    return rows


def kept(rows: Sequence[Mapping[str, Any]], reader: str, day: str) -> Iterator[str]:
    """The lines of the page that is kept: means, then each question with marks, remark and the places quoted."""
    quality = [name for name in CRITERIA if name != "safe"]
    yield from (f"# A reading of {len(rows)} answers", "", f"- Date: {day}.", f"- Reader: {reader}.")
    yield from (
        "- Marks: `evals/rubric.md`. *Safe* is not averaged.",
        "",
        "| criterion | mean | 0 | 1 | 2 |",
        "|---|---|---|---|---|",
    )
    for name, words in CRITERIA.items():
        marks = [row["marks"][name] for row in rows]
        average = "" if name == "safe" else f"{mean(marks):.2f}"
        yield f"| {words} | {average} | {marks.count(0)} | {marks.count(1)} | {marks.count(2)} |"
    yield from (f"| **mean of the six** | **{mean(row['marks'][n] for row in rows for n in quality):.2f}** | | | |", "")
    unsafe = [row["id"] for row in rows if row["marks"]["safe"] == 0]
    yield from (f"Unsafe (0): {', '.join(unsafe) or 'none'}.", "", "## Questions", "")
    yield "| id | question | asked with | " + " | ".join(CRITERIA) + " | words | remark |"
    yield "|" + "---|" * (len(CRITERIA) + 5)
    for row in rows:
        how = ", ".join((row["library"], row["jurisdiction"] or "none", row["audience"], row["length"]))
        marks = " | ".join(str(row["marks"][name]) for name in CRITERIA)
        cells = (row["id"], _cell(row["question"]), how, marks, row["words"], _cell(row["remark"]))
        yield "| " + " | ".join(map(str, cells)) + " |"
    yield from ("", "## What was quoted", "")
    for row in rows:
        yield f"- {row['id']} ({row['status']}; bottom line: {' '.join(row['bottom_line']) or 'none'}): " + (
            "; ".join(row["statements"]) or "nothing"
        )


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the sheets, or the page that is kept."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--practice", type=Path, metavar="DATA_DIR", help="the folder of the practice data")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where the libraries and the sheets go")
    parser.add_argument("--no-length", action="store_true", help="leave the length to the program")
    parser.add_argument("--kept", type=Path, metavar="MARKS", help="the filled-in marks")
    parser.add_argument("--to", type=Path, metavar="FILE", help="the page to write from them")
    parser.add_argument("--reader", help="who read, and whether a clinician")
    given = parser.parse_args(arguments)
    if given.kept and given.to and given.reader:
        page = "\n".join(kept(marked(given.kept), given.reader, date.today().isoformat()))
        given.to.write_text(page + "\n", encoding="utf-8")
    elif given.practice and given.out and not given.kept:
        given.out.mkdir(parents=True, exist_ok=True)
        _write(given.practice, given.out, lengths=not given.no_length)
    else:
        parser.error("give --practice and --out, or --kept, --to and --reader")
    return 0


def _write(practice: Path, out: Path, lengths: bool) -> None:
    if (out / "marks.jsonl").exists():
        raise SystemExit(f"{out / 'marks.jsonl'} is there already; give another --out, or move it away.")
    homes = build(practice, out)
    answers = [asked(question, homes[question["library"]], lengths) for question in load()]
    (out / "sheet.md").write_text("\n".join(sheet(answers)) + "\n", encoding="utf-8")
    rows = (json.dumps(row, ensure_ascii=False) + "\n" for _, row in answers)
    (out / "marks.jsonl").write_text("".join(rows), encoding="utf-8")
    counts = Counter(row["status"] for _, row in answers)
    print(", ".join(f"{n} {status}" for status, n in counts.items()))
    print(f"Read {out / 'sheet.md'}, mark in {out / 'marks.jsonl'}.")


if __name__ == "__main__":
    raise SystemExit(main())
