"""Draws sixty questions by a hash from three collections and asks them, for a reading beside that of `reading.jsonl`.

    python evals/reading_draw.py --practice DATA_DIR --out DIR

24 questions on the starter library, written for this reading by somebody who knew its list of sources alone; 18
questions of PubMedQA and 18 of MedQuAD in other words, only from the halves that are there to build with, and none
whose document was quoted in a reading before. Each part is taken in the order of the SHA-256 of `reading-5|` (its
number) and the question's id; one wording is asked once. The length follows from the same hash of `reading-5|length|`
and the id: short for a first digit of 0 to 3, full for 4 and 5, standard for the rest.
DIR gets the three libraries (all abstracts, all documents, by words alone), `sheet.md` and `marks.jsonl`, as
`reading.py` writes them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals import answers_medquad, answers_medquad_questions, answers_pubmedqa
from evals.answers_home import made
from evals.reading import asked, sheet
from evals.reading_library import curbside

HERE = Path(__file__).resolve().parent
READING = 5
"""The number of the reading that is drawn; reading 4 was drawn by the same rule with 4."""
READ = "".join((HERE / "readings" / f"reading-{n}.md").read_text(encoding="utf-8") for n in range(1, READING))
"""What earlier readings asked and quoted."""
WANTED = {"starter": 24, "pubmedqa": 18, "medquad": 18}


def place(text: str) -> str:
    """Where a question stands in the draw, as hexadecimal digits."""
    return hashlib.sha256(f"reading-{READING}|{text}".encode()).hexdigest()


def length(name: str) -> str:
    """The length that a question is asked with."""
    digit = place(f"length|{name}")[0]
    return "short" if digit in "0123" else "full" if digit in "45" else "standard"


def starter() -> Iterator[tuple[str, dict[str, Any]]]:
    """The questions that were written for this reading: id, and what is asked with it."""
    for line in (HERE / "questions" / f"reading-{READING}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield row["id"], {name: row[name] for name in ("question", "jurisdiction", "audience")}


def pubmedqa(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The questions of the first half whose abstract no reading quoted."""
    for pmid, record in data.items():
        if answers_pubmedqa.part_of(pmid) == "dev" and f"pmid:{pmid}" not in READ:
            yield pmid, {"question": record["QUESTION"], "jurisdiction": None, "audience": "professional"}


def medquad(found: list[answers_medquad_questions.Pair]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The questions of the first half of the 500 whose documents no reading quoted."""
    for one in answers_medquad.drawn(found, 500, "dev"):
        if not any(f"medquad:{name.rpartition('-')[0]} " in READ for name in one.right):
            yield one.id, {"question": one.text, "jurisdiction": None, "audience": "professional"}


def draw(part: str, offered: Iterable[tuple[str, dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    """The part's questions in the order of the draw, as lines to be asked."""
    chosen: dict[str, tuple[str, dict[str, Any]]] = {}
    for name, row in sorted(offered, key=lambda one: place(one[0])):
        if row["question"] not in READ:
            chosen.setdefault(row["question"], (name, row))
    for number, (name, row) in enumerate(list(chosen.values())[: WANTED[part]], 1):
        rest = {"library": part, "length": length(name), "kind": name, "there": True}
        yield {"id": f"{part[0]}{number:02}", **row, **rest}


def main() -> int:
    """Draw, make the libraries, ask, and write the sheets."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--practice", type=Path, metavar="DATA_DIR", required=True, help="the practice data")
    parser.add_argument("--out", type=Path, metavar="DIR", required=True, help="where libraries and sheets go")
    given = parser.parse_args()
    data = json.loads((given.practice / "pubmedqa" / "practice.json").read_text(encoding="utf-8"))
    found = answers_medquad_questions.pairs(given.practice / "medquad")
    rows = [*draw("starter", starter()), *draw("pubmedqa", pubmedqa(data)), *draw("medquad", medquad(found))]
    homes = {name: given.out / name for name in WANTED}
    if not homes["starter"].exists():
        curbside("init", "--home", str(homes["starter"]))
    made(homes["pubmedqa"], answers_pubmedqa.documents(data, titles=True), "words")
    made(homes["medquad"], answers_medquad_questions.documents(found), "words")
    answers = [asked(row, homes[row["library"]], lengths=True) for row in rows]
    (given.out / "sheet.md").write_text("\n".join(sheet(answers)) + "\n", encoding="utf-8")
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for _, row in answers)
    (given.out / "marks.jsonl").write_text("".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
