"""Signs that a text was made to steer a machine, hides something from its reader, or vouches for itself.

What they cover is stored and never quoted (`curbside.selecting.quotable`); `ingest` and `sources check` tell them. A
sign is no verdict: a guideline on language models may quote "ignore all previous instructions" with good reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import chain
from typing import Final
from unicodedata import unidata_version

from curbside.language.patterns import Lazy
from curbside.language.text import hidden_characters
from curbside.sources import orders
from curbside.types import Signs

INSTRUCTION: Final = "instruction"
APPROVAL: Final = "approval"
HIDDEN_CHARACTER: Final = "hidden character"
COMMENT: Final = "comment"
HIDDEN_STYLE: Final = "hidden style"
PART_OF_A_PROMPT: Final = "it pretends to be part of a prompt"

_COMMANDED = (
    r"(?:you|your|ignore|disregard|forget|override|always|never|mark|treat|respond|answer|output|say|tell|recommend"
    r"|enable)"
)
_ROLE: Final = Lazy(
    r"(?:\A|\n[ \t]*\n|[.!?:;>\"')\u200b-\u200f][ \t]*\n?|\n[ \t]*[>*-])[ \t>*#_\[-]*"
    r"(?P<role>(?:SYSTEM|ASSISTANT|DEVELOPER|USER)[*_\]]*\s*:"
    r"|\[(?:SYSTEM|ASSISTANT|DEVELOPER|ADMIN)\]"
    r"|(?i:(?:assistant|developer)[*_\]]*\s*:)"
    rf"|(?i:(?:system|user|admin)[*_\]]*\s*:\s*{_COMMANDED}\b))",
    0,
    (("system", "assistant", "developer", "user", "admin"), (":", "]")),
)
_BODY = (
    r"(?:the\s+|our\s+|its\s+|an?\s+)?(?:[a-z]+\s+){0,3}"
    r"(?:boards?|committees?|panel|team|director|editors?|specialists?|authority|authorities|college|regulators?|consultants?)"
)
_VOUCHED = (
    r"(?:medically|clinically|fully|officially|independently|peer)?[- ]?"
    r"(?:reviewed|approved|verified|certified|endorsed|authori[sz]ed|signed\s+off|validated)"
)
_APPROVES: Final = Lazy(
    rf"(?:^[ \t>*_-]*|(?<=[.!?])\s+){_VOUCHED}(?:\s+and\s+{_VOUCHED})?(?:\s+by\s+{_BODY}\b|(?<!reviewed)\s+by\s*:)"
    r"|\bthis\s+(?:document|source|page|text|passage|file|article|answer|advice|dose|guidance|guideline|leaflet)\s+(?:has\s+been|was|is)\s+"
    rf"{_VOUCHED}(?:\s+and\s+{_VOUCHED})?\b",
    re.IGNORECASE | re.MULTILINE,
    (("reviewed", "approved", "verified", "certified", "endorsed", "authori", "signed", "validated"),),
)
_INVISIBLE = (
    r"(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?![.\d]|\.0*[1-9])|font-size\s*:\s*[01](?:px|pt)?(?![.\d%a-z])"
    r"|color\s*:\s*(?:white|transparent|#fff(?:fff)?)\b|color\s*=\s*[\"']?(?:white|#fff(?:fff)?)\b"
    r"|(?:max-height|height|width)\s*:\s*0(?![.\d])|(?:left|top|text-indent)\s*:\s*-\d{3,}|\shidden(?=[\s=>/])|type\s*=\s*[\"']?hidden)"
)
_STYLE: Final = re.compile(rf"<(?P<tag>[a-z][a-z0-9]*)\b[^<>]{{0,500}}?{_INVISIBLE}[^<>]{{0,500}}>?", re.IGNORECASE)
_UNSHOWN: Final = re.compile(r"<(?P<tag>script|style|template|noscript)\b[^<>]{0,500}>", re.IGNORECASE)
_VOID: Final = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass(frozen=True, slots=True)
class Suspicion:
    """kind: INSTRUCTION, APPROVAL, HIDDEN_CHARACTER, COMMENT or HIDDEN_STYLE. message: one sentence.

    start, end: code points; of hidden HTML the whole element. why: the reason of the rule, of an instruction.
    """

    kind: str
    start: int
    end: int
    message: str
    why: str = ""


def suspicions(text: str) -> tuple[Suspicion, ...]:
    """What in `text` a careful reader should look at, by place."""
    found = chain(_instructions(text), _approvals(text), _hidden(text), _comments(text), _styles(text))
    return tuple(sorted(found, key=lambda s: (s.start, s.end, s.kind)))


def signs_of(content_hash: str, found: Iterable[Suspicion]) -> Signs:
    """What of the `suspicions` of a text concerns it as a whole, to be kept with it."""
    ranges = ((s.start, s.end, s.why == PART_OF_A_PROMPT) for s in found if s.kind in (INSTRUCTION, APPROVAL))
    return Signs(rules(), content_hash, tuple(ranges))


@cache
def rules() -> str:
    """The version of all that finds orders and approvals: what was found by another is looked for anew."""
    parts = (orders.table(), _ROLE.source, _APPROVES.source, unidata_version)
    return blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()


def holds(text: str, *kinds: str) -> bool:
    """Whether `suspicions` finds any of `kinds` in `text`; the others are not looked for."""
    looks = {
        INSTRUCTION: _instructions,
        APPROVAL: _approvals,
        HIDDEN_CHARACTER: _hidden,
        COMMENT: _comments,
        HIDDEN_STYLE: _styles,
    }
    return any(looks[kind](text) for kind in kinds)


def hidden_ranges(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each comment and each element of HTML that readers do not see."""
    return tuple((s.start, s.end) for s in (*_comments(text), *_styles(text))) if "<" in text else ()


def _instructions(text: str) -> list[Suspicion]:
    found = _orders(text)
    positions = {h.position for h in hidden_characters(text)}
    if positions:
        shown = [n for n in range(len(text)) if n not in positions]
        bare = _orders("".join(text[n] for n in shown))
        found += [(shown[a], shown[b - 1] + 1, why) for a, b, why in bare]
        found = [one for n, one in enumerate(found) if not any(a < one[1] and one[0] < b for a, b, _ in found[:n])]
    said = "It seems to address a machine, not a reader"
    return [Suspicion(INSTRUCTION, a, b, f"{said}: {_shown(text[a:b])} ({why}).", why) for a, b, why in found]


def _orders(text: str) -> list[tuple[int, int, str]]:
    found = orders.orders(text)
    roles = [(*m.span("role"), PART_OF_A_PROMPT) for m in _ROLE.finditer(text)]
    return [*found, *(r for r in roles if not any(a < r[1] and r[0] < b for a, b, _ in found))]


def _approvals(text: str) -> list[Suspicion]:
    own = ((m.end() - len(m[0].lstrip()), m.end()) for m in _APPROVES.finditer(text))
    found = sorted({*own, *orders.approvals(text)})
    apart = [span for n, span in enumerate(found) if n == 0 or span[0] >= max(b for _, b in found[:n])]
    said = "It vouches for itself, which cannot be checked here"
    return [Suspicion(APPROVAL, a, b, f"{said}: {_shown(text[a:b])}.") for a, b in apart]


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
    found: list[Suspicion] = []
    if "<" not in text:
        return found
    for m in sorted((*_STYLE.finditer(text), *_UNSHOWN.finditer(text)), key=lambda m: m.start()):
        if not found or m.start() >= found[-1].end:
            end = _closed(text, m["tag"], m.end())
            found.append(Suspicion(HIDDEN_STYLE, m.start(), end, f"HTML hides text from readers: {_shown(m[0])}."))
    return found


def _closed(text: str, tag: str, after: int) -> int:
    """Where the element whose opening tag ends at `after` is closed; the end of the text where it never is."""
    if tag.lower() in _VOID or text[after - 2 : after] == "/>":
        return after
    depth = 1
    for m in re.compile(rf"<(/?){tag}\b[^<>]*>", re.IGNORECASE).finditer(text, after):
        depth += -1 if m[1] else 1
        if not depth:
            return m.end()
    return len(text)


def _shown(text: str) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return f'"{line[:77]}..."' if len(line) > 80 else f'"{line}"'
