"""Writing the report of an audit into files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from curbside.errors import UsageError

if TYPE_CHECKING:
    from curbside.interop.audits.report import Report


def check_places(files: Mapping[str, Path | None]) -> None:
    """Raise UsageError before any work where a file cannot be written, or what writes it is not installed."""
    for kind, path in files.items():
        if path is None:
            continue
        if not path.resolve().parent.is_dir():
            raise UsageError(f"{path} cannot be written: its folder is not there.")
        if not os.access(path if path.exists() else path.resolve().parent, os.W_OK):
            raise UsageError(f"{path} cannot be written: it is not yours to write.")
        if kind == "pdf":
            from curbside.interop.pages.pdf import check_installed

            check_installed()


def write(report: Report, files: Mapping[str, Path | None]) -> Iterator[Path]:
    """Write the files that are asked for, each whole or not at all; each path when it is done."""
    for kind, path in files.items():
        if path is not None:
            part = path.with_name(f".{path.name}.part")
            part.write_bytes(_made(kind, report))
            part.replace(path)
            yield path


def _made(kind: str, report: Report) -> bytes:
    from curbside.interop.audits import html, markdown
    from curbside.interop.pages import pdf

    if kind == "html":
        return html.page(report).encode("utf-8")
    if kind == "md":
        return markdown.document(report).encode("utf-8")
    return pdf.document(html.page(report))
