"""How long an answer takes: from nothing, from a cold process, and inside a running one.

    python benchmarks/answering.py [--repeat N]

Bounds (the first one on a folder that does not exist yet, after installation): 20 s, 1.5 s, 60 ms. Medians are
compared; minimum and maximum are printed beside them. Exit code 1 where a bound is broken.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from curbside.engine import Engine

QUESTION = (
    "What is the recommended intramuscular methylcobalamin course for vitamin B12 deficiency with peripheral "
    "neuropathy and body pain?"
)
OTHERS = (
    "What is the apixaban dose in atrial fibrillation?",
    "How is anaphylaxis treated in a child?",
    "First-line treatment of neuropathic pain in adults",
    "Which drugs should be avoided in hypertension in pregnancy?",
)
ASK = [str(Path(sys.executable).with_name("curbside")), "ask", "--jurisdiction", "uk"]


def _cold(home: Path, question: str) -> float:
    begun = time.perf_counter()
    subprocess.run([*ASK, "--home", str(home), question], check=True, capture_output=True)
    return time.perf_counter() - begun


def _warm(home: Path, repeat: int) -> list[float]:
    spent = []
    with Engine.open(home) as engine:
        engine.ask(OTHERS[0], jurisdiction="uk")
        for _ in range(repeat):
            for question in (QUESTION, *OTHERS):
                begun = time.perf_counter()
                engine.ask(question, jurisdiction="uk")
                spent.append(time.perf_counter() - begun)
    return spent


def _first_in_process(home: Path) -> list[float]:
    spent = []
    with Engine.open(home) as engine:
        for question in (QUESTION, *OTHERS):
            begun = time.perf_counter()
            engine.ask(question, jurisdiction="uk")
            spent.append(time.perf_counter() - begun)
    return spent


def _told(name: str, seconds: list[float], bound: float) -> bool:
    middle = statistics.median(seconds)
    low, high = min(seconds) * 1000, max(seconds) * 1000
    spread = f"min {low:.0f}, max {high:.0f}, n {len(seconds)}; bound {bound * 1000:.0f}"
    print(f"{name:<44}{middle * 1000:8.0f} ms  ({spread})")
    return middle <= bound


def main() -> int:
    """Measure, print, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=5)
    repeat = parser.parse_args().repeat
    folder = Path(tempfile.mkdtemp())
    try:
        first = [_cold(folder / f"home{n}", QUESTION) for n in range(max(1, repeat // 2))]
        cold = [_cold(folder / "home0", QUESTION) for _ in range(repeat)]
        fresh = _first_in_process(folder / "home0")
        warm = _warm(folder / "home0", repeat)
    finally:
        shutil.rmtree(folder)
    print(
        f"{'each question the first time in a process':<44}{statistics.median(fresh) * 1000:8.0f} ms  "
        f"(first of all {fresh[0] * 1000:.0f} ms; no bound)"
    )
    results = [
        _told("first run, from nothing to the answer", first, 20.0),
        _told("a second ask, cold process", cold, 1.5),
        _told("an ask inside a running process", warm, 0.060),
    ]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
