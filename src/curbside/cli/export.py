"""`curbside export`: an answer as references for other programs, or as a document."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from curbside.cli.common import home_option, note, opened
from curbside.errors import InputError, UsageError

if TYPE_CHECKING:
    from curbside.interop.exports import Printing
    from curbside.library import Library
    from curbside.library.answers import SavedAnswer
    from curbside.types import Answer

LARGEST = 30_000_000
STDIN = "standard input"
# The names of `curbside.interop.exports.FORMATS`, which is not imported for `--help`.
TO = ("csl", "ris", "bibtex", "json", "jsonld", "fhir", "fhir-r4b", "ics", "md", "html", "pdf", "docx")


@click.command("export")
@click.argument("answer", metavar="ID|-")
@click.option("--to", "to", type=click.Choice(TO), required=True, help="The format.")
@click.option(
    "--out", "out", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write there, not to stdout."
)
@click.option("--start", metavar="DATE", help="With ics: the day of the first dose, such as 2026-01-31.")
@click.option("--regimen", metavar="ID", help="With ics: which regimen of the answer (r1, r2, ...).")
@click.option("--chain", "chain", is_flag=True, help="With it the questions that it follows, first to last.")
@home_option
def command(
    answer: str, to: str, out: Path | None, start: str | None, regimen: str | None, chain: bool, home: Path | None
) -> None:
    """Write an answer as references for other programs, or as a document.

    ID is that of an answer in the library (`ask --save` prints it); with "-" the JSON of
    `ask --json` is read from standard input. Every quote, dose and status is read again
    from the library: what does not fit is refused, and what rests on a source that was
    retracted since is taken out.
    """
    from curbside.cli.audit_files import check_places
    from curbside.interop.exports import FORMATS

    form = FORMATS[to]
    for check in form.needs:
        check()
    check_places({to: out} if out else {})
    if form.binary and out is None and _is_terminal():
        raise UsageError(f"{to} is no text for a terminal; name a file with --out FILE.")
    if chain:
        _check_chain(answer, to)
    first = _start(to, start, home)
    body = _read() if answer == "-" else None
    with opened(home) as (library, _):
        if chain:
            made = _chained(answer, to, library)
        else:
            found, how = _given(answer, body, library)
            made = form.made(found, replace(how, start=first, regimen=regimen))
    _write(made, out)


def _start(to: str, start: str | None, home: Path | None) -> date | None:
    """The day of the first dose of a calendar. Raises UsageError where it is none, or schedules are switched off."""
    from curbside.cli.schedule import check_allowed, day_of

    if to == "ics":
        check_allowed(home)
    return day_of(start, "--start") if start else None


def _check_chain(answer: str, to: str) -> None:
    from curbside.interop.exports.chain import CHAINED

    if answer == "-":
        raise UsageError("A chain is of answers that the library keeps; name the last of them by its id.")
    if to not in CHAINED:
        raise UsageError(f"A chain cannot be exported to {to}; it can to {', '.join(CHAINED)}.")


def _chained(answer: str, to: str, library: Library) -> bytes:
    """The chain that ends with that answer."""
    from curbside.interop.exports import Printing, chain
    from curbside.interop.saved import stored_turn

    link = json.loads(library.answer(answer).body).get("follow_up") or {}
    names = (*link.get("chain", ()), answer)
    turns = [
        (stored_turn(name, library), Printing(library.read_span, date.today(), name, _day(library.answer(name))))
        for name in names
    ]
    if to == "json":
        return (json.dumps(chain.as_json(turns), ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    return chain.made(turns, to)


def _given(name: str, body: Any, library: Library) -> tuple[Answer, Printing]:
    """The answer, and what it is exported under. body: what standard input holds, where the name is "-"."""
    from curbside.interop.exports import Printing
    from curbside.interop.saved import answer_of, kept_as, stored_answer

    read, today = library.read_span, date.today()
    if name != "-":
        return stored_answer(name, library), Printing(read, today, name, _day(library.answer(name)))
    answer = answer_of(body, library, STDIN)
    kept = kept_as(body, library, STDIN)
    return answer, Printing(read, today, kept.id, _day(kept)) if kept else Printing(read, today)


def _read() -> Any:
    raw = sys.stdin.buffer.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise InputError(STDIN, f"is larger than {LARGEST // 1_000_000} MB")
    if not raw.strip():
        raise InputError(STDIN, "is empty; it takes the output of `curbside ask --json`")
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise InputError(STDIN, f"is no JSON ({_brief(error)})") from error


def _brief(error: BaseException) -> str:
    return str(error).rstrip(".").splitlines()[0]


def _is_terminal() -> bool:
    return sys.stdout.isatty()


def _day(kept: SavedAnswer) -> date:
    return datetime.fromisoformat(kept.created_at).date()


def _write(made: bytes, out: Path | None) -> None:
    """To the file, whole or not at all, or to stdout."""
    if out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(made)
        sys.stdout.buffer.flush()
        return
    part = out.with_name(f".{out.name}.part")
    part.write_bytes(made)
    part.replace(out)
    note(f"Written: {out}")
