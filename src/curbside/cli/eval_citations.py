"""`curbside eval citations`: how well answers are supported by what they cite."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from curbside.cli.common import emit, home_option, json_option, note, opened, stdout_console
from curbside.errors import InputError

if TYPE_CHECKING:
    from curbside.auditing.cited import Catalogue
    from curbside.auditing.evaluation.answers import Measured
    from curbside.library import Library

_LOWER = frozenset({"circularity"})


@click.command("citations")
@click.argument("file", metavar="FILE")
@click.option("--resamples", metavar="N", type=click.IntRange(0, 100_000), default=1000, show_default=True)
@json_option
@home_option
def command(file: str, resamples: int, as_json: bool, home: Path | None) -> None:
    """Measure how well answers are supported by what they cite.

    FILE has an answer a line: an object as `curbside ask --json` prints it, or
    {"id", "text"} with a text with marks and a reference list, whose sources are
    looked up in the library; "-" is standard input. "answerable": true or false says
    whether there was an answer to give. Every share has its 95% interval by N resamples
    of the answers.
    """
    from curbside.auditing import judge
    from curbside.auditing.evaluation.bootstrap import SEED, estimates
    from curbside.auditing.evaluation.judged import judged

    with ExitStack() as stack:
        answers = [judged(given) for given in _answers(file, home, stack)]
    if not answers:
        raise InputError(_name(file), "has no answers")
    report = {
        "file": _name(file),
        "judge": judge.name(),
        "answers": len(answers),
        "refused": sum(a.given.refused for a in answers),
        "statements": sum(len(a.statements) for a in answers),
        "unread": sum(c.text is None for a in answers for s in a.given.statements for c in s.cited),
        "resamples": resamples,
        "seed": SEED,
        "metrics": {
            name: {"value": _rounded(e.value), "low": _rounded(e.low), "high": _rounded(e.high), "n": e.number}
            for name, e in estimates(answers, resamples).items()
        },
    }
    emit(report) if as_json else _show(report)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 5)


def _name(file: str) -> str:
    return "standard input" if file == "-" else file


def _answers(file: str, home: Path | None, stack: ExitStack) -> Iterator[Measured]:
    """The answers of a file. Raises InputError at the first line that is none, UsageError where there is no file."""
    from curbside.auditing.evaluation.answers import answerable, of_contract

    library: Library | None = None
    catalogue: Catalogue | None = None
    for number, given in _objects(file):
        where = f"{_name(file)}, line {number}"
        id = str(given.get("id", number))
        if not isinstance(given.get("text"), str):
            yield of_contract(given, id, where)
            continue
        if library is None or catalogue is None:
            from curbside.auditing.cited import Catalogue

            library, _ = stack.enter_context(opened(home))
            catalogue = Catalogue(library.sources())
        yield _of_text(given["text"], str(given.get("name", "")), library, catalogue, id, answerable(given, where))


def _of_text(
    text: str, name: str, library: Library, catalogue: Catalogue, id: str, answerable: bool | None
) -> Measured:
    from curbside.auditing import manuscript
    from curbside.auditing.evaluation.texts import of_text

    return of_text(manuscript.of_text(text, name), catalogue, library.get, id, answerable)


def _objects(file: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(_lines(file), 1):
        if not line.strip():
            continue
        where = f"{_name(file)}, line {number}"
        try:
            given = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputError(where, "is not a JSON object") from error
        if not isinstance(given, dict):
            raise InputError(where, "is not a JSON object")
        yield number, given


def _lines(file: str) -> Iterable[str]:
    from curbside.errors import UsageError
    from curbside.language.text import decode

    if file == "-":
        return decode(sys.stdin.buffer.read(), _name(file)).split("\n")
    path = Path(file)
    if not path.is_file():
        raise UsageError(f"{file} is not there, or is no file.")
    return decode(path.read_bytes(), file).split("\n")


def _show(report: dict[str, Any]) -> None:
    out = stdout_console()
    out.print(f"{report['file']}: {report['answers']} answers, {report['statements']} statements", markup=False)
    out.print(f"judge: {report['judge']}", markup=False)
    out.print()
    out.print(f"  {'metric':<22}{'value':>8}   {'95% interval':<18}{'of':>7}")
    for name, told in report["metrics"].items():
        value = "none" if told["value"] is None else f"{told['value']:.3f}"
        interval = "" if told["low"] is None else f"{told['low']:.3f} to {told['high']:.3f}"
        lower = "  lower is better" if name in _LOWER else ""
        out.print(f"  {name.replace('_', ' '):<22}{value:>8}   {interval:<18}{told['n']:>7}{lower}", markup=False)
    if report["unread"]:
        note(f"{report['unread']} citations are of sources that this library does not hold; they support nothing.")
