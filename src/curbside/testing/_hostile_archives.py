"""Archives and compressed files that are built to exhaust their reader, or to make it write or read elsewhere."""

from __future__ import annotations

import gzip
import io
import random
import struct
import tarfile
import warnings
import zipfile
import zlib
from functools import cache, lru_cache
from typing import Final

from curbside.testing._hostile import Lures, Maker, Sample

NAMES: Final = (
    "../../../../tmp/outside.txt",
    "/etc/outside.txt",
    "C:\\outside.txt",
    "\\\\host\\share\\outside.txt",
    "..\\..\\outside.txt",
    "a/../../outside.txt",
    "//outside.txt",
    "CON",
    "nul.txt",
    "a\x1b[2Jb.txt",
    "\u202etxt.exe",
    "a\nb.txt",
    "~/outside.txt",
    "." * 300 + ".txt",
    "a" * 60_000,
    "x/" * 2_000 + "a.txt",
    ".",
    "",
)
TAR_TYPES: Final = (
    tarfile.SYMTYPE,
    tarfile.LNKTYPE,
    tarfile.CHRTYPE,
    tarfile.BLKTYPE,
    tarfile.FIFOTYPE,
    tarfile.GNUTYPE_SPARSE,
    b"Z",
)
_STORED_DATE: Final = (2026, 1, 1, 0, 0, 0)


def _zipped(*members: tuple[str, bytes], level: int = 9) -> bytes:
    held = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(held, "w") as archive:
        warnings.simplefilter("ignore")  # a name that is there twice
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, _STORED_DATE), content, zipfile.ZIP_DEFLATED, level)
    return held.getvalue()


def _gzipped(raw: bytes) -> bytes:
    return gzip.compress(raw, mtime=0)


def _flat_bomb(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    filling = chance.choice((b"\0", b" "))
    return "flat.zip", _swollen_zip(sample, filling, chance.choice((60, 90)))


@lru_cache(100)
def _swollen_zip(sample: Sample, filling: bytes, megabytes: int) -> bytes:
    return _zipped((sample.name, sample.raw + filling * megabytes * 1_000_000), level=1)


@cache
def _inner_bomb() -> bytes:
    return _zipped(("inner.txt", b" " * 20_000_000))


def _nested_bomb(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    inner = _inner_bomb()
    for level in range(chance.choice((1, 3, 8))):
        inner = _zipped(*((f"{level}-{n}.zip", inner) for n in range(10)))
    return "nested.zip", inner


def _overlapping(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    """Many entries of the central directory that all point at one local file."""
    raw = _zipped((sample.name, sample.raw + b" " * 3_000_000))
    start = raw.index(b"PK\x01\x02")
    end = raw.index(b"PK\x05\x06")
    count = chance.choice((2, 500))
    directory = raw[start:end] * count
    tail = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, count, count, len(directory), start, 0)
    return "overlapping.zip", raw[:start] + directory + tail


def _lying(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    """Sizes, checksums, methods and flags that are not true."""
    raw = bytearray(_zipped((sample.name, sample.raw)))
    at = raw.index(b"PK\x01\x02") + chance.choice((8, 10, 16, 20, 24, 28, 42))
    raw[at : at + 4] = struct.pack("<L", chance.choice((0, 1, 0x63, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)))
    return "lying.zip", bytes(raw)


def _named(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    name = chance.choice(NAMES)
    if chance.random() < 0.5:
        return "named.tar", _tarred((name, sample.raw, tarfile.REGTYPE))
    placeholder = "n" * len(name.encode())
    raw = _zipped((placeholder, sample.raw), (sample.name, sample.raw))
    return "named.zip", raw.replace(placeholder.encode(), name.encode()) if placeholder else raw


def _nul_named(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    raw = _zipped((f"aQQQ{sample.name}", sample.raw))
    return "nul.zip", raw.replace(b"QQQ", b"\0./")


def _tarred(*members: tuple[str, bytes, bytes], target: str = "") -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, content, kind in members:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, target
            info.size = len(content) if kind == tarfile.REGTYPE else 0
            archive.addfile(info, io.BytesIO(content))
    return held.getvalue()


def _linked(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    target = chance.choice((lures.file.removeprefix("file://"), "../" * 9 + "etc/passwd", "a.txt", sample.name))
    kind = chance.choice(TAR_TYPES)
    raw = _tarred((sample.name, b"", kind), ("a.txt", b"Invented.", tarfile.REGTYPE), target=target)
    return ("linked.tar.gz", _gzipped(raw)) if chance.random() < 0.5 else ("linked.tar", raw)


def _linked_in_zip(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    held = io.BytesIO()
    link = zipfile.ZipInfo(sample.name, _STORED_DATE)
    link.external_attr = (0o120777 if chance.random() < 0.7 else 0o060644) << 16
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(link, lures.file.removeprefix("file://"))
    return "linked.zip", held.getvalue()


def _damaged_archive(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    whole = chance.choice((_zipped((sample.name, sample.raw)), _tarred((sample.name, sample.raw, tarfile.REGTYPE))))
    name = "damaged.zip" if whole.startswith(b"PK") else "damaged.tar"
    changed = bytearray(whole)
    for _ in range(chance.randint(1, 20)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return name, bytes(changed[: chance.randrange(len(changed))] if chance.random() < 0.5 else changed)


def _damaged_gzip(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    whole = bytearray(_gzipped(sample.raw))
    if chance.random() < 0.5:
        whole[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
    if chance.random() < 0.5:
        del whole[chance.randrange(len(whole)) :]
    return f"{sample.name}.gz", bytes(whole) + chance.choice((b"", b"\0" * 900, b"trailing", _gzipped(b"more")))


def _gzip_bomb(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    filling = chance.choice((b" ", b"\n", b"x"))
    raw = _swollen_gzip(sample, filling, chance.choice((60, 250)))
    return f"{sample.name}.gz", _gzipped(raw) if chance.random() < 0.3 else raw


def _swollen_gzip(sample: Sample, filling: bytes, megabytes: int) -> bytes:
    """Two members, which a reader of gzip joins."""
    return _gzipped(sample.raw) + _filler(filling, megabytes)


@cache
def _filler(filling: bytes, megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(filling * 1_000_000) for _ in range(megabytes)), packer.flush()])


def _crowded(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    """The same name again and again, and the archive within itself."""
    members = [(sample.name, sample.raw)] * chance.choice((2, 300))
    inner = _zipped(*members)
    return "crowded.zip", _zipped(
        ("crowded.zip", inner), (sample.name, sample.raw), ("a.gz", _gzipped(_gzipped(inner)))
    )


MAKERS: Final[dict[str, Maker]] = {
    "zip: flat bomb": _flat_bomb,
    "zip: nested bomb": _nested_bomb,
    "zip: overlapping": _overlapping,
    "zip: untrue fields": _lying,
    "zip: NUL in a name": _nul_named,
    "zip: link": _linked_in_zip,
    "zip: crowded": _crowded,
    "archive: names": _named,
    "archive: damaged": _damaged_archive,
    "tar: links and devices": _linked,
    "gzip: damaged": _damaged_gzip,
    "gzip: bomb": _gzip_bomb,
}
