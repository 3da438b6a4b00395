"""The starter library: the Markdown files that ship with Curbside, each a summary of one real source."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable

from curbside.sources.markdown import MarkdownReader
from curbside.types import Source


def starter_paths() -> list[Traversable]:
    """The files of the starter library, by name."""
    folder = resources.files("curbside") / "starter"
    return sorted((f for f in folder.iterdir() if f.name.endswith(".md")), key=lambda f: f.name)


def starter_sources() -> Iterator[Source]:
    """The sources of the starter library, in the order of their file names.

    Raises FrontMatterError or InputError where a shipped file is wrong.
    """
    reader = MarkdownReader()
    for path in starter_paths():
        yield reader.parse(path.read_bytes(), f"starter/{path.name}")
