"""Questions that ask leave ("can I", "is it safe to"), and sentences that a reader may take for leave."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from curbside.language import safety
from curbside.language.notices import PATIENT
from curbside.types import Facet, Kind, Question, Source

_ACTS: Final = (
    r"(?:self-?\s?)?(?:inject|administer|give|take|use|have|receive|start|begin|stop|discontinue|withhold|continue|resume"
    r"|restart|stay|keep|go|come|change|switch|swap|replace|substitute|increase|reduce|raise|lower|double|halve|skip|miss"
    r"|repeat|add|combine|mix|crush|split|dilute|prescribe|try|omit)"
)
_DONE: Final = (
    r"(?:given|used|injected|administered|infused|taken|started|begun|stopped|discontinued|withheld|continued|resumed"
    r"|restarted|changed|switched|swapped|replaced|substituted|increased|reduced|raised|lowered|doubled|halved|skipped"
    r"|repeated|added|combined|mixed|crushed|split|diluted|prescribed|omitted)"
)
_ASKS_LEAVE: Final = re.compile(
    r"\b(?:can|could|may|might|should|shall|must|do|does)\s+(?:i|we|you|he|she|they|one|people|patients|somebody|someone"
    rf"|(?:an?|the|this|my|our)\s+(?:\w+\s+){{1,4}}?)\s*(?:\w+\s+){{0,4}}?{_ACTS}\b"
    rf"|\b(?:can|could|may|might|should|shall|must)\s+(?:[\w-]+\s+){{1,8}}?be\s+(?:\w+ly\s+)?{_DONE}\b"
    rf"|(?:^|[.?!,;:]\s*)(?:is|are)\s+(?:[\w-]+\s+){{1,8}}?{_DONE}\b"
    r"|\b(?:ok|okay|safe|safely|fine|all\s?right|allowed|permitted|permissible|acceptable|advisable|possible to)\b"
    rf"|\bhow\s+(?:do|should|can|to|would|must)\s+(?:\w+\s+)?(?:to\s+)?{_ACTS}\b"
    r"|\b(?:which|what) route\b",
    re.IGNORECASE,
)
_HOW_LONG: Final = re.compile(
    r"\bhow\s+(?:long|soon|many|quickly)\b[^.?;]*\b(?:before|until|till|improve|recover)", re.I
)
_EVIDENCE: Final = re.compile(
    r"\bevidence\b|\btrials?\b|\bstud(?:y|ies)\b|\bNNT\b|\bnumber needed|\befficacy\b|\beffectiveness\b", re.IGNORECASE
)
_OF_FINDINGS: Final = frozenset(
    {Facet.EVIDENCE, Facet.COURSE, Facet.ADVERSE_EFFECTS, Facet.INTERACTIONS, Facet.CAUSES, Facet.DISTINCTION}
)
_OF_EITHER: Final = frozenset({"other", Facet.ADJUNCTS, Facet.PREGNANCY, Facet.CHILDREN, Facet.MONITORING})
_ON_FACTS: Final = frozenset({"yes_no", "cause", "list", "definition"})
_CLAIMS: Final = re.compile(
    r"(?:^|[:,;.?]\s*)(?:do|does|did|is|are|was|were|has|have|will|would|can|could)\s+\w", re.IGNORECASE
)
_GIVING: Final = frozenset({Facet.REGIMEN, Facet.MAINTENANCE, Facet.ADMINISTRATION})


@lru_cache(maxsize=512)
def asks_leave(text: str) -> bool:
    """Whether a question asks if, how or by which route something may be done with a drug."""
    return bool(_ASKS_LEAVE.search(text)) and not _HOW_LONG.search(text)


def asks_for_findings(question: Question) -> bool:
    """Whether the findings of studies answer: evidence, course, harm, causes or diagnosis, and no leave is asked."""
    intent = question.understood.intent
    asked = question.understood
    on_facts = asked.kind in _ON_FACTS or (asked.kind == "other" and not asked.drugs)
    if asked.kind == "yes_no" and asked.drugs:
        on_facts = bool(_CLAIMS.search(question.whole)) and asked.route is None
    if intent not in _OF_FINDINGS and not (intent in _OF_EITHER and on_facts):
        return False
    return not asks_leave(question.whole) or (intent == Facet.EVIDENCE and bool(_EVIDENCE.search(question.whole)))


def patient_would_act(question: Question) -> bool:
    """Whether a patient asks to inject, take, start, stop or change a drug, or how much of it."""
    return question.audience == PATIENT and (asks_leave(question.whole) or question.understood.intent in _GIVING)


_NOT_BEFORE: Final = re.compile(
    r"\b(?:not|never|no|without|cannot|avoid|\w+n't)\b(?:\s+[\w-]+){0,3}\s*$|\bdeferred\b", re.IGNORECASE
)
_PERMITS: Final = re.compile(
    r"\bself-?\s?(?:inject|administ|medicat|treat)\w*|\binject(?:s|ed|ing|ions?)?\b[^.;]{0,40}?\b(?:yourself|yourselves"
    r"|oneself|himself|herself|themselves|at home)\b"
    rf"|\b(?:you|people|patients|they|adults)\s+(?:can|may|could|should|must|might)\s+(?:\w+\s+){{0,2}}?{_ACTS}\b"
    rf"|\b(?:is|are|be|being)\s+(?:\w+\s+){{0,2}}?(?!(?:continued|resumed)\b)(?:{_DONE}|offered|recommended)\b"
    r"|(?:^|[.;:]\s)(?:inject|take|start|stop|increase|reduce|double|halve|use)\b"
    r"|\bas needed\b|\bno\s+(?:known\s+)?contra-?indications?\b|\b(?:is|are)\s+(?:\w+\s+){0,2}safe\b"
    r"|\blow[- ]risk\b",
    re.IGNORECASE,
)
_REFERS: Final = re.compile(
    r"\b(?:ask|speak|talk|tell|contact|consult|see|check|discuss\w*|advice|advise[sd]?|agreed?|decided?|decision|taught"
    r"|trained|shown|supervis\w+)\b[^.;]{0,60}\b(?:doctor|nurse|pharmacist|GP|prescriber|midwife|clinician|physician"
    r"|specialist|(?:health\s?care|health) (?:professional|team|provider)|clinic|NHS 111)\b",
    re.IGNORECASE,
)
_YOU_MAY: Final = re.compile(rf"\byou\s+(?:can|may|could)\s+(?:\w+\s+){{0,2}}?{_ACTS}\b", re.IGNORECASE)
PUBLIC: Final = frozenset({Kind.PATIENT_LEAFLET, Kind.SAFETY_ALERT})


@lru_cache(maxsize=4096)
def permits(text: str) -> bool:
    """Whether a patient may read it as leave or instruction to inject, start, stop or change a dose."""
    if refers(text):
        return bool(_YOU_MAY.search(text))
    return any(not _NOT_BEFORE.search(text[: m.start()]) and not _negated(m[0]) for m in _PERMITS.finditer(text))


def _negated(text: str) -> bool:
    return bool(re.search(r"\b(?:not|never)\b", text, re.IGNORECASE))


@lru_cache(maxsize=4096)
def refers(text: str) -> bool:
    """Whether it sends the reader to a clinician, or says what to ask one."""
    return bool(_REFERS.search(text))


@lru_cache(maxsize=4096)
def _risky(text: str, audience: str) -> bool:
    risk = safety.assess(text, audience)
    return bool(risk.emergency or risk.about)


def for_the_moment(question: Question, source: Source, text: str) -> bool:
    """Whether it is public advice on what to do at once in an emergency (the clinical rules, section 8)."""
    if source.kind not in PUBLIC:
        return False
    return any(_risky(words, question.audience) for words in (question.whole, text))
