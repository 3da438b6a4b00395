"""Garbage collection in a process that stays and answers question after question.

What an answer makes is freed as soon as nothing names it; the collector looks for cycles, and goes for that through all
that the process keeps: vocabularies, patterns, and some hundred thousand units of the sources that were read last. By
Python's own thresholds that took 40 ms of processor time a question in a library of 200,000 passages, a third of a
second at a time (docs/benchmarks.md).
"""

from __future__ import annotations

import gc
from typing import Final

_THRESHOLDS: Final = (10_000, 20, 50)


def settle() -> None:
    """Leave what is there by now out of the search for cycles, and search less often.

    It holds for the whole process: for a program that begins to answer, never for a library that others import.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
