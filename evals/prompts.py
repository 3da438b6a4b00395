"""Asks questions with the prompts as they are, and records what the model made of them.

    python evals/prompts.py [--questions N] [--write]

The model is the one of CURBSIDE_MODEL_URL, else the small real one of `curbside.testing.llama_server`. Each of the
first N reviewed questions of the starter library is answered, and every statement that got out is looked up in its
sources again. With --write the scores go into evals/prompts.json under the version and the hash of every prompt, and
into docs/model.md; without it they are printed. A prompt whose text changed keeps no version that is recorded. Exit
code 1 where a statement got out that its sources do not say.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals import marked, starter_questions

from curbside.composing.model import ModelComposer
from curbside.composing.prompts import PROMPTS
from curbside.composing.rewriting import other_words
from curbside.engine import Engine
from curbside.models.chosen import opened
from curbside.models.configuration import URL, Configuration, configuration
from curbside.models.spending import Spending
from curbside.retrieval.opening import open_home
from curbside.settings import load
from curbside.testing.llama_server import CONTEXT, llama_server, missing
from curbside.types import Answer, Relation
from curbside.verifying.statements import checked

HERE = Path(__file__).resolve().parent
RECORD = HERE / "prompts.json"
PAGE = HERE.parent / "docs" / "model.md"
QUESTIONS = HERE / "questions" / "starter.jsonl"


@dataclass(frozen=True, slots=True)
class Score:
    """What came of the questions. wrong: statements that got out and that their sources do not say."""

    model: str
    questions: int
    drafted: int
    passed: int
    repaired: int
    dropped: int
    fell_back: int
    rewritten: int
    wrong: int
    tokens: int
    seconds: float


@contextlib.contextmanager
def configured() -> Iterator[Configuration]:
    """The model that is set, else the small one."""
    if os.environ.get(URL):
        config = configuration()
        assert config is not None
        yield config
        return
    if why := missing():
        raise SystemExit(f"No model: {URL} is not set, and the small one is {why}")
    with llama_server() as url:
        name = "SmolLM2-135M-Instruct"
        yield Configuration(url, name, hosted=False, context=CONTEXT)


def score(config: Configuration, questions: Sequence[Mapping[str, Any]]) -> Score:
    """Ask the questions with the model."""
    model = opened(config)
    answers: list[Answer] = []
    rewritten = wrong = 0
    try:
        with tempfile.TemporaryDirectory() as folder:
            settings = load(Path(folder))
            with Engine(settings, *open_home(settings.home), ModelComposer(model, config.caps)) as engine:
                for question in questions:
                    result = engine.ask(question["question"], jurisdiction=question["jurisdiction"])
                    rewritten += bool(other_words(model, Spending(config.caps), result.question))
                    answers += [result] if isinstance(result, Answer) else []
                    wrong += _wrong(result, engine) if isinstance(result, Answer) else 0
    finally:
        model.close()
    used = [a.made.model for a in answers if a.made.model]
    return Score(
        model=config.model,
        questions=len(questions),
        drafted=sum(u.drafted for u in used),
        passed=sum(u.passed for u in used),
        repaired=sum(u.repaired for u in used),
        dropped=sum(u.dropped for u in used),
        fell_back=sum(bool(u.stopped) or not u.passed for u in used),
        rewritten=rewritten,
        wrong=wrong,
        tokens=sum(u.tokens_in + u.tokens_out for u in used),
        seconds=round(sum(u.milliseconds for u in used) / 1000, 1),
    )


def _wrong(answer: Answer, engine: Engine) -> int:
    """How many statements do not stand when they are checked again, against the library as it is."""

    def find(source: str, content_hash: str) -> Any:
        return engine.library.get(source, content_hash)

    cited = [any(c.relation is Relation.SUPPORTS for c in s.citations) for s in answer.statements]
    stands = [checked(s, find)[1] for s in answer.statements]
    return sum(not (has and good) for has, good in zip(cited, stands, strict=True))


def recorded() -> dict[str, list[dict[str, Any]]]:
    """The record, by prompt."""
    return json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.is_file() else {}


def with_score(record: dict[str, list[dict[str, Any]]], found: Score) -> dict[str, list[dict[str, Any]]]:
    """The record with this score under every prompt. Raises SystemExit where a version has another text by now."""
    for prompt in PROMPTS:
        known = record.setdefault(prompt.name, [])
        if any(k["version"] == prompt.version and k["hash"] != prompt.hash for k in known):
            raise SystemExit(f"The text of the prompt {prompt.label} has changed: give it the next version.")
        known[:] = [k for k in known if (k["version"], k["score"]["model"]) != (prompt.version, found.model)]
        known.append({"version": prompt.version, "hash": prompt.hash, "on": _today(), "score": asdict(found)})
    return record


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def table(record: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """The record as a table, a row for each version of a prompt and each model."""
    named = ("model", "questions", "drafted", "passed", "repaired", "dropped", "fell_back", "rewritten", "wrong")
    head = ["prompt", "hash", "on", *(n.replace("_", " ") for n in named)]
    rows = [
        [f"{name} {k['version']}", k["hash"], k["on"], *(str(k["score"][n]) for n in named)]
        for name, known in record.items()
        for k in known
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def main() -> int:
    """Score, print or write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--questions", type=int, default=5, help="how many of the reviewed questions (5)")
    parser.add_argument("--write", action="store_true", help="write the record and the page")
    given = parser.parse_args()
    questions = [q for q in starter_questions.load([QUESTIONS]) if q["expect"] == "answered"][: given.questions]
    with configured() as config:
        found = score(config, questions)
    print(json.dumps(asdict(found), indent=2))
    if given.write:
        record = with_score(recorded(), found)
        RECORD.write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        body = f"*{_today()}:* `python evals/prompts.py --questions {given.questions} --write`\n\n{table(record)}"
        marked.write(PAGE, {"prompts": body})
    return 1 if found.wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
