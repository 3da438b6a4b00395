"""The command `curbside`.

Each subcommand lives in a module of its own, which is imported only when it is called: a slow or missing one does not
hold up the others.

Exit codes: 0 done; 1 the job failed; 2 bad usage; 3 a refusal; 4 the audit found something contradicted; 130 stopped
by the user; 141 whoever read the output closed it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from curbside import __version__, plugins
from curbside.errors import CurbsideError, UsageError

COMMANDS = {
    "init": "Make the library and set whose doses come first.",
    "ask": "Answer a clinical question from the library.",
    "export": "Write an answer as references or as a document.",
    "overview": "Sum up one source, or a topic over all sources.",
    "calculate": "Work out a formula or score, such as creatinine clearance.",
    "search": "Find passages by words.",
    "conflicts": "Show where the sources of the library disagree.",
    "sources": "List, show and check the sources.",
    "ingest": "Put files, folders, archives or what a query finds into the library.",
    "reingest": "Read the kept originals again with better extractors.",
    "index": "Look at, build, verify and drop the index of the library.",
    "vocabularies": "Load, list and remove vocabularies that widen a search.",
    "eval": "Measure how well it does on judgements that others made.",
    "check": "Check claims against sentences given with them.",
    "regimens": "Read the doses that sentences state, as fields with their places.",
    "schedule": "List the dates of a regimen from a start, or write them as a calendar.",
    "audit": "Check a text that somebody else wrote against the library.",
    "doctor": "Show what is installed, where things lie and what is missing.",
}
FAILED, BAD_USAGE, STOPPED, PIPE_CLOSED = 1, 2, 130, 141


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the list above, then those of other packages."""
        return [*COMMANDS, *sorted(set(plugins.commands()) - set(COMMANDS))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None.

        Raises UsageError where it is listed but not installed.
        """
        if cmd_name in COMMANDS:
            return _imported(cmd_name)
        point = plugins.commands().get(cmd_name)
        loaded = point.load() if point else None
        return loaded if isinstance(loaded, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any of them."""
        rows = [(name, COMMANDS.get(name, "(added by another package)")) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(__version__, prog_name="curbside", message="%(prog)s %(version)s")
def cli() -> None:
    """Clinical questions answered from the guidelines, labels and studies on your
    own machine, every sentence with its source's sentence behind it.

    For professionals who can check the basis of every sentence; it does not select
    treatment for a patient and is not for emergencies.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and say its exit code; errors are told in one sentence on stderr."""
    try:
        code = _invoked(sys.argv[1:] if arguments is None else list(arguments))
        sys.stdout.flush()
        return code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return error.exit_code
    except click.ClickException as error:
        return _tell(_sentence(error), error.exit_code)
    except UsageError as error:
        return _tell(str(error), BAD_USAGE)
    except CurbsideError as error:
        return _tell(str(error), FAILED)
    except (click.Abort, KeyboardInterrupt):
        # After the "^C" that a terminal shows.
        return _tell("stopped.", STOPPED, before="\n" if sys.stderr.isatty() else "")
    except BrokenPipeError:
        # Python flushes stdout once more at its end and would complain of the closed pipe then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _tell(f"{where}{error.strerror or error}.", FAILED)


def _invoked(arguments: list[str]) -> int:
    """Not click's own `main`, which prints its own line for a stop and hides a closed pipe behind code 1."""
    if "_CURBSIDE_COMPLETE" in os.environ:
        cli.main(arguments, prog_name="curbside")
    try:
        with cli.make_context("curbside", arguments) as context:
            code = cli.invoke(context)
    except click.exceptions.Exit as leaving:
        code = leaving.exit_code
    except SystemExit as leaving:
        code = leaving.code if leaving.code is None or isinstance(leaving.code, int) else FAILED
    return code if isinstance(code, int) else 0


def _imported(name: str) -> click.Command:
    module = f"curbside.cli.{name}"
    try:
        command = import_module(module).command
    except ModuleNotFoundError as error:
        missing = "this installation" if error.name == module else f"{error.name}, which it needs"
        raise UsageError(f"`curbside {name}` cannot run: {missing} is not complete.") from error
    assert isinstance(command, click.Command)
    return command


def _sentence(error: click.ClickException) -> str:
    message = error.format_message().replace("\n", " ").strip()
    message = message if message.endswith((".", "?", "!")) else message + "."
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None:
        return message
    return f"{message} `{context.command_path} --help` shows how it is used."


def _tell(message: str, code: int, before: str = "") -> int:
    click.echo(f"{before}curbside: {message}", err=True)
    return code


if __name__ == "__main__":
    main()
