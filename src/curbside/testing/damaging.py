"""Damaged and hostile inputs, each made from a sample by a seed: the same seed gives the same bytes.

    for seed in range(1000):
        found = damaged(SAMPLES, seed)
        found.kind, found.name, found.input()

Nothing here is written to disk but by `Damaged.write`, and no line of 200 MB is held in memory.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

from curbside.sources.base import HEAD, Input
from curbside.testing import _hostile_archives, _hostile_documents, _hostile_xml
from curbside.testing._hostile import LURES, Endless, Lures, Maker, Sample

__all__ = ["KINDS", "LURES", "Damaged", "Endless", "Lures", "Sample", "damaged", "samples_of"]

LONG: Final = 200_000_000
ENDINGS: Final = (
    ".xml",
    ".nxml",
    ".json",
    ".jsonl",
    ".csv",
    ".pdf",
    ".docx",
    ".html",
    ".md",
    ".txt",
    ".zip",
    ".gz",
    "",
)
MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"\xef\xbb\xbf" * 3)
ERROR_PAGE: Final = (
    b"<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>\n<body>\n<center><h1>502 Bad Gateway</h1>"
    b"</center>\n<hr><p>Invented error page.<br>Try later.\n</body></html>\n"
)
JUNK: Final = (
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xf5\x80\x80\x80",
    b"\xc0\xaf",
    b"\0",
    b"\x1b",
    b"\x85",
    b"\xe2\x80",
)


@dataclass(frozen=True, slots=True)
class Damaged:
    """One input. format: the name of the sample that it was made of. content: bytes, or a stream too large to hold."""

    kind: str
    seed: int
    format: str
    name: str
    content: bytes | Endless

    def opened(self) -> BinaryIO:
        """A new stream at its first byte."""
        return io.BytesIO(self.content) if isinstance(self.content, bytes) else self.content.opened()

    def input(self) -> Input:
        """What a reader is given."""
        with self.opened() as stream:
            return Input(self.name or "nameless", self.name, stream.read(HEAD), self.opened)

    def write(self, folder: Path) -> Path:
        """The input as a file in `folder`, under its name."""
        path = folder / (self.name or "nameless")
        with path.open("wb") as file, self.opened() as stream:
            while piece := stream.read(1 << 20):
                file.write(piece)
        return path


def damaged(samples: Sequence[Sample], seed: int, lures: Lures = LURES, long: int = LONG) -> Damaged:
    """The damaged input of this seed: its kind by the remainder, its sample by the quotient, the rest by chance.

    long: bytes of the filling of "one long line".
    """
    kind = KINDS[seed % len(KINDS)]
    sample = samples[seed // len(KINDS) % len(samples)]
    chance = random.Random(f"{kind} {sample.name} {seed}")
    name, content = _MAKERS[kind](chance, sample, lures)
    if isinstance(content, Endless):
        content = replace(content, size=long)
    return Damaged(kind, seed, sample.name, name, content)


def samples_of(sample: Sample, count: int, without: tuple[str, ...] = ()) -> Iterator[Damaged]:
    """The inputs made of one sample by the seeds 0 to `count`, but for kinds that begin with one of `without`."""
    return (damaged([sample], seed) for seed in range(count) if not KINDS[seed % len(KINDS)].startswith(without))


def _spot(chance: random.Random, raw: bytes) -> int:
    return chance.randrange(len(raw) + 1)


def _pieces(chance: random.Random, raw: bytes, make: Callable[[bytes], bytes]) -> bytes:
    """`raw` with up to eight runs of up to 40 bytes replaced by what `make` makes of them."""
    for _ in range(chance.randint(1, 8)):
        at = _spot(chance, raw)
        end = at + chance.randint(0, 40)
        raw = raw[:at] + make(raw[at:end]) + raw[end:]
    return raw


def _cut(chance: random.Random, raw: bytes) -> bytes:
    return raw[: _spot(chance, raw)] if chance.random() < 0.8 else raw[_spot(chance, raw) :]


def _flipped(chance: random.Random, raw: bytes) -> bytes:
    changed = bytearray(raw)
    for _ in range(chance.randint(1, max(2, len(raw) // 100)) if raw else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _inserted(chance: random.Random, raw: bytes) -> bytes:
    return _pieces(chance, raw, lambda piece: piece + chance.randbytes(chance.randint(1, 9)))


def _deleted(chance: random.Random, raw: bytes) -> bytes:
    return _pieces(chance, raw, lambda piece: b"")


def _swapped(chance: random.Random, raw: bytes) -> bytes:
    at = _spot(chance, raw)
    return raw[at:] + raw[:at]


def _doubled(chance: random.Random, raw: bytes) -> bytes:
    at = _spot(chance, raw)
    end = at + chance.randint(1, 2000)
    return raw[:at] + raw[at:end] * chance.choice((2, 3, 50)) + raw[end:]


def _invalid(chance: random.Random, raw: bytes) -> bytes:
    return _pieces(chance, raw, lambda piece: piece + chance.choice(JUNK))


def _with_nul(chance: random.Random, raw: bytes) -> bytes:
    return _pieces(chance, raw, lambda piece: piece + b"\0" * chance.choice((1, 4, 600)))


def _recoded(chance: random.Random, raw: bytes) -> bytes:
    text = raw.decode("utf-8", "replace")
    encoding = chance.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp037", "utf-7", "shift_jis"))
    return text.encode(encoding, "replace")


def _marked(chance: random.Random, raw: bytes) -> bytes:
    mark = chance.choice(MARKS)
    return mark + (raw if chance.random() < 0.7 else raw.decode("utf-8", "replace").encode("utf-16-le"))


def _quoted(chance: random.Random, raw: bytes) -> bytes:
    return _pieces(chance, raw, lambda piece: piece + chance.choice((b'"', b"'", b'""', b'",', b',"', b'"\r\n')))


def _spliced(chance: random.Random, raw: bytes) -> bytes:
    return raw[: _spot(chance, raw)] + raw[_spot(chance, raw) :] + raw[: _spot(chance, raw)]


def _nested(chance: random.Random, raw: bytes) -> bytes:
    opening, closing = chance.choice(((b"[", b"]"), (b'{"a":', b"}"), (b"<a>", b"</a>"), (b"> ", b""), (b"- ", b"")))
    depth = chance.choice((300, 5_000, 100_000))
    at = _spot(chance, raw)
    return raw[:at] + opening * depth + (closing * depth if chance.random() < 0.5 else b"") + raw[at:]


def _numbers(chance: random.Random, raw: bytes) -> bytes:
    digits = chance.choice((b"9" * 1_000_000, b"0." + b"3" * 1_000_000, b"1e999999", b"-0", b"NaN", b"9" * 5_000))
    numbers = [at for at, byte in enumerate(raw) if 0x30 <= byte <= 0x39]
    at = chance.choice(numbers) if numbers else _spot(chance, raw)
    return raw[:at] + digits + raw[at + 1 :]


def _one_line(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes | Endless]:
    at = _spot(chance, sample.raw)
    filling = chance.choice((b"x", b"a b ", b"<p>", b'"', b"\\", b"&amp;", b",", b"9"))
    return sample.name, Endless(sample.raw[:at].replace(b"\n", b" "), filling, LONG, sample.raw[at:])


def _renamed(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    return f"renamed{chance.choice(ENDINGS)}", sample.raw


def _other(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    contents = (
        ERROR_PAGE,
        b"",
        b"\n \n",
        b"\0" * 5_000,
        chance.randbytes(3_000),
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"\x1f\x8b",
    )
    return sample.name, chance.choice(contents)


def _of_bytes(make: Callable[[random.Random, bytes], bytes]) -> Maker:
    return lambda chance, sample, lures: (sample.name, make(chance, sample.raw))


_MAKERS: Final[dict[str, Maker]] = {
    "cut": _of_bytes(_cut),
    "bits flipped": _of_bytes(_flipped),
    "bytes inserted": _of_bytes(_inserted),
    "bytes deleted": _of_bytes(_deleted),
    "halves swapped": _of_bytes(_swapped),
    "blocks repeated": _of_bytes(_doubled),
    "pieces mixed": _of_bytes(_spliced),
    "invalid UTF-8": _of_bytes(_invalid),
    "NUL bytes": _of_bytes(_with_nul),
    "another encoding": _of_bytes(_recoded),
    "byte order marks": _of_bytes(_marked),
    "quotation marks": _of_bytes(_quoted),
    "deep nesting": _of_bytes(_nested),
    "numbers": _of_bytes(_numbers),
    "another name": _renamed,
    "another content": _other,
    "one long line": _one_line,
    **_hostile_xml.MAKERS,
    **_hostile_documents.MAKERS,
    **_hostile_archives.MAKERS,
}
KINDS: Final = tuple(_MAKERS)
