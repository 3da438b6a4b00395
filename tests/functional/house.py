"""A home of its own and the server on it, as real processes."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
STARTS_WITHIN = 60.0


@dataclass(frozen=True)
class House:
    """home: the folder of library and site. address: where it is served, without a slash at its end."""

    home: Path
    port: int
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    def environment(self) -> dict[str, str]:
        known = {k: v for k, v in os.environ.items() if not k.startswith(("CURBSIDE_", "DJANGO_"))}
        return {
            **known,
            "PYTHONPATH": str(ROOT / "src"),
            "CURBSIDE_HOME": str(self.home),
            "CURBSIDE_SITE_URL": self.address,
            **self.settings,
        }

    def curbside(self, *words: str, wrong: bool = False) -> str:
        """What the command prints. wrong: whether it has to fail."""
        done = subprocess.run(
            _command(*words), env=self.environment(), cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
        )
        assert bool(done.returncode) is wrong, f"curbside {' '.join(words)}:\n{done.stdout}\n{done.stderr}"
        return done.stdout if not wrong else done.stderr

    def script(self, file: Path, *words: str) -> str:
        """What a script prints, run on this home."""
        done = subprocess.run(
            [sys.executable, str(file), *words],
            env=self.environment(),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{file.name}:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    @contextmanager
    def served(self) -> Iterator[None]:
        """`curbside serve` until the end of the block; its last lines are told where it does not start."""
        with self.log.open("wb") as log:
            command = _command("serve", "--host", "127.0.0.1", "--port", str(self.port), "--processes", "1")
            server = subprocess.Popen(command, env=self.environment(), cwd=ROOT, stdout=log, stderr=log)
            try:
                self._wait(server)
                yield
            finally:
                server.terminate()
                try:
                    server.wait(20)
                except subprocess.TimeoutExpired:
                    server.kill()
                    server.wait()

    def _wait(self, server: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until and server.poll() is None:
            if self.get("/ready") == 200:
                return
            time.sleep(0.1)
        raise AssertionError(f"`curbside serve` did not start:\n{self.log.read_text()[-3000:]}")

    def get(self, path: str) -> int:
        """The status of an answer, 0 where nobody listens."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()


def free_port() -> int:
    """A port of this machine on which nobody listens now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


def _command(*words: str) -> list[str]:
    """A command of this source tree, also where another version is installed: by the entry points that it declares."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    commands: dict[str, str] = declared["entry-points"]["curbside.commands"]
    if words[0] in commands:
        module, _, name = commands[words[0]].partition(":")
        words = words[1:]
    else:
        module, _, name = declared["scripts"]["curbside"].partition(":")
    return [sys.executable, "-c", f"from {module} import {name}; {name}()", *words]
