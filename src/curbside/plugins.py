"""What other packages may add: an entry point of the group `curbside.commands` is a command of the command line."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

COMMANDS = "curbside.commands"


def commands() -> dict[str, EntryPoint]:
    """The commands that installed packages bring, by name; none of them is imported yet."""
    return {point.name: point for point in entry_points(group=COMMANDS)}
