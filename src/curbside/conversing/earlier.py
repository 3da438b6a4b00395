"""The answer that a follow-up is to, as the library keeps it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from curbside.composing.refusing import UNSAFE
from curbside.errors import LibraryError, UsageError
from curbside.library.answers import SavedAnswer
from curbside.library.store import Library
from curbside.retrieval.understanding import again
from curbside.types import Carried, PatientValue, Question, Span, Understood
from curbside.types.conversation import INTENT

OLD: Final = "is of a kind that cannot be followed up; only what `curbside ask` answered or refused can"


@dataclass(frozen=True, slots=True)
class Earlier:
    """An answer or refusal that is followed up.

    question: as it was understood, with what it had itself taken over. carried: that, with where each came from.
    chain: the ids of the answers before it, oldest first. spans: what its statements rest on, each with its quote.
    references: (id, content hash, state when it was made) of what it cites. unsafe: what was said where it was refused
    as unsafe, else None.
    """

    id: str
    question: Question
    carried: tuple[Carried, ...] = ()
    chain: tuple[str, ...] = ()
    spans: tuple[tuple[Span, str], ...] = ()
    references: tuple[tuple[str, str, str], ...] = ()
    unsafe: str | None = None

    def origin(self, what: str, value: str) -> str:
        """The id of the answer whose question named it first."""
        return next((c.origin for c in self.carried if (c.what, c.value) == (what, value)), self.id)


def earlier_answer(library: Library, answer_id: str) -> Earlier:
    """The answer of that id. Raises UsageError where the library keeps none, or it is no answer to a question."""
    try:
        saved = library.answer(answer_id)
    except LibraryError as error:
        raise UsageError(f"There is nothing to follow up: {str(error)[:1].lower()}{str(error)[1:]}") from error
    return _read(saved)


def _read(saved: SavedAnswer) -> Earlier:
    body = json.loads(saved.body)
    if not isinstance(body, dict) or "question" not in body or "statements" not in body:
        raise UsageError(f"The saved answer {saved.id!r} {OLD}.")
    link: Mapping[str, Any] = body.get("follow_up") or {}
    carried = [Carried(c["what"], c["value"], c["from"]) for c in link.get("carried", ())]
    if wanted := link.get("intent"):
        carried.append(Carried(INTENT, wanted["value"], wanted["from"]))
    return Earlier(
        id=saved.id,
        question=_question(body["question"]),
        carried=tuple(carried),
        chain=tuple(link.get("chain", ())),
        spans=tuple(_spans(body["statements"])),
        references=tuple(_references(body, dict(saved.cited))),
        unsafe=_unsafe(body.get("refusal")),
    )


def _unsafe(refusal: Mapping[str, Any] | None) -> str | None:
    return str(refusal["message"]) if refusal and refusal["reason"] == UNSAFE else None


def _question(row: Mapping[str, Any]) -> Question:
    """The question understood once more from its words, with what was stored of it where that differs."""
    known, context = row["understood"], row.get("context", "")
    asked = Question(
        row["text"], Understood(jurisdiction=known["jurisdiction"]), row["audience"], row["length"], context
    )
    found = again(asked)
    values = tuple(PatientValue(v["quantity"], v["value"], v["unit"]) for v in known["values"])
    understood = replace(
        found.understood,
        drugs=tuple(known["drugs"]),
        conditions=tuple(known["conditions"]),
        population=tuple(known["population"].split(", ")) if known["population"] else (),
        route=known["route"],
        intent=known["intent"],
        kind=known["kind"],
        values=values,
    )
    return replace(found, understood=understood)


def _spans(statements: list[Mapping[str, Any]]) -> Iterator[tuple[Span, str]]:
    rows = (c for s in statements for c in s["citations"] if c["relation"] == "supports")
    return ((Span(c["source"], c["hash"], c["start"], c["end"]), c["quote"]) for c in rows)


def _references(body: Mapping[str, Any], hashes: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    return ((r["id"], hashes[r["id"]], r["status"]) for r in body["references"] if r["id"] in hashes)
