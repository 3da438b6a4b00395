"""Whether the files of an index of Tantivy are as it wrote them."""

from __future__ import annotations

import json
import zlib
from pathlib import Path


def faults(folder: Path) -> list[str]:
    """Which files of the index in `folder` are not as Tantivy wrote them, by the checksum at the end of each."""
    named = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["segments"]
    stems = {segment["segment_id"].replace("-", "") for segment in named}
    files = sorted(path for path in folder.iterdir() if path.name.partition(".")[0] in stems)
    return [f"{path.name} is damaged" for path in files if not _is_whole(path)]


def _is_whole(path: Path) -> bool:
    """Whether the CRC-32 in the footer of a file of Tantivy is that of what stands before it.

    The footer (`directory/footer.rs`): JSON with the checksum under "crc", its length and a magic number, 4 bytes each,
    little-endian.
    """
    raw = path.read_bytes()
    length = int.from_bytes(raw[-8:-4], "little")
    body, footer = raw[: len(raw) - 8 - length], raw[len(raw) - 8 - length : -8]
    try:
        return bool(json.loads(footer)["crc"] == zlib.crc32(body))
    except (ValueError, KeyError, TypeError):
        return False
