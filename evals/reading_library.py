"""Two libraries for the reading: the starter library, and one made of the practice data by a fixed rule.

The practice library holds the drug labels, full texts and PubMed records of the practice data, and a part of MedQuAD
and PubMedQA that is drawn by the hash of a document's name: the same on every machine, and chosen by nobody.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from evals.starter_questions import program

FORMATS = ("spl", "jats", "pubmed_efetch")
MEDQUAD_DRAWN, PUBMEDQA_DRAWN = "0", "08"
"""The first hexadecimal digits of the SHA-256 of a name that is drawn: one document in 16, one abstract in 8."""


def curbside(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line, as on a terminal of 80 columns without colour."""
    plain = os.environ | {"COLUMNS": "80", "NO_COLOR": "1"}
    plain.pop("CURBSIDE_JURISDICTION", None)
    return subprocess.run(
        [program(), *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
        env=plain,
    )


def build(practice: Path, folder: Path) -> dict[str, Path]:
    """The home folders of the two libraries in `folder`; one that is there already is taken as it is.

    Raises SystemExit where the practice data or the command line fails, with its sentence.
    """
    homes = {name: folder / name for name in ("starter", "practice")}
    if not homes["starter"].exists():
        _done("init", "--home", str(homes["starter"]))
    if not homes["practice"].exists():
        drawn = {"medquad": medquad(practice / "medquad"), "pubmedqa": pubmedqa(practice / "pubmedqa/practice.json")}
        paths = [practice / "formats" / name for name in FORMATS]
        for name, rows in drawn.items():
            paths.append(folder / f"{name}.jsonl")
            paths[-1].write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
        _done("init", "--empty", "--home", str(homes["practice"]))
        _done("ingest", "--home", str(homes["practice"]), *map(str, paths))
    return homes


def _done(*arguments: str) -> None:
    done = curbside(*arguments)
    if done.returncode:
        raise SystemExit(f"curbside {arguments[0]}: {done.stderr.strip() or done.stdout.strip()}")


def drawn(name: str, digits: str) -> bool:
    """Whether a document of that name is in the library."""
    return hashlib.sha256(name.encode()).hexdigest()[0] in digits


def medquad(folder: Path) -> Iterator[dict[str, Any]]:
    """A source for each document drawn: its questions are headings, its answers the text."""
    rows = (json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in _lines(path))
    for name, parts in _documents(rows):
        if drawn(name, MEDQUAD_DRAWN):
            first = parts[0]
            yield {
                "id": f"medquad:{name}",
                "kind": "fact sheet",
                "title": first["focus"],
                "publisher": f"{first['source']} (MedQuAD)",
                "jurisdiction": "us",
                "identifiers": [first["url"]],
                "licence": "CC BY 4.0",
                "sections": [{"heading": p["question"], "level": 2, "text": p["answer"]} for p in parts],
            }


def _documents(rows: Iterable[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    by_name: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["answer"].strip():
            by_name.setdefault(row["id"].rpartition("-")[0], []).append(row)
    yield from by_name.items()


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")[:-1]


def pubmedqa(path: Path) -> Iterator[dict[str, Any]]:
    """A source for each abstract drawn: its question is the title, its conclusion the last section.

    Its kind is unknown, since the data do not say what sort of study it is.
    """
    for name, row in json.loads(path.read_text(encoding="utf-8")).items():
        if drawn(name, PUBMEDQA_DRAWN):
            parts = [*zip(row["LABELS"], row["CONTEXTS"], strict=True), ("CONCLUSIONS", row["LONG_ANSWER"])]
            yield {
                "id": f"pmid:{name}",
                "kind": "unknown",
                "title": row["QUESTION"],
                "date": str(row["YEAR"]) if row.get("YEAR") else "unknown",
                "identifiers": [f"pmid:{name}"],
                "licence": "MIT (PubMedQA)",
                "sections": [{"heading": h.capitalize(), "level": 2, "text": t} for h, t in parts],
            }
