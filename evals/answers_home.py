"""Libraries of practice collections, made once by the command line and kept, and the engine on them."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from curbside import settings
from curbside.engine import Engine
from curbside.retrieval.opening import open_home

ROOT = Path(__file__).resolve().parents[1]
DONE = "made-for-evaluation"
NAMES = "names.tsv"


def number(text: str) -> int:
    """A number that follows from the text alone, for draws and halves."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def half(name: str) -> str:
    """dev or held (MedQuAD; PubMedQA is parted in `answers_pubmedqa.py`)."""
    return "dev" if number(f"half|{name}") % 2 == 0 else "held"


def made(home: Path, documents: Iterable[Mapping[str, Any]], ranker: str) -> Path:
    """`home` with a library of these documents, in the JSON lines of docs/json-lines.md.

    One that was made of the same documents is taken as it is; vectors are added where the ranker needs them.
    """
    home.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in documents)
    stamp = hashlib.sha256(lines.encode()).hexdigest()
    stamped = home / DONE
    if not stamped.is_file() or stamped.read_text() != stamp:
        if any(home.iterdir()):
            raise SystemExit(f"{home} holds something else; name a folder that is empty or not there yet.")
        file = home / "documents.jsonl"
        file.write_text(lines, encoding="utf-8")
        curbside("init", "--empty", "--home", home)
        curbside("ingest", file, "--home", home)
        stamped.write_text(stamp)
    if ranker != "words":
        curbside("index", "build", "--home", home)
    return home


def with_names(home: Path, table: Iterable[tuple[str, str]]) -> Path:
    """A copy of the home folder into which other names were loaded as a vocabulary; table: names and other names."""
    copy = Path(f"{home}-names")
    if not (copy / NAMES).is_file():
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(home, copy)
        lines = (f"{name}\tcondition\t{other}\tsynonym\n" for name, other in table)
        (copy / NAMES).write_text("".join(["concept\tkind\tname\trelation\n", *lines]), encoding="utf-8")
        curbside("vocabularies", "load", copy / NAMES, "--name", "names", "--home", copy)
    return copy


def curbside(*arguments: object) -> None:
    """Run the command line in a process of its own; its output goes to stderr."""
    command = [sys.executable, "-m", "curbside.cli.main", *map(str, arguments)]
    subprocess.run(command, check=True, stdout=sys.stderr, env={**os.environ, "PYTHONPATH": str(ROOT / "src")})


@contextmanager
def engine(home: Path, ranker: str, jurisdiction: str | None = None) -> Iterator[Engine]:
    """The engine on that home folder."""
    chosen = replace(settings.load(home, jurisdiction), ranker=ranker)
    with Engine(chosen, *open_home(home, starters=False)) as opened:
        yield opened
