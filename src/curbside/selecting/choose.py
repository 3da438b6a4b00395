"""From candidates to the sentences of the answer: what is on the question, how much of it, in what order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from curbside.evidence.rank import claim_of, order
from curbside.language import lexicon
from curbside.selecting.alike import folded, same_list
from curbside.selecting.answering import MORE_LIKELY_THAN_NOT
from curbside.selecting.asked import OF_POPULATION, parted
from curbside.selecting.audiences import first_for, ordered_for
from curbside.selecting.candidates import NEUTRAL, Candidate
from curbside.selecting.doses import without_needless_doses
from curbside.selecting.for_patients import may_be_shown
from curbside.selecting.leading import bottom_line, forbidding, warning
from curbside.selecting.matching import special_populations
from curbside.selecting.parted import unparted, without_what_leads
from curbside.selecting.public_advice import without_public_advice
from curbside.selecting.roles import Role
from curbside.selecting.stops import stops
from curbside.selecting.titled import answers_its_subject, resolves, without_introductions
from curbside.selecting.weighing import Names, Scorer, no_candidate, no_scores, off_the_point, on_the_point, weighed
from curbside.selecting.worth import MOST, USUAL_MOST, by_worth
from curbside.types import Facet, Flag, Question, Understood

_ORDER = (
    Facet.REGIMEN,
    Facet.MAINTENANCE,
    Facet.CONTRAINDICATIONS,
    Facet.INDICATION,
    Facet.ADMINISTRATION,
    Facet.FORMULATION,
    Facet.CHILDREN,
    Facet.PREGNANCY,
    Facet.RENAL_HEPATIC,
    Facet.INTERACTIONS,
    Facet.ADVERSE_EFFECTS,
    Facet.EVIDENCE,
    Facet.MONITORING,
    Facet.PITFALLS,
    Facet.COURSE,
    Facet.ADJUNCTS,
    Facet.CAUSES,
    Facet.DISTINCTION,
    Facet.ESCALATION,
    Facet.OTHER,
)
_CAUTIONS = frozenset({Facet.CONTRAINDICATIONS, Facet.PITFALLS, Facet.INTERACTIONS, Facet.ADVERSE_EFFECTS})
_SPECIAL = frozenset({Facet.PREGNANCY, Facet.CHILDREN, Facet.RENAL_HEPATIC})
_SCOPE: Mapping[str, frozenset[Facet]] = {
    Facet.EVIDENCE: frozenset({Facet.EVIDENCE, Facet.INDICATION, Facet.ADMINISTRATION, Facet.COURSE, Facet.ADJUNCTS}),
    Facet.DISTINCTION: frozenset({Facet.DISTINCTION, Facet.PITFALLS, Facet.CAUSES, Facet.ESCALATION}),
    Facet.CAUSES: frozenset({Facet.CAUSES, Facet.DISTINCTION, Facet.PITFALLS, Facet.ADVERSE_EFFECTS}),
    Facet.COURSE: frozenset({Facet.COURSE, Facet.EVIDENCE, Facet.MAINTENANCE, Facet.MONITORING}),
    Facet.MONITORING: frozenset({Facet.MONITORING, Facet.PITFALLS, Facet.ADVERSE_EFFECTS, Facet.MAINTENANCE}),
    Facet.ADVERSE_EFFECTS: _CAUTIONS | _SPECIAL | {Facet.MONITORING},
    Facet.CONTRAINDICATIONS: _CAUTIONS | _SPECIAL | {Facet.INDICATION},
    Facet.INTERACTIONS: _CAUTIONS,
    Facet.MAINTENANCE: frozenset({Facet.MAINTENANCE, Facet.REGIMEN, Facet.INDICATION, Facet.MONITORING, Facet.COURSE}),
}
_OF_ITS_OWN = (
    frozenset(
        {
            Facet.ADVERSE_EFFECTS,
            Facet.INTERACTIONS,
            Facet.MONITORING,
            Facet.COURSE,
            Facet.FORMULATION,
            Facet.ADMINISTRATION,
        }
    )
    | _SPECIAL
)
_WITHOUT_CONDITION = frozenset(
    {Facet.CAUSES, Facet.COURSE, Facet.DISTINCTION, Facet.EVIDENCE, Facet.ADJUNCTS, Facet.ESCALATION, Facet.OTHER}
)
_MORE_OF_INTENT = 3
_CLOSE, _ON_THE_SPOT = 0.6, 0.85
_STEP_FOR_SUPERSEDED = 1
_APART = frozenset({Flag.OTHER_ROUTE, Flag.OTHER_POPULATION, Flag.OTHER_INDICATION, Flag.OUTLIER})


@dataclass(frozen=True, slots=True)
class Selection:
    """bottom_line: what stands first. rest: the others, by facet in the order of the answer.

    by_worth: the rest, with what answers best first: what has to go for want of room goes from its end. asked_for: how
    many of these are what the question asks for. beside_it: how many at the end of `rest` and `by_worth` it does not
    ask for. off_the_point: whether a cross-encoder finds that a candidate answers nothing; without one, none does.
    """

    bottom_line: tuple[Candidate, ...]
    rest: tuple[Candidate, ...]
    by_worth: tuple[Candidate, ...] = ()
    asked_for: int = 0
    beside_it: int = 0
    off_the_point: Callable[[Candidate], bool] = no_candidate


def choose(
    question: Question, found: tuple[Candidate, ...], scorer: Scorer = no_scores, names: Names = ()
) -> Selection:
    """The sentences of the answer out of all candidates.

    scorer: how well sentences answer, where a model says so. names: names in the question with their other names.
    """
    shown = [c for c in found if may_be_shown(question, c)]
    best = max((c.score for c in shown), default=0.0)
    to_the_word = 0.95 * max((c.match.lexical for c in shown), default=0.0)
    near = [c for c in shown if _is_about(question, c, to_the_word) and _is_close(question, c, best)]
    near = without_public_advice(question, without_needless_doses(question, near))
    relevant = weighed(question, folded(without_introductions(question, near)), scorer, names)
    if _is_beside_the_question(question, relevant):
        return Selection((), ())
    first = bottom_line(question, relevant)
    off = off_the_point(relevant)
    relevant = on_the_point(question, relevant)
    taken = {c.key for c in first}
    by_facet: dict[Facet, list[Candidate]] = {}
    against = {c.key for c in forbidding(question, relevant) or (() if first else warning(question, relevant))}
    for candidate in sorted(_ranked(question, relevant), key=lambda c: c.key not in against):
        facet = by_facet.setdefault(candidate.facet, [])
        if candidate.key not in taken and _has_room(facet, candidate, question):
            facet.append(candidate)
    leading = tuple(replace(c, facet=Facet.BOTTOM_LINE) for c in first)
    stop = tuple(dict.fromkeys(c.facet for c in relevant if c.key in against))
    intent = [f for i in (question.understood.intent, *question.understood.also) for f in _ORDER if f == i]
    special = (OF_POPULATION[p] for p in special_populations(question.understood) if p in OF_POPULATION)
    wanted = tuple(dict.fromkeys((*stop, *intent, *special)))
    order_ = tuple(dict.fromkeys((*wanted, *ordered_for(question.audience, _ORDER))))
    ordered = (c for f in order_ for c in _with_lists_whole(by_facet.get(f, [])))
    rest = unparted(leading, (one for c in ordered for one in without_what_leads(c, leading)))
    told, beside = parted(question, first, rest)
    liked = frozenset(first_for(question.audience))
    worth, count = by_worth(told, wanted, liked)
    further, _ = by_worth(beside, wanted, liked)
    return Selection(leading, (*told, *beside), (*worth, *further), count, len(beside), off)


def _is_beside_the_question(question: Question, found: Iterable[Candidate]) -> bool:
    """Whether one aspect is asked for, none is on it, and a cross-encoder has read that none answers."""
    asked, everything = question.understood, tuple(found)
    wanted = [
        _SCOPE.get(i, frozenset(Facet)) - ({Facet.INDICATION} if i in _CAUTIONS else set())
        for i in (asked.intent, *asked.also)
    ]
    on_it = (c for c in everything if stops(question, c) or c.warns or any(c.facet in some for some in wanted))
    read = [c.answers for c in everything if c.answers is not None]
    return bool(read) and max(read) < MORE_LIKELY_THAN_NOT and not any(on_it)


def _has_room(facet: list[Candidate], candidate: Candidate, question: Question) -> bool:
    """A few of each facet, a list as one, more of what is asked for; doses of another drug are counted apart."""
    if any(same_list(candidate, c) for c in facet):
        return True
    most = MOST.get(candidate.facet, USUAL_MOST)
    most += _MORE_OF_INTENT if candidate.facet == question.understood.intent else 0
    if candidate.facet is Facet.REGIMEN:
        other = Flag.OTHER_DRUG in candidate.flags
        return sum((Flag.OTHER_DRUG in c.flags) == other for c in facet) < (MOST[Facet.REGIMEN] if other else most)
    lists = {(c.evidence.source.id, c.unit.context) if c.unit.context else c.key for c in facet}
    return len(lists) < most


def _with_lists_whole(ranked: list[Candidate]) -> list[Candidate]:
    """The items of a list one after the other, in its order, where the best of them stands."""
    placed: list[Candidate] = []
    for c in ranked:
        if c not in placed:
            placed += sorted((o for o in ranked if o is c or same_list(o, c)), key=lambda o: o.key)
    return placed


def _is_about(question: Question, c: Candidate, to_the_word: float) -> bool:
    """On the conditions asked for, or a caution of the drug; with no condition, on the drug itself."""
    asked = question.understood
    if _is_for_the_allergic(asked, c):
        return False
    if stops(question, c) or resolves(question, c) or answers_its_subject(question, c):
        return True
    if (
        not asked.drugs
        and c.facet in (Facet.ADVERSE_EFFECTS, Facet.INTERACTIONS)
        and c.facet not in (asked.intent, *asked.also)
    ):
        return False
    if Flag.OTHER_DRUG in c.flags and c.facet in _OF_ITS_OWN:
        return False
    concludes = c.role is Role.CONCLUSION and c.match.drug >= 0.9 and bool(asked.drugs) and not c.phases
    if (
        not (concludes or any(c.facet in _SCOPE.get(i, frozenset(Facet)) for i in (asked.intent, *asked.also)))
        and c.match.lexical < to_the_word
        and not c.headed
    ):
        return False
    if asked.conditions:
        to_it = (c.match.drug >= 0.9 or not asked.drugs) and c.match.lexical >= to_the_word
        return c.match.condition > 0 or to_it or _is_caution_of_it(asked, c)
    of_its_group = c.match.drug >= 0.7 and (c.facet in _CAUTIONS or c.facet == asked.intent)
    return not asked.drugs or c.match.drug >= 0.9 or of_its_group


def _is_caution_of_it(asked: Understood, c: Candidate) -> bool:
    """Whether a caution is about the asked drug and no unrelated one."""
    family = {*asked.drugs, *asked.relatives, *(m for d in asked.drugs for m in lexicon.members(d))}
    own = bool(asked.drugs) and c.match.drug >= 0.9 and c.drugs <= family
    return own and c.facet in _CAUTIONS | {Facet.MONITORING}


def _is_for_the_allergic(asked: Understood, c: Candidate) -> bool:
    """Whether a sentence gives a drug, or one of its group, that the patient is said to be allergic to."""
    avoided = {k for d in asked.avoid for k in (d, *lexicon.related(d))}
    return bool(avoided & c.drugs) and not c.warns


def _is_close(question: Question, c: Candidate, best: float) -> bool:
    """Unrelated drugs only where the condition fits, never with a dose; cautions of a drug to be given always."""
    asked = question.understood
    if asked.drugs and c.match.drug < 0.5:
        return c.match.condition >= 0.6 and not (c.phases and Flag.OTHER_DRUG in c.flags)
    if stops(question, c) or (asked.intent not in _SCOPE and _is_caution_of_it(asked, c)):
        return True
    beside_the_point = asked.drugs and not asked.conditions and c.facet in _WITHOUT_CONDITION
    return c.score >= (_ON_THE_SPOT if beside_the_point and c.facet != asked.intent else _CLOSE) * best


def _ranked(question: Question, found: Iterable[Candidate]) -> list[Candidate]:
    """By relevance and evidence; with no jurisdiction given, the jurisdictions take turns within a facet."""
    ranked = sorted(found, key=lambda c: _rank(question, c))
    if question.understood.jurisdiction is not None:
        return ranked
    turn: Counter[tuple[Facet, bool, str]] = Counter()
    keyed = []
    for place, c in enumerate(ranked):
        mine = (c.facet, Flag.OTHER_DRUG in c.flags, c.evidence.source.jurisdiction)
        keyed.append((turn[mine], place, c))
        turn[mine] += 1
    return [c for _, _, c in sorted(keyed, key=lambda k: k[:2])]


def _rank(question: Question, c: Candidate) -> tuple[object, ...]:
    own_drug = 0 if c.match.drug >= 0.9 or not question.understood.drugs else 1
    own_drug += int(c.match.drug < 0.7 and c.facet not in NEUTRAL)
    tier = order(c.evidence.source, claim_of(c.facet), question.understood.jurisdiction)
    apart = len(_APART & set(c.flags))
    elsewhere = c.facet is Facet.REGIMEN and Flag.OTHER_JURISDICTION in c.flags
    relevance = _STEP_FOR_SUPERSEDED * (Flag.SUPERSEDED in c.flags) - round(c.worth * 20)
    return (own_drug, -c.match.fit, elsewhere, apart, relevance, Flag.SECONDARY_ONLY in c.flags, tier, -c.worth)
