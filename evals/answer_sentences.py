"""Read the statements of 2,000 answers by rule: which hang on a neighbour that is not there, are headings, or are cut.

    python evals/answer_sentences.py --pubmedqa FILE --medquad DIR [--answers 2000] [--ranker words|vectors|hybrid]
        [--length short|standard|full] [--held] [--limit N] [--out FILE] [--write FILE]

Written without reading how sentences are chosen. The questions, by rule: the reviewed ones of `questions/` (of the
starter library, with their jurisdiction and audience), PubMedQA's half `dev` (with `--held` both), and MedQuAD's
reworded ones from the 501st of the draw on (the first 500 are measured elsewhere) until there are `--answers` in all.

What is counted, of each statement as a reader sees it:

- *dangling*: it begins with a pronoun or demonstrative ("It", "They", "This", "These patients", "Such", "However,
  this ...") and nothing in the statement stands before it. A statement that begins with its context (the sentence
  before, a name) begins otherwise and is not counted. "It is known that" and the like point to nothing and are not
  counted. What stands after a label with a colon ("Symptoms: They ...") is counted apart, since the label may or may
  not say what is meant, and so is "This study", which the citation resolves for a reader who looks there.
- *heading*: no mark at the end and no verb, in title case or capitals, or with a colon or question mark at the end.
- *fragment*: at most eight words with a mark at the end, and no verb ("A field trial of three years.").
- *cut*: no mark at the end (unless it is a list item or a table row, whole), an ending that goes on ("and", "of the",
  a comma, "e.g."), brackets without their partners, or a beginning in the middle (a small letter, a closing mark).
- *twice*: the same words as an earlier statement of the answer.
- *chatter*: what was done, not what was found ("we searched", "data were collected", "the aim of this study").
- *pointer*: to somewhere else, or to somebody ("For more information", "See the section on", a telephone number).

Verbs are told by closed lists, endings and place, so heading and fragment are to be read, not believed: `--out` writes
all that was counted, with the question. The aim is none that is dangling, a heading or cut. After the first run three
rules were amended because they were wrong: brackets that end in a short word ("(n = 41)") were taken for marks of a
list, "met" and "underwent" were no verbs, and "what the reasons are." was taken for cut. After a later one, that was
read whole, verbs are also told by what stands beside them ("trust your intuition", "doctors routinely test people"):
eight sentences had been taken for fragments.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals import answers_medquad, answers_medquad_questions, answers_pubmedqa
from evals.answer_sentences_rules import AIMED, WATCHED, judged
from evals.answers_baselines import kept
from evals.answers_home import engine, made
from evals.starter_questions import FILES, load

from curbside.engine import Engine
from curbside.evaluating.answers import in_order
from curbside.retrieval.opening import open_home
from curbside.types import Answer, Relation, Statement, UnitKind

STARTER: Final = Path(tempfile.gettempdir()) / "curbside-starter"


@dataclass(frozen=True, slots=True)
class Found:
    """A statement that was counted. why: under which names."""

    origin: str
    question: str
    place: int
    why: tuple[str, ...]
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: questions asked, refusals, statements, and what was counted."""

    asked: int
    refused: int
    statements: int
    found: tuple[Found, ...]


def read(engine: Engine, origin: str, asked: Iterable[tuple[str, Mapping[str, Any]]]) -> Read:
    """Ask each question, with its options, and read the statements."""
    found: list[Found] = []
    count = refused = statements = 0
    for question, options in asked:
        count += 1
        result = engine.ask(question, **options)
        if not isinstance(result, Answer):
            refused += 1
            continue
        ordered = in_order(result)
        statements += len(ordered)
        found += _of_answer(engine, origin, question, ordered)
    return Read(count, refused, statements, tuple(found))


def _of_answer(engine: Engine, origin: str, question: str, ordered: Sequence[Statement]) -> Iterator[Found]:
    seen: set[str] = set()
    for place, statement in enumerate(ordered, 1):
        why = judged(statement.text, _whole_part(engine, statement))
        plain = " ".join(re.findall(r"\w+", statement.text.casefold()))
        if plain in seen:
            why.append("twice")
        seen.add(plain)
        if why:
            source = next((c.source for c in statement.citations if c.relation is Relation.SUPPORTS), "")
            yield Found(origin, question, place, tuple(why), statement.text, source)


def _whole_part(engine: Engine, statement: Statement) -> bool:
    """Whether what supports it are list items or table rows, each whole."""
    spans = [s for c in statement.citations if c.relation is Relation.SUPPORTS for s in c.spans]
    kinds = []
    for span in spans:
        units = engine.library.get(span.source, span.content_hash).units
        kinds += [u.kind for u in units if (u.start, u.end) == (span.start, span.end)]
    return len(kinds) >= len(spans) > 0 and all(k in (UnitKind.LIST_ITEM, UnitKind.TABLE_ROW) for k in kinds)


def joined(parts: Sequence[Read]) -> Read:
    """All that was read."""
    return Read(
        sum(p.asked for p in parts),
        sum(p.refused for p in parts),
        sum(p.statements for p in parts),
        tuple(one for p in parts for one in p.found),
    )


def figures(all_: Read) -> dict[str, Any]:
    """Counts, by name."""
    counts = Counter(name for one in all_.found for name in one.why)
    return {
        "asked": all_.asked,
        "refused": all_.refused,
        "answers": all_.asked - all_.refused,
        "statements": all_.statements,
        "counts": {name: counts[name] for name in (*AIMED, *WATCHED)},
        "answers_with_any_aimed": len({(o.origin, o.question) for o in all_.found if set(o.why) & set(AIMED)}),
    }


def shown(found: Mapping[str, Any]) -> str:
    """The counts for a terminal."""
    lines = [
        f"{found['asked']} questions, {found['refused']} refused; {found['answers']} answers, "
        f"{found['statements']} statements",
        f"answers with a statement that is {', '.join(AIMED)}: {found['answers_with_any_aimed']}",
    ]
    for name, count in found["counts"].items():
        share = count / found["statements"] if found["statements"] else 0.0
        lines.append(f"  {name:<20}{count:>6}  {share:.2%}{'  (aim: none)' if name in AIMED else ''}")
    return "\n".join(lines)


def measure(
    pubmedqa: Path,
    medquad: Path,
    answers: int = 2000,
    ranker: str = "words",
    length: str | None = None,
    held: bool = False,
    limit: int | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Read:
    """Ask all; limit: at most so many of each collection."""
    options = {"length": length} if length else {}
    parts = [_starter(ranker, options, limit)]
    tell(shown(figures(parts[-1])))
    data = json.loads(pubmedqa.read_text(encoding="utf-8"))
    chosen = [record["QUESTION"] for pmid, record in data.items() if held or answers_pubmedqa.part_of(pmid) == "dev"][
        :limit
    ]
    home = made(answers_pubmedqa.HOME, answers_pubmedqa.documents(data, True), ranker)
    with engine(home, ranker) as opened:
        parts.append(read(opened, "pubmedqa", ((text, options) for text in chosen)))
    tell(shown(figures(parts[-1])))
    pairs = answers_medquad_questions.pairs(medquad)
    more = max(answers - sum(part.asked for part in parts), 0)
    texts = [one.text for one in answers_medquad_questions.reworded(pairs)][500 : 500 + more][:limit]
    home = made(answers_medquad.HOME, answers_medquad_questions.documents(pairs), ranker)
    with engine(home, ranker) as opened:
        parts.append(read(opened, "medquad", ((text, options) for text in texts)))
    tell(shown(figures(parts[-1])))
    return joined(parts)


def _starter(ranker: str, options: Mapping[str, str], limit: int | None) -> Read:
    open_home(STARTER)[0].close()
    rows = [row for row in load(FILES) if row["question"].strip() and len(row["question"]) < 5000][:limit]
    asked = (
        (row["question"], {**options, "jurisdiction": row["jurisdiction"], "audience": row["audience"]}) for row in rows
    )
    with engine(STARTER, ranker) as opened:
        return read(opened, "starter", asked)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pubmedqa", type=Path, required=True, metavar="FILE")
    parser.add_argument("--medquad", type=Path, required=True, metavar="DIR")
    parser.add_argument("--answers", type=int, default=2000)
    parser.add_argument("--ranker", choices=("words", "vectors", "hybrid"), default="words")
    parser.add_argument("--length", choices=("short", "standard", "full"))
    parser.add_argument("--held", action="store_true", help="PubMedQA's other half too.")
    parser.add_argument("--limit", type=int, help="At most so many of each collection.")
    parser.add_argument("--out", type=Path, metavar="FILE", help="Write what was counted, for reading.")
    parser.add_argument("--write", type=Path, metavar="FILE", help="Write the figures as JSON.")
    given = parser.parse_args(arguments)
    options = {name: value for name, value in vars(given).items() if name not in ("out", "write")}
    all_ = measure(**options, tell=lambda text: print(text, file=sys.stderr))
    print(shown(figures(all_)))
    if given.out:
        given.out.write_text("".join(json.dumps(asdict(o), ensure_ascii=False) + "\n" for o in all_.found), "utf-8")
    kept(given.write, figures(all_))
    return 0


if __name__ == "__main__":
    sys.exit(main())
