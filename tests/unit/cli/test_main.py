"""The command line as a whole: help, versions, errors and exit codes."""

import subprocess
import sys

import click
import pytest

from curbside import __version__
from curbside.cli import main
from curbside.errors import InputError, SourceNotFound, UsageError


@pytest.fixture
def failing(monkeypatch):
    """A command `fail` that raises what it is told."""

    def make(error):
        @click.command("fail")
        def command():
            raise error

        monkeypatch.setattr(main.cli, "get_command", lambda ctx, name: command if name == "fail" else None)

    return make


def test_the_version_is_printed(curbside):
    assert curbside("--version") == (0, f"curbside {__version__}\n", "")


def test_help_lists_all_commands_without_importing_any(curbside, monkeypatch):
    monkeypatch.setattr(main, "import_module", lambda name: pytest.fail(f"{name} was imported"))
    code, out, _ = curbside("--help")
    assert code == 0
    assert all(f"  {name} " in out for name in main.COMMANDS)
    assert all(len(line) <= 80 for line in out.splitlines())


@pytest.mark.parametrize("name", ["init", "search", "sources", "ingest", "doctor"])
def test_every_command_explains_itself(curbside, name):
    code, out, err = curbside(name, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"Usage: curbside {name}")
    assert "--home DIR" in out or "COMMAND" in out


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("No such thing."), 2),
        (InputError("file.md, line 3", "it is empty"), 1),
        (SourceNotFound("s:1"), 1),
        (KeyboardInterrupt(), 130),
        (click.Abort(), 130),
        (PermissionError(13, "Permission denied", "folder"), 1),
    ],
)
def test_an_error_is_one_line_and_a_code(curbside, failing, error, code):
    failing(error)
    found, out, err = curbside("fail")
    assert (found, out) == (code, "")
    assert err.startswith("curbside: ")
    assert err.count("\n") == 1
    assert err.endswith(".\n")


def test_an_error_that_nobody_foresaw_is_not_hidden(curbside, failing):
    failing(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        curbside("fail")


@pytest.mark.parametrize(
    "arguments", [["serach"], ["search"], ["search", "x", "-k", "0"], ["search", "--nope", "x"], ["sources", "sho"]]
)
def test_bad_usage_is_told_in_one_sentence(curbside, arguments):
    code, _, err = curbside(*arguments)
    assert code == 2
    assert err.count("\n") == 1
    assert "--help" in err


@pytest.mark.parametrize("arguments", [[], ["sources"]])
def test_no_command_at_all_gets_the_help_and_the_code_of_bad_usage(curbside, arguments):
    code, out, err = curbside(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("Usage: curbside")


def test_a_command_that_is_not_installed_is_told_as_such(curbside, monkeypatch):
    monkeypatch.setitem(main.COMMANDS, "absent", "Not there.")
    code, _, err = curbside("absent")
    assert code == 2
    assert "`curbside absent` cannot run" in err


@pytest.mark.parametrize(("returned", "code"), [(None, 0), (3, 3)])
def test_a_command_may_choose_its_exit_code(curbside, monkeypatch, returned, code):
    command = click.command("choose")(lambda: returned)
    monkeypatch.setattr(main.cli, "get_command", lambda ctx, name: command)
    assert curbside("choose")[0] == code


def test_other_packages_may_add_commands(curbside, monkeypatch):
    class Point:
        name = "hello"

        @staticmethod
        def load():
            return click.command("hello")(lambda: click.echo("hello"))

    monkeypatch.setattr(main.plugins, "commands", lambda: {"hello": Point})
    assert curbside("hello") == (0, "hello\n", "")
    assert "hello" in curbside("--help")[1]


def test_a_closed_pipe_is_quiet():
    program = "import sys; from curbside.cli.main import main; main(['--help'])"
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
    )
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(timeout=30) == main.PIPE_CLOSED


def test_a_pipe_closed_while_a_table_is_printed_is_quiet():
    program = (
        "import sys; from curbside.cli import main; from curbside.cli.common import stdout_console; import click\n"
        "@main.cli.command('many')\n"
        "def many():\n"
        "    out = stdout_console()\n"
        "    for n in range(100000): out.print(f'line {n} of many')\n"
        "main.plugins.commands = lambda: {'many': type('P', (), {'load': staticmethod(lambda: many)})}\n"
        "main.main(['many'])"
    )
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout.readline() == b"line 0 of many\n"
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == main.PIPE_CLOSED
