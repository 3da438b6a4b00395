"""What code opens, starts or asks the environment for while it runs, as Python's audit events tell it.

What a C library opens by itself is not seen here.
"""

from __future__ import annotations

import os
import sys
import sysconfig
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import curbside

_STARTING: Final = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.putenv",
    "shutil.",
    "urllib.",
    "ftplib.",
    "http.client.",
    "webbrowser.",
    "tempfile.",
    "os.listdir",
    "os.scandir",
    "glob.",
)
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_OWN: Final = tuple(
    str(Path(folder).resolve())
    for folder in {*sysconfig.get_paths().values(), sys.prefix, sys.base_prefix, str(Path(curbside.__file__).parent)}
)


def _within(name: str, folders: Sequence[str]) -> bool:
    return any(name == folder or name.startswith(folder + os.sep) for folder in folders)


class _Watch:
    def __init__(self) -> None:
        self.thread: int | None = None
        self.allowed: tuple[str, ...] = ()
        self.seen: list[str] = []
        self.hooked = False

    def hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.thread != threading.get_ident():
            return
        if event == "open" and self._is_foreign(*arguments):
            self.seen.append(f"opened {arguments[0]!r}")
        elif event.startswith(_STARTING) and not self._is_allowed(event, arguments):
            self.seen.append(f"{event} {arguments!r}"[:300])

    def _is_allowed(self, event: str, arguments: tuple[Any, ...]) -> bool:
        """Anything in an allowed folder, and looking into a package's own folder, as an import does."""
        path = arguments[0] if arguments else None
        if not isinstance(path, str | bytes | os.PathLike) or not event.startswith(("os.", "tempfile.", "glob.")):
            return False
        return _within(os.path.abspath(os.fsdecode(path)), self.allowed) or (
            event in ("os.listdir", "os.scandir") and not self._is_foreign(path, None, 0)
        )

    def _is_foreign(self, path: object, mode: object, flags: object) -> bool:
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        name = os.path.abspath(os.fsdecode(path))
        if _within(name, self.allowed):
            return False
        # Bytecode of a module that is imported while the watch is on.
        if name.endswith(".pyc") or f"{os.sep}__pycache__{os.sep}" in name:
            return False
        writes = bool(flags & _WRITING) if isinstance(flags, int) else False
        return writes or not _within(name, _OWN)


_WATCH = _Watch()


class _Asked(dict[str, str]):
    """The environment; what is asked of it is noted."""

    def __init__(self, given: dict[str, str], seen: list[str]) -> None:
        super().__init__(given)
        self._seen = seen

    def __getitem__(self, name: str) -> str:
        self._seen.append(f"asked the environment for {name}")
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        """As of a dict."""
        self._seen.append(f"asked the environment for {name}")
        return super().get(name, default)


@contextmanager
def watched(allowed: Sequence[Path] = (), environment: bool = True) -> Iterator[list[str]]:
    """A list to which is added, while the block runs in this thread, what it opens, starts or asks for.

    Reading what belongs to Python, to installed packages and to Curbside is not noted, nor is anything in the folders
    `allowed`. environment: whether asking for variables is noted.
    """
    if not _WATCH.hooked:
        sys.addaudithook(_WATCH.hook)
        _WATCH.hooked = True
    seen: list[str] = []
    kept = os.environ
    _WATCH.seen, _WATCH.allowed = seen, tuple(str(Path(folder).resolve()) for folder in allowed)
    if environment:
        setattr(os, "environ", _Asked(dict(kept), seen))  # noqa: B010 - not to clear the environment itself
    _WATCH.thread = threading.get_ident()
    try:
        yield seen
    finally:
        _WATCH.thread = None
        setattr(os, "environ", kept)  # noqa: B010
