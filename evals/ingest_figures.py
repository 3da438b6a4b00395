"""Write what the reading of the literature measured into docs/benchmarks.md.

    python evals/ingest_figures.py --kept FOLDER [--formats FOLDER] [--write]

Each slow proof is run by itself, its output kept in FOLDER under the name in `PROOFS` (`COMMAND > FOLDER/killing.txt`);
the end of that output goes into the page as it is, with the command. The counts over a folder of real files are made
anew. A proof whose output is not there is named as not run.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals import marked
from evals.figures import PAGE, stamped

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Proof:
    """A command whose output is kept. lines: how many of its last lines tell the result."""

    command: str
    lines: int


PROOFS = {
    "pubmed-reading": Proof(
        "python benchmarks/pubmed_reading.py --rounds 5 --large 0 --authors 6 --references 57, then --references 10", 8
    ),
    "loading": Proof("python -m benchmarks.loading --count 30000 --files 2", 4),
    "killing": Proof("python -m benchmarks.killing --times 100 --count 400", 1),
    "damaged": Proof("python benchmarks/damaged_inputs.py --seeds 0-9999", 24),
    "splitting": Proof("python evals/splitting.py corpus.jsonl", 2),
}
FORMATS = {
    "formats_pubmed.py": ("pubmed_efetch", "eutils", "pubmed_other"),
    "formats_jats.py": ("jats",),
    "formats_spl.py": ("spl",),
}


def proofs(kept: Path) -> str:
    """The end of each kept output under its command."""
    return "\n\n".join(_proof(kept / f"{name}.txt", proof) for name, proof in PROOFS.items())


def _proof(path: Path, proof: Proof) -> str:
    if not path.is_file():
        return f"`{proof.command}`: not run for this page."
    lines = [line.rstrip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    shown = "\n".join(lines[-proof.lines :])
    return f"`{proof.command}`\n\n```text\n{shown}\n```"


def formats(folder: Path) -> str:
    """The last line of each independent count over the real files in `folder`."""
    rows = []
    for script, folders in FORMATS.items():
        paths = [str(folder / name) for name in folders]
        done = subprocess.run(
            [sys.executable, str(ROOT / "evals" / script), *paths], capture_output=True, text=True, check=False
        )
        last = (done.stdout.strip().splitlines() or [done.stderr.strip()])[-1]
        rows.append(f"| `evals/{script}` | {', '.join(folders)} | {last.strip()} | {done.returncode} |")
    return "\n".join(["| command | folders | its last line | exit code |", "|---|---|---|---|", *rows])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print or write the blocks."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kept", type=Path, required=True, metavar="FOLDER", help="with the kept outputs")
    parser.add_argument("--formats", type=Path, metavar="FOLDER", help="with real files, a folder a format")
    parser.add_argument("--write", action="store_true", help="write the page instead of printing")
    given = parser.parse_args(arguments)
    made = {"reading": stamped("python evals/ingest_figures.py --kept FOLDER", proofs(given.kept))}
    if given.formats:
        made["formats"] = stamped("python evals/ingest_figures.py --formats FOLDER", formats(given.formats))
    if given.write:
        marked.write(PAGE, made)
    else:
        print("\n\n".join(made.values()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
