"""What asking syntok only where an end is in doubt changes: speed, and every sentence that begins elsewhere.

    python evals/splitting.py corpus.jsonl [--limit N]

corpus.jsonl: objects with a "text" or an "answer" (BEIR's corpus, MedQuAD).
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from unittest.mock import patch

from curbside.language import _sentences


def texts(path: Path, limit: int) -> list[str]:
    """The texts of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line, _ in zip(lines, range(limit), strict=False)]
    return [text for row in rows if (text := row.get("text") or row.get("answer"))]


def begins(found: list[str]) -> tuple[list[set[int]], float]:
    """Where the sentences of each text begin, and the seconds of processor time that took."""
    began = time.process_time()
    all_begins = [{start for start, _ in _sentences.sentences(text)} for text in found]
    return all_begins, time.process_time() - began


def main() -> None:
    """Print speeds and differences."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--limit", type=int, default=2000)
    given = parser.parse_args()
    found = texts(given.corpus, given.limit)
    now, seconds = begins(found)
    with patch.object(_sentences, "_clear_ends", lambda text: []):
        whole, whole_seconds = begins(found)
    different = 0
    for text, one, other in zip(found, now, whole, strict=True):
        for at in sorted(one ^ other):
            different += 1
            side = "only now" if at in one else "only by syntok"
            print(f"{side}: {text[max(0, at - 50) : at]!r} | {text[at : at + 40]!r}")
    print(f"{len(found)} texts, {sum(map(len, whole))} sentences, {different} begin differently")
    print(f"{len(found) / seconds:.0f} texts a second, by syntok alone {len(found) / whole_seconds:.0f}")


if __name__ == "__main__":
    main()
