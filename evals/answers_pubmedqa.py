"""Ask the questions of PubMedQA of a library of their own abstracts, and say how good the answers are.

    python evals/answers_pubmedqa.py DATA_FILE [--part dev|held] [--no-titles] [--ranker words|vectors|hybrid]
        [--home DIR] [--length short|standard|full] [--limit N] [--no-baselines] [--items FILE] [--write FILE]

DATA_FILE is PubMedQA's JSON (Jin and others, 2019, EMNLP-IJCNLP, pages 2567-2577): by PMID the question, the abstract's
paragraphs with their labels, its conclusion (LONG_ANSWER) and the judgement yes, no or maybe.

The library is all abstracts, each as PubMed prints it: the labels are headings, and the conclusion stands last under
the heading CONCLUSIONS. **Titles**: these questions are (nearly) the titles of the papers, and a library of PubMed
records has them, so they are titles here; that makes finding the right paper easy. With `--no-titles` a document is
called by its PMID alone, and only the abstract's own words can find it. Both are measured. The **kind** is what the
reader of PubMed records makes of title and text. PubMedQA does not name the **journal**; since every PubMed record has
one, and a document behind which nobody stands may never lead an answer, it is "a journal indexed in PubMed".

The abstracts are parted in halves by a hash of the PMID, the same as in `directions.py`: `dev` is for building with; of
`held` only the summary is printed, and it is not looked at before the final figure. `--items` (what came of each
question) is for `dev` only.

What is right, settled before the first run:

- *source first*: the first citation of the first statement of the answer, in reading order, is of the abstract that
  the question belongs to. A refusal is wrong.
- *conclusion in the bottom line*: at least one supporting citation of a statement of the bottom line is a span of that
  abstract that lies wholly inside the section CONCLUSIONS. A refusal, or an answer without bottom line, is wrong.
- *yes, no, maybe*: what the answer itself says (`direction`): "yes" and "no" as they are; "disagree", "not settled" and
  none, and a refusal, are "maybe". Right where it is PubMedQA's judgement.
- The ideal answer of ROUGE is LONG_ANSWER. It is in the library, for Curbside as for the plain ways of answering.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals.answers_baselines import Baselines, Compared, compared, kept, share, told
from evals.answers_home import engine, made
from evals.directions import is_held

from curbside.engine import Engine
from curbside.evaluating.answers import Outcome, in_order, outcome, summary
from curbside.evaluating.questions import Asked
from curbside.sources.design import kind_of
from curbside.types import Answer, Refusal, Relation, Source

HEADING = "CONCLUSIONS"
DECISIONS = ("yes", "no", "maybe")
HOME = Path(tempfile.gettempdir()) / "curbside-pubmedqa"


@dataclass(frozen=True, slots=True)
class Item:
    """A question, what came of it, and what was right."""

    pmid: str
    decision: str
    outcome: Outcome
    source_first: bool
    concluded: bool
    said: str


def documents(data: Mapping[str, Mapping[str, Any]], titles: bool) -> Iterator[dict[str, Any]]:
    """The abstracts as JSON lines."""
    for pmid, record in data.items():
        title = record["QUESTION"] if titles else f"PubMed record {pmid}"
        paragraphs = [*zip(record["LABELS"], record["CONTEXTS"], strict=True), (HEADING, record["LONG_ANSWER"])]
        yield {
            "id": f"pmid:{pmid}",
            "kind": str(kind_of((), title, "\n\n".join(f"{label}\n\n{text}" for label, text in paragraphs))),
            "title": title,
            "publisher": "a journal indexed in PubMed",
            "date": record["YEAR"],
            "identifiers": [f"pmid:{pmid}"],
            "subjects": record["MESHES"],
            "sections": [{"heading": label, "text": text} for label, text in paragraphs],
        }


def part_of(pmid: str) -> str:
    """dev or held."""
    return "held" if is_held(pmid) else "dev"


def concluding(source: Source) -> tuple[int, int]:
    """Where the last section that is called CONCLUSIONS stands, [start, end)."""
    under = [u for u in source.units if u.headings[-1:] == (HEADING,)]
    last = max(u.heading_ranges[-1].start for u in under)
    inside = [u for u in under if u.heading_ranges[-1].start == last]
    return min(u.start for u in inside), max(u.end for u in inside)


def item(engine: Engine, pmid: str, record: Mapping[str, Any], options: Mapping[str, str]) -> Item:
    """Ask one question."""
    began = time.perf_counter()
    result = engine.ask(record["QUESTION"], **options)
    spent = (time.perf_counter() - began) * 1000
    own = f"pmid:{pmid}"
    came = outcome(Asked(pmid, record["QUESTION"], (record["LONG_ANSWER"],), (own,)), result, spent, {})
    return Item(
        pmid,
        record["final_decision"],
        came,
        came.sources[:1] == (own,),
        cites_conclusion(result, engine.library.get(own)),
        said(result),
    )


def cites_conclusion(result: Answer | Refusal, source: Source) -> bool:
    """Whether a statement of the bottom line is supported by a span inside the source's conclusion."""
    if isinstance(result, Refusal):
        return False
    start, end = concluding(source)
    return any(
        span.source == source.id and start <= span.start and span.end <= end
        for statement in in_order(result)
        if statement.id in result.bottom_line
        for citation in statement.citations
        if citation.relation is Relation.SUPPORTS
        for span in citation.spans
    )


def said(result: Answer | Refusal) -> str:
    """yes, no or maybe, as the answer says it."""
    direction = getattr(result, "direction", None)
    return direction if direction in ("yes", "no") else "maybe"


def figures(items: Sequence[Item], comparison: Compared | None) -> dict[str, Any]:
    """All that is reported of a part."""
    table = Counter((one.decision, one.said) for one in items)
    return {
        "questions": len(items),
        "source_first": share([one.source_first for one in items]),
        "conclusion_in_bottom_line": share([one.concluded for one in items]),
        "decision": share([one.decision == one.said for one in items]),
        "always_yes": share([one.decision == "yes" for one in items]),
        "confusion": {is_: {said_: table[is_, said_] for said_ in DECISIONS} for is_ in DECISIONS},
        "summary": summary([one.outcome for one in items]),
        "compared": comparison.figures() if comparison else None,
    }


def shown(part: str, found: Mapping[str, Any]) -> str:
    """The figures for a terminal."""
    total = found["summary"]
    lines = [f"PubMedQA, {part}: {found['questions']} questions, found by {found['search']}"]
    lines.append(f"  titles: {'the question' if found['titles'] else 'none'}; length {found['length']}")
    for name in ("source_first", "conclusion_in_bottom_line", "decision", "always_yes"):
        one = found[name]
        low, high = one["interval"]
        lines.append(f"  {name:<27}{one['right']:>4} of {one['of']}  {one['share']:.1%} ({low:.1%} to {high:.1%})")
    lines += ["  judged (down), said (across)", "  " + " " * 10 + "".join(f"{name:>8}" for name in DECISIONS)]
    lines += [
        f"  {is_:<10}" + "".join(f"{row[said_]:>8}" for said_ in DECISIONS) for is_, row in found["confusion"].items()
    ]
    lines.append(
        f"  refused {total['refused']}; words {total['words'] and total['words']['mean']}; "
        f"p50 {total['milliseconds']['p50']} ms, p95 {total['milliseconds']['p95']} ms"
    )
    if found["compared"]:
        lines.append(told(found["compared"]))
    return "\n".join(lines)


def measure(
    data_file: Path,
    part: str = "dev",
    titles: bool = True,
    ranker: str = "hybrid",
    home: Path | None = None,
    length: str | None = None,
    limit: int | None = None,
    baselines: bool = True,
) -> tuple[dict[str, Any], list[Item]]:
    """Ask the part's questions; the library is made where it is not there yet."""
    data = json.loads(data_file.read_text(encoding="utf-8"))
    folder = made(home or Path(f"{HOME}{'' if titles else '-no-titles'}"), documents(data, titles), ranker)
    chosen = [(pmid, record) for pmid, record in data.items() if part_of(pmid) == part][:limit]
    options = {"length": length} if length else {}
    with engine(folder, ranker) as opened:
        items = [item(opened, pmid, record, options) for pmid, record in chosen]
        rows = [(one.outcome.asked.text, one.outcome.answer, one.outcome.asked.ideal) for one in items]
        comparison = compared(rows, Baselines(opened, ranker)) if baselines else None
    told_ = {"part": part, "titles": titles, "length": length or "standard", "search": items[0].outcome.search}
    return {**told_, **figures(items, comparison)}, items


def written(items: Iterable[Item]) -> Iterator[str]:
    """A line an item."""
    for one in items:
        row = {
            "question": one.outcome.asked.text,
            "judged": one.decision,
            "said": one.said,
            "source_first": one.source_first,
            "concluded": one.concluded,
            "ideal": one.outcome.asked.ideal[0],
        }
        yield json.dumps({**one.outcome.row(), **row}, ensure_ascii=False) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data_file", type=Path)
    parser.add_argument("--part", choices=("dev", "held"), default="dev")
    parser.add_argument("--no-titles", dest="titles", action="store_false")
    parser.add_argument("--ranker", choices=("words", "vectors", "hybrid"), default="hybrid")
    parser.add_argument("--home", type=Path)
    parser.add_argument("--length", choices=("short", "standard", "full"))
    parser.add_argument("--limit", type=int)
    parser.add_argument("--no-baselines", dest="baselines", action="store_false")
    parser.add_argument("--items", type=Path, help="Write what came of each question (dev only).")
    parser.add_argument("--write", type=Path, metavar="FILE", help="Write the figures as JSON.")
    given = parser.parse_args(arguments)
    if given.items and given.part == "held":
        parser.error("--items is for the part dev; of held only the summary is shown")
    options = {name: value for name, value in vars(given).items() if name not in ("items", "write")}
    found, items = measure(**options)
    print(shown(given.part, found))
    if given.items:
        given.items.write_text("".join(written(items)), encoding="utf-8")
    kept(given.write, found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
