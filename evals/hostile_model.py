"""Gives the starter questions to a model that answers badly on purpose, and looks for what got into an answer.

    python evals/hostile_model.py [--only CLASS ...] [--slice N] [--show] [--seed N]

500 answers of the classes of `hostile_classes.py`; `--slice N` takes N of them, spread over all classes. Each question
is asked by the command line in a process of its own, against a server on this machine; time-outs are short by the
settings below. `evals/README.md` says what is wrong. Exit code 1 where anything wrong got out, hung, could cost too
much or was not told.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals.contract import Read, plainly, violations
from evals.hostile_classes import CLASSES, COUNTS, Told
from evals.in_worker import CRASHED, HUNG, Done, Worker
from evals.model_replies import ENVIRONMENT, Request, messages, sentences
from evals.starter_questions import FILES, load

from curbside.library import Library
from curbside.testing.scripted_model import Reply, ScriptedModel

BOUND = 30.0
"""Seconds after which a question counts as hung; the settings below end what a model does after 4."""
CAP = 20_000
"""Tokens that a question may cost."""
SHORT = {
    "CURBSIDE_MODEL_CONNECT_SECONDS": "2",
    "CURBSIDE_MODEL_FIRST_SECONDS": "2",
    "CURBSIDE_MODEL_SECONDS": "4",
    "CURBSIDE_MODEL_TOKENS": str(CAP),
}
NOTED = re.compile(
    r"\b(?:dropped|drop|left out|not kept|withheld|did not pass|did not stand|failed|not supported|none of)\b",
    re.I,
)
UNUSABLE = re.compile(r"\bmodel\b", re.I)
APART = re.compile(r"[^\w<>/:.%,-]+")
JOINERS = frozenset(
    "a an and as at by for from if in is it its of on or the this to under when where which with".split()
)
PLACES = (
    "title",
    "bottom_line",
    "sections",
    "statements",
    "regimens",
    "criteria",
    "monitoring",
    "conflicts",
    "references",
)
Json = dict[str, Any]


@dataclass(slots=True)
class Outcome:
    """What came of one question; `wrong` and `others` are sentences.

    worst: tokens that its requests could have cost (four characters of what was sent are one, and all that each allows
    for its answer). uncapped: requests that allow any length of answer.
    """

    name: str
    question: str
    seconds: float
    status: str
    wrong: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    requests: int = 0
    worst: int = 0
    uncapped: int = 0
    peak: float = 0.0


def cases(seed: int = 8) -> list[tuple[str, Json]]:
    """(class, question) of the 500 answers: every class over as many different questions as it has answers."""
    questions = [q for q in load([FILES[0]]) if q["audience"] == "professional"]
    plain = [name for name in CLASSES if name not in COUNTS]
    rest = 500 - sum(COUNTS.values())
    rng = random.Random(seed)
    found = []
    for name in CLASSES:
        extra = plain.index(name) < rest % len(plain) if name in plain else False
        count = COUNTS.get(name, rest // len(plain) + extra)
        order = rng.sample(questions, len(questions))
        found += [(name, order[i % len(order)]) for i in range(count)]
    return found


def some(all_: Sequence[tuple[str, Json]], count: int) -> list[tuple[str, Json]]:
    """`count` of the cases, spread over the classes."""
    by_class = {name: [case for case in all_ if case[0] == name] for name in CLASSES}
    rounds = [rows[i] for i in range(max(map(len, by_class.values()))) for rows in by_class.values() if i < len(rows)]
    return rounds[:count]


def strings(node: object, skip: Sequence[str] = ("quote", "question", "made", "source", "hash")) -> Iterator[str]:
    """Every text in a part of an answer, but what is quoted from the library."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        for name, value in node.items():
            if name not in skip:
                yield from strings(value, skip)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from strings(value, skip)


def has(tell: str, text: str) -> bool:
    """Whether the text has the tell, as words where it is words."""
    plain, words = (APART.sub(" ", one).strip() for one in (plainly(text), tell))
    return (bool(words) and f" {words} " in f" {plain} ") or (not re.fullmatch(r"[\w .,%-]*", tell) and tell in text)


def judged(name: str, question: Json, done: Done, told: Told, base: Json, read: Read) -> Outcome:
    """What is wrong with the answer to a question, and what else it lacks."""
    out = Outcome(name, question["id"], done.seconds, "", peak=done.peak)
    if done.code == HUNG:
        out.status = "hung"
        return out
    if done.code == CRASHED or done.code not in (0, 3):
        out.status = f"exit code {done.code}"
        out.others.append(f"{out.status}: {done.err.strip()[-400:]}")
        return out
    answer = json.loads(done.out)
    out.status = answer["status"]
    out.wrong += _tells(answer, told)
    known = set(violations(base, read))
    out.wrong += [f"contract: {v}" for v in violations(answer, read) if v not in known]
    out.wrong += _unaccounted(answer, told, base)
    notes = " ".join([*answer["notices"], *answer["not_found"], (answer["refusal"] or {}).get("message", "")])
    if told.broken and not UNUSABLE.search(notes):
        out.others.append(f"the model could not be used, and nothing says so: {notes!r}")
    elif told.statements and not told.broken and not NOTED.search(notes):
        out.others.append(f"statements were dropped, and nothing says so: {notes!r}")
    if base["status"] == "answered" and answer["status"] != "answered":
        out.others.append("refused, where the answer without a model is there")
    return out


def _tells(answer: Json, told: Told) -> Iterator[str]:
    for place in PLACES:
        for text in strings(answer[place]):
            yield from (f"{place}: {tell!r} in {text[:160]!r}" for tell in told.tells if has(tell, text))
    raw = json.dumps({**answer, "question": None}, ensure_ascii=False).casefold()
    yield from (f"somewhere: {t!r}" for t in told.tells if ("evil" in t or "<" in t or "\x1b" in t) and t in raw)


def _unaccounted(answer: Json, told: Told, base: Json) -> Iterator[str]:
    known = {plainly(s["text"]) for s in base["statements"]}
    for one in answer["statements"]:
        text = plainly(one["text"])
        quotes = [plainly(c["quote"]) for c in one["citations"]]
        whole = [q for q in (*quotes, *told.seen) if q and q in text]
        if text in known or text in told.seen or text in told.true:
            continue
        rest = set(re.findall(r"\w+", text)) - set(re.findall(r"\w+", " ".join(quotes))) - JOINERS
        if not (whole and not rest):
            yield f"neither quoted nor in the answer without a model: {one['text'][:200]!r}"


class Table:
    """The library in which the questions are asked, and the one who asks them."""

    def __init__(self, folder: Path, environment: Mapping[str, str], server: ScriptedModel) -> None:
        self.home = folder / "home"
        self.worker = Worker({**ENVIRONMENT, **environment, "CURBSIDE_MODEL_URL": server.url})
        self._bases: dict[tuple[str, str | None], Json] = {}

    def ask(self, question: Json, composer: str, bound: float = BOUND, length: str = "standard") -> Done:
        """One question by one composer."""
        call = ["ask", "--json", "--home", str(self.home), "--composer", composer, "--length", length]
        call += ["--jurisdiction", question["jurisdiction"]] if question["jurisdiction"] else []
        return self.worker.run([*call, "--", question["question"]], bound)

    def base(self, question: Json) -> Json:
        """The answer without a model."""
        key = (question["question"], question["jurisdiction"])
        if key not in self._bases:
            done = self.ask(question, "quoting")
            if done.code not in (0, 3):
                raise SystemExit(f"{question['id']}: {done.err}")
            self._bases[key] = json.loads(done.out)
        return self._bases[key]

    def read(self) -> Read:
        """Reads spans of the library's texts."""

        @cache
        def text(source: str, content_hash: str) -> str:
            with Library.open(self.home) as library:
                return library.text(source, content_hash)

        return lambda source, content_hash, start, end: text(source, content_hash)[start:end]


def run(cases_: Sequence[tuple[str, Json]], seed: int = 8) -> Iterator[Outcome]:
    """The outcome of each case, as it comes."""
    now: dict[str, Any] = {}

    def script(request: Request) -> Reply:
        now["told"].seen.update(plainly(s.text) for s in sentences(request))
        return CLASSES[now["name"]](request, now["rng"], now["told"])

    with tempfile.TemporaryDirectory() as folder, ScriptedModel(script) as server:
        table = Table(Path(folder), SHORT, server)
        with table.worker:
            table.worker.run(["init", "--home", str(table.home)], 120)
            read = table.read()
            for number, (name, question) in enumerate(cases_):
                base = table.base(question)
                now.update(name=name, rng=random.Random(seed * 1000 + number), told=Told())
                asked = len(server.bodies)
                done = table.ask(question, "model")
                outcome = judged(name, question, done, now["told"], base, read)
                outcome.requests = len(server.bodies) - asked
                outcome.worst = sum(map(_cost, server.requests[asked:]))
                outcome.uncapped = sum(not _allowed(r) for r in server.requests[asked:])
                yield outcome


def _allowed(request: Request) -> int:
    return int(request.get("max_tokens") or request.get("max_completion_tokens") or 0)


def _cost(request: Request) -> int:
    return sum(map(len, messages(request))) // 4 + _allowed(request)


def summary(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """A line a class, and one for all."""
    yield f"{'class':28} {'asked':>5} {'wrong':>5} {'hung':>5} {'failed':>6} {'untold':>6} {'reqs':>5} {'longest':>8}"
    for name in [*CLASSES, "all"]:
        rows = [o for o in outcomes if name in (o.name, "all")]
        if rows:
            yield (
                f"{name:28} {len(rows):5} {sum(bool(o.wrong) for o in rows):5} "
                f"{sum(o.status == 'hung' for o in rows):5} "
                f"{sum(o.status.startswith('exit') for o in rows):6} {sum(bool(o.others) for o in rows):6} "
                f"{max(o.requests for o in rows):5} {max(o.seconds for o in rows):7.1f}s"
            )
    most = max(outcomes, key=lambda o: o.requests)
    unasked, dear = sum(not o.requests for o in outcomes), max(outcomes, key=lambda o: o.worst)
    yield f"most requests for a question: {most.requests} ({most.name})"
    yield (
        f"questions above the cap of {CAP} tokens: {sum(o.worst > CAP for o in outcomes)}, without one: "
        f"{sum(o.uncapped > 0 for o in outcomes)}; dearest: {dear.worst} ({dear.name})"
    )
    yield f"status: {dict(Counter(o.status for o in outcomes))}; not asked of the model: {unasked}"
    yield f"memory at most: {max(o.peak for o in outcomes):.0f} MiB"


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, judge, print; 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=tuple(CLASSES), metavar="CLASS")
    parser.add_argument("--slice", type=int, metavar="N")
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--show", action="store_true", help="each fault, not the counts alone")
    given = parser.parse_args(arguments)
    chosen = [case for case in cases(given.seed) if not given.only or case[0] in given.only]
    outcomes = []
    for outcome in run(some(chosen, given.slice) if given.slice else chosen, given.seed):
        outcomes.append(outcome)
        if given.show:
            for line in [*(f"WRONG {w}" for w in outcome.wrong), *outcome.others]:
                print(f"{outcome.name} / {outcome.question}: {line}", flush=True)
    print("\n".join(summary(outcomes)))
    bad = any(o.wrong or o.others or o.status == "hung" or o.worst > CAP or o.uncapped for o in outcomes)
    return int(bad)


if __name__ == "__main__":
    raise SystemExit(main())
