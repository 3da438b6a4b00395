"""Loading and looking in a vocabulary of MeSH's size: an invented file of descriptors, in NLM's XML.

python evals/vocabulary_size.py [--descriptors 31000] [--questions 100]
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from curbside.retrieval.understanding import understand
from curbside.retrieval.widening import widened
from curbside.types import Question
from curbside.vocabularies import Vocabularies
from curbside.vocabularies.formats import given

SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi xo za bre clo dri fla gri".split()
CONCEPTS, TERMS, WORDS = 2, 4, 30_000
FILLER = "Invented text, as long as a note on scope. " * 8


def main() -> None:
    """Write the file, load it, ask, and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--descriptors", type=int, default=31_000)
    parser.add_argument("--questions", type=int, default=100)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desc2099.xml"
        names = written(path, asked.descriptors)
        before, began, cpu = _megabytes(), time.perf_counter(), time.process_time()
        with Vocabularies(Path(folder)) as vocabularies:
            info = vocabularies.load(given([path])[0]).info
        out: dict[str, object] = {
            "concepts": info.concepts,
            "names": info.names,
            "file MB": round(path.stat().st_size / 1e6, 1),
            "stored MB": round(info.bytes / 1e6, 1),
            "load seconds": round(time.perf_counter() - began, 1),
            "load processor seconds": round(time.process_time() - cpu, 1),
            "memory before, most MB": [before, _megabytes()],
        }
        print(json.dumps({**out, **looked(Path(folder), names, asked.questions)}, indent=2))


def written(path: Path, descriptors: int) -> list[str]:
    """Write so many invented descriptors; the preferred names of some."""
    draw = random.Random(1)
    pool = ["".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))) for _ in range(WORDS)]
    kept = []
    with path.open("w", encoding="utf-8") as out:
        out.write('<?xml version="1.0"?>\n<DescriptorRecordSet LanguageCode="eng">\n')
        for number in range(descriptors):
            names = [" ".join(draw.choices(pool, k=draw.choice((1, 2, 2, 3, 3, 4)))) for _ in range(CONCEPTS * TERMS)]
            out.write(_record(number, names))
            kept += [names[0]] if number % 100 == 0 else []
        out.write("</DescriptorRecordSet>\n")
    return kept


def looked(folder: Path, names: list[str], count: int) -> dict[str, float]:
    """Milliseconds to widen a question: the first with a fresh opening, then the others."""
    texts = [
        f"What is the dose for {names[n % len(names)]} in adults with chronic kidney disease?" for n in range(count)
    ]
    questions = [understand(text) for text in texts]
    with Vocabularies(folder) as vocabularies:
        times = [_timed(question, vocabularies) for question in questions]
        began = time.perf_counter()
        vocabularies.find(" ".join(texts)[:10_000])
        longest = (time.perf_counter() - began) * 1000
    rest = sorted(times[1:])
    return {
        "first question ms": round(times[0], 2),
        "p50 ms": round(rest[len(rest) // 2], 2),
        "p95 ms": round(rest[int(len(rest) * 0.95)], 2),
        "10,000 characters ms": round(longest, 1),
    }


def _timed(question: Question, vocabularies: Vocabularies) -> float:
    began = time.perf_counter()
    widened(question, vocabularies)
    return (time.perf_counter() - began) * 1000


def _record(number: int, names: list[str]) -> str:
    concepts = (
        f'<Concept PreferredConceptYN="{"N" if at else "Y"}"><ConceptUI>M{number}-{at}</ConceptUI><ConceptName><String>'
        f"{names[at * TERMS]}</String></ConceptName><ScopeNote>{FILLER}</ScopeNote>{_relation(number, at)}<TermList>"
        + "".join(
            f'<Term IsPermutedTermYN="N" LexicalTag="NON"><TermUI>T</TermUI><String>{name}</String></Term>\n'
            for name in names[at * TERMS : (at + 1) * TERMS]
        )
        + "</TermList></Concept>"
        for at in range(CONCEPTS)
    )
    trees = f"<TreeNumber>C{number % 20:02}.{number // 20:04}</TreeNumber>"
    return (
        f'<DescriptorRecord DescriptorClass="1"><DescriptorUI>D{number:06}</DescriptorUI><TreeNumberList>{trees}'
        f"</TreeNumberList><ConceptList>{''.join(concepts)}</ConceptList></DescriptorRecord>\n"
    )


def _relation(number: int, at: int) -> str:
    if at:
        return ""
    pair = f"<Concept1UI>M{number}-0</Concept1UI><Concept2UI>M{number}-1</Concept2UI>"
    return f'<ConceptRelationList><ConceptRelation RelationName="NRW">{pair}</ConceptRelation></ConceptRelationList>'


def _megabytes() -> int:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1_000_000 if sys.platform == "darwin" else 1_000)


if __name__ == "__main__":
    main()
