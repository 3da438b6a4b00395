"""How long an audit of 50 claims takes against a library of 200,000 passages.

    python benchmarks/auditing.py --medquad DIR [--home DIR] [--passages N] [--repeat N]

The library is the starter library and N passages by the rule of `benchmarks/passages.py`, ten passages a source, put
into the home folder unless one of that size is there. The claims are sentences of the starter library, each with two
neighbouring words exchanged, so that none is in a source as it stands and each is looked for and weighed to the end.
Words rank; the model is not asked; one reference makes the list be held against the whole library. Bound: 10 s for 50
claims on two cores, of the best run; the first one of a process reads the lexicon and the library for the first time.
The processor's time is printed beside the clock's. Exit code 1 where the bound is broken.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.passages import Made, passages

from curbside.auditing.audit import audit
from curbside.auditing.manuscript import of_text
from curbside.language.splitting import split
from curbside.language.text import content_hash, normalise
from curbside.library import Library
from curbside.retrieval.opening import open_home
from curbside.retrieval.stock import Stock
from curbside.types import Kind, Source, State, Status

BOUND, CLAIMS, IN_A_SOURCE, BATCH = 10.0, 50, 10, 500
"""Seconds; claims of the text; passages of a source; sources kept at once."""


def sources(folder: Path, count: int) -> Iterator[Source]:
    """The passages as sources of ten, each under the heading of its first."""
    made = passages(folder, count)
    number = 0
    while group := tuple(islice(made, IN_A_SOURCE)):
        yield _source(number, group)
        number += 1


def _source(number: int, group: tuple[Made, ...]) -> Source:
    title = group[0].title
    text = normalise(f"# {title}\n\n" + "\n\n".join(f"## {m.heading}\n\n{m.text}." for m in group) + "\n")
    return Source(
        id=f"benchmark:{number}",
        text=text,
        content_hash=content_hash(text),
        kind=Kind.FACT_SHEET,
        title=title,
        publisher="Invented Institute",
        date="2024",
        status=Status(State.CURRENT),
        units=split(text, "markdown"),
        extractor="benchmark 1",
    )


def fill(home: Path, medquad: Path, count: int) -> None:
    """Put the passages into the library of a home folder, where they are not there yet."""
    with Library.open(home, create=True) as library:
        if library.resolve(f"benchmark:{-(-count // IN_A_SOURCE) - 1}"):
            return
        library.put_many(sources(medquad, count), BATCH)


def text_of_claims(library: Library) -> str:
    """Fifty sentences of the starter library, each with two neighbouring words exchanged, and a reference."""
    found = []
    for light in library.sources():
        if light.id.startswith("starter:"):
            source = library.get(light.id)
            found += [source.text[u.start : u.end] for u in source.units if u.end - u.start > 60]
    chosen = found[:: max(1, len(found) // CLAIMS)][:CLAIMS]
    return "\n".join(f"- {_exchanged(s)} [1]" for s in chosen) + "\n\nReferences\n\n1. Gut, 2021. PMID: 34497146\n"


def _exchanged(sentence: str) -> str:
    words = sentence.split()
    middle = len(words) // 2
    words[middle - 1], words[middle] = words[middle], words[middle - 1]
    return " ".join(words)


def measured(home: Path, repeat: int) -> Iterable[tuple[int, float, float]]:
    """Claims, seconds by the clock and of the processor, for each run; the library is opened anew for each."""
    for _ in range(repeat):
        library, index = open_home(home)
        try:
            text = text_of_claims(library)
            clock, processor = time.perf_counter(), time.process_time()
            result = audit(of_text(text, "claims.md"), Stock(library, index), library.sources())
            yield len(result.claims), time.perf_counter() - clock, time.process_time() - processor
        finally:
            index.close()
            library.close()


def main() -> int:
    """Fill, measure, print, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--medquad", type=Path, required=True)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--passages", type=int, default=200_000)
    parser.add_argument("--repeat", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = given.home or Path(folder)
        begun = time.perf_counter()
        open_home(home)[1].close()
        fill(home, given.medquad, given.passages)
        library, index = open_home(home)
        print(f"library and index: {index.passages_count():,} passages, {time.perf_counter() - begun:.0f} s")
        index.close()
        library.close()
        runs = list(measured(home, given.repeat))
    for claims, clock, processor in runs:
        print(f"{claims} claims: {clock:.2f} s by the clock, {processor:.2f} s of the processor")
    return int(min(clock for _, clock, _ in runs) > BOUND)


if __name__ == "__main__":
    sys.exit(main())
