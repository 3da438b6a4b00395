"""How many abbreviations answers leave undefined, with and without spelling them out, on PubMedQA's practice questions.

    python evals/abbreviations.py DATA_FILE [--limit 60] [--ranker words|vectors|hybrid] [--home DIR] [--out FILE]

The library and the questions (the half `dev`) are those of `answers_pubmedqa.py`. Counted, once an answer each, are
the words with two or more capitals that are no Roman numeral, unit, drug or route, and not in the list of those that
clinicians read as words (`language/data/well_known.tsv`). One is *defined* where a statement of the answer defines it
in brackets, or the answer spells it out. *Without* is the same answer with what was spelled out taken away again.

Those that stay undefined are parted: *defined nowhere* in the documents that the statement rests on; *defined, left*:
defined there, and not told (two meanings, a digit, a negation, a drug, letters that are no initials, within a longer
word). `--out` writes every definition that was told, with the sentence, and every one that was left, to be read.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals.answers_home import engine, made
from evals.answers_pubmedqa import HOME, documents, part_of

from curbside.engine import Engine
from curbside.evaluating.answers import in_order
from curbside.language import lexicon
from curbside.language.abbreviations import define
from curbside.language.meanings import meaning_at, well_known
from curbside.language.spelled import contracted, uses
from curbside.language.units import UNITS
from curbside.types import Answer, Relation, Source, Statement

TOLD, WITHIN, NOWHERE, LEFT = "told", "defined in a statement", "defined nowhere", "defined, left"
_ROMAN = re.compile(r"[IVX]+")


@dataclass(frozen=True, slots=True)
class Found:
    """An abbreviation of an answer: what came of it, the long form told, and the statement that has it first."""

    question: str
    short: str
    came: str
    long: str
    statement: str


def abbreviations(text: str) -> tuple[str, ...]:
    """The words of a text that are counted, once each, in order."""
    by_start = {use.start: text[use.start : use.end] for use in uses(text)}
    return tuple(dict.fromkeys(w for w in by_start.values() if _counts(w)))


def _counts(word: str) -> bool:
    if word in well_known() or _ROMAN.fullmatch(word):
        return False
    unit = any(re.fullmatch(pattern, word, re.IGNORECASE) for pattern, _ in UNITS)
    return not (unit or lexicon.drugs_in(word) or lexicon.find(word, "route"))


def found(id: str, answer: Answer, opened: Engine) -> Iterator[Found]:
    """What came of each abbreviation of an answer."""
    told: dict[str, str] = {}
    plain: list[tuple[str, Statement]] = []
    for statement in in_order(answer):
        text = statement.text
        for span in (s for c in statement.citations if c.relation is Relation.CONTEXT for s in c.spans):
            definition = meaning_at(opened.library.get(span.source), span.start, span.end)
            bare = contracted(text, definition) if definition else None
            if definition and bare is not None:
                text = bare
                told[definition.short.rstrip("s")] = definition.long
        plain.append((text, statement))
    within = {d.short.rstrip("s") for text, _ in plain for d in define(text)}
    seen: set[str] = set()
    for text, statement in plain:
        for short in abbreviations(text):
            bare = short.rstrip("s")
            if bare not in seen:
                seen.add(bare)
                came = TOLD if bare in told else WITHIN if bare in within else _undefined(bare, statement, opened)
                yield Found(id, short, came, told.get(bare, ""), statement.text)


def _undefined(short: str, statement: Statement, opened: Engine) -> str:
    sources = {c.source for c in statement.citations if c.relation is Relation.SUPPORTS}
    return LEFT if any(_defines(opened.library.get(s), short) for s in sources) else NOWHERE


def _defines(source: Source, short: str) -> bool:
    return any(d.short.rstrip("s") == short for d in define(source.text))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data_file", type=Path)
    parser.add_argument("--limit", type=int, default=60)
    parser.add_argument("--ranker", choices=("words", "vectors", "hybrid"), default="words")
    parser.add_argument("--home", type=Path, default=HOME)
    parser.add_argument("--out", type=Path, help="Write every abbreviation with what came of it, one object a line.")
    given = parser.parse_args(arguments)
    data = json.loads(given.data_file.read_text(encoding="utf-8"))
    home = made(given.home, documents(data, True), given.ranker)
    rows: list[Found] = []
    answers = 0
    with engine(home, given.ranker) as opened:
        for pmid in [p for p in data if part_of(p) == "dev"][: given.limit]:
            result = opened.ask(data[pmid]["QUESTION"])
            if isinstance(result, Answer):
                answers += 1
                rows += found(pmid, result, opened)
    count = Counter(row.came for row in rows)
    left = count[NOWHERE] + count[LEFT]
    print(f"{answers} answers, {len(rows)} abbreviations (once an answer each), found by {given.ranker}")
    print(f"  defined in a statement that was quoted  {count[WITHIN]:>5}")
    print(f"  undefined without spelling out          {left + count[TOLD]:>5}")
    print(f"  undefined with it                       {left:>5}")
    print(f"    no definition in the document         {count[NOWHERE]:>5}")
    print(f"    defined there, and left               {count[LEFT]:>5}")
    if given.out:
        given.out.write_text("".join(json.dumps(asdict(r), ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
