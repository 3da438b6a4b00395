"""The Markdown files that ship with Curbside, each a summary of one real source: the starter library, and leaflets."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable

from curbside.sources.markdown import MarkdownReader
from curbside.types import Source


def starter_paths(folder_name: str = "starter") -> list[Traversable]:
    """The files of the starter library (or of another folder of the package), by name."""
    folder = resources.files("curbside") / folder_name
    return sorted((f for f in folder.iterdir() if f.name.endswith(".md")), key=lambda f: f.name)


def starter_sources() -> Iterator[Source]:
    """The sources of the starter library, in the order of their file names.

    Raises FrontMatterError or InputError where a shipped file is wrong.
    """
    return _sources("starter")


def leaflet_sources() -> Iterator[Source]:
    """Leaflets in plain words for patients, which `curbside init --leaflets` adds; they are not in the starter library.

    Raises as `starter_sources`.
    """
    return _sources("leaflets")


def _sources(folder_name: str) -> Iterator[Source]:
    reader = MarkdownReader()
    for path in starter_paths(folder_name):
        yield reader.parse(path.read_bytes(), f"{folder_name}/{path.name}")
