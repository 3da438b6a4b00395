"""The sentences of the starter library, read from its Markdown without the program's own reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

STARTER = Path(__file__).resolve().parents[1] / "src" / "curbside" / "starter"
NEXT = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, or a list item behind its lead-in: evidence is one sentence, or lead-in and item."""

    file: str
    text: str
    evidence: tuple[str, ...]


def read(folder: Path = STARTER) -> tuple[Line, ...]:
    """Every sentence of every file, in the order of names and places."""
    return tuple(line for path in sorted(folder.glob("*.md")) for line in _lines(path))


def _lines(path: Path) -> Iterator[Line]:
    body = path.read_text(encoding="utf-8").split("---\n", 2)[-1]
    lead = ""
    for block in re.split(r"\n\s*\n|\n(?=[-*] )", body):
        text = re.sub(r"\s+", " ", block).strip()
        if not text or text[0] in "#>|" or text.startswith("<!--"):
            continue
        if re.match(r"[-*] ", text):
            if lead:
                yield Line(path.stem, f"{lead} {text[2:]}", (lead, text[2:]))
            continue
        sentences = NEXT.split(text)
        lead = sentences[-1] if sentences[-1].endswith(":") else ""
        yield from (Line(path.stem, s, (s,)) for s in sentences if not s.endswith(":"))
