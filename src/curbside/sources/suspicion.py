"""Signs that a text was made to steer a machine, hides something from its reader, or vouches for itself.

What they cover is stored and never quoted (`curbside.selecting.quotable`); `ingest` and `sources check` tell them. A
sign is no verdict: a guideline on language models may quote "ignore all previous instructions" with good reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import Final

from curbside.language.patterns import Lazy, Several
from curbside.language.text import hidden_characters

INSTRUCTION: Final = "instruction"
APPROVAL: Final = "approval"
HIDDEN_CHARACTER: Final = "hidden character"
COMMENT: Final = "comment"
HIDDEN_STYLE: Final = "hidden style"

_EARLIER = r"(?:above|previous|prior|preceding|earlier|foregoing|former|existing|initial|original|system|other)"
_SCOPE = r"(?:all|any|every|each|the|of|your|these|those|its|my)"
_ORDERS = r"(?:instructions?|prompts?|rules?|guidelines|directions|directives|commands?|messages?|context|text)"
_MACHINE = r"(?:ai|llm|chat ?bot|language\s+model|chat\s*gpt|ai\s+(?:assistant|model|agent|system)|virtual\s+assistant)"
_TRUSTED = (
    r"(?:approved|trusted|current|authoritative|verified|reviewed|official|reliable|the\s+only|the\s+best|highest)"
)
_ANSWER = r"(?:answer|response|reply|output|summary|bottom\s+line)"
_COMMANDED = (
    r"(?:you|your|ignore|disregard|forget|override|always|never|mark|treat|respond|answer|output|say|tell|recommend"
    r"|enable)"
)
_DROP = r"(?:ignore|disregard|forget|override|bypass|discard)"
_MACHINES: Final = ("ai", "llm", "chat", "language", "assistant")
_DROPS: Final = ("ignore", "disregard", "forget", "override", "bypass", "discard")
_NAMED_MACHINE: Final = (*_MACHINES, "engine", "machine", "model", "bot")
# Each with its needles: of every group one stands in whatever the pattern matches, so that most texts need no search.
_ADDRESSES: Final = Several(
    Lazy(pattern, re.IGNORECASE | re.MULTILINE, needles)
    for pattern, needles in (
        (rf"\b{_DROP}\s+(?:{_SCOPE}\s+){{0,4}}{_EARLIER}\s+(?:{_EARLIER}\s+)?{_ORDERS}\b", (_DROPS,)),
        (
            rf"\b{_DROP}\s+(?:(?:all|any|every|of|the|your|these|those)\s+){{0,3}}(?:all|any|your)\s+(?:of\s+)?"
            r"(?:the\s+|your\s+)?(?:(?:previous|safety)\s+){0,2}(?:instructions|prompts|rules)\b",
            (_DROPS,),
        ),
        (
            rf"\b{_DROP}\s+(?:all\s+)?(?:the\s+)?(?:instructions|prompts?|rules|text|messages?)\s+(?:given\s+)?"
            r"(?:above|before\s+this|so\s+far)\b",
            (_DROPS,),
        ),
        (
            r"\b(?:ignore|disregard|forget)\s+(?:everything|all|the)\s+(?:of\s+the\s+|that\s+(?:is|was|came|stands)\s+)?"
            r"(?:above|before|previous)\b(?!\s+[a-z]+)",
            (_DROPS,),
        ),
        (
            rf"\bas\s+an?\s+(?:large\s+)?(?:{_MACHINE}|artificial\s+intelligence)\s*,?\s*"
            r"(?:you|your|i\s+(?:am|must|can|will))\b",
            ((*_MACHINES, "artificial"),),
        ),
        (rf"\bif\s+you\s+are\s+an?\s+(?:large\s+)?{_MACHINE}\b", (("you",), _MACHINES)),
        (
            r"\b(?:you\s+are|you're)\s+(?:now\s+)?(?:an?\s+)?(?:[a-z-]+\s+){0,3}"
            r"(?:assistant|ai|chatbot|language\s+model|llm)\b"
            r"(?!\s+(?:professor|nurse|surgeon|physician|psychologist|pharmacist|director|manager))",
            (("you",), _MACHINES),
        ),
        (
            r"\byou\s+are\s+now\s+(?:in\s+[a-z]+\s+mode|unrestricted|jailbroken|free\s+of)\b",
            (("you",), ("mode", "unrestricted", "jailbroken", "free")),
        ),
        (
            rf"\b(?:pretend\s+(?:to\s+be|you\s+are)|act\s+as|role-?play\s+as)\s+an?\s+(?:[a-z]+\s+){{0,3}}"
            rf"(?:{_MACHINE}|assistant)\b",
            (("pretend", "act", "role"), _MACHINES),
        ),
        (
            r"\b(?:dear|attention|note\s+(?:to|for)|message\s+(?:to|for)|instructions?\s+(?:to|for))\s*:?\s+"
            rf"(?:the\s+|any\s+|all\s+)?(?:large\s+)?(?:{_MACHINE}|assistant|(?:search|answer)\s+engine|machine|model|bot)s?\b",
            (("dear", "attention", "note", "message", "instruction"), _NAMED_MACHINE),
        ),
        (
            rf"\b{_MACHINE}s?\s+(?:reading|processing|parsing|summari[sz]ing|quoting|using)\s+this\b",
            (_MACHINES, ("reading", "processing", "parsing", "summari", "quoting", "using")),
        ),
        (
            r"\b(?:reveal|print|repeat|show|output)\s+(?:me\s+)?(?:your|the)\s+(?:system\s+|hidden\s+|initial\s+)?prompt\b",
            (("prompt",),),
        ),
        (r"\bdo\s+not\s+(?:tell|inform|reveal\s+(?:this\s+)?to)\s+the\s+(?:user|reader)s?\b", (("user", "reader"),)),
        (r"\b(?:tell|instruct)\s+the\s+(?:reader|user)s?\s+(?:that|to)\b", (("user", "reader"),)),
        (
            rf"\b(?:mark|treat|label|flag|rate|rank|regard|cite)\s+this\s+"
            rf"(?:source|document|page|text|passage|guideline|file)\s+(?:as|at)\s+(?:an?\s+|the\s+)?{_TRUSTED}",
            (
                ("this",),
                (
                    "approved",
                    "trusted",
                    "current",
                    "authoritative",
                    "verified",
                    "reviewed",
                    "official",
                    "reliable",
                    "only",
                    "best",
                    "highest",
                ),
            ),
        ),
        (
            rf"\b(?:include|quote|cite|say|state|write|output|put|recommend|mention|omit)\b[^.\n]{{0,80}}\bin\s+your\s+{_ANSWER}\b",
            (("your",), ("answer", "response", "reply", "output", "summary", "bottom")),
        ),
        (
            r"\b(?:system\s+(?:prompt|message|override|instructions?)|new\s+instructions"
            r"|(?:admin|developer|root)\s+(?:message|override|mode))\s*:",
            (("system", "instructions", "admin", "developer", "root"), (":",)),
        ),
        (r"\b(?:begin|end|start)\s+(?:of\s+)?system\s+(?:prompt|message)\b", (("system",),)),
        (
            r"<\|[a-z_]{2,30}\|>|\[/?INST\]|<</?SYS>>|</?(?:system|assistant)(?:[-_ ](?:prompt|message|reminder))?>",
            (("<|", "inst]", "sys>", "<system", "</system", "<assistant", "</assistant"),),
        ),
        (r"^[ \t]*#{1,6}[ \t]*(?:instruction|system|assistant|system\s+prompt)[ \t]*:?[ \t]*$", (("#",),)),
    )
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
    rf"(?:^[ \t>*_-]*|(?<=[.!?])\s+){_VOUCHED}(?:\s+and\s+{_VOUCHED})?(?:\s+by\s+{_BODY}\b|\s+by\s*:)"
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

    start, end: code points; of hidden HTML the whole element.
    """

    kind: str
    start: int
    end: int
    message: str


def suspicions(text: str) -> tuple[Suspicion, ...]:
    """What in `text` a careful reader should look at, by place."""
    found = chain(_instructions(text), _approvals(text), _hidden(text), _comments(text), _styles(text))
    return tuple(sorted(found, key=lambda s: (s.start, s.end, s.kind)))


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
    spans: list[tuple[int, int]] = []
    possible = [_ADDRESSES.patterns[number] for number in _ADDRESSES.possible(text)]
    for start, end in sorted(m.span() for pattern in possible for m in pattern.finditer(text)):
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
    roles = [m.span("role") for m in _ROLE.finditer(text)]
    spans += [r for r in roles if not any(a < r[1] and r[0] < b for a, b in spans)]
    said = "It seems to address a machine, not a reader"
    return [Suspicion(INSTRUCTION, a, b, f"{said}: {_shown(text[a:b])}.") for a, b in spans]


def _approvals(text: str) -> list[Suspicion]:
    said = "It vouches for itself, which cannot be checked here"
    return [Suspicion(APPROVAL, *m.span(), f"{said}: {_shown(m[0])}.") for m in _APPROVES.finditer(text)]


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
