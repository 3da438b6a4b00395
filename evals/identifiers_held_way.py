"""Where an identifier of a question could be found again: the files of a home folder, and what is exported."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evals.in_worker import Done, Worker

AROUND = 4
"""An age is looked for with this many characters of the question on each side: a bare number stands everywhere."""


def on_the_way(home: Path) -> dict[str, bytes]:
    """The bytes of every file of a home folder."""
    return {f"home/{p.relative_to(home)}": p.read_bytes() for p in sorted(home.rglob("*")) if p.is_file()}


def exported(worker: Worker, home: Path, asked: Done, folder: Path) -> dict[str, bytes]:
    """The answer as a Markdown document, as another program would get it; nothing where there was none."""
    saved = json.loads(asked.out).get("saved")
    if asked.code or not saved:
        return {}
    file = folder / "exported.md"
    done = worker.run(["export", saved, "--to", "md", "--out", str(file), "--home", str(home)], 60)
    return {"export": file.read_bytes() + done.out.encode()} if done.code == 0 else {}


def leaks(row: Mapping[str, Any], places: Mapping[str, bytes], before: Mapping[str, bytes] | None = None) -> list[str]:
    """One sentence for each part of an identifier in each place; what a place had `before` is none."""
    found = []
    for what, needle in _needles(row):
        word = re.compile(rb"(?<![a-z0-9])" + re.escape(needle) + rb"(?![a-z0-9])")
        for place, data in places.items():
            if word.search(data.lower()) and not (before and word.search(before.get(place, b"").lower())):
                found.append(f"{row['id']}: {place}: {what}: {needle.decode()!r}")
    return found


def _needles(row: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    if "age" in row:
        text, at = row["question"], row["question"].index(row["age"])
        yield "age", _around(text, at, at + len(row["age"]))
        return
    for one in row["identifiers"]:
        text, at, end = row["text"], one["start"], one["start"] + len(one["text"])
        for part in one["parts"]:
            if one["kind"] == "age" or len(part) < 4 or part.lower() in _COMMON:
                yield one["kind"], _around(text, at, end)
            else:
                yield one["kind"], part.lower().encode()
        digits = re.sub(r"\D", "", one["text"])
        if one["kind"] in ("phone", "nhs_number") and len(digits) >= 8:
            yield one["kind"], digits.encode()


def _around(text: str, start: int, end: int) -> bytes:
    """The place with what is around it, from word to word."""
    while start > 0 and (end - start < 2 + AROUND or text[start - 1].isalnum()):
        start -= 1
    last = min(end + AROUND, len(text))
    while last < len(text) and text[last - 1].isalnum() and text[last].isalnum():
        last += 1
    return text[start:last].strip().lower().encode()


_COMMON = frozenset(
    "brown young long march pain lewis test sample patient example grace emily peter derek nobody".split()
)
"""Parts of names that are words, or stand in sources; looked for with what is around them."""
