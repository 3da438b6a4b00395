"""The files in a folder and its subfolders, in the order of their names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from curbside.sources.base import Rejected
from curbside.sources.inputs import is_passed_over

SIDECAR = ".meta.yaml"


def files(path: Path) -> Iterator[Path | Rejected]:
    """The file at `path`, or the files in the folder there.

    In a folder hidden files, pictures and the like are passed over, and links that lead out of it are rejected.
    """
    if path.is_dir():
        yield from _walk(path)
    else:
        yield path


def _walk(root: Path) -> Iterator[Path | Rejected]:
    home = root.resolve()
    problems: list[OSError] = []
    for folder, folders, files in os.walk(root, onerror=problems.append):
        yield from (Rejected(str(e.filename), f"cannot be opened: {e.strerror}") for e in problems)
        problems.clear()
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in [*files, *(f for f in folders if Path(folder, f).is_symlink())]:
            if Path(folder, name).is_symlink() and not Path(folder, name).resolve().is_relative_to(home):
                yield Rejected(str(Path(folder, name)), "is a link that leads out of the folder")
        yield from (p for p in _listed(Path(folder), sorted(files)) if p.resolve().is_relative_to(home))
    yield from (Rejected(str(e.filename), f"cannot be opened: {e.strerror}") for e in problems)


def _listed(folder: Path, files: list[str]) -> Iterator[Path]:
    """The files to read: not the hidden ones, nor a description whose file is there."""
    for name in files:
        if not is_passed_over(name) and not (name.endswith(SIDECAR) and _described(name, files)):
            yield folder / name


def _described(sidecar: str, files: list[str]) -> bool:
    stem = sidecar.removesuffix(SIDECAR)
    return any(f != sidecar and stem in (f, Path(f).stem) for f in files)
