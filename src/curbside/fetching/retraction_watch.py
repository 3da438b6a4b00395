"""The CSV of the Retraction Watch Database, or of one's own in its layout, from an address, into a file.

Crossref publishes it ("Retraction Watch", documentation of retrieving metadata). It is large, so it is written piece by
piece and never held whole.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from curbside.fetching.asking import Limits
from curbside.fetching.config import FetchSettings
from curbside.fetching.http import Client
from curbside.fetching.said import is_page, said
from curbside.fetching.timing import Timing

SERVICE: Final = "The server of the retractions"
LARGEST: Final = 1_000_000_000
COLUMN: Final = b"Record ID"
_HEAD: Final = 4096


def client(settings: FetchSettings, limits: Limits | None = None, timing: Timing | None = None) -> Client:
    """A client for one download."""
    return Client(SERVICE, settings.email, limits or Limits(whole=3600), None, timing or Timing())


def download(url: str, client: Client, folder: Path | None = None, largest: int = LARGEST) -> Path:
    """The file at an address with http or https, in a new file in `folder` (None: the system's for temporary files).

    The caller removes it. Raises UsageError for another address, FetchError where it is no CSV of retractions or larger
    than `largest` bytes; then no file is left.
    """
    descriptor, name = tempfile.mkstemp(suffix=".csv", prefix="retractions-", dir=folder)
    path = Path(name)
    with open(descriptor, "w+b") as to:
        try:
            client.download(url, to, largest)
            to.seek(0)
            head = to.read(_HEAD)
            if is_page(head):
                what = f"a web page instead of a CSV ({said(head) or 'without a title'})"
                raise client.failure(f"sent {what}", "give the address of the file itself")
            if COLUMN not in head.partition(b"\n")[0]:
                raise client.failure('sent a file without the column "Record ID"', "give the address of the CSV itself")
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    return path
