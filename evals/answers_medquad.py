"""Ask questions of MedQuAD in other words, of a library of all its answers, and of one from which theirs are gone.

    python evals/answers_medquad.py DATA_DIR [--part dev|held] [--questions N] [--refusals N] [--ranker words|...]
        [--names] [--home DIR] [--length short|standard|full] [--limit N] [--no-baselines] [--items FILE] [--write FILE]

`answers_medquad_questions.py` says what a document is, how questions are drawn and put in other words, and what is
taken out. The first 500 of the draw are asked, parted in halves by a hash: `dev` is for building with; of `held` only
the summary is printed, and it is not looked at before the final figure. The library stands on words alone unless
`--ranker` says otherwise (vectors for 16,407 documents take long). `--limit N` asks the first N of the part, of both.

Where a question calls the focus by a synonym that its right documents do not use, nothing in the library says what is
meant: words cannot find it, and figures are given apart for the questions whose name does stand in a right document
(*named*). With `--names`, the synonyms that MedQuAD gives are loaded as a vocabulary (`curbside vocabularies load`), as
an owner with a list of names would do; they are the list from which the questions were put in other words, so that is
the most that such a list can bring.

What is right, settled before the first run:

- *right document*: the first citation of the first statement, in reading order, is of a document whose focus, or one
  of whose synonyms, is the focus drawn or the name that stands for it, and whose type is the one asked. Any refusal is
  wrong.
- *right focus*: the same without regard to the type.
- *refused*: 100 other questions by the same rules, in the order of another hash, no two of one focus, are asked of a
  library from which every document of all their foci was taken out. An answer is wrong, whatever it says.
- The ideal answers of ROUGE are the right documents. They are in the library, for Curbside as for the plain ways.
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
from evals.answers_home import engine, made, number, with_names
from evals.answers_medquad_questions import Pair, Reworded, documents, other_names, pairs, reworded, without

from curbside.engine import Engine
from curbside.evaluating.answers import Outcome, outcome, summary
from curbside.evaluating.questions import Asked

HOME = Path(tempfile.gettempdir()) / "curbside-medquad"


@dataclass(frozen=True, slots=True)
class Item:
    """A question and what came of it."""

    question: Reworded
    outcome: Outcome

    @property
    def right(self) -> bool:
        """The first cited document is a right one."""
        return bool(self.outcome.sources) and self.outcome.sources[0] in self.question.right

    @property
    def right_focus(self) -> bool:
        """The first cited document is of the focus."""
        return bool(self.outcome.sources) and self.outcome.sources[0] in self.question.focus


def item(engine: Engine, question: Reworded, options: Mapping[str, str]) -> Item:
    """Ask one question."""
    began = time.perf_counter()
    result = engine.ask(question.text, **options)
    spent = (time.perf_counter() - began) * 1000
    asked = Asked(question.id, question.text, question.ideal, tuple(sorted(question.right)))
    return Item(question, outcome(asked, result, spent, {}))


def drawn(found: Sequence[Pair], count: int, part: str) -> list[Reworded]:
    """Those of the first `count` of the draw that are of the part."""
    return [one for one, _ in zip(reworded(found), range(count), strict=False) if one.part == part]


def bereft(found: Sequence[Pair], count: int) -> tuple[list[Reworded], list[Pair]]:
    """Questions whose foci are taken out, and the documents that are left."""
    order = sorted(reworded(found), key=lambda one: number(f"refuse|{one.id}"))
    by_focus: dict[str, Reworded] = {}
    for one in order:
        by_focus.setdefault(one.id.partition("|")[0], one)
    chosen = list(by_focus.values())[:count]
    return chosen, without(found, (one.id.partition("|")[0] for one in chosen))


def figures(items: Sequence[Item], refusals: Sequence[Item], comparison: Compared | None) -> dict[str, Any]:
    """All that is reported of a part."""
    types = Counter(one.question.type for one in items)
    right = Counter(one.question.type for one in items if one.right)
    return {
        "questions": len(items),
        "right_document": share([one.right for one in items]),
        "right_focus": share([one.right_focus for one in items]),
        "right_document_named": share([one.right for one in items if one.question.named]),
        "right_document_not_named": share([one.right for one in items if not one.question.named]),
        "by_type": {name: [right[name], count] for name, count in types.most_common()},
        "refused": share([one.outcome.refused for one in refusals]),
        "summary": summary([one.outcome for one in items]),
        "compared": comparison.figures() if comparison else None,
    }


def shown(found: Mapping[str, Any]) -> str:
    """The figures for a terminal."""
    total = found["summary"]
    lines = [
        f"MedQuAD, {found['part']}: {found['questions']} questions, found by {found['search']}",
        f"  {found['documents']} documents, {found['documents_left']} where foci were taken out; "
        f"length {found['length']}{'; names loaded' if found['names'] else ''}",
    ]
    for name in ("right_document", "right_document_named", "right_document_not_named", "right_focus", "refused"):
        one = found[name]
        low, high = one["interval"]
        lines.append(f"  {name:<25}{one['right']:>4} of {one['of']:<4} {one['share']:.1%} ({low:.1%} to {high:.1%})")
    lines.append("  by type: " + ", ".join(f"{name} {right}/{of}" for name, (right, of) in found["by_type"].items()))
    lines.append(
        f"  refused wrongly {total['refused']}; words {total['words'] and total['words']['mean']}; "
        f"p50 {total['milliseconds']['p50']} ms, p95 {total['milliseconds']['p95']} ms"
    )
    if found["compared"]:
        lines.append(told(found["compared"]))
    return "\n".join(lines)


def measure(
    data_dir: Path,
    part: str = "dev",
    questions: int = 500,
    refusals: int = 100,
    ranker: str = "words",
    home: Path = HOME,
    length: str | None = None,
    limit: int | None = None,
    baselines: bool = True,
    names: bool = False,
) -> tuple[dict[str, Any], list[Item], list[Item]]:
    """Ask the part's questions; the libraries are made where they are not there yet."""
    found = pairs(data_dir)
    lacking, left = bereft(found, refusals)
    options = {"length": length} if length else {}
    homes = [made(home, documents(found), ranker), made(Path(f"{home}-without-{refusals}"), documents(left), ranker)]
    if names:
        homes = [with_names(one, other_names(found)) for one in homes]
    with engine(homes[0], ranker) as opened:
        items = [item(opened, one, options) for one in drawn(found, questions, part)[:limit]]
        rows = [(one.question.text, one.outcome.answer, one.question.ideal) for one in items]
        comparison = compared(rows, Baselines(opened, ranker)) if baselines else None
    of_part = [one for one in lacking if one.part == part][:limit]
    with engine(homes[1], ranker) as opened:
        refused = [item(opened, one, options) for one in of_part]
    told_ = {
        "part": part,
        "length": length or "standard",
        "search": items[0].outcome.search,
        "names": names,
        "documents": len(found),
        "documents_left": len(left),
    }
    return {**told_, **figures(items, refused, comparison)}, items, refused


def written(items: Iterable[Item]) -> Iterator[str]:
    """A line an item."""
    for one in items:
        row = {
            "question": one.question.text,
            "focus": sorted(one.question.focus),
            "right": sorted(one.question.right),
            "named": one.question.named,
            "right_document": one.right,
            "right_focus": one.right_focus,
        }
        yield json.dumps({**one.outcome.row(), **row}, ensure_ascii=False) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--part", choices=("dev", "held"), default="dev")
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--refusals", type=int, default=100)
    parser.add_argument("--ranker", choices=("words", "vectors", "hybrid"), default="words")
    parser.add_argument("--home", type=Path, default=HOME)
    parser.add_argument("--names", action="store_true", help="Load MedQuAD's synonyms as a vocabulary.")
    parser.add_argument("--length", choices=("short", "standard", "full"))
    parser.add_argument("--limit", type=int)
    parser.add_argument("--no-baselines", dest="baselines", action="store_false")
    parser.add_argument("--items", type=Path, help="Write what came of each question (dev only).")
    parser.add_argument("--write", type=Path, metavar="FILE", help="Write the figures as JSON.")
    given = parser.parse_args(arguments)
    if given.items and given.part == "held":
        parser.error("--items is for the part dev; of held only the summary is shown")
    options = {name: value for name, value in vars(given).items() if name not in ("items", "write")}
    found, items, refused = measure(**options)
    print(shown(found))
    if given.items:
        given.items.write_text("".join(written([*items, *refused])), encoding="utf-8")
    kept(given.write, found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
