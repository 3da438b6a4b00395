"""`curbside ask --composer model`: the model that is set, and statements on the terminal as they pass the checks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from curbside.errors import UsageError

if TYPE_CHECKING:
    from curbside.composing.model import ModelComposer
    from curbside.events import Event

COMPOSERS: Final = ("quoting", "model")
Command = TypeVar("Command", bound=Callable[..., Any])


def composer_options(command: Command) -> Command:
    """Add `--composer` and `--stream`."""
    streamed = click.option(
        "--stream/--no-stream",
        "stream",
        default=None,
        help="Print statements as they pass the checks, before the answer is whole.  [default: on a terminal]",
    )
    chosen = click.option(
        "--composer",
        type=click.Choice(COMPOSERS),
        default=COMPOSERS[0],
        show_default=True,
        help="Quote the sources, or let the language model of CURBSIDE_MODEL_URL choose and word.",
    )
    return chosen(streamed(command))


@contextmanager
def composing(name: str) -> Iterator[ModelComposer | None]:
    """The composer of that name, closed at the end; None for the usual one.

    Raises UsageError where no model is set, or the extra is not installed.
    """
    if name == COMPOSERS[0]:
        yield None
        return
    from curbside.composing.model import ModelComposer
    from curbside.models.chosen import model

    opened, config = model()
    try:
        yield ModelComposer(opened, config.caps)
    finally:
        opened.close()


def streaming(stream: bool | None, composer: str, for_programs: bool) -> bool:
    """Whether statements are printed as they pass. Raises UsageError where that was asked for with `--json`."""
    if stream and for_programs:
        raise UsageError("--stream prints for people; leave out --json and --audit, or --stream.")
    if stream is None:
        return composer != COMPOSERS[0] and not for_programs and sys.stdout.isatty()
    return stream


def printed(events: Iterable[Event], on: bool) -> Iterator[Event]:
    """The events, each statement that was kept printed when it comes, where `on`."""
    from curbside.cli.common import block, stdout_console
    from curbside.events import Checked, Finished

    out, any_yet = stdout_console(), False
    for event in events:
        if on and isinstance(event, Checked) and event.kept:
            if not any_yet:
                block(out, "As they pass the checks:", "bold")
            any_yet = True
            block(out, event.statement.text, indent=3, label="✓")
            out.file.flush()
        if any_yet and isinstance(event, Finished):
            out.print()
        yield event
