"""TREC run files: `query Q0 document rank score tag`, a line a document.

Programs that read them (trec_eval and what is built on it) go by the score alone, kept in single precision, and break
ties by their own rule. So each score is written smaller than the one before it, by the least step of single precision
where the search gave both the same: whoever reads the file gets the order that was measured.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from curbside.errors import InputError

TAG: Final = "curbside"
DEPTH: Final = 1000

Ranking = tuple[tuple[str, float], ...]


def run_lines(query: str, ranking: Iterable[tuple[str, float]]) -> Iterator[str]:
    """The lines of one query, without line ends; `ranking` is best first, its scores finite and never rising."""
    last: float | None = None
    for rank, (document, score) in enumerate(ranking, 1):
        rounded = single(score)
        last = rounded if last is None or rounded < last else below(last)
        yield f"{query} Q0 {document} {rank} {last!r} {TAG}"


def write_run(path: Path, results: Iterable[tuple[str, Ranking]]) -> None:
    """Write the rankings of queries, in their order, in one step.

    Raises InputError where an id has white space in it, which such a file has no way to write.
    """
    draft = path.with_name(path.name + ".new")
    with draft.open("w", encoding="utf-8", newline="\n") as stream:
        for query, ranking in results:
            for name in (query, *(document for document, _ in ranking)):
                if name.split() != [name]:
                    raise InputError(str(path), f"the id {name!r} has white space, which a run file cannot hold")
            stream.writelines(line + "\n" for line in run_lines(query, ranking))
    draft.replace(path)


def single(value: float) -> float:
    """`value` as the nearest number of IEEE 754 single precision."""
    return float(struct.unpack("<f", struct.pack("<f", value))[0])


def below(value: float) -> float:
    """The greatest number of single precision that is smaller than `value`, which is one."""
    if value == 0:
        return float(struct.unpack("<f", struct.pack("<I", 0x80000001))[0])
    (bits,) = struct.unpack("<I", struct.pack("<f", value))
    return float(struct.unpack("<f", struct.pack("<I", bits - 1 if value > 0 else bits + 1))[0])
