"""The documentation against the program: nothing that other programs rely on is undocumented, and no link is dead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path

import click
import pytest

from curbside.cli import main
from curbside.types import Facet, Flag, Kind, Outcome, Relation, Seen, State, Strength, TextIs, UnitKind

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
CLI = (DOCS / "cli.md").read_text(encoding="utf-8")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<target>[^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} +(?P<words>.+)$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
SITE = "CURBSIDE_SITE_"
SETTING = re.compile(r"(?<!_)CURBSIDE_[A-Z_]+")


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command of this distribution with its path ("sources list"); groups too."""
    context = click.Context(main.cli)
    for name in main.COMMANDS:
        if find_spec(f"curbside.cli.{name}") is None:
            continue
        command = main.cli.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {sub}", inner) for sub, inner in command.commands.items())


COMMANDS = list(commands())


def part_of(name: str) -> str:
    """The section of docs/cli.md on a command."""
    found = re.search(rf"^## curbside {re.escape(name)}$(?P<body>.*?)(?=^## |\Z)", CLI, re.MULTILINE | re.DOTALL)
    assert found, f"docs/cli.md has no section on `curbside {name}`"
    return found["body"]


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as a forge makes them."""
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    words = (m["words"].strip().lower() for m in HEADING.finditer(text))
    return {re.sub(r"[^\w\- ]", "", w).replace(" ", "-") for w in words}


@pytest.mark.parametrize("name", main.COMMANDS)
def test_every_command_has_a_section(name: str) -> None:
    assert part_of(name).strip()


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[n for n, _ in COMMANDS])
def test_every_subcommand_and_option_is_documented(name: str, command: click.Command) -> None:
    section = part_of(name.split()[0])

    assert name in section or " " not in name
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            for option in (*parameter.opts, *parameter.secondary_opts):
                assert re.search(rf"`{re.escape(option)}\b", section), f"{name} {option} is undocumented"


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[n for n, _ in COMMANDS])
def test_every_choice_of_an_option_is_documented(name: str, command: click.Command) -> None:
    for parameter in command.params:
        if isinstance(parameter.type, click.Choice):
            for choice in parameter.type.choices:
                assert choice in part_of(name.split()[0])


def test_no_option_is_documented_that_a_command_does_not_have() -> None:
    for name in {n.split()[0] for n, _ in COMMANDS}:
        known = {o for n, c in COMMANDS if n.split()[0] == name for p in c.params for o in (*p.opts, *p.secondary_opts)}
        told = set(re.findall(r"^\| `(--?[a-z-]+)", part_of(name), re.MULTILINE))
        assert told <= known, f"{name}: {told - known}"


def test_every_setting_of_the_environment_is_documented_and_no_other() -> None:
    package = ROOT / "src" / "curbside"
    source = (file for file in package.rglob("*.py") if package / "testing" not in file.parents)
    used = {name for file in source for name in SETTING.findall(file.read_text(encoding="utf-8"))}
    deploy = (DOCS / "deploy.md").read_text(encoding="utf-8")
    told = {name for name in SETTING.findall(CLI + deploy) if not name.startswith(SITE)}

    assert {name for name in used if not name.endswith("_")} == told


def test_every_setting_of_the_site_is_documented_and_no_other() -> None:
    settings = ROOT / "src" / "curbside_site" / "settings.py"
    used = set(SETTING.findall(settings.read_text(encoding="utf-8")))
    told = set(SETTING.findall((DOCS / "deploy.md").read_text(encoding="utf-8")))

    assert {name for name in used if name.startswith(SITE)} == {name for name in told if name.startswith(SITE)}


def test_every_address_and_scope_of_the_api_is_documented() -> None:
    pytest.importorskip("ninja")
    from curbside_site.api.models import SCOPES
    from curbside_site.api.v1.api import document

    page = (DOCS / "api.md").read_text(encoding="utf-8")
    paths = document()["paths"]
    assert [f"{m.upper()} {path}" for path in paths for m in paths[path] if f"`{m.upper()} {path}`" not in page] == []
    assert [scope for scope in SCOPES if f"`{scope}`" not in page] == []


@pytest.mark.parametrize("closed", [Facet, Flag, Kind, State, Strength, Relation, Outcome, TextIs, Seen, UnitKind])
def test_every_member_of_a_closed_list_is_documented(closed: type[StrEnum]) -> None:
    missing = [str(member) for member in closed if f"`{member}`" not in CLI]

    assert not missing


def test_every_facet_and_flag_says_what_it_means() -> None:
    for member in (*Facet, *Flag):
        assert re.search(rf"^\| `{member}` \| \w", CLI, re.MULTILINE), member


def test_every_fault_of_an_audit_is_documented() -> None:
    faults = pytest.importorskip("curbside.auditing.faults")

    assert [f for f in faults.FaultKind if f"`{f}`" not in CLI] == []


def test_every_exit_code_is_documented() -> None:
    from curbside.cli.ask import REFUSED

    codes = {0, 4, REFUSED, main.FAILED, main.BAD_USAGE, main.STOPPED, main.PIPE_CLOSED}
    told = {int(code) for code in re.findall(r"^\| `(\d+)` \|", CLI, re.MULTILINE)}

    assert told == codes


def test_every_reason_of_a_refusal_is_documented() -> None:
    from curbside.composing import refusing

    for reason in (refusing.NOT_IN_LIBRARY, refusing.NOTHING_STOOD, refusing.UNSAFE):
        assert f"`{reason}`" in CLI


def test_every_field_of_an_answer_is_documented() -> None:
    contract = (ROOT / "src" / "curbside" / "interop" / "contract.py").read_text(encoding="utf-8")
    fields = set(re.findall(r'^\s+"([a-z_]+)":', contract, re.MULTILINE))

    assert [f for f in sorted(fields) if not re.search(rf"[`.\"]{f}[`.\"]", CLI)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(DOCS)))
def test_every_link_of_a_page_resolves(page: Path) -> None:
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    for found in LINK.finditer(text):
        path, _, anchor = found["target"].partition("#")
        if ":" in path:
            continue
        target = (page.parent / path).resolve() if path else page
        assert target.is_file(), f"{page.name}: {found['target']}"
        assert not anchor or anchor in anchors(target), f"{page.name}: {found['target']}"


def test_the_index_lists_every_page() -> None:
    index = DOCS / "index.md"
    told = {(DOCS / m["target"]).resolve() for m in LINK.finditer(index.read_text(encoding="utf-8"))}

    assert [str(p.relative_to(DOCS)) for p in PAGES if p != index and p.resolve() not in told] == []


def test_the_decision_records_are_numbered_without_a_gap() -> None:
    names = sorted(p.name for p in (DOCS / "adr").glob("*.md"))

    assert [n[:4] for n in names] == [f"{i:04}" for i in range(1, len(names) + 1)]
    for name in names:
        text = (DOCS / "adr" / name).read_text(encoding="utf-8")
        assert text.startswith(f"# {int(name[:4])}. ")
        assert [m["words"] for m in HEADING.finditer(text)][1:] == ["Context", "Decision", "Consequences"]


def test_the_clinical_rules_have_the_sections_that_the_source_names() -> None:
    told = {
        int(n)
        for file in (ROOT / "src" / "curbside").rglob("*.py")
        for n in re.findall(r"clinical rules, sections? (\d)", file.read_text(encoding="utf-8"))
    }
    rules = (DOCS / "clinical-rules.md").read_text(encoding="utf-8")

    assert told <= {int(n) for n in re.findall(r"^## (\d)\. ", rules, re.MULTILINE)}


def test_the_changelog_has_the_version_of_the_package() -> None:
    from curbside import __version__

    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
