"""The tests that every `SourceReader` must pass.

Subclass `ReaderConformance` in a test file as `Test...` and give it two fixtures: `make_reader`, a function that
returns a new reader, and `samples`, a tuple of small good inputs (`Sample`) that together have what the format knows. A
reader that goes through a file record by record also gives `large`, and its memory is measured. docs/source-plugins.md
has a whole example.
"""

from __future__ import annotations

import io
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import BinaryIO, Final, cast

import pytest

from curbside.errors import InputError
from curbside.sources.base import HEAD, Draft, Found, Input, Rejected, SourceReader
from curbside.testing._hostile import Sample
from curbside.testing._reader_checks import faults
from curbside.testing._watching import watched
from curbside.testing.damaging import KINDS, Damaged, samples_of
from curbside.types import Mark, Source

__all__ = ["Large", "MakeReader", "ReaderConformance", "Sample", "Samples", "faults", "given", "read"]

MakeReader = Callable[[], SourceReader]
Samples = tuple[Sample, ...]
Large = Callable[[int], Iterable[bytes]]

CPU_SECONDS: Final = 20.0
MANY_BYTES: Final = 4_000_000
GROWTH: Final = 4_000_000
# Archives are opened before a reader is asked; the long line has a test of its own.
_FOR_OTHERS: Final = ("zip", "tar", "gzip", "archive", "one long line")
ODD_HEADS: Final = (
    b"",
    b"\0" * HEAD,
    b"\xff\xfe",
    b"{",
    b"[" * HEAD,
    b"<",
    b"<!DOCTYPE x [" * 300,
    b"%PDF",
    b"PK\x03\x04",
)
ODD_NAMES: Final = ("", ".", "a", "a.", ".xml", "\0", "a" * 5_000, "é.PDF", "a.json.xml")


def given(sample: Sample, where: str | None = None) -> Input:
    """The input that a reader is given for a sample; where: its name unless given."""
    return Input(where or sample.name, sample.name, sample.raw[:HEAD], lambda: io.BytesIO(sample.raw))


def read(reader: SourceReader, sample: Sample, where: str | None = None) -> list[Found]:
    """All that a reader finds in a sample."""
    return list(reader.read(given(sample, where)))


class ReaderConformance:
    """See the module. damages: how many damaged inputs are made of each sample."""

    damages = 52

    @pytest.fixture
    def large(self) -> Large | None:
        """A function from a number to the pieces of one file with so many records, of about a kilobyte each."""
        return None

    def test_it_says_its_name_and_version(self, make_reader: MakeReader) -> None:
        reader = make_reader()
        assert re.fullmatch(r"[a-z][a-z0-9-]*", reader.name)
        assert re.fullmatch(r"[a-z][a-z0-9-]*/\d+", reader.extractor)

    def test_it_accepts_its_samples_by_name_and_first_bytes(self, make_reader: MakeReader, samples: Samples) -> None:
        reader = make_reader()
        assert samples
        with watched() as seen:
            accepted = [reader.accepts(sample.name, sample.raw[:HEAD]) for sample in samples]
        assert accepted == [True] * len(samples)
        assert seen == []

    def test_it_says_yes_or_no_to_any_file(self, make_reader: MakeReader) -> None:
        reader = make_reader()
        said = {reader.accepts(name, head) for name in ODD_NAMES for head in ODD_HEADS}
        assert said <= {True, False}
        assert reader.accepts("nothing.known", b"\x01\x02nothing that any reader knows") is False

    def test_it_finds_what_is_in_its_samples(self, make_reader: MakeReader, samples: Samples) -> None:
        for sample in samples:
            found = read(make_reader(), sample)
            sources = len([f for f in found if isinstance(f, Draft | Source)])
            marks = len([f for f in found if isinstance(f, Mark)])
            assert (sources, marks) == (sample.sources, sample.marks), sample.name

    def test_what_it_finds_is_sound(self, make_reader: MakeReader, samples: Samples) -> None:
        reader = make_reader()
        for sample in samples:
            where = f"a folder/{sample.name}"
            for found in read(reader, sample, where):
                assert faults(found, where, reader.extractor) == [], sample.name

    def test_the_ids_of_an_input_differ(self, make_reader: MakeReader, samples: Samples) -> None:
        for sample in samples:
            ids = [_source(f).id for f in read(make_reader(), sample) if isinstance(f, Draft | Source)]
            assert len(ids) == len(set(ids)), sample.name

    def test_the_same_bytes_give_the_same(self, make_reader: MakeReader, samples: Samples) -> None:
        used = make_reader()
        for sample in samples:
            first = read(make_reader(), sample)
            assert read(make_reader(), sample) == first
            assert [read(used, sample), read(used, sample)] == [first, first]

    def test_where_a_file_lies_changes_nothing_else(self, make_reader: MakeReader, samples: Samples) -> None:
        for sample in samples:
            here = [_placeless(f) for f in read(make_reader(), sample, f"a/{sample.name}")]
            assert here == [_placeless(f) for f in read(make_reader(), sample, f"b: c/{sample.name}")]

    def test_it_touches_nothing_but_what_it_is_given(self, make_reader: MakeReader, samples: Samples) -> None:
        for sample in samples:
            read(make_reader(), sample)
            reader = make_reader()
            with watched() as seen:
                read(reader, sample)
            assert seen == [], sample.name

    def test_it_closes_what_it_opens(self, make_reader: MakeReader, samples: Samples) -> None:
        for sample in samples:
            opened: list[BinaryIO] = []
            whole = replace(given(sample), opened=partial(_noted, sample.raw, opened))
            list(make_reader().read(whole))
            half = make_reader().read(whole)
            next(half)
            getattr(half, "close", lambda: None)()
            assert opened, "it read nothing"
            assert all(stream.closed for stream in opened), sample.name

    def test_damaged_input_is_read_or_told(self, make_reader: MakeReader, samples: Samples) -> None:
        reader = make_reader()
        for sample in samples:
            for damaged in samples_of(sample, self.damages, without=_FOR_OTHERS):
                wrong = _outcome(reader, damaged)
                assert not wrong, f"{sample.name}, seed {damaged.seed}, {damaged.kind}: {wrong[:3]}"

    def test_one_long_line_is_read_or_told(self, make_reader: MakeReader, samples: Samples) -> None:
        others = tuple(kind for kind in KINDS if not kind.startswith("one long line"))
        for damaged in samples_of(samples[0], len(KINDS), without=others):
            assert _outcome(make_reader(), damaged) == []

    def test_memory_does_not_grow_with_the_file(self, make_reader: MakeReader, large: Large | None) -> None:
        if large is None:
            pytest.skip("it reads files whole")
        if sys.platform != "linux":
            pytest.skip("memory is read from /proc")
        sizes: list[int] = []
        count = MANY_BYTES // max(1, sum(map(len, large(100))) // 100)
        head = b"".join(large(3))[:HEAD]
        stream = Input("large", "large", head, lambda: cast(BinaryIO, BufferedReader(_Pieces(large(count)))))
        for number, found in enumerate(make_reader().read(stream)):
            assert not isinstance(found, Rejected), found
            if number % (count // 20 or 1) == 0:
                sizes.append(_resident())
        assert len(sizes) >= 10, "it yields all at the end"
        assert max(sizes) - sizes[1] < GROWTH


def _outcome(reader: SourceReader, damaged: Damaged) -> list[str]:
    """What is wrong with how a reader took a damaged input; whatever is raised but InputError is raised."""
    whole = damaged.input()
    wrong: list[str] = []
    begun = time.process_time()
    try:
        if reader.accepts(whole.name, whole.head):
            for found in reader.read(whole):
                wrong += faults(found, whole.where, reader.extractor)
    except InputError as error:
        wrong += faults(Rejected(error.where, error.reason), whole.where, reader.extractor)
    spent = time.process_time() - begun
    return [*wrong, *([f"took {spent:.0f} seconds"] if spent > CPU_SECONDS else [])]


def _source(found: Draft | Source) -> Source:
    return found.source if isinstance(found, Draft) else found


def _placeless(found: Found) -> Found:
    match found:
        case Draft():
            return replace(found, source=replace(found.source, where=None))
        case Source() | Rejected():
            return replace(found, where="")
        case _:
            return found


def _noted(raw: bytes, opened: list[BinaryIO]) -> BinaryIO:
    stream = io.BytesIO(raw)
    opened.append(stream)
    return stream


class _Pieces(RawIOBase):
    """A stream of pieces that are made when they are read."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces: Iterator[bytes] = iter(pieces)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
