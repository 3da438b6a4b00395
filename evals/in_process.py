"""`ask` and `read` for the scorers on an engine of this process, as a running program would use it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from evals.contract import Read
from evals.starter_questions import Ask, AskError

from curbside.engine import Engine
from curbside.errors import LibraryError, UsageError
from curbside.interop.contract import as_json
from curbside.library import Library


def asking(engine: Engine, library: Library, length: str) -> Ask:
    """Asks for answers of this length, printed as JSON."""

    def ask(question: str, jurisdiction: str | None, audience: str) -> dict[str, Any]:
        try:
            answer = engine.ask(question, jurisdiction=jurisdiction, audience=audience, length=length)
        except UsageError as error:
            raise AskError(str(error)) from error
        printed: dict[str, Any] = json.loads(json.dumps(as_json(answer, library.read_span)))
        return printed

    return ask


def reading(library: Library) -> Read:
    """Reads spans of stored texts, whose hashes are checked."""

    def read(source: str, content_hash: str, start: int, end: int) -> str:
        try:
            text = library.text(source, content_hash)
        except LibraryError as error:
            raise LookupError(str(error)) from error
        if hashlib.sha256(text.encode()).hexdigest() != content_hash:
            raise LookupError(f"the text of {source} has another hash")
        return text[start:end]

    return read
