"""How long `curbside conflicts` takes over a library of many invented sources, and how many conflicts it tells.

    python evals/conflicts_library.py [--sources 2000] [--sentences 40]

Every source has sentences of doses, maxima, advice, thresholds, monitoring and plain prose on ten of 150 invented
drugs, with values that differ between sources in one of ten. Reading the library is not counted, the comparison is, in
seconds of the processor: other work on the machine does not change it.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator

from curbside.evidence.conflicts.across import across
from curbside.testing.homes import invented_document
from curbside.types import Source

DRUGS = [
    f"{a}{b}olol" for a in "bam bem bim bom bum dam dem dim dom dum".split() for b in "adi edi idi odi udi".split()
]
DRUGS += [name.replace("olol", "opril") for name in DRUGS] + [name.replace("olol", "sartan") for name in DRUGS]
CONDITIONS = ("gout", "asthma", "hypertension", "heart failure", "migraine", "epilepsy", "depression", "osteoporosis")
FORMS = (
    "Adults with {condition} are given {drug} {amount} mg by mouth once daily.",
    "The maximum dose of {drug} for adults with {condition} is {large} mg by mouth daily.",
    "{drug} is recommended in adults with {condition}.",
    "The dose of {drug} is reduced if eGFR is below {limit} mL/min/1.73 m2.",
    "Serum potassium should be measured every {months} months in adults with {condition} taking {drug}.",
    "{drug} was well liked by those who read of it, and nothing else is told in this sentence.",
    "The invented institute met in the spring and wrote down what it had talked about.",
)


def sources(count: int, sentences: int, seed: int = 7) -> Iterator[Source]:
    """`count` invented guidelines of `sentences` sentences each."""
    draw = random.Random(seed)
    for n in range(count):
        drugs = draw.sample(DRUGS, 10)
        lines = [_sentence(draw, draw.choice(drugs)) for _ in range(sentences)]
        yield invented_document(f"local:invented-{n}", f"# Invented source {n}\n\n## Guidance\n\n{' '.join(lines)}\n")


def _sentence(draw: random.Random, drug: str) -> str:
    odd = draw.random() < 0.1
    filled = draw.choice(FORMS).format(
        drug=drug,
        condition=CONDITIONS[sum(map(ord, drug)) % len(CONDITIONS)],
        amount=20 if odd else 10,
        large=80 if odd else 40,
        limit=45 if odd else 30,
        months=6 if odd else 3,
    )
    return filled[0].upper() + filled[1:]


def main() -> None:
    """Make the sources, compare them, print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sources", type=int, default=2000)
    parser.add_argument("--sentences", type=int, default=40)
    given = parser.parse_args()
    made = list(sources(given.sources, given.sentences))
    start = time.process_time()
    found = across(made)
    seconds = time.process_time() - start
    kinds = Counter(str(d.kind) for d in found)
    print(f"{len(made)} sources, {sum(len(s.units) for s in made)} units: {seconds:.1f} s; {dict(kinds)}")


if __name__ == "__main__":
    main()
