"""The card of an approved article (CDS Hooks 2.0, "Card Attributes"): information, never a suggestion."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any, Final

from curbside.interop.approval import Approval, day
from curbside.interop.beside import beside, quoted
from curbside.interop.pages.markdown import text as escaped
from curbside.language.notices import intended_use
from curbside.types import Answer, Statement

Json = dict[str, Any]
LONGEST_SUMMARY: Final = 139
_LONGEST_LABEL: Final = 80
_NAMESPACE: Final = uuid.UUID("0c5b7e1a-5a0f-5c0e-9f5d-2f6a4a1c7d33")


def card(answer: Answer, approval: Approval, review: str, url: str) -> Json:
    """The card of an approved answer. review: what is said of its review. The same approved text has the same uuid."""
    by = f"Curbside: approved by {approval.reviewer}, {day(approval.approved)}"
    return {
        "uuid": str(uuid.uuid5(_NAMESPACE, approval.of)),
        "summary": shortened(f"Approved article: {answer.title}", LONGEST_SUMMARY),
        "detail": "\n\n".join([*_detail(answer), escaped(review), escaped(_use(answer))]),
        "indicator": "info",
        "source": {"label": shortened(by, _LONGEST_LABEL), "url": url},
        "links": [{"label": "Read the article with its sources", "url": url, "type": "absolute"}],
    }


def _use(answer: Answer) -> str:
    asked = answer.question
    return intended_use(asked.audience, asked.understood.jurisdiction)


def shortened(text: str, longest: int) -> str:
    """`text` in one line of at most `longest` characters, cut between words."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:") + "…"


def _detail(answer: Answer) -> Iterator[str]:
    """The bottom line, and beside a dose in it what must stand there."""
    said = {s.id: s for s in answer.statements}
    first = [said[key] for key in answer.bottom_line]
    if not first:
        yield "No single sentence of the sources may stand first; read the article."
    for statement in first:
        yield escaped(quoted(statement, answer.references))
    lines = list(dict.fromkeys(_beside(answer, first)))
    if lines:
        yield "\n".join(f"- {escaped(line)}" for line in lines)


def _beside(answer: Answer, first: list[Statement]) -> Iterator[str]:
    shown = {s.id for s in first}
    for regimen in answer.regimens:
        if regimen.statement in shown:
            yield from beside(answer, regimen)
