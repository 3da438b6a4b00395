"""Signs that a text was made to steer a machine, or hides something from its reader. Told by `sources check`.

A sign is no verdict: a guideline on language models may quote "ignore all previous instructions" with good reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import Final

from curbside.language.text import hidden_characters

INSTRUCTION: Final = "instruction"
HIDDEN_CHARACTER: Final = "hidden character"
COMMENT: Final = "comment"
HIDDEN_STYLE: Final = "hidden style"

_EARLIER = r"(?:above|previous|prior|preceding|earlier|foregoing|other|all|any|your|system)"
_ORDERS = r"(?:instructions?|prompts?|rules?|guidelines\s+you|directions|messages?|context|text)"
_ADDRESSES = re.compile(
    rf"\b(?:ignore|disregard|forget|override|bypass)\s+(?:(?:all|any|the|of|your|these|{_EARLIER})\s+){{0,4}}{_ORDERS}\b"
    r"|\b(?:ignore|disregard|forget)\s+(?:everything|all|the)\s+(?:of\s+the\s+)?(?:above|before|previous)\b"
    r"|\bas\s+an?\s+(?:ai|artificial\s+intelligence|(?:large\s+)?language\s+model|ai\s+assistant|chatbot)\b"
    r"|\byou\s+are\s+(?:now\s+)?(?:an?\s+)?(?:(?:helpful|large|medical|ai)\s+){0,3}(?:assistant|ai|chatbot|language\s+model)\b"
    r"|\b(?:dear|attention|note\s+to|instructions?\s+(?:to|for))\s+(?:the\s+)?(?:ai|assistant|chatbot|language\s+model|llm)s?\b"
    r"|\b(?:reveal|print|repeat|show)\s+(?:me\s+)?(?:your|the)\s+(?:system\s+)?prompt\b"
    r"|\bdo\s+not\s+(?:tell|inform|reveal\s+(?:this\s+)?to)\s+the\s+user\b"
    r"|\b(?:system\s+prompt|new\s+instructions)\s*:"
    r"|^[ \t>*-]*(?:system|assistant|user)\s*:"
    r"|<\|[a-z_]{2,30}\|>|\[/?INST\]|<</?SYS>>",
    re.IGNORECASE | re.MULTILINE,
)
_STYLE = re.compile(
    r"<[a-z][^<>]{0,500}?(?:display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])|font-size\s*:\s*0(?![.\d])"
    r"|color\s*:\s*(?:white|#fff(?:fff)?)\b|\shidden[\s>=])[^<>]{0,500}>?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """kind: INSTRUCTION, HIDDEN_CHARACTER, COMMENT or HIDDEN_STYLE. start, end: code points. message: one sentence."""

    kind: str
    start: int
    end: int
    message: str


def suspicions(text: str) -> tuple[Suspicion, ...]:
    """What in `text` a careful reader should look at, by place."""
    found = chain(_instructions(text), _hidden(text), _comments(text), _styles(text))
    return tuple(sorted(found, key=lambda s: (s.start, s.end, s.kind)))


def _instructions(text: str) -> list[Suspicion]:
    return [
        Suspicion(INSTRUCTION, *m.span(), f"It seems to address a machine, not a reader: {_shown(m[0])}.")
        for m in _ADDRESSES.finditer(text)
    ]


def _hidden(text: str) -> list[Suspicion]:
    """One for each run of hidden characters."""
    runs: list[tuple[int, int, str]] = []
    for hidden in hidden_characters(text):
        if runs and runs[-1][1] == hidden.position:
            runs[-1] = (runs[-1][0], hidden.position + 1, runs[-1][2])
        else:
            runs.append((hidden.position, hidden.position + 1, hidden.name))
    return [Suspicion(HIDDEN_CHARACTER, a, b, _of_run(b - a, name)) for a, b, name in runs]


def _of_run(length: int, name: str) -> str:
    if length == 1:
        return f"A character here cannot be seen: {name}."
    return f"{length} characters here cannot be seen, the first is {name}."


def _comments(text: str) -> list[Suspicion]:
    found, start = [], text.find("<!--")
    while start >= 0:
        end = text.find("-->", start + 4)
        end = len(text) if end < 0 else end + 3
        found.append(Suspicion(COMMENT, start, end, f"A comment that readers do not see: {_shown(text[start:end])}."))
        start = text.find("<!--", end)
    return found


def _styles(text: str) -> list[Suspicion]:
    return [
        Suspicion(HIDDEN_STYLE, *m.span(), f"A style hides text from readers: {_shown(m[0])}.")
        for m in _STYLE.finditer(text)
    ]


def _shown(text: str) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return f'"{line[:77]}..."' if len(line) > 80 else f'"{line}"'
