"""What the commands share: their options, opening a home folder, and how they print."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from curbside import settings as settings_
from curbside.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

    from curbside.library import Library
    from curbside.retrieval.base import Index
    from curbside.retrieval.opening import Building, Built

WIDTH = 80
NO_JURISDICTION = (
    "No jurisdiction is set, so no country's doses come first; `curbside init --jurisdiction uk` sets one."
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
Command = TypeVar("Command", bound=Callable[..., Any])


def home_option(command: Command) -> Command:
    """Add `--home DIR`."""
    return click.option(
        "--home",
        metavar="DIR",
        type=click.Path(file_okay=False, path_type=Path),
        help="The folder with the library and the settings (else CURBSIDE_HOME, else the system's place).",
    )(command)


def jurisdiction_option(command: Command) -> Command:
    """Add `--jurisdiction CODE`."""
    return click.option(
        "--jurisdiction", metavar="CODE", help="Whose doses come first: uk, us, jp, ..., eu or international."
    )(command)


def json_option(command: Command) -> Command:
    """Add `--json`, as the argument `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")(command)


def open_library(
    home: str | Path | None = None, jurisdiction: str | None = None, starters: bool = True
) -> tuple[Settings, Library, Index]:
    """Open the home folder; on its first use the library is built, and one line on stderr says so.

    Raises UsageError for settings that cannot be read, LibraryError or SearchIndexError for what cannot be opened.
    """
    from curbside.retrieval.opening import open_home

    settings = settings_.load(home, jurisdiction, allow=settings_.OWNER_ALLOWS)
    told: list[Building | Built] = []

    def tell(event: Building | Built) -> None:
        told.append(event)
        _tell_building(event)

    library, index = open_home(settings.home, tell, starters, settings.database_url)
    if told and settings.jurisdiction is None:
        note(NO_JURISDICTION)
    return settings, library, index


@contextmanager
def opened(home: str | Path | None = None, starters: bool = True) -> Iterator[tuple[Library, Index]]:
    """As `open_library`, closed at the end of the block."""
    _, library, index = open_library(home, starters=starters)
    try:
        yield library, index
    finally:
        index.close()
        library.close()


def emit(value: object) -> None:
    """Print `value` as one line of JSON on stdout, at once."""
    out = sys.stdout
    if isinstance(out, io.TextIOWrapper) and (out.encoding.lower() != "utf-8" or out.errors != "backslashreplace"):
        out.reconfigure(encoding="utf-8", errors="backslashreplace")
    out.write(json.dumps(value, ensure_ascii=False) + "\n")
    out.flush()


def stdout_console() -> Console:
    """Where results for people go: stdout, 80 columns or the terminal's if fewer, colour only on a terminal."""
    from rich.console import Console

    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="replace")
    plain = not sys.stdout.isatty() or "NO_COLOR" in os.environ

    class Piped(Console):
        def on_broken_pipe(self) -> None:
            """Leave the closed pipe to `main`: rich would exit with code 1 for it."""
            raise BrokenPipeError

    made = Piped(highlight=False, no_color=plain, color_system=None if plain else "auto")
    made.width = min(made.width, WIDTH)
    return made


def block(out: Console, text: str, style: str = "", indent: int = 0, label: str = "") -> None:
    """Print `text` wrapped and indented, `label` before its first line; no line ends in spaces."""
    from rich.text import Text

    before = f"{label:<{indent}}"
    for line in Text(printable(text), style=style).wrap(out, max(out.width - indent, 20)):
        line.rstrip()
        out.print(Text.assemble((before, "bold"), line))
        before = " " * indent


def note(message: str) -> None:
    """Tell something on stderr."""
    click.echo(printable(message), err=True)


def printable(text: str) -> str:
    """`text` without control characters: a source must not be able to steer the terminal."""
    return _CONTROL.sub("\ufffd", text)


def shown(path: Path) -> str:
    """`path` as people write it, with ~ for their own folder."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)


def _tell_building(event: Building | Built) -> None:
    from curbside.retrieval.opening import Building

    if isinstance(event, Building):
        click.echo(f"Building your library in {shown(event.home)}: ", nl=False, err=True)
    else:
        click.echo(f"{event.sources} sources, {event.seconds:.1f} s.", err=True)
