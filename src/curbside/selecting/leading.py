"""What may stand in the bottom line, and what stands there first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from curbside.evidence.rank import claim_of, order
from curbside.language.subject import subject
from curbside.language.tokens import content_stems
from curbside.selecting.answering import (
    BESIDE_BEST,
    MORE_LIKELY_THAN_NOT,
    answers_intent,
    as_answer,
    reads_as_answer,
    that_answer,
)
from curbside.selecting.candidates import Candidate
from curbside.selecting.comparing import compares
from curbside.selecting.counterparts import with_counterpart
from curbside.selecting.fit_to_lead import finds, may_lead, warns_of_the_value
from curbside.selecting.leave import asks_for_findings, patient_would_act, refers
from curbside.selecting.matching import states_dose
from curbside.selecting.roles import Role
from curbside.selecting.standalone import hangs
from curbside.selecting.stops import stops
from curbside.selecting.titled import concludes, conclusions_first
from curbside.types import Flag, Question, Understood

SENTENCES, WORDS = 3, 60
_FURTHER = 2.0
_ITS_TITLE = 0.5
_STEPS = 15
_AS_LOGIT, _NAMED = 12.0, 3.0
_DOES: Mapping[Role, float] = defaultdict(float, {Role.CONCLUSION: 0.12, Role.BACKGROUND: -0.12})
_FEW, _OWN = 3, 0.9
_OTHERS_ON = frozenset({Flag.OTHER_POPULATION, Flag.OTHER_DRUG, Flag.OTHER_ROUTE})
_FORBIDS = re.compile(r"contra-?indicat|\b(?:must|should|do) not\b|\bnever\b", re.I)


def bottom_line(question: Question, found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """At most three sentences and, after the first, 60 words; empty where no sentence may lead.

    Where a source says stop for what was asked and may not lead itself, nothing that permits stands first.
    """
    everything = tuple(found)
    leading = [c for c in everything if may_lead(question, c)] or [
        c
        for c in everything
        if (reads_as_answer(question.understood, c) or concludes(question, c)) and may_lead(question, c, reported=True)
    ]
    if against := forbidding(question, everything):
        leading = [c if hangs(c.alone.text) else c.alone for c in leading if c in against]
    beside = set() if against else _beside_the_aspect(question, leading)
    leading = _that_answer(
        question, [c for c in leading if c.key not in beside], tuple(c for c in everything if c.key not in beside)
    )
    if not leading and not against:
        # The facets are told by rules, and the rules by words: what reads as the answer is not left out for its facet.
        read = [as_answer(c) for c in everything if c.answers is not None and answers_intent(question, c.facet)]
        likely = (c for c in everything if may_lead(question, c, least=MORE_LIKELY_THAN_NOT))
        likely = (c for c in likely if c.answers is None or as_answer(c) >= max(read, default=as_answer(c)))
        leading = _that_answer(question, list(likely), everything)
    chosen: list[Candidate] = []
    words = 0
    for c in conclusions_first(question, sorted(leading, key=lambda c: _rank(question, c))):
        size = c.words
        if chosen and (len(chosen) == SENTENCES or words + size > WORDS):
            break
        if chosen and c.answers is not None and c.answers < _FURTHER and not stops(question, c):
            continue
        chosen.append(c)
        words += size
    return with_counterpart(question, tuple(chosen), everything, may_lead)


def _beside_the_aspect(question: Question, leading: list[Candidate]) -> set[tuple[str, int]]:
    """Those that lead for how they read alone, where one that is on the aspect asked for reads as an answer too."""

    def is_on_it(c: Candidate) -> bool:
        return answers_intent(question, c.facet) or finds(question, c) or c.headed or stops(question, c)

    if any(c.answers is not None and c.answers >= MORE_LIKELY_THAN_NOT and is_on_it(c) for c in leading):
        return {c.key for c in leading if not is_on_it(c)}
    return set()


def _that_answer(question: Question, leading: list[Candidate], found: tuple[Candidate, ...]) -> list[Candidate]:
    leading = _on_the_value(question, _of_the_country(leading), found)
    told = {c.evidence.source.id for c in found if c.role in (Role.CONCLUSION, Role.FINDING)}
    return that_answer(question, _without_introductions(leading, told), _without_introductions(found, told))


def _without_introductions(found: Iterable[Candidate], told: Collection[str]) -> list[Candidate]:
    """Without what introduces a study of which a result or the conclusion was found (`told`): why it was made."""
    return [c for c in found if c.role is not Role.BACKGROUND or c.evidence.source.id not in told]


def _on_the_value(question: Question, leading: list[Candidate], found: Iterable[Candidate]) -> list[Candidate]:
    """Where a value is given and a sentence on the drug speaks of that quantity, only such sentences."""
    asked, text = question.understood, question.whole
    words = [w.lower() for w in asked.words if w.isalpha() and len(w) > 2] if asked.values else []
    quantities = [w for w in words if re.search(rf"\b{re.escape(w)}\b\D{{0,14}}\d", text, re.IGNORECASE)]

    def speaks(c: Candidate) -> bool:
        return any(q in c.text.lower() for q in quantities)

    if not quantities or not any(speaks(c) and c.match.drug >= 0.7 for c in found):
        return leading
    return [c for c in leading if speaks(c)]


def _of_the_country(leading: list[Candidate]) -> list[Candidate]:
    """Without the doses of another jurisdiction where one of the asked jurisdiction may lead."""
    dosed = [c for c in leading if c.phases or states_dose(c.text)]
    if all(Flag.OTHER_JURISDICTION in c.flags for c in dosed):
        return leading
    return [c for c in leading if c not in dosed or Flag.OTHER_JURISDICTION not in c.flags]


def forbidding(question: Question, found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Those that say not to give the drug for a value or a condition or by a route asked about, or not to act so."""
    asked = question.understood
    own = ((c, c.alone) for c in found if (c.match.drug >= 0.7 if asked.drugs else c.entitled >= _ITS_TITLE))
    return tuple(c for c, alone in own if _forbids(asked, alone) or stops(question, alone))


def warning(question: Question, found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Those that say not to give the asked drug in the asked condition, though to other people or at second hand.

    Where nothing may lead, they are what a reader who asks whether it may be given has to see first.
    """
    asked = question.understood
    if asked.kind != "yes_no" or not asked.drugs or not asked.conditions:
        return ()
    near = (c for c in found if c.match.drug >= _OWN and c.match.condition >= _OWN)
    return tuple(c for c in near if c.warns and _FORBIDS.search(c.text))


def _forbids(asked: Understood, c: Candidate) -> bool:
    """A caution whose threshold the value meets, or a recommendation that excepts a condition asked about."""
    if warns_of_the_value(c) or _warns_of_the_words(asked, c):
        return True
    return not c.phases and bool(subject(c.text).absent & set(asked.conditions))


def _warns_of_the_words(asked: Understood, c: Candidate) -> bool:
    """Whether it forbids the asked drug with all else that a short question names ("sildenafil with nitrates?")."""
    rest = frozenset().union(*map(content_stems, asked.words))
    few = bool(rest) and len(rest) <= _FEW and not asked.conditions and asked.kind == "yes_no"
    if not few or not asked.drugs or c.match.drug < _OWN or not c.warns or not _FORBIDS.search(f"{c.context} {c.text}"):
        return False
    return rest <= subject(f"{c.context} {c.text}").stems and not _OTHERS_ON.intersection(c.flags)


def _rank(question: Question, c: Candidate) -> tuple[object, ...]:
    asked = question.understood
    exact = 0 if c.facet == asked.intent or c.headed or finds(question, c) else 1
    does = _DOES[c.role] if asks_for_findings(question) else 0.0
    relevance = -round(_STEPS * (c.score + does))
    answers = 0 if c.answers is None else -round((as_answer(c) + _AS_LOGIT * does + _NAMED * c.headed) / BESIDE_BEST)
    return (
        patient_would_act(question) and not refers(c.text),
        -c.match.fit,
        not (asked.kind == "choice" and compares(question.whole, c.text)),
        answers,
        exact,
        relevance,
        order(c.evidence.source, claim_of(asked.intent), asked.jurisdiction),
        -c.score,
    )
