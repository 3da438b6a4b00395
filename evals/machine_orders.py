"""How often the rules against orders to a machine hit real clinical text.

    python evals/machine_orders.py [FOLDER OR FILE ...]

Without a path the starter library and the leaflets; with paths also whatever sources can be read from them, and the
strings of JSON and JSON lines. Prints the number of texts and every hit of them, for a person to look at.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from curbside.errors import CurbsideError
from curbside.sources.base import Draft
from curbside.sources.read import read_path
from curbside.sources.starter import starter_sources
from curbside.sources.suspicion import APPROVAL, INSTRUCTION, suspicions
from curbside.types import Source

AROUND = 60


def texts(paths: list[Path]) -> Iterator[tuple[str, str]]:
    """Name and text of each."""
    for source in starter_sources():
        yield "starter", f"{source.title}\n\n{source.text}"
    for path in paths:
        for file in sorted(p for p in (path.rglob("*") if path.is_dir() else [path]) if p.is_file()):
            yield from _of(file)


def _of(file: Path) -> Iterator[tuple[str, str]]:
    if file.suffix in (".json", ".jsonl"):
        text = file.read_text(encoding="utf-8")
        for part in text.splitlines() if file.suffix == ".jsonl" else [text]:
            yield from ((file.name, said) for said in _strings(json.loads(part)))
        return
    if file.suffix == ".csv":
        with file.open(encoding="utf-8", newline="") as stream:
            yield from ((file.name, cell) for row in csv.reader(stream) for cell in row)
        return
    try:
        for found in read_path(file):
            source = found.source if isinstance(found, Draft) else found
            if isinstance(source, Source):
                yield file.name, f"{source.title}\n\n{source.text}"
    except CurbsideError as error:
        print(f"not read: {file.name}: {error}", file=sys.stderr)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def main() -> None:
    """Print every hit."""
    seen: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for name, text in texts([Path(a) for a in sys.argv[1:]]):
        seen[name] += 1
        for one in suspicions(text):
            if one.kind in (INSTRUCTION, APPROVAL):
                hits[name] += 1
                around = text[max(0, one.start - AROUND) : one.end + AROUND]
                print(f"{name}: {one.message}\n    {' '.join(around.split())}")
    print(f"{sum(seen.values())} texts of {len(seen)} files, {sum(hits.values())} hits in {len(hits)} of them")


if __name__ == "__main__":
    main()
