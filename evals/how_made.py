"""Fills docs/how-an-answer-is-made.md and README.md with what the program really does and prints.

    python evals/how_made.py --write                the page: the demo question through every stage
    python evals/how_made.py --readme [--log FILE]  the README: what `make demo` prints; FILE: the output of `make test`
    python evals/how_made.py --check                are both up to date in everything but times? exit code 1 if not

The README's demo block is made with the two commands of the Makefile's target `demo`, in a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals import marked, outcomes, stages
from evals.trace import LENGTH, bench

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "how-an-answer-is-made.md"
README = ROOT / "README.md"
JURISDICTION = "uk"
OTHERS = (
    "What is the apixaban dose in atrial fibrillation?",
    "dose of vancomycin in neonatal sepsis",
    "Adrenaline in cardiac arrest",
    "What is the dose of adrenaline for a child with anaphylaxis?",
)
DEMO_HOME = ".demo-home"
HEAD, PARAGRAPHS, LOG_HEAD, LOG_TAIL = 48, 1, 6, 12
COLUMNS = "80"


def demo_question() -> str:
    """The question of `make demo`."""
    found = re.search(r"^QUESTION := (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise marked.PageError("The Makefile has no line `QUESTION := ...`.")
    return found[1].strip()


def page_blocks() -> dict[str, str]:
    """The blocks of the page on how an answer is made; the times are those of a process that has answered before."""
    with tempfile.TemporaryDirectory() as folder, bench(Path(folder)) as on:
        others = tuple(on.ask(text, JURISDICTION) for text in OTHERS)
        on.ask(demo_question(), JURISDICTION)
        seen = on.trace(demo_question(), JURISDICTION)
        question = f'curbside ask --jurisdiction {JURISDICTION} --length {LENGTH} "{seen.question.text}"'
        return {
            "question": marked.fenced(marked.wrapped(question)),
            **stages.blocks(seen, on),
            **outcomes.blocks(seen, on, others),
        }


def readme_blocks() -> dict[str, str]:
    """What `make demo` prints, its beginning and its end."""
    with tempfile.TemporaryDirectory() as folder:
        lines = _curbside(["init", "--home", DEMO_HOME, "--jurisdiction", JURISDICTION], folder)
        lines += _curbside(["ask", "--home", DEMO_HOME, "--length", LENGTH, demo_question()], folder)
    # The last paragraphs and not so many lines: the time in the last one moves its wrap.
    breaks = [len(lines) - i for i, line in enumerate(lines) if not line.strip() and i < len(lines) - 1]
    return {"demo": marked.fenced(cut(lines, HEAD, breaks[-PARAGRAPHS] - 1))}


def _curbside(arguments: Sequence[str], folder: str) -> list[str]:
    program = Path(sys.executable).with_name("curbside")
    environ = {k: v for k, v in os.environ.items() if not k.startswith("CURBSIDE_")} | {"COLUMNS": COLUMNS}
    done = subprocess.run(
        [program, *arguments],
        cwd=folder,
        env=environ | {"PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=True,
    )
    return [line.rstrip().replace(f"{os.path.realpath(folder)}/", ".../") for line in done.stdout.splitlines()]


def cut(lines: Sequence[str], head: int, tail: int) -> str:
    """The first lines (to an empty one, if near) and the last, and between them how many are left out."""
    if len(lines) <= head + tail + 1:
        return "\n".join(lines)
    end = next((i for i in range(head, head + 15) if i < len(lines) and not lines[i].strip()), head)
    begin = len(lines) - tail
    return "\n".join([*lines[:end], "", f"... ({begin - end} lines left out here)", "", *lines[begin:]])


def log_block(log: Path) -> str:
    """The output of `make test`, without colour and machine paths, shortened."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", log.read_text(encoding="utf-8"))
    lines = [line.rstrip() for line in text.splitlines()]
    return marked.fenced(cut(lines, LOG_HEAD, LOG_TAIL))


def check() -> list[str]:
    """The blocks that are out of date, with their pages."""
    made = page_blocks()
    made.pop("times")
    return [
        f"{page.name}: {name}"
        for page, parts in ((PAGE, made), (README, readme_blocks()))
        for name in marked.stale(page, parts)
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check; 1 where something is out of date."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the page")
    parser.add_argument("--readme", action="store_true", help="write the README's blocks")
    parser.add_argument("--log", type=Path, metavar="FILE", help="with --readme: the output of `make test`")
    parser.add_argument("--check", action="store_true", help="say whether both are up to date, times aside")
    given = parser.parse_args(arguments)
    if not (given.write or given.readme or given.check):
        parser.error("give --write, --readme or --check")
    if given.write:
        marked.write(PAGE, page_blocks())
    if given.readme:
        marked.write(README, readme_blocks() | ({"tests": log_block(given.log)} if given.log else {}))
    out_of_date = check() if given.check else []
    for name in out_of_date:
        print(f"Out of date: {name}; run python evals/how_made.py --write --readme")
    return 1 if out_of_date else 0


if __name__ == "__main__":
    raise SystemExit(main())
