"""Recommended where a source advises against it, or the other way round.

It is told only where the rest matches: the same drug, condition, population, route and number, and the words to which
the "not" belongs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from curbside.auditing.faults import Fault, FaultKind
from curbside.auditing.finding import Found
from curbside.auditing.profile import Profile, kin, other_condition, other_population, profile, special
from curbside.language import lexicon

_AGAINST: Final = re.compile(
    r"\b(?:is|are|be|was|were)?\s*\b(?:not|never)\s+(?:be\s+)?(?:generally\s+|routinely\s+)?(?:recommended|given|"
    r"used|offered|advised|indicated|appropriate|"
    r"safe|suitable|started|treated|prescribed|continued|injected|deferred|delayed|withheld|needed|required|"
    r"necessary)\b|"
    r"\bcontra-?indicated\b|\bcontra-?indication to\b|\b(?:should|must|to)\s+(?:be\s+)?avoid(?:ed)?\b|\b(?:is|"
    r"are)\s+avoided\b|^avoid\b|\bavoid using\b|"
    r"\b(?:should|must|can|may)\s?not\b|\b(?:do|does) not (?:give|use|offer|start|delay)\b|\bshould be (?:stopped|"
    r"withheld|discontinued)\b|\bunsafe\b|\bunsuitable\b|"
    r"\bsuggests not giving\b|\bis not used\b|\b(?:should|must) never\b",
    re.IGNORECASE,
)
_FOR: Final = re.compile(
    r"\b(?:is|are|be)\s+(?:a |an |the |considered |also |\w+ly )*(?:safe|recommended|preferred|preferable|"
    r"appropriate|suitable|indicated|acceptable|given|used|"
    r"offered|advised|first[- ]line|first[- ]choice|continued|started|good (?:choice|option)|option|"
    r"drugs? of choice|preferred agents?|first choice|deferred|delayed|withheld|required|necessary|needed)\b|"
    r"\b(?:can|may|should|must)\s+(?:\w+ly\s+|also\s+|still\s+)?(?:be\s+)?(?:safely\s+|routinely\s+)?(?:used|"
    r"given|offered|started|continued|taken|prescribed|considered|receive|treated|injected|delayed|deferred|"
    r"first|wait)\b|\bsafe(?:ly)? (?:in|for|with|to)\b|^(?:use|give|offer|start|delay|defer|inject)\b|"
    r"\brecommends? (?:giving|using|starting)\b|\bcan safely\b",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(
    r"[;.](?=\s|$)|,? (?:but|whereas|although|because)\b|, and (?=\w+ (?:is|are|should|must|may|can|was|were)\b)"
)
_SUBORDINATE: Final = re.compile(
    r"\b(?:in whom|for whom|if|when|whom|unless|as long as|who|before|"
    r"after)\b[^,]*\Z",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(r"\b(?:before|after|when|if|while|with)\b", re.IGNORECASE)
_IF: Final = re.compile(r"\b(?:if|unless|when|once|where|confirmed|demonstrated|proven)\b", re.IGNORECASE)
_ROUTE: Final = re.compile(r"\b(?:route|injection|administration|use)\W*$", re.IGNORECASE)
_STRONG, _TOPIC, _HALF = 0.6, 0.5, 0.3


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause with what stands before its verb and after it. against: whether it advises against; None: neither."""

    text: str
    head: Profile
    tail: Profile
    whole: Profile
    against: bool | None
    cue: str


def stance_fault(mine: Profile, found: Found) -> Fault | None:
    """Recommended where the source advises against it, or the other way round."""
    if other_condition(mine, found.said) or other_population(mine, found.said):
        return None
    for a in _clauses(mine.text, mine.context):
        for b in _clauses(found.said.text, found.said.context):
            if a.against is None or b.against is None or a.against == b.against:
                continue
            if _same_matter(a, b, mine, found):
                said = f'the text says "{a.cue}", the source "{b.cue}"'
                return Fault(FaultKind.NEGATION_OR_DIRECTION, (a.cue,), said, found, against=True)
    return None


def _clauses(text: str, context: str) -> Iterator[_Clause]:
    last = 0
    for m in [*_CLAUSE.finditer(text), None]:
        piece = text[last : m.start() if m else len(text)].strip(" ,")
        last = m.end() if m else last
        if piece:
            yield _clause(piece, context)


def _clause(piece: str, context: str) -> _Clause:
    against, favour = (_main(pattern, piece) for pattern in (_AGAINST, _FOR))
    cue = against or favour
    begin, end = cue.span() if cue else (len(piece), len(piece))
    return _Clause(
        piece,
        profile(piece[:begin]),
        profile(piece[end:]),
        profile(piece, context),
        None if cue is None else bool(against),
        " ".join(cue[0].split()) if cue else "",
    )


def _main(pattern: re.Pattern[str], piece: str) -> re.Match[str] | None:
    """The first match that stands in no subordinate clause ("in whom ... is contraindicated")."""
    return next((m for m in pattern.finditer(piece) if not _SUBORDINATE.search(piece[: m.start()])), None)


def _same_matter(said: _Clause, there: _Clause, mine: Profile, found: Found) -> bool:
    """Whether the two clauses are of one drug and what narrows the barring one stands in the other too."""
    barring, favouring = (said, there) if said.against else (there, said)
    if not _drugs_meet(said, there, (mine, found.said)):
        return False
    if not barring.whole.keys("route") <= favouring.whole.keys("route") or not _limits_meet(barring, favouring):
        return False
    if not special(barring.whole.own.populations) <= _broad(favouring.whole.populations | mine.populations):
        return False
    if _exception(said) != _exception(there) and (said.against or _exception(said) or _conditional(mine)):
        return False
    if _of_one_route(barring, favouring, mine, found):
        return True
    return _is_object(favouring) and _tail_meets(barring, favouring) and _rest_meets(barring, favouring, mine, found)


def _of_one_route(barring: _Clause, favouring: _Clause, mine: Profile, found: Found) -> bool:
    """Whether both speak of nothing but one route of one drug ("the intravenous route is preferred")."""
    routes = barring.head.keys("route")
    if len(routes) != 1 or routes != favouring.head.keys("route") or not (mine.drugs & found.said.drugs):
        return False
    return bool(_ROUTE.search(favouring.head.text)) and not barring.whole.keys("measure") and found.covers >= _HALF


def _broad(populations: frozenset[str]) -> frozenset[str]:
    return populations | {b for p in populations for b in lexicon.broader("population", p)}


def _exception(clause: _Clause) -> bool:
    return any(t.kind == "exception" for t in clause.whole.tokens)


def _drugs_meet(a: _Clause, b: _Clause, sides: tuple[Profile, Profile]) -> bool:
    mine, yours = a.whole.drugs or sides[0].drugs, b.whole.drugs or sides[1].drugs
    return bool(mine & yours) or (not mine and not yours)


def _is_object(favouring: _Clause) -> bool:
    """Whether the drug is what the clause speaks for, not what something else is done before or together with."""
    if not favouring.whole.own.drugs:
        return True
    subject_of = re.sub(r"^[^,]*,", "", favouring.head.text) if "," in favouring.head.text else favouring.head.text
    return bool(profile(subject_of).own.drugs or profile(_ASIDE.split(favouring.tail.text)[0]).own.drugs)


def _conditional(mine: Profile) -> bool:
    return bool(_IF.search(mine.text))


def _limits_meet(barring: _Clause, favouring: _Clause) -> bool:
    """Whether the numbers to which a "not" is narrowed are the other clause's too, or it has another of its "
    "alternatives."""
    if barring.whole.keys("measure") <= favouring.whole.keys("measure") or _thresholds_meet(barring, favouring):
        return True
    return _alternative(barring, favouring)


def _alternative(barring: _Clause, favouring: _Clause) -> bool:
    """Whether the other clause is of one of the groups of an "or" ("below 15 mL/min or on dialysis")."""
    either = re.search(r"\bor\b", barring.head.text)
    return bool(either and special(barring.whole.own.populations) & favouring.whole.own.populations)


def _thresholds_meet(a: _Clause, b: _Clause) -> bool:
    """ "Below 30" beside "of 25": a number inside the other's bound."""
    ours = [t.key for t in a.whole.tokens if t.kind == "measure"]
    theirs = [t.key for t in b.whole.tokens if t.kind == "measure"]
    return bool(ours) and bool(theirs) and all(any(_inside(y, x) or _inside(x, y) for y in theirs) for x in ours)


def _inside(value: str, bound: str) -> bool:
    m, n = (re.match(r"#(within|[<>]=?)?([\d.]*?)\.\.([\d.]*) (.+)", k) for k in (value, bound))
    if not m or not n or m[4].split("/")[0] != n[4].split("/")[0]:
        return value == bound
    point, low, high = m[2] or m[3], n[2], n[3]
    return bool(point) and (not low or float(point) >= float(low)) and (not high or float(point) <= float(high))


def _tail_meets(barring: _Clause, favouring: _Clause) -> bool:
    """What the "not" is narrowed to ("in asthma", "first", "at the same site") stands in the other clause too."""
    tail, other = barring.tail, favouring.whole
    if tail.own.drugs and tail.own.drugs & other.drugs:
        return True
    if tail.own.conditions and not kin(tail.own.conditions, other.conditions):
        return False
    return _spoken_of(tail, other) and (_spoken_of(barring.head, other) or _alternative(barring, favouring))


def _spoken_of(part: Profile, other: Profile) -> bool:
    """Whether the other clause speaks of what a part of the barring one says besides drugs and conditions."""
    text = part.text
    for kind in ("condition", "drug", "population"):
        for mention in reversed(lexicon.find(text, kind)):
            text = f"{text[: mention.start]} {text[mention.end :]}"
    words = profile(text).words
    return not words or len(words & other.near) / len(words) >= _TOPIC


def _rest_meets(barring: _Clause, favouring: _Clause, mine: Profile, found: Found) -> bool:
    """Whether most of the claim's words are spoken of by the source, and the source's frame fits the claim."""
    frame = {
        c for c in barring.head.own.conditions if not kin(frozenset({c}), favouring.whole.conditions | mine.conditions)
    }
    return found.covers >= _STRONG and not frame
