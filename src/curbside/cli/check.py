"""`curbside check`: claims against the evidence sentences that they come with. Opens no library."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import click

from curbside.errors import InputError
from curbside.retrieval.embedding.base import Missing
from curbside.retrieval.embedding.chosen import embedder
from curbside.settings import load
from curbside.verifying.entailment.chosen import entailment
from curbside.verifying.judging import Judgement, judge


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: its number, its id as given (None where it has none), and what came of it.

    Exactly one of `checked` and `error` is there.
    """

    number: int
    id: str | int | float | None
    claim: str
    checked: Judgement | None = None
    error: str | None = None


@click.command("check")
@click.option(
    "--claims",
    "file",
    required=True,
    type=click.File("rb"),
    metavar="FILE",
    help='One object a line: {"id", "claim", "evidence": [sentences that follow one another in a source]}; "-": stdin.',
)
@click.option(
    "--words", "words_alone", is_flag=True, help="Weigh words alone, also where an embedding model is installed."
)
@click.option("--json", "as_json", is_flag=True, help="Print one object a line, in the order of the file.")
def command(file: Iterable[bytes], words_alone: bool, as_json: bool) -> None:
    """Say of each claim whether its evidence supports it, contradicts it, or is not enough.

    A line that cannot be read is told on stderr with its number; the others are still answered, and the exit code is 1.
    """
    failed = False
    name = str(getattr(file, "name", "the claims"))
    made = None if words_alone else embedder(load())
    model = None if isinstance(made, Missing) else made
    said = partial(judge, embedder=model, entailment=entailment())
    for line in answered(file, "standard input" if name in ("-", "<stdin>") else name, said):
        click.echo(_as_json(line) if as_json else _as_text(line))
        if line.error:
            failed = True
            click.echo(line.error, err=True)
    if failed:
        sys.exit(1)


def answered(
    lines: Iterable[bytes], name: str, said: Callable[[str, tuple[str, ...]], Judgement] = judge
) -> Iterator[Line]:
    """Each line of `lines` with what came of it, in order; empty lines are passed over. said: judges a claim."""
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        given: Any = None
        try:
            given = _parsed(raw, f"{name}, line {number}")
            id_, claim, evidence = _fields(given, f"{name}, line {number}")
        except InputError as error:
            yield Line(number, _id(given), "", error=str(error))
            continue
        yield Line(number, id_, claim, checked=said(claim, evidence))


def _parsed(raw: bytes, where: str) -> dict[str, Any]:
    try:
        given = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_constant)
        json.dumps(given, ensure_ascii=False).encode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(where, "it is not UTF-8") from error
    except UnicodeEncodeError as error:
        raise InputError(where, "it has half a character (a lone surrogate)") from error
    except (json.JSONDecodeError, RecursionError) as error:
        detail = f" ({error.msg}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise InputError(where, f"it is not a JSON object{detail}") from error
    if not isinstance(given, dict):
        raise InputError(where, 'it is not a JSON object with "id", "claim" and "evidence"')
    return given


def _no_constant(name: str) -> float:
    raise json.JSONDecodeError(f"{name} is no JSON number", name, 0)


def _fields(given: dict[str, Any], where: str) -> tuple[str | int | float, str, tuple[str, ...]]:
    missing = [name for name in ("id", "claim", "evidence") if name not in given]
    if missing:
        raise InputError(where, "it has no " + " and no ".join(f'"{name}"' for name in missing))
    id_, claim, evidence = _id(given), given["claim"], given["evidence"]
    if id_ is None:
        raise InputError(where, '"id" is neither a text nor a number')
    if not isinstance(claim, str) or not claim.strip():
        raise InputError(where, '"claim" is not a text with words')
    if not isinstance(evidence, list) or not all(isinstance(e, str) for e in evidence):
        raise InputError(where, '"evidence" is not a list of texts')
    return id_, claim, tuple(evidence)


def _id(given: Any) -> str | int | float | None:
    id_ = given.get("id") if isinstance(given, dict) else None
    return id_ if isinstance(id_, str | int | float) and not isinstance(id_, bool) else None


def _as_json(line: Line) -> str:
    if line.checked is None:
        return json.dumps({"id": line.id, "error": line.error}, ensure_ascii=False)
    told = {
        "id": line.id,
        "verdict": line.checked.verdict.value,
        "score": line.checked.score,
        "reasons": list(line.checked.reasons),
        "sentences": list(line.checked.sentences),
    }
    return json.dumps(told, ensure_ascii=False)


def _as_text(line: Line) -> str:
    if line.checked is None:
        return f"line {line.number}: not read"
    verdict = line.checked.verdict.value.replace("_", " ")
    rows = [f"{line.id}  {verdict} ({line.checked.score:.2f})  {' '.join(line.claim.split())}"]
    rows += [f"    {reason}" for reason in line.checked.reasons]
    if line.checked.sentences:
        rows.append("    decided by sentence " + ", ".join(str(i + 1) for i in line.checked.sentences))
    return "\n".join(rows)
