"""Damaged and hostile inputs of every format, through the way that `curbside ingest` reads a file.

    python benchmarks/damaged_inputs.py [--seeds 0-9999] [--seconds 30] [--megabytes 1200] [--isolated-every 50]

Each input (`curbside.testing.damaging`) is written as a file and read in a process that is watched. It fails on: an
exception that is not told as a rejection, a process that ends, more seconds or megabytes than the bound, memory that is
kept from input to input, a file opened outside the folder of the input, a process started, a socket made, a connection
to the address in the input, text of the file that the input tries to open, a source or rejection that breaks the rules
of `curbside.testing.reader_conformance`. Every `--isolated-every`th input is read by `IsolatedReader` too. A long
line is 200 MB once for each format and 3 MB afterwards. What C code opens the watch does not see, but its text and its
connections are seen. Exit code 1 where anything failed; failures are printed with seeds, and `--seeds N-N` repeats one.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import resource
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from curbside.errors import InputError
from curbside.sources.base import Draft, Found, Rejected
from curbside.sources.isolated import IsolatedReader
from curbside.sources.isolated import Limits as IsolatedLimits
from curbside.sources.read import File, read_bytes, read_file
from curbside.testing._reader_checks import faults
from curbside.testing._watching import watched
from curbside.testing.damaging import KINDS, LONG, Damaged, Lures, damaged
from curbside.testing.samples import SAMPLES
from curbside.types import Source

SECRET = "INVENTED-SECRET-7f3a9c"
ADDRESS_SPACE = 3_000_000_000
KEPT_MEGABYTES = 250
SETTLED = 200
SHORT_LINE = 3_000_000
SUITE = tuple(SAMPLES.values())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one input led to. read: sources and marks; rejected: reasons; wrong: failures."""

    seed: int
    kind: str
    format: str
    read: int = 0
    rejected: int = 0
    seconds: float = 0.0
    megabytes: float = 0.0
    resident: float = 0.0
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """Where it happens. inside: the folder that may be opened; secret: a file outside that may not."""

    home: Path
    lures: Lures

    @property
    def inside(self) -> Path:
        return self.home / "inside"

    def made(self, seed: int) -> Damaged:
        first = seed // len(KINDS) < len(SUITE)
        return damaged(SUITE, seed, self.lures, LONG if first else SHORT_LINE)


def _text(found: Found) -> str:
    match found:
        case Draft():
            return f"{found.source.title} {found.source.text} {found.source.remarks}"
        case Source():
            return f"{found.title} {found.text} {found.remarks}"
        case _:
            return repr(found)


def _peak(reset: bool = False) -> float:
    """The process's greatest resident memory since the last reset, in megabytes."""
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1e3


def _resident() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _serve(pipe: Connection, ground: Ground) -> None:
    """Read one input after the other, by seed, and send back an outcome each."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    tempfile.tempdir = str(ground.inside)
    for sample in SUITE:
        list(read_bytes(sample.raw, sample.name))
    while (seed := pipe.recv()) is not None:
        made = ground.made(seed)
        folder = ground.inside / "one"
        folder.mkdir(exist_ok=True)
        path = made.write(folder)
        kind, name = made.kind, made.format
        del made
        gc.collect()
        pipe.send("begun")
        pipe.send(_read(File(path), Outcome(seed, kind, name), ground))
        shutil.rmtree(folder)


def _read(file: File, outcome: Outcome, ground: Ground) -> Outcome:
    before, begun = _peak(reset=True), time.perf_counter()
    counted, wrong = Counter[str](), list[str]()
    with watched((ground.inside,), environment=False) as seen:
        try:
            for found in read_file(file):
                counted[type(found).__name__] += 1
                if SECRET in _text(found):
                    wrong.append("gives out the text of a file that it was not given")
                if len(wrong) < 3:
                    wrong += faults(found, str(file.path), _extractor(found))
        except MemoryError:
            counted["Rejected"] += 1
        except InputError as error:
            wrong.append(f"InputError got out: {error}")
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            wrong.append(f"raised {type(error).__name__}: {error}"[:300])
    spent, used = time.perf_counter() - begun, _peak() - before
    wrong += seen[:3]
    rejected = counted.pop("Rejected", 0)
    gc.collect()
    return Outcome(
        outcome.seed,
        outcome.kind,
        outcome.format,
        counted.total(),
        rejected,
        spent,
        used,
        _resident(),
        tuple(wrong[:4]),
    )


def _extractor(found: Found) -> str:
    if isinstance(found, Draft):
        return found.source.extractor
    return found.extractor if isinstance(found, Source) else ""


@dataclass(slots=True)
class Watched:
    """The process that reads, started again where it ended. seconds: how long one input may take."""

    ground: Ground
    seconds: float
    process: multiprocessing.process.BaseProcess | None = None
    pipe: Connection | None = None

    def read(self, seed: int) -> Outcome:
        pipe = self._started()
        pipe.send(seed)
        try:
            pipe.recv()
            if pipe.poll(self.seconds):
                return pipe.recv()
            return self._ended(seed, f"took longer than {self.seconds:.0f} seconds")
        except EOFError:
            return self._ended(seed, "its process ended")

    def _started(self) -> Connection:
        if self.pipe is None:
            self.pipe, theirs = multiprocessing.Pipe()
            self.process = multiprocessing.get_context("fork").Process(target=_serve, args=(theirs, self.ground))
            self.process.start()
            theirs.close()
        return self.pipe

    def _ended(self, seed: int, reason: str) -> Outcome:
        made = self.ground.made(seed)
        if self.process is not None:
            self.process.join(1)
            reason += f" (exit code {self.process.exitcode})" if self.process.exitcode else ""
        self.close(kill=True)
        return Outcome(seed, made.kind, made.format, seconds=self.seconds, wrong=(reason,))

    def close(self, kill: bool = False) -> None:
        if self.process is not None and self.pipe is not None:
            if kill:
                self.process.kill()
            else:
                self.pipe.send(None)
            self.process.join()
            self.pipe.close()
        self.process = self.pipe = None


@dataclass(slots=True)
class Listener:
    """Counts who asks for the address that the inputs name."""

    asked: int = 0
    server: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.getsockname()[1]}/lure"

    def listen(self) -> None:
        def serve() -> None:
            while True:
                try:
                    connection, _ = self.server.accept()
                except OSError:
                    return
                self.asked += 1
                connection.close()

        threading.Thread(target=serve, daemon=True).start()


def _isolated(reader: IsolatedReader, made: Damaged, folder: Path) -> tuple[str, ...]:
    """What went wrong when the process that `ingest` uses reads an input: it must not end, but it may refuse."""
    path = made.write(folder)
    found = [one for batch in reader.read(File(path)) for one in batch.found]
    reasons = [one.reason for one in found if isinstance(one, Rejected)]
    path.unlink()
    return tuple(f"isolated: {reason}" for reason in reasons if "the process that read it ended" in reason)


def _run(seeds: range, arguments: argparse.Namespace, ground: Ground) -> Iterator[Outcome]:
    process = Watched(ground, arguments.seconds)
    folder = ground.inside / "isolated"
    folder.mkdir(parents=True)
    with IsolatedReader(IsolatedLimits(arguments.seconds, ADDRESS_SPACE)) as isolated:
        for number, seed in enumerate(seeds):
            outcome = process.read(seed)
            yield outcome
            if arguments.isolated_every and number % arguments.isolated_every == 0:
                wrong = _isolated(isolated, ground.made(seed), folder)
                if wrong:
                    yield Outcome(seed, outcome.kind, outcome.format, wrong=wrong)
    process.close()


def _table(title: str, outcomes: list[Outcome], name: str) -> None:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[getattr(outcome, name)].append(outcome)
    print(
        f"\n{title:<28}{'inputs':>7}{'read':>7}{'told':>7}{'both':>7}{'empty':>7}{'failed':>7}{'max s':>8}{'max MB':>8}"
    )
    for group, members in sorted(groups.items()):
        shapes = Counter((bool(o.read), bool(o.rejected)) for o in members)
        row = (shapes[True, False], shapes[False, True], shapes[True, True], shapes[False, False])
        failed = sum(bool(o.wrong) for o in members)
        slowest, largest = max(o.seconds for o in members), max(o.megabytes for o in members)
        print(
            f"{group:<28}{len(members):>7}"
            + "".join(f"{n:>7}" for n in (*row, failed))
            + f"{slowest:>8.2f}{largest:>8.0f}"
        )


def _bounded(outcome: Outcome, megabytes: float) -> Outcome:
    if outcome.megabytes <= megabytes:
        return outcome
    wrong = (*outcome.wrong, f"used {outcome.megabytes:.0f} MB")
    return Outcome(*(getattr(outcome, n) for n in Outcome.__slots__[:-1]), wrong=wrong)


def _shown(outcome: Outcome) -> Outcome:
    """The outcome, printed where it is a failure."""
    if outcome.wrong:
        wrong = "; ".join(outcome.wrong)[:400]
        print(f"seed {outcome.seed}, {outcome.format}, {outcome.kind}: {wrong}", flush=True)
    return outcome


def _told(outcomes: list[Outcome], asked: int) -> bool:
    """Print tables and sums; whether all is well."""
    _table("by kind of damage", outcomes, "kind")
    _table("by format", outcomes, "format")
    failed = [o for o in outcomes if o.wrong]
    settled = [o.resident for o in outcomes[SETTLED:] if o.resident]
    kept = max(settled[-SETTLED:], default=0.0) - min(settled[:SETTLED], default=0.0)
    taken = sum(o.seconds for o in outcomes)
    print(
        f"\n{len(outcomes)} inputs read in {taken:.0f} s, {len(failed)} failed; {asked} connections; {kept:.0f} MB kept"
    )
    return not failed and not asked and kept <= KEPT_MEGABYTES


def main() -> int:
    """Make, read, count, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="0-9999")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--megabytes", type=float, default=1_200.0)
    parser.add_argument("--isolated-every", type=int, default=50)
    arguments = parser.parse_args()
    first, _, last = arguments.seeds.partition("-")
    listener, home = Listener(), Path(tempfile.mkdtemp())
    listener.listen()
    begun = time.perf_counter()
    try:
        secret = home / "secret.txt"
        secret.write_text(f"{SECRET}\n")
        ground = Ground(home, Lures(secret.as_uri(), listener.address))
        seeds = range(int(first), int(last or first) + 1)
        outcomes = [_shown(_bounded(o, arguments.megabytes)) for o in _run(seeds, arguments, ground)]
        good = _told(outcomes, listener.asked)
    finally:
        listener.server.close()
        shutil.rmtree(home, ignore_errors=True)
    print(f"{time.perf_counter() - begun:.0f} s")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
