"""Asks the reviewed questions and says of each what is missing and what must not be there.

    python evals/starter_questions.py [--questions FILE ...] [--json] [--home DIR]

The default asks `curbside ask` in a new process for each question, against a library in a temporary folder, and reads
every quoted span back through `curbside sources show`. A test passes its own `ask` and `read` instead.
Exit code 0 where every question passed, 1 where one failed. `evals/README.md` describes the files.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals.contract import Read, violations
from evals.shape import AUDIENCES

HERE = Path(__file__).resolve().parent
FILES = (HERE / "questions" / "starter.jsonl", HERE / "questions" / "pharmacist.jsonl")
PLACES = (
    "statements",
    "bottom_line",
    "notices",
    "not_found",
    "conflicts",
    "references",
    "refusal",
    "any",
    "everything",
)
FLAGGED = re.compile(r"^(flags|unflagged):([a-z_]+)$")
SYNONYMS = {
    "methylcobalamin": ("methylcobalamin", "mecobalamin"),
    "adrenaline": ("adrenaline", "epinephrine"),
    "hydroxocobalamin": ("hydroxocobalamin", "hydroxycobalamin"),
}
ANSWERED, REFUSED = 0, 3

Ask = Callable[[str, str | None, str], dict[str, Any]]
"""(question, jurisdiction, audience) -> the object that `ask --json` prints; raises AskError for a bad call."""


class AskError(Exception):
    """The question was turned down as bad usage; `str()` is the sentence that the user gets."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one question; `problems` is empty where it passed."""

    id: str
    status: str
    problems: tuple[str, ...]


def load(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """The questions of the files in order.

    Raises ValueError for a line that is no question, an unknown place, or an id used twice.
    """
    questions: list[dict[str, Any]] = []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                question = json.loads(line)
                _valid(question)
            except (KeyError, TypeError, ValueError, re.error) as error:
                raise ValueError(f"{path.name}, line {number}: {error!r}.") from error
            if any(q["id"] == question["id"] for q in questions):
                raise ValueError(f"{path.name}, line {number}: the id {question['id']!r} is used twice.")
            questions.append(question)
    return questions


def _valid(question: Mapping[str, Any]) -> None:
    if question["expect"] not in ("answered", "refused", "either"):
        raise ValueError(f"expect is {question['expect']!r}")
    if question["audience"] not in AUDIENCES:
        raise ValueError(f"audience is {question['audience']!r}")
    for item in (*question["must"], *question["must_not"]):
        re.compile(item["pattern"])
        for where in _wheres(item):
            if where not in PLACES and not FLAGGED.match(where):
                raise ValueError(f"there is no place {where!r}")
    if not isinstance(question["question"], str) or not isinstance(question["why"], list):
        raise ValueError("question is no text or why is no list")


def judge(question: Mapping[str, Any], answer: Mapping[str, Any], read: Read) -> Result:
    """What is wrong with the answer to a question: the contract first, then what was expected of it."""
    broken = violations(answer, read)
    problems = [f"contract: {v}" for v in broken]
    status = str(answer.get("status"))
    if question["expect"] != "either" and status != question["expect"]:
        problems.append(f"{status}, and should have been {question['expect']}")
    elif not any("lacks the field" in v or "wrong type" in v for v in broken):
        problems += _expected(question, answer, status)
    return Result(question["id"], status, tuple(problems))


def _expected(question: Mapping[str, Any], answer: Mapping[str, Any], status: str) -> Iterator[str]:
    for item in question["must"]:
        if item.get("if", status) == status and not found(item, answer):
            yield f"missing: {item['what']} (in {', '.join(_wheres(item))})"
    for item in question["must_not"]:
        text = found(item, answer)
        if text:
            yield f"must not be there: {item['what']}: {text!r}"


def _wheres(item: Mapping[str, Any]) -> list[str]:
    return [item["where"]] if isinstance(item["where"], str) else list(item["where"])


def found(item: Mapping[str, Any], answer: Mapping[str, Any]) -> str | None:
    """The first text of an entry's places that its pattern fits, as the answer has it."""
    wanted = re.compile(item["pattern"], re.I | re.S)
    for where in _wheres(item):
        for text, statement in _shown(answer, where):
            if wanted.search(normal(text)) and _fits(item, statement, answer):
                return text
    return None


def _fits(item: Mapping[str, Any], statement: Mapping[str, Any] | None, answer: Mapping[str, Any]) -> bool:
    if statement is None:
        return True
    citations = statement["citations"]
    if "jurisdiction" in item:
        of = {r["ref"]: r["jurisdiction"] for r in answer["references"]}
        backing = {of.get(c["ref"]) for c in citations if c["relation"] == "supports"}
        if item["jurisdiction"] not in backing:
            return False
    if "drug" in item:
        said = normal(" ".join([statement["text"], *(c["quote"] for c in citations)])).casefold()
        return any(name in said for name in SYNONYMS.get(item["drug"], (item["drug"],)))
    return True


def _shown(answer: Mapping[str, Any], where: str) -> Iterator[tuple[str, Mapping[str, Any] | None]]:
    by_id = {s["id"]: s for s in answer["statements"]}
    flagged = FLAGGED.match(where)
    if flagged:
        yield from ((s["text"], s) for s in by_id.values() if (flagged[2] in s["flags"]) == (flagged[1] == "flags"))
    elif where == "statements":
        yield from ((s["text"], s) for s in by_id.values())
    elif where == "bottom_line":
        yield from ((by_id[i]["text"], by_id[i]) for i in answer["bottom_line"] if i in by_id)
    elif where == "conflicts":
        yield from ((_conflict(c, by_id), None) for c in answer["conflicts"])
    elif where == "references":
        yield from ((" ".join(str(v) for v in r.values() if v is not None), None) for r in answer["references"])
    elif where == "refusal":
        refusal = answer["refusal"]
        yield from [(" ".join([refusal["message"], *map(str, refusal["looked_for"])]), None)] if refusal else []
    elif where == "everything":
        yield json.dumps(answer, ensure_ascii=False), None
    elif where == "any":
        for place in ("statements", "notices", "not_found", "conflicts", "references", "refusal"):
            yield from _shown(answer, place)
    else:
        yield from ((text, None) for text in answer[where])


def _conflict(conflict: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]) -> str:
    members = [(m["value"], by_id.get(m["statement"], {}).get("text", "")) for m in conflict["members"]]
    return " ".join([conflict["about"], *(part for member in members for part in member)])


def normal(text: str) -> str:
    """The text with plain spaces, dashes, digits and unit names, so that a pattern need not know their variants."""
    text = unicodedata.normalize("NFKC", re.sub(r"\[\d+(?:,\s*\d+)*\]", "", text))
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"(?<=\d)[, ](?=\d{3}\b)(?<!\d{4}[, ])", "", text)
    return re.sub(r"(?<=\d) ?(?:mcg|ug|\u03bcg)\b", " micrograms", text)


def run(questions: Sequence[Mapping[str, Any]], ask: Ask, read: Read) -> Iterator[Result]:
    """The result of every question, in order, as it comes."""
    for question in questions:
        try:
            answer = ask(question["question"], question["jurisdiction"], question["audience"])
        except AskError as error:
            fine = question.get("error_ok") and str(error).strip() and "Traceback" not in str(error)
            yield Result(question["id"], "bad usage", () if fine else (f"not asked: {error}",))
            continue
        yield judge(question, answer, read)


def program() -> str:
    """The installed command line of this interpreter, or the one that the shell finds."""
    beside = Path(sys.executable).with_name("curbside")
    return str(beside) if beside.exists() else "curbside"


def command_line(home: Path, length: str | None = None) -> tuple[Ask, Read]:
    """`ask` and `read` by the installed command line, with its library in `home`.

    length: of the answers; None is the program's own.
    """

    def curbside(verb: Sequence[str], *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [program(), *verb, "--json", "--home", str(home), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")

    def ask(question: str, jurisdiction: str | None, audience: str) -> dict[str, Any]:
        where = ["--jurisdiction", jurisdiction] if jurisdiction else []
        size = ["--length", length] if length else []
        done = curbside(["ask"], *where, *size, "--audience", audience, "--", question)
        if done.returncode not in (ANSWERED, REFUSED):
            raise AskError(done.stderr.strip() or f"exit code {done.returncode}")
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    @cache
    def text_of(source: str) -> str:
        done = curbside(["sources", "show"], source)
        if done.returncode:
            raise LookupError(done.stderr.strip())
        return str(json.loads(done.stdout)["text"])

    def read(source: str, content_hash: str, start: int, end: int) -> str:
        text = text_of(source)
        if hashlib.sha256(text.encode()).hexdigest() != content_hash:
            raise LookupError(f"{source} has no version {content_hash[:12]}")
        return text[start:end]

    return ask, read


def report(result: Result) -> str:
    """One line for a question, and one for each of its problems."""
    head = f"{'FAIL' if result.problems else 'pass'}  {result.id} ({result.status})"
    return "\n".join([head, *(f"      {p}" for p in result.problems)])


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask everything and print the results; 1 where a question failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--questions", type=Path, nargs="+", default=list(FILES), metavar="FILE")
    parser.add_argument("--json", action="store_true", help="one object a line instead of text")
    parser.add_argument("--home", type=Path, help="the home folder of the library (default: a new, temporary one)")
    given = parser.parse_args(arguments)
    failed = total = 0
    with tempfile.TemporaryDirectory() as folder:
        ask, read = command_line(given.home or Path(folder))
        for result in run(load(given.questions), ask, read):
            total, failed = total + 1, failed + bool(result.problems)
            row = {"id": result.id, "status": result.status, "problems": result.problems}
            print(json.dumps(row, ensure_ascii=False) if given.json else report(result), flush=True)
    if not given.json:
        print(f"{total - failed} of {total} passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
