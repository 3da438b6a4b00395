"""Is the right thing carried over into a follow-up question, and nothing else?

    python evals/follow_ups.py [--chains FILE] [--show] [--only ID ...] [--json]

Chains of `evals/follow_ups/held.jsonl`, or of FILE, are asked by the command line over the starter library, each
follow-up with the id of the answer before. `evals/README.md` says what is right. Exit code 1 where anything is missing
or wrong.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals.contract import plainly
from evals.in_worker import Worker

CHAINS = Path(__file__).resolve().parent / "follow_ups" / "held.jsonl"
KINDS = ("drug", "condition", "population", "route", "jurisdiction")
UNDERSTOOD = {"drug": "drugs", "condition": "conditions", "value": "values"}
UNTOLD = ("allergy",)
ENVIRONMENT = {"CURBSIDE_RANKER": "words", "CURBSIDE_RERANKER": "none"}
Row = dict[str, Any]


@dataclass(slots=True)
class Scored:
    """Counts by (kind, outcome), whole chains, and what is told of each miss."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    turns: int = 0
    whole_turns: int = 0
    chains: int = 0
    whole_chains: int = 0
    new_right: int = 0
    new_wrong: int = 0
    told: list[str] = field(default_factory=list)


def load(path: Path = CHAINS) -> list[Row]:
    """The chains in order."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def fits(value: str, wanted: Sequence[str]) -> bool:
    """Whether a value is one of those wanted: the same words, or all words of the one in the other."""
    ours = _words(value)
    return any(ours and (ours <= _words(one) or _words(one) <= ours) for one in wanted)


def _words(text: str) -> frozenset[str]:
    plain = re.sub(r"[^\w]+", " ", text.casefold())
    return frozenset(word.rstrip("s") for word in plain.split() if word not in ("non", "valvular", "the", "of"))


def values(understood: Mapping[str, Any], kind: str) -> list[str]:
    """What a question is understood to say of a kind."""
    found = understood.get(UNDERSTOOD.get(kind, kind)) or []
    if isinstance(found, str):
        return [part.strip() for part in found.split(",")] if kind == "population" else [found]
    return [" ".join(str(v) for v in one.values()) if isinstance(one, Mapping) else str(one) for one in found]


def carried(answer: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(kind, value) of all that was carried over."""
    rows = (answer.get("follow_up") or {}).get("carried", ())
    return [
        (str(row["what"]), str(one))
        for row in rows
        for one in (row["value"] if isinstance(row["value"], list) else [row["value"]])
    ]


def score(chain: Row, answers: Sequence[Mapping[str, Any]], result: Scored) -> None:
    """Compare the answers of a chain with what is expected of each turn."""
    result.chains += 1
    bad = False
    for number, turn in enumerate(chain["turns"][1:], 1):
        result.turns += 1
        if number >= len(answers):
            problems = ["not asked: " + str(answers[-1].get("error", "the turn before failed"))[:200]]
            result.counts["turn", "failed"] += 1
        else:
            problems = list(_turn(turn, answers[number], answers[number - 1], answers[:number], result))
        result.whole_turns += not problems
        bad = bad or bool(problems)
        result.told += [f"{chain['id']}.{number + 1} {turn['question']!r}: {p}" for p in problems]
    result.whole_chains += not bad


def _turn(
    turn: Row, answer: Mapping[str, Any], last: Mapping[str, Any], before: Sequence[Mapping[str, Any]], result: Scored
) -> Iterator[str]:
    took, understood = carried(answer), answer["question"]["understood"]
    known = [a["question"]["understood"] for a in before]
    for item in turn["carried"]:
        yield from _carried(item, took, understood, known, result)
    for item in turn["must_not"]:
        yield from _left(item, took, understood, result)
    for item in turn["understood"]:
        right = any(fits(v, item["value"]) for v in values(understood, item["what"]))
        result.counts[item["what"], "understood" if right else "not understood"] += 1
        if not right:
            yield f"not understood: {item['what']} {item['value'][0]}"
    spoken_of = [*turn["carried"], *turn["may"], *turn["must_not"]]
    for kind, value in took:
        if kind in KINDS and not any(m["what"] == kind and fits(value, m["value"]) for m in spoken_of):
            result.counts[kind, "extra"] += 1
            yield f"extra: {kind} {value!r}"
    yield from _new(answer, last, result)


def _carried(
    item: Row,
    took: Sequence[tuple[str, str]],
    understood: Mapping[str, Any],
    earlier: Sequence[Mapping[str, Any]],
    result: Scored,
) -> Iterator[str]:
    kind, wanted = item["what"], item["value"]
    there = kind in UNTOLD or any(fits(v, wanted) for v in values(understood, kind))
    if there and any(k == kind and fits(v, wanted) for k, v in took):
        outcome = "right"
    elif any(fits(v, wanted) for e in earlier for v in values(e, kind)):
        outcome = "missing"
    else:
        outcome = "not understood before"
    result.counts[kind, outcome] += 1
    if outcome != "right":
        yield f"{outcome}: {kind} {'/'.join(wanted)} (carried {list(took)}, understood {values(understood, kind)})"


def _left(item: Row, took: Sequence[tuple[str, str]], understood: Mapping[str, Any], result: Scored) -> Iterator[str]:
    kind, wanted = item["what"], item["value"]
    wrong = [v for v in [v for k, v in took if k == kind] + values(understood, kind) if fits(v, wanted)]
    result.counts[kind, "wrong" if wrong else "rightly left"] += 1
    if wrong:
        yield f"wrong: {kind} {wrong[0]!r} is still there"


def _new(answer: Mapping[str, Any], last: Mapping[str, Any], result: Scored) -> Iterator[str]:
    old = {plainly(s["text"]) for s in last.get("statements", ())}
    new = set(answer.get("new", ()))
    for one in answer["statements"]:
        right = (one["id"] in new) == (plainly(one["text"]) not in old)
        result.new_right += right
        result.new_wrong += not right
        if not right:
            yield f"new: {one['id']} is {'' if one['id'] in new else 'not '}told as new: {one['text'][:80]!r}"
    if new - {s["id"] for s in answer["statements"]}:
        yield f"new: {sorted(new)} names statements that are not there"


def asked(chain: Row, worker: Worker, home: Path) -> list[dict[str, Any]]:
    """The answers of a chain, as printed; the last has `error` where a turn could not be asked."""
    answers: list[dict[str, Any]] = []
    for number, turn in enumerate(chain["turns"]):
        call = ["ask", "--json", "--home", str(home)]
        call += ["--jurisdiction", chain["jurisdiction"]] if number == 0 and chain["jurisdiction"] else []
        call += ["--follow-up", str(answers[-1]["id"])] if number else []
        call += [part for what in turn.get("drop", ()) for part in ("--drop", what)]
        done = worker.run([*call, "--", turn["question"]], 60)
        if done.code not in (0, 3):
            answers[-1:] = [{**answers[-1], "error": done.err.strip()[-300:]}] if answers else [{"error": done.err}]
            break
        answers.append(json.loads(done.out))
    return answers


def summary(result: Scored) -> Iterator[str]:
    """The figures, a line each."""
    for kind in dict.fromkeys((*KINDS, *(kind for kind, _ in sorted(result.counts)))):
        told = {outcome: n for (k, outcome), n in sorted(result.counts.items()) if k == kind}
        if told:
            yield f"{kind}: " + ", ".join(f"{outcome} {n}" for outcome, n in told.items())
    yield f"new: right {result.new_right}, wrong {result.new_wrong}"
    yield f"turns without a problem: {result.whole_turns} of {result.turns}"
    yield f"chains without a problem: {result.whole_chains} of {result.chains}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask the chains, compare, print; 1 where something is missing or wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--chains", type=Path, default=CHAINS, metavar="FILE")
    parser.add_argument("--show", action="store_true", help="each problem, not the counts alone")
    parser.add_argument("--only", nargs="+", metavar="ID")
    parser.add_argument("--json", action="store_true", help="the answers themselves, one object a line")
    given = parser.parse_args(arguments)
    result = Scored()
    with tempfile.TemporaryDirectory() as folder, Worker(ENVIRONMENT) as worker:
        home = Path(folder) / "home"
        worker.run(["init", "--home", str(home)], 120)
        for chain in load(given.chains):
            if given.only and chain["id"] not in given.only:
                continue
            answers = asked(chain, worker, home)
            if given.json:
                print("\n".join(json.dumps(a, ensure_ascii=False) for a in answers))
            score(chain, answers, result)
    print("\n".join([*(result.told if given.show else []), *summary(result)]))
    return int(result.whole_chains < result.chains)


if __name__ == "__main__":
    raise SystemExit(main())
