"""`curbside regimens`: the doses that sentences state, as fields with their places. Opens no library."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from curbside.cli import layout
from curbside.cli.common import block, emit, json_option, note, printable, stdout_console
from curbside.errors import InputError
from curbside.interop import contract
from curbside.regimens.grammar import Parsed, parse
from curbside.types import Phase

if TYPE_CHECKING:
    from rich.console import Console

_FORM = 'neither a line of text nor {"id", "text"}'


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file and what was read in it; exactly one of `parsed` and `error` is there."""

    id: str | int | float
    text: str
    parsed: Parsed | None = None
    error: str | None = None


@click.command("regimens")
@click.argument("file", type=click.File("rb"))
@json_option
def command(file: Iterable[bytes], as_json: bool) -> None:
    """Read the doses that the sentences of FILE state ("-": stdin), field by field, each with its place.

    One sentence a line, as it is or as {"id", "text", "context"}; the context is the heading or lead-in above it. What
    is not stated stays unstated, and what looks like a dose but cannot be read with certainty is listed. A line that
    cannot be read is told on stderr with its number; the others are still answered, and the exit code is 1.
    """
    failed = False
    out: Console | None = None
    name = str(getattr(file, "name", "-"))
    for line in answered(file, "standard input" if name in ("-", "<stdin>") else name):
        if line.parsed is None:
            failed = True
            note(line.error or "")
        elif as_json:
            emit(_as_json(line.id, line.parsed))
        else:
            out = out or stdout_console()
            _show(out, line, line.parsed)
    if failed:
        sys.exit(1)


def answered(lines: Iterable[bytes], name: str) -> Iterator[Line]:
    """Each line of `lines` with what was read in it, in order; empty lines are passed over."""
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        try:
            id_, text, context = _fields(raw, number, f"{name}, line {number}")
        except InputError as error:
            yield Line(f"line {number}", "", error=str(error))
        else:
            yield Line(id_, text, parsed=parse(text, context))


def _fields(raw: bytes, number: int, where: str) -> tuple[str | int | float, str, str]:
    """The id, text and context of a line. Raises InputError where it has no text or is broken."""
    try:
        line = raw.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise InputError(where, "it is not UTF-8") from error
    if not line.startswith("{"):
        return f"line {number}", line, ""
    given = _object(line, where)
    text, context, id_ = given.get("text"), given.get("context"), given.get("id", f"line {number}")
    if not isinstance(text, str) or not text.strip():
        raise InputError(where, 'it has no "text" with words')
    if context is not None and not isinstance(context, str):
        raise InputError(where, '"context" is not a text')
    if not isinstance(id_, str | int | float) or isinstance(id_, bool):
        raise InputError(where, '"id" is neither a text nor a number')
    return id_, text, context or ""


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        given = json.loads(line, parse_constant=_no_constant)
        json.dumps(given, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(where, "it has half a character (a lone surrogate)") from error
    except json.JSONDecodeError as error:
        raise InputError(where, f"it is {_FORM} ({error.msg}, column {error.colno})") from error
    except RecursionError as error:
        raise InputError(where, f"it is {_FORM}: it is nested too deeply") from error
    if not isinstance(given, dict):
        raise InputError(where, f"it is {_FORM}")
    return given


def _no_constant(name: str) -> float:
    raise json.JSONDecodeError(f"{name} is no JSON number", name, 0)


def _as_json(id_: str | float, parsed: Parsed) -> dict[str, Any]:
    phases = [contract.phase(one) for one in parsed.phases]
    return {"id": id_, "phases": phases, "not_understood": list(parsed.not_understood)}


def _show(out: Console, line: Line, parsed: Parsed) -> None:
    block(out, " ".join(line.text.split()), "bold", len(str(line.id)) + 2, f"{line.id}: ")
    for drug, phases in _by_drug(parsed.phases):
        block(out, drug, indent=4)
        _table(out, phases)
    for part in parsed.not_understood:
        block(out, part, indent=20, label="    not understood: ")
    if not parsed.phases and not parsed.not_understood:
        block(out, "no dose", indent=4)
    out.print()


def _by_drug(phases: Sequence[Phase]) -> Iterator[tuple[str, list[Phase]]]:
    """The phases in order, those of one drug, indication and population together, under what they have in common."""
    for said, some in groupby(phases, key=_about):
        yield said, list(some)


def _about(phase: Phase) -> str:
    drug = " ".join(words for words in (phase.drug or "drug not stated", phase.form) if words)
    return "; ".join(words for words in (drug, phase.indication, phase.population) if words)


def _table(out: Console, phases: Sequence[Phase]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    found = layout.phase_fields(phases)
    table = layout.table(found, out.width - 6)
    if table is not None:
        for segments in out.render_lines(Padding(table, (0, 0, 0, 6)), pad=False):
            text = Text.assemble(*((printable(s.text), s.style or "") for s in segments if not s.control))
            text.rstrip()
            out.print(text, soft_wrap=True)
        return
    for row in found:
        for label, words in layout.lines(row):
            block(out, f"{label}: {words}" if label else words, indent=8 if label else 6)
